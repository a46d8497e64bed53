using Zhice.Domain.Organisations;

namespace Zhice.Domain.Selection;

/// <summary>评选种类: what is selected (示范区, 强市, 高校, 企业) and what a call of it begins with. Data, one file each under <c>data/selections</c>.</summary>
public sealed record SelectionKind
{
    /// <summary>Stable name, that of the file.</summary>
    public required string Code { get; init; }
    /// <summary>Name.</summary>
    public required string Name { get; init; }
    /// <summary>English name.</summary>
    public required string EnglishName { get; init; }
    /// <summary>The status that an award gives, in the words that documents use for it.</summary>
    public required string Status { get; init; }
    /// <summary>Who holds it.</summary>
    public required StatusHolder Holder { get; init; }
    /// <summary>Levels of the offices that may apply or recommend.</summary>
    public required IReadOnlyList<DivisionLevel> Levels { get; init; }
    /// <summary>Where the kind and its terms come from.</summary>
    public required string Source { get; init; }
    /// <summary>True where the terms were not compared with a notice in force.</summary>
    public bool Unverified { get; init; }
    /// <summary>The terms that a new call begins with.</summary>
    public required SelectionTerms Terms { get; init; }
}

/// <summary>Who holds a status that a selection gives.</summary>
public enum StatusHolder
{
    /// <summary>A province, city or county.</summary>
    Division,
    /// <summary>A university or company, which lies in a division: the division does not hold the status, but documents may speak of where such a one lies.</summary>
    Institution,
}

/// <summary>What a call asks: kept with the call, so that a kind changed later changes no call.</summary>
public sealed record SelectionTerms
{
    /// <summary>Most conditions, materials or items of a call.</summary>
    public const int Most = 40;

    /// <summary>Who may apply: the conditions, one each.</summary>
    public required IReadOnlyList<string> Conditions { get; init; }
    /// <summary>What has to be handed in.</summary>
    public required IReadOnlyList<SelectionMaterial> Materials { get; init; }
    /// <summary>The score sheet; weights are per cent and make 100.</summary>
    public required IReadOnlyList<SheetItem> Sheet { get; init; }
    /// <summary>Experts whose sheets an application needs.</summary>
    public required int Experts { get; init; }
    /// <summary>Working days of the publicity period (公示).</summary>
    public required int PublicityDays { get; init; }
    /// <summary>Working days to supplement an application that was returned.</summary>
    public required int SupplementDays { get; init; }
    /// <summary>Months that an award is valid; 0 where no end is set.</summary>
    public required int ValidMonths { get; init; }

    /// <summary>All that is wrong with the terms, at the fields <c>conditions</c>, <c>materials</c>, <c>sheet</c>, <c>experts</c>, <c>publicityDays</c>, <c>supplementDays</c>, <c>validMonths</c>.</summary>
    public IEnumerable<Defect> Defects()
    {
        if (Conditions.Count is 0 or > Most || Conditions.Any(c => c.Length is 0 or > 500)) yield return new Defect("selection.conditions", "conditions", Most);
        if (Materials.Count is 0 or > Most || Materials.Any(m => m.Name.Length is 0 or > 120)) yield return new Defect("selection.materials", "materials", Most);
        else if (Materials.DistinctBy(m => m.Code, StringComparer.Ordinal).Count() < Materials.Count) yield return new Defect("selection.materials-twice", "materials");
        if (Sheet.Count is 0 or > Most || Sheet.Any(i => i.Name.Length is 0 or > 120)) yield return new Defect("selection.sheet", "sheet", Most);
        else
        {
            if (Sheet.Any(i => i.Most <= 0 || i.Most > 1000)) yield return new Defect("selection.sheet-most", "sheet");
            if (Sheet.Any(i => i.Weight <= 0) || Sheet.Sum(i => i.Weight) != 100) yield return new Defect("selection.sheet-weights", "sheet", Sheet.Sum(i => i.Weight));
            if (Sheet.DistinctBy(i => i.Code, StringComparer.Ordinal).Count() < Sheet.Count) yield return new Defect("selection.sheet-twice", "sheet");
        }
        if (Experts is < 1 or > 15) yield return new Defect("selection.experts", "experts", 15);
        if (PublicityDays is < 1 or > 60) yield return new Defect("selection.publicity-days", "publicityDays", 60);
        if (SupplementDays is < 1 or > 60) yield return new Defect("selection.supplement-days", "supplementDays", 60);
        if (ValidMonths is < 0 or > 240) yield return new Defect("selection.valid-months", "validMonths", 240);
    }
}

/// <summary>申报材料.</summary>
/// <param name="Code">Stable within the call.</param>
/// <param name="Name">Name.</param>
/// <param name="Required">True where an application is not complete without it.</param>
public sealed record SelectionMaterial(string Code, string Name, bool Required);

/// <summary>评分项.</summary>
/// <param name="Code">Stable within the call.</param>
/// <param name="Name">Name.</param>
/// <param name="Most">Highest score; the lowest is 0.</param>
/// <param name="Weight">Per cent of the whole.</param>
public sealed record SheetItem(string Code, string Name, decimal Most, decimal Weight);
