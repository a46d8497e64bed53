using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>A case as a list says it.</summary>
/// <param name="Case">Key of the case.</param>
/// <param name="Number">Number of the case.</param>
/// <param name="Title">What it is about; no personal field is.</param>
/// <param name="Item">Code of the item.</param>
/// <param name="ItemName">Its name.</param>
/// <param name="ItemVersion">Version of the definition.</param>
/// <param name="Year">年度: that in which it was over.</param>
/// <param name="ClosedOn">The day on which it was over.</param>
/// <param name="RetentionYears">保管期限 of the definition; null for 永久.</param>
/// <param name="Unverified">True where the definition was not compared with a text.</param>
/// <param name="KeepUntil">The last day of retention; null for 永久.</param>
/// <param name="Files">Files of the archive; of a draft, the files that were handed in.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Pages">Pages on paper; null for none.</param>
/// <param name="Archive">SHA-256 of the archive's manifest; null where nothing is handed over.</param>
/// <param name="Verdict">What the appraisal says; Open in other lists.</param>
/// <param name="Until">The new last day, with a case that is kept on.</param>
public sealed record ArchiveRow(
    long Case, string Number, string Title, string Item, string ItemName, int ItemVersion, int Year, DateOnly ClosedOn, int? RetentionYears, bool Unverified, DateOnly? KeepUntil, int Files, long Bytes, int? Pages, string? Archive,
    ArchiveVerdict Verdict, DateOnly? Until);

/// <summary>Who signed, by name, and when.</summary>
/// <param name="Account">Key of the account.</param>
/// <param name="Name">Name.</param>
/// <param name="At">When.</param>
public sealed record ArchiveSigner(long Account, string Name, DateTimeOffset At);

/// <summary>The text of a list: what two persons sign, and what is shown and exported once the first did.</summary>
/// <param name="Format"><see cref="ArchiveSigning.Format"/>.</param>
/// <param name="Number">Number of the list.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Of">Number of the list that is taken back; null for none.</param>
/// <param name="OfficeCode">The office.</param>
/// <param name="Office">Its name.</param>
/// <param name="Party">The archive unit.</param>
/// <param name="Words">Note, reason or opinion.</param>
/// <param name="First">Who signs first; the second signs the whole of it.</param>
/// <param name="Cases">The cases in order.</param>
/// <param name="Rules">What texts say of it.</param>
public sealed record ArchiveText(
    string Format, string Number, ArchiveListKind Kind, string? Of, string OfficeCode, string Office, string Party, string Words, ArchiveSigner? First, IReadOnlyList<ArchiveRow> Cases, IReadOnlyList<ArchiveRule> Rules);

/// <summary>
/// Two signatures. The first fixes the list's text, and of a hand-over each archive: its files are kept by their digests. The second, of another person, closes it: the cases went, came back, are kept on, or are to be
/// destroyed. Whoever signs first may take it back until then, and whoever should sign second may send it back.
/// </summary>
public static class ArchiveSigning
{
    /// <summary>What the text calls itself.</summary>
    public const string Format = "zhice-archive-list/1";

