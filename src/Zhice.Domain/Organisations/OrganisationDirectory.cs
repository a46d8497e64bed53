using System.Text.RegularExpressions;

namespace Zhice.Domain.Organisations;

/// <summary>Whom a name on a task means.</summary>
/// <param name="Organisations">The organisations; none where the name is unknown.</param>
/// <param name="Group">True for 各地方知识产权局 and the like: every office of a level.</param>
public sealed record NamedOrganisations(IReadOnlyList<Organisation> Organisations, bool Group)
{
    /// <summary>No organisation has the name.</summary>
    public static readonly NamedOrganisations None = new([], false);
}

/// <summary>The organisations of one day, found by the names that documents write.</summary>
public sealed partial class OrganisationDirectory
{
    readonly Dictionary<string, Organisation> byName = new(StringComparer.Ordinal);
    readonly Dictionary<string, Organisation> byDivision;
    readonly DivisionTree divisions;
    readonly Organisation? national;

    /// <summary>Takes the organisations that existed on <paramref name="day"/>.</summary>
    public OrganisationDirectory(IEnumerable<Organisation> organisations, IEnumerable<OrganisationAlias> aliases, DivisionTree divisions, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(aliases);
        this.divisions = divisions;
        var existing = organisations.Where(o => o.ExistsOn(day)).OrderBy(o => o.Id.Value).ToList();
        var byId = existing.ToDictionary(o => o.Id);
        byDivision = existing.Where(o => o is { Kind: OrganisationKind.LocalOffice, DivisionCode: not null })
            .GroupBy(o => o.DivisionCode!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        national = existing.Find(o => o.Kind == OrganisationKind.NationalOffice);

        // 省科技厅 is another department in every province: short names of local departments count in their own region's programme alone.
        var top = divisions.Top is { Level: > DivisionLevel.Nation } own ? OfficeOf(own.Code) : null;
        foreach (var organisation in existing) byName.TryAdd(Plain(organisation.Name), organisation);
        foreach (var alias in aliases)
            if (byId.TryGetValue(alias.OrganisationId, out var organisation) && (organisation.Kind != OrganisationKind.LocalDepartment || organisation.ParentId == top?.Id)) byName.TryAdd(Plain(alias.Name), organisation);
        foreach (var department in existing.Where(o => o.Kind == OrganisationKind.LocalDepartment && o.ParentId == top?.Id))
            if (divisions.Top is { } region && department.Name.StartsWith(region.Name, StringComparison.Ordinal)) byName.TryAdd(Plain(region.Name[^1] + department.Name[region.Name.Length..]), department);
    }

    /// <summary>国家知识产权局; null where the data holds none.</summary>
    public Organisation? National => national;

    /// <summary>The office that serves a division; null where there is none.</summary>
    public Organisation? OfficeOf(string divisionCode) => byDivision.GetValueOrDefault(divisionCode);

    /// <summary>Whom a name means.</summary>
    /// <remarks>
    /// In order: the name or an alias as it stands; an office by its division (江苏省局); every office of a level
    /// (各地方知识产权局: the level next below the programme's own); the name with 国家, 国家知识产权局, 局 or 专利局 put in front or
    /// taken away. Within a province's own programme 省知识产权局 and 知识产权局 are the province's office.
    /// </remarks>
    public NamedOrganisations Find(string name)
    {
        var plain = Tail().Replace(Plain(name), "");
        if (plain.Length == 0) return NamedOrganisations.None;
        if (Own(plain) is { } own) return One(own);
        if (byName.TryGetValue(plain, out var found)) return One(found);
        if (Group(plain) is { } group) return group;
        if (ByDivision(plain) is { } office) return One(office);
        foreach (var variant in Variants(plain))
            if (byName.TryGetValue(variant, out found)) return One(found);
        // 省知识产权局（运用促进处）: the bracket names a part of the body before it.
        if (!plain.EndsWith('）') || plain.IndexOf('（', StringComparison.Ordinal) is not (> 1 and var bracket)) return NamedOrganisations.None;
        // 市市场监管局（市知识产权局）: or a second name of it.
        return Find(plain[..bracket]) is { Organisations.Count: > 0 } before ? before : Find(plain[(bracket + 1)..^1]);
    }

    Organisation? Own(string plain) =>
        divisions.Top is { Level: > DivisionLevel.Nation } top && OwnOffice().Match(plain) is { Success: true } own && IsClassOf(top, own.Groups["class"].Value) ? OfficeOf(top.Code) : null;

    // 市知识产权局 is not the office of a province: whose it is, the words do not say.
    static bool IsClassOf(Division top, string word) => word.Length == 0 || top.Name.EndsWith(word, StringComparison.Ordinal) || top.Level switch
    {
        DivisionLevel.Province => word is "省" or "自治区" && !top.Name.EndsWith('市'),
        DivisionLevel.City => word is "市" or "州",
        _ => word is "区" or "县" or "市",
    };

    NamedOrganisations? Group(string plain)
    {
        var match = EveryOffice().Match(Bracket().Replace(plain, ""));
        if (!match.Success) return null;
        var where = match.Groups["where"].Value;
        var level = where.Contains('省', StringComparison.Ordinal) ? DivisionLevel.Province
            : where.Contains('市', StringComparison.Ordinal) || where.Contains('州', StringComparison.Ordinal) ? DivisionLevel.City
            : where.Contains('县', StringComparison.Ordinal) || where.Contains('区', StringComparison.Ordinal) && !where.Contains("地区", StringComparison.Ordinal) ? DivisionLevel.County
            : divisions.LevelBelowTop;
        return new NamedOrganisations([.. divisions.OfLevel(level).Select(d => OfficeOf(d.Code)).OfType<Organisation>()], Group: true);
    }

    Organisation? ByDivision(string plain)
    {
        var match = OfficeOfDivision().Match(plain);
        return match.Success && divisions.Named(match.Groups["where"].Value, DivisionLevel.Province) is { } division ? OfficeOf(division.Code) : null;
    }

    static IEnumerable<string> Variants(string plain)
    {
        foreach (var front in (string[])["国家知识产权局", "国家局", "国家", "局内", "局", "中国", "中共", "国务院"])
            if (plain.Length > front.Length + 1 && plain.StartsWith(front, StringComparison.Ordinal)) yield return plain[front.Length..];
        foreach (var front in (string[])["国家", "中国", "中央", "知识产权", "专利局", "国家知识产权局"]) yield return front + plain;
    }

    static NamedOrganisations One(Organisation organisation) => new([organisation], Group: false);

    static string Plain(string name) => Space().Replace(name, "").Replace('(', '（').Replace(')', '）').Replace('〔', '（').Replace('〕', '）');

    [GeneratedRegex(@"\s+")] private static partial Regex Space();
    [GeneratedRegex("(?:等|等部门|等单位|牵头|负责|牵头负责|配合)$")] private static partial Regex Tail();
    [GeneratedRegex("（[^（）]*）")] private static partial Regex Bracket();
    [GeneratedRegex("^(?:本?(?<class>省|市|州|区|县|自治区|兵团))?(?:知识产权局|知识产权管理部门)$|^(?<class>省|市|自治区)局$")] private static partial Regex OwnOffice();
    [GeneratedRegex("^(?:各|全国各?|所有|全部)(?<where>地方|地区|地市?|省(?:份|级|区市|、自治区、直辖市|、区、市)?(?:地方)?|(?:设区的?|地级)?(?:市|州)(?:级|、州)?|(?:县|区)(?:级|县|市区|、市、区)?)(?:人民政府)?(?:(?:知识产权)(?:局|管理部门|主管部门|部门|行政部门|管理机构)|局)$")]
    private static partial Regex EveryOffice();
    [GeneratedRegex("^(?<where>.{2,}?)(?:知识产权局|知识产权管理部门|局)$")] private static partial Regex OfficeOfDivision();
}
