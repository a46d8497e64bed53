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
    readonly Dictionary<string, string?> cities = new(StringComparer.Ordinal);
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
                    if (division.Level == "city") cities[name] = cities.ContainsKey(name) ? null : division.Code;
                }
            }
        }
        provinces.Sort((a, b) => b.Name.Length.CompareTo(a.Name.Length));
        foreach (var list in below.Values) list.Sort((a, b) => b.Name.Length.CompareTo(a.Name.Length));
    }

    /// <summary>Name of a division; its code when it is unknown.</summary>
    public string NameOf(string code) => names.GetValueOrDefault(code, code);

    /// <summary>Code of the division, six digits; null when the address names none that is known.</summary>
    public string? Find(string? address)
    {
        if (string.IsNullOrWhiteSpace(address)) return null;
        var text = PostCode().Replace(address, "");
        if (Begins(provinces, ref text) is { } province) return Deeper(province, text);
        foreach (var length in (int[])[text.Length >= 6 ? 6 : 0, 5, 4, 3, 2])
            if (length > 0 && text.Length >= length && cities.TryGetValue(text[..length], out var city) && city is not null) return Deeper(city, text[length..]);
        return null;
    }

    string Deeper(string code, string text)
    {
        while (below.TryGetValue(code, out var list) && Begins(list, ref text) is { } deeper) code = deeper;
        return code;
    }

    static string? Begins(List<(string Name, string Code)> list, ref string text)
    {
        foreach (var (name, code) in list)
            if (text.StartsWith(name, StringComparison.Ordinal)) { text = text[name.Length..]; return code; }
        return null;
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
    [GeneratedRegex("省$|市$|(?:壮族|回族|维吾尔)?自治区$|特别行政区$")]
    private static partial Regex Province();
}
