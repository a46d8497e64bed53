namespace Zhice.Domain.Organisations;

/// <summary>Which regions stand side by side on the boards of a programme: the provinces in one of the nation, the cities in a province's, the counties in a city's.</summary>
/// <param name="Width">First digits of a division code that name a column.</param>
/// <param name="Level">Level of the columns; the owner's own office stands as a column before them.</param>
public readonly record struct RegionColumns(int Width, DivisionLevel Level)
{
    /// <summary>Those of a programme whose owner is of this kind and level.</summary>
    public static RegionColumns Of(OrganisationKind kind, DivisionLevel? level) => (kind, level) switch
    {
        (OrganisationKind.LocalOffice, DivisionLevel.Province) => new(4, DivisionLevel.City),
        (OrganisationKind.LocalOffice, DivisionLevel.City or DivisionLevel.County) => new(6, DivisionLevel.County),
        _ => new(2, DivisionLevel.Province),
    };

    /// <summary>The column of an office, by the code of its division.</summary>
    public string Key(string divisionCode)
    {
        ArgumentNullException.ThrowIfNull(divisionCode);
        return divisionCode[..Math.Min(Width, divisionCode.Length)];
    }

    /// <summary>True where an office of this level is its column's own, and not one below it.</summary>
    public bool IsOwn(DivisionLevel? office) => office <= Level;
}
