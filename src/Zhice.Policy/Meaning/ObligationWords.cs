namespace Zhice.Policy.Meaning;

/// <summary>必做, 选做 and their kin, which say whether those named before them must.</summary>
internal static class ObligationWords
{
    static readonly (string Word, bool Must)[] Words = [("必须做", true), ("必做", true), ("必选", true), ("可选做", false), ("选做", false), ("自选", false), ("可选", false)];

    /// <summary>The words, the longer before the shorter.</summary>
    public static IEnumerable<string> All => Words.Select(w => w.Word);

    /// <summary>True where folded words hold one of them: 示范城市必做.</summary>
    public static bool Say(ReadOnlySpan<char> fold)
    {
        for (var i = 0; i + 1 < fold.Length; i++)
            if (At(fold, i, out _) > 0) return true;
        return false;
    }

    /// <summary>Length of the word that begins at a place; 0 where none does.</summary>
    public static int At(ReadOnlySpan<char> fold, int at, out bool must)
    {
        must = false;
        if (fold[at] is not ('必' or '选' or '可' or '自')) return 0;
        foreach (var (word, says) in Words)
        {
            if (!fold[at..].StartsWith(word, StringComparison.Ordinal)) continue;
            // 可选择, 必选择 choose something.
            if (word[^1] == '选' && at + word.Length < fold.Length && fold[at + word.Length] is '择' or '取' or '用' or '定') return 0;
            must = says;
            return word.Length;
        }
        return 0;
    }

    static readonly string[] Heads = ["项目", "项", "任务", "省份", "城市", "地区", "县区", "区县", "范围", "对象", "单位", "主体", ""];

    /// <summary>Length, colon included, of 必做：, 选做地区： and the like, which stand before those who must or may; 0 where there is none.</summary>
    public static int HeadAt(ReadOnlySpan<char> fold, int at, out bool must)
    {
        var word = At(fold, at, out must);
        if (word == 0) return 0;
        foreach (var noun in Heads)
        {
            var colon = at + word + noun.Length;
            if (colon < fold.Length && fold[colon] == ':' && fold[(at + word)..colon].SequenceEqual(noun)) return colon + 1 - at;
        }
        return 0;
    }
}
