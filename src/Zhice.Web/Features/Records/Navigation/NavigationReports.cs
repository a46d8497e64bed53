using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Zhice.Data;
using Zhice.Data.Records;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Records.Query;
using Zhice.Records.Store;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Records.Navigation;

/// <summary>专利导航报告: kind, title, query and queries beside it under one name; the paper is made from the records of the day as often as wanted.</summary>
public static class NavigationReports
{
    // A paper that is made within this time is there when the page comes back; a longer one shows how far it is.
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);

    /// <summary>What the form sends.</summary>
    public sealed class Form
    {
        /// <summary>The kind, by name.</summary>
        public string? Kind { get; set; }
        /// <summary>The title.</summary>
        public string? Title { get; set; }
        /// <summary>The query.</summary>
        public string? Scope { get; set; }
        /// <summary>Names of queries beside it.</summary>
        public List<string> Names { get; set => field = value ?? []; } = [];
        /// <summary>These queries, in the same order.</summary>
        public List<string> Queries { get; set => field = value ?? []; } = [];
    }

    /// <summary>The list with its form.</summary>
    public sealed record ListView(IReadOnlyList<KeptReport> Reports, Form Typed);

    /// <summary>One report.</summary>
    /// <param name="Kept">The report and what is known of its paper.</param>
    /// <param name="Progress">How far its making is; null when none goes on.</param>
    /// <param name="Now">Number of the last record of the store now.</param>
    public sealed record View(KeptReport Kept, NavigationProgress? Progress, long Now);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/records/reports", List);
        routes.MapPost("/records/reports", Keep).DisableAntiforgery();
        routes.MapGet("/records/reports/{id:long}", Show);
        routes.MapPost("/records/reports/{id:long}/make", Make).DisableAntiforgery();
        routes.MapPost("/records/reports/{id:long}/remove", Remove).DisableAntiforgery();
        routes.MapGet("/records/reports/{id:long}/report.docx", Paper);
    }

    internal static string Address(NavigationReport report) => $"/records/reports/{report.Id.Value}";

    static async Task<IResult> List(string? q, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        visit.Actor.IsPublic ? Answer.Refused(visit, new Forbidden("access.denied")) : Answer.Page<NavigationListPage>(new ListView(await NavigationShelf.Of(db, visit.Actor, cancel), new Form { Scope = q }));

    static async Task<IResult> Keep([FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (visit.Actor.IsPublic) return Answer.Refused(visit, new Forbidden("access.denied"));
        if ((await Read(form, visit, db, cancel)).Accepted(out var read, out var refusal)
            && (await NavigationShelf.Keep(db, visit.Actor, form.Title ?? "", read.Kind, read.Scope, read.Compared, clock, cancel)).Accepted(out var report, out refusal)) return Answer.Done(visit, Address(report), "navigation.kept");
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked ? Answer.Again<NavigationListPage>(visit, new ListView(await NavigationShelf.Of(db, visit.Actor, cancel), form), refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<Outcome<(NavigationKind Kind, string Scope, IReadOnlyList<NavigationComparison> Compared)>> Read(Form form, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var defects = new List<Defect>();
        if (!Enum.TryParse<NavigationKind>(form.Kind, out var kind) || !Enum.IsDefined(kind)) defects.Add(new("navigation.kind", "kind"));
        var scope = await Understood(form.Scope, "scope");
        var compared = new List<NavigationComparison>();
        for (var i = 0; i < Math.Min(form.Queries.Count, 100); i++)
        {
            var (name, query) = ((form.Names.ElementAtOrDefault(i) ?? "").Trim(), form.Queries[i]?.Trim() ?? "");
            if (query.Length == 0 && name.Length == 0) continue;
            var understood = await Understood(query, "compared");
            compared.Add(new(name.Length == 0 ? understood[..Math.Min(understood.Length, NavigationReport.LongestName)] : name, understood));
        }
        return defects.Count > 0 ? new Invalid(defects) : (kind, scope, compared);

        async Task<string> Understood(string? text, string field)
        {
            var query = text?.Trim() ?? "";
            if (QueryParser.Parse(query, await RecordQuery.Sets(db, visit, query, cancel)).Accepted(out var node, out var fault)) return query.Length == 0 ? "" : node.ToString();
            defects.Add(fault.Defects[0] with { Field = field });
            return "";
        }
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, NavigationMaker maker, RecordStore store, CancellationToken cancel) =>
        (await NavigationShelf.One(db, visit.Actor, new(id), cancel)).Accepted(out var kept, out var refusal)
            ? Answer.Page<NavigationReportPage>(new View(kept, maker.Of(kept.Report.Id), store.Snapshot().Last)) : Answer.Refused(visit, refusal);

    static async Task<IResult> Make(long id, [FromForm] string? abnormal, Visit visit, ZhiceDb db, NavigationMaker maker, CancellationToken cancel)
    {
        if (!(await NavigationShelf.One(db, visit.Actor, new(id), cancel)).Accepted(out var kept, out var refusal)) return Answer.Refused(visit, refusal);
        var making = maker.Begin(kept.Report, RecordQuery.Inside(visit), abnormal == "true");
        await Task.WhenAny(making, Task.Delay(Patience, cancel));
        return Answer.Done(visit, Address(kept.Report), maker.Of(kept.Report.Id) switch { null => "navigation.made", { Failed: true } => "navigation.failed", _ => "navigation.begun" });
    }

    static async Task<IResult> Remove(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await NavigationShelf.Remove(db, visit.Actor, new(id), cancel)).Accepted(out _, out var refusal) ? Answer.Done(visit, "/records/reports", "navigation.removed") : Answer.Refused(visit, refusal);

    static async Task<IResult> Paper(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await NavigationShelf.Paper(db, visit.Actor, new(id), cancel)).Accepted(out var paper, out var refusal)
            ? Results.File(paper.File.Bytes, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", $"{paper.Title}.docx", entityTag: new EntityTagHeaderValue($"\"{paper.File.Digest}\""))
            : Answer.Refused(visit, refusal);
}
