using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Matching;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Matching;
using Zhice.Domain.Programme;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Lineage;

/// <summary>沿革 of one commitment: everything that is proposed, confirmed or refused for it, and a choice by hand.</summary>
public static class ShowCommitment
{
    /// <summary>Commitments a page, when one is chosen by hand.</summary>
    public const int PageSize = 10;

    /// <summary>What is asked for.</summary>
    /// <param name="Id">The commitment.</param>
    /// <param name="Words">Words of commitments to choose from by hand; null for none.</param>
    /// <param name="Page">Page of those, from 1.</param>
    public sealed record Request(CommitmentId Id, string? Words = null, int Page = 1);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Position">Position of the commitment in the book.</param>
    /// <param name="Book">The commitments.</param>
    /// <param name="Titles">Titles of the visible documents.</param>
    /// <param name="Others">Other years, newest first.</param>
    /// <param name="Matches">What is confirmed or proposed, by year, best first.</param>
    /// <param name="History">Every answer, newest first, revoked ones too; empty for the public.</param>
    /// <param name="Choice">Commitments to choose from by hand.</param>
    /// <param name="ChoiceTotal">How many there are.</param>
    /// <param name="MayAnswer">True when the reader may confirm, refuse and revoke.</param>
    /// <param name="ConfirmedOnly">True where only confirmed lineage is shown.</param>
    /// <param name="Alone">Answers that another year holds no counterpart, newest first, revoked ones too; for the public those that hold.</param>
    /// <param name="Carried">National commitments that it carries, as confirmed; empty for those who may not see the office's alignment.</param>
    public sealed record View(
        Request Asked, int Position, CommitmentBook Book, IReadOnlyDictionary<DocumentId, string> Titles, IReadOnlyList<int> Others, IReadOnlyList<Match> Matches,
        IReadOnlyList<Said> History, IReadOnlyList<Candidate> Choice, int ChoiceTotal, bool MayAnswer, bool ConfirmedOnly,
        IReadOnlyList<AloneSaid> Alone, IReadOnlyList<Carries> Carried)
    {
        /// <summary>The answer that holds for a year; null where there is none.</summary>
        public AloneSaid? AloneIn(int year) => Alone.FirstOrDefault(a => a.Decision.Year == year && a.Decision.RevokedAt is null);
    }

    /// <summary>An answer that another year holds no counterpart, with the names of those who gave it and took it back.</summary>
    public sealed record AloneSaid(AloneDecision Decision, string By, string? RevokedBy);

    /// <summary>A national commitment that the one shown carries, and the office for which it was confirmed.</summary>
    public sealed record Carries(MatchAnswer Answer, ProgrammeCommitment National, DocumentId Document, string Office);

    /// <summary>A commitment of another year.</summary>
    public sealed record Match(int Other, double Score, Verdict Verdict, MatchDecision? Answer);

