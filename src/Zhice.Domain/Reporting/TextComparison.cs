namespace Zhice.Domain.Reporting;

/// <summary>Whether words stand in both texts or in one.</summary>
public enum TextChange
{
    /// <summary>In both.</summary>
    Same,
    /// <summary>In the first only.</summary>
    Removed,
    /// <summary>In the second only.</summary>
    Added,
}

/// <summary>A run of words with what became of it.</summary>
public readonly record struct TextPart(TextChange Change, string Text);

/// <summary>Differences of two narratives by clauses, and the joining of two that grew from one.</summary>
public static class TextComparison
{
    // Narratives hold up to 20,000 characters, some 1,500 clauses at most: the table stays below a few million cells.
    const int Most = 2_000;

    /// <summary>What changed from one text to the other, in the order of reading; the parts of the first and of the second make up the texts.</summary>
    public static IReadOnlyList<TextPart> Differences(string before, string after)
    {
        var (a, b) = (Clauses(before), Clauses(after));
        var parts = new List<TextPart>();
        if (a.Count > Most || b.Count > Most) return before == after ? [new(TextChange.Same, before)] : [new(TextChange.Removed, before), new(TextChange.Added, after)];
        var common = Table(a, b);
        for (int i = 0, j = 0; i < a.Count || j < b.Count;)
            if (i < a.Count && j < b.Count && a[i] == b[j]) (i, j) = Take(TextChange.Same, a[i], i + 1, j + 1);
            else if (i < a.Count && (j == b.Count || common[i + 1, j] >= common[i, j + 1])) (i, j) = Take(TextChange.Removed, a[i], i + 1, j);
            else (i, j) = Take(TextChange.Added, b[j], i, j + 1);
        return parts;

        (int, int) Take(TextChange change, string text, int i, int j)
        {
            if (parts.Count > 0 && parts[^1].Change == change) parts[^1] = new(change, parts[^1].Text + text);
            else parts.Add(new(change, text));
            return (i, j);
        }
    }

    /// <summary>A proposal that holds what both wrote: what only one changed is taken, and where both changed the same lines, both stand, mine after theirs.</summary>
    /// <param name="origin">The text that both began with.</param>
    /// <param name="theirs">The one that was saved first.</param>
    /// <param name="mine">The one that came second.</param>
    public static string Joined(string origin, string theirs, string mine)
    {
        if (theirs == mine || mine == origin) return theirs;
        if (theirs == origin) return mine;
        string[] o = origin.Split('\n'), t = theirs.Split('\n'), m = mine.Split('\n');
        if (o.Length > Most || t.Length > Most || m.Length > Most) return theirs + "\n" + mine;
        var (inTheirs, inMine) = (Places(o, t), Places(o, m));
        var joined = new List<string>();
        int io = 0, it = 0, im = 0;
        for (var at = 0; at <= o.Length; at++)
        {
            // A line that both kept closes the stretch before it; so does the end.
            if (at < o.Length && (inTheirs[at] < 0 || inMine[at] < 0)) continue;
            var (endTheirs, endMine) = at < o.Length ? (inTheirs[at], inMine[at]) : (t.Length, m.Length);
            string[] oldPart = o[io..at], theirPart = t[it..endTheirs], myPart = m[im..endMine];
            if (theirPart.SequenceEqual(myPart) || myPart.SequenceEqual(oldPart)) joined.AddRange(theirPart);
            else if (theirPart.SequenceEqual(oldPart)) joined.AddRange(myPart);
            else joined.AddRange(Both(oldPart, theirPart, myPart));
            if (at < o.Length) joined.Add(o[at]);
            (io, it, im) = (at + 1, endTheirs + 1, endMine + 1);
        }
        return string.Join('\n', joined);
    }

    // Paragraphs that were neither added nor taken away are joined one by one; else both stretches stand, lines that are in both once.
    static IEnumerable<string> Both(string[] old, string[] theirs, string[] mine)
    {
        if (old.Length != theirs.Length || old.Length != mine.Length) return [.. theirs, .. mine.Where(line => !theirs.Contains(line))];
        return Enumerable.Range(0, old.Length).SelectMany(i => theirs[i] == mine[i] || mine[i] == old[i] ? [theirs[i]] : theirs[i] == old[i] ? [mine[i]] : new[] { theirs[i], mine[i] });
    }

    // For each line of the first its place in the second, or -1 where it is gone.
    static int[] Places(string[] a, string[] b)
    {
        var common = Table(a, b);
        var places = new int[a.Length];
        Array.Fill(places, -1);
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
            if (a[i] == b[j]) places[i++] = j++;
            else if (common[i + 1, j] >= common[i, j + 1]) i++;
            else j++;
        return places;
    }

    // Longest common subsequences of the ends.
    static int[,] Table(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        var common = new int[a.Count + 1, b.Count + 1];
        for (var i = a.Count - 1; i >= 0; i--)
            for (var j = b.Count - 1; j >= 0; j--)
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        return common;
    }

    static List<string> Clauses(string text)
    {
        var clauses = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
            if (text[i] is '，' or '。' or '；' or '、' or '：' or '\n' or ' ' or ',' or '.' or ';')
            {
                clauses.Add(text[start..(i + 1)]);
                start = i + 1;
            }
        if (start < text.Length) clauses.Add(text[start..]);
        return clauses;
    }
}
