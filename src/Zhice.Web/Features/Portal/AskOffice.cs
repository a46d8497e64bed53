using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;
using Zhice.Web.Features.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Portal;

/// <summary>咨询: anybody asks the competent office about an item; the office answers, in public where who asked lets it; who asked finds the answer by a code.</summary>
public static class AskOffice
{
    /// <summary>The page that asks.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Offices">Offices that are competent by its level.</param>
    /// <param name="Typed">What was typed; null at first.</param>
    /// <param name="Receipt">The code, shown once; null before it was asked.</param>
    public sealed record AskView(ServiceItem Item, IReadOnlyList<Organisation> Offices, ConsultationRequest? Typed, string? Receipt);

    /// <summary>The published ones.</summary>
    /// <param name="Rows">A page of them.</param>
    /// <param name="Total">How many there are.</param>
    /// <param name="Page">The page shown.</param>
    /// <param name="Items">The items.</param>
    /// <param name="Item">The item asked about; null for all.</param>
    /// <param name="Words">Words searched; null for none.</param>
    public sealed record ListView(IReadOnlyList<Consultation> Rows, int Total, int Page, ServiceCatalogue Items, string? Item, string? Words);

    /// <summary>The page of who asked.</summary>
    public sealed record ReceiptView(string? Code, Consultation? Found, ServiceCatalogue Items);

    /// <summary>The office's page.</summary>
    public sealed record DeskView(IReadOnlyList<Consultation> Rows, int Total, int Page, ServiceCatalogue Items, bool Answers);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/services/{code}/ask", Form);
        routes.MapPost("/services/{code}/ask", Ask).RequireRateLimiting(LoginLimit.Asking).DisableAntiforgery();
        routes.MapGet("/consultations", List);
        routes.MapGet("/consultations/answers", (ServiceCatalogue catalogue) => Answer.Page<ConsultationReceiptPage>(new ReceiptView(null, null, catalogue)));
        routes.MapPost("/consultations/answers", Find).RequireRateLimiting(LoginLimit.Name).DisableAntiforgery();
        routes.MapGet("/service-consultations", Desk);
        routes.MapPost("/service-consultations", Reply).DisableAntiforgery();
    }

    static async Task<AskView?> View(ZhiceDb db, ServiceCatalogue catalogue, string code, DateOnly today, ConsultationRequest? typed, CancellationToken cancel) => catalogue.Find(code, today) is not { } item ? null
        : new(item, await CaseDrafts.Offices(db, item).AsNoTracking().OrderBy(o => o.Id).Take(500).ToListAsync(cancel), typed, null);

    static async Task<IResult> Form(string code, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel) =>
        await View(db, catalogue, code, visit.Today, null, cancel) is { } view ? Answer.Page<AskOfficePage>(view) : Answer.Refused(visit, new Missing("service.missing"));

    static async Task<IResult> Ask(string code, HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var request = new ConsultationRequest(code, form["office"].ToString(), form["question"].ToString(), form["contact"].ToString(), form["publish"] == "yes");
        var asked = await Consultations.Ask(db, house, request, false, cancel);
        if (await View(db, house.Catalogue, code, visit.Today, request, cancel) is not { } view) return Answer.Refused(visit, new Missing("service.missing"));
        return asked.Accepted(out var receipt, out var refusal) ? Answer.Page<AskOfficePage>(view with { Receipt = receipt }) : Answer.Again<AskOfficePage>(visit, view, refusal);
    }

    static async Task<IResult> List(int? page, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel)
    {
        var item = visit.Asked("item") is { } code && catalogue.Versions(code).Count > 0 ? code : null;
        var words = visit.Asked("q") is { } text && !string.IsNullOrWhiteSpace(text) ? FieldRules.Cut(text.Trim(), ShowPortal.Longest) : null;
        if (words is not null)
        {
            var found = await Consultations.Search(db, item, words, cancel);
            var here = Paging.Within(page ?? 1, found.Count, CaseText.PageSize);
            return Answer.Page<ConsultationsPage>(new ListView([.. found.Skip((here - 1) * CaseText.PageSize).Take(CaseText.PageSize)], found.Count, here, catalogue, item, words));
        }
        var rows = Consultations.Published(db, item);
        var total = await rows.Take(10_000).CountAsync(cancel);
        var at = Paging.Within(page ?? 1, total, CaseText.PageSize);
        return Answer.Page<ConsultationsPage>(new ListView(await rows.AsNoTracking().OrderByDescending(c => c.Id).Skip((at - 1) * CaseText.PageSize).Take(CaseText.PageSize).ToListAsync(cancel), total, at, catalogue, item, null));
    }

    static async Task<IResult> Find(HttpRequest http, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel)
    {
        var code = (await http.ReadFormAsync(cancel))["code"].ToString();
        return Answer.Page<ConsultationReceiptPage>(new ReceiptView(code, code.Length is 0 or > 100 ? null : await Consultations.Find(db, code, cancel), catalogue));
    }

    static async Task<Outcome<DeskView>> Run(ZhiceDb db, ServiceCatalogue catalogue, Visit visit, int page, CancellationToken cancel)
    {
        if (!AccessPolicy.IsInside(visit.Actor)) return new Forbidden("access.denied");
        var rows = Consultations.Of(db, visit.Actor);
        var total = await rows.Take(10_000).CountAsync(cancel);
        var at = Paging.Within(page, total, CaseText.PageSize);
        // What waits comes first, the oldest at the top; then what was answered, the newest first.
        return new DeskView(await rows.AsNoTracking().OrderBy(c => c.AnsweredAt != null).ThenBy(c => c.AnsweredAt == null ? c.Id : -c.Id).Skip((at - 1) * CaseText.PageSize).Take(CaseText.PageSize).ToListAsync(cancel),
            total, at, catalogue, Data.Access.Visibility.CaseOffices(visit.Actor).Count > 0);
    }

    static async Task<IResult> Desk(int? page, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel) =>
        (await Run(db, catalogue, visit, page ?? 1, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ConsultationDeskPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Reply(HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var answered = await Consultations.Answer(db, house, visit.Actor, CaseInput.Number(form["id"]) ?? 0, form["answer"].ToString(), form["publish"] == "yes", cancel);
        if (answered.Accepted(out _, out var refusal)) return Answer.Done(visit, "/service-consultations", "svc.saved");
        db.ChangeTracker.Clear();
        return refusal is Invalid && (await Run(db, house.Catalogue, visit, 1, cancel)).Accepted(out var view, out _) ? Answer.Again<ConsultationDeskPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
