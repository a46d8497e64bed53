using System.Globalization;
using System.Text;
using Zhice.Web.Hosting;
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
            var page = IsPage(context.Response) ? await PageReading.Of(first, context.RequestAborted) : null;
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
                    var other = await PageReading.Of(body, context.RequestAborted);
                    if (other.Tables.Count <= list.Table) break;
                    tables[list.Table].Take(other.Tables[list.Table]);
                }
                context.Request.QueryString = asked;
                if (list.Pages > MostPages) tables[list.Table].Rows.Add([Cell.Of(context.RequestServices.GetRequiredService<Visit>().Words["tables.cut", MostPages])]);
            }
            context.Response.Body = html;
            foreach (var table in page.Tables) table.LeaveOut();
            // A file with nothing but headings helps nobody: the page is shown, and says so.
            if (page.Tables.TrueForAll(t => t.Rows.Count == 0))
            {
                var visit = context.RequestServices.GetRequiredService<Visit>();
                await Answer.Done(visit, visit.With("tables", null), "tables.nothing").ExecuteAsync(context);
                return;
            }
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

    static async Task Send(HttpContext context, PageReading page, string ending)
    {
        await using var file = TableFile.Scratch();
        if (ending == "xlsx")
        {
            using var book = new XlsxWriter(file);
            foreach (var table in page.Tables.Where(t => t.Rows.Count > 0))
            {
                book.Begin(new SheetLayout(table.Name, [.. table.Heads.Select(_ => 22d)]) { FrozenRows = 1, FilterRow = 1 });
                book.Row([.. table.Heads.Select(h => Cell.Of(h, CellStyle.Head))]);
                foreach (var row in table.Rows) book.Row([.. row]);
            }
        }
        else
        {
            await using var text = new StreamWriter(file, new UTF8Encoding(true), leaveOpen: true);
            var filled = page.Tables.FindAll(t => t.Rows.Count > 0);
            foreach (var (table, i) in filled.Select((table, i) => (table, i)))
            {
                if (filled.Count > 1) await text.WriteAsync((i > 0 ? "\r\n" : "") + TableFile.Line([table.Name]));
                await text.WriteAsync(TableFile.Line(table.Heads));
                foreach (var row in table.Rows) await text.WriteAsync(TableFile.Line(row));
            }
        }
        file.Position = 0;
        var response = context.Response;
        response.ContentType = ending == "xlsx" ? TableFile.XlsxType : "text/csv; charset=utf-8";
        response.ContentLength = file.Length;
        response.Headers.ContentDisposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue("attachment") { FileNameStar = $"{page.FileName}.{ending}" }.ToString();
        await file.CopyToAsync(response.Body, context.RequestAborted);
    }
}
