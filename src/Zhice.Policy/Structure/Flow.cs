using System.Text;

namespace Zhice.Policy.Structure;

/// <summary>
/// A stretch of running text: pieces of the canonical text read as one line, in normal form, with the way back to each character.
/// </summary>
/// <remarks>
/// Normal form: line breaks go, a blank beside an ideograph or its punctuation goes, one space stays between Latin words. The
/// same words thus read the same from a text file, a Word table and a PDF. What lies between two pieces (a page mark) is not in
/// the flow, so a sentence cut by it reads whole.
/// </remarks>
internal sealed class Flow
{
    public static readonly Flow Empty = new("", "", [], [0]);

    readonly int[] at;
    readonly int[] pieceStarts;

    Flow(string text, string fold, int[] at, int[] pieceStarts)
    {
        Text = text;
        Fold = fold;
        this.at = at;
        this.pieceStarts = pieceStarts;
    }

    /// <summary>The words in normal form.</summary>
    public string Text { get; }

    /// <summary>The folded shadow of <see cref="Text"/>, of the same length.</summary>
    public string Fold { get; }

    public int Length => Text.Length;

    public static Flow Of(string canonical, Span piece) => Of(canonical, [piece]);

    public static Flow Of(string canonical, IReadOnlyList<Span> pieces)
    {
        var size = 0;
        foreach (var piece in pieces) size += piece.Length;
        var text = new StringBuilder(size);
        var at = new List<int>(size);
        var starts = new int[Math.Max(1, pieces.Count)];
        for (var p = 0; p < pieces.Count; p++)
        {
            starts[p] = at.Count;
            var blank = -1;
            for (var i = pieces[p].Start; i < pieces[p].End; i++)
            {
                var c = canonical[i];
                if (c == '\n') { blank = -2; continue; }
                if (c == '*' && (Beside(canonical, i - 1) || Beside(canonical, i + 1))) continue; // Markdown's ** is emphasis, not words
                if (CharacterFold.IsBlank(c)) { if (blank == -1) blank = i; continue; }
                var inWord = text.Length > 0 && at.Count > starts[p];
                if (blank >= 0 && inWord && !CharacterFold.IsWide(text[^1]) && !CharacterFold.IsWide(c))
                {
                    text.Append(' ');
                    at.Add(blank);
                }
                blank = -1;
                text.Append(c);
                at.Add(i);
            }
        }
        var words = text.ToString();
        return new Flow(words, CharacterFold.Of(words), [.. at], starts);

        static bool Beside(string s, int i) => i >= 0 && i < s.Length && s[i] == '*';
    }

    /// <summary>The canonical range from one character to another, pieces between them included.</summary>
    public Span SpanOf(int start, int end) =>
        end > start ? new Span(at[start], at[end - 1] + 1)
        : at.Length == 0 ? new Span(0, 0)
        : start < at.Length ? new Span(at[start], at[start])
        : new Span(at[^1] + 1, at[^1] + 1);

    public Span Span => SpanOf(0, Length);

    /// <summary>The canonical ranges of [start, end), one for each piece touched.</summary>
    public IEnumerable<Span> PiecesOf(int start, int end)
    {
        for (var p = 0; p < pieceStarts.Length; p++)
        {
            var from = Math.Max(start, pieceStarts[p]);
            var to = Math.Min(end, p + 1 < pieceStarts.Length ? pieceStarts[p + 1] : Length);
            if (to > from) yield return SpanOf(from, to);
        }
    }

    /// <summary>The words of [start, end) with blanks at both ends taken off.</summary>
    public string Words(int start, int end) => end > start ? Text[start..end].Trim() : "";

    public Flow Slice(int start, int end)
    {
        if (start == 0 && end == Length) return this;
        if (end <= start) return Empty;
        var starts = new List<int> { 0 };
        foreach (var p in pieceStarts)
            if (p > start && p < end) starts.Add(p - start);
        return new Flow(Text[start..end], Fold[start..end], at[start..end], [.. starts]);
    }

    /// <summary>This flow and then <paramref name="next"/>, read as one.</summary>
    public Flow Then(Flow next)
    {
        if (Length == 0) return next;
        if (next.Length == 0) return this;
        var starts = new List<int>(pieceStarts);
        foreach (var p in next.pieceStarts) starts.Add(p + Length);
        return new Flow(Text + next.Text, Fold + next.Fold, [.. at, .. next.at], [.. starts]);
    }
}
