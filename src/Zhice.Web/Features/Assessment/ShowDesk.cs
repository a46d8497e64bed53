using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Assessment;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Assessment;

/// <summary>专家工作台: the reader's own sheets, those first that wait.</summary>
public static class ShowDesk
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>A sheet.</summary>
    public sealed record Row(SheetId Id, RoundId Round, string RoundTitle, RoundState State, SchemeId Scheme, string Office, string OfficeName, string Item, int Slot, decimal? Score, string? Comment);

    /// <summary>The page.</summary>
    public sealed record View(IReadOnlyList<Row> Rows, IReadOnlyDictionary<SchemeId, AssessmentScheme> Schemes, int Page, int Total, int Waiting, long? Typed, string? Score, string? Comment);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assessment/desk", Show);
        routes.MapPost("/assessment/desk/{id:long}", Give).DisableAntiforgery();
        routes.MapPost("/api/v1/assessment/sheets/{id:long}", GiveByProgram).DisableAntiforgery();
    }

    /// <summary>The sheets of the actor.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, int page, long? typed, string? score, string? comment, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId is not { } account) return new Forbidden("access.denied");
        var own = db.ExpertSheets.Where(s => s.AccountId == account);
        var total = await own.CountAsync(cancel);
        var waiting = await own.CountAsync(s => !db.ExpertScores.Any(e => e.SheetId == s.Id), cancel);
        page = Paging.Within(page, total, PageSize);
        var rows = await (
            from sheet in own
            join subject in db.AssessmentSubjects on sheet.SubjectId equals subject.Id
            join round in db.AssessmentRounds on subject.RoundId equals round.Id
            join office in db.Organisations on subject.OrganisationId equals office.Id
            let last = db.ExpertScores.Where(e => e.SheetId == sheet.Id).OrderByDescending(e => e.Id).FirstOrDefault()
            orderby round.State, last != null, sheet.Item, office.Code
            select new { sheet.Id, Round = round.Id, round.Title, round.State, round.SchemeId, office.Code, office.Name, sheet.Item, sheet.Slot, Score = last == null ? (decimal?)null : last.Score, Comment = last == null ? null : last.Comment })
            .AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var keys = rows.Select(r => r.SchemeId).Distinct().ToList();
        var schemes = (await db.AssessmentSchemes.AsNoTracking().Where(s => keys.Contains(s.Id)).ToListAsync(cancel)).ToDictionary(s => s.Id, SchemeFiles.Stored);
        return new View([.. rows.Select(r => new Row(r.Id, r.Round, r.Title, r.State, r.SchemeId, r.Code, r.Name, r.Item, r.Slot, r.Score, r.Comment))], schemes, page, total, waiting, typed, score, comment);
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, int.TryParse(visit.Asked("page"), out var page) ? page : 1, null, null, null, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<DeskPage>(view) : Answer.Refused(visit, refusal);

    static decimal Read(string? text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var score) && Math.Abs(score) < 1_000_000 ? score : decimal.MinusOne * 1_000_000;

    static async Task<IResult> Give(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if ((await ExpertDesk.Score(db, visit.Actor, new(id), Read(form["score"]), form["comment"].ToString(), clock, cancel)).Accepted(out _, out var refusal))
            return Answer.Done(visit, int.TryParse(form["page"], out var page) && page > 1 ? $"/assessment/desk?page={page}" : "/assessment/desk", "assess.scored");
        db.ChangeTracker.Clear();
        return refusal is not (Forbidden or Missing) && (await Run(db, visit.Actor, ShowRound.Number(form["page"]), id, form["score"], form["comment"], cancel)).Accepted(out var view, out _)
            ? Answer.Again<DeskPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    /// <summary>A score that a program sends.</summary>
    public sealed record Sent(decimal Score, string? Comment);

    static async Task<IResult> GiveByProgram(long id, Sent sent, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await ExpertDesk.Score(db, visit.Actor, new(id), sent.Score, sent.Comment ?? "", clock, cancel)).Accepted(out var score, out var refusal)
            ? Results.Json(new { id = score.Id, sheet = id, score = score.Score }, statusCode: StatusCodes.Status201Created) : Answer.Problem(visit, refusal);
}
