using System.Text.RegularExpressions;

namespace Zhice.Domain.Organisations;

/// <summary>The divisions of one day, under one division: found by code, by level and by name.</summary>
public sealed partial class DivisionTree
{
    readonly Dictionary<string, Division> byCode;
    readonly ILookup<DivisionLevel, Division> byLevel;
    readonly ILookup<char, Division> byFirst;

    /// <summary>Takes the divisions that stood on <paramref name="day"/> at or below <paramref name="top"/>.</summary>
    /// <param name="divisions">All divisions, with all their dated rows.</param>
    /// <param name="day">The day.</param>
    /// <param name="top">Code of the division above all others; 000000 for the nation.</param>
    public DivisionTree(IEnumerable<Division> divisions, DateOnly day, string top)
    {
        var standing = divisions.Where(d => d.ValidFrom <= day && (d.ValidTo is null || day < d.ValidTo))
            .GroupBy(d => d.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.MaxBy(d => d.ValidFrom)!, StringComparer.Ordinal);
        Top = standing.GetValueOrDefault(top);
        byCode = standing.Where(pair => IsUnder(pair.Value, top, standing)).ToDictionary(StringComparer.Ordinal);
        byLevel = byCode.Values.OrderBy(d => d.Code, StringComparer.Ordinal).ToLookup(d => d.Level);
        byFirst = byCode.Values.ToLookup(d => d.Name[0]);
    }

    /// <summary>The division above all others; null where it did not stand on the day.</summary>
    public Division? Top { get; }

    /// <summary>Every division of a level, in the order of codes.</summary>
    public IEnumerable<Division> OfLevel(DivisionLevel level) => byLevel[level];

    /// <summary>The level next below the top: provinces of the nation, cities of a province, counties of a municipality or city.</summary>
    public DivisionLevel LevelBelowTop
    {
        get
        {
            for (var level = (Top?.Level ?? DivisionLevel.Nation) + 1; level < DivisionLevel.County; level++)
                if (byLevel[level].Any()) return level;
            return DivisionLevel.County;
        }
    }

    /// <summary>The division of a code; null where none stood under the top.</summary>
    public Division? Find(string code) => byCode.GetValueOrDefault(code);

    /// <summary>The division itself, or the one above it, of a level; null where there is none.</summary>
    public Division? Ancestor(string code, DivisionLevel level)
    {
        for (var at = Find(code); at is not null; at = at.ParentCode is null ? null : Find(at.ParentCode))
            if (at.Level == level) return at;
        return null;
    }

    /// <summary>The division that a full or short name means (安徽省, 安徽, 兵团, 江苏省南京市): at the level when there is one of it, else the only one of that name.</summary>
    /// <returns>Null where no division has the name, or several have.</returns>
    public Division? Named(string name, DivisionLevel level)
    {
        if (name.Length == 0) return null;
        if (name.EndsWith("兵团", StringComparison.Ordinal))
            return byLevel[DivisionLevel.Province].FirstOrDefault(d => d.Name.EndsWith(name, StringComparison.Ordinal) || name is "新疆兵团");

        var named = byFirst[name[0]].Where(d => Means(d, name)).ToList();
        if (named.Count == 0) return WithPath(name, level);
        var exact = named.Where(d => d.Name == name).ToList();
        var best = exact.Count > 0 ? exact : named;
        var atLevel = best.Where(d => d.Level == level).ToList();
        return atLevel.Count == 1 ? atLevel[0] : best.Count == 1 ? best[0] : Highest(best);
    }

    // 江苏省南京市: the front names what the rest lies under.
    Division? WithPath(string name, DivisionLevel level)
    {
        foreach (var front in byFirst[name[0]].Where(d => name.StartsWith(d.Name, StringComparison.Ordinal) && d.Name.Length < name.Length))
        {
            var rest = byFirst[name[front.Name.Length]].Where(d => Means(d, name[front.Name.Length..]) && Ancestor(d.Code, front.Level)?.Code == front.Code).ToList();
            if (rest.Count == 1) return rest[0];
            if (rest.Count == 0 && front.Level < DivisionLevel.City && Named(name[front.Name.Length..], level) is { } deeper
                && Ancestor(deeper.Code, front.Level)?.Code == front.Code) return deeper;
        }
        return null;
    }

    // 吉林 is a province and a city: the higher one is meant, where there is only one so high.
    static Division? Highest(List<Division> named)
    {
        var level = named.Min(d => d.Level);
        return level < DivisionLevel.City && named.Count(d => d.Level == level) == 1 ? named.First(d => d.Level == level) : null;
    }

    static bool Means(Division division, string name) =>
        division.Name == name
        || (name.Length > 1 && division.Name.StartsWith(name, StringComparison.Ordinal) && Ending().IsMatch(division.Name.AsSpan(name.Length)));

    static bool IsUnder(Division division, string top, Dictionary<string, Division> standing)
    {
        for (var at = division; at is not null; at = at.ParentCode is null ? null : standing.GetValueOrDefault(at.ParentCode))
            if (at.Code == top) return true;
        return false;
    }

    [GeneratedRegex("^(?:省|市|.{0,8}自治[区州县旗]|地区|盟|县|区|旗|林区|特区|新区)$")]
    private static partial Regex Ending();
}
