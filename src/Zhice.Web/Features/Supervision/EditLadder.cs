using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Supervision;

/// <summary>督办阶梯 of a programme: its rungs, and what they would do with the due days that are open.</summary>
public static class EditLadder
{
    /// <summary>The page.</summary>
    /// <param name="Programme">The programme.</param>
    /// <param name="Ladder">The ladder in force, or as just typed.</param>
    /// <param name="Preview">What it does with each open due day.</param>
    /// <param name="Typed">True where the ladder was typed and not saved.</param>
    /// <param name="MayEdit">True for the programme's administrator.</param>
    public sealed record View(YearProgramme Programme, LadderInUse Ladder, IReadOnlyList<LadderPreview> Preview, bool Typed, bool MayEdit);

    /// <summary>The form.</summary>
    public sealed class Form
    {
        /// <summary>Kinds of the rungs, one a row; empty for a row not used.</summary>
        public List<string?> Kind { get; set => field = value ?? []; } = [];
        /// <summary>Working days from the due day, one a row.</summary>
        public List<string?> Days { get; set => field = value ?? []; } = [];
        /// <summary>No rung of an earlier day fires.</summary>
        public DateOnly? ActiveFrom { get; set; }
        /// <summary>True while nothing is to fire.</summary>
        public bool Paused { get; set; }
        /// <summary>The version that the person saw.</summary>
        public int Version { get; set; }
        /// <summary>True to save, false to look first.</summary>
        public bool Confirmed { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programmes/{id:long}/ladder", async (long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
            (await Run(db, visit.Actor, new(id), null, visit.Today, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<LadderPage>(view) : Answer.Refused(visit, refusal));
        routes.MapPost("/programmes/{id:long}/ladder", Post).DisableAntiforgery();
    }

    /// <summary>Loads the page; <paramref name="typed"/> is a ladder to preview instead of the one in force.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ProgrammeId id, LadderInUse? typed, DateOnly today, CancellationToken cancel)
    {
        if (actor.IsPublic) return new Forbidden("access.denied");
        var programme = await db.VisibleProgrammes(actor).FirstOrDefaultAsync(p => p.Id == id, cancel);
        if (programme is null) return new Missing("programme.missing");
        var owner = await db.Organisations.Where(o => o.Id == programme.OwnerId).Select(o => o.Path).SingleAsync(cancel);
        var ladder = typed ?? (await Ladders.Load(db, id, cancel))[0];
        var preview = Ladders.Preview(await Calendars.Load(db, cancel), ladder, await OpenDates.Load(db, cancel), today);
        return new View(programme, ladder, preview, typed is not null, AccessPolicy.MayPublish(actor, owner));
    }

    static async Task<IResult> Post(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var programme = new ProgrammeId(id);
        if (await Ladders.OwnerPath(db, visit.Actor, programme, cancel) is not { } owner) return Answer.Refused(visit, new Missing("programme.missing"));
        if (!AccessPolicy.MayPublish(visit.Actor, owner)) return Answer.Refused(visit, new Forbidden("access.denied"));

        var (rungs, defects) = Read(form);
        if (form.ActiveFrom is null) defects.Add(new Defect("ladder.from", "activeFrom"));
        var typed = new LadderInUse(programme, Ladder.Ordered(rungs), form.ActiveFrom ?? visit.Today, form.Paused, true, form.Version);
        Refusal? refusal = defects.Count > 0 || (defects = [.. Ladder.Check(rungs)]).Count > 0 ? new Invalid(defects) : null;
        if (refusal is null && form.Confirmed
            && (await Ladders.Save(db, visit.Actor, programme, rungs, typed.ActiveFrom, typed.Paused, form.Version, clock, cancel)).Accepted(out _, out refusal))
            return Answer.Done(visit, $"/programmes/{id}/ladder", "ladder.saved");
        if (!(await Run(db, visit.Actor, programme, typed, visit.Today, cancel)).Accepted(out var view, out var hidden)) return Answer.Refused(visit, hidden);
        return refusal is null ? Answer.Page<LadderPage>(view) : Answer.Again<LadderPage>(visit, view, refusal);
    }

    static (List<Rung> Rungs, List<Defect> Defects) Read(Form form)
    {
        var (rungs, defects) = (new List<Rung>(), new List<Defect>());
        foreach (var (kind, days) in form.Kind.Zip(form.Days))
        {
            if (string.IsNullOrEmpty(kind)) continue;
            if (!Enum.TryParse<RungKind>(kind, out var known) || !Enum.IsDefined(known)
                || !int.TryParse(days, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number))
                defects.Add(new Defect("ladder.row", "rungs", days ?? ""));
            else rungs.Add(new Rung(known, number));
        }
        return (rungs, defects);
    }
}
