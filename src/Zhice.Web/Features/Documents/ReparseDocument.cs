using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Policy;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Documents;

/// <summary>重新解析: the parser of this program reads the stored text again; corrections are found again by their words, or listed as lost.</summary>
public static class ReparseDocument
{
    /// <summary>What came of it.</summary>
    /// <param name="Tasks">Tasks in the new reading.</param>
    /// <param name="Lost">Corrections that no longer find their place.</param>
    public sealed record Response(int Tasks, int Lost);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/documents/{id:long}/reparse", Handle);

    /// <summary>Reads again; the text itself stays as it was at import.</summary>
    public static async Task<Outcome<Response>> Run(ZhiceDb db, Actor actor, DocumentId id, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await DocumentAccess.FindToCorrect(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var stored = await db.DocumentReadings.AsTracking().SingleAsync(r => r.DocumentId == id, cancel);
        var source = ReadingJson.ReadSource(stored.Source, stored.Text);
        var parsed = await BoundedReading.Run(limit => PolicyReader.Interpret(source, limit), cancel);
        if (parsed is null) return new Blocked("import.limits", (int)BoundedReading.MostTime.TotalSeconds);

        var now = clock.GetUtcNow();
        var before = stored.Parser;
        stored.Parse = ReadingJson.Write(parsed);
        stored.Parser = BoundedReading.Parser;
        stored.ParsedAt = now;
        found.Document.Version++;
        AuditLog.Append(db, actor, now, "document.reparse", $"document/{id.Value}", new { from = before, to = stored.Parser, tasks = parsed.Tasks.Count });
        if (!(await CorrectDocument.Save(db, found.Document, cancel)).Accepted(out var reading, out refusal)) return refusal;
        return new Response(reading.Document.Tasks.Count, reading.Lost.Count());
    }

    static async Task<IResult> Handle(long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), clock, cancel)).Accepted(out var done, out var refusal)
            ? Answer.Done(visit, $"/documents/{id}", done.Lost == 0 ? "document.reparsed" : "document.reparsedLost")
            : Answer.Refused(visit, refusal);
}
