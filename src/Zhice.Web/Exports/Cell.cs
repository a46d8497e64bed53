namespace Zhice.Web.Exports;

/// <summary>One value of an exported table: text, a number or a day. Nothing else exists, so that no export can write a formula.</summary>
public readonly record struct Cell
{
    /// <summary>The text; null for a number, a day and an empty cell.</summary>
    public string? Text { get; private init; }
    /// <summary>The number; null for all else.</summary>
    public decimal? Number { get; private init; }
    /// <summary>The day; null for all else.</summary>
    public DateOnly? Day { get; private init; }
    /// <summary>How it looks in a workbook; a CSV file takes no notice.</summary>
    public CellStyle Style { get; init; }

    /// <summary>A text; null is an empty cell.</summary>
    public static Cell Of(string? text, CellStyle style = CellStyle.Plain) => new() { Text = text, Style = style };
    /// <summary>A number; null is an empty cell.</summary>
    public static Cell Of(decimal? number, CellStyle style = CellStyle.Plain) => new() { Number = number, Style = style };
    /// <summary>A day; null is an empty cell.</summary>
    public static Cell Of(DateOnly? day) => new() { Day = day, Style = CellStyle.Day };
}

/// <summary>The looks that a cell can have.</summary>
public enum CellStyle
{
    /// <summary>As it comes, wrapped, at the top of the row.</summary>
    Plain,
    /// <summary>Head of a column.</summary>
    Head,
    /// <summary>Title of a sheet.</summary>
    Title,
    /// <summary>A sentence of guidance.</summary>
    Note,
    /// <summary>A day.</summary>
    Day,
    /// <summary>Given, on grey: it may be read but not changed on a protected sheet.</summary>
    Key,
    /// <summary>To be filled in, on light yellow: open on a protected sheet, kept as the text that was typed.</summary>
    Entry,
}
