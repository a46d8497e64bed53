using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Data.Matching;

/// <summary>The books used last, kept in memory until a document of the office is published again.</summary>
/// <remarks>A book holds what no reader's rights change; what a reader may not see is taken out by whoever shows it. A stamp, read before each use, tells on every node alike whether the book still holds.</remarks>
public sealed class KeptBooks
{
    const int Most = 6;

    readonly Lock gate = new();
    readonly LinkedList<(OrganisationId Owner, PublicationId? Stamp, CommitmentBook Book)> kept = new();

    /// <summary>The book of an office's documents: one command when it is kept, three when it is made.</summary>
    public async Task<CommitmentBook> Of(ZhiceDb db, OrganisationId owner, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var stamp = await db.Publications.Where(p => db.Documents.Any(d => d.Id == p.DocumentId && d.OwnerId == owner)).MaxAsync(p => (PublicationId?)p.Id, cancel);
        lock (gate)
        {
            foreach (var entry in kept)
                if (entry.Owner == owner && entry.Stamp == stamp) return entry.Book;
        }
        var book = await CommitmentBook.Of(db, owner, cancel);
        lock (gate)
        {
            for (var node = kept.First; node is not null; node = node.Next)
                if (node.Value.Owner == owner) { kept.Remove(node); break; }
            kept.AddFirst((owner, stamp, book));
            if (kept.Count > Most) kept.RemoveLast();
        }
        return book;
    }
}
