using Zhice.Domain.Organisations;

namespace Zhice.Domain.Statistics;

/// <summary>调查表: which elements an office of a level answers for each period, and when; data, from data/forms.</summary>
public sealed record FormDefinition
{
    /// <summary>Stable code: small letters, digits and <c>_</c>.</summary>
    public required string Code { get; init; }
    /// <summary>名称.</summary>
    public required string Name { get; init; }
    /// <summary>English name.</summary>
    public required string EnglishName { get; init; }
    /// <summary>Its periods.</summary>
    public required PeriodKind Period { get; init; }
    /// <summary>Levels of the offices that answer.</summary>
    public required IReadOnlyList<DivisionLevel> Levels { get; init; }
    /// <summary>Codes of the elements, in the order of the sheet.</summary>
    public required IReadOnlyList<string> Elements { get; init; }
    /// <summary>Days from the period's last day until it opens; 1 is the day after.</summary>
    public required int OpensAfter { get; init; }
    /// <summary>Days from the period's last day until the last day in time.</summary>
    public required int DueAfter { get; init; }
    /// <summary>Days from the period's last day until it is locked.</summary>
    public required int LocksAfter { get; init; }
    /// <summary>What asks for it.</summary>
    public required string Source { get; init; }

    /// <summary>True where an office of the level, standing for some of the period, answers.</summary>
    public bool Asks(Organisation office, Period period)
    {
        ArgumentNullException.ThrowIfNull(office);
        return office is { Kind: OrganisationKind.LocalOffice, Level: { } level } && Levels.Contains(level)
            && office.ValidFrom <= period.LastDay && (office.ValidTo is null || office.ValidTo > period.FirstDay);
    }
}
