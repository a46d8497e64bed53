using Zhice.Web.Ui.Drawings;

namespace Zhice.Web.Features.Records.Figures;

/// <summary>A table of an analysis.</summary>
/// <param name="Code">Its name in addresses and words.</param>
/// <param name="Heads">Codes of the heads; what begins with a digit stands as it is.</param>
/// <param name="Rows">Name of the row, its figures, and the query behind it; null for none.</param>
public sealed record FigureTable(string Code, IReadOnlyList<string> Heads, IReadOnlyList<(string Name, IReadOnlyList<string> Figures, string? Query)> Rows)
{
    /// <summary>The query of all that the table counts, for rows that have none of their own; null for none.</summary>
    public string? Query { get; init; }

    /// <summary>Queries of single figures, by row and place of the figure; null where no figure has one of its own.</summary>
    public Func<int, int, string?>? Links { get; init; }

    /// <summary>A head as shown.</summary>
    internal static string Head(string head, Words.WordTable words) => char.IsAsciiDigit(head[0]) ? head : words[head];
}

/// <summary>A picture of an analysis with the table that says the same.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Says">What it shows, in one sentence.</param>
/// <param name="Table">The table.</param>
public sealed record Figure(Drawing Picture, string Says, FigureTable Table)
{
    /// <summary>Its name in addresses and words.</summary>
    public string Code => Table.Code;
}
