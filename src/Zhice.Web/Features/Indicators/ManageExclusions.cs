using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>剔除名单: whose patents do not count, from when, why, and what is taken off the figures for it.</summary>
public static class ManageExclusions
{
    /// <summary>Sets a page.</summary>
    public const int PageSize = 20;

    /// <summary>A set in the list.</summary>
    public sealed record Line(ExclusionSet Set, int Applicants, int Agencies, int Effects, string By, string? WithdrawnBy);

    /// <summary>The page.</summary>
    public sealed record View(IReadOnlyList<Line> Lines, int Page, int Total, bool MayExclude)
    {
        /// <summary>What was typed, when the form is shown again.</summary>
        public Form? Wanted { get; init; }
    }

    /// <summary>What the form sends.</summary>
    public sealed class Form
    {
        /// <summary>Name.</summary>
        public string? Name { get; set; }
        /// <summary>Reason.</summary>
        public string? Reason { get; set; }
        /// <summary>First day.</summary>
        public DateOnly? From { get; set; }
        /// <summary>First day after it.</summary>
        public DateOnly? To { get; set; }
        /// <summary>Applicants and agencies, one a line.</summary>
        public string? Members { get; set; }
        /// <summary>What is taken off, one a line.</summary>
        public string? Effects { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/indicators/exclusions", Show);
        ShowExclusion.Map(routes);
        routes.MapPost("/indicators/exclusions", Add).DisableAntiforgery();
        routes.MapPost("/indicators/exclusions/{id:long}/withdraw", Withdraw).DisableAntiforgery();
    }

    /// <summary>Loads the page: two commands. The sets are for those who work with figures, not for the public.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, int page, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var total = await db.ExclusionSets.CountAsync(cancel);
        var shown = Paging.Within(page, total, PageSize);
        var rows = await db.ExclusionSets.AsNoTracking().OrderByDescending(s => s.Id).Skip((shown - 1) * PageSize).Take(PageSize).Select(s => new
        {
            Set = s,
            Applicants = db.ExclusionMembers.Count(m => m.SetId == s.Id && m.Kind == ExcludedKind.Applicant),
            Agencies = db.ExclusionMembers.Count(m => m.SetId == s.Id && m.Kind == ExcludedKind.Agency),
            Effects = db.ExclusionEffects.Count(e => e.SetId == s.Id),
            By = db.Accounts.Where(a => a.Id == s.By).Select(a => a.DisplayName).FirstOrDefault(),
            WithdrawnBy = db.Accounts.Where(a => a.Id == s.WithdrawnBy).Select(a => a.DisplayName).FirstOrDefault(),
        }).ToListAsync(cancel);
        return new View([.. rows.Select(r => new Line(r.Set, r.Applicants, r.Agencies, r.Effects, r.By ?? "", r.WithdrawnBy))], shown, total, AccessPolicy.MayExclude(actor));
    }

    static async Task<IResult> Show(int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, page ?? 1, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ExclusionsPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Add([FromForm] Form form, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, TimeProvider clock, CancellationToken cancel)
    {
        var outcome = await ExclusionDesk.Add(db, visit.Actor, catalogue, new(form.Name, form.Reason, form.From, form.To, form.Members, form.Effects), clock, cancel);
        if (outcome.Accepted(out _, out var refusal)) return Answer.Done(visit, "/indicators/exclusions", "exclusion.saved");
        return refusal is Invalid && (await Run(db, visit.Actor, 1, cancel)).Accepted(out var view, out _)
            ? Answer.Again<ExclusionsPage>(visit, view with { Wanted = form }, refusal)
            : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Withdraw(long id, [FromForm] string? why, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if ((await ExclusionDesk.Withdraw(db, visit.Actor, id, why ?? "", clock, cancel)).Accepted(out _, out var refusal)) return Answer.Done(visit, "/indicators/exclusions", "exclusion.withdrawn");
        return refusal is Invalid && (await Run(db, visit.Actor, 1, cancel)).Accepted(out var view, out _) ? Answer.Again<ExclusionsPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