    /// <summary>An answer with the names of those who gave it and took it back, and the other commitment's position.</summary>
    public sealed record Said(MatchDecision Decision, string By, string? RevokedBy, int? Other);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/commitments/{id:long}/lineage", Handle);
        routes.MapPost("/commitments/{id:long}/lineage", Post).DisableAntiforgery();
        routes.MapPost("/commitments/{id:long}/lineage/{decision:long}/revoke", Revoke).DisableAntiforgery();
        routes.MapPost("/commitments/{id:long}/lineage/alone", Confirm).DisableAntiforgery();
        routes.MapPost("/commitments/{id:long}/lineage/alone/{decision:long}/revoke", RevokeAlone).DisableAntiforgery();
    }

    /// <summary>Loads the page.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, KeptBooks books, Request request, CancellationToken cancel)
    {
        var own = db.AssignedTasks(actor);
        var head = await (
            from commitment in db.Commitments
            where commitment.Id == request.Id && commitment.WithdrawnBy == null
            join task in db.VisibleTasks(actor) on commitment.TaskId equals task.Id
            join document in db.Documents on task.DocumentId equals document.Id
            join owner in db.Organisations on document.OwnerId equals owner.Id
            select new { owner.Id, owner.Path, Assigned = own.Contains(task.Id) }).FirstOrDefaultAsync(cancel);
        if (head is null) return new Missing("lineage.missing");
        var book = await books.Of(db, head.Id, cancel);
        if (book.Find(request.Id) is not { } position) return new Missing("lineage.missing");

        var titles = await LineageDocuments.Titles(db, actor, head.Id, cancel);
        var confirmedOnly = LineageDocuments.ConfirmedOnly(actor);
        var history = await History(db, request.Id, book, titles, cancel);
        var standing = history.Where(h => h.Decision.RevokedAt is null && h.Other is not null).ToDictionary(h => h.Other!.Value);
        var line = book.Lines[position];
        var near = confirmedOnly ? [] : book.Near(position).Where(c => titles.ContainsKey(book.Lines[c.Position].Document) && book.Lines[c.Position].Year != line.Year);
        var matches = standing.Where(s => s.Value.Decision.Answer != MatchAnswer.Refused).Select(s => book.Index.Compare(position, s.Key))
            .Concat(near.Where(c => !standing.ContainsKey(c.Position)))
            .Select(c => new Match(c.Position, c.Score, book.Compare(position, c.Position), standing.GetValueOrDefault(c.Position)?.Decision))
            .OrderByDescending(m => book.Lines[m.Other].Year).ThenBy(m => m.Answer is null).ThenByDescending(m => m.Score).ToList();
        var others = book.Lines.Where(l => titles.ContainsKey(l.Document) && l.Year != line.Year).Select(l => l.Year).Distinct().OrderDescending().ToList();
        var mayAnswer = AccessPolicy.MayTrace(actor, head.Path, head.Assigned);
        var shown = matches.Select(m => m.Other).Concat(standing.Keys).ToHashSet();
        var words = (request.Words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var choice = words.Length == 0 || !mayAnswer ? [] : book.Index.Rank(position, Enumerable.Range(0, book.Lines.Count)
            .Where(at => book.Lines[at].Year != line.Year && titles.ContainsKey(book.Lines[at].Document) && !shown.Contains(at)
                && Array.TrueForAll(words, w => book.Lines[at].Quote.Words.Contains(w, StringComparison.OrdinalIgnoreCase)))).ToList();
        return new View(request, position, book, titles, others, matches, confirmedOnly ? [] : history,
            [.. choice.Skip((request.Page - 1) * PageSize).Take(PageSize)], choice.Count, mayAnswer, confirmedOnly,
            await AloneOf(db, request.Id, confirmedOnly, cancel), AccessPolicy.MaySeeAlignment(actor, head.Path, assigned: false) ? await Carried(db, actor, request.Id, cancel) : []);
    }

    static async Task<List<AloneSaid>> AloneOf(ZhiceDb db, CommitmentId id, bool confirmedOnly, CancellationToken cancel) => (await (
        from decision in db.AloneDecisions
        where decision.CommitmentId == id && (!confirmedOnly || decision.RevokedAt == null)
        from giver in db.Accounts.Where(a => a.Id == decision.By).DefaultIfEmpty()
        from revoker in db.Accounts.Where(a => a.Id == decision.RevokedBy).DefaultIfEmpty()
        orderby decision.Id descending
        select new { decision, By = giver.DisplayName, Revoker = revoker.DisplayName }).Take(100).ToListAsync(cancel)).ConvertAll(r => new AloneSaid(r.decision, r.By ?? "", r.Revoker));

    static Task<List<Carries>> Carried(ZhiceDb db, Actor actor, CommitmentId local, CancellationToken cancel) => (
        from decision in db.MatchDecisions
        where decision.Kind == MatchKind.Alignment && decision.OtherId == local && decision.RevokedAt == null && decision.Answer != MatchAnswer.Refused
        join national in db.Commitments on decision.CommitmentId equals national.Id
        where national.WithdrawnBy == null
        join task in db.VisibleTasks(actor) on national.TaskId equals task.Id
        from office in db.Organisations.Where(o => o.Id == decision.OfficeId)
        orderby decision.Id
        select new Carries(decision.Answer, national, task.DocumentId, office.Code)).Take(100).ToListAsync(cancel);

    static async Task<List<Said>> History(ZhiceDb db, CommitmentId id, CommitmentBook book, Dictionary<DocumentId, string> titles, CancellationToken cancel)
    {
        var rows = await (
            from decision in db.MatchDecisions
            where decision.Kind == MatchKind.Lineage && (decision.CommitmentId == id || decision.OtherId == id)
            from giver in db.Accounts.Where(a => a.Id == decision.By).DefaultIfEmpty()
            from revoker in db.Accounts.Where(a => a.Id == decision.RevokedBy).DefaultIfEmpty()
            orderby decision.Id descending
            select new { decision, By = giver.DisplayName, Revoker = revoker.DisplayName }).Take(200).ToListAsync(cancel);
        return [.. rows.Select(r => new Said(r.decision, r.By ?? "", r.Revoker,
                book.Find(r.decision.CommitmentId == id ? r.decision.OtherId : r.decision.CommitmentId) is { } at && titles.ContainsKey(book.Lines[at].Document) ? at : null))
            .Where(s => s.Other is not null)];
    }

    static async Task<IResult> Handle(long id, string? q, int? page, Visit visit, ZhiceDb db, KeptBooks books, CancellationToken cancel) =>
        (await Run(db, visit.Actor, books, new Request(new(id), q?.Trim() is { Length: > 0 and <= 60 } words ? words : null, Math.Clamp(page ?? 1, 1, 10_000)), cancel))
            .Accepted(out var view, out var refusal)
            ? Answer.Page<CommitmentPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Post(long id, HttpRequest http, Visit visit, ZhiceDb db, KeptBooks books, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (!long.TryParse(form["other"], out var other)) return Answer.Refused(visit, new Missing("lineage.missing"));
        var (one, two) = (new CommitmentId(id), new CommitmentId(other));
        if (!(await Run(db, visit.Actor, books, new Request(one), cancel)).Accepted(out var view, out var unseen)) return Answer.Refused(visit, unseen);
        // What was proposed is looked up here: a form could say anything.
        var proposed = view.Book.Find(two) is { } at && view.Matches.FirstOrDefault(m => m.Other == at) is { } match ? match.Score : (double?)null;
        var request = new MatchRequest(one, two, form["answer"] == "refuse" ? MatchAnswer.Refused : MatchAnswer.Whole, form["reason"].ToString(), proposed);
        return (await MatchAnswers.Trace(db, visit.Actor, request, clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, $"/commitments/{id}/lineage", "match.done")
            : refusal is Invalid or Blocked ? Answer.Again<CommitmentPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Revoke(long id, long decision, HttpRequest http, Visit visit, ZhiceDb db, KeptBooks books, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if ((await MatchAnswers.Revoke(db, visit.Actor, new(decision), form["reason"].ToString(), clock, cancel)).Accepted(out _, out var refusal))
            return Answer.Done(visit, $"/commitments/{id}/lineage", "match.revoked.done");
        if (refusal is not (Invalid or Blocked) || !(await Run(db, visit.Actor, books, new Request(new(id)), cancel)).Accepted(out var view, out _)) return Answer.Refused(visit, refusal);
        return Answer.Again<CommitmentPage>(visit, view, refusal);
    }

    static async Task<IResult> Confirm(long id, HttpRequest http, Visit visit, ZhiceDb db, KeptBooks books, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        _ = int.TryParse(form["year"], out var year);
        return await Answered(id, (await AloneAnswers.Confirm(db, visit.Actor, new(id), year, form["reason"].ToString(), clock, cancel)).Accepted(out _, out var refusal) ? null : refusal,
            "match.done", visit, db, books, cancel);
    }

    static async Task<IResult> RevokeAlone(long id, long decision, HttpRequest http, Visit visit, ZhiceDb db, KeptBooks books, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        return await Answered(id, (await AloneAnswers.Revoke(db, visit.Actor, new(decision), form["reason"].ToString(), clock, cancel)).Accepted(out _, out var refusal) ? null : refusal,
            "match.revoked.done", visit, db, books, cancel);
    }

    static async Task<IResult> Answered(long id, Refusal? refusal, string code, Visit visit, ZhiceDb db, KeptBooks books, CancellationToken cancel)
    {
        if (refusal is null) return Answer.Done(visit, $"/commitments/{id}/lineage", code);
        db.ChangeTracker.Clear();
        if (refusal is not (Invalid or Blocked) || !(await Run(db, visit.Actor, books, new Request(new(id)), cancel)).Accepted(out var view, out _)) return Answer.Refused(visit, refusal);
        return Answer.Again<CommitmentPage>(visit, view, refusal);
    }
}
