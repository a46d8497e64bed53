using System.Text.RegularExpressions;

namespace Zhice.Domain.Matching;

/// <summary>Names of bodies made comparable between levels: 财政部, 省财政厅 and 市财政局 all speak of 财政.</summary>
public static partial class BodyNames
{
    /// <summary>The matter that the name speaks of; empty where it names only the intellectual property office itself, which says nothing.</summary>
    public static string Matter(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = Office().Replace(Place().Replace(Bank().Replace(name.Trim(), "$1"), ""), "");
        return Kind().Replace(plain, "");
    }

    /// <summary>The matters of several names, each once.</summary>
    public static IReadOnlyList<string> Matters(IEnumerable<string> names) =>
        [.. names.Select(Matter).Where(m => m.Length > 1).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex("^(?:各|国家|[\u3400-\u9fff]{0,8}?(?:省|自治区|兵团|市(?!场)|州|县))")]
    private static partial Regex Place();
    [GeneratedRegex("^(?:国家|局)?知识产权局|^知识产权(?=.)")]
    private static partial Regex Office();
    [GeneratedRegex("^(.{2,6}银行).*$")]
    private static partial Regex Bank();
    [GeneratedRegex("(?:委员会|管理局|总局|部|厅|局|委|司|处|科)$")]
    private static partial Regex Kind();
}
