using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>What somebody writes into a draft. What is left out stays as it was.</summary>
public sealed record ArchiveEdit
{
    /// <summary>Version of the list that was seen; null where it is not said.</summary>
    public int? Seen { get; init; }
    /// <summary>The archive unit.</summary>
    public string? Party { get; init; }
    /// <summary>Note, reason or opinion.</summary>
    public string? Words { get; init; }
    /// <summary>Numbers of cases to add.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];
    /// <summary>Cases to take out.</summary>
    public IReadOnlyCollection<CaseId> Removed { get; init; } = [];
    /// <summary>Pages on paper, by case; null for none.</summary>
    public IReadOnlyDictionary<CaseId, int?> Pages { get; init; } = new Dictionary<CaseId, int?>();
    /// <summary>Verdicts with the new last day, by case.</summary>
    public IReadOnlyDictionary<CaseId, (ArchiveVerdict Verdict, DateOnly? Until)> Verdicts { get; init; } = new Dictionary<CaseId, (ArchiveVerdict, DateOnly?)>();
    /// <summary>The verdict of all cases that are undecided after that; null to leave them so.</summary>
    public (ArchiveVerdict Verdict, DateOnly? Until)? Rest { get; init; }
}

/// <summary>A list with its office.</summary>
/// <param name="List">The list.</param>
/// <param name="Office">Its office.</param>
public sealed record FoundArchiveList(ArchiveList List, Organisation Office);

/// <summary>移交清单、退还清单、鉴定表 as drafts: begun from cases, changed, given up. What two persons signed is changed by nobody; see <see cref="ArchiveSigning"/>.</summary>
public static class ArchiveLists
{
    /// <summary>Begins a hand-over or an appraisal of cases of one office, or adds them to a draft. Refusals: <c>archive.empty</c>, <c>archive.many</c>, <c>archive.case</c>, <c>archive.offices</c>, <c>access.denied</c>, <c>archive.not-ready</c>, <c>archive.not-due</c>, <c>archive.taken</c>, <c>archive.missing</c>, <c>archive.state-not</c>, <c>archive.changed</c>.</summary>
    /// <param name="db">The store.</param>
    /// <param name="house">What cases are worked with.</param>
    /// <param name="actor">Who drafts it; the business of the office.</param>
    /// <param name="kind">Hand-over or appraisal.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="to">A draft of that kind to add them to; null for a new one.</param>
    /// <param name="cancel">Stops it.</param>
    public static Task<Outcome<ArchiveList>> Begin(ZhiceDb db, ServiceHouse house, Actor actor, ArchiveListKind kind, IReadOnlyCollection<CaseId> cases, ArchiveListId? to, CancellationToken cancel) => Written(db, async () =>
    {
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(cases);
        if (kind == ArchiveListKind.TakeBack) return new Invalid(new Defect("archive.kind"));
        if (cases.Count == 0) return new Invalid(new Defect("archive.empty"));
        if (cases.Count > ArchiveList.MostLines) return new Invalid(new Defect("archive.many", null, ArchiveList.MostLines));
        var rows = await db.SupervisedCases(actor).Where(c => cases.Contains(c.Id)).OrderBy(c => c.Id).AsTracking().ToListAsync(cancel);
        if (rows.Count == 0 || rows.Count < cases.Distinct().Count()) return new Missing("archive.case");
        if (rows.DistinctBy(r => r.OfficeId).Count() > 1) return new Invalid(new Defect("archive.offices"));
        var office = await db.Organisations.AsNoTracking().FirstAsync(o => o.Id == rows[0].OfficeId, cancel);
        if (actor.AccountId is not { } by || !AccessPolicy.MayHandleCases(actor, office.Path)) return new Forbidden("access.denied");
        ArchiveList list;
        if (to is { } draft)
        {
            if (!(await Draft(db, actor, draft, null, cancel)).Accepted(out var found, out var refusal)) return refusal;
            if (found.List.Kind != kind || found.List.OfficeId != office.Id) return new Invalid(new Defect("archive.offices"));
            list = found.List;
        }
        else
        {
            list = new ArchiveList { Kind = kind, OfficeId = office.Id, By = by, At = CaseWork.Moment(house), Demonstration = rows.TrueForAll(r => r.Demonstration), Party = await LastParty(db, kind, office.Id, cancel) };
            db.Add(list);
            await db.SaveChangesAsync(cancel); // its key goes into the rows of the cases
        }
        if (await Add(db, house, list, rows, cancel) is { } refused) return refused;
        list.Version++;
        AuditLog.Append(db, actor, CaseWork.Moment(house), to is null ? "service.archive-list" : "service.archive-change", Subject(list), new { kind = kind.ToString(), added = rows.Select(r => r.Number) });
        return list;
    }, cancel);

