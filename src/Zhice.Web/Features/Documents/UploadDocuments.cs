using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Documents;

/// <summary>上传: the page and the address under which files come in; each file is imported by itself.</summary>
public static class UploadDocuments
{
    /// <summary>The page.</summary>
    /// <param name="Owners">Organisations that may keep the documents.</param>
    /// <param name="Disclosure">As chosen; null before.</param>
    /// <param name="Owner">As chosen.</param>
    /// <param name="Results">What came of each file; empty before.</param>
    public sealed record View(IReadOnlyList<(OrganisationId Id, string Name)> Owners, Disclosure? Disclosure, OrganisationId? Owner, IReadOnlyList<Result> Results);

    /// <summary>What came of one file.</summary>
    public sealed record Result(string FileName, ImportDocument.Response? Imported, Refusal? Refusal);

    const long MostRequest = 8L * BoundedReading.MostBytes;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/documents/new", Show);
        routes.MapPost("/documents/new", Handle).WithMetadata(new RequestSizeLimitAttribute(MostRequest)).DisableAntiforgery();
        routes.MapPost("/api/v1/documents", HandleOne).WithMetadata(new RequestSizeLimitAttribute(BoundedReading.MostBytes + 1024 * 1024)).DisableAntiforgery();
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var owners = await ImportDocument.Owners(db, visit.Actor, cancel);
        return owners.Count == 0 ? Answer.Refused(visit, new Forbidden("access.denied")) : Answer.Page<UploadPage>(Page(owners, null, null, []));
    }

    static async Task<IResult> Handle(HttpContext context, Visit visit, ZhiceDb db, ZhiceStore store, TimeProvider clock, CancellationToken cancel)
    {
        var owners = await ImportDocument.Owners(db, visit.Actor, cancel);
        if (owners.Count == 0) return Answer.Refused(visit, new Forbidden("access.denied"));
        if (!(await ReadForm(context, cancel)).Accepted(out var sent, out var refusal)) return Answer.Again<UploadPage>(visit, Page(owners, null, null, []), refusal);
        var (disclosure, owner) = Choices(sent.Form);
        var view = Page(owners, disclosure, owner, []);
        if (disclosure is null) return Answer.Again<UploadPage>(visit, view, new Invalid(new Defect("import.disclosure", "disclosure")));
        if (sent.Form.Files.Count == 0) return Answer.Again<UploadPage>(visit, view, new Invalid(new Defect("import.no-file", "file")));

        var results = new List<Result>();
        foreach (var file in sent.Form.Files)
        {
            var outcome = await ImportDocument.Run(db, store.Files, visit.Actor, await Read(file, disclosure, owner, cancel), clock, cancel);
            results.Add(outcome.Accepted(out var imported, out var why) ? new(file.FileName, imported, null) : new(file.FileName, null, why));
        }
        if (results is [{ Imported: { } only }]) return Answer.Done(visit, $"/documents/{only.Id.Value}", "import.done");
        return Answer.Page<UploadPage>(view with { Results = results }, results.TrueForAll(r => r.Imported is null) ? 422 : 200);
    }

    static async Task<IResult> HandleOne(HttpContext context, Visit visit, ZhiceDb db, ZhiceStore store, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await ReadForm(context, cancel)).Accepted(out var sent, out var refusal)) return Answer.Problem(visit, refusal);
        if (sent.Form.Files is not [var file]) return Answer.Problem(visit, new Invalid(new Defect("import.no-file", "file")));
        var (disclosure, owner) = Choices(sent.Form);
        if (!(await ImportDocument.Run(db, store.Files, visit.Actor, await Read(file, disclosure, owner, cancel), clock, cancel)).Accepted(out var imported, out refusal))
            return Problem(visit, refusal);
        return Results.Created($"/documents/{imported.Id.Value}", new
        {
            id = imported.Id.Value, address = $"/documents/{imported.Id.Value}", imported.Title, imported.Tasks, imported.Coverage, imported.Lacks,
        });
    }

    // The sentence of a file's refusal is the parser's own; the table of words has no say in it.
    static IResult Problem(Visit visit, Refusal refusal) =>
        refusal.Defects[0] is { Code: "import.duplicate" } defect
            ? Results.Problem(statusCode: 409, title: visit.Words.Of(defect), extensions: [new("code", defect.Code), new("address", $"/documents/{defect.Arguments[1]}")])
            : Answer.Problem(visit, refusal is Invalid { Defects: [{ Code: "import.unreadable" } why] } ? new Invalid(Spoken(visit, why)) : refusal);

    /// <summary>A file's refusal with one argument: the parser's sentence in the reader's language.</summary>
    internal static Defect Spoken(Visit visit, Defect defect) =>
        defect.Code == "import.unreadable" ? new Defect(defect.Code, defect.Field, visit.Words.IsEnglish ? defect.Arguments[1] : defect.Arguments[0]) : defect;

    static async Task<Outcome<Sent>> ReadForm(HttpContext context, CancellationToken cancel)
    {
        if (!context.Request.HasFormContentType) return new Invalid(new Defect("import.no-file", "file"));
        try
        {
            return new Sent(await context.Request.ReadFormAsync(cancel));
        }
        catch (Exception broken) when (broken is BadHttpRequestException or InvalidDataException)
        {
            return new Invalid(new Defect("import.large", "file", BoundedReading.MostBytes >> 20));
        }
    }

    /// <summary>What was sent; a record, as an interface cannot become an outcome by itself.</summary>
    sealed record Sent(IFormCollection Form);

    static (Disclosure?, OrganisationId?) Choices(IFormCollection form) => (
        Enum.TryParse<Disclosure>(form["disclosure"], out var disclosure) && Enum.IsDefined(disclosure) ? disclosure : null,
        long.TryParse(form["owner"], out var owner) ? new OrganisationId(owner) : null);

    static async Task<ImportDocument.Request> Read(IFormFile file, Disclosure? disclosure, OrganisationId? owner, CancellationToken cancel)
    {
        // One byte more than allowed is enough to be refused as too large.
        using var memory = new MemoryStream((int)Math.Min(file.Length, BoundedReading.MostBytes + 1));
        await using var stream = file.OpenReadStream();
        var buffer = new byte[81920];
        int read;
        while (memory.Length <= BoundedReading.MostBytes && (read = await stream.ReadAsync(buffer, cancel)) > 0) memory.Write(buffer, 0, read);
        return new ImportDocument.Request(file.FileName, memory.ToArray(), disclosure, owner);
    }

    static View Page(IReadOnlyList<Organisation> owners, Disclosure? disclosure, OrganisationId? owner, IReadOnlyList<Result> results) =>
        new([.. owners.Select(o => (o.Id, o.Name))], disclosure, owner, results);
}
