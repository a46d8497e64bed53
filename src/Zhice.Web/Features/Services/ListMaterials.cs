using Zhice.Domain.Services;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>
/// 证明事项清单和材料清单: every paper that any item asks for, whether a promise may stand in for it, which shared source it is had from, and why it is asked for where there is none.
/// Made from the definitions, so that no office can ask for a paper that is not on it. Open to everyone; no command.
/// </summary>
public static class ListMaterials
{
    /// <summary>A paper of an item.</summary>
    public sealed record Row(ServiceItem Item, Material Material);

    /// <summary>The page.</summary>
    /// <param name="Rows">The papers that fit.</param>
    /// <param name="All">Papers in all.</param>
    /// <param name="Proofs">Proofs of other offices that the applicant must bring.</param>
    /// <param name="Exempt">Papers that are had from a shared source.</param>
    /// <param name="Promisable">Papers that a promise may stand in for.</param>
    /// <param name="Shown">Which are shown: <c>proofs</c>, <c>exempt</c>, <c>promisable</c>; null for all.</param>
    public sealed record View(IReadOnlyList<Row> Rows, int All, int Proofs, int Exempt, int Promisable, string? Shown);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/services/materials", Handle);
        routes.MapGet("/services/materials.csv", Export);
        routes.MapGet("/services/materials.xlsx", Export);
    }

    /// <summary>The papers, by item.</summary>
    public static View Run(ServiceCatalogue catalogue, string? shown, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var rows = catalogue.Open(today).SelectMany(item => item.Materials.Select(material => new Row(item, material))).ToList();
        Func<Row, bool> fits = shown switch
        {
            "proofs" => row => row.Material.IsProof,
            "exempt" => row => row.Material.Exempt,
            "promisable" => row => row.Material.Promisable,
            _ => _ => true,
        };
        return new View([.. rows.Where(fits)], rows.Count, rows.Count(row => row.Material.IsProof), rows.Count(row => row.Material.Exempt), rows.Count(row => row.Material.Promisable), shown);
    }

    static IResult Handle(Visit visit, ServiceCatalogue catalogue) => Answer.Page<MaterialsPage>(Run(catalogue, visit.Asked("shown"), visit.Today));

    static async Task<IResult> Export(Visit visit, ServiceCatalogue catalogue, CancellationToken cancel)
    {
        var words = visit.Words;
        return await new TableFile("materials",
            [new(words["service.name"], 32), new(words["material.name"], 32), new(words["material.form"], 10), new(words["material.copies"], 8), new(words["material.source"], 16), new(words["material.basis"], 36),
                new(words["material.promisable"], 12), new(words["material.shared"], 32), new(words["material.because"], 40)],
            Run(catalogue, visit.Asked("shown"), visit.Today).Rows.Select(row => (IReadOnlyList<Cell>)[Cell.Of(ServiceText.Name(row.Item, words)), Cell.Of(words.IsEnglish ? row.Material.EnglishName : row.Material.Name),
                Cell.Of(words.Of(row.Material.Form)), Cell.Of(row.Material.Copies), Cell.Of(words.Of(row.Material.Source)), Cell.Of(row.Material.Basis.Citation), Cell.Of(words[row.Material.Promisable ? "service.yes" : "service.no"]),
                Cell.Of(row.Material.SharedFrom), Cell.Of(row.Material.AskedBecause)])).As(visit.Path, cancel);
    }
}
