using Zhice.Domain.Organisations;

namespace Zhice.Domain.Indicators;

/// <summary>A version of a definition as this instance has loaded it: figures refer to it.</summary>
public sealed class LoadedDefinition
{
    /// <summary>Key.</summary>
    public int Id { get; init; }
    /// <summary>The indicator.</summary>
    public required string Code { get; init; }
    /// <summary>Its version.</summary>
    public int Version { get; init; }
    /// <summary>First day of the periods that it speaks of.</summary>
    public DateOnly ValidFrom { get; init; }
    /// <summary>SHA-256 of what decides the figure: formula, unit, roll-up, weight, period, first day, places, rounding, exclusions, basis of publication and the flag of filings. Other words of a definition may be bettered; these need a new version.</summary>
    public required string Digest { get; set; }
    /// <summary>When it was loaded first.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>An element as this instance has loaded it: its values are in this unit and of this kind.</summary>
public sealed class LoadedElement
{
    /// <summary>The element.</summary>
    public required string Code { get; init; }
    /// <summary>Its unit, as written.</summary>
    public required string Unit { get; set; }
    /// <summary>How it goes through time.</summary>
    public ElementKind Kind { get; set; }
    /// <summary>Since when.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>The last computation of a year.</summary>
public sealed class RollUpRun
{
    /// <summary>The year.</summary>
    public int Year { get; init; }
    /// <summary>The last batch of values that was known (<see cref="Statistics.ObservationBatch.Id"/>).</summary>
    public int KnownBatch { get; set; }
    /// <summary>Sets and effects of exclusions that stood, and definitions, as one digest: another one asks for a new computation.</summary>
    public required string Stamp { get; set; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }
    /// <summary>Figures that it gave.</summary>
    public int Figures { get; set; }
    /// <summary>Milliseconds that it took.</summary>
    public int Milliseconds { get; set; }
    /// <summary>True where invented values of the demonstration went into it.</summary>
    public bool Demonstration { get; set; }
}

/// <summary>指标值: a computed figure, as the last run of its year gave it.</summary>
public sealed class IndicatorFigure
{
    /// <summary>The version that made it (<see cref="LoadedDefinition.Id"/>).</summary>
    public int Definition { get; init; }
    /// <summary>The period, packed.</summary>
    public int Period { get; init; }
    /// <summary>The office.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>A number, or why there is none.</summary>
    public FigureState State { get; init; }
    /// <summary>The number to six places that print the same as all of them (<see cref="Indicators.Figure.Kept"/>); null where there is none.</summary>
    public decimal? Value { get; init; }
    /// <summary>The number before exclusions; null where these change nothing.</summary>
    public decimal? Before { get; init; }
    /// <summary>What the offices below make to six places, where the office's own report says something else; null where it does not.</summary>
    public decimal? Below { get; init; }
    /// <summary>Offices next below that have a figure.</summary>
    public int Known { get; init; }
    /// <summary>Offices next below that there were.</summary>
    public int Expected { get; init; }

    /// <summary>The figure.</summary>
    public Figure Figure => Figure.Stored(State, Value ?? 0m);
}
