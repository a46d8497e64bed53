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

/// <summary>好差评: for an office, its ratings without names, the bad ones with the day to answer by; for who rated, the answer by the code of the receipt.</summary>
public static class AnswerRatings
{
    /// <summary>The office's page.</summary>
    public sealed record View(IReadOnlyList<ServiceRating> Rows, int Total, int Page, ServiceCatalogue Items, bool Answers);

    /// <summary>The page of who rated.</summary>
    /// <param name="Code">What was typed; null at first.</param>
    /// <param name="Rating">The rating; null where there is none.</param>
    public sealed record ReceiptView(string? Code, ServiceRating? Rating);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/service-ratings", List);
        routes.MapPost("/service-ratings", Reply).DisableAntiforgery();
        routes.MapGet("/service-ratings/answers", (Visit _) => Answer.Page<RatingReceiptPage>(new ReceiptView(null, null)));
        routes.MapPost("/service-ratings/answers", Find).RequireRateLimiting(LoginLimit.Name).DisableAntiforgery();
    }

    static async Task<Outcome<View>> Run(ZhiceDb db, ServiceCatalogue catalogue, Visit visit, int page, CancellationToken cancel)
    {
        if (!AccessPolicy.IsInside(visit.Actor)) return new Forbidden("access.denied");
        var offices = Visibility.CaseOffices(visit.Actor);
        var rows = AccessPolicy.ReadsAll(visit.Actor) ? Ratings.Shown(db, visit.Today) : Ratings.Shown(db, visit.Today).Where(r => offices.Contains(r.OfficeId));
        var total = await rows.Take(10_000).CountAsync(cancel);
        var at = Paging.Within(page, total, CaseText.PageSize);
        return new View(await rows.AsNoTracking().OrderBy(r => r.AnsweredOn != null || r.Level > 2).ThenByDescending(r => r.On).ThenBy(r => r.Id).Skip((at - 1) * CaseText.PageSize).Take(CaseText.PageSize).ToListAsync(cancel),
            total, at, catalogue, offices.Count > 0);
    }

    static async Task<IResult> List(int? page, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel) =>
        (await Run(db, catalogue, visit, page ?? 1, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<RatingsPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Reply(HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var answered = await Ratings.Answer(db, house, visit.Actor, CaseInput.Number(form["id"]) ?? 0, form["answer"].ToString(), cancel);
        if (answered.Accepted(out _, out var refusal)) return Answer.Done(visit, "/service-ratings", "svc.saved");
        db.ChangeTracker.Clear();
        return refusal is Invalid && (await Run(db, house.Catalogue, visit, 1, cancel)).Accepted(out var view, out _) ? Answer.Again<RatingsPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Find(HttpRequest http, ZhiceDb db, CancellationToken cancel)
    {
        var code = (await http.ReadFormAsync(cancel))["code"].ToString();
        return Answer.Page<RatingReceiptPage>(new ReceiptView(code, code.Length is 0 or > 100 ? null : await Ratings.Find(db, code, cancel)));
    }
}
