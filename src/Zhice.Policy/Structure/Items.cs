namespace Zhice.Policy.Structure;

/// <summary>A piece of the document's structure in reading order.</summary>
internal abstract record Item;

/// <summary>A paragraph of prose.</summary>
/// <param name="Flow">Its words.</param>
/// <param name="HeadingLevel">1 to 9 where the source marks a heading.</param>
/// <param name="Number">The number that it begins with.</param>
internal sealed record ParagraphItem(Flow Flow, int? HeadingLevel, Numbering Number) : Item;

/// <summary>The heads of a table, first print.</summary>
internal sealed record HeadItem(IReadOnlyList<Span> Spans) : Item
{
    /// <summary>Stands where an item was that has been read.</summary>
    public static readonly HeadItem Done = new([]);
}

/// <summary>A heading inside a table.</summary>
internal sealed record TableSectionItem(Flow Flow) : Item;

/// <summary>A row of a task table.</summary>
internal sealed record RowItem(IReadOnlyList<CellItem> Cells) : Item;

/// <summary>A cell: what its column holds and its paragraphs.</summary>
/// <param name="Role">What the column holds.</param>
/// <param name="Paragraphs">Its words; empty for an empty cell.</param>
/// <param name="Inherited">True where the cell is merged with the one above, whose words these are.</param>
/// <param name="GapBefore">For each paragraph, whether an empty line stands before it.</param>
internal sealed record CellItem(ColumnRole Role, IReadOnlyList<Flow> Paragraphs, bool Inherited, IReadOnlyList<bool> GapBefore)
{
    /// <summary>The source itself says that the cell is merged with the one above; of lines it is only inferred.</summary>
    public bool Spans { get; init; }
}

/// <summary>A row of an indicator table: its cells that hold words, with what their columns hold.</summary>
internal sealed record IndicatorItem(IReadOnlyList<(IndicatorColumn Column, Flow Flow)> Cells) : Item;