    /// <summary>Begins a list that takes back cases which a closed hand-over holds: all of them where none is named. Refusals: <c>archive.missing</c>, <c>access.denied</c>, <c>archive.state-not</c>, <c>archive.empty</c>, <c>archive.taken</c>, <c>archive.changed</c>.</summary>
    public static Task<Outcome<ArchiveList>> BeginReturn(ZhiceDb db, ServiceHouse house, Actor actor, ArchiveListId id, IReadOnlyCollection<CaseId> cases, CancellationToken cancel) => Written(db, async () =>
    {
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(cases);
        if (!(await Open(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (actor.AccountId is not { } by || !AccessPolicy.MayHandleCases(actor, found.Office.Path)) return new Forbidden("access.denied");
        if (found.List is not { Kind: ArchiveListKind.HandOver, State: ArchiveListState.Closed }) return new Blocked("archive.state-not");
        var lines = await db.ArchiveLines.AsNoTracking().Where(l => l.ListId == id && l.Standing).OrderBy(l => l.Id).ToListAsync(cancel);
        if (cases.Count > 0) lines = lines.FindAll(l => cases.Contains(l.CaseId));
        if (lines.Count == 0) return new Invalid(new Defect("archive.empty"));
        var keys = lines.ConvertAll(l => l.CaseId);
        if (await Taken(db, ArchiveListKind.TakeBack, keys, cancel) is { } taken) return taken;
        var list = new ArchiveList { Kind = ArchiveListKind.TakeBack, Of = id, OfficeId = found.List.OfficeId, Party = found.List.Party, By = by, At = CaseWork.Moment(house), Demonstration = found.List.Demonstration, Version = 1 };
        db.Add(list);
        await db.SaveChangesAsync(cancel);
        db.AddRange(lines.Select(l => new ArchiveLine
        {
            ListId = list.Id, CaseId = l.CaseId, Kind = ArchiveListKind.TakeBack, Standing = true, Pages = l.Pages, Files = l.Files, Bytes = l.Bytes, Archive = l.Archive, ArchiveSignature = l.ArchiveSignature,
        }));
        AuditLog.Append(db, actor, list.At, "service.archive-list", Subject(list), new { kind = nameof(ArchiveListKind.TakeBack), of = found.List.Number, cases = keys.Select(k => k.Value) });
        return list;
    }, cancel);

    /// <summary>Changes a draft. Refusals: <c>archive.missing</c>, <c>access.denied</c>, <c>archive.state-not</c>, <c>archive.changed</c>, <c>archive.party</c>, <c>archive.words</c>, <c>archive.pages-range</c>, <c>archive.number-unknown</c> (the number), those of <see cref="Begin"/>.</summary>
    public static Task<Outcome<ArchiveList>> Save(ZhiceDb db, ServiceHouse house, Actor actor, ArchiveListId id, ArchiveEdit edit, CancellationToken cancel) => Written(db, async () =>
    {
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(edit);
        if (!(await Draft(db, actor, id, edit.Seen, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var (list, defects) = (found.List, new List<Defect>());
        var (party, words) = (edit.Party is null ? list.Party : edit.Party.Trim(), edit.Words is null ? list.Words : edit.Words.ReplaceLineEndings("\n").Trim());
        if (party.Length > ArchiveList.LongestParty || FieldRules.Deceives(party, lines: false)) defects.Add(new("archive.party", "party", ArchiveList.LongestParty));
        if (words.Length > ArchiveList.LongestWords || FieldRules.Deceives(words, lines: true)) defects.Add(new("archive.words", "words", ArchiveList.LongestWords));
        defects.AddRange(edit.Pages.Where(p => p.Value is < 0 or > ArchiveLine.MostPages).Select(p => new Defect("archive.pages-range", $"pages-{p.Key.Value}", ArchiveLine.MostPages)));
        var lines = await db.ArchiveLines.AsTracking().Where(l => l.ListId == id).OrderBy(l => l.Id).ToListAsync(cancel);
        var numbers = edit.Added.Select(n => n.Trim().ToUpperInvariant()).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (numbers.Count > 0 && list.Kind == ArchiveListKind.TakeBack) defects.Add(new("archive.kind"));
        if (numbers.Count + lines.Count > ArchiveList.MostLines) defects.Add(new("archive.many", "added", ArchiveList.MostLines));
        if (defects.Count > 0) return new Invalid(defects);
        var added = numbers.Count == 0 ? [] : await db.SupervisedCases(actor).Where(c => numbers.Contains(c.Number)).OrderBy(c => c.Id).AsTracking().ToListAsync(cancel);
        foreach (var number in numbers)
            if (!added.Exists(c => c.Number == number && c.OfficeId == list.OfficeId)) return new Invalid(new Defect("archive.number-unknown", "added", number.Length > 80 ? number[..80] : number));

        (list.Party, list.Words) = (list.Kind == ArchiveListKind.HandOver ? party : list.Party, words);
        foreach (var line in lines)
        {
            if (edit.Pages.TryGetValue(line.CaseId, out var pages)) line.Pages = pages;
            if (list.Kind != ArchiveListKind.Appraisal) continue;
            if (edit.Verdicts.TryGetValue(line.CaseId, out var verdict)) Judge(line, verdict);
            if (line.Verdict == ArchiveVerdict.Open && edit.Rest is { } rest) Judge(line, rest);
        }
        var gone = lines.FindAll(l => edit.Removed.Contains(l.CaseId));
        db.RemoveRange(gone);
        var keys = gone.ConvertAll(l => l.CaseId);
        if (list.Kind == ArchiveListKind.HandOver && gone.Count > 0)
            foreach (var row in await db.ServiceCases.AsTracking().Where(c => keys.Contains(c.Id) && c.ArchiveListId == id).ToListAsync(cancel)) row.ArchiveListId = null;
        if (added.Count > 0 && await Add(db, house, list, added, cancel) is { } refused) return refused;
        if (!db.ChangeTracker.HasChanges()) return list;
        list.Version++;
        AuditLog.Append(db, actor, CaseWork.Moment(house), "service.archive-change", Subject(list), new
        {
            list.Party, list.Words, added = added.Select(r => r.Number), removed = keys.Select(k => k.Value), verdicts = list.Kind == ArchiveListKind.Appraisal ? lines.Except(gone).Select(l => new { l.CaseId.Value, verdict = l.Verdict.ToString(), l.Until }) : null,
        });
        return list;
    }, cancel);

    /// <summary>Gives a draft up; it stays to be read. Refusals: <c>archive.missing</c>, <c>access.denied</c>, <c>archive.state-not</c>, <c>archive.changed</c>, <c>archive.reason</c>.</summary>
    public static Task<Outcome<ArchiveList>> GiveUp(ZhiceDb db, ServiceHouse house, Actor actor, ArchiveListId id, int? seen, string? reason, CancellationToken cancel) => Written(db, async () =>
    {
        ArgumentNullException.ThrowIfNull(house);
        if (!(await Draft(db, actor, id, seen, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (Reason(reason) is not { } why) return new Invalid(new Defect("archive.reason", "reason", ArchiveList.LongestWords));
        var (list, lines) = (found.List, await db.ArchiveLines.AsTracking().Where(l => l.ListId == id).ToListAsync(cancel));
        foreach (var line in lines) line.Standing = false;
        foreach (var row in await db.ServiceCases.AsTracking().Where(c => c.ArchiveListId == id).ToListAsync(cancel)) row.ArchiveListId = null;
        (list.State, list.Remark) = (ArchiveListState.GivenUp, why);
        list.Version++;
        AuditLog.Append(db, actor, CaseWork.Moment(house), "service.archive-give-up", Subject(list), new { why, cases = lines.Select(l => l.CaseId.Value) });
        return list;
    }, cancel);

    /// <summary>A reason of the right length that deceives nobody; null for none.</summary>
    internal static string? Reason(string? text) => text?.ReplaceLineEndings("\n").Trim() is { Length: > 0 and <= ArchiveList.LongestWords } why && !FieldRules.Deceives(why, lines: true) ? why : null;

    internal static string Subject(ArchiveList list) => $"archive-list/{list.Number}";

    /// <summary>A list that the reader may see, tracked. Refusal: <c>archive.missing</c>.</summary>
    internal static async Task<Outcome<FoundArchiveList>> Open(ZhiceDb db, Actor actor, ArchiveListId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var found = await (from list in ArchiveShelf.Visible(db, actor) where list.Id == id join office in db.Organisations on list.OfficeId equals office.Id select new { list, office }).AsTracking().FirstOrDefaultAsync(cancel);
        return found is null ? new Missing("archive.missing") : new FoundArchiveList(found.list, found.office);
    }

    /// <summary>A list to act on, in the version that was seen. Refusals: <c>archive.missing</c>, <c>access.denied</c>, <c>archive.changed</c>.</summary>
    internal static async Task<Outcome<FoundArchiveList>> Worked(ZhiceDb db, Actor actor, ArchiveListId id, int? seen, CancellationToken cancel)
    {
        if (!(await Open(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (actor.AccountId is null || !AccessPolicy.MayHandleCases(actor, found.Office.Path)) return new Forbidden("access.denied");
        return seen is { } version && version != found.List.Version ? new Blocked("archive.changed") : found;
    }

    static async Task<Outcome<FoundArchiveList>> Draft(ZhiceDb db, Actor actor, ArchiveListId id, int? seen, CancellationToken cancel) =>
        !(await Worked(db, actor, id, seen, cancel)).Accepted(out var found, out var refusal) ? refusal : found.List.State != ArchiveListState.Draft ? new Blocked("archive.state-not") : found;

    /// <summary>Does it in one transaction; of two at once, one is refused with <c>archive.changed</c>.</summary>
    internal static async Task<Outcome<ArchiveList>> Written(ZhiceDb db, Func<Task<Outcome<ArchiveList>>> work, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        try
        {
            var outcome = await work();
            if (!outcome.Accepted(out _, out _)) return outcome;
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return outcome;
        }
        catch (DbUpdateException)
        {
            return new Blocked("archive.changed");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    static async Task<Refusal?> Add(ZhiceDb db, ServiceHouse house, ArchiveList list, List<ServiceCase> rows, CancellationToken cancel)
    {
        var today = ChinaTime.Today(house.Clock);
        foreach (var row in rows)
        {
            if (list.Kind == ArchiveListKind.HandOver && row.Phase != CasePhase.Archived) return new Blocked("archive.not-ready", row.Number);
            if (list.Kind == ArchiveListKind.Appraisal && !(row.Phase > CasePhase.Decided && row.KeepUntil < today && row.DestroyOn is null)) return new Blocked("archive.not-due", row.Number);
        }
        var keys = rows.ConvertAll(r => r.Id);
        if (await Taken(db, list.Kind, keys, cancel) is { } taken) return taken;
        if (await db.ArchiveLines.CountAsync(l => l.ListId == list.Id, cancel) + rows.Count > ArchiveList.MostLines) return new Invalid(new Defect("archive.many", null, ArchiveList.MostLines));
        db.AddRange(rows.Select(r => new ArchiveLine { ListId = list.Id, CaseId = r.Id, Kind = list.Kind, Standing = true }));
        if (list.Kind == ArchiveListKind.HandOver) rows.ForEach(r => r.ArchiveListId = list.Id);
        return null;
    }

    static async Task<Refusal?> Taken(ZhiceDb db, ArchiveListKind kind, List<CaseId> keys, CancellationToken cancel)
    {
        var taken = await (
            from line in db.ArchiveLines
            where keys.Contains(line.CaseId) && line.Kind == kind && line.Standing
            join list in db.ArchiveLists on line.ListId equals list.Id
            join row in db.ServiceCases on line.CaseId equals row.Id
            select new { row.Number, List = list }).AsNoTracking().FirstOrDefaultAsync(cancel);
        return taken is null ? null : new Blocked("archive.taken", taken.Number, taken.List.Number);
    }

    static async Task<string> LastParty(ZhiceDb db, ArchiveListKind kind, OrganisationId office, CancellationToken cancel) => kind != ArchiveListKind.HandOver ? ""
        : await db.ArchiveLists.Where(l => l.OfficeId == office && l.Kind == ArchiveListKind.HandOver && l.Party != "").OrderByDescending(l => l.Id).Select(l => l.Party).FirstOrDefaultAsync(cancel) ?? "";

    static void Judge(ArchiveLine line, (ArchiveVerdict Verdict, DateOnly? Until) said) =>
        (line.Verdict, line.Until) = (said.Verdict, said.Verdict == ArchiveVerdict.Keep ? said.Until : null);
}
