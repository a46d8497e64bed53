using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Records.Names;

namespace Zhice.Data.Indicators;

/// <summary>A set as a person enters it.</summary>
/// <param name="Name">名称.</param>
/// <param name="Reason">The notice or decision.</param>
/// <param name="From">First day on which its members do not count.</param>
/// <param name="To">First day on which they count again; null while they do not.</param>
/// <param name="Members">Lines of <c>申请人,名称</c> or <c>代理机构,名称</c>.</param>
/// <param name="Effects">Lines of <c>element,office,period,amount</c>: what is taken off.</param>
public sealed record ExclusionRequest(string? Name, string? Reason, DateOnly? From, DateOnly? To, string? Members, string? Effects);

/// <summary>剔除名单: entered and withdrawn by the national administrator; the figures follow with the next computation, what was released stays as it is.</summary>
public static class ExclusionDesk
{
    /// <summary>Most lines of a set.</summary>
    public const int MostLines = 2_000;

    /// <summary>Adds a set, whole or not at all.</summary>
    /// <returns>Refusals: <c>access.denied</c>; <c>exclusion.name</c>, <c>exclusion.reason-missing</c>, <c>exclusion.days-wrong</c>, <c>exclusion.lines</c>, and for each faulty line
    /// <c>exclusion.member</c>, <c>exclusion.line</c>, <c>exclusion.unknown-element</c>, <c>exclusion.unknown-office</c>, <c>exclusion.unknown-period</c>, <c>exclusion.amount-wrong</c>,
    /// <c>exclusion.line-twice</c>, <c>exclusion.not-excludable</c>, <c>exclusion.before-clause</c>, <c>exclusion.not-standing</c>, <c>exclusion.parts</c>, <c>exclusion.again</c>, <c>exclusion.no-value</c>, <c>exclusion.too-much</c>, <c>exclusion.too-much-together</c>, with its number.</returns>
    public static async Task<Outcome<ExclusionSet>> Add(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, ExclusionRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        if (!AccessPolicy.MayExclude(actor)) return new Forbidden("access.denied");
        var defects = new List<Defect>();
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 200) defects.Add(new Defect("exclusion.name", "name", 200));
        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > 1000) defects.Add(new Defect("exclusion.reason-missing", "reason", 1000));
        if (request.From is null || request.To <= request.From) defects.Add(new Defect("exclusion.days-wrong", "to"));
        var (memberLines, effectLines) = (Lines(request.Members), Lines(request.Effects));
        if (memberLines.Count == 0 || memberLines.Count > MostLines || effectLines.Count > MostLines) defects.Add(new Defect("exclusion.lines", "members", MostLines));
        var members = memberLines.Take(MostLines).Select((line, at) => Member(line, at + 1, defects)).OfType<(ExcludedKind Kind, string Name)>().ToList();
        var codes = effectLines.Take(MostLines).Select(l => l.Split(',') is [_, var office, ..] ? office.Trim() : "").Distinct(StringComparer.Ordinal).ToList();
        var offices = await db.Organisations.AsNoTracking().Where(o => codes.Contains(o.Code)).ToDictionaryAsync(o => o.Code, o => o.Id, cancel);
        var effects = effectLines.Take(MostLines).Select((line, at) => Effect(line, at + 1, catalogue, offices, defects)).OfType<(string Element, OrganisationId Office, Period Period, decimal Amount)>().ToList();
        foreach (var twice in effects.GroupBy(e => (e.Element, e.Office, e.Period)).Where(g => g.Count() > 1).Take(5))
            defects.Add(new Defect("exclusion.line-twice", "effects", twice.Key.Element, twice.Key.Period.ToString()));
        if (defects.Count == 0)
            foreach (var (effect, at) in effects.Select((e, at) => (e, at)))
                if (!ExclusionLayer.Stands(request.From!.Value, request.To, effect.Period)) defects.Add(new Defect("exclusion.not-standing", "effects", at + 1, effect.Period.ToString(), effect.Period.LastDay.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
        if (defects.Count == 0 && effects.Count > 0) await Idle(db, effects, defects, cancel);
        if (defects.Count == 0 && effects.Count > 0) await Repeated(db, members, effects, defects, cancel);
        if (defects.Count == 0 && effects.Count > 0) await Together(db, catalogue, effects, defects, cancel);
        if (defects.Count > 0) return new Invalid([.. defects.Take(30)]);

        var now = clock.GetUtcNow();
        var set = new ExclusionSet { Name = request.Name!.Trim(), Reason = request.Reason!.Trim(), ValidFrom = request.From!.Value, ValidTo = request.To, By = actor.AccountId!.Value, At = now };
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            db.ExclusionSets.Add(set);
            await db.SaveChangesAsync(cancel);
            foreach (var (kind, name) in members) db.ExclusionMembers.Add(new ExclusionMember { SetId = set.Id, Kind = kind, Name = name });
            foreach (var (element, office, period, amount) in effects)
                db.ExclusionEffects.Add(new ExclusionEffect { SetId = set.Id, Element = element, OrganisationId = office, Period = period.Key, Amount = amount });
            AuditLog.Append(db, actor, now, "exclusion.add", $"exclusion/{set.Id}", new { name = set.Name, members = members.Count, effects = effects.Count });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        return set;
    }

    /// <summary>Withdraws a set; it stays readable with who did it and why.</summary>
    /// <returns>Refusals: <c>access.denied</c>, <c>exclusion.missing</c>, <c>exclusion.withdraw-reason</c>.</returns>
    public static async Task<Outcome<ExclusionSet>> Withdraw(ZhiceDb db, Actor actor, long id, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(clock);
        if (!AccessPolicy.MayExclude(actor)) return new Forbidden("access.denied");
        if (await db.ExclusionSets.AsTracking().FirstOrDefaultAsync(s => s.Id == id && s.WithdrawnAt == null, cancel) is not { } set) return new Missing("exclusion.missing");
        if (reason.Trim().Length is < CorrectionDesk.ShortestReason or > 500) return new Invalid(new Defect("exclusion.withdraw-reason", "why", CorrectionDesk.ShortestReason));
        (set.WithdrawnAt, set.WithdrawnBy, set.WithdrawnReason) = (clock.GetUtcNow(), actor.AccountId, reason.Trim());
        AuditLog.Append(db, actor, clock.GetUtcNow(), "exclusion.withdraw", $"exclusion/{id}", new { name = set.Name, reason = reason.Trim() });
        await db.SaveChangesAsync(cancel);
        return set;
    }

    // What finds no value, or a smaller one, would be taken off nothing in silence.
    static async Task Idle(ZhiceDb db, List<(string Element, OrganisationId Office, Period Period, decimal Amount)> effects, List<Defect> defects, CancellationToken cancel)
    {
        var query = new ObservationQuery([.. effects.Select(e => e.Element).Distinct(StringComparer.Ordinal)], [.. effects.Select(e => e.Period).Distinct()]) { Organisations = [.. effects.Select(e => e.Office).Distinct()] };
        var values = (await Observations.Read(db, query, cancel)).ToDictionary(v => (v.Element, v.Organisation, v.Period), v => v.Value);
        foreach (var (effect, at) in effects.Select((e, at) => (e, at)))
            if (!values.TryGetValue((effect.Element, effect.Office, effect.Period), out var value)) defects.Add(new Defect("exclusion.no-value", "effects", at + 1, effect.Element, effect.Period.ToString()));
            else if (value < effect.Amount) defects.Add(new Defect("exclusion.too-much", "effects", at + 1, StoredFigure.Write(value)));
    }

    // One applicant comes off one figure once, whatever the set is called.
    static async Task Repeated(ZhiceDb db, List<(ExcludedKind Kind, string Name)> members, List<(string Element, OrganisationId Office, Period Period, decimal Amount)> effects, List<Defect> defects, CancellationToken cancel)
    {
        var (codes, offices, periods) = (effects.ConvertAll(e => e.Element).Distinct().ToList(), effects.ConvertAll(e => e.Office).Distinct().ToList(), effects.ConvertAll(e => e.Period.Key).Distinct().ToList());
        var standing = await (
            from effect in db.ExclusionEffects
            where codes.Contains(effect.Element) && offices.Contains(effect.OrganisationId) && periods.Contains(effect.Period)
            join set in db.ExclusionSets on effect.SetId equals set.Id
            where set.WithdrawnAt == null
            select new { set.Id, set.Name, effect.Element, effect.OrganisationId, effect.Period }).AsNoTracking().ToListAsync(cancel);
        if (standing.Count == 0) return;
        var sets = standing.Select(s => s.Id).Distinct().ToList();
        // A name with other brackets or blanks in it is the same party's.
        var normal = members.Select(m => PartyName.Normal(m.Name)).ToHashSet(StringComparer.Ordinal);
        var known = (await db.ExclusionMembers.AsNoTracking().Where(m => sets.Contains(m.SetId)).Select(m => new { m.SetId, m.Name }).ToListAsync(cancel))
            .Where(m => normal.Contains(PartyName.Normal(m.Name))).GroupBy(m => m.SetId).ToDictionary(g => g.Key, g => g.First().Name);
        foreach (var (effect, at) in effects.Select((e, at) => (e, at)))
            if (standing.FirstOrDefault(s => known.ContainsKey(s.Id) && s.Element == effect.Element && s.OrganisationId == effect.Office && s.Period == effect.Period.Key) is { } twice)
                defects.Add(new Defect("exclusion.again", "effects", at + 1, known[twice.Id], twice.Name));
    }

    // All that stands comes off the same values: what no longer fits beside the others would be taken off nothing in silence, now or when one of the others is looked at.
    static async Task Together(ZhiceDb db, IndicatorCatalogue catalogue, List<(string Element, OrganisationId Office, Period Period, decimal Amount)> effects, List<Defect> defects, CancellationToken cancel)
    {
        var keys = effects.ConvertAll(e => e.Office).Distinct().ToList();
        var offices = await db.Organisations.AsNoTracking().Where(o => keys.Contains(o.Id)).ToListAsync(cancel);
        foreach (var year in effects.Select(e => e.Period.Year).Distinct())
        {
            var standing = (await ExclusionLayer.Standing(db, year, year, null, cancel)).Where(e => keys.Contains(new(e.Organisation)) && effects.Exists(n => n.Element == e.Element)).ToList();
            var added = effects.Select((e, at) => (At: at, Applied: new AppliedEffect(0, e.Element, e.Period.Key, e.Office.Value, StoredFigure.ToStored(e.Amount)))).Where(e => e.Applied.Period / 100 == year).ToList();
            var all = standing.Concat(added.Select(a => a.Applied)).ToList();
            var values = await ExclusionsBehind.Values(db, catalogue, all, offices, year, null, cancel);
            var left = ExclusionLayer.Apply(values, all).ToHashSet();
            foreach (var (at, applied) in added.Where(a => left.Contains(a.Applied)))
                defects.Add(new Defect("exclusion.too-much-together", "effects", at + 1,
                    StoredFigure.Write(StoredFigure.FromStored(standing.Where(s => !left.Contains(s) && s.Element == applied.Element && s.Organisation == applied.Organisation).Sum(s => s.Millionths)))));
        }
    }

    // Patents and filings of an applicant do not count; its province's people and products do.
    static bool Excludable(IndicatorCatalogue catalogue, DataElement element) => element.Unit.Text == "件" && catalogue.Definitions.Any(d => Reduces(catalogue, d, element));

    static bool Reduces(IndicatorCatalogue catalogue, IndicatorDefinition definition, DataElement element) =>
        definition.Exclusions is not null && catalogue.FormulaOf(definition)?.Parts.Any(p => p.Code == element.Code) == true;

    static List<string> Lines(string? text) => [.. (text ?? "").Split('\n').Select(l => l.Trim().Replace('，', ',')).Where(l => l.Length > 0)];

    static (ExcludedKind, string)? Member(string line, int number, List<Defect> defects)
    {
        if (line.Split(',', 2) is [var kind, var name] && name.Trim() is { Length: > 0 and <= 200 } named)
        {
            if (kind.Trim() is "申请人") return (ExcludedKind.Applicant, named);
            if (kind.Trim() is "代理机构") return (ExcludedKind.Agency, named);
        }
        defects.Add(new Defect("exclusion.member", "members", number));
        return null;
    }

    static (string, OrganisationId, Period, decimal)? Effect(string line, int number, IndicatorCatalogue catalogue, Dictionary<string, OrganisationId> offices, List<Defect> defects)
    {
        (string, OrganisationId, Period, decimal)? Wrong(string code, params object[] about)
        {
            defects.Add(new Defect(code, "effects", [number, .. about]));
            return null;
        }
        if (line.Split(',') is not [var element, var office, var period, var amount]) return Wrong("exclusion.line");
        if (catalogue.Element(element.Trim()) is not { } counted) return Wrong("exclusion.unknown-element", element.Trim());
        if (!Excludable(catalogue, counted)) return Wrong("exclusion.not-excludable", counted.Name);
        if (!offices.TryGetValue(office.Trim(), out var at)) return Wrong("exclusion.unknown-office", office.Trim());
        if (!Period.TryParse(period.Trim(), out var when)) return Wrong("exclusion.unknown-period", period.Trim());
        // Before the version with the clause nothing of any indicator is taken off.
        if (!catalogue.Codes.Any(code => catalogue.InForce(code, when) is { } inForce && Reduces(catalogue, inForce, counted))) return Wrong("exclusion.before-clause", counted.Name, when.ToString());
        if (StoredFigure.Fault(amount, out var value) is not null || value <= 0m) return Wrong("exclusion.amount-wrong", amount.Trim());
        return decimal.Round(value, counted.Decimals) == value ? (element.Trim(), at, when, value) : Wrong("exclusion.parts", amount.Trim(), counted.Name, counted.Decimals);
    }
}
