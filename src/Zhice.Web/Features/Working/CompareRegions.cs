using Zhice.Data;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Web.Features.Programmes;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Working;

/// <summary>地区比较: a few regions side by side, in counts and task by task.</summary>
public static class CompareRegions
{
    /// <summary>Most regions side by side.</summary>
    public const int Most = 8;

    /// <summary>The page.</summary>
    /// <param name="Data">The lights that the reader may see.</param>
    /// <param name="Chosen">Regions side by side.</param>
    /// <param name="Choices">Regions that the reader may choose from.</param>
    public sealed record View(ProgressData Data, IReadOnlyList<ShowBoard.Province> Chosen, IReadOnlyList<ShowBoard.Province> Choices);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/programmes/{id:long}/compare", Handle);

    /// <summary>Loads the page.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="snapshots">The kept lights.</param>
    /// <param name="id">The programme.</param>
    /// <param name="regions">First digits of the regions' codes; none for the first few that the reader may see.</param>
    /// <param name="today">Today in China.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<Outcome<View>> Run(
        ZhiceDb db, Actor actor, ProgressSnapshots snapshots, ProgrammeId id, IReadOnlyCollection<string> regions, DateOnly today, CancellationToken cancel)
    {
        if (!(await ProgressData.Load(db, actor, snapshots, id, today, cancel)).Accepted(out var data, out var refusal)) return refusal;
        var seen = data.Cells.Keys.Select(c => c.Province).ToHashSet(StringComparer.Ordinal);
        var choices = data.Provinces.Where(p => seen.Contains(p.Prefix)).ToList();
        var chosen = choices.Where(p => regions.Contains(p.Prefix)).Take(Most).ToList();
        return new View(data, chosen.Count > 0 ? chosen : [.. choices.Take(4)], choices);
    }

    static async Task<IResult> Handle(long id, Visit visit, HttpRequest request, ZhiceDb db, ProgressSnapshots snapshots, CancellationToken cancel) =>
        (await Run(db, visit.Actor, snapshots, new(id), Asked(request), visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<ComparePage>(view)
            : Answer.Refused(visit, refusal);

    // ?regions=34,32 and, as a form of check boxes sends it, ?regions=34&regions=32.
    static HashSet<string> Asked(HttpRequest request) => [.. request.Query["regions"].SelectMany(v => (v ?? "").Split(',')).Where(v => v.Length is 2 or 4 or 6)];
}
