using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Assessment;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Calendar;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Assessment;

/// <summary>一个机构的得分: three columns with the reason of each change, and the trace of each point down to its facts.</summary>
public static class ShowSubject
{
    /// <summary>A mark that was put, for the history.</summary>
    public sealed record Given(string Item, MarkColumn Column, decimal Points, string Reason, DateTimeOffset At);

    /// <summary>An act that stands.</summary>
    public sealed record Recorded(long Id, string Item, string Act, int Count, string Ground, DateTimeOffset At);

    /// <summary>The page.</summary>
    /// <param name="Head">The round.</param>
    /// <param name="Subject">The office.</param>
    /// <param name="Score">Its score as it stands.</param>
    /// <param name="Revision">The published revision that is shown; null before.</param>
    /// <param name="Marks">All marks, oldest first.</param>
    /// <param name="Acts">Acts that stand.</param>
    /// <param name="Objections">Objections, oldest first.</param>
    /// <param name="Column">The column that the reader may put marks into now; null for none.</param>
    /// <param name="MayRecord">True where he may record acts now.</param>
    /// <param name="MayObject">True where he may object now.</param>
    /// <param name="Kept">Why he may not score although it is his duty; null where nothing keeps him away.</param>
    /// <param name="Typed">What was typed.</param>
    public sealed record View(RoundHead Head, RoundSubject Subject, SubjectScore Score, int? Revision, IReadOnlyList<Given> Marks, IReadOnlyList<Recorded> Acts, IReadOnlyList<ScoreObjection> Objections,
        MarkColumn? Column, bool MayRecord, bool MayObject, Refusal? Kept, MarkRequest? Typed);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assessment/rounds/{id:long}/offices/{code}", Show);
        routes.MapGet("/assessment/rounds/{id:long}/offices/{code}/trace.csv", Export);
        routes.MapGet("/assessment/rounds/{id:long}/offices/{code}/trace.xlsx", Export);
        routes.MapPost("/assessment/rounds/{id:long}/offices/{code}", Act).DisableAntiforgery();
    }

    /// <summary>The score of an office: eleven commands at most.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, KeptScores kept, RoundId id, string code, int? revision, DateOnly today, MarkRequest? typed, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(kept);
        ArgumentNullException.ThrowIfNull(actor);
        if (await RoundBook.Head(db, actor, id, cancel) is not { } head) return new Missing("assess.round-missing");
        if (await RoundBook.Listed(db, id, code, cancel) is not [var subject] || !head.MaySee(actor, subject.Office)) return new Missing("assess.subject-missing");
        var revisions = head.Round.State == RoundState.Published ? await KeptScores.Revisions(db, id, cancel) : [];
        if (revision is { } asked && revisions.All(r => r.Revision != asked)) return new Missing("assess.subject-missing");
        var score = (await kept.Standing(db, head, revisions, revision, code, cancel)).First(s => s.Office == code);
        var inside = AccessPolicy.ReadsAll(actor) || RoundMoves.MayOrganise(actor, head.Owner.Path) || head.SeesAll || MarkDesk.WorksThere(actor, subject.Office);
        var marks = !inside ? [] : await db.AssessmentMarks.AsNoTracking().Where(m => m.SubjectId == subject.Subject.Id).OrderBy(m => m.Id).Take(1000).Select(m => new Given(m.Item, m.Column, m.Points, m.Reason, m.At)).ToListAsync(cancel);
        var acts = !inside ? [] : await db.AssessmentActs.AsNoTracking().Where(a => a.SubjectId == subject.Subject.Id && a.WithdrawnAt == null).OrderBy(a => a.Id).Take(500)
            .Select(a => new Recorded(a.Id, a.Item, a.Act, a.Count, a.Ground, a.At)).ToListAsync(cancel);
        var objections = !inside ? [] : await db.ScoreObjections.AsNoTracking().Where(o => o.SubjectId == subject.Subject.Id).OrderBy(o => o.Id).Take(100).ToListAsync(cancel);
        var works = MarkDesk.WorksThere(actor, subject.Office);
        Refusal? May(MarkColumn column) => RoundMoves.MayMark(column, head.Round.State, head.Person, works, subject.Office.Id, subject.Office.Path, null);
        var column = May(MarkColumn.Self) is null && subject.Subject.SelfSentAt is null ? MarkColumn.Self : May(MarkColumn.Review) is null ? MarkColumn.Review : May(MarkColumn.Final) is null ? (MarkColumn?)MarkColumn.Final : null;
        return new View(head, subject, score, revisions.FirstOrDefault(r => revision is null || r.Revision == revision)?.Revision, marks, acts, objections, column, May(MarkColumn.Review) is null,
            RoundMoves.MayObject(head.Round, works, today, SchemeFiles.Law) is null, head.Person.Duties.Count > 0 ? RoundMoves.Recused(head.Person, subject.Office.Id, subject.Office.Path) : null, typed);
    }

    static int? Revision(Visit visit) => int.TryParse(visit.Asked("revision"), out var revision) ? revision : null;

    static async Task<IResult> Show(long id, string code, Visit visit, ZhiceDb db, KeptScores kept, CancellationToken cancel) =>
        (await Run(db, visit.Actor, kept, new(id), code, Revision(visit), visit.Today, null, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<SubjectPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, string code, Visit visit, ZhiceDb db, KeptScores kept, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, kept, new(id), code, Revision(visit), visit.Today, null, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var (words, scheme) = (visit.Words, view.Head.Scheme);
        IEnumerable<(string Item, TraceLine Line)> lines = view.Score.Items.SelectMany(i => i.Trace.Select(l => (AssessmentWords.Title(words, scheme.Item(i.Item)!), l))).Concat(view.Score.Vetoes.Select(l => (words["assess.veto"], l)));
        return await new TableFile($"trace-{id}-{code}",
            [new(words["assess.item"], 28), new(words["assess.won"]), new(words["assess.lost"]), new(words["assess.why"], 60), new(words["assess.facts"], 40)],
            lines.Select(l => (IReadOnlyList<Cell>)[Cell.Of(l.Item), Cell.Of(l.Line.Points), Cell.Of(l.Line.Lost), Cell.Of(AssessmentWords.Says(words, l.Line)),
                Cell.Of(string.Join("；", l.Line.Facts.Select(f => AssessmentWords.Address(f) ?? f.Text)))])).As(visit.Path, cancel);
    }

    static async Task<IResult> Act(long id, string code, HttpRequest http, Visit visit, ZhiceDb db, KeptScores kept, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var (round, actor) = (new RoundId(id), visit.Actor);
        var points = decimal.TryParse(form["points"], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read) && Math.Abs(read) < 1_000_000 ? read : -1;
        var mark = new MarkRequest(form["item"].ToString(), (MarkColumn)ShowRound.Number(form["column"]), points, form["reason"].ToString());
        var (said, refusal) = form["act"].ToString() switch
        {
            "mark" when Enum.IsDefined(mark.Column) => ("assess.marked", ShowRound.Why(await MarkDesk.Put(db, actor, round, code, mark, clock, cancel))),
            "send" => ("assess.sent", ShowRound.Why(await MarkDesk.Send(db, actor, round, code, clock, cancel))),
            "record" when form["which"].ToString().Split('/') is [var item, var which] => ("assess.recorded",
                ShowRound.Why(await MarkDesk.Record(db, actor, round, code, item, which, ShowRound.Number(form["count"]), form["ground"].ToString(), clock, cancel))),
            "take-back" => ("assess.taken-back", ShowRound.Why(await MarkDesk.Withdraw(db, actor, round, code, ShowRound.Number(form["entry"]), form["reason"].ToString(), clock, cancel))),
            "object" => ("assess.objected", ShowRound.Why(await ObjectionDesk.Raise(db, actor, round, code, form["item"], form["ground"].ToString(), clock, cancel))),
            _ => ("", new Missing("assess.subject-missing")),
        };
        if (refusal is null) return Answer.Done(visit, $"/assessment/rounds/{id}/offices/{Uri.EscapeDataString(code)}", said);
        db.ChangeTracker.Clear();
        return refusal is not (Forbidden or Missing) && (await Run(db, actor, kept, round, code, null, ChinaTime.Today(clock), mark, cancel)).Accepted(out var view, out _)
            ? Answer.Again<SubjectPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
