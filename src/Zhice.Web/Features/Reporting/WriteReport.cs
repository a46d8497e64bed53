using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Reporting;
using Zhice.Domain;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Reporting;

/// <summary>填写进展: saves a draft, by the form or by the page's script while one writes, and hands it on.</summary>
public static class WriteReport
{
    /// <summary>Bytes of a form: 20,000 characters of Chinese, percent-encoded.</summary>
    const long Body = 2 * 1024 * 1024;

    /// <summary>A draft as the script sends it.</summary>
    /// <param name="Version">Version that it began from.</param>
    /// <param name="Revision">Number of the save that it began from.</param>
    /// <param name="From">First day of the period, 2026-01-01.</param>
    /// <param name="To">Last day.</param>
    /// <param name="Status">Name of the status.</param>
    /// <param name="Result">Name of the result.</param>
    /// <param name="Narrative">The narrative.</param>
    /// <param name="Commitments">Keys of the sentences.</param>
    public sealed record Draft(int Version, int? Revision, string? From, string? To, string? Status, string? Result, string? Narrative, IReadOnlyList<long>? Commitments);

    /// <summary>A save that was taken, as the script reads it.</summary>
    /// <param name="Version">Version to send next.</param>
    /// <param name="Revision">Number of the save.</param>
    /// <param name="At">When, in Chinese time: 10:32.</param>
    public sealed record Taken(int Version, int Revision, string At);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/reports/{id:long}", Handle).DisableAntiforgery().WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(Body));
        routes.MapPost("/reports/{id:long}/draft", Autosave);
    }

    /// <summary>Reads the fields of a form or of a script: all defects at once.</summary>
    public static Outcome<ReportContent> Read(string? from, string? to, string? status, string? result, string? narrative, IEnumerable<long> commitments)
    {
        var defects = new List<Defect>();
        if (!Day(from, out var first)) defects.Add(new Defect("report.day", "from"));
        if (!Day(to, out var last)) defects.Add(new Defect("report.day", "to"));
        if (!Enum.TryParse<WorkStatus>(status, out var claimed) || !Enum.IsDefined(claimed)) defects.Add(new Defect("report.status", "status"));
        if (!Enum.TryParse<WorkResult>(result, out var reached) || !Enum.IsDefined(reached)) defects.Add(new Defect("report.result", "result"));
        if (defects.Count > 0) return new Invalid(defects);
        return new ReportContent(first, last, narrative ?? "", claimed, reached, [.. commitments.Select(c => new CommitmentId(c))]).Tidy();
    }

    static bool Day(string? text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    static async Task<IResult> Autosave(long id, Draft draft, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!Read(draft.From, draft.To, draft.Status, draft.Result, draft.Narrative, draft.Commitments ?? []).Accepted(out var content, out var refusal)) return Answer.Problem(visit, refusal);
        return (await ReportDesk.Save(db, visit.Actor, new(id), new SaveOrigin(draft.Version, draft.Revision), content, clock, cancel)).Accepted(out var saved, out refusal)
            ? TypedResults.Ok(new Taken(saved.Version, saved.Revision, Visit.Moment(saved.At)[11..]))
            : Answer.Problem(visit, refusal);
    }

    static async Task<IResult> Handle(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        _ = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        _ = int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision);
        var sentences = form["commitment"].Select(c => long.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : 0).Where(key => key > 0);
        var report = new ReportId(id);
        if (!Read(form["from"], form["to"], form["status"], form["result"], form["narrative"], sentences).Accepted(out var content, out var refusal))
            return await Again(db, visit, report, null, refusal, clock, cancel);
        if (!(await ReportDesk.Save(db, visit.Actor, report, new SaveOrigin(version, revision), content, clock, cancel)).Accepted(out var saved, out refusal))
            return refusal.Code == "report.conflict"
                ? await Both(db, visit, report, revision, content, refusal, clock, cancel)
                : await Again(db, visit, report, content, refusal, clock, cancel);
        if (form["then"] != "forward") return Answer.Done(visit, $"/reports/{id}", "report.saved");
        return (await ReportSteps.Take(db, visit.Actor, report, new ReportStepRequest(WayAction.Forward, saved.Version, []), clock, cancel)).Accepted(out _, out refusal)
            ? Answer.Done(visit, $"/reports/{id}", "report.moved")
            : await Again(db, visit, report, content, refusal, clock, cancel);
    }

    static async Task<IResult> Again(ZhiceDb db, Visit visit, ReportId id, ReportContent? typed, Refusal refusal, TimeProvider clock, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        return (await ShowReport.Run(db, visit.Actor, id, clock, cancel)).Accepted(out var view, out var unseen)
            ? Answer.Again<ReportPage>(visit, typed is null ? view : view with { Content = typed }, refusal)
            : Answer.Refused(visit, unseen);
    }

    // The second of two who write at once: both versions, side by side, and a proposal that holds what both wrote.
    static async Task<IResult> Both(ZhiceDb db, Visit visit, ReportId id, int began, ReportContent mine, Refusal refusal, TimeProvider clock, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        if (!(await ShowReport.Run(db, visit.Actor, id, clock, cancel)).Accepted(out var view, out var unseen)) return Answer.Refused(visit, unseen);
        var origin = await db.ReportRevisions.FirstOrDefaultAsync(r => r.ReportId == id && r.Number == began, cancel);
        var theirs = ReportContent.Of(view.Saved);
        var joined = Join(origin is null ? mine : ReportContent.Of(origin), theirs, mine);
        return Answer.Again<ReportPage>(visit, view with { Content = joined, Conflict = new(mine, theirs, joined) }, refusal);
    }

    /// <summary>What both wrote: a field that only one changed is taken from that one; where both did, mine, and the page shows theirs beside it.</summary>
    public static ReportContent Join(ReportContent origin, ReportContent theirs, ReportContent mine)
    {
        var gone = origin.Commitments.Except(theirs.Commitments).Concat(origin.Commitments.Except(mine.Commitments)).ToHashSet();
        return new ReportContent(
            mine.From == origin.From ? theirs.From : mine.From, mine.To == origin.To ? theirs.To : mine.To,
            TextComparison.Joined(origin.Narrative, theirs.Narrative, mine.Narrative),
            mine.Status == origin.Status ? theirs.Status : mine.Status, mine.Result == origin.Result ? theirs.Result : mine.Result,
            [.. theirs.Commitments.Union(mine.Commitments).Where(c => !gone.Contains(c))]);
    }
}
