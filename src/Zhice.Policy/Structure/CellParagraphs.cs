using Zhice.Policy.Meaning;

namespace Zhice.Policy.Structure;

/// <summary>Joins the printed lines of one cell into its paragraphs.</summary>
internal static class CellParagraphs
{
    public static CellItem Of(string text, ColumnRole role, IReadOnlyList<SourceLine> lines, bool inherited = false)
    {
        var paragraphs = new List<Flow>();
        var gaps = new List<bool>();
        var pieces = new List<Span>();
        var words = "";
        for (var i = 0; i < lines.Count; i++)
        {
            if (pieces.Count > 0 && Begins(role, words, lines[i]))
            {
                paragraphs.Add(Flow.Of(text, pieces));
                pieces = [];
                words = "";
            }
            foreach (var name in Names(text, role, lines[i]))
            {
                if (pieces.Count > 0 && name.Start > lines[i].Span.Start)
                {
                    paragraphs.Add(Flow.Of(text, pieces));
                    pieces = [];
                }
                if (pieces.Count == 0) gaps.Add(i > 0 && lines[i].BlankBefore);
                pieces.Add(name);
            }
            words = words.Length > 2000 ? words[^1000..] + lines[i].Key : words + lines[i].Key;
        }
        if (pieces.Count > 0) paragraphs.Add(Flow.Of(text, pieces));
        return new CellItem(role, paragraphs, inherited, gaps);
    }

    /// <summary>Names of departments that only blanks divide (市财政局 市教育局) are a list all the same.</summary>
    static List<Span> Names(string text, ColumnRole role, SourceLine line)
    {
        if (role is not (ColumnRole.Lead or ColumnRole.Participant or ColumnRole.Responsible)) return [line.Span];
        var words = LineCells.Words(text, line.Span);
        return words.Count > 1 && words.TrueForAll(w => w.Length >= 3 && CellFit.IsOrganisations(CharacterFold.Of(w.Of(text)))) ? words : [line.Span];
    }

    static bool Begins(ColumnRole role, string words, SourceLine line) => role switch
    {
        ColumnRole.Number or ColumnRole.Title or ColumnRole.Section or ColumnRole.Deadline => false,
        ColumnRole.Lead or ColumnRole.Participant or ColumnRole.Responsible => BeginsLabelled(line.Key) || line.StartsParagraph && !words.EndsWith('、') && !words.EndsWith(',') || NamesOnLines.AreTwo(words, line.Key),
        ColumnRole.Range when BeginsLabelled(line.Key) => true,
        _ => (line.StartsParagraph || Ending.IsComplete(words)) && !BracketPairs.EndsInside(words) && !BreaksOff(words, line.Key),
    };

    /// <summary>…1000件以上，|发布典型案例: a paragraph that ends with a comma goes on in the next, unless that one is numbered or addresses somebody.</summary>
    static bool BreaksOff(string words, string key) =>
        words.Length > 0 && words[^1] is ',' or '、' && Numbering.At(Flow.Of(key, new Span(0, key.Length))).Style == NumberStyle.None && Scopes.At(key, onlyLabels: true, out _, out _) == ActorScope.Unspecified;

    /// <summary>局内：, 省份：, 牵头单位： begin a new line of a department cell.</summary>
    static bool BeginsLabelled(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        return colon is > 0 and <= 9 && (Applicability.LevelAt(key, out _) is not null || colon <= 3 || ResponsibilityLabels.Before(key, colon, 0, out _, out _));
    }
}
