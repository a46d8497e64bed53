using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Domain;
using Zhice.Records.Store;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Records;

/// <summary>数据资源目录 and 数据接入: what datasets there are and how good they are; administrators take in files.</summary>
public static class ManageDatasets
{
    /// <summary>Largest file by form, in bytes; larger ones come by the command line.</summary>
    public const long Largest = 512L * 1024 * 1024;
    const int MostJobs = 30, MostRejects = 100_000;

    /// <summary>A dataset with its report.</summary>
    public sealed record Entry(Dataset Dataset, IReadOnlyList<QualityFigure> Quality);

    /// <summary>The terms of a dataset as a form has them.</summary>
    public sealed class TermsForm
    {
        /// <summary>Name on screen.</summary>
        public string? Name { get; set; }
        /// <summary>Where the data comes from.</summary>
        public string? Source { get; set; }
        /// <summary>Terms of use.</summary>
        public string? Licence { get; set; }
        /// <summary>How often it is brought up to date.</summary>
        public string? Cycle { get; set; }
        /// <summary>Who may see it: <c>inside</c> or <c>open</c>.</summary>
        public string? Seen { get; set; }
        /// <summary>Filled when the opening of what was the office's own is confirmed.</summary>
        public string? Confirm { get; set; }
    }

    /// <summary>The catalogue.</summary>
    public sealed record CatalogueView(IReadOnlyList<Entry> Entries, long Count, long IndexBytes, bool MayIngest);

    /// <summary>The ingest page. Behind are records that searches do not have yet, null where that cannot be told; the fault is that of the last attempt to carry them over.</summary>
    public sealed record IngestView(IReadOnlyList<IngestJob> Jobs, IReadOnlyDictionary<int, string> Datasets, IngestAtWork? AtWork, long? Behind, string? Fault);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/records/datasets", Catalogue);
        routes.MapPost("/records/datasets/{code}", SetTerms).DisableAntiforgery();
        routes.MapGet("/records/ingest", Show);
        routes.MapPost("/records/ingest", Take).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(Largest), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = Largest });
        routes.MapGet("/records/ingest/{id:long}/rejects.csv", Rejects);
        routes.MapGet("/records/ingest/{id:long}/rejects.xlsx", Rejects);
    }

    static CatalogueView View(Visit visit, RecordStore store)
    {
        var snapshot = store.Snapshot();
        var inside = RecordQuery.Inside(visit);
        return new([.. snapshot.Datasets.Where(d => inside || !d.Inside).Select(d => new Entry(d, store.Quality(d.Id)))], snapshot.CountFor(inside), snapshot.IndexBytes, RecordQuery.MayIngest(visit.Actor));
    }

    static IResult Catalogue(Visit visit, RecordStore store) => Answer.Page<DatasetsPage>(View(visit, store));

    static async Task<IResult> SetTerms(string code, [FromForm] TermsForm form, Visit visit, ZhiceDb db, RecordStore store, RecordIngest ingest, TimeProvider clock, CancellationToken cancel)
    {
        if (!RecordQuery.MayIngest(visit.Actor)) return Answer.Refused(visit, new Forbidden("access.denied"));
        if (store.Snapshot().Datasets.FirstOrDefault(d => d.Code == code) is not { } dataset) return Answer.Refused(visit, new Missing("dataset.missing"));
        if (!Read(form, dataset).Accepted(out var terms, out var refusal) || !(await ingest.SetTerms(db, visit.Actor, terms, clock, cancel)).Accepted(out _, out refusal)) return Answer.Again<DatasetsPage>(visit, View(visit, store), refusal);
        return Answer.Done(visit, "/records/datasets", "dataset.done");
    }

    static Outcome<Dataset> Read(TermsForm form, Dataset dataset)
    {
        var terms = dataset with { Name = form.Name?.Trim() ?? "", Source = form.Source?.Trim() ?? "", Licence = form.Licence?.Trim() ?? "", Cycle = form.Cycle?.Trim() ?? "", Inside = form.Seen == "inside" };
        var defects = new List<Defect>();
        if (terms.Name.Length is 0 or > 100) defects.Add(new("ingest.name", "name-" + dataset.Code));
        if (new[] { terms.Source, terms.Licence, terms.Cycle }.Any(t => t.Length > 200)) defects.Add(new("dataset.long", "source-" + dataset.Code));
        if (form.Seen is not ("inside" or "open")) defects.Add(new("dataset.seen", "seen-" + dataset.Code));
        else if (dataset.Inside && !terms.Inside && string.IsNullOrEmpty(form.Confirm)) defects.Add(new("dataset.confirm", "confirm-" + dataset.Code));
        return defects.Count > 0 ? new Invalid(defects) : terms;
    }

    static async Task<IngestView> View(RecordStore store, RecordIngest ingest, CarryRecords carry, CancellationToken cancel)
    {
        store.Forget();
        return new(store.Jobs(MostJobs), store.Snapshot().Datasets.ToDictionary(d => d.Id, d => d.Name), ingest.AtWork, await carry.Behind(cancel), carry.Fault);
    }

    static async Task<IResult> Show(Visit visit, RecordStore store, RecordIngest ingest, CarryRecords carry, CancellationToken cancel) =>
        RecordQuery.MayIngest(visit.Actor) ? Answer.Page<IngestPage>(await View(store, ingest, carry, cancel)) : Answer.Refused(visit, new Forbidden("access.denied"));

    static async Task<IResult> Take(HttpRequest http, Visit visit, ZhiceDb db, RecordStore store, RecordIngest ingest, CarryRecords carry, TimeProvider clock, CancellationToken cancel)
    {
        if (!RecordQuery.MayIngest(visit.Actor)) return Answer.Refused(visit, new Forbidden("access.denied"));
        var form = await http.ReadFormAsync(cancel);
        if (!(await ingest.Begin(db, visit.Actor, form, clock, cancel)).Accepted(out _, out var refusal)) return Answer.Again<IngestPage>(visit, await View(store, ingest, carry, cancel), refusal);
        return Answer.Done(visit, "/records/ingest", "ingest.begun");
    }

    static async Task<IResult> Rejects(long id, Visit visit, RecordStore store, CancellationToken cancel) =>
        !RecordQuery.MayIngest(visit.Actor) ? Answer.Refused(visit, new Forbidden("access.denied"))
        : await new TableFile($"rejects-{id}", [new(visit.Words["ingest.line"]), new(visit.Words["ingest.reason"], 40), new(visit.Words["ingest.excerpt"], 60)],
            store.Rejects(id, MostRejects).Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.Line), Cell.Of(visit.Words[r.Reason]), Cell.Of(r.Excerpt)])).As(visit.Path, cancel);
}
