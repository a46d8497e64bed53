using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>档案移交和鉴定: lists of archived cases, cases that may be handed over, and cases past their retention, from which lists are begun.</summary>
public static class ListArchives
{
    /// <summary>What is shown.</summary>
    public enum Part
    {
        /// <summary>清单.</summary>
        Lists,
        /// <summary>可以移交的办件.</summary>
        Ready,
        /// <summary>保管期满的办件.</summary>
        Due,
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Show">Which part.</param>
    /// <param name="Kind">Only lists of this kind.</param>
    /// <param name="State">Only lists that are this far.</param>
    /// <param name="Office">Code of an office.</param>
    /// <param name="Text">Number of a list or its digest, or of a case on it; the beginning of a case's number.</param>
    public sealed record Filter(Part Show, ArchiveListKind? Kind = null, ArchiveListState? State = null, string? Office = null, string? Text = null);

    /// <summary>A list.</summary>
    /// <param name="List">The list.</param>
    /// <param name="Code">Code of its office.</param>
    /// <param name="Office">Its office.</param>
    /// <param name="Cases">How many cases.</param>
    public sealed record ListRow(ArchiveList List, string Code, string Office, int Cases);

    /// <summary>A case.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Code">Code of its office.</param>
    /// <param name="Office">Its office.</param>
    /// <param name="Own">True where the reader may put it on a list.</param>
    /// <param name="On">The list that holds it now; null for none.</param>
    public sealed record CaseRow(ServiceCase Case, string Code, string Office, bool Own, ArchiveList? On);

    /// <summary>The page.</summary>
    /// <param name="Asked">What was asked for.</param>
    /// <param name="Lists">Lists, the newest first; with that part.</param>
    /// <param name="Cases">Cases, those longest over first; with the other parts.</param>
    /// <param name="Total">How many there are.</param>
    /// <param name="Page">Page shown.</param>
    /// <param name="Offices">Offices that have such cases.</param>
    /// <param name="Drafts">Drafts that cases may be added to.</param>
    /// <param name="Due">Cases past their retention in the reader's own offices.</param>
    /// <param name="Waiting">Lists that wait for the reader's signature.</param>
    /// <param name="Items">The definitions.</param>
    public sealed record View(Filter Asked, IReadOnlyList<ListRow> Lists, IReadOnlyList<CaseRow> Cases, int Total, int Page, IReadOnlyList<RetentionCount> Offices, IReadOnlyList<ArchiveList> Drafts, int Due, int Waiting, ServiceCatalogue Items);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/service-archives", Handle);
        routes.MapPost("/service-archives", Begin).DisableAntiforgery();
    }

