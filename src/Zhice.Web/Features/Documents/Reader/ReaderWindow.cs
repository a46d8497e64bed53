using Zhice.Policy;

namespace Zhice.Web.Features.Documents.Reader;

/// <summary>The part of a long document that one page of the reader holds: some pieces of the text, and every block of the structure that they lead to.</summary>
/// <remarks>
/// A text of a megabyte made a page of eight. Most documents are one part. A block stands in every part that shows a word of it, so that
/// each click on the text finds its item on the same page; an item whose words begin in another part leads there.
/// </remarks>
/// <param name="Number">Counted from 1.</param>
/// <param name="Count">Parts of the document.</param>
/// <param name="First">Index of the first piece.</param>
/// <param name="Last">Index after the last piece.</param>
/// <param name="Range">Range of the text, in UTF-16 units.</param>
/// <param name="Blocks">Blocks of the structure, in reading order; the document's own is always the first.</param>
public sealed record ReaderWindow(int Number, int Count, int First, int Last, Span Range, IReadOnlyList<OutlineBlock> Blocks)
{
    /// <summary>Pieces of a part, about 75,000 characters.</summary>
    public const int Pieces = 30;

    /// <summary>A document is cut only when it is longer than this: no reader turns a page for the last few lines.</summary>
    public const int Whole = 45;

    /// <summary>The part with a number, or the one in which <paramref name="shown"/> begins; numbers beyond the ends are the ends.</summary>
    public static ReaderWindow Of(PolicyDocument document, int asked, Span? shown)
    {
        var chunks = TextChunks.Of(document.Text);
        var all = OutlineBlock.Of(document);
        if (chunks.Count <= Whole) return new ReaderWindow(1, 1, 0, chunks.Count, new Span(0, document.Text.Length), all);

        var count = (chunks.Count + Pieces - 1) / Pieces;
        var number = Math.Clamp(shown is { } words ? PartOf(chunks, words.Start) + 1 : asked, 1, count);
        var (first, last) = ((number - 1) * Pieces, Math.Min(number * Pieces, chunks.Count));
        var range = new Span(chunks[first].Start, chunks[last - 1].End);
        var led = TextSegments.Within(TextSegments.Of(document), range).Select(s => s.Block).Where(b => b is not null).ToHashSet(StringComparer.Ordinal);
        return new ReaderWindow(number, count, first, last, range, [.. all.Where(b => b.Key == OutlineBlock.DocumentKey || led.Contains(b.Key) || Begins(b, range))]);
    }

    /// <summary>The first heading or task of each part, to choose a part by; empty where a part has neither.</summary>
    public static IReadOnlyList<string> Titles(PolicyDocument document)
    {
        var chunks = TextChunks.Of(document.Text);
        var titles = new string[(chunks.Count + Pieces - 1) / Pieces];
        Array.Fill(titles, "");
        foreach (var block in OutlineBlock.Of(document).Where(b => b.Key != OutlineBlock.DocumentKey).Reverse())
            titles[PartOf(chunks, Start(block))] = block.Section?.Title ?? block.Task!.Title ?? PendingBlock.FirstWords(block.Task);
        return titles;
    }

    static bool Begins(OutlineBlock block, Span range) => Start(block) >= range.Start && Start(block) < range.End;

    static int Start(OutlineBlock block) => block.Section?.Span.Start ?? block.Task?.Span.Start ?? 0;

    static int PartOf(IReadOnlyList<Span> chunks, int offset)
    {
        int low = 0, high = chunks.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (chunks[middle].End <= offset) low = middle + 1;
            else high = middle;
        }
        return low / Pieces;
    }
}
