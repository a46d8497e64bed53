using System.Text.RegularExpressions;

namespace Zhice.Records.Names;

/// <summary>A division of the tree that addresses are looked up in.</summary>
/// <param name="Code">Six digits (GB/T 2260).</param>
/// <param name="Name">The full name.</param>
/// <param name="Level">province, city or county.</param>
/// <param name="Parent">Code of the division above it.</param>
public sealed record DivisionName(string Code, string Name, string Level, string Parent);

/// <summary>Finds the administrative division that a Chinese address lies in: as deep as the address says so without doubt.</summary>
public sealed partial class DivisionFinder
{
    readonly List<(string Name, string Code)> provinces = [];
    readonly Dictionary<string, List<(string Name, string Code)>> below = new(StringComparer.Ordinal);
    // By first character, as far as the name says which one it is: of all divisions, and of those below a province at any depth.
    readonly Dictionary<char, List<(string Name, string Code)>> anywhere = [];
    readonly Dictionary<string, List<(string Name, string Code)>> within = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> parents = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    static readonly Lazy<DivisionFinder> TheShipped = new(() => new DivisionFinder(ShippedNames()));

    /// <summary>The finder over the divisions that come with the program (<c>data/divisions/divisions.csv</c>).</summary>
    public static DivisionFinder Shipped => TheShipped.Value;

    /// <summary>The divisions that come with the program.</summary>
    public static IReadOnlyList<DivisionName> ShippedNames()
    {
        using var reader = new StreamReader(typeof(DivisionFinder).Assembly.GetManifestResourceStream("divisions.csv")!);
        return [.. Text.Csv.Read(reader.ReadToEnd()).Skip(1).Select(r => new DivisionName(r.Fields[0], r.Fields[1], r.Fields[2], r.Fields[3]))];
    }

    /// <summary>Takes in the tree.</summary>
    public DivisionFinder(IEnumerable<DivisionName> divisions)
    {
        ArgumentNullException.ThrowIfNull(divisions);
        foreach (var division in divisions.Where(d => d.Level != "nation"))
        {
            (names[division.Code], parents[division.Code]) = (division.Name, division.Parent);
            foreach (var name in Writings(division))
            {
                if (division.Level == "province") provinces.Add((name, division.Code));
                else
                {
                    if (!below.TryGetValue(division.Parent, out var list)) below[division.Parent] = list = [];
                    list.Add((name, division.Code));
                }
            }
        }
        // Islands and special regions have no divisions in the list, but an address may name them.
        foreach (var (code, name) in new[] { ("710000", "台湾"), ("810000", "香港"), ("820000", "澳门") })
            if (!names.ContainsKey(code))
            {
                names[code] = name;
                provinces.AddRange([(name, code), (name + (code == "710000" ? "省" : "特别行政区"), code)]);
            }
        foreach (var province in provinces.Select(p => p.Code).Distinct()) within[province] = [.. Unambiguous([.. Under(province)])];
        // 吉林 alone is the province, not its city.
        var shorter = provinces.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var one in Unambiguous([.. provinces.Select(p => p.Code).Distinct().SelectMany(Under)]).Where(d => !shorter.Contains(d.Name)).Concat(provinces))
        {
            if (!anywhere.TryGetValue(one.Name[0], out var list)) anywhere[one.Name[0]] = list = [];
            list.Add(one);
        }
        foreach (var list in below.Values.Concat(within.Values).Concat(anywhere.Values).Append(provinces)) list.Sort((a, b) => b.Name.Length.CompareTo(a.Name.Length));
    }

    IEnumerable<(string Name, string Code)> Under(string code) =>
        below.TryGetValue(code, out var list) ? list.Concat(list.Select(d => d.Code).Distinct().SelectMany(Under)) : [];

    // A name that two divisions have says nothing, and one of two characters is as often the beginning of a street.
    static IEnumerable<(string Name, string Code)> Unambiguous(List<(string Name, string Code)> all) =>
        all.GroupBy(d => d.Name, StringComparer.Ordinal).Where(g => g.Select(d => d.Code).Distinct().Count() == 1 && (g.Key.Length > 2 || g.First().Code.EndsWith("00", StringComparison.Ordinal))).Select(g => g.First());

    /// <summary>Whether there is a division of a code, six digits.</summary>
    public bool Knows(string code) => names.ContainsKey(code);

    /// <summary>Name of a division; its code when it is unknown.</summary>
    public string NameOf(string code) => names.GetValueOrDefault(code, code);

    /// <summary>Code of the division, six digits; null when the address names none that is known.</summary>
    public string? Find(string? address)
    {
        if (string.IsNullOrWhiteSpace(address)) return null;
        var text = PostCode().Replace(address, "");
        if (TradeZone().Match(text) is { Success: true } zone) text = zone.Groups[1].Value + text[zone.Length..];
        if (text.Length == 0 || !anywhere.TryGetValue(text[0], out var roots) || Begins(roots, ref text) is not { } root) return null;
        return Deeper(root, text);
    }

    // 吉林市 is more than 吉林, 当涂县 is below 安徽省 without its city, and the name of a zone tells nothing.
    string Deeper(string code, string text)
    {
        while (true)
        {
            var next = below.TryGetValue(code, out var list) ? Longest(list, text) : null;
            if (within.TryGetValue(code, out var all) && Longest(all, text) is { } deep && deep.Name.Length > (next?.Name.Length ?? 0)) next = deep;
            if (next is { } found) (code, text) = (found.Code, text[found.Name.Length..]);
            else if (Zone().Match(text) is { Success: true } zone) text = text[zone.Length..];
            else return code;
        }
    }

    static (string Name, string Code)? Longest(List<(string Name, string Code)> list, string text)
    {
        foreach (var one in list)
            if (text.StartsWith(one.Name, StringComparison.Ordinal)) return one;
        return null;
    }

    static string? Begins(List<(string Name, string Code)> list, ref string text)
    {
        if (Longest(list, text) is not { } found) return null;
        text = text[found.Name.Length..];
        return found.Code;
    }

    static IEnumerable<string> Writings(DivisionName division)
    {
        yield return division.Name;
        var shorter = division.Level switch
        {
            "province" => Province().Replace(division.Name, ""),
            "city" when division.Name.EndsWith('市') && division.Name.Length > 2 => division.Name[..^1],
            _ => division.Name,
        };
        if (shorter.Length >= 2 && shorter != division.Name) yield return shorter;
    }

    [GeneratedRegex(@"^[\s0-9]{6,8}\s*|\s+|^中国")]
    private static partial Regex PostCode();
    [GeneratedRegex("^[(（]([^)）]{2,8})[)）]自由贸易试验区")]
    private static partial Regex TradeZone();
    [GeneratedRegex("^[^市县区]{1,10}?(?:新区|自由贸易试验区|开发区|高新区|经开区|示范区)")]
    private static partial Regex Zone();
    [GeneratedRegex("省$|市$|(?:壮族|回族|维吾尔)?自治区$|特别行政区$")]
    private static partial Regex Province();
}
