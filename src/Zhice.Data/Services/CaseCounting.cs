using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Indicators;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>Keeps what cases count into data elements: with every action, in its transaction; and for the cases that were there before, after a start.</summary>
public static class CaseCounting
{
    const long Stretch = 200;

    /// <summary>Amounts are kept in this part of a unit.</summary>
    internal const decimal Scale = 10_000m;

    /// <summary>Brings the counts of a case to what its actions say, the new one with them.</summary>
    internal static async Task Follow(ZhiceDb db, OpenedCase opened, CaseAction action, CancellationToken cancel)
    {
        if (opened.Item.Feeds.Count == 0) return;
        var counts = CaseCounts.Of(opened.Item, opened.Actions.Select(a => a.Action).Append(action), IsStock);
        await Bring(db, opened.Row, opened.Applicant, counts, action.At, cancel);
    }

    /// <summary>Counts cases that were there before their definition counted, or counted so; answers how many were looked at. Safe to stop at any time: it goes on where it was.</summary>
    public static async Task<int> CatchUp(ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        var marks = await db.CaseCountMarks.AsNoTracking().ToDictionaryAsync(m => (m.Item, m.Version), cancel);
        var seen = 0;
        foreach (var item in house.Catalogue.All)
        {
            var digest = DigestOf(item);
            if (marks.TryGetValue((item.Code, item.Version), out var mark) ? mark.Done && mark.Digest == digest : item.Feeds.Count == 0) continue;
            for (var done = false; !done;)
            {
                (var taken, done) = await Some(db, house, item, digest, cancel);
                seen += taken;
            }
        }
        return seen;
    }

    static async Task<(int Taken, bool Done)> Some(ZhiceDb db, ServiceHouse house, ServiceItem item, string digest, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (code, version) = (item.Code, item.Version);
        var mark = await db.CaseCountMarks.AsTracking().FirstOrDefaultAsync(m => m.Item == code && m.Version == version, cancel);
        if (mark is null) db.Add(mark = new CaseCountMark { Item = code, Version = version, Digest = digest });
        if (mark.Digest != digest) (mark.Digest, mark.Upto) = (digest, 0);
        // A stretch of keys at a time: which of them are the item's is no matter for an index.
        var (from, to) = (mark.Upto, mark.Upto + Stretch);
        var highest = await db.Database.SqlQuery<long>($"SELECT COALESCE(MAX(id), 0) AS \"Value\" FROM svc_case").SingleAsync(cancel);
        var keys = (await db.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM svc_case WHERE id > {from} AND id <= {to} AND item_version = {version} AND item || '' = {code} AND submitted_on IS NOT NULL").ToListAsync(cancel)).ConvertAll(id => new CaseId(id));
        var cases = await (
            from row in db.ServiceCases
            join applicant in db.ServiceApplicants on row.ApplicantId equals applicant.Id
            where keys.Contains(row.Id)
            select new { row, applicant }).AsNoTracking().ToListAsync(cancel);
        var actions = (await db.CaseActions.AsNoTracking().Where(a => keys.Contains(a.CaseId)).OrderBy(a => a.CaseId).ThenBy(a => a.Sequence).ToListAsync(cancel)).ToLookup(a => a.CaseId);
        var now = CaseWork.Moment(house);
        foreach (var c in cases) await Bring(db, c.row, c.applicant, CaseCounts.Of(item, actions[c.row.Id].Select(a => a.Action), IsStock), now, cancel);
        (mark.Upto, mark.Done) = (Math.Min(to, highest), to >= highest);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (cases.Count, mark.Done);
    }

    // What stands and says the same stays; the rest is ended and written anew, so that what was known on a day can be made again.
    static async Task Bring(ZhiceDb db, ServiceCase row, ServiceApplicant applicant, IReadOnlyList<CaseCount> counts, DateTimeOffset at, CancellationToken cancel)
    {
        var id = row.Id;
        var standing = await db.CaseCountRows.AsTracking().Where(c => c.CaseId == id && c.KnownTo == null).ToListAsync(cancel);
        var wanted = counts.Select(count => Row(row, applicant, count, at)).ToList();
        foreach (var before in standing)
        {
            var same = wanted.FindIndex(w => w.Element == before.Element && w.On == before.On && w.To == before.To && w.Amount == before.Amount && w.Unit == before.Unit && w.Holder == before.Holder && w.Division == before.Division);
            if (same >= 0) wanted.RemoveAt(same);
            else before.KnownTo = at;
        }
        if (standing.Exists(s => s.KnownTo is not null)) await db.SaveChangesAsync(cancel); // before the next comes: the index allows one that stands
        db.AddRange(wanted);
    }

    static CaseCountRow Row(ServiceCase row, ServiceApplicant applicant, CaseCount count, DateTimeOffset at) => new()
    {
        CaseId = row.Id, Element = count.Element, OfficeId = row.OfficeId, On = count.On, To = count.To, Amount = (long)(count.Amount * Scale), Unit = count.Unit, KnownFrom = at,
        Division = count.Place == FeedPlace.Office ? null : DivisionOf(applicant.CreditCode),
        Holder = count.Holder is null ? null : TextDigest.Of(count.Holder == CaseFeed.Alone ? string.Create(CultureInfo.InvariantCulture, $"case\n{row.Id.Value}") : count.Holder.Length > 0 ? $"value\n{count.Holder}" : string.Create(CultureInfo.InvariantCulture, $"applicant\n{applicant.Id.Value}")),
    };

    /// <summary>Division of the office that registered a company, from its credit code; empty for a person and where it is none.</summary>
    internal static string DivisionOf(string? creditCode) => creditCode is { Length: 18 } code && code.AsSpan(2, 6).ContainsAnyExceptInRange('0', '9') is false ? code.Substring(2, 6) : "";

    static bool IsStock(string element) => DefinitionFiles.InUse.Element(element)?.Kind == ElementKind.Stock;

    static string DigestOf(ServiceItem item) => TextDigest.Of(string.Join('\n', item.Feeds.Select(f => string.Join('|',
        f.Element, f.At, f.Dated, f.Place, string.Join(',', f.Decisions), f.When?.ToString() ?? "", f.Value ?? "", f.Unit?.Text ?? "", f.Distinct ?? "", f.KeepsRevoked))));
}
