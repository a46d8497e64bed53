using System.Globalization;
using Zhice.Data;
using Zhice.Data.Reporting;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Reporting;

/// <summary>办理: review, sign, accept, return with all reasons at once, take back.</summary>
public static class MoveReport
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/reports/{id:long}/steps", Handle).DisableAntiforgery();

    static async Task<IResult> Handle(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        _ = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        var action = form["action"].ToString() switch { "return" => WayAction.Return, "recall" => WayAction.Recall, _ => WayAction.Forward };
        var about = form["about"];
        // Rows of the form that were left empty are no reasons; the sentence beside each stands at the same place.
        var reasons = action != WayAction.Return ? [] : form["reason"].Select((text, i) => new ReturnReason(text ?? "", Sentence(i < about.Count ? about[i] : null)))
            .Where(r => !string.IsNullOrWhiteSpace(r.Text)).ToList();
        var result = Enum.TryParse<WorkResult>(form["result"], out var recognised) && Enum.IsDefined(recognised) ? recognised : (WorkResult?)null;
        var request = new ReportStepRequest(action, version, reasons, form["remark"].ToString(), result);
        if ((await ReportSteps.Take(db, visit.Actor, new(id), request, clock, cancel)).Accepted(out _, out var refusal))
            return Answer.Done(visit, $"/reports/{id}", action switch { WayAction.Return => "report.returned", WayAction.Recall => "report.recalled", _ => "report.moved" });
        db.ChangeTracker.Clear();
        return (await ShowReport.Run(db, visit.Actor, new(id), clock, cancel)).Accepted(out var view, out var unseen)
            ? Answer.Again<ReportPage>(visit, view, refusal)
            : Answer.Refused(visit, unseen);
    }

    static CommitmentId? Sentence(string? key) => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new(id) : null;
}
