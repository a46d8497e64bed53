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

/// <summary>异议: objections that the reader decides, organises or raised, those first that wait.</summary>
public static class ListObjections
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>An objection.</summary>
    public sealed record Row(ScoreObjection Objection, RoundId Round, string RoundTitle, string Office, string OfficeName, AssessmentScheme Scheme, bool Decides);

    /// <summary>The page.</summary>
    public sealed record View(IReadOnlyList<Row> Rows, int Page, int Total);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assessment/objections", Show);
        routes.MapPost("/assessment/objections/{id:long}", Decide).DisableAntiforgery();
    }

    /// <summary>The list.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, int page, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId is not { } account) return new Forbidden("access.denied");
        var (all, offices) = (AccessPolicy.ReadsAll(actor), AccessPolicy.Offices(actor));
        var visible =
            from objection in db.ScoreObjections
            join subject in db.AssessmentSubjects on objection.SubjectId equals subject.Id
            join round in db.AssessmentRounds on subject.RoundId equals round.Id
            where all || offices.Contains(subject.OrganisationId) || offices.Contains(round.OwnerId)
                || db.RoundMembers.Any(m => m.RoundId == round.Id && m.AccountId == account && m.EndedAt == null && m.Duty == MemberDuty.ObjectionReviewer)
            select new { objection, round, subject.OrganisationId };
        var total = await visible.CountAsync(cancel);
        page = Paging.Within(page, total, PageSize);
        var rows = await (
            from row in visible
            join office in db.Organisations on row.OrganisationId equals office.Id
            orderby row.objection.State, row.objection.DueOn, row.objection.Id
            select new
            {
                row.objection, row.round.Id, row.round.Title, row.round.SchemeId, office.Code, office.Name,
                Decides = db.RoundMembers.Any(m => m.RoundId == row.round.Id && m.AccountId == account && m.EndedAt == null && m.Duty == MemberDuty.ObjectionReviewer),
            }).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var keys = rows.Select(r => r.SchemeId).Distinct().ToList();
        var schemes = (await db.AssessmentSchemes.AsNoTracking().Where(s => keys.Contains(s.Id)).ToListAsync(cancel)).ToDictionary(s => s.Id, SchemeFiles.Stored);
        return new View([.. rows.Select(r => new Row(r.objection, r.Id, r.Title, r.Code, r.Name, schemes[r.SchemeId], r.Decides && r.objection.State == ObjectionState.Raised))], page, total);
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, int.TryParse(visit.Asked("page"), out var page) ? page : 1, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ObjectionsPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Decide(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var item = form["item"].ToString() is { Length: > 0 } named ? named : null;
        var points = decimal.TryParse(form["points"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) && read < 1_000_000 ? read : -1;
        if ((await ObjectionDesk.Decide(db, visit.Actor, new(id), ShowRound.Number(form["version"]), item, points, form["opinion"].ToString(), clock, cancel)).Accepted(out _, out var refusal))
            return Answer.Done(visit, "/assessment/objections", "assess.decided-now");
        db.ChangeTracker.Clear();
        return refusal is not (Forbidden or Missing) && (await Run(db, visit.Actor, 1, cancel)).Accepted(out var view, out _) ? Answer.Again<ObjectionsPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
