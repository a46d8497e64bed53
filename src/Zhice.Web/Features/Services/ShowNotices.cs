using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>公示: cases under public notice with what their register will show, and objections to them, open to everybody; and how long each step takes.</summary>
public static class ShowNotices
{
    /// <summary>A row.</summary>
    public sealed record Row(ServiceCase Case, string Applicant);

    /// <summary>The list.</summary>
    /// <param name="Rows">Cases under notice.</param>
    /// <param name="Total">How many there are.</param>
    /// <param name="Page">The page shown.</param>
    /// <param name="Items">The items.</param>
    /// <param name="Announced">What holders withdrew, had cancelled, changed or renewed, the newest first.</param>
    public sealed record View(IReadOnlyList<Row> Rows, int Total, int Page, ServiceCatalogue Items, IReadOnlyList<Announcement> Announced);

    /// <summary>公告 of what became of an entry after its decision.</summary>
    /// <param name="Item">Code of the item.</param>
    /// <param name="Entry">Key of the entry.</param>
    /// <param name="Number">Its number.</param>
    /// <param name="Holder">Its holder.</param>
    /// <param name="End">What became of it.</param>
    /// <param name="At">When.</param>
    /// <param name="Words">In the words of the definition.</param>
    public sealed record Announcement(string Item, long Entry, string Number, string Holder, CertificateEnd End, DateTimeOffset At, string? Words);

    const int MostAnnounced = 30;

    /// <summary>One notice with the form to object.</summary>
    public sealed record OneView(OpenedCase Case, string Key, string Contact, string Reason);

    /// <summary>Times of the steps.</summary>
    public sealed record TimesView(IReadOnlyList<StepTime> Times, ServiceCatalogue Items);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/services/notices", List);
        routes.MapGet("/services/notices/{id:long}", Show);
        routes.MapPost("/services/notices/{id:long}", Object).RequireRateLimiting(LoginLimit.Objecting).DisableAntiforgery();
        routes.MapGet("/services/times", async (ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel) => Answer.Page<StepTimesPage>(new TimesView(await StepTimes.Load(db, cancel), catalogue)));
    }

    static async Task<IResult> List(int? page, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel)
    {
        var today = visit.Today;
        var noticed = db.ServiceCases.Where(c => c.Phase == CasePhase.Notice);
        var total = await noticed.Take(10_000).CountAsync(cancel);
        var at = Paging.Within(page ?? 1, total, CaseText.PageSize);
        var rows = await (from row in noticed join applicant in db.ServiceApplicants on row.ApplicantId equals applicant.Id orderby row.DueOn < today, row.DueOn, row.Id select new Row(row, applicant.Name))
            .AsNoTracking().Skip((at - 1) * CaseText.PageSize).Take(CaseText.PageSize).ToListAsync(cancel);
        return Answer.Page<NoticesListPage>(new View(rows, total, at, catalogue, at > 1 ? [] : await Announced(db, catalogue, cancel)));
    }

    // Of registers that are for everybody only; what the definition does not announce is left out.
    static async Task<List<Announcement>> Announced(ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel)
    {
        var items = catalogue.All.Where(item => item.After.Any(request => request.Announced)).Select(item => item.Code).Distinct().ToList();
        if (items.Count == 0) return [];
        var rows = await (
            from certificate in db.ServiceCertificates
            where certificate.EndedAt != null && certificate.End >= CertificateEnd.Withdrawn
            join entry in db.RegisterEntries on certificate.CaseId equals entry.CaseId
            where entry.Access == RegisterLevel.Public && items.Contains(entry.Item)
            orderby certificate.EndedAt descending
            select new Announcement(entry.Item, entry.Id, entry.Number, entry.Holder, certificate.End!.Value, certificate.EndedAt!.Value, certificate.EndReason)).AsNoTracking().Take(MostAnnounced).ToListAsync(cancel);
        return [.. rows.Where(row => catalogue.Versions(row.Item).Any(item => item.After.Any(request => request.Announced && row.Words?.StartsWith(request.Name, StringComparison.Ordinal) == true)))];
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await CaseBook.OpenNotice(db, house, visit.Actor, new(id), cancel)).Accepted(out var opened, out var refusal)
            ? Answer.Page<NoticePage>(new OneView(opened, CaseText.NewKey(), "", "")) : Answer.Refused(visit, refusal);

    static async Task<IResult> Object(long id, HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var request = new CaseRequest(CaseActionKind.Object, form["key"].ToString(), null, form["reason"].ToString(), new() { Contact = form["contact"] });
        if ((await CaseWork.Object(db, house, visit.Actor, new(id), request, cancel)).Accepted(out _, out var refusal)) return Answer.Done(visit, "/services/notices", "svc.objected");
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await CaseBook.OpenNotice(db, house, visit.Actor, new(id), cancel)).Accepted(out var opened, out _)
            ? Answer.Again<NoticePage>(visit, new OneView(opened, CaseText.NewKey(), form["contact"].ToString(), form["reason"].ToString()), refusal) : Answer.Refused(visit, refusal);
    }
}
