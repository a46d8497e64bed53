using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Zhice.Web.Visits;

namespace Zhice.Web.Exports;

/// <summary>The tables of any page as a file: <c>?tables=xlsx</c> or <c>?tables=csv</c> behind the page's own address, with its filters.</summary>
/// <remarks>
/// The page itself is asked, page of the list by page, so that a file holds what the same reader sees there: one list of columns, one question of permission. Lists with an export of
/// their own (<see cref="TableFile"/>), which holds more than the page shows, keep it.
/// </remarks>
public static class PageTables
{
    /// <summary>Pages of one list that are put together at most; the file says where more are left out.</summary>
    public const int MostPages = 200;

    /// <summary>Answers requests with <c>tables</c> in their query; all others go on.</summary>
    internal static void UsePageTables(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var ending = context.Request.Query["tables"].ToString();
        if (!HttpMethods.IsGet(context.Request.Method) || ending is not ("csv" or "xlsx"))
        {
            await next(context);
            return;
        }
        var (html, first) = (context.Response.Body, new MemoryStream());
        context.Response.Body = first;
        try
        {
            await next(context);
            var page = IsPage(context.Response) ? await Read(first, context.RequestAborted) : null;
            if (page is null)
            {
                // A refusal, a file, an answer for programs: as it is.
                context.Response.Body = html;
                first.Position = 0;
                await first.CopyToAsync(html, context.RequestAborted);
                return;
            }
            var asked = context.Request.QueryString;
            foreach (var list in page.Lists.Where(l => l.Pages > 1))
            {
                var tables = page.Tables;
                for (var number = 2; number <= Math.Min(list.Pages, MostPages); number++)
                {
                    context.Request.QueryString = Turned(context.Request, list.Name, number);
                    var body = new MemoryStream();
                    context.Response.Body = body;
                    await Again(context, next);
                    if (!IsPage(context.Response)) break;
                    var other = await Read(body, context.RequestAborted);
                    if (other.Tables.Count <= list.Table) break;
                    tables[list.Table].Rows.AddRange(other.Tables[list.Table].Rows);
                }
                context.Request.QueryString = asked;
                if (list.Pages > MostPages) tables[list.Table].Rows.Add([Cell.Of(context.RequestServices.GetRequiredService<Visit>().Words["tables.cut", MostPages])]);
            }
            context.Response.Body = html;
            await Send(context, page, ending);
        }
        finally
        {
            context.Response.Body = html;
        }
    });

    // The renderer of a request renders one page: each further one has services of its own, and the same visitor.
    static async Task Again(HttpContext context, RequestDelegate next)
    {
        var services = context.RequestServices;
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Visit>().Continue(services.GetRequiredService<Visit>());
        context.RequestServices = scope.ServiceProvider;
        // It adds this one without asking whether it is there.
        context.Response.Headers.Remove("blazor-enhanced-nav");
        try
        {
            await next(context);
        }
        finally
        {
            context.RequestServices = services;
        }
    }

    static bool IsPage(HttpResponse response) => response.StatusCode == StatusCodes.Status200OK && response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true;

    static QueryString Turned(HttpRequest request, string name, int number)
    {
        var query = request.Query.ToDictionary(q => q.Key, q => (string?)q.Value.ToString(), StringComparer.Ordinal);
        query[name] = number.ToString(CultureInfo.InvariantCulture);
        return QueryString.Create(query);
    }

    static async Task Send(HttpContext context, PageRead page, string ending)
    {
        await using var file = TableFile.Scratch();
        if (ending == "xlsx")
        {
            using var book = new XlsxWriter(file);
            foreach (var table in page.Tables)
            {
                book.Begin(new SheetLayout(table.Name, [.. table.Heads.Select(_ => 22d)]) { FrozenRows = 1, FilterRow = 1 });
                book.Row([.. table.Heads.Select(h => Cell.Of(h, CellStyle.Head))]);
                foreach (var row in table.Rows) book.Row([.. row]);
            }
        }
        else
        {
            await using var text = new StreamWriter(file, new UTF8Encoding(true), leaveOpen: true);
            foreach (var (table, i) in page.Tables.Select((table, i) => (table, i)))
            {
                if (page.Tables.Count > 1) await text.WriteAsync((i > 0 ? "\r\n" : "") + TableFile.Line([table.Name]));
                await text.WriteAsync(TableFile.Line(table.Heads));
                foreach (var row in table.Rows) await text.WriteAsync(TableFile.Line(row.Select(TableFile.Plain)));
            }
        }
        file.Position = 0;
        var response = context.Response;
        response.ContentType = ending == "xlsx" ? TableFile.XlsxType : "text/csv; charset=utf-8";
        response.ContentLength = file.Length;
        response.Headers.ContentDisposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue("attachment") { FileNameStar = $"{page.Title}.{ending}" }.ToString();
        await file.CopyToAsync(response.Body, context.RequestAborted);
    }

    internal sealed record PageTable(string Name, IReadOnlyList<string> Heads, List<IReadOnlyList<Cell>> Rows);

    /// <summary>A list that goes over several pages: the name of its page number in the address, its pages, and which table it is.</summary>
    internal sealed record PagedList(string Name, int Pages, int Table);

    internal sealed record PageRead(string Title, IReadOnlyList<PageTable> Tables, IReadOnlyList<PagedList> Lists);

    /// <summary>The tables of a page.</summary>
    internal static async Task<PageRead> Read(Stream html, CancellationToken cancel)
    {
        html.Position = 0;
        using var document = await new HtmlParser().ParseDocumentAsync(html, cancel);
        var title = Words(document.QuerySelector("h1"));
        var (tables, lists) = (new List<PageTable>(), new List<PagedList>());
        foreach (var element in document.QuerySelectorAll("#main table, #main nav.pager"))
        {
            if (element.LocalName == "table") tables.Add(Table(document, element, title));
            else if (tables.Count > 0 && int.TryParse(element.GetAttribute("data-pages"), NumberStyles.None, CultureInfo.InvariantCulture, out var pages))
                lists.Add(new PagedList(element.GetAttribute("data-name") ?? "page", pages, tables.Count - 1));
        }
        // An empty list shows no table: its file is empty, too.
        if (tables.Count == 0) tables.Add(new PageTable(title, [title], []));
        return new PageRead(title.Length > 0 ? title : "table", tables, lists);
    }

    static PageTable Table(IDocument document, IElement table, string title)
    {
        var rows = table.QuerySelectorAll("tr").Where(r => r.Closest("table") == table).ToList();
        var heads = rows.TakeWhile(r => r.ParentElement?.LocalName == "thead").ToList();
        return new PageTable(Name(document, table, title), heads.Count == 0 ? [] : [.. Cells(heads[^1]).Select(TableFile.Plain)], [.. rows.Skip(heads.Count).Select(Cells)]);
    }

    // The nearest words that name the table: its caption, what labels its region, the heading of its section, the page.
    static string Name(IDocument document, IElement table, string title)
    {
        if (Words(table.QuerySelector("caption")) is { Length: > 0 } caption) return caption;
        if (table.Closest("[role=region]") is { } region)
        {
            if (region.GetAttribute("aria-label") is { Length: > 0 } label) return label;
            if (region.GetAttribute("aria-labelledby") is { } id && Words(document.GetElementById(id.Split(' ')[0])) is { Length: > 0 } named) return named;
        }
        return Words(table.Closest("section")?.QuerySelector("h2, h3")) is { Length: > 0 } heading ? heading : title;
    }

    static List<Cell> Cells(IElement row)
    {
        var cells = new List<Cell>();
        foreach (var cell in row.Children.Where(c => c.LocalName is "td" or "th"))
        {
            var words = Words(cell);
            cells.Add(DateOnly.TryParseExact(words, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Cell.Of(day)
                : cell.ClassList.Contains("number") && decimal.TryParse(words, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? Cell.Of(number)
                : Cell.Of(words));
            for (var more = Math.Clamp(int.TryParse(cell.GetAttribute("colspan"), out var span) ? span : 1, 1, 100); more > 1; more--) cells.Add(Cell.Of((string?)null));
        }
        return cells;
    }

    /// <summary>The words of an element as they are read: without what is there for the hand or for the ear only.</summary>
    static string Words(IElement? element)
    {
        if (element is null) return "";
        var text = new StringBuilder();
        Collect(element, text);
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    static void Collect(INode node, StringBuilder text)
    {
        if (node is IText words) text.Append(words.Data);
        if (node is not IElement element) return;
        if (element.LocalName is "script" or "style" or "svg" or "button" or "input" or "select" or "textarea" || element.ClassList.Contains("visually-hidden") || element.ClassList.Contains("no-print")) return;
        // Blocks and tags stand apart on the page without a blank between them.
        var apart = element.LocalName is "p" or "div" or "li" or "br" or "small" or "dt" or "dd" || element.ClassList.Contains("tag");
        if (apart) text.Append(' ');
        foreach (var child in element.ChildNodes) Collect(child, text);
        if (apart) text.Append(' ');
    }
}
