using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Assessment;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Assessment;

/// <summary>考核: rounds that the reader may know of, and the way to open one.</summary>
public static class ListRounds
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>A round on the list.</summary>
    public sealed record Row(RoundId Id, string Title, int Year, RoundState State, DateOnly? PublishedOn, string Owner, int Offices, bool Demonstration);

    /// <summary>The page.</summary>
    /// <param name="Rows">The rounds.</param>
    /// <param name="Page">Page.</param>
    /// <param name="Total">Rounds in all.</param>
    /// <param name="MayOpen">True for who organises assessments.</param>
    /// <param name="Programmes">Programmes of his office.</param>
    /// <param name="Schemes">Versions of schemes that are valid today.</param>
    /// <param name="Title">What was typed.</param>
    public sealed record View(IReadOnlyList<Row> Rows, int Page, int Total, bool MayOpen, IReadOnlyList<(ProgrammeId Id, string Name)> Programmes, IReadOnlyList<(SchemeId Id, string Name)> Schemes, string? Title);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assessment", Show);
        routes.MapPost("/assessment", Open).DisableAntiforgery();
    }

    /// <summary>The list.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, int page, DateOnly today, string? title, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var visible = Visible(db, actor);
        var total = await visible.CountAsync(cancel);
        page = Paging.Within(page, total, PageSize);
        var rows = await (
            from round in visible
            join owner in db.Organisations on round.OwnerId equals owner.Id
            orderby round.Year descending, round.Id descending
            select new Row(round.Id, round.Title, round.Year, round.State, round.PublishedOn, owner.Name, db.AssessmentSubjects.Count(s => s.RoundId == round.Id), round.Demonstration))
            .AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        if (await SchemeDesk.Owner(db, actor, cancel) is not { } own) return new View(rows, page, total, false, [], [], title);
        var programmes = await db.Programmes.AsNoTracking().Where(p => p.OwnerId == own.Id).OrderByDescending(p => p.Year).Take(50).Select(p => new { p.Id, p.Name }).ToListAsync(cancel);
        var schemes = await db.AssessmentSchemes.AsNoTracking().Where(s => s.OwnerId == own.Id && s.ValidFrom <= today && (s.ValidTo == null || s.ValidTo >= today))
            .OrderBy(s => s.Code).ThenByDescending(s => s.Version).Take(50).Select(s => new { s.Id, s.Title, s.Version }).ToListAsync(cancel);
        return new View(rows, page, total, true, [.. programmes.Select(p => (p.Id, p.Name))], [.. schemes.Select(s => (s.Id, $"{s.Title} v{s.Version}"))], title);
    }

    /// <summary>Published rounds for everyone; others for who organises, scores or is assessed in them.</summary>
    internal static IQueryable<AssessmentRound> Visible(ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.AssessmentRounds;
        var (offices, account) = (AccessPolicy.Offices(actor), actor.AccountId);
        return db.AssessmentRounds.Where(r => r.State == RoundState.Published || offices.Contains(r.OwnerId)
            || db.AssessmentSubjects.Any(s => s.RoundId == r.Id && offices.Contains(s.OrganisationId))
            || (account != null && db.RoundMembers.Any(m => m.RoundId == r.Id && m.AccountId == account && m.EndedAt == null)));
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, int.TryParse(visit.Asked("page"), out var page) ? page : 1, visit.Today, null, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<RoundsPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Open(HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var named = form["offices"].ToString().Split([',', '，', '\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        if (form["every"] == "provinces") named.AddRange(await db.Organisations.AsNoTracking().Where(o => o.Kind == OrganisationKind.LocalOffice && o.Level == DivisionLevel.Province && o.ValidTo == null).Select(o => o.Code).ToListAsync(cancel));
        var request = new RoundRequest(form["title"].ToString(), new(long.TryParse(form["programme"], out var programme) ? programme : 0), new(long.TryParse(form["scheme"], out var scheme) ? scheme : 0), named)
        { Demonstration = visit.Demonstration };
        if ((await RoundDesk.Open(db, visit.Actor, request, clock, cancel)).Accepted(out var round, out var refusal)) return Answer.Done(visit, $"/assessment/rounds/{round.Id.Value}", "assess.opened");
        db.ChangeTracker.Clear();
        return refusal is not Forbidden && (await Run(db, visit.Actor, 1, ChinaTime.Today(clock), form["title"], cancel)).Accepted(out var view, out _) ? Answer.Again<RoundsPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
