namespace Zhice.Policy.Structure;

/// <summary>Which brackets and quotes of a folded text belong together. An opener without its closer, or the other way, is no bracket.</summary>
internal static class BracketPairs
{
    const string Openers = "(《〈“‘";
    const string Closers = ")》〉”’";

    /// <summary>For each character the place of its partner, or -1.</summary>
    public static int[] Match(string fold)
    {
        var partner = new int[fold.Length];
        Array.Fill(partner, -1);
        var open = new List<int>();
        Span<int> waiting = stackalloc int[Openers.Length];
        for (var i = 0; i < fold.Length; i++)
        {
            var kind = Openers.IndexOf(fold[i], StringComparison.Ordinal);
            if (kind >= 0)
            {
                open.Add(i);
                waiting[kind]++;
                continue;
            }
            kind = Closers.IndexOf(fold[i], StringComparison.Ordinal);
            if (kind < 0 || waiting[kind] == 0) continue;
            while (true)
            {
                var top = open[^1];
                open.RemoveAt(open.Count - 1);
                var topKind = Openers.IndexOf(fold[top], StringComparison.Ordinal);
                waiting[topKind]--;
                if (topKind != kind) continue;
                partner[i] = top;
                partner[top] = i;
                break;
            }
        }
        return partner;
    }

    /// <summary>True where <paramref name="fold"/> ends inside a bracket or quote, so that its next line belongs to it.</summary>
    public static bool EndsInside(string fold)
    {
        var from = Math.Max(0, fold.Length - 400);
        var tail = fold[from..];
        var partner = Match(tail);
        for (var i = tail.Length - 1; i >= 0; i--)
        {
            if (Openers.Contains(tail[i], StringComparison.Ordinal) && partner[i] < 0) return true;
            if (tail[i] == '。' && tail.Length - i > 120) return false;
        }
        return false;
    }
}
