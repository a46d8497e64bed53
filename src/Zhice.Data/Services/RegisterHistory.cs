using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>A value of a register that was changed.</summary>
/// <param name="Field">The field.</param>
/// <param name="Before">What stood there; null for nothing, and where fewer might read it then.</param>
/// <param name="After">What stands there; null for nothing.</param>
public sealed record ChangedValue(FormField Field, string? Before, string? After);

/// <summary>Something that happened to a register entry.</summary>
/// <param name="On">The day in China.</param>
/// <param name="Kind">The decision, a correction, a replacement, a revocation or a re-opening.</param>
/// <param name="Edition">Number of the certificate that came of it, or that it ended.</param>
/// <param name="Decision">The decision; null for others.</param>
/// <param name="Changes">Public values that it changed.</param>
public sealed record RegisterChange(DateOnly On, CaseActionKind Kind, int Edition, DecisionKind? Decision, IReadOnlyList<ChangedValue> Changes)
{
    /// <summary>The request of the holder that was granted; null for others.</summary>
    public AfterRequest? Granted { get; init; }
}

/// <summary>登记簿变更记录: what happened to an entry, with days and old values, read from the signed actions of its case. Public fields only, as the register itself.</summary>
public static class RegisterHistory
{
    static readonly CaseActionKind[] told = [CaseActionKind.Submit, CaseActionKind.Answer, CaseActionKind.Decide, CaseActionKind.Correct, CaseActionKind.Replace, CaseActionKind.Revoke, CaseActionKind.Reopen, CaseActionKind.AskAfter, CaseActionKind.GrantAfter, CaseActionKind.RefuseAfter];

    /// <summary>The changes of entries that the reader may read, the first first. One command.</summary>
    public static async Task<ILookup<CaseId, RegisterChange>> Of(ZhiceDb db, ServiceCatalogue catalogue, IReadOnlyList<RegisterEntry> entries, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(entries);
        List<CaseId> ids = [.. entries.Select(e => e.CaseId)];
        var rows = ids.Count == 0 ? [] : await (from action in db.CaseActions join row in db.ServiceCases on action.CaseId equals row.Id where ids.Contains(action.CaseId) && told.Contains(action.Kind) orderby action.Sequence
                                                select new { action.CaseId, action.Sequence, action.Kind, action.Party, action.At, action.Payload, row.Item, row.ItemVersion }).AsNoTracking().ToListAsync(cancel);
        return rows.GroupBy(r => r.CaseId)
            .SelectMany(g => (catalogue.Versions(g.First().Item).FirstOrDefault(v => v.Version == g.First().ItemVersion) is { } item ? Changes(item, g.Select(r => new CaseAction(r.Sequence, r.Kind, r.Party, null, null, r.At, "", CasePayload.Read(r.Payload), ""))) : []).Select(change => (g.Key, change)))
            .ToLookup(c => c.Key, c => c.change);
    }

    // What an entry says follows from the state of its case; the actions left out change nothing of that.
    static IEnumerable<RegisterChange> Changes(ServiceItem item, IEnumerable<CaseAction> actions)
    {
        var (state, level, entered) = (CaseState.Begun, RegisterLevel.Public, (Dictionary<string, string>?)null);
        foreach (var action in actions)
        {
            var before = state;
            state = before.After(item, action);
            // Before there is an entry, a refusal, and a request that is not granted say nothing of it.
            if (action.Kind is CaseActionKind.Submit or CaseActionKind.Answer or CaseActionKind.AskAfter or CaseActionKind.RefuseAfter || (action.Kind == CaseActionKind.Decide ? !state.Granted : before.Edition == 0)) continue;
            List<ChangedValue> changed = [];
            if (state.Edition > before.Edition)
            {
                var (now, open) = (Certificates.Entered(item, state.Values), item.LevelOf(state.Decision, state.Values));
                if (entered is { } was)
                    changed = [.. item.RegisterFields.Where(code => was.GetValueOrDefault(code) != now.GetValueOrDefault(code))
                        .Select(code => new ChangedValue(item.Form.First(f => f.Code == code), level > open ? null : was.GetValueOrDefault(code), now.GetValueOrDefault(code)))];
                (entered, level) = (now, open);
            }
            yield return new(ChinaTime.DayOf(action.At), action.Kind, state.Edition, action.Kind == CaseActionKind.Decide ? item.Decisions.FirstOrDefault(d => d.Code == action.Payload.Decision) : null, changed)
            {
                Granted = action.Kind == CaseActionKind.GrantAfter ? item.AfterOf(action.Payload.After) : null,
            };
        }
    }
}
