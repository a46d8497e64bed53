using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.EvidenceKeeping;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Evidence;

/// <summary>佐证材料库: the evidence that the one who asks may see, newest first, and how many uploads were not needed again.</summary>
public static class ListEvidence
{
    /// <summary>Pieces of evidence a page.</summary>
    public const int PageSize = 20;

    /// <summary>The page.</summary>
    /// <param name="Filter">The filters.</param>
    /// <param name="Page">Page from 1.</param>
    /// <param name="Found">What was found.</param>
    /// <param name="Reuse">Uses and uploads that were not needed, for each programme.</param>
    /// <param name="Programmes">Programmes to choose from.</param>
    /// <param name="MayAdd">True when the reader may bring evidence in.</param>
    public sealed record View(EvidenceFilter Filter, int Page, EvidencePage Found, IReadOnlyList<EvidenceReuse> Reuse, IReadOnlyList<(ProgrammeId Id, string Name)> Programmes, bool MayAdd);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/evidence", Handle);

    /// <summary>Loads the page.</summary>
    public static async Task<View> Run(ZhiceDb db, Actor actor, EvidenceFilter filter, int page, CancellationToken cancel)
    {
        var programmes = await ProgrammeShelf.Newest(db, actor, 50, cancel);
        return new View(filter, page, await EvidenceSearch.Find(db, actor, filter, page, PageSize, cancel), await EvidenceSearch.Reuse(db, actor, cancel),
            [.. programmes.Select(p => (p.Id, p.Name))], (await EvidenceRegister.Offices(db, actor, cancel)).Count > 0);
    }

    static async Task<IResult> Handle(Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var filter = new EvidenceFilter(
            visit.Asked("q")?.Trim() is { Length: > 0 and <= 100 } words ? words : null,
            Enum.TryParse<EvidenceKind>(visit.Asked("kind"), out var kind) && Enum.IsDefined(kind) ? kind : null,
            Enum.TryParse<Disclosure>(visit.Asked("disclosure"), out var disclosure) && Enum.IsDefined(disclosure) ? disclosure : null,
            visit.Asked("office")?.Trim(),
            long.TryParse(visit.Asked("programme"), out var programme) ? new ProgrammeId(programme) : null,
            DateOnly.TryParse(visit.Asked("on"), System.Globalization.CultureInfo.InvariantCulture, out var on) ? on : null,
            visit.Asked("state") == "withdrawn");
        var page = int.TryParse(visit.Asked("page"), out var number) ? Math.Clamp(number, 1, EvidenceSearch.Limit / PageSize) : 1;
        return Answer.Page<EvidenceLibraryPage>(await Run(db, visit.Actor, filter, page, cancel));
    }
}
