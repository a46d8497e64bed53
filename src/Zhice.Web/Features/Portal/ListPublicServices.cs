using System.Globalization;
using Zhice.Domain.Services;
using Zhice.Web.Exports;
using Zhice.Web.Features.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Portal;

/// <summary>
/// 公共服务事项清单 and 证明事项清单, made from the definitions: a page to print, and the same table as a file. A proof is a paper that another office issues; the list says where it comes
/// from and whether a promise or a shared source stands in for it. Open to everyone; no command.
/// </summary>
public static class ListPublicServices
{
    /// <summary>A column: the code of its words and its width in a file, in characters.</summary>
    public sealed record Column(string Code, int Width);

    /// <summary>A row.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Cells">One text for each column.</param>
    public sealed record Row(ServiceItem Item, IReadOnlyList<string> Cells);

    /// <summary>A list.</summary>
    /// <param name="Name">Beginning of the codes of its words: <c>public</c> or <c>proofs</c>.</param>
    /// <param name="Columns">Columns; the first of each row links to the item.</param>
    /// <param name="Rows">Rows.</param>
    public sealed record View(string Name, IReadOnlyList<Column> Columns, IReadOnlyList<Row> Rows);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var name in (string[])["public", "proofs"])
        {
            routes.MapGet($"/services/{name}", (Visit visit, ServiceCatalogue catalogue) => Answer.Page<PublicListPage>(Run(catalogue, name, visit.Today, visit.Words)));
            foreach (var ending in (string[])["csv", "xlsx"])
                routes.MapGet($"/services/{name}.{ending}", (Visit visit, ServiceCatalogue catalogue, CancellationToken cancel) => File(Run(catalogue, name, visit.Today, visit.Words), visit, cancel));
        }
    }

    /// <summary>The list as it stands on a day.</summary>
    public static View Run(ServiceCatalogue catalogue, string name, DateOnly today, WordTable words)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(words);
        var items = catalogue.Open(today);
        if (name == "public")
            return new(name,
                [new("service.name", 34), new("service.stage", 8), new("service.kind", 12), new("service.level", 10), new("service.competent", 34), new("service.audience", 30), new("service.basis", 44), new("service.statutory", 22), new("service.promised", 14),
                    new("service.fees", 10), new("service.visits", 10), new("service.result", 30)],
                [.. items.Select(item => new Row(item,
                    [ServiceText.Name(item, words), words[$"group.{item.Stage}"], words.Of(item.Kind), words.Of(item.Level), item.Competent, string.Join('、', item.Audience), string.Join('、', item.Basis.Select(b => b.Citation)),
                        item.Statutory is null ? words["service.no-limit"] : ServiceText.Limit(item.Statutory, today, words), ServiceText.Budget(item.Promised, words), words[item.Fees.Count == 0 ? "service.free" : "service.charged"],
                        item.Visits.ToString(CultureInfo.InvariantCulture), item.Result.Name]))]);
        return new(name,
            [new("proofs.proof", 34), new("service.name", 34), new("material.basis", 40), new("service.competent", 34), new("proofs.need", 26), new("proofs.instead", 40)],
            [.. items.SelectMany(item => item.Materials.Where(m => m.Source == MaterialSource.Government).Select(m => new Row(item,
                [words.IsEnglish ? m.EnglishName : m.Name, ServiceText.Name(item, words), m.Basis.Citation, item.Competent, words[m.When is null ? "material.always" : "proofs.sometimes"],
                    m.SharedFrom is { } shared ? words["proofs.shared", shared] : m.Promisable ? words["proofs.promise"] : words["proofs.bring", m.AskedBecause ?? ""]])))]);
    }

    static async Task<IResult> File(View view, Visit visit, CancellationToken cancel)
    {
        var words = visit.Words;
        return await new TableFile(view.Name, [new(words["public.number"], 6), .. view.Columns.Select(c => new TableColumn(words[c.Code], c.Width))],
            view.Rows.Select((row, i) => (IReadOnlyList<Cell>)[Cell.Of(i + 1), .. row.Cells.Select(text => Cell.Of(text))])).As(visit.Path, cancel);
    }
}
