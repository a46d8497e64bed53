using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>A correction that is asked for.</summary>
/// <param name="Element">Code of the element.</param>
/// <param name="Organisation">Code of the organisation.</param>
/// <param name="Period">The period, as written.</param>
/// <param name="Value">The value that is to stand, as typed; empty takes the value back.</param>
/// <param name="Reason">Why.</param>
/// <param name="Answer">What is answered to the questions of the checks about the value; not read where they ask nothing.</param>
public sealed record CorrectionRequest(string Element, string Organisation, string Period, string Value, string Reason, string? Answer = null);

/// <summary>更正: asked for by the office whose figure it is, decided by a second person.</summary>
public static class CorrectionDesk
{
    /// <summary>Fewest characters of a reason.</summary>
    public const int ShortestReason = 6;

    /// <summary>Corrections of organisations in the actor's reach.</summary>
    public static IQueryable<ValueCorrection> VisibleCorrections(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.ValueCorrections;
        var offices = db.OrganisationsUnder(AccessPolicy.Reach(actor));
        return db.ValueCorrections.Where(c => offices.Any(o => o.Id == c.OrganisationId));
    }

    /// <summary>Asks for a correction of a locked value.</summary>
    /// <returns>Refusals: <c>correction.*</c>, <c>figure.*</c>, <c>check.*</c> where the new value breaks a rule of importance error, the questions of the checks with <c>correction.answer</c> where they are not answered, <c>access.denied</c>.</returns>
    public static async Task<Outcome<ValueCorrection>> Ask(ZhiceDb db, Actor actor, CorrectionRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        if (await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == request.Organisation, cancel) is not { } office || !ReturnSheets.MaySee(actor, office.Path))
            return new Invalid(new Defect("correction.organisation", "organisation"));
        if (!ReturnDesk.MayFill(actor, office.Path)) return new Forbidden("access.denied");
        var defects = new List<Defect>();
        if (!StatisticsFiles.InUse.Elements.TryGetValue(request.Element, out var element)) defects.Add(new Defect("correction.element", "element"));
        if (!Period.TryParse(request.Period, out var period)) defects.Add(new Defect("correction.period", "period"));
        if (request.Reason.Trim().Length < ShortestReason) defects.Add(new Defect("correction.reason", "reason", ShortestReason));
        decimal? after = null;
        if (element is not null && !string.IsNullOrWhiteSpace(request.Value))
        {
            if (SheetCheck.Read(element, request.Value, out var value) is { } fault) defects.Add(fault with { Field = "value" });
            else after = value;
        }
        if (defects.Count > 0) return new Invalid(defects);
        if (!await CollectionDesk.IsLocked(db, request.Element, office.Id, period, ChinaTime.Today(clock), cancel) && !(await PublishedCells.Load(db, cancel)).Holds(request.Element, period, office.Path)) return new Blocked(await NotLocked(db, request.Element, office.Id, period, cancel));
        var before = await Standing(db, request.Element, office.Id, period, cancel);
        if (before == after) return new Invalid(new Defect("correction.same", "value"));
        if (await Broken(db, element!, office.Id, period, after, cancel) is { Count: > 0 } broken) return new Invalid(broken);
        var questions = await Questions(db, element!, office, period, after, cancel);
        var answer = request.Answer?.Trim() ?? "";
        if (questions.Count > 0 && answer.Length is < ShortestReason or > ReturnDesk.LongestAnswer)
            return new Invalid([.. questions.Select(f => f.Said with { Field = "answer" }), new Defect("correction.answer", "answer", ShortestReason, ReturnDesk.LongestAnswer)]);
        var key = period.Key;
        if (await db.ValueCorrections.AnyAsync(c => c.OrganisationId == office.Id && c.Element == request.Element && c.Period == key && c.State == CorrectionState.Asked, cancel))
            return new Blocked("correction.open");

