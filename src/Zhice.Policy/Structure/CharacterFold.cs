namespace Zhice.Policy.Structure;

/// <summary>
/// The folded shadow of a text: one canonical character for each printed variant, never more or fewer, so that an offset in
/// the shadow is an offset in the text. Matching happens on the shadow; what is given out is cut from the text itself.
/// </summary>
/// <remarks>
/// Full-width letters, digits and signs become half-width; every round, square and lenticular bracket becomes ( or );
/// dashes become -, corner quotes become “ ”, unusual spaces become a space, traditional characters become simplified ones.
/// </remarks>
internal static class CharacterFold
{
    static readonly char[] Map = Build();

    public static char Of(char c) => Map[c];

    public static string Of(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (var i = 0; i < target.Length; i++) target[i] = Map[source[i]];
    });

    /// <summary>True for characters that print nothing and carry no meaning, line ends included.</summary>
    public static bool IsBlank(char c) => Map[c] is ' ' or '\n';

    /// <summary>True where a space beside the character means nothing: ideographs, kana, and the signs written with them.</summary>
    public static bool IsWide(char c) => c >= '\u2E80' || c is >= '\u2010' and <= '\u2027' or '\u00B7' or '\u00D7';

    static char[] Build()
    {
        var map = new char[char.MaxValue + 1];
        for (var i = 0; i < map.Length; i++) map[i] = (char)i;
        for (var c = '\uFF01'; c <= '\uFF5E'; c++) map[c] = (char)(c - 0xFEE0);
        foreach (var c in "\t\v\f\r\u0085\u00A0\u1680\u180E\u2028\u2029\u202F\u205F\u3000\uFEFF\u2060\u00AD") map[c] = ' ';
        for (var c = '\u2000'; c <= '\u200F'; c++) map[c] = ' ';
        foreach (var c in "（〔［【〖﹙﹝[｛{") map[c] = '(';
        foreach (var c in "）〕］】〗﹚﹞]｝}") map[c] = ')';
        foreach (var c in "—–―─‐‑‒－﹣−━") map[c] = '-';
        foreach (var c in "～〜∼˜") map[c] = '~';
        foreach (var c in "・•‧∙●") map[c] = '·';
        foreach (var c in "「﹁") map[c] = '“';
        foreach (var c in "」﹂") map[c] = '”';
        foreach (var c in "『﹃") map[c] = '‘';
        foreach (var c in "』﹄") map[c] = '’';
        Pair(map, "｡﹒﹐﹑､﹔﹕﹖﹗＜＞≦≧〇○◯﹪％︰", "。.,、、;:?!<>≤≥零零零%%:");
        Pair(map, TraditionalCharacters.Traditional, TraditionalCharacters.Simplified);
        return map;
    }

    static void Pair(char[] map, string from, string to)
    {
        for (var i = 0; i < from.Length; i++) map[from[i]] = to[i];
    }
}
