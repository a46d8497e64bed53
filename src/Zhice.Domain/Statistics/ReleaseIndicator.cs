using System.Text.Json.Serialization;

namespace Zhice.Domain.Statistics;

/// <summary>An indicator in a release, frozen with the formula that made it.</summary>
/// <param name="Code">Code.</param>
/// <param name="Name">Name.</param>
/// <param name="EnglishName">English name.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Decimals">Places of its figures.</param>
/// <param name="Version">Version of the definition.</param>
/// <param name="Formula">Its formula.</param>
/// <param name="Total">The figure that the rows make by the indicator's rule, never their sum where that means nothing, with how many rows stand behind it. In releases whose body lacks
/// <see cref="ReleaseBody.OfRows"/>: the figure of the office that publishes.</param>
/// <param name="Figures">Figures in the order of the rows.</param>
public sealed record ReleaseIndicator(string Code, string Name, string EnglishName, string Unit, int Decimals, int Version, string Formula, ReleaseFigure Total, IReadOnlyList<ReleaseFigure> Figures)
{
    /// <summary>The figure of the office that publishes where it is not that of the rows: it reported for itself, or those between it and the rows did. Null, and not written, where they are one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReleaseFigure? Own { get; init; }

    /// <summary>The figure of the office that publishes: its own, or that of the rows.</summary>
    [JsonIgnore]
    public ReleaseFigure Whole => Own ?? Total;

    /// <summary>How its figures were cut to their places; null, and not written, for 四舍五入.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rounding { get; init; }

    /// <summary>What a figure had to rest on to be published alone; null, and not written, where any was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PublishWhen { get; init; }
}

/// <summary>A figure of an indicator, as published.</summary>
/// <param name="State"><c>Known</c>, or why there is none: <c>Missing</c>, <c>DividedByZero</c>, <c>TooLarge</c> …</param>
/// <param name="Value">Rounded by the definition; null where there is none.</param>
/// <param name="Before">Before exclusions, rounded; null where these change nothing.</param>
/// <param name="Known">Offices next below that have a figure; 1 of 1 where the office reported it itself.</param>
/// <param name="Expected">Offices next below that there were.</param>
public sealed record ReleaseFigure(string State, decimal? Value, decimal? Before, int Known, int Expected);

/// <summary>A set of exclusions that went into a release: why the figures before and after differ.</summary>
/// <param name="Set">Key of the set.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reason">The notice or decision.</param>
/// <param name="From">First day on which it counts.</param>
/// <param name="To">First day on which it no longer does; null while it does.</param>
/// <param name="Effects">What it took off.</param>
public sealed record ReleaseExclusion(long Set, string Name, string Reason, DateOnly From, DateOnly? To, IReadOnlyList<ReleaseDeduction> Effects);

/// <summary>What a set took off one value.</summary>
/// <param name="Element">Code of the element.</param>
/// <param name="Office">Code of the office.</param>
/// <param name="Period">The period, as written.</param>
/// <param name="Amount">How much, in the element's unit.</param>
public sealed record ReleaseDeduction(string Element, string Office, string Period, decimal Amount);
