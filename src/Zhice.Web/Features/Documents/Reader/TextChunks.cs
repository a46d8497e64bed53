using Zhice.Policy;

namespace Zhice.Web.Features.Documents.Reader;

/// <summary>Cuts a canonical text into pieces at line ends, by the text alone: corrections never move an edge, so that a changed piece can be sent by itself.</summary>
internal static class TextChunks
{
    /// <summary>Units after which a piece ends with its line.</summary>
    public const int Size = 2400;

    /// <summary>Pieces rendered with the page; the others stand as plain words until they come into view.</summary>
    public const int WithPage = 30;

    /// <summary>The pieces in order; they partition the text.</summary>
    public static IReadOnlyList<Span> Of(string text)
    {
        var chunks = new List<Span>();
        for (var start = 0; start < text.Length;)
        {
            var end = start + Size >= text.Length ? text.Length : text.IndexOf('\n', start + Size) + 1;
            // A line of many thousand units is cut all the same, but not within a pair of surrogates.
            if (end <= start || end > start + 4 * Size) end = Math.Min(text.Length, start + 4 * Size);
            if (end < text.Length && char.IsLowSurrogate(text[end])) end++;
            chunks.Add(new Span(start, end));
            start = end;
        }
        return chunks;
    }
}