    static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    /// <summary>Signs as the first or, where that was done, as the second person. Refusals: <c>archive.missing</c>, <c>access.denied</c>, <c>archive.changed</c>, those of <see cref="ArchiveRules"/>, <c>case.party</c>, <c>archive.case-changed</c> (number), <c>archive.broken</c>, those of <see cref="CaseArchives.Make"/>.</summary>
    public static async Task<Outcome<ArchiveList>> Sign(ZhiceDb db, ServiceHouse house, FileStore files, Actor actor, ArchiveListId id, int? seen, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(files);
        db.ChangeTracker.Clear();
        if (!(await ArchiveLists.Worked(db, actor, id, seen, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (found.List.State != ArchiveListState.Draft) return await Second(db, house, actor, found.List, cancel);
        // The archives are made and kept before the transaction: what nobody signs is a file too many, and no fault.
        var (made, version) = (new Dictionary<CaseId, Made>(), found.List.Version);
        if (found.List.Kind == ArchiveListKind.HandOver)
        {
            var cases = await db.ArchiveLines.AsNoTracking().Where(l => l.ListId == id).OrderBy(l => l.Id).Select(l => l.CaseId).ToListAsync(cancel);
            foreach (var key in cases)
            {
                if (!(await Keep(db, house, files, actor, key, cancel)).Accepted(out var archive, out refusal)) return refusal;
                made.Add(key, archive);
            }
        }
        return await ArchiveLists.Written(db, () => First(db, house, actor, id, version, made, cancel), cancel);
    }

    sealed record Made(int CaseVersion, int Files, long Bytes, string Archive, string Signature);

    static async Task<Outcome<Made>> Keep(ZhiceDb db, ServiceHouse house, FileStore files, Actor actor, CaseId id, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var version = await db.ServiceCases.Where(c => c.Id == id).Select(c => c.Version).FirstOrDefaultAsync(cancel);
        if (!(await CaseArchives.Build(db, house, files, actor, id, cancel)).Accepted(out var archive, out var refusal)) return refusal;
        var kept = new List<string>();
        foreach (var (_, bytes) in archive.Texts) kept.Add(await files.Keep(bytes, cancel));
        var named = JsonDocument.Parse(archive.Texts[0].Bytes).RootElement.GetProperty("files").EnumerateArray().Sum(f => f.GetProperty("size").GetInt64());
        return new Made(version, archive.Texts.Count + archive.Papers.Count, named + archive.Texts.Take(2).Sum(t => (long)t.Bytes.Length), kept[0], kept[1]);
    }

    static async Task<Outcome<ArchiveList>> First(ZhiceDb db, ServiceHouse house, Actor actor, ArchiveListId id, int version, Dictionary<CaseId, Made> made, CancellationToken cancel)
    {
        if (!(await ArchiveLists.Worked(db, actor, id, version, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var (list, rows) = (found.List, await Rows(db, id, cancel));
        if (ArchiveRules.First(list, [.. rows.Select(r => (r.Line, r.Case.Number))], ChinaTime.Today(house.Clock)) is { } refused) return refused;
        if (await IsParty(db, house, actor, rows, cancel)) return new Forbidden("case.party");
        foreach (var (line, row) in rows)
        {
            (line.CaseVersion, line.Was) = (row.Version, row.KeepUntil);
            if (list.Kind == ArchiveListKind.HandOver)
            {
                if (row.Phase != CasePhase.Archived) return new Blocked("archive.not-ready", row.Number);
                if (!made.TryGetValue(row.Id, out var archive) || archive.CaseVersion != row.Version) return new Blocked("archive.case-changed", row.Number);
                (line.Files, line.Bytes, line.Archive, line.ArchiveSignature) = (archive.Files, archive.Bytes, archive.Archive, archive.Signature);
            }
        }
        var (by, at) = (actor.AccountId!.Value, CaseWork.Moment(house));
        var text = await TextOf(db, house, found, rows, new(by.Value, actor.Name ?? "", at), cancel);
        list.Body = JsonSerializer.Serialize(text, Plain);
        (list.Digest, list.PublicKey, list.FirstBy, list.FirstAt, list.State, list.Remark) = (TextDigest.Of(list.Body), house.Key.PublicKey, by, at, ArchiveListState.Signed, "");
        list.FirstSignature = house.Key.Sign(ArchiveRules.Signed(list.Digest, second: false, by, at));
        list.Version++;
        AuditLog.Append(db, actor, at, "service.archive-sign", ArchiveLists.Subject(list), new { part = "first", list.Digest, signature = list.FirstSignature });
        return list;
    }

    static Task<Outcome<ArchiveList>> Second(ZhiceDb db, ServiceHouse house, Actor actor, ArchiveList read, CancellationToken cancel) => ArchiveLists.Written(db, async () =>
    {
        if (!(await ArchiveLists.Worked(db, actor, read.Id, read.Version, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var (list, rows) = (found.List, await Rows(db, read.Id, cancel));
        if (ArchiveRules.Second(list, actor.AccountId) is { } refused) return refused;
        if (list.Kind == ArchiveListKind.Appraisal && !AccessPolicy.MayApproveCases(actor, found.Office.Path)) return new Forbidden("archive.approver");
        if (await IsParty(db, house, actor, rows, cancel)) return new Forbidden("case.party");
        if (!Verified(list)) return new Blocked("archive.broken");
        foreach (var (line, row) in rows)
            if (row.Version != line.CaseVersion || row.KeepUntil != line.Was) return new Blocked("archive.case-changed", row.Number);
        var (by, at) = (actor.AccountId!.Value, CaseWork.Moment(house));
        (list.SecondBy, list.SecondAt, list.State) = (by, at, ArchiveListState.Closed);
        list.SecondSignature = house.Key.Sign(ArchiveRules.Signed(list.Digest!, second: true, by, at));
        list.Version++;
        await Follow(db, list, rows, ChinaTime.DayOf(at), cancel);
        AuditLog.Append(db, actor, at, "service.archive-sign", ArchiveLists.Subject(list), new { part = "second", list.Digest, signature = list.SecondSignature, cases = rows.Select(r => r.Case.Number) });
        return list;
    }, cancel);

    // What two signatures do to the cases.
    static async Task Follow(ZhiceDb db, ArchiveList list, List<(ArchiveLine Line, ServiceCase Case)> rows, DateOnly today, CancellationToken cancel)
    {
        if (list.Kind == ArchiveListKind.TakeBack)
        {
            var keys = rows.ConvertAll(r => r.Case.Id);
            foreach (var line in await db.ArchiveLines.AsTracking().Where(l => l.ListId == list.Of && keys.Contains(l.CaseId) && l.Standing).ToListAsync(cancel)) line.Standing = false;
            rows.ForEach(r => r.Case.ArchiveListId = null);
        }
        if (list.Kind == ArchiveListKind.HandOver) return; // its lines stand until they are taken back
        foreach (var (line, row) in rows)
        {
            line.Standing = false;
            if (list.Kind != ArchiveListKind.Appraisal) continue;
            if (line.Verdict == ArchiveVerdict.Destroy) row.DestroyOn = today;
            else row.KeepUntil = line.Verdict == ArchiveVerdict.Keep ? line.Until : null;
        }
    }

    /// <summary>Makes a draft of a list that was signed once: whoever signed takes it back, whoever should sign second sends it back. The signature stays in the audit. Refusals: <c>archive.missing</c>, <c>access.denied</c>, <c>archive.changed</c>, <c>archive.state-not</c>, <c>archive.reason</c>.</summary>
    public static Task<Outcome<ArchiveList>> Return(ZhiceDb db, ServiceHouse house, Actor actor, ArchiveListId id, int? seen, string? reason, CancellationToken cancel) => ArchiveLists.Written(db, async () =>
    {
        ArgumentNullException.ThrowIfNull(house);
        if (!(await ArchiveLists.Worked(db, actor, id, seen, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var list = found.List;
        if (list.State != ArchiveListState.Signed) return new Blocked("archive.state-not");
        if (ArchiveLists.Reason(reason) is not { } why) return new Invalid(new Defect("archive.reason", "reason", ArchiveList.LongestWords));
        AuditLog.Append(db, actor, CaseWork.Moment(house), "service.archive-return", ArchiveLists.Subject(list), new { why, list.Digest, signedBy = list.FirstBy?.Value, list.FirstAt, signature = list.FirstSignature, text = list.Body });
        (list.State, list.Body, list.Digest, list.PublicKey, list.FirstBy, list.FirstAt, list.FirstSignature, list.Remark) = (ArchiveListState.Draft, null, null, null, null, null, null, why);
        foreach (var line in await db.ArchiveLines.AsTracking().Where(l => l.ListId == id).ToListAsync(cancel))
        {
            (line.CaseVersion, line.Was) = (0, null);
            if (list.Kind == ArchiveListKind.HandOver) (line.Files, line.Bytes, line.Archive, line.ArchiveSignature) = (0, 0, null, null);
        }
        list.Version++;
        return list;
    }, cancel);

    /// <summary>True where the text has its digest and the signatures that there are hold under the list's key.</summary>
    public static bool Verified(ArchiveList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (list is not { Body: { } body, Digest: { } digest, PublicKey: { } key, FirstBy: { } first, FirstAt: { } firstAt, FirstSignature: { } signed }) return false;
        if (TextDigest.Of(body) != digest || !InstanceKey.Verify(key, ArchiveRules.Signed(digest, second: false, first, firstAt), signed)) return false;
        return list.State != ArchiveListState.Closed || list is { SecondBy: { } second, SecondAt: { } secondAt, SecondSignature: { } again } && second != first && InstanceKey.Verify(key, ArchiveRules.Signed(digest, second: true, second, secondAt), again);
    }

    /// <summary>The text of a list: what was signed or, of a draft, what would be. Two commands at most.</summary>
    public static async Task<ArchiveText> Text(ZhiceDb db, ServiceHouse house, FoundArchiveList found, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(found);
        if (found.List.Body is { } body) return JsonSerializer.Deserialize<ArchiveText>(body, Plain)!;
        return await TextOf(db, house, found, await Rows(db, found.List.Id, cancel), null, cancel);
    }

    static async Task<ArchiveText> TextOf(ZhiceDb db, ServiceHouse house, FoundArchiveList found, List<(ArchiveLine Line, ServiceCase Case)> rows, ArchiveSigner? first, CancellationToken cancel)
    {
        var list = found.List;
        var of = list.Of is { } earlier ? await db.ArchiveLists.AsNoTracking().FirstAsync(l => l.Id == earlier, cancel) : null;
        string[] acts = list.Kind switch { ArchiveListKind.HandOver => ["handover", "retention"], ArchiveListKind.TakeBack => ["takeback"], _ => ["retention", "appraisal", "destruction"] };
        var keys = rows.ConvertAll(r => r.Case.Id);
        var papers = list.Kind == ArchiveListKind.TakeBack || first is not null && list.Kind == ArchiveListKind.HandOver ? []
            : await db.CaseMaterials.Where(m => keys.Contains(m.CaseId) && m.Sha256 != null).GroupBy(m => m.CaseId).Select(g => new { g.Key, Files = g.Count(), Bytes = g.Sum(m => m.Size) }).ToDictionaryAsync(g => g.Key, cancel);
        return new(Format, list.Number, list.Kind, of?.Number, found.Office.Code, found.Office.Name, list.Party, list.Words, first, [.. rows.Select(r =>
        {
            var (item, closed, paper) = (house.Catalogue.Versions(r.Case.Item).FirstOrDefault(i => i.Version == r.Case.ItemVersion), r.Case.ClosedOn ?? ChinaTime.DayOf(r.Case.At), papers.GetValueOrDefault(r.Case.Id));
            return new ArchiveRow(r.Case.Id.Value, r.Case.Number, r.Case.Title, r.Case.Item, item?.Name ?? r.Case.Item, r.Case.ItemVersion, closed.Year, closed, item?.RetentionYears, item?.Unverified ?? true, r.Case.KeepUntil,
                paper?.Files ?? r.Line.Files, paper?.Bytes ?? r.Line.Bytes, r.Line.Pages, r.Line.Archive, r.Line.Verdict, r.Line.Until);
        })], [.. Retention.Rules.Where(rule => acts.Contains(rule.Act))]);
    }

    static async Task<List<(ArchiveLine Line, ServiceCase Case)>> Rows(ZhiceDb db, ArchiveListId id, CancellationToken cancel) =>
        (await (from line in db.ArchiveLines where line.ListId == id join row in db.ServiceCases on line.CaseId equals row.Id orderby line.Id select new { line, row }).AsTracking().ToListAsync(cancel)).ConvertAll(r => (r.line, r.row));

    // Whoever stands on an applicant's side decides nothing about its case, also not where it is kept.
    static Task<bool> IsParty(ZhiceDb db, ServiceHouse house, Actor actor, List<(ArchiveLine Line, ServiceCase Case)> rows, CancellationToken cancel)
    {
        var (keys, today) = (rows.ConvertAll(r => r.Case.Id), ChinaTime.Today(house.Clock));
        var (own, joint) = (db.OwnCases(actor, today), db.JointCases(actor, today));
        return db.ServiceCases.AnyAsync(c => keys.Contains(c.Id) && (own.Any(o => o.Id == c.Id) || joint.Any(j => j.Id == c.Id)), cancel);
    }
}
