using System.Buffers;

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
    public static readonly Flow Empty = new("", null, new Shape("", [], [], [0]));

    static readonly int[] FromStart = [0];

    /// <summary>The folded words, and the stretches of the canonical text that make them: where each begins in the flow, and where in the text.</summary>
    sealed record Shape(string Fold, int[] Runs, int[] Offsets, int[] PieceStarts);

    readonly string canonical;
    readonly Span[]? pieces;
    Shape? shape;

    Flow(string canonical, Span[]? pieces, Shape? shape)
    {
        this.canonical = canonical;
        this.pieces = pieces;
        this.shape = shape;
    }

    Shape Made => shape ??= Read(canonical, pieces!);

    int[] Runs => Made.Runs;
    int[] Offsets => Made.Offsets;
    int[] PieceStarts => Made.PieceStarts;

    /// <summary>Lets the words go; they are read again from the canonical text when they are asked for.</summary>
    public void Rest()
    {
        if (pieces is not null) shape = null;
    }

    int RunAt(int i) => Runs.Length == 1 ? 0 : Array.BinarySearch(Runs, i) is var found && found >= 0 ? found : ~found - 1;

    /// <summary>The place in the canonical text of a character of the flow.</summary>
    int At(int i)
    {
        var run = RunAt(i);
        return Offsets[run] + i - Runs[run];
    }

    /// <summary>The words in normal form; made anew each time.</summary>
    public string Text => Printed(0, Length);

    /// <summary>The folded shadow of <see cref="Text"/>, of the same length.</summary>
    public string Fold => Made.Fold;

    public int Length => Fold.Length;

    public static Flow Of(string canonical, Span piece) => Of(canonical, [piece]);

    public static Flow Of(string canonical, IReadOnlyList<Span> pieces) => new(canonical, [.. pieces], null);

    static Shape Read(string canonical, Span[] pieces)
    {
        var size = 0;
        foreach (var piece in pieces) size += piece.Length;
        var buffer = ArrayPool<char>.Shared.Rent(size);
        var (runs, offsets) = (new List<int>(), new List<int>());
        var starts = new int[Math.Max(1, pieces.Length)];
        var length = 0;
        for (var p = 0; p < pieces.Length; p++)
        {
            starts[p] = length;
            length = Scan(canonical, pieces[p], buffer, length, runs, offsets);
        }
        var fold = new string(buffer, 0, length);
        ArrayPool<char>.Shared.Return(buffer);
        return new Shape(fold, runs.Count == 1 ? FromStart : [.. runs], [.. offsets], pieces.Length == 1 ? FromStart : starts);
    }

    /// <summary>The folded words of one piece, without the way back.</summary>
    public static string FoldOf(string canonical, Span piece)
    {
        var buffer = ArrayPool<char>.Shared.Rent(piece.Length);
        var fold = new string(buffer, 0, Scan(canonical, piece, buffer, 0, null, null));
        ArrayPool<char>.Shared.Return(buffer);
        return fold;
    }

    /// <summary>Writes the folded words of a piece behind those that stand in <paramref name="fold"/>; returns how many there are then.</summary>
    static int Scan(string canonical, Span piece, char[] fold, int length, List<int>? runs, List<int>? offsets)
    {
        var (start, next, blank) = (length, -1, -1);
        for (var i = piece.Start; i < piece.End; i++)
        {
            var c = canonical[i];
            if (c == '\n') { blank = -2; continue; }
            if (c == '*' && (Beside(canonical, i - 1) || Beside(canonical, i + 1))) continue; // Markdown's ** is emphasis, not words
            var folded = CharacterFold.Of(c);
            if (folded == ' ') { if (blank == -1) blank = i; continue; }
            if (blank >= 0 && length > start && !CharacterFold.IsWide(canonical[next - 1]) && !CharacterFold.IsWide(c) && !SpacedDigits.Joins(canonical, piece, next - 1, i)) Take(blank, ' ');
            blank = -1;
            Take(i, folded);
        }
        return length;

        void Take(int from, char c)
        {
            if (from != next)
            {
                runs?.Add(length);
                offsets?.Add(from);
            }
            fold[length++] = c;
            next = from + 1;
        }

        static bool Beside(string s, int i) => i >= 0 && i < s.Length && s[i] == '*';
    }

    /// <summary>The words of [start, end) as printed; a blank of any kind is a space.</summary>
    public string Printed(int start, int end) => end <= start ? "" : string.Create(end - start, (this, start), static (target, state) =>
    {
        var (flow, at) = state;
        for (var run = flow.RunAt(at); !target.IsEmpty; run++)
        {
            var stop = run + 1 < flow.Runs.Length ? flow.Runs[run + 1] : flow.Length;
            var length = Math.Min(stop - at, target.Length);
            var words = flow.canonical.AsSpan(flow.Offsets[run] + at - flow.Runs[run], length);
            for (var i = 0; i < length; i++) target[i] = flow.Fold[at + i] == ' ' ? ' ' : words[i];
            target = target[length..];
            at += length;
        }
    });

    /// <summary>The canonical range from one character to another, pieces between them included.</summary>
    public Span SpanOf(int start, int end) =>
        end > start ? new Span(At(start), At(end - 1) + 1)
        : Length == 0 ? new Span(0, 0)
        : start < Length ? new Span(At(start), At(start))
        : new Span(At(Length - 1) + 1, At(Length - 1) + 1);

    public Span Span => SpanOf(0, Length);

    /// <summary>The canonical ranges of [start, end), one for each piece touched.</summary>
    public IEnumerable<Span> PiecesOf(int start, int end)
    {
        for (var p = 0; p < PieceStarts.Length; p++)
        {
            var from = Math.Max(start, PieceStarts[p]);
            var to = Math.Min(end, p + 1 < PieceStarts.Length ? PieceStarts[p + 1] : Length);
            if (to > from) yield return SpanOf(from, to);
        }
    }

    /// <summary>True where a blank or a line end that is not in the flow stands before the character.</summary>
    public bool IsSetOff(int i) => i > 0 && Array.BinarySearch(Runs, i) >= 0;

    /// <summary>True where a gap of the width of two blanks or more, and no line end, stands before the character.</summary>
    public bool IsWideGap(int i)
    {
        if (!IsSetOff(i)) return false;
        var width = 0;
        for (var at = At(i - 1) + 1; at < At(i); at++)
        {
            if (canonical[at] == '\n' || !CharacterFold.IsBlank(canonical[at])) return false;
            width += canonical[at] is '\u3000' or '\t' ? 2 : 1;
        }
        return width > 1;
    }

    /// <summary>True where nothing but blanks and line ends lies between two pieces of the canonical text.</summary>
    public bool IsBlankBetween(Span first, Span second)
    {
        for (var i = first.End; i < second.Start; i++)
            if (!char.IsWhiteSpace(canonical[i]) && !CharacterFold.IsBlank(canonical[i])) return false;
        return second.Start >= first.End;
    }

    /// <summary>The words of [start, end) with blanks at both ends taken off.</summary>
    public string Words(int start, int end) => Printed(start, end).Trim();

    /// <summary>Words that name something, without the marks that stand for control characters of the file.</summary>
    public static string Legible(string words) => words.Contains('\uFFFD', StringComparison.Ordinal) ? words.Replace("\uFFFD", "", StringComparison.Ordinal).Trim() is { Length: > 0 } kept ? kept : words : words;

    /// <summary>The same words, made when they are asked for.</summary>
    public Wording Wording(int start, int end) => new(canonical, [.. PiecesOf(start, end)]);

    public Flow Slice(int start, int end)
    {
        if (start == 0 && end == Length) return this;
        if (end <= start) return Empty;
        var starts = new List<int> { 0 };
        foreach (var p in PieceStarts)
            if (p > start && p < end) starts.Add(p - start);
        var (cutRuns, cutOffsets) = (new List<int> { 0 }, new List<int> { At(start) });
        for (var r = 0; r < Runs.Length; r++)
        {
            if (Runs[r] <= start || Runs[r] >= end) continue;
            cutRuns.Add(Runs[r] - start);
            cutOffsets.Add(Offsets[r]);
        }
        return new Flow(canonical, null, new Shape(Fold[start..end], [.. cutRuns], [.. cutOffsets], [.. starts]));
    }

    /// <summary>This flow and then <paramref name="next"/>, read as one.</summary>
    public Flow Then(Flow next)
    {
        if (Length == 0) return next;
        if (next.Length == 0) return this;
        var starts = new List<int>(PieceStarts);
        foreach (var p in next.PieceStarts) starts.Add(p + Length);
        return new Flow(canonical, null, new Shape(Fold + next.Fold, [.. Runs, .. next.Runs.Select(r => r + Length)], [.. Offsets, .. next.Offsets], [.. starts]));
    }
}
