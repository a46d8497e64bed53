using Zhice.Data;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Documents.Reader;

/// <summary>What a correction changed on the page: only the blocks and pieces that look different now.</summary>
/// <param name="Version">The document's new version.</param>
/// <param name="Coverage">Share of the body understood, 0 to 1.</param>
/// <param name="Tasks">Number of tasks.</param>
/// <param name="Unparsed">Stretches that are not understood, as pairs of offsets.</param>
/// <param name="Order">Keys of all blocks in order.</param>
/// <param name="Blocks">Changed blocks as HTML.</param>
/// <param name="Chunks">Changed pieces of the text as HTML.</param>
/// <param name="Panel">The list of corrections as HTML.</param>
/// <param name="Entries">Number of entries in it.</param>
/// <param name="MayUndo">True when something can be taken back.</param>
/// <param name="MayRedo">True when something taken back can be done again.</param>
internal sealed record Changes(int Version, double Coverage, int Tasks, IReadOnlyList<int[]> Unparsed, IReadOnlyList<string> Order,
    Dictionary<string, string> Blocks, Dictionary<int, string> Chunks, string Panel, int Entries, bool MayUndo, bool MayRedo)
{
    public static async Task<Changes> Between(IServiceProvider services, ZhiceDb db, Visit visit, CorrectDocument.Response made, CancellationToken cancel)
    {
        var (before, after) = (made.Before.Document, made.After.Document);
        var blocks = OutlineBlock.Of(after);
        var old = OutlineBlock.Of(before).ToDictionary(b => b.Key, StringComparer.Ordinal);
        var changed = blocks.Where(b => !old.TryGetValue(b.Key, out var was) || !OutlineBlock.Same(was, before, b, after)).ToList();
        var unknown = await OrganisationNames.Unknown(db, made.Found.Document.OwnerId, Fragments.Names(after), cancel);

        var writer = new ChunkHtml(after);
        var (shown, now) = (TextSegments.Of(before), TextSegments.Of(after));
        var chunks = TextChunks.Of(after.Text).Select((span, index) => (span, index))
            .Where(c => !TextSegments.Within(shown, c.span).SequenceEqual(TextSegments.Within(now, c.span)))
            .ToDictionary(c => c.index, c => writer.Write(c.span, Fragments.Places(visit.Words)));

        return new Changes(made.Found.Document.Version, after.Coverage, after.Tasks.Count, [.. after.Unparsed.Select(s => new[] { s.Start, s.End })],
            [.. blocks.Select(b => b.Key)], await Fragments.Blocks(services, after, changed, unknown), chunks,
            await Fragments.Render<CorrectionsPanel>(services, new() { ["Reading"] = made.After, ["MayCorrect"] = true }),
            made.After.Entries.Count, made.After.Undoable is not null, made.After.Redoable is not null);
    }
}
