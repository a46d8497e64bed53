using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Collects the names of documents in 《…》, each once, and the short names that the text defines.</summary>
internal sealed class Citations
{
    readonly HashSet<string> names = new(StringComparer.Ordinal);
    readonly HashSet<string> shortNames = new(StringComparer.Ordinal);

    public List<Citation> Found { get; } = [];
    public List<Definition> Definitions { get; } = [];

    static readonly string[] Introductions = ["以下统称为", "以下简称为", "以下统一简称", "以下统称", "以下简称", "下称", "以下称为", "以下称", "下同,简称", "简称为", "简称"];

    public void Collect(Flow flow, int[] partner)
    {
        var fold = flow.Fold;
        for (var i = 0; i < fold.Length; i++)
        {
            if (partner[i] <= i) continue;
            if (fold[i] == '《')
            {
                var name = flow.Words(i + 1, partner[i]);
                if (name.Length is > 0 and <= 120 && names.Add(name)) Found.Add(new Citation(name, flow.SpanOf(i, partner[i] + 1)));
                i = partner[i];
            }
            else if (fold[i] == '(' && Define(flow, partner, i)) i = partner[i];
        }
    }

    /// <summary>（以下统称“强市建设”） after the words it stands for.</summary>
    bool Define(Flow flow, int[] partner, int open)
    {
        var fold = flow.Fold;
        var close = partner[open];
        if (close - open is < 5 or > 60) return false;
        var at = -1;
        foreach (var word in Introductions)
        {
            var found = fold.IndexOf(word, open, close - open, StringComparison.Ordinal);
            if (found < 0 || found - open > 12) continue;
            at = found + word.Length;
            break;
        }
        if (at < 0) return false;
        while (at < close && fold[at] is ':' or ' ' or '为') at++;
        var end = close;
        if (at < close && partner[at] > at && partner[at] <= close && fold[at] is '“' or '《' or '‘' && partner[at] > at) (at, end) = (at + 1, partner[at]);
        var name = flow.Words(at, end);
        if (name.Length is < 1 or > 30) return false;
        var start = FullNameStart(fold, partner, open);
        var full = flow.Words(start, open).Trim('《', '》');
        if (full.Length == 0 || !shortNames.Add(name)) return true;
        Definitions.Add(new Definition(name, full, flow.SpanOf(start, close + 1)));
        return true;
    }

    static int FullNameStart(string fold, int[] partner, int open)
    {
        if (open > 0 && fold[open - 1] is '》' or '”' && partner[open - 1] >= 0) return partner[open - 1];
        var start = open;
        while (start > 0 && open - start < 60)
        {
            var c = fold[start - 1];
            if (c is ')' or '》' && partner[start - 1] >= 0) { start = partner[start - 1]; continue; }
            if (c is ',' or '。' or ';' or ':' or '、' or '(' or '“' or '!' or '?') break;
            start--;
        }
        return start;
    }
}
