using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Working;

/// <summary>办理规则: the table of rules of the lights, and the numbers that the programme's administrator sets.</summary>
public static class SetRules
{
    /// <summary>The page.</summary>
    /// <param name="Programme">The programme.</param>
    /// <param name="Rules">The rules in force.</param>
    /// <param name="MaySet">True for who runs the programme.</param>
    public sealed record View(YearProgramme Programme, WorkingRules Rules, bool MaySet)
    {
        /// <summary>What was typed, when the form is shown again.</summary>
        public Form? Wanted { get; init; }
    }

    /// <summary>What the form sends.</summary>
    public sealed class Form
    {
        /// <summary>Last day of the choice.</summary>
        public DateOnly? ChooseUntil { get; set; }
        /// <summary>Days of warning.</summary>
        public int? WarnDays { get; set; }
        /// <summary>Days of silence.</summary>
        public int? SilentDays { get; set; }
        /// <summary>The version that the person saw.</summary>
        public int Version { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programmes/{id:long}/rules", Show);
        routes.MapPost("/programmes/{id:long}/rules", Handle).DisableAntiforgery();
    }

    /// <summary>The rules of a programme that the reader may see: they are no secret.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ProgrammeId id, CancellationToken cancel)
    {
        var head = await (
            from programme in db.VisibleProgrammes(actor)
            where programme.Id == id
            join owner in db.Organisations on programme.OwnerId equals owner.Id
            from rules in db.WorkingRules.Where(r => r.ProgrammeId == id).DefaultIfEmpty()
            select new { Programme = programme, owner.Path, Rules = rules }).FirstOrDefaultAsync(cancel);
        return head is null ? new Missing("programme.missing") : new View(head.Programme, head.Rules ?? new WorkingRules { ProgrammeId = id }, AccessPolicy.MayPublish(actor, head.Path));
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<RulesPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Handle(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var outcome = await ProgrammeRules.Set(db, visit.Actor, new(id), form.ChooseUntil, form.WarnDays, form.SilentDays, form.Version, clock, cancel);
        if (outcome.Accepted(out _, out var refusal)) return Answer.Done(visit, string.Create(CultureInfo.InvariantCulture, $"/programmes/{id}/rules"), "rules.saved");
        return refusal is Invalid or Blocked && (await Run(db, visit.Actor, new(id), cancel)).Accepted(out var view, out _)
            ? Answer.Again<RulesPage>(visit, view with { Wanted = form }, refusal)
            : Answer.Refused(visit, refusal);
    }
}
