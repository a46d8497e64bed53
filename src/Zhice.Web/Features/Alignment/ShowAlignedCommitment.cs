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

/// <summary>对应 of one national commitment for one office: proposals, answers, and a choice by hand.</summary>
public static class ShowAlignedCommitment
{
    /// <summary>Local commitments a page, when one is chosen by hand.</summary>
    public const int PageSize = 10;

    /// <summary>What is asked for.</summary>
    /// <param name="Code">The office.</param>
    /// <param name="Id">The national commitment.</param>
    /// <param name="Words">Words of local commitments to choose from by hand; null for none.</param>
    /// <param name="Page">Page of those, from 1.</param>
    public sealed record Request(string Code, CommitmentId Id, string? Words = null, int Page = 1);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Office">The office.</param>
    /// <param name="Programme">The programme.</param>
    /// <param name="Row">The national commitment with answers and proposals.</param>
    /// <param name="Table">The table that it stands in.</param>
    /// <param name="Titles">Titles of the documents in the table.</param>
    /// <param name="History">Every answer, newest first, revoked ones too.</param>
    /// <param name="Choice">Local commitments to choose from by hand.</param>
    /// <param name="ChoiceTotal">How many there are.</param>
    /// <param name="MayAnswer">True when the reader may confirm, refuse and revoke.</param>
    public sealed record View(
        Request Asked, Organisation Office, YearProgramme Programme, AlignmentRow Row, AlignmentTable Table, IReadOnlyDictionary<DocumentId, string> Titles,
        IReadOnlyList<Said> History, IReadOnlyList<Candidate> Choice, int ChoiceTotal, bool MayAnswer);

    /// <summary>An answer with the names of those who gave it and took it back; the local commitment is null where it may not be seen or was withdrawn.</summary>
    public sealed record Said(MatchDecision Decision, string By, string? RevokedBy, Line? Local);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations/{code}/alignment/{id:long}", Handle);
        routes.MapPost("/organisations/{code}/alignment/{id:long}", Post).DisableAntiforgery();
        routes.MapPost("/organisations/{code}/alignment/{id:long}/{decision:long}/revoke", Revoke).DisableAntiforgery();
    }

    /// <summary>Loads the page. Refusals: <c>organisation.missing</c>, <c>access.denied</c>, <c>alignment.missing</c>.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request request, CancellationToken cancel)
    {
        var office = await db.Organisations.FirstOrDefaultAsync(o => o.Code == request.Code, cancel);
        if (office is null || office.Kind != OrganisationKind.LocalOffice) return new Missing("organisation.missing");
        if (!AccessPolicy.MaySeeAlignment(actor, office.Path, assigned: false) && !actor.Holds(Role.DepartmentOfficer)) return new Forbidden("access.denied");
        var programme = await (
            from commitment in db.Commitments
            where commitment.Id == request.Id
            join task in db.VisibleTasks(actor) on commitment.TaskId equals task.Id
            join found in db.Programmes on task.ProgrammeId equals found.Id
            select found).FirstOrDefaultAsync(cancel);
        if (programme is null) return new Missing("alignment.missing");
        var table = await AlignmentTable.Of(db, actor, office, programme, cancel);
        if (table.Rows.FirstOrDefault(r => r.National.Id == request.Id) is not { } row) return new Missing("alignment.missing");

        var documents = table.Book.Lines.Select(l => l.Document).Distinct().ToList();
        var titles = await db.Documents.Where(d => documents.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Title, cancel);
        var history = await (
            from decision in db.MatchDecisions
            where decision.OfficeId == office.Id && decision.CommitmentId == request.Id
            from giver in db.Accounts.Where(a => a.Id == decision.By).DefaultIfEmpty()
            from revoker in db.Accounts.Where(a => a.Id == decision.RevokedBy).DefaultIfEmpty()
            orderby decision.Id descending
            select new { decision, By = giver.DisplayName, Revoker = revoker.DisplayName }).Take(200).ToListAsync(cancel);
        var mayAnswer = AccessPolicy.MayAlign(actor, office.Path);
        var words = (request.Words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var shown = row.Answers.Select(a => a.Decision.OtherId).Concat(row.Proposals.Select(p => table.Book.Lines[p.Position].Id)).ToHashSet();
        var position = table.Book.Find(request.Id)!.Value;
        var choice = words.Length == 0 || !mayAnswer ? [] : table.Book.Index.Rank(position, Enumerable.Range(table.Rows.Count, table.Locals)
            .Where(at => !shown.Contains(table.Book.Lines[at].Id) && Array.TrueForAll(words, w => table.Book.Lines[at].Quote.Words.Contains(w, StringComparison.OrdinalIgnoreCase)))).ToList();
        return new View(request, office, programme, row, table, titles,
            history.ConvertAll(h => new Said(h.decision, h.By ?? "", h.Revoker, table.Book.Find(h.decision.OtherId) is { } at ? table.Book.Lines[at] : null)),
            [.. choice.Skip((request.Page - 1) * PageSize).Take(PageSize)], choice.Count, mayAnswer);
    }

    static async Task<IResult> Handle(string code, long id, string? q, int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new Request(code, new(id), q?.Trim() is { Length: > 0 and <= 60 } words ? words : null, Math.Clamp(page ?? 1, 1, 10_000)), cancel))
            .Accepted(out var view, out var refusal)
            ? Answer.Page<AlignedCommitmentPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Post(string code, long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (!long.TryParse(form["other"], out var other)) return Answer.Refused(visit, new Missing("alignment.local"));
        if (!(await Run(db, visit.Actor, new Request(code, new(id)), cancel)).Accepted(out var view, out var unseen)) return Answer.Refused(visit, unseen);
        // What was proposed is looked up here: a form could say anything.
        var proposed = view.Row.Proposals.Where(p => view.Table.Book.Lines[p.Position].Id.Value == other).Select(p => (double?)p.Score).FirstOrDefault();
        var answer = form["answer"].ToString() switch { "refuse" => MatchAnswer.Refused, "part" => MatchAnswer.Part, _ => MatchAnswer.Whole };
        var request = new MatchRequest(new(id), new(other), answer, form["reason"].ToString(), proposed);
        return (await MatchAnswers.Align(db, visit.Actor, view.Office.Id, request, clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, $"/organisations/{code}/alignment/{id}", "match.done")
            : refusal is Invalid or Blocked ? Answer.Again<AlignedCommitmentPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Revoke(string code, long id, long decision, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if ((await MatchAnswers.Revoke(db, visit.Actor, new(decision), form["reason"].ToString(), clock, cancel)).Accepted(out _, out var refusal))
            return Answer.Done(visit, $"/organisations/{code}/alignment/{id}", "match.revoked.done");
        if (refusal is not (Invalid or Blocked) || !(await Run(db, visit.Actor, new Request(code, new(id)), cancel)).Accepted(out var view, out _)) return Answer.Refused(visit, refusal);
        return Answer.Again<AlignedCommitmentPage>(visit, view, refusal);
    }
}
