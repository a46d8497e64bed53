using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Documents;
using Zhice.Data.Publishing;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Policy;
using Zhice.Web.Features.Documents.Reader;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Documents;

/// <summary>核对: the original beside what was read out of it, each leading to the other.</summary>
public static class ReadDocument
{
    /// <summary>The page.</summary>
    /// <param name="Found">The document.</param>
    /// <param name="Reading">Its reading with corrections.</param>
    /// <param name="Unknown">Organisations named in it that the directory does not know.</param>
    /// <param name="Newer">True when a newer parser could read the text again.</param>
    /// <param name="Shown">A range to mark, asked for by ?s=START-END; null for none.</param>
    /// <param name="Part">The part of a long document, asked for by ?part=N; a range to mark goes first.</param>
    public sealed record View(FoundDocument Found, StoredReading Reading, IReadOnlySet<string> Unknown, bool Newer, Span? Shown, int Part = 1)
    {
        /// <summary>Programmes that do not yet hold the document's newest corrections; none for those who may not correct it.</summary>
        public IReadOnlyList<WaitingChange> Waiting { get; init; } = [];

        /// <summary>The newest document that took its place in a programme; null where it stands there itself, or was not replaced.</summary>
        public DocumentId? ReplacedBy { get; init; }

        /// <summary>The reading.</summary>
        public PolicyDocument Document => Reading.Document;
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/documents/{id:long}", Handle);
        routes.MapGet("/documents/{id:long}/parts", Parts);
    }

    /// <summary>The document with its reading, as far as the one who asks may see it.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, DocumentId id, CancellationToken cancel)
    {
        if (!(await DocumentAccess.Find(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var reading = await Readings.Load(db, id, cancel) ?? throw new InvalidDataException($"Document {id.Value} has no reading.");
        var unknown = await OrganisationNames.Unknown(db, found.Document.OwnerId, Fragments.Names(reading.Document), cancel);
        return new View(found, reading, unknown, reading.Parser != BoundedReading.Parser, null);
    }

    static async Task<IResult> Handle(long id, int? part, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<ReaderPage>(view with { Waiting = await Waiting(db, view.Found, cancel), ReplacedBy = (await Replacements(db, [view.Found.Document.Id], cancel)).GetValueOrDefault(view.Found.Document.Id), Shown = Range(visit.Asked("s"), view.Document.Text.Length), Part = part ?? 1 })
            : Answer.Refused(visit, refusal);

    static async Task<IReadOnlyList<WaitingChange>> Waiting(ZhiceDb db, FoundDocument found, CancellationToken cancel) =>
        found is { MayCorrect: true, Document.State: DocumentState.Published }
            ? [.. (await WaitingChanges.Of(db, null, [found.Document.Id], null, cancel)).Where(w => w.Corrections > 0)]
            : [];

    /// <summary>Of these documents, those whose place another one took and that no programme holds any more, with the newest that did.</summary>
    internal static async Task<Dictionary<DocumentId, DocumentId?>> Replacements(ZhiceDb db, IReadOnlyList<DocumentId> documents, CancellationToken cancel) => (await db.Publications
        .Where(p => p.ReplacesId != null && documents.Contains(p.ReplacesId.Value) && !db.Tasks.Any(t => t.DocumentId == p.ReplacesId && t.WithdrawnBy == null))
        .OrderBy(p => p.Id).Select(p => new { Old = p.ReplacesId!.Value, New = p.DocumentId }).ToListAsync(cancel)).GroupBy(r => r.Old).ToDictionary(g => g.Key, g => (DocumentId?)g.Last().New);

    // Pieces of a long document that come into view: ?chunks=31,32 or ?blocks=t121,t122.
    static async Task<IResult> Parts(long id, Visit visit, HttpContext context, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, new(id), cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var document = view.Document;
        var chunks = TextChunks.Of(document.Text);
        var writer = new ChunkHtml(document);
        var keys = (visit.Asked("blocks") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Take(60).ToHashSet(StringComparer.Ordinal);
        return Fragments.Answer(new
        {
            version = view.Found.Document.Version,
            chunks = (visit.Asked("chunks") ?? "").Split(',').Take(20).Select(c => int.TryParse(c, out var index) ? index : -1)
                .Where(index => index >= 0 && index < chunks.Count).Distinct()
                .ToDictionary(index => index, index => writer.Write(chunks[index], Fragments.Places(visit.Words))),
            blocks = await Fragments.Blocks(context.RequestServices, document, OutlineBlock.Of(document).Where(b => keys.Contains(b.Key)), view.Unknown),
        });
    }

    static Span? Range(string? asked, int length) =>
        asked?.Split('-') is [var first, var second] && int.TryParse(first, out var start) && int.TryParse(second, out var end)
        && start >= 0 && start < end && end <= length ? new Span(start, end) : null;
}
