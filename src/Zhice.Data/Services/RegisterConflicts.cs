using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>What entries of registers mean for a decision.</summary>
/// <param name="Register">Name of the item that keeps the register.</param>
/// <param name="Numbers">Numbers of the entries; none where it is said because there is none.</param>
/// <param name="Say">The consequence.</param>
/// <param name="Basis">Where it stands.</param>
/// <param name="Blocks">True where nothing can be granted while it is so.</param>
public sealed record ConflictFound(string Register, IReadOnlyList<string> Numbers, string Say, LegalBasis Basis, bool Blocks);

/// <summary>An entry of another register about the same patent, of which the definition says nothing.</summary>
/// <param name="Register">Name of the item.</param>
/// <param name="Number">Number of the entry.</param>
public sealed record EntryBeside(string Register, string Number);

/// <summary>登记簿之间的核对: standing entries of all registers that hold a number of the form, and what the definition says of them. For officers: levels of access hold for readers, not for what the office must heed.</summary>
public static class RegisterConflicts
{
    /// <summary>Consequences for a case.</summary>
    public static async Task<List<ConflictFound>> Of(ZhiceDb db, OpenedCase opened, CancellationToken cancel) => (await Look(db, opened, beside: false, cancel)).Found;

    /// <summary>Consequences for a case, and standing entries of other registers about its patent, to be looked at whatever the definition says. Two commands for each number that is looked for, mostly one number.</summary>
    public static async Task<(List<ConflictFound> Found, List<EntryBeside> Beside)> Look(ZhiceDb db, OpenedCase opened, bool beside, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(opened);
        var (found, others) = (new List<ConflictFound>(), new List<EntryBeside>());
        var patent = beside ? opened.Item.Form.FirstOrDefault(field => field.Type == FieldType.PatentNumber)?.Code : null;
        foreach (var by in opened.Item.Conflicts.Select(conflict => conflict.By).Concat(patent is null ? [] : [patent]).Distinct(StringComparer.Ordinal))
        {
            if (!opened.State.Values.TryGetValue(by, out var number)) continue;
            // A field of several numbers is looked up number by number.
            var entries = new List<RegisterEntry>();
            foreach (var one in number.Split('\n')) entries.AddRange(await Holding(db, one, opened, cancel));
            foreach (var conflict in opened.Item.Conflicts.Where(c => c.By == by))
            {
                var own = entries.Where(e => e.Item == conflict.With).ToList();
                if (!conflict.Says(opened.State.Values, [.. own.Select(Certificates.Values)])) continue;
                found.Add(new(Name(db, conflict.With, opened), [.. own.Where(e => !conflict.Absent && conflict.Fits(opened.State.Values, Certificates.Values(e))).Select(e => e.Number)], conflict.Say, conflict.Basis, conflict.Blocks));
            }
            if (by == patent) others.AddRange(entries.Where(e => e.Item != opened.Item.Code).Select(e => new EntryBeside(Name(db, e.Item, opened), e.Number)).Take(10));
        }
        return (found, others);
    }

    // The index gives candidates; only what holds the very number, or has it as its own, is one.
    static async Task<List<RegisterEntry>> Holding(ZhiceDb db, string number, OpenedCase opened, CancellationToken cancel)
    {
        var keys = await RegisterIndex.Find(db, null, number, cancel);
        if (keys.Count == 0) return [];
        var (id, today) = (opened.Row.Id, opened.Facts.Today);
        return [.. (await db.RegisterEntries.AsNoTracking().Where(e => keys.Contains(e.Id) && e.CaseId != id && e.EndedOn == null).OrderBy(e => e.Id).ToListAsync(cancel))
            .Where(e => (e.Number == number || Certificates.Values(e).Values.Any(value => value == number || value.Split('\n').Contains(number, StringComparer.Ordinal))) && Registers.Holds(e, db.Items.Newest(e.Item), today))];
    }

    static string Name(ZhiceDb db, string code, OpenedCase opened) => code == opened.Item.Code ? opened.Item.Name : db.Items.Newest(code)?.Name ?? code;
}
