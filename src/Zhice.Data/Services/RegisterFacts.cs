using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>
/// Facts of registered cases for the public figures: read from the signed actions, as the register itself holds public fields only. Kept in memory and brought up to date by the versions of the cases, so that a page costs
/// one command while nothing changes. One for a process; safe for all threads.
/// </summary>
public sealed class RegisterFacts
{
    const int Chunk = 500;

    static readonly CaseActionKind[] said = [CaseActionKind.Submit, CaseActionKind.Answer, CaseActionKind.Correct, CaseActionKind.Decide, CaseActionKind.Revoke, CaseActionKind.Reopen];

    readonly ConcurrentDictionary<string, ConcurrentDictionary<long, (int Version, RegisterFact Fact)>> kept = new(StringComparer.Ordinal);

    /// <summary>All facts of an item's public entries. One command while nothing changed, one more for each 500 cases that did.</summary>
    public async Task<IReadOnlyList<RegisterFact>> Of(ZhiceDb db, ServiceCatalogue catalogue, string item, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        var own = kept.GetOrAdd(item, _ => new());
        var now = await (
            from entry in db.RegisterEntries
            where entry.Item == item && entry.Access == RegisterLevel.Public
            join row in db.ServiceCases on entry.CaseId equals row.Id
            join applicant in db.ServiceApplicants on row.ApplicantId equals applicant.Id
            select new { row.Id, row.Version, row.ItemVersion, entry.EnteredOn, applicant.CreditCode }).AsNoTracking().ToListAsync(cancel);
        foreach (var chunk in now.Where(e => !own.TryGetValue(e.Id.Value, out var there) || there.Version != e.Version).Chunk(Chunk))
        {
            List<CaseId> ids = [.. chunk.Select(e => e.Id)];
            var acts = (await db.CaseActions.AsNoTracking().Where(a => ids.Contains(a.CaseId) && said.Contains(a.Kind)).OrderBy(a => a.Sequence).Select(a => new { a.CaseId, a.Kind, a.At, a.Payload }).ToListAsync(cancel))
                .ToLookup(a => a.CaseId, a => new Act(a.Kind, ChinaTime.DayOf(a.At), CasePayload.Read(a.Payload)));
            foreach (var entry in chunk)
                if (catalogue.Versions(item).FirstOrDefault(v => v.Version == entry.ItemVersion) is { Statistics: { } figures } version && States(version, figures, acts[entry.Id], entry.EnteredOn) is { Count: > 0 } states)
                    own[entry.Id.Value] = (entry.Version, new RegisterFact(entry.CreditCode is null ? "" : string.Concat(entry.CreditCode.AsSpan(2, 2), "0000"), entry.EnteredOn, states));
        }
        return [.. now.Where(e => own.ContainsKey(e.Id.Value)).Select(e => own[e.Id.Value].Fact)];
    }

    sealed record Act(CaseActionKind Kind, DateOnly On, CasePayload Said);

    // What the case said from which day on: each grant, correction, revocation and re-opening is a state of its own; of several on a day the last holds.
    static List<FactState> States(ServiceItem item, RegisterFigures figures, IEnumerable<Act> acts, DateOnly entered)
    {
        var states = new List<FactState>();
        IReadOnlyDictionary<string, string>? values = null;
        foreach (var act in acts)
        {
            values = act.Said.Values ?? values;
            bool? stands = act.Kind switch
            {
                CaseActionKind.Decide => item.Decisions.Any(d => d.Grants && d.Code == act.Said.Decision),
                CaseActionKind.Revoke or CaseActionKind.Reopen => false,
                CaseActionKind.Correct => true,
                _ => null,
            };
            if (stands is not { } standing || values is null || (!standing && states.Count == 0)) continue;
            var day = states.Count == 0 ? entered : act.On;
            if (states.Count > 0 && states[^1].From == day) states.RemoveAt(states.Count - 1);
            states.Add(new(day, standing,
                figures.By.Where(values.ContainsKey).ToDictionary(f => f, f => item.Form.First(x => x.Code == f).Type == FieldType.PatentNumber ? KindOf(values[f]) : values[f], StringComparer.Ordinal),
                figures.Spreads().Where(values.ContainsKey).ToDictionary(f => f, f => decimal.Parse(values[f], CultureInfo.InvariantCulture), StringComparer.Ordinal)));
        }
        return states;
    }

    /// <summary>The kind of right that an application number tells (ZC 0006-2003): 1, 8 for inventions, 2, 9 for utility models, 3 for designs; the third digit of old numbers, the fifth of new ones.</summary>
    public static string KindOf(string patent) => FieldRules.PatentKind(patent) ?? "other";
}
