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

    /// <summary>The catalogue.</summary>
    public sealed record CatalogueView(IReadOnlyList<Entry> Entries, long Count, long IndexBytes, bool MayIngest);

    /// <summary>The ingest page.</summary>
    public sealed record IngestView(IReadOnlyList<IngestJob> Jobs, IReadOnlyDictionary<int, string> Datasets, IngestAtWork? AtWork);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/records/datasets", Catalogue);
        routes.MapGet("/records/ingest", Show);
        routes.MapPost("/records/ingest", Take).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(Largest), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = Largest });
        routes.MapGet("/records/ingest/{id:long}/rejects.csv", Rejects);
        routes.MapGet("/records/ingest/{id:long}/rejects.xlsx", Rejects);
    }

    static IResult Catalogue(Visit visit, RecordStore store)
    {
        var snapshot = store.Snapshot();
        var inside = RecordQuery.Inside(visit);
        return Answer.Page<DatasetsPage>(new CatalogueView([.. snapshot.Datasets.Where(d => inside || !d.Inside).Select(d => new Entry(d, store.Quality(d.Id)))], snapshot.Count, snapshot.IndexBytes, RecordQuery.MayIngest(visit.Actor)));
    }

    static IngestView View(RecordStore store, RecordIngest ingest)
    {
        store.Forget();
        return new(store.Jobs(MostJobs), store.Snapshot().Datasets.ToDictionary(d => d.Id, d => d.Name), ingest.AtWork);
    }

    static IResult Show(Visit visit, RecordStore store, RecordIngest ingest) =>
        RecordQuery.MayIngest(visit.Actor) ? Answer.Page<IngestPage>(View(store, ingest)) : Answer.Refused(visit, new Forbidden("access.denied"));

    static async Task<IResult> Take(HttpRequest http, Visit visit, ZhiceDb db, RecordStore store, RecordIngest ingest, TimeProvider clock, CancellationToken cancel)
    {
        if (!RecordQuery.MayIngest(visit.Actor)) return Answer.Refused(visit, new Forbidden("access.denied"));
        var form = await http.ReadFormAsync(cancel);
        if (!(await ingest.Begin(db, visit.Actor, form, clock, cancel)).Accepted(out _, out var refusal)) return Answer.Again<IngestPage>(visit, View(store, ingest), refusal);
        return Answer.Done(visit, "/records/ingest", "ingest.begun");
    }

    static async Task<IResult> Rejects(long id, Visit visit, RecordStore store, CancellationToken cancel) =>
        !RecordQuery.MayIngest(visit.Actor) ? Answer.Refused(visit, new Forbidden("access.denied"))
        : await new TableFile($"rejects-{id}", [new(visit.Words["ingest.line"]), new(visit.Words["ingest.reason"], 40), new(visit.Words["ingest.excerpt"], 60)],
            store.Rejects(id, MostRejects).Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.Line), Cell.Of(visit.Words[r.Reason]), Cell.Of(r.Excerpt)])).As(visit.Path, cancel);
}
