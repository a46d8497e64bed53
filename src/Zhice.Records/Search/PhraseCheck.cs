using Zhice.Records.Index;
using Zhice.Records.Query;

namespace Zhice.Records.Search;

/// <summary>Tells whether records that hold all terms of a phrase hold them at their distances. Asked in ascending order.</summary>
internal sealed class PhraseCheck
{
    readonly Segment segment;
    readonly (PostingCursor Cursor, int Offset)[] terms;
    readonly bool title;
    int[] found = new int[64];

    /// <param name="segment">The segment.</param>
    /// <param name="terms">The terms, the rarest first, with their offsets.</param>
    /// <param name="field">Where.</param>
    internal PhraseCheck(Segment segment, IReadOnlyList<(TermPlace Place, int Offset)> terms, TextField field)
    {
        (this.segment, title) = (segment, field == TextField.Title);
        this.terms = [.. terms.Select(t => (new PostingCursor(segment, t.Place), t.Offset))];
    }

    internal bool Holds(int record)
    {
        var (lead, offset) = terms[0];
        lead.Advance(record);
        var end = title ? segment.Numbers(Column.TitleEnd)[record] : int.MaxValue;
        var positions = lead.Positions();
        if (found.Length < positions.Length) found = new int[positions.Length * 2];
        var count = 0;
        foreach (var position in positions)
            if (position >= offset && position - offset < end) found[count++] = position - offset;
        for (var i = 1; i < terms.Length && count > 0; i++) count = Meet(i, record, count);
        return count > 0;
    }

    int Meet(int term, int record, int count)
    {
        var (cursor, offset) = terms[term];
        cursor.Advance(record);
        var positions = cursor.Positions();
        var (kept, at) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var wanted = found[i] + offset;
            while (at < positions.Length && positions[at] < wanted) at++;
            if (at < positions.Length && positions[at] == wanted) found[kept++] = found[i];
        }
        return kept;
    }
}
