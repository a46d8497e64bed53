using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Domain.Indicators;

/// <summary>公布值: a figure of an indicator as a release published it. Written once with the publication, from the release's body, and never changed.</summary>
/// <remarks>The body under the digest is what counts; these rows let a page find one indicator among all releases. The verifier compares both.</remarks>
public sealed class PublishedFigure
{
    /// <summary>The release.</summary>
    public ReleaseId ReleaseId { get; init; }
    /// <summary>Place of the release in the chain: of two that speak of the same figure the later one holds.</summary>
    public int Sequence { get; init; }
    /// <summary>The indicator.</summary>
    public required string Indicator { get; init; }
    /// <summary>Version of its definition.</summary>
    public int Version { get; init; }
    /// <summary>The period, packed.</summary>
    public int Period { get; init; }
    /// <summary>The office.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>A number, or why there is none.</summary>
    public FigureState State { get; init; }
    /// <summary>The number, rounded; null where there is none.</summary>
    public decimal? Value { get; init; }
    /// <summary>Before exclusions; null where these change nothing.</summary>
    public decimal? Before { get; init; }
    /// <summary>Offices next below that have a figure.</summary>
    public int Known { get; init; }
    /// <summary>Offices next below that there were.</summary>
    public int Expected { get; init; }

    /// <summary>The figure.</summary>
    public Figure Figure => Figure.Stored(State, Value ?? 0m);
}
