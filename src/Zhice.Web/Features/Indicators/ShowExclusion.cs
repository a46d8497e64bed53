using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>名单内容: who stands on a set, and what it takes off which value.</summary>
/// <remarks>Names are for the national administrator and the auditor; everybody else inside reads how many there are. Deductions are for those who may see the figures that they come off.</remarks>
public static class ShowExclusion
{
    /// <summary>Lines a page.</summary>
    public const int PageSize = 50;

    /// <summary>A deduction.</summary>
    /// <param name="Element">What it comes off; the code where the element is gone.</param>
    /// <param name="Office">Whose value.</param>
    /// <param name="Period">Of which period.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Unit">In which unit.</param>
    public sealed record Deduction(string Element, Organisation Office, Period Period, decimal Amount, string Unit);

    /// <summary>The page.</summary>
    /// <param name="Set">The set.</param>
    /// <param name="Members">Names of this page; null where the reader may not see them.</param>
    /// <param name="MemberCount">How many names there are.</param>
    /// <param name="Deductions">Deductions of this page that the reader may see.</param>
    /// <param name="DeductionCount">How many of these there are.</param>
    /// <param name="Page">The page.</param>
    public sealed record View(ExclusionSet Set, IReadOnlyList<ExclusionMember>? Members, int MemberCount, IReadOnlyList<Deduction> Deductions, int DeductionCount, int Page)
    {
        /// <summary>Who withdrew the set; null while it stands.</summary>
        public string? WithdrawnBy { get; init; }
        /// <summary>What the pager counts: the longer of the two lists.</summary>
        public int Total => Math.Max(Members is null ? 0 : MemberCount, DeductionCount);
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/indicators/exclusions/{id:long}", Handle);

    /// <summary>Loads the page: six commands.</summary>
    /// <returns>Refusals: <c>access.denied</c>, <c>exclusion.missing</c>.</returns>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, long id, int page, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        if (await db.ExclusionSets.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, cancel) is not { } set) return new Missing("exclusion.missing");
        var named = AccessPolicy.ReadsAll(actor);
        var names = await db.ExclusionMembers.CountAsync(m => m.SetId == id, cancel);
        var rows = await (
            from effect in db.ExclusionEffects
            where effect.SetId == id
            join office in db.Organisations on effect.OrganisationId equals office.Id
            orderby effect.Id
            select new { effect, office }).AsNoTracking().ToListAsync(cancel);
        rows.RemoveAll(r => !AccessPolicy.MaySeeFigures(actor, r.office.Path));
        var shown = Paging.Within(page, Math.Max(named ? names : 0, rows.Count), PageSize);
        var members = named ? await db.ExclusionMembers.AsNoTracking().Where(m => m.SetId == id).OrderBy(m => m.Id).Skip((shown - 1) * PageSize).Take(PageSize).ToListAsync(cancel) : null;
        return new View(set, members, names, [.. rows.Skip((shown - 1) * PageSize).Take(PageSize).Select(r => new Deduction(
            catalogue.Element(r.effect.Element)?.Name ?? r.effect.Element, r.office, Period.FromKey(r.effect.Period), r.effect.Amount, catalogue.Element(r.effect.Element)?.Unit.Text ?? ""))], rows.Count, shown)
        {
            WithdrawnBy = set.WithdrawnBy is { } by ? await db.Accounts.Where(a => a.Id == by).Select(a => a.DisplayName).FirstOrDefaultAsync(cancel) : null,
        };
    }

    static async Task<IResult> Handle(long id, int? page, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel) =>
        (await Run(db, visit.Actor, catalogue, id, page ?? 1, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ExclusionPage>(view) : Answer.Refused(visit, refusal);
}
