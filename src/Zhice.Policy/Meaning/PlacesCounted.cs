using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>每省, 各县（市、区）, 昆明、曲靖各: words before a number that say for which places it holds, and not what is counted.</summary>
internal static class PlacesCounted
{
    public static bool Are(string what)
    {
        var fold = CharacterFold.Of(what).AsSpan().TrimEnd("各均共");
        if (fold.Length < 2) return false;
        if (fold[0] is '每' or '各') return RegionWords.IsMark(fold[1..].TrimStart('个'), out _);
        return CharacterFold.Of(what)[^1] == '各' && RegionWords.AreNames(fold.ToString());
    }

    /// <summary>每州（市）实施专利转化项目 without the places.</summary>
    public static string Without(string what)
    {
        if (what.Length < 4 || what[0] is not ('每' or '各')) return what;
        for (var length = Math.Min(what.Length - 2, 10); length > 1; length--)
            if (RegionWords.IsMark(CharacterFold.Of(what[1..length]), out _)) return what[length..];
        return what;
    }
}
