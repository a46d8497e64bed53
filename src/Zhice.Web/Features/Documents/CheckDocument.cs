using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Documents;

/// <summary>标记已核对: a person says that the reading is right.</summary>
public static class CheckDocument
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/documents/{id:long}/checked", Handle);

    /// <summary>Marks it; a document that is checked or published already stays as it is.</summary>
    public static async Task<Outcome<ImportedDocument>> Run(ZhiceDb db, Actor actor, DocumentId id, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await DocumentAccess.FindToCorrect(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var document = found.Document;
        if (document.State != DocumentState.Read) return document;
        document.State = DocumentState.Checked;
        document.Version++;
        AuditLog.Append(db, actor, clock.GetUtcNow(), "document.check", $"document/{id.Value}", new { document.Coverage, document.TaskCount });
        await db.SaveChangesAsync(cancel);
        return document;
    }

    static async Task<IResult> Handle(long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, $"/documents/{id}", "document.checked")
            : Answer.Refused(visit, refusal);
}
