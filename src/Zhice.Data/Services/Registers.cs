using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Records.Text;

namespace Zhice.Data.Services;

/// <summary>A page of a register.</summary>
/// <param name="Rows">Entries, the newest first.</param>
/// <param name="Total">How many there are, counted up to <see cref="Registers.MostCounted"/>.</param>
/// <param name="Page">The page shown.</param>
/// <param name="Bounded">True where words were looked for and there are more candidates than <see cref="RegisterIndex.MostFound"/>: older entries were not looked at.</param>
public sealed record RegisterPage(IReadOnlyList<RegisterEntry> Rows, int Total, int Page, bool Bounded = false);

/// <summary>Who reads registers.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Today">Today in China: consents and powers of attorney have days.</param>
/// <param name="Catalogue">The items, which say whether a register has entries that are not for everybody.</param>
public sealed record RegisterVisit(Actor Actor, DateOnly Today, ServiceCatalogue Catalogue);

/// <summary>登记簿查询: who may read an item's register may search it; entries that are not for the reader are in no list, count or search.</summary>
public static class Registers
{
    /// <summary>Rows are counted up to here; beyond it the page says “more than”.</summary>
    public const int MostCounted = 10_000;

    /// <summary>Entries of an item's register that a reader may read.</summary>
    public static IQueryable<RegisterEntry> Of(ZhiceDb db, RegisterVisit visit, string item)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(visit);
        return (visit.Catalogue.IsRestricted(item) ? db.VisibleEntries(visit.Actor, visit.Today) : db.RegisterEntries.Where(e => e.Access == RegisterLevel.Public)).Where(e => e.Item == item);
    }

    /// <summary>True where an entry stands on a day: it was not struck out, and its time is not over – neither the one that it was entered with, nor the one that its own days tell.</summary>
    public static bool Holds(RegisterEntry entry, ServiceItem? item, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.EndedOn is null && !((entry.ValidTo ?? item?.Result.Ends(entry.EnteredOn, 0, Certificates.Values(entry))) <= today);
    }

    /// <summary>A page of the register of an item, of all entries or of those that hold the words. Two commands.</summary>
    public static async Task<RegisterPage> Search(ZhiceDb db, RegisterVisit visit, ServiceItem item, string? words, int page, int size, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(item);
        var code = item.Code;
        var visible = Of(db, visit, code);
        if (string.IsNullOrWhiteSpace(words))
        {
            var total = await visible.Take(MostCounted).CountAsync(cancel);
            var at = Math.Clamp(page, 1, Math.Max(1, (total + size - 1) / size));
            return new(await visible.AsNoTracking().OrderByDescending(e => e.Id).Skip((at - 1) * size).Take(size).ToListAsync(cancel), total, at);
        }
        (words, var keys) = await Find(db, code, words, cancel);
        if (keys.Count == 0) return new([], 0, 1);
        // Pairs of characters may come from two places: what is found is looked at as it stands.
        var terms = CjkBigrams.Words(words);
        var found = (await visible.AsNoTracking().Where(e => keys.Contains(e.Id)).ToListAsync(cancel))
            .Where(e => CjkBigrams.Find(RegisterIndex.Text(e, item), terms) is not null).OrderByDescending(e => e.Id).ToList();
        var here = Math.Clamp(page, 1, Math.Max(1, (found.Count + size - 1) / size));
        return new([.. found.Skip((here - 1) * size).Take(size)], found.Count, here, keys.Count >= RegisterIndex.MostFound);
    }

    // A patent number is found however it is written; what looks like one and is found nowhere is looked for as it was typed. One command, two then.
    static async Task<(string Words, IReadOnlyList<long> Keys)> Find(ZhiceDb db, string? item, string words, CancellationToken cancel)
    {
        var spelt = FieldRules.SpellPatentNumbers(words);
        var keys = await RegisterIndex.Find(db, item, spelt, cancel);
        return keys.Count > 0 || spelt == words ? (spelt, keys) : (words, await RegisterIndex.Find(db, item, words, cancel));
    }

    /// <summary>Codes of the decisions of cases, where the item's register holds more than one outcome. One command, or none.</summary>
    public static async Task<IReadOnlyDictionary<CaseId, string?>> Outcomes(ZhiceDb db, ServiceItem item, IReadOnlyList<RegisterEntry> entries, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(entries);
        if (item.Decisions.Count(d => d.Grants) < 2 || entries.Count == 0) return new Dictionary<CaseId, string?>();
        List<CaseId> ids = [.. entries.Select(e => e.CaseId)];
        return await db.ServiceCases.AsNoTracking().Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Decision }).ToDictionaryAsync(c => c.Id, c => c.Decision, cancel);
    }

    // Candidates that are looked at in one go: most hold the words as they stand, so that the first go mostly has enough.
    const int Go = 100;

    /// <summary>The newest entries of all registers that hold the words and that the reader may read. Two commands, three where the newest candidates do not.</summary>
    public static async Task<IReadOnlyList<RegisterEntry>> Anywhere(ZhiceDb db, RegisterVisit visit, string words, int most, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(visit);
        (words, var keys) = await Find(db, null, words, cancel);
        if (keys.Count == 0) return [];
        var terms = CjkBigrams.Words(words);
        var found = new List<RegisterEntry>();
        foreach (var range in (Range[])[new(0, Go), new(Go, ^0)])
        {
            var some = keys.Take(range).ToList(); // the newest first, as the index gives them
            if (some.Count == 0 || found.Count >= most) break;
            found.AddRange((await db.VisibleEntries(visit.Actor, visit.Today).AsNoTracking().Where(e => some.Contains(e.Id)).ToListAsync(cancel))
                .Where(e => CjkBigrams.Find(RegisterIndex.Text(e, visit.Catalogue.Newest(e.Item)), terms) is not null).OrderByDescending(e => e.Id));
        }
        return [.. found.Take(most)];
    }

    /// <summary>What an officer should look at before deciding: standing entries and open cases of the same item about the same thing.</summary>
    public static async Task<IReadOnlyList<string>> Conflicts(ZhiceDb db, OpenedCase opened, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(opened);
        var (item, subject, id) = (opened.Row.Item, opened.Row.Subject, opened.Row.Id);
        var entries = db.RegisterEntries.Where(e => e.Item == item && e.Subject == subject && e.CaseId != id && e.EndedOn == null).OrderBy(e => e.Id).Select(e => e.Number).Take(5);
        var cases = db.ServiceCases.Where(c => c.Item == item && c.Subject == subject && c.Id != id
            && (c.Phase == CasePhase.Received || c.Phase == CasePhase.Returned || c.Phase == CasePhase.Handling || c.Phase == CasePhase.Notice)).OrderBy(c => c.Id).Select(c => c.Number).Take(5);
        return [.. await entries.AsNoTracking().ToListAsync(cancel), .. await cases.AsNoTracking().ToListAsync(cancel)];
    }
}
