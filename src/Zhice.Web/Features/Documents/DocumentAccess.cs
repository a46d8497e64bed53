using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;

namespace Zhice.Web.Features.Documents;

/// <summary>A document that the one who asks may see, with what else may be done to it.</summary>
/// <param name="Document">The document, tracked.</param>
/// <param name="Owner">Name of the owning organisation.</param>
/// <param name="OwnerPath">Its path.</param>
/// <param name="MayCorrect">True when reading and metadata may be corrected.</param>
/// <param name="MayPublish">True when it may be published to a programme.</param>
public sealed record FoundDocument(ImportedDocument Document, string Owner, string OwnerPath, bool MayCorrect, bool MayPublish);

/// <summary>Finds documents under the access rules: one that may not be seen is missing, as if it were not there.</summary>
internal static class DocumentAccess
{
    /// <summary>The document; one command.</summary>
    public static async Task<Outcome<FoundDocument>> Find(ZhiceDb db, Actor actor, DocumentId id, CancellationToken cancel)
    {
        var row = await (
            from document in db.VisibleDocuments(actor).AsTracking()
            where document.Id == id
            join owner in db.Organisations on document.OwnerId equals owner.Id
            select new { Document = document, owner.Name, owner.Path }).FirstOrDefaultAsync(cancel);
        return row is null
            ? new Missing("document.missing")
            : new FoundDocument(row.Document, row.Name, row.Path, AccessPolicy.MayCorrect(actor, row.Path), AccessPolicy.MayPublish(actor, row.Path));
    }

    /// <summary>The document, to change its reading.</summary>
    public static async Task<Outcome<FoundDocument>> FindToCorrect(ZhiceDb db, Actor actor, DocumentId id, CancellationToken cancel) =>
        !(await Find(db, actor, id, cancel)).Accepted(out var found, out var refusal) ? refusal
        : found.MayCorrect ? found : new Forbidden("access.denied");
}
