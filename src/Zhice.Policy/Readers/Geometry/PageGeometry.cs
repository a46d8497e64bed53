using Zhice.Policy.Layout;

namespace Zhice.Policy.Readers.Geometry;

/// <summary>
/// Makes lines and tables of words with positions: the one way from PDF and OFD to the canonical text. Noise that a page edge puts
/// inside a table (page numbers, the head set again) is written behind the table, so that its rows stay whole.
/// </summary>
internal static class PageGeometry
{
    internal static SourceText Read(IReadOnlyList<PageContent> contents, SourceFormat format, CancellationToken cancel)
    {
        var pages = new List<(PageContent Page, List<TextLine> Lines)>();
        foreach (var page in contents)
        {
            cancel.ThrowIfCancellationRequested();
            pages.Add((page, LineBuilder.Lines(page.Words, page.Number)));
        }
        var furniture = PageFurniture.Find(pages);
        var tables = TableFinder.Find(pages, furniture, cancel);
        var target = new SourceTextBuilder(format, linesAreParagraphs: false, cancel);
        Write(pages, furniture, tables, target, cancel);
        return target.Build();
    }

    static void Write(List<(PageContent Page, List<TextLine> Lines)> pages, HashSet<TextLine> furniture, List<FoundTable> tables,
        SourceTextBuilder target, CancellationToken cancel)
    {
        var inTable = new HashSet<TextLine>();
        foreach (var (page, lines) in pages)
            foreach (var region in tables.SelectMany(table => table.Regions).Where(region => region.Page == page))
                inTable.UnionWith(lines.Where(line => !furniture.Contains(line) && region.Words.Contains(line.Words[0])));

        var prose = pages.SelectMany(page => page.Lines).Where(line => !furniture.Contains(line) && !inTable.Contains(line)).ToList();
        var starts = new ParagraphStarts(prose);
        var written = new HashSet<FoundTable>();
        TextLine? before = null;
        FoundTable? open = null;
        var held = new List<TextLine>();

        void Release()
        {
            if (open is null) return;
            foreach (var line in open.RepeatedHeads.Concat(held).OrderBy(line => line.Page).ThenBy(line => line.Top))
                target.Line(line.Text, line.Page, noise: true);
            held.Clear();
            open = null;
        }

        foreach (var (page, lines) in pages)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var line in lines)
            {
                if (inTable.Contains(line))
                {
                    var table = tables.First(table => table.Regions.Any(region => region.Page == page && region.Words.Contains(line.Words[0])));
                    if (table == open || !written.Add(table)) continue;
                    Release();
                    target.Table(table.Drafts());
                    (open, before) = (table, null);
                }
                else if (furniture.Contains(line))
                {
                    if (open is not null) held.Add(line);
                    else target.Line(line.Text, line.Page, noise: true);
                }
                else
                {
                    Release();
                    // A web page printed to PDF brings its crumbs and share bar along.
                    target.Line(line.Text, line.Page, noise: WebFurniture.IsFurniture(line.Text), startsParagraph: starts.Starts(line, before));
                    before = line;
                }
            }
        }
        Release();
    }
}
