using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Cases;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Cases;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Web.Exports;
using Zhice.Web.Features.Selection;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Cases;

/// <summary>典型案例: the list for everyone as far as each may see, and one page for each case, where it is also written, reviewed and published.</summary>
public static class ManageCases
{
    /// <summary>Cases a page.</summary>
    public const int PageSize = 30;

    /// <summary>Most rows of an export.</summary>
    const int MostRows = 5_000;

    /// <summary>A case on the list.</summary>
    public sealed record Row(TypicalCaseId Id, string Title, string OfficeCode, string Office, TypicalCaseState State, DateTimeOffset At, DateTimeOffset? PublishedAt, bool Demonstration);

    /// <summary>The list.</summary>
    public sealed record ListView(IReadOnlyList<Row> Rows, int Page, int Total, TypicalCaseState? State, string? Text);

    /// <summary>A piece of evidence behind a case.</summary>
    public sealed record Behind(EvidenceId Id, int Number, string Title);

    /// <summary>A step and who took it.</summary>
    public sealed record Step(TypicalCaseStep Row, string? By);

    /// <summary>The page of a case.</summary>
    /// <param name="Case">The case; null for one that is about to be begun.</param>
    /// <param name="Office">The office that tells it.</param>
    /// <param name="Obligation">The obligation that it comes from.</param>
    /// <param name="Report">The report that it comes from.</param>
    /// <param name="Task">Title of its task.</param>
    /// <param name="Evidence">Evidence behind it that the reader may see.</param>
    /// <param name="Steps">Its way; none for the public.</param>
    /// <param name="Alike">Cases that say something like it; none for who does not review.</param>
    /// <param name="Works">True for its office.</param>
    /// <param name="Reviews">True for its reviewers.</param>
    /// <param name="Typed">What stands in the form.</param>
    public sealed record View(TypicalCase? Case, Organisation Office, ObligationId Obligation, ReportId? Report, string Task, IReadOnlyList<Behind> Evidence, IReadOnlyList<Step> Steps, IReadOnlyList<LikeCase> Alike,
        bool Works, bool Reviews, CaseWords Typed);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/typical-cases", List);
        routes.MapGet("/typical-cases.csv", Export);
        routes.MapGet("/typical-cases.xlsx", Export);
        routes.MapGet("/typical-cases/new", ShowNew);
        routes.MapPost("/typical-cases/new", Begin).DisableAntiforgery();
        routes.MapGet("/typical-cases/{id:long}", Show);
        routes.MapPost("/typical-cases/{id:long}", Change).DisableAntiforgery();
    }

    static (TypicalCaseState? State, IQueryable<TypicalCase> Cases) Asked(ZhiceDb db, Actor actor, string? state, string? text)
    {
        var cases = db.VisibleCases(actor).AsNoTracking();
        if (text is { Length: > 0 and <= 60 }) cases = cases.Where(c => c.Title.Contains(text) || c.Practice.Contains(text));
        return Enum.TryParse<TypicalCaseState>(state, out var one) && Enum.IsDefined(one) ? (one, cases.Where(c => c.State == one)) : (null, cases);
    }

    static IQueryable<Row> Rows(ZhiceDb db, IQueryable<TypicalCase> cases) =>
        from one in cases
        join office in db.Organisations on one.OrganisationId equals office.Id
        orderby one.Id descending
        select new Row(one.Id, one.Title, office.Code, office.Name, one.State, one.At, one.PublishedAt, one.Demonstration);

    static async Task<IResult> List(string? state, string? text, int? page, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var (asked, cases) = Asked(db, visit.Actor, state, text);
        var total = await cases.CountAsync(cancel);
        var at = Paging.Within(page ?? 1, total, PageSize);
        return Answer.Page<CasesPage>(new ListView(await Rows(db, cases).Skip((at - 1) * PageSize).Take(PageSize).ToListAsync(cancel), at, total, asked, text));
    }

    static async Task<IResult> Export(string? state, string? text, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var (words, rows) = (visit.Words, await Rows(db, Asked(db, visit.Actor, state, text).Cases).Take(MostRows).ToListAsync(cancel));
        return await new TableFile("typical-cases", [new(words["typical.title-label"], 40), new(words["typical.office"], 30), new(words["typical.state"]), new(words["typical.published-at"])],
            rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.Title), Cell.Of(words.Organisation(r.OfficeCode, r.Office)), Cell.Of(words.Of(r.State)), Cell.Of(r.PublishedAt is { } at ? Visit.Moment(at) : null)])).As(visit.Path, cancel);
    }

    static async Task<Outcome<View>> New(ZhiceDb db, Actor actor, ObligationId obligation, ReportId? report, CaseWords? typed, CancellationToken cancel)
    {
        var row = await (
            from owed in db.VisibleWork(actor)
            where owed.Id == obligation
            join office in db.Organisations on owed.OrganisationId equals office.Id
            join task in db.Tasks on owed.TaskId equals task.Id
            select new { office, task.Title }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("obligation.missing");
        if (!AccessPolicy.MayWork(actor, row.office.Path)) return new Forbidden("access.denied");
        return new View(null, row.office, obligation, report, row.Title, await Evidence(db, actor, obligation, report, cancel), [], [], true, false, typed ?? new("", "", ""));
    }

    // What stands behind it as each reader may see it: of the report, or of all reports on the obligation.
    static async Task<IReadOnlyList<Behind>> Evidence(ZhiceDb db, Actor actor, ObligationId obligation, ReportId? report, CancellationToken cancel)
    {
        var rows = await (
            from use in db.VisibleEvidenceUses(actor)
            where db.Reports.Any(r => r.Id == use.ReportId && r.ObligationId == obligation && (report == null || r.Id == report))
            join evidence in db.Evidence on use.EvidenceId equals evidence.Id
            orderby evidence.Id
            select new { evidence.Id, use.Number, evidence.Title }).AsNoTracking().Take(100).ToListAsync(cancel);
        return [.. rows.Select(r => new Behind(r.Id, r.Number, r.Title)).Distinct()]; // one piece may stand behind several sentences
    }

    static async Task<Outcome<View>> Find(ZhiceDb db, Actor actor, TypicalCaseId id, CaseWords? typed, CancellationToken cancel)
    {
        var row = await (
            from one in db.VisibleCases(actor)
            where one.Id == id
            join office in db.Organisations on one.OrganisationId equals office.Id
            join owed in db.Obligations on one.ObligationId equals owed.Id
            join task in db.Tasks on owed.TaskId equals task.Id
            select new { one, office, task.Title }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("typical.missing");
        var (works, reviews) = (AccessPolicy.MayWork(actor, row.office.Path), AccessPolicy.MayReviewCase(actor, row.office.Path));
        List<Step> steps = !AccessPolicy.IsInside(actor) ? [] : await (
            from step in db.TypicalCaseSteps
            where step.CaseId == id
            from account in db.Accounts.Where(a => a.Id == step.By).DefaultIfEmpty()
            orderby step.Id
            select new Step(step, account.DisplayName)).AsNoTracking().Take(100).ToListAsync(cancel);
        // A task of a document that is not public is not named to the public.
        var named = AccessPolicy.IsInside(actor) ? row.Title : "";
        return new View(row.one, row.office, row.one.ObligationId, row.one.ReportId, named, await Evidence(db, actor, row.one.ObligationId, row.one.ReportId, cancel), steps,
            reviews && row.one.State == TypicalCaseState.Submitted ? await CaseDesk.Alike(db, actor, row.one, cancel) : [], works, reviews, typed ?? new(row.one.Title, row.one.Practice, row.one.Effect));
    }

    static async Task<IResult> ShowNew(long? obligation, long? report, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await New(db, visit.Actor, new(obligation ?? 0), report is { } id ? new ReportId(id) : null, null, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<CasePage>(view) : Answer.Refused(visit, refusal);

    static CaseWords Words(IFormCollection form) => new(form["title"].ToString(), form["practice"].ToString().ReplaceLineEndings("\n"), form["effect"].ToString().ReplaceLineEndings("\n"));

    static async Task<IResult> Begin(HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        _ = long.TryParse(form["obligation"], out var obligation);
        ReportId? report = long.TryParse(form["report"], out var one) ? new(one) : null;
        var words = Words(form);
        if ((await CaseDesk.Begin(db, visit.Actor, new(obligation), report, words, visit.Demonstration, clock, cancel)).Accepted(out var begun, out var refusal)) return Answer.Done(visit, $"/typical-cases/{begun.Id.Value}", "typical.begun");
        db.ChangeTracker.Clear();
        return refusal is Invalid && (await New(db, visit.Actor, new(obligation), report, words, cancel)).Accepted(out var view, out _) ? Answer.Again<CasePage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Find(db, visit.Actor, new(id), null, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<CasePage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Change(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var (key, version, words) = (new TypicalCaseId(id), EditCall.Number(form["version"]), Words(form));
        Outcome<TypicalCase> outcome;
        if (form["do"] == "save") outcome = await CaseDesk.Save(db, visit.Actor, key, version, words, clock, cancel);
        else if (form["do"] == "consent") outcome = await CaseDesk.Consent(db, visit.Actor, key, version, form["consentBy"].ToString(), form["consentScope"].ToString(), EditCall.Day(form["consentOn"]), clock, cancel);
        else if (Enum.TryParse<TypicalCaseState>(form["do"], out var to) && Enum.IsDefined(to))
            outcome = await CaseDesk.Move(db, visit.Actor, key, version, to, form["note"], long.TryParse(form["repeats"], out var repeats) ? new TypicalCaseId(repeats) : null, clock, cancel);
        else return Answer.Refused(visit, new Blocked("typical.not-now"));
        if (outcome.Accepted(out _, out var refusal)) return Answer.Done(visit, $"/typical-cases/{id}", "typical.done");
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Find(db, visit.Actor, key, form["do"] == "save" ? words : null, cancel)).Accepted(out var view, out _) ? Answer.Again<CasePage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
