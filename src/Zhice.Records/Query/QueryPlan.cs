using System.Text;
using System.Text.RegularExpressions;
using Zhice.Records.Index;
using Zhice.Records.Search;

namespace Zhice.Records.Query;

/// <summary>A wildcard that means too many words.</summary>
sealed class TooWideException(string words) : Exception(words);

/// <summary>Turns a tree into cursors over one segment.</summary>
/// <param name="segment">The segment.</param>
/// <param name="pledged">First days of large pledges that records of the store tell, one for each record; null for none.</param>
/// <param name="time">How long it may take; null for any time.</param>
sealed class QueryPlan(Segment segment, int[]? pledged = null, SearchTime? time = null)
{
    readonly SearchTime time = time ?? SearchTime.Unbounded;

    /// <summary>Most words that a wildcard may stand for, in one segment.</summary>
    internal const int MostExpanded = 5_000;
    const int MostLookedAt = 200_000;

    internal RecordCursor Of(QueryNode node) => node switch
    {
        AllNode => new AllCursor(segment.Count),
        WordsNode words => Words(words),
        NearNode near => Near(near),
        ExactNode { Field: ExactField.Family } family => new OrCursor([Exact(family), Exact(family with { Field = ExactField.Number })]),
        ExactNode exact => Exact(exact),
        DaysNode days => new RangeCursor(segment, days.Column, days.From.DayNumber, days.To.DayNumber),
        KindNode kind => new PackedCursor(segment, 0, 0xFF, (int)kind.Kind),
        FactNode fact => Fact(fact),
        DatasetNode set => new PackedCursor(segment, 16, 0xFFFF, set.Id),
        StatusNode status => new PackedCursor(segment, 8, 0xFF, (int)status.Status),
        NotNode not => new ExceptCursor(new AllCursor(segment.Count), Of(not.Part)),
        OrNode or => new OrCursor(or.Parts.Select(Of)),
        AndNode and => And(and),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    RecordCursor Fact(FactNode fact)
    {
        RecordCursor marked = new FlagCursor(segment, (int)fact.Fact);
        if (fact.By is { } by && Later(QueryValues.SinceField(fact.Fact), by) is { Count: > 0 } later) marked = new ExceptCursor(marked, new OrCursor(later));
        return fact.Fact == RecordFacts.LargePledge && pledged is not null ? new OrCursor([marked, new SinceCursor(pledged, fact.By?.DayNumber ?? int.MaxValue)]) : marked;
    }

    // Days are written so that later ones stand behind earlier ones.
    List<RecordCursor> Later(string field, DateOnly by)
    {
        var (prefix, last) = (Keys.Of(Keys.More, field), Keys.Of(Keys.More, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{field}{by:yyyy-MM-dd}")));
        var later = new List<RecordCursor>();
        for (var term = segment.LowerBound(last); term < segment.Terms && segment.Key(term).StartsWith(prefix); term++)
            if (!segment.Key(term).SequenceEqual(last)) later.Add(new PostingCursor(segment, new TermPlace(term, segment.Frequency(term))));
        return later;
    }

    RecordCursor And(AndNode and)
    {
        var wanted = and.Parts.Where(p => p is not NotNode).Select(Of).ToList();
        var all = wanted.Count switch { 0 => new AllCursor(segment.Count), 1 => wanted[0], _ => new AndCursor(wanted) };
        return and.Parts.OfType<NotNode>().Aggregate(all, (left, not) => new ExceptCursor(left, Of(not.Part)));
    }

    PostingCursor Exact(ExactNode exact)
    {
        return new PostingCursor(segment, segment.Find(Keys.Of(Space(exact.Field), exact.Value)));
    }

    NearCursor Near(NearNode near) => new(Words(near.Left), Words(near.Right), new PostingCursor(segment, segment.Find(Keys.Of(Space(near.Left.Field), [Tokens.Separator]))), near.Distance, near.Ordered, time);

    internal RecordCursor Words(WordsNode words)
    {
        var phrase = Phrase(Space(words.Field), words.Words);
        return words.Field switch
        {
            TextField.Title => new FieldCursor(segment, phrase, null, Column.TitleEnd),
            TextField.Abstract => new FieldCursor(segment, phrase, Column.TitleEnd, Column.AbstractEnd),
            TextField.Claims => new FieldCursor(segment, phrase, Column.AbstractEnd, Column.ClaimsEnd),
            TextField.Description => new FieldCursor(segment, phrase, Column.ClaimsEnd, Column.TextEnd),
            _ => phrase,
        };
    }

    /// <summary>How many records hold each part of the words; signs between words are no part. Summed over segments, the rarest part stands for the words.</summary>
    internal IEnumerable<long> Frequencies(WordsNode words) => WordPattern.Telling(words.Words).Select(part => Part(Space(words.Field), part).Cost);

    internal static byte Space(ExactField field) => field switch
    {
        ExactField.Class => Keys.Class, ExactField.Number => Keys.Number, ExactField.Cites => Keys.Cites, ExactField.Region => Keys.Region, ExactField.Party => Keys.Party,
        ExactField.Family => Keys.Family, ExactField.Priority => Keys.Priority, ExactField.PartyKind => Keys.PartyKind, _ => Keys.More,
    };

    internal static byte Space(TextField field) => field switch { TextField.Applicant => Keys.Applicant, TextField.Inventor => Keys.Inventor, TextField.Agency => Keys.Agency, TextField.Event => Keys.Event, _ => Keys.Text };

    RecordCursor Phrase(byte space, string words)
    {
        var parts = WordPattern.Parts(words, out var width).ConvertAll(part => (Cursor: Part(space, part), part.Offset));
        if (parts.Any(p => p.Cursor.Record == RecordCursor.End)) return new NoCursor();
        return parts.Count == 1 && parts[0].Offset == 0 && parts[0].Cursor.Width == width ? parts[0].Cursor : new PhraseCursor(parts, width, time);
    }

    RecordCursor Part(byte space, PhrasePart part)
    {
        if (part.Kind is PartKind.Pair or PartKind.Word or PartKind.Gap) return new PostingCursor(segment, segment.Find(Keys.Of(space, part.Text)), part.Kind == PartKind.Pair ? 2 : 1);
        var star = part.Text.AsSpan().IndexOfAny('*', '?');
        var prefix = Keys.Of(space, part.Kind == PartKind.Single ? part.Text : part.Text.AsSpan(0, star));
        var pattern = part.Kind == PartKind.Single || star == part.Text.Length - 1 && part.Text[star] == '*' ? null
            : new Regex("^" + Regex.Escape(part.Text).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        var width = part.Kind == PartKind.Followed ? 2 : 1;
        var found = new List<RecordCursor>();
        var first = segment.LowerBound(prefix);
        for (var term = first; term < segment.Terms && segment.Key(term).StartsWith(prefix); term++)
        {
            if (term - first > MostLookedAt) throw new TooWideException(part.Text);
            if (pattern is not null && !pattern.IsMatch(Encoding.UTF8.GetString(segment.Key(term)[1..]))) continue;
            if (found.Count == MostExpanded && part.Kind == PartKind.Wildcard) throw new TooWideException(part.Text);
            found.Add(new PostingCursor(segment, new TermPlace(term, segment.Frequency(term)), width));
        }
        return found.Count switch { 0 => new NoCursor(), 1 => found[0], _ => new OrCursor(found) };
    }
}
