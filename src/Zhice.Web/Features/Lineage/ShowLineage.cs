using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Matching;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Matching;
using Zhice.Domain.Organisations;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Lineage;

/// <summary>沿革: for each commitment of a year, what stood in the documents of the other years.</summary>
public static class ShowLineage
{
    /// <summary>Commitments a page.</summary>
    public const int PageSize = 20;

    /// <summary>Other years that are shown at once, the nearest first.</summary>
    public const int YearsShown = 6;

    /// <summary>What is asked for; null leaves a filter open.</summary>
    /// <param name="Owner">Code of the office whose documents are compared.</param>
    /// <param name="Year">Year of the commitments; the newest by default.</param>
    /// <param name="Other">Only this other year.</param>
    /// <param name="Verdict">Only with this verdict.</param>
    /// <param name="Words">Only sentences that hold these words.</param>
    /// <param name="Open">True for those with a proposal that waits for an answer.</param>
    /// <param name="Page">Page, from 1.</param>
    public sealed record Request(
        string Owner = "cnipa", int? Year = null, int? Other = null, Verdict? Verdict = null, string? Words = null, bool Open = false, int Page = 1);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Owner">The office.</param>
    /// <param name="Years">Years that have a document, newest first.</param>
    /// <param name="Year">The year shown.</param>
    /// <param name="Others">The other years shown.</param>
    /// <param name="Rows">The page of commitments.</param>
    /// <param name="Total">Commitments that pass the filters.</param>
    /// <param name="Counts">Commitments by verdict, before that filter.</param>
    /// <param name="Book">Words of the positions.</param>
    /// <param name="Titles">Titles of the visible documents.</param>
    /// <param name="ConfirmedOnly">True where only confirmed lineage is shown.</param>
    public sealed record View(
        Request Asked, Organisation Owner, IReadOnlyList<int> Years, int Year, IReadOnlyList<int> Others, IReadOnlyList<Row> Rows, int Total,
        IReadOnlyDictionary<Verdict, int> Counts, CommitmentBook Book, IReadOnlyDictionary<DocumentId, string> Titles, bool ConfirmedOnly);

    /// <summary>A commitment with what stood in the other years.</summary>
    public sealed record Row(int Position, IReadOnlyList<LineageCell> Cells);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/lineage", Handle);

    /// <summary>Loads the page. The public sees what was confirmed, of public documents.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, KeptBooks books, Request request, CancellationToken cancel)
    {
        var owner = await db.Organisations.FirstOrDefaultAsync(o => o.Code == request.Owner, cancel);
        if (owner is null) return new Missing("organisation.missing");
        var book = await books.Of(db, owner.Id, cancel);
        var titles = await LineageDocuments.Titles(db, actor, owner.Id, cancel);
        var decisions = await LineageDocuments.Decisions(db, owner.Id, cancel);
        var visible = titles.Keys.ToHashSet();
        var confirmedOnly = LineageDocuments.ConfirmedOnly(actor);
        var lineage = new LineageCells(book, visible, decisions, await LineageDocuments.Alone(db, owner.Id, cancel), confirmedOnly);

        var positions = Enumerable.Range(0, book.Lines.Count).Where(at => visible.Contains(book.Lines[at].Document)).ToList();
        var years = positions.Select(at => book.Lines[at].Year).Distinct().OrderDescending().ToList();
        var year = request.Year is { } asked && years.Contains(asked) ? asked : years.FirstOrDefault();
        var others = years.Where(y => y != year && (request.Other is null || y == request.Other)).OrderBy(y => Math.Abs(y - year)).Take(YearsShown).OrderDescending().ToList();
        var words = (request.Words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var rows = positions.Where(at => book.Lines[at].Year == year && Array.TrueForAll(words, w => book.Lines[at].Quote.Words.Contains(w, StringComparison.OrdinalIgnoreCase)))
            .Select(at => new Row(at, lineage.Of(at, others)))
            .Where(row => row.Cells.Count > 0 && (!request.Open || row.Cells.Any(c => c.Other is not null && c.Confirmed is null))).ToList();
        var counts = Enum.GetValues<Verdict>().ToDictionary(v => v, v => rows.Count(r => r.Cells.Any(c => c.Verdict == v)));
        if (request.Verdict is { } verdict) rows = rows.FindAll(r => r.Cells.Any(c => c.Verdict == verdict));
        return new View(request, owner, years, year, others, [.. rows.Skip((request.Page - 1) * PageSize).Take(PageSize)], rows.Count, counts, book, titles, confirmedOnly);
    }

    // What is no year leaves the filter open.
    static int? Year(string? typed) => int.TryParse(typed, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var year) ? year : null;

    static async Task<IResult> Handle(
        string? owner, string? year, string? other, string? verdict, string? q, string? open, int? page, Visit visit, ZhiceDb db, KeptBooks books, CancellationToken cancel)
    {
        var request = new Request(owner ?? "cnipa", Year(year), Year(other), Enum.TryParse<Verdict>(verdict, out var known) && Enum.IsDefined(known) ? known : null, q?.Trim() is { Length: > 0 and <= 60 } words ? words : null, open == "1", Math.Clamp(page ?? 1, 1, 10_000));
        return (await Run(db, visit.Actor, books, request, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<LineagePage>(view) : Answer.Refused(visit, refusal);
    }
}