        var now = clock.GetUtcNow();
        var correction = new ValueCorrection
        {
            Element = request.Element, OrganisationId = office.Id, Period = key, Before = before, After = after, Reason = request.Reason.Trim(),
            Questions = questions.Count == 0 ? null : $"[{string.Join(',', questions.Select(ReturnDesk.Shown))}]", Answer = questions.Count == 0 ? null : answer, AskedBy = actor.AccountId!.Value, AskedAt = now,
        };
        db.Add(correction);
        await db.SaveChangesAsync(cancel);
        AuditLog.Append(db, actor, now, "statistics.correction", $"correction/{correction.Id.Value}",
            new { office = office.Code, element = request.Element, period = period.ToString(), before, after, reason = correction.Reason, answer = correction.Answer });
        await db.SaveChangesAsync(cancel);
        return correction;
    }

    /// <summary>Takes a correction back before it is decided: a mistaken one does not stand in the way of the right one. It stays readable.</summary>
    /// <returns>Refusals: <c>correction.missing</c>, <c>correction.decided</c>, <c>access.denied</c> for anybody but who asked.</returns>
    public static async Task<Outcome<ValueCorrection>> TakeBack(ZhiceDb db, Actor actor, CorrectionId id, int version, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (await db.VisibleCorrections(actor).AsTracking().FirstOrDefaultAsync(c => c.Id == id, cancel) is not { } correction) return new Missing("correction.missing");
        var now = clock.GetUtcNow();
        if (CorrectionMoves.TakeBack(correction, version, actor, now) is { } refused) return refused;
        AuditLog.Append(db, actor, now, "statistics.correction-back", $"correction/{id.Value}", new { element = correction.Element, period = Period.FromKey(correction.Period).ToString() });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Blocked("correction.decided");
        }
        return correction;
    }

    /// <summary>Decides. Accepted, the new value is known from now on, and the one before stays readable.</summary>
    /// <returns>Refusals: <c>correction.missing</c>, <c>correction.second-person</c>, <c>correction.decided</c>, <c>correction.moved</c>, <c>correction.opinion</c>, <c>access.denied</c>.</returns>
    public static async Task<Outcome<ValueCorrection>> Decide(ZhiceDb db, Actor actor, CorrectionId id, int version, bool accept, string opinion, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(opinion);
        ArgumentNullException.ThrowIfNull(clock);
        if (await db.VisibleCorrections(actor).AsTracking().FirstOrDefaultAsync(c => c.Id == id, cancel) is not { } correction) return new Missing("correction.missing");
        var path = await db.Organisations.Where(o => o.Id == correction.OrganisationId).Select(o => o.Path).SingleAsync(cancel);
        var now = clock.GetUtcNow();
        if (CorrectionMoves.Decide(correction, version, accept, opinion, actor, path, now) is { } refused) return refused;
        var period = Period.FromKey(correction.Period);
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Blocked("correction.decided");
            }
            if (accept)
            {
                // Others of the office's figures may have changed since it was asked for.
                if (await Broken(db, StatisticsFiles.InUse.Elements[correction.Element], correction.OrganisationId, period, correction.After, cancel) is { Count: > 0 } broken) return new Invalid(broken);
                if (await Standing(db, correction.Element, correction.OrganisationId, period, cancel) != correction.Before) return new Blocked("correction.moved");
                correction.Batch = await Batches.Write(db, new BatchHead(ObservationSource.Correction, correction.AskedBy) { OrganisationId = correction.OrganisationId, Note = $"correction/{id.Value}" },
                    [(correction.Element, period, correction.OrganisationId, correction.After)], clock, cancel);
            }
            AuditLog.Append(db, actor, now, "statistics.decide", $"correction/{id.Value}", new { accept, opinion = correction.Opinion, batch = correction.Batch });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return correction;
        }
    }

    // What a sheet would be asked about the value, by its engine over what stands beside it; nothing about a value that is taken back.
    static async Task<IReadOnlyList<Finding>> Questions(ZhiceDb db, DataElement element, Organisation office, Period period, decimal? after, CancellationToken cancel)
    {
        if (after is not { } value) return [];
        var catalogue = StatisticsFiles.InUse;
        var form = catalogue.Forms.Values.Where(f => f.Period == period.Kind && f.Elements.Contains(element.Code)).OrderBy(f => f.Code, StringComparer.Ordinal).FirstOrDefault();
        IReadOnlyList<DataElement> asked = form is null ? [element] : catalogue.ElementsOf(form);
        var (background, standing) = (await CheckBackgrounds.Of(db, asked, [office], period, cancel))[office.Id];
        var texts = standing.Where(v => v.Key != element.Code).Append(new(element.Code, value)).ToDictionary(v => v.Key, v => StoredFigure.Write(v.Value), StringComparer.Ordinal);
        var rules = form is null ? catalogue.Rules.Where(r => r.Elements.All(code => code == element.Code)) : catalogue.RulesOf(form);
        return [.. SheetCheck.Run(asked, texts, rules, background).Findings.Where(f => f.Importance == Importance.Warning && f.Elements.Contains(element.Code))];
    }


    // Where a figure that is not locked is changed instead: in its return, or, where no round asks for it, by a file.
    static async Task<string> NotLocked(ZhiceDb db, string element, OrganisationId office, Period period, CancellationToken cancel)
    {
        var key = period.Key;
        var forms = await (
            from sheet in db.StatisticalReturns
            join round in db.CollectionRounds on sheet.CollectionId equals round.Id
            where sheet.OrganisationId == office && round.Period == key && round.WithdrawnAt == null
            select round.Form).ToListAsync(cancel);
        return forms.Any(f => StatisticsFiles.InUse.Forms.TryGetValue(f, out var form) && form.Elements.Contains(element)) ? "correction.not-locked" : "correction.no-round";
    }

    // The rules of importance error over the figures as they would stand, by the engine of the sheets.
    static async Task<List<Defect>> Broken(ZhiceDb db, DataElement element, OrganisationId office, Period period, decimal? after, CancellationToken cancel)
    {
        var catalogue = StatisticsFiles.InUse;
        var rules = catalogue.Rules.Where(r => r.Importance == Importance.Error && r.Elements.Contains(element.Code)).ToList();
        if (after is not { } value || rules.Count == 0) return [];
        var codes = rules.SelectMany(r => r.Elements).Distinct(StringComparer.Ordinal).ToList();
        var before = period.Year > Period.FirstYear ? period.AddYears(-1) : period;
        var values = await Observations.Read(db, new(codes, [period, before]) { Organisations = [office] }, cancel);
        var now = values.Where(v => v.Period == period).ToDictionary(v => v.Element, v => v.Value, StringComparer.Ordinal);
        now[element.Code] = value;
        return [.. ValidationEngine.Run(rules, catalogue.Elements, now, values.Where(v => v.Period == before && before != period).ToDictionary(v => v.Element, v => v.Value, StringComparer.Ordinal))
            .Select(f => f.Said with { Field = "value" })];
    }

    static async Task<decimal?> Standing(ZhiceDb db, string element, OrganisationId office, Period period, CancellationToken cancel)
    {
        var values = await Observations.Read(db, new([element], [period]) { Organisations = [office] }, cancel);
        return values.Count == 0 ? null : values[0].Value;
    }
}
