using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Searching;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Records.Text;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Search;

/// <summary>What was found besides tasks and commitments: organisations by name, documents by title, reports by their words, evidence by name.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Items">The page, or the first few.</param>
/// <param name="Total">Number in all; a lower bound where <paramref name="More"/>.</param>
/// <param name="More">True when not all candidates were looked at.</param>
public sealed record OtherHits(SearchKind Kind, IReadOnlyList<OtherHits.Item> Items, int Total, bool More)
{
    /// <summary>Hits of each kind on a page that shows all kinds.</summary>
    public const int Few = 5;

    /// <summary>Organisations that are looked at.</summary>
    const int MostOrganisations = 200;

    /// <summary>Documents that are looked at.</summary>
    const int MostDocuments = 500;

    /// <summary>One hit.</summary>
    /// <param name="Address">Where it leads.</param>
    /// <param name="Title">The title.</param>
    /// <param name="Text">The words that were found; null where they stand in the title.</param>
    /// <param name="Highlights">Where they stand in the text, or in the title where there is none.</param>
    /// <param name="Report">The report, for its office, state and period; null for all else.</param>
    public sealed record Item(string Address, string Title, string? Text, IReadOnlyList<(int Start, int End)> Highlights, ReportHit? Report = null)
    {
        /// <summary>A line about it; empty where the title says all.</summary>
        public string Note(WordTable words)
        {
            ArgumentNullException.ThrowIfNull(words);
            return Report is null ? "" : $"{words.Organisation(Report.OfficeCode, Report.OfficeName)} · {words.Of(Report.State)} · {Visit.Day(Report.From)} – {Visit.Day(Report.To)}";
        }
    }

    /// <summary>Finds them: at most seven commands. Filters of measures and of one document speak of tasks only, and leave all else out.</summary>
    internal static async Task<IReadOnlyList<OtherHits>> Find(ZhiceDb db, Actor actor, SearchTasks.Request asked, int size, CancellationToken cancel)
    {
        var (filter, found) = (asked.Filter, new List<OtherHits>());
        if (filter.Scope is not null || filter.Document is not null || CjkBigrams.Query(asked.Text).Count == 0) return found;
        var page = filter.Kind is null ? 1 : asked.Page;
        if (filter.Kind is null or SearchKind.Organisation && filter is { Programme: null, Year: null }) found.Add(await Organisations(db, asked, page, size, cancel));
        if (filter.Kind is null or SearchKind.Document && filter.Programme is null) found.Add(await Documents(db, actor, asked, page, size, cancel));
        if (filter.Kind is null or SearchKind.Report)
        {
            var reports = await ReportSearch.Find(db, actor, asked.Text, filter.Programme, filter.Year, page, size, cancel);
            found.Add(new OtherHits(SearchKind.Report, [.. reports.Hits.Select(h => new Item($"/reports/{h.Report.Value}", h.TaskTitle, h.Text, h.Highlights, h))], reports.Total, reports.More));
        }
        if (filter.Kind is null or SearchKind.Evidence && filter is { Programme: null, Year: null })
        {
            var words = CjkBigrams.Words(asked.Text);
            var named = await EvidenceSearch.Named(db, actor, asked.Text, cancel);
            found.Add(new OtherHits(SearchKind.Evidence,
                [.. named.Skip((page - 1) * size).Take(size).Select(e => new Item($"/evidence/{e.Id.Value}", e.Title, e.Text, CjkBigrams.Find(e.Text, words)!))],
                named.Count, named.Count >= EvidenceSearch.Limit));
        }
        return found.FindAll(f => filter.Kind is not null || f.Total > 0);
    }

    // The directory is open to everyone, as its pages are: bodies of the nation first, then provinces, cities, counties.
    static async Task<OtherHits> Organisations(ZhiceDb db, SearchTasks.Request asked, int page, int size, CancellationToken cancel)
    {
        var standing = db.Organisations.Where(o => o.ValidTo == null);
        var words = CjkBigrams.Words(asked.Text);
        foreach (var word in words) standing = standing.Where(o => o.Name.Contains(word) || db.OrganisationAliases.Any(a => a.OrganisationId == o.Id && a.Name.Contains(word)));
        var hits = await standing.OrderBy(o => o.Kind).ThenBy(o => o.Level).ThenBy(o => o.DivisionCode).ThenBy(o => o.Ordinal).ThenBy(o => o.Id)
            .Take(MostOrganisations).Select(o => new { o.Code, o.Name }).ToListAsync(cancel);
        return new OtherHits(SearchKind.Organisation,
            [.. hits.Skip((page - 1) * size).Take(size).Select(o => new Item($"/organisations/{o.Code}", o.Name, null, CjkBigrams.Find(o.Name, words) ?? []))], hits.Count, hits.Count == MostOrganisations);
    }

    static async Task<OtherHits> Documents(ZhiceDb db, Actor actor, SearchTasks.Request asked, int page, int size, CancellationToken cancel)
    {
        var documents = await db.VisibleDocuments(actor).Where(d => d.State == DocumentState.Published && (asked.Filter.Year == null || d.Year == asked.Filter.Year))
            .OrderByDescending(d => d.Year).ThenByDescending(d => d.Id).Take(MostDocuments).Select(d => new { d.Id, d.Title }).ToListAsync(cancel);
        var words = CjkBigrams.Words(asked.Text);
        var hits = documents.Select(d => (Document: d, Found: CjkBigrams.Find(d.Title, words))).Where(d => d.Found is not null).ToList();
        return new OtherHits(SearchKind.Document,
            [.. hits.Skip((page - 1) * size).Take(size).Select(d => new Item($"/documents/{d.Document.Id.Value}", d.Document.Title, null, d.Found!))], hits.Count, documents.Count == MostDocuments);
    }
}
