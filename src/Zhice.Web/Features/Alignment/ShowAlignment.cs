using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Matching;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Matching;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Alignment;

/// <summary>对应: every national commitment that a region owes, and whether the region's own documents carry it.</summary>
public static class ShowAlignment
{
    /// <summary>National commitments a page.</summary>
    public const int PageSize = 20;

    /// <summary>What is asked for; null leaves a filter open.</summary>
    /// <param name="Code">The office.</param>
    /// <param name="Programme">The programme whose commitments it owes; the newest by default.</param>
    /// <param name="State">Only with this coverage.</param>
    /// <param name="Words">Only national sentences that hold these words.</param>
    /// <param name="Open">True for those with a proposal that waits for an answer.</param>
    /// <param name="Page">Page, from 1.</param>
    public sealed record Request(
        string Code, ProgrammeId? Programme = null, CoverageState? State = null, string? Words = null, bool Open = false, int Page = 1);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Office">The office.</param>
    /// <param name="Programmes">Programmes that it owes something in, newest first.</param>
    /// <param name="Programme">The one shown; null where it owes nothing.</param>
    /// <param name="Rows">National commitments that pass the filters, of all pages.</param>
    /// <param name="Counts">All national commitments by coverage.</param>
    /// <param name="Waiting">Those that are not covered and have a proposal that nobody has answered.</param>
    /// <param name="Table">The whole table; null where it owes nothing.</param>
    /// <param name="Titles">Titles of the documents in the table.</param>
    /// <param name="MayAnswer">True when the reader may confirm and refuse.</param>
    /// <param name="OwnOnly">True where a department sees its own tasks only.</param>
    public sealed record View(
        Request Asked, Organisation Office, IReadOnlyList<YearProgramme> Programmes, YearProgramme? Programme, IReadOnlyList<AlignmentRow> Rows,
        IReadOnlyDictionary<CoverageState, int> Counts, int Waiting, AlignmentTable? Table, IReadOnlyDictionary<DocumentId, string> Titles, bool MayAnswer, bool OwnOnly);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations/{code}/alignment", Handle);
        routes.MapGet("/organisations/{code}/alignment.csv", Export);
        routes.MapGet("/organisations/{code}/alignment.xlsx", Export);
    }

    /// <summary>Loads the page. Refusals: <c>organisation.missing</c>, <c>access.denied</c>, <c>programme.missing</c>.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request request, CancellationToken cancel)
    {
        var office = await db.Organisations.FirstOrDefaultAsync(o => o.Code == request.Code, cancel);
        if (office is null || office.Kind != OrganisationKind.LocalOffice) return new Missing("organisation.missing");
        var all = AccessPolicy.MaySeeAlignment(actor, office.Path, assigned: false);
        if (!all && !actor.Holds(Role.DepartmentOfficer)) return new Forbidden("access.denied");

        var programmes = await Programmes(db, actor, office).ToListAsync(cancel);
        var programme = request.Programme is { } asked ? programmes.Find(p => p.Id == asked) : programmes.FirstOrDefault();
        if (programme is null && request.Programme is not null) return new Missing("programme.missing");
        var mayAnswer = AccessPolicy.MayAlign(actor, office.Path);
        if (programme is null)
            return new View(request, office, programmes, null, [], Enum.GetValues<CoverageState>().ToDictionary(s => s, _ => 0), 0, null, new Dictionary<DocumentId, string>(), mayAnswer, !all);

        var table = await AlignmentTable.Of(db, actor, office, programme, cancel);
        var documents = table.Book.Lines.Select(l => l.Document).Distinct().ToList();
        var titles = await db.Documents.Where(d => documents.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Title, cancel);
        var words = (request.Words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var rows = table.Rows.Where(r => (request.State is null || r.State == request.State) && (!request.Open || IsWaiting(r))
            && Array.TrueForAll(words, w => r.National.Quote.Words.Contains(w, StringComparison.OrdinalIgnoreCase))).ToList();
        return new View(request, office, programmes, programme, rows,
            Enum.GetValues<CoverageState>().ToDictionary(s => s, s => table.Rows.Count(r => r.State == s)), table.Rows.Count(IsWaiting), table, titles, mayAnswer, !all);
    }

    /// <summary>Programmes, other than its own, in which the office owes something that the actor may see.</summary>
    internal static IQueryable<YearProgramme> Programmes(ZhiceDb db, Actor actor, Organisation office)
    {
        var owed = db.VisibleObligations(actor).Where(o => o.OrganisationId == office.Id && o.WithdrawnBy == null).Select(o => o.ProgrammeId);
        return db.Programmes.Where(p => p.OwnerId != office.Id && owed.Contains(p.Id)).OrderByDescending(p => p.Year).ThenByDescending(p => p.Id).Take(50);
    }

    static bool IsWaiting(AlignmentRow row) => row.State != CoverageState.Covered && row.Proposals.Count > 0;

    static async Task<IResult> Handle(
        string code, long? programme, CoverageState? state, string? q, string? open, int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, Asked(code, programme, state, q, open, page), cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<AlignmentPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(
        string code, long? programme, CoverageState? state, string? q, string? open, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, Asked(code, programme, state, q, open, null), cancel)).Accepted(out var view, out var refusal)
            ? await AlignmentFile.Of(view, visit.Words).As(visit.Path, cancel)
            : Answer.Refused(visit, refusal);

    static Request Asked(string code, long? programme, CoverageState? state, string? q, string? open, int? page) =>
        new(code, programme is { } id ? new(id) : null, state, q?.Trim() is { Length: > 0 and <= 60 } words ? words : null, open == "1", Math.Clamp(page ?? 1, 1, 10_000));
}
