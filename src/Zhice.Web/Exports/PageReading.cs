using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Zhice.Web.Exports;

/// <summary>A list that goes over several pages: the name of its page number in the address, its pages, and which table it is.</summary>
internal sealed record PagedList(string Name, int Pages, int Table);

/// <summary>The tables of a page, taken out of its HTML.</summary>
/// <param name="FileName">A name for the file: the page's title and, where the page is one of several views, the view's.</param>
/// <param name="Tables">The tables, in their order.</param>
/// <param name="Lists">Those that go over several pages.</param>
internal sealed record PageReading(string FileName, List<PageTable> Tables, IReadOnlyList<PagedList> Lists)
{
    const int LongestName = 80;

    /// <summary>Reads a page.</summary>
    public static async Task<PageReading> Of(Stream html, CancellationToken cancel)
    {
        html.Position = 0;
        using var document = await new HtmlParser().ParseDocumentAsync(html, cancel);
        var heading = CellWords.Of(document.QuerySelector("h1"));
        var (tables, lists) = (new List<PageTable>(), new List<PagedList>());
        foreach (var element in document.QuerySelectorAll("#main table, #main nav.pager"))
        {
            if (element.LocalName == "table") tables.Add(Table(document, element, heading));
            else if (tables.Count > 0 && int.TryParse(element.GetAttribute("data-pages"), NumberStyles.None, CultureInfo.InvariantCulture, out var pages))
                lists.Add(new PagedList(element.GetAttribute("data-name") ?? "page", pages, tables.Count - 1));
        }
        return new PageReading(Name(document, heading), tables, lists);
    }

    // The browser's title without the site's; the heading may greet the reader by name.
    static string Name(IDocument document, string heading)
    {
        var title = document.Title ?? "";
        title = title.LastIndexOf(" · ", StringComparison.Ordinal) is > 0 and var cut ? title[..cut] : heading;
        if (CellWords.Of(document.QuerySelector(".tabs [aria-current]")) is { Length: > 0 } view) title = $"{title}-{view}";
        var name = string.Concat(title.Select(c => c is '\\' or '/' or ':' or '*' or '?' or '"' or '<' or '>' or '|' || char.IsControl(c) ? '-' : c)).Trim(' ', '.', '-');
        return name.Length == 0 ? "table" : name.Length <= LongestName ? name : name[..LongestName].TrimEnd();
    }

    static PageTable Table(IDocument document, IElement table, string heading)
    {
        var rows = table.QuerySelectorAll("tr").Where(r => r.Closest("table") == table).ToList();
        var heads = rows.TakeWhile(r => r.ParentElement?.LocalName == "thead").ToList();
        var read = new PageTable(Name(document, table, heading));
        if (heads.Count > 0) read.Head(heads[^1]);
        foreach (var row in rows.Skip(heads.Count)) read.Add(row);
        return read;
    }

    // The nearest words that name the table: its caption, what labels its region, the heading of its section, the page.
    static string Name(IDocument document, IElement table, string heading)
    {
        if (CellWords.Of(table.QuerySelector("caption")) is { Length: > 0 } caption) return caption;
        if (table.Closest("[role=region]") is { } region)
        {
            if (region.GetAttribute("aria-label") is { Length: > 0 } label) return label;
            if (region.GetAttribute("aria-labelledby") is { } id && CellWords.Of(document.GetElementById(id.Split(' ')[0])) is { Length: > 0 } named) return named;
        }
        return CellWords.Of(table.Closest("section")?.QuerySelector("h2, h3")) is { Length: > 0 } section ? section : heading;
    }
}

/// <summary>A table of a page: its heads and rows as a file holds them.</summary>
internal sealed class PageTable(string name)
{
    readonly HashSet<int> handled = [];
    readonly List<bool> named = [];

    /// <summary>What it is called.</summary>
    public string Name { get; } = name;
    /// <summary>Heads of the columns.</summary>
    public List<string> Heads { get; } = [];
    /// <summary>Rows; those without a word are left out.</summary>
    public List<List<Cell>> Rows { get; } = [];

    /// <summary>Takes the heads. A head for the ear only still names a column that holds something.</summary>
    public void Head(IElement row)
    {
        foreach (var (cell, span) in Cells(row))
        {
            var words = CellWords.Of(cell);
            for (var at = 0; at < span; at++)
            {
                Heads.Add(at > 0 ? "" : words.Length > 0 ? words : CellWords.Heard(cell));
                named.Add(at == 0 && words.Length > 0);
            }
        }
    }

    /// <summary>Takes a row.</summary>
    public void Add(IElement row)
    {
        var cells = new List<Cell>();
        foreach (var (cell, span) in Cells(row))
        {
            var at = cells.Count;
            if (CellWords.IsHandled(cell)) handled.Add(at);
            // Boxes to choose rows with stand under no visible head, and say nothing about the row.
            var words = CellWords.Of(cell, boxes: at >= named.Count || named[at]);
            cells.Add(DateOnly.TryParseExact(words, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Cell.Of(day)
                : CellWords.IsNumber(cell) && decimal.TryParse(words, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? Cell.Of(number)
                : Cell.Of(words));
            for (var more = span; more > 1; more--) cells.Add(Cell.Of((string?)null));
        }
        if (cells.Exists(c => !IsEmpty(c))) Rows.Add(cells);
    }

    /// <summary>Takes over the rows of the same table on another page.</summary>
    public void Take(PageTable other)
    {
        Rows.AddRange(other.Rows);
        handled.UnionWith(other.handled);
    }

    /// <summary>Leaves out the columns that are there for the hand or the eye only: without a word in any row, and either without a head or with buttons in them.</summary>
    public void LeaveOut()
    {
        if (Rows.Count == 0) return;
        for (var column = Heads.Count - 1; column >= 0; column--)
        {
            if ((named[column] && !handled.Contains(column)) || Rows.Exists(r => column < r.Count && !IsEmpty(r[column]))) continue;
            Heads.RemoveAt(column);
            foreach (var row in Rows.Where(r => column < r.Count)) row.RemoveAt(column);
        }
    }

    static bool IsEmpty(Cell cell) => cell.Number is null && cell.Day is null && string.IsNullOrEmpty(cell.Text);

    static IEnumerable<(IElement Cell, int Span)> Cells(IElement row) =>
        row.Children.Where(c => c.LocalName is "td" or "th").Select(c => (c, Math.Clamp(int.TryParse(c.GetAttribute("colspan"), out var span) ? span : 1, 1, 100)));
}
