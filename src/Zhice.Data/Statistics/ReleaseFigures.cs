using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>Makes the figures of a release from what was known up to a batch: the same inputs, the same text.</summary>
public static class ReleaseFigures
{
    /// <summary>Makes a body.</summary>
    /// <param name="db">The store.</param>
    /// <param name="release">The release.</param>
    /// <param name="owner">The office that publishes.</param>
    /// <param name="knownBatch">The last batch of values that is known.</param>
    /// <param name="made">A body made before, to make again with its exclusion sets and versions; null for those that stand now.</param>
    /// <param name="treeOf">The moment whose knowledge of the offices counts; null for now.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<ReleaseBody> Make(ZhiceDb db, StatisticalRelease release, Organisation owner, int knownBatch, ReleaseBody? made, DateTimeOffset? treeOf, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(owner);
        var (period, content, level) = (Period.FromKey(release.Period), release.Content.Split(','), release.Level);
        var (first, last) = (period.FirstDay, period.LastDay);
        var all = await OfficesAsKnown.At(db, treeOf, cancel);
        var offices = all.Where(o => o.Kind == OrganisationKind.LocalOffice && o.Level == level && owner.Reaches(o) && o.ValidFrom <= last && (o.ValidTo is null || o.ValidTo > first))
            .OrderBy(o => o.Code, StringComparer.Ordinal).Take(4_000).ToList();
        var codes = content.Where(StatisticsFiles.InUse.Elements.ContainsKey).ToList();
        var read = await Observations.Read(db, new(codes, [period]) { KnownBatch = knownBatch }, cancel);
        var values = read.ToDictionary(v => (v.Element, v.Organisation), v => v.Value);
        // Releases made before shorter periods were completed are made again as they were.
        bool? completed = null;
        if (made is null || made.Completed == true)
            foreach (var (place, value) in await CompletedValues.Read(db, [.. codes.Select(code => StatisticsFiles.InUse.Elements[code])], offices, [period], knownBatch, last.AddDays(1), cancel))
                if (values.TryAdd((place.Element, place.Organisation), value)) completed = true;
        var columns = codes.Select(code =>
        {
            var element = StatisticsFiles.InUse.Elements[code];
            var given = offices.Where(o => values.ContainsKey((code, o.Id))).Select(o => values[(code, o.Id)]).ToList();
            return new ReleaseColumn(code, element.Name, element.EnglishName, element.Unit.Text, given.Count == 0 ? null : given.Sum(), given.Count);
        }).ToList();
        var body = new ReleaseBody(release.Code, period.ToString(), columns,
            [.. offices.Select(o => new ReleaseRow(o.Code, o.Name, [.. codes.Select(code => values.TryGetValue((code, o.Id), out var value) ? value : null as decimal?)]))]) { Completed = completed };
        if ((made is null || made.Weights is not null) && await PopulationWeights.Of(db, [.. offices.Select(o => o.Id)], period, knownBatch, cancel) is { } weights)
            body = body with { Weights = weights.Weights, WeightsOf = weights.Year };
        var indicators = content.Where(c => DefinitionFiles.InUse.Versions(c).Count > 0).ToList();
        return indicators.Count == 0 ? body : await WithIndicators(db, body, indicators, period, owner, (all, offices), knownBatch, made, cancel);
    }

    static async Task<ReleaseBody> WithIndicators(
        ZhiceDb db, ReleaseBody body, List<string> codes, Period period, Organisation owner, (IReadOnlyList<Organisation> All, List<Organisation> Rows) offices, int knownBatch, ReleaseBody? made, CancellationToken cancel)
    {
        var catalogue = DefinitionFiles.InUse;
        var definitions = codes.Select(code => made?.Indicators?.FirstOrDefault(i => i.Code == code) is { } before
            ? AsReleased(catalogue.Versions(code).FirstOrDefault(v => v.Version == before.Version), before)
            : catalogue.InForce(code, period)).OfType<IndicatorDefinition>().ToList();
        var wanted = offices.Rows.Select(o => o.Id.Value).Append(owner.Id.Value).ToHashSet();
        var rounding = definitions.ToDictionary(d => d.Code, StringComparer.Ordinal);
        // The day after the period, so that the figures are the same on whatever day they are made again.
        var query = new YearQuery(definitions, period.Year, period.LastDay.AddDays(1), knownBatch)
        {
            Sets = made is null ? null : [.. made.Exclusions?.Select(e => e.Set) ?? []], Everywhere = made is { Exclusions: not null, ByClause: not true }, ToPublish = true, Offices = offices.All,
        };
        var (figures, effects) = await Computed(query);
        // Releases made before totals were those of the rows are made again as they were. An office that is its only row is its own total.
        var ofRows = made is null || made.OfRows == true;
        var rows = !ofRows || offices.Rows.Exists(o => o.Id == owner.Id) ? figures : (await Computed(query with { Offices = Flat(offices.All, offices.Rows, owner), Silent = owner.Id })).Figures;
        var missing = new ReleaseFigure(nameof(FigureState.Missing), null, null, 0, 0);
        return body with
        {
            Indicators = [.. definitions.Select(d =>
            {
                var whole = figures.GetValueOrDefault((d.Code, owner.Id.Value), missing);
                var total = rows.GetValueOrDefault((d.Code, owner.Id.Value), missing with { Expected = offices.Rows.Count });
                return new ReleaseIndicator(d.Code, d.Name, d.EnglishName, d.Unit.Text, d.Decimals, d.Version, d.Formula.Text, total, [.. offices.Rows.Select(o => figures.GetValueOrDefault((d.Code, o.Id.Value), missing))])
                {
                    Own = SaysTheSame(whole, total) ? null : whole,
                    Rounding = d.Rounding == Rounding.HalfUp ? null : d.Rounding.ToString(), PublishWhen = d.PublishWhen?.ToString(),
                };
            })],
            Exclusions = effects.Count == 0 ? null : await Exclusions(db, effects, cancel),
            ByClause = effects.Count == 0 || query.Everywhere ? null : true, OfRows = ofRows ? true : null,
        };

        async Task<(Dictionary<(string, long), ReleaseFigure> Figures, IReadOnlyList<AppliedEffect> Effects)> Computed(YearQuery asked)
        {
            var found = new Dictionary<(string, long), ReleaseFigure>();
            var applied = await YearFigures.Compute(db, catalogue, asked, (_, figure, _) =>
            {
                if (figure.Period == period.Key && wanted.Contains(figure.Organisation)) found[(figure.Definition.Code, figure.Organisation)] = Rounded(figure, rounding[figure.Definition.Code]);
            }, cancel);
            return (found, applied);
        }
    }

    // What it reported for itself is said even where it is the same, unless the row is all there is.
    static bool SaysTheSame(ReleaseFigure whole, ReleaseFigure total) =>
        whole == total || ((whole.State, whole.Value, whole.Before) == (total.State, total.Value, total.Before) && (whole.Value is null || whole is not { Known: 1, Expected: 1 }));

    // The office that publishes with the rows directly below it and what is below these: nobody between them, whose report would stand for rows that are missing.
    static List<Organisation> Flat(IReadOnlyList<Organisation> all, List<Organisation> rows, Organisation owner)
    {
        var keys = rows.Select(r => r.Id).ToHashSet();
        return [.. all.Where(o => o.Id == owner.Id || Organisation.KeysOf(o.Path).Any(keys.Contains)).Select(o => !keys.Contains(o.Id) ? o : new Organisation
        {
            Id = o.Id, Code = o.Code, Name = o.Name, Kind = o.Kind, ParentId = owner.Id, Path = o.Path, DivisionCode = o.DivisionCode, Level = o.Level, ValidFrom = o.ValidFrom, ValidTo = o.ValidTo,
        })];
    }

    // What the release says of the printed figure counts, whatever the definition's file says by now.
    static IndicatorDefinition? AsReleased(IndicatorDefinition? definition, ReleaseIndicator before) => definition is null ? null : definition with
    {
        Decimals = before.Decimals, Rounding = Enum.TryParse<Rounding>(before.Rounding, out var rounding) ? rounding : definition.Rounding,
        PublishWhen = before.PublishWhen is { } least ? LeastBase.Parse(least) : null,
    };

    static ReleaseFigure Rounded(ComputedFigure figure, IndicatorDefinition definition)
    {
        // A figure that rests on too little is not published for itself, nor is what it was before exclusions.
        if (definition.PublishWhen is { } asked && figure.After.IsKnown && !(figure.Base is { IsKnown: true } rests && rests.Value >= asked.Least))
            return new(nameof(FigureState.TooFew), null, null, figure.Known, figure.Expected);
        var after = figure.After.Rounded(definition.Decimals, definition.Rounding);
        var before = figure.After == figure.Before ? null : figure.Before.Rounded(definition.Decimals, definition.Rounding).OrNull;
        return new(after.State.ToString(), after.OrNull, before, figure.Known, figure.Expected);
    }

    static async Task<List<ReleaseExclusion>> Exclusions(ZhiceDb db, IReadOnlyList<AppliedEffect> effects, CancellationToken cancel)
    {
        var ids = effects.Select(e => e.Set).Distinct().ToList();
        var sets = await db.ExclusionSets.AsNoTracking().Where(s => ids.Contains(s.Id)).OrderBy(s => s.Id).ToListAsync(cancel);
        var keys = effects.Select(e => new OrganisationId(e.Organisation)).Distinct().ToList();
        var names = await db.Organisations.AsNoTracking().Where(o => keys.Contains(o.Id)).ToDictionaryAsync(o => o.Id.Value, o => o.Code, cancel);
        return [.. sets.Select(s => new ReleaseExclusion(s.Id, s.Name, s.Reason, s.ValidFrom, s.ValidTo, [.. effects.Where(e => e.Set == s.Id)
            .OrderBy(e => e.Element, StringComparer.Ordinal).ThenBy(e => names[e.Organisation], StringComparer.Ordinal).ThenBy(e => e.Period)
            .Select(e => new ReleaseDeduction(e.Element, names[e.Organisation], Period.FromKey(e.Period).ToString(), StoredFigure.FromStored(e.Millionths)))]))];
    }

    /// <summary>The rows by which pages find an indicator of a release that is published now.</summary>
    internal static async Task<List<PublishedFigure>> Rows(ZhiceDb db, StatisticalRelease release, CancellationToken cancel)
    {
        var body = ReleaseBody.Read(release.Body);
        if (body.Indicators is not { } indicators) return [];
        var codes = body.Rows.Select(r => r.Code).ToList();
        var keys = await db.Organisations.AsNoTracking().Where(o => codes.Contains(o.Code)).ToDictionaryAsync(o => o.Code, o => o.Id, cancel);
        return [.. indicators.SelectMany(i => body.Rows.Zip(i.Figures, (row, figure) => Row(i, keys[row.Code], figure)).Prepend(Row(i, release.OwnerId, i.Whole)))];

        PublishedFigure Row(ReleaseIndicator indicator, OrganisationId office, ReleaseFigure figure) => new()
        {
            ReleaseId = release.Id, Sequence = release.Sequence!.Value, Indicator = indicator.Code, Version = indicator.Version, Period = release.Period, OrganisationId = office,
            State = Enum.Parse<FigureState>(figure.State), Value = figure.Value, Before = figure.Before, Known = figure.Known, Expected = figure.Expected,
        };
    }
}