    /// <summary>Loads a page. Six commands at most.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, ServiceHouse house, Actor actor, Filter asked, DateOnly today, int page, int size, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(asked);
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var (due, waiting) = ((await ArchiveShelf.DueCounts(db, actor, today, cancel)).Sum(c => c.Count), await ArchiveShelf.Waiting(db, actor, cancel));
        if (asked.Show == Part.Lists)
        {
            var lists = Lists(db, actor, asked);
            var all = await lists.CountAsync(cancel);
            var shown = Paging.Within(page, all, size);
            var found = all == 0 ? [] : await (
                from list in lists
                join office in db.Organisations on list.OfficeId equals office.Id
                orderby list.Id descending
                select new ListRow(list, office.Code, office.Name, db.ArchiveLines.Count(l => l.ListId == list.Id))).AsNoTracking().Skip((shown - 1) * size).Take(size).ToListAsync(cancel);
            return new View(asked, found, [], all, shown, [], [], due, waiting, house.Catalogue);
        }
        var kind = asked.Show == Part.Due ? ArchiveListKind.Appraisal : ArchiveListKind.HandOver;
        var every = asked.Show == Part.Due ? ArchiveShelf.Due(db, actor, today) : ArchiveShelf.Ready(db, actor);
        if (asked.Text?.ToUpperInvariant() is { } number) every = every.Where(c => c.Number.StartsWith(number));
        var counts = (await (
            from row in every
            join office in db.Organisations on row.OfficeId equals office.Id
            group row by new { office.Id, office.Code, office.Name } into g
            select new { g.Key, Count = g.Count() }).ToListAsync(cancel)).Select(g => new RetentionCount(g.Key.Id, g.Key.Code, g.Key.Name, g.Count)).OrderBy(g => g.Code, StringComparer.Ordinal).ToList();
        var chosen = counts.FindAll(c => asked.Office is null || c.Code == asked.Office);
        if (asked.Office is not null) every = chosen is [var only] ? every.Where(c => c.OfficeId == only.Id) : every.Where(c => false);
        var total = chosen.Sum(c => c.Count);
        var at = Paging.Within(page, total, size);
        var own = AccessPolicy.IsInside(actor) ? Visibility.CaseOffices(actor) : [];
        var ordered = asked.Show == Part.Due ? every.OrderBy(c => c.KeepUntil).ThenBy(c => c.Id) : every.OrderBy(c => c.ClosedOn).ThenBy(c => c.Id);
        var rows = total == 0 ? [] : await (
            from row in ordered.Skip((at - 1) * size).Take(size)
            join office in db.Organisations on row.OfficeId equals office.Id
            select new
            {
                row, office.Code, office.Name,
                On = (from line in db.ArchiveLines where line.CaseId == row.Id && line.Kind == kind && line.Standing join list in db.ArchiveLists on line.ListId equals list.Id select list).FirstOrDefault(),
            }).AsNoTracking().ToListAsync(cancel);
        var drafts = own.Count == 0 || total == 0 ? [] : await db.ArchiveLists.AsNoTracking().Where(l => own.Contains(l.OfficeId) && l.Kind == kind && l.State == ArchiveListState.Draft).OrderByDescending(l => l.Id).Take(20).ToListAsync(cancel);
        var sorted = asked.Show == Part.Due ? rows.OrderBy(r => r.row.KeepUntil) : rows.OrderBy(r => r.row.ClosedOn); // a join keeps no order
        return new View(asked, [], [.. sorted.ThenBy(r => r.row.Id.Value).Select(r => new CaseRow(r.row, r.Code, r.Name, own.Contains(r.row.OfficeId) && r.On is null, r.On))], total, at, counts, drafts, due, waiting, house.Catalogue);
    }

    static IQueryable<ArchiveList> Lists(ZhiceDb db, Actor actor, Filter asked)
    {
        var lists = ArchiveShelf.Visible(db, actor);
        if (asked.Kind is { } kind) lists = lists.Where(l => l.Kind == kind);
        if (asked.State is { } state) lists = lists.Where(l => l.State == state);
        if (asked.Text is not { } text) return lists;
        if (ArchiveList.KeyOf(text) is { } key) return lists.Where(l => l.Id == key);
        var (digest, number) = (text.ToLowerInvariant(), text.ToUpperInvariant());
        if (digest.Length == 64 && digest.All(char.IsAsciiHexDigitLower)) return lists.Where(l => l.Digest == digest || db.ArchiveLines.Any(line => line.ListId == l.Id && line.Archive == digest));
        return lists.Where(l => db.ArchiveLines.Any(line => line.ListId == l.Id && db.ServiceCases.Any(c => c.Id == line.CaseId && c.Number == number)));
    }

    static TEnum? Known<TEnum>(string? text) where TEnum : struct, Enum => Enum.TryParse<TEnum>(text, out var value) && Enum.IsDefined(value) ? value : null;

    static Filter Wanted(Visit visit) => new(Known<Part>(visit.Asked("show")) ?? Part.Lists, Known<ArchiveListKind>(visit.Asked("kind")), Known<ArchiveListState>(visit.Asked("state")), visit.Asked("office"), visit.Asked("q")?.Trim() is { Length: > 0 and <= 80 } text ? text : null);

    static async Task<IResult> Handle(int? page, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await Run(db, house, visit.Actor, Wanted(visit), visit.Today, page ?? 1, CaseText.PageSize, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ArchivesPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Begin(HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var kind = form["kind"] == nameof(ArchiveListKind.Appraisal) ? ArchiveListKind.Appraisal : ArchiveListKind.HandOver;
        var begun = await ArchiveLists.Begin(db, house, visit.Actor, kind, Cases(form, "case"), CaseInput.Number(form["to"]) is { } to ? new ArchiveListId(to) : null, cancel);
        if (begun.Accepted(out var list, out var refusal)) return Answer.Done(visit, Address(list.Id), "svc.saved");
        var asked = new Filter(kind == ArchiveListKind.Appraisal ? Part.Due : Part.Ready);
        return refusal is Invalid or Blocked && (await Run(db, house, visit.Actor, asked, visit.Today, 1, CaseText.PageSize, cancel)).Accepted(out var view, out _) ? Answer.Again<ArchivesPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    /// <summary>Keys of cases in a form; what is no number is left out.</summary>
    internal static IReadOnlyCollection<CaseId> Cases(IFormCollection form, string field) => [.. form[field].Select(CaseInput.Number).OfType<long>().Distinct().Select(n => new CaseId(n))];

    internal static string Address(ArchiveListId id) => FormattableString.Invariant($"/service-archives/{id.Value}");
}
