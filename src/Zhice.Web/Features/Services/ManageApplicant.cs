using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>申请人: its details, its staff, and agents with the days of their power of attorney.</summary>
public static class ManageApplicant
{
    /// <summary>A member with its login.</summary>
    public sealed record Member(ApplicantMember Row, string Login, string Name);

    /// <summary>The page.</summary>
    /// <param name="Applicant">The applicant.</param>
    /// <param name="Members">Who acts for it, and who did.</param>
    /// <param name="Manages">True for its manager.</param>
    public sealed record View(ServiceApplicant Applicant, IReadOnlyList<Member> Members, bool Manages);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/my/applicants/{id:long}", Show);
        routes.MapPost("/my/applicants/{id:long}", Change).DisableAntiforgery();
    }

    /// <summary>Loads the page; an applicant for whom the reader does not act is not there.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ApplicantId id, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (actor.AccountId is not { } me) return new Forbidden("access.denied");
        if (await Applicants.ActsFor(db, me, id, today).AsNoTracking().FirstOrDefaultAsync(cancel) is not { } applicant) return new Missing("applicant.missing");
        var members = await (
            from member in db.ApplicantMembers
            where member.ApplicantId == id
            join account in db.Accounts on member.AccountId equals account.Id
            orderby member.Id
            select new Member(member, account.Login, account.DisplayName)).AsNoTracking().Take(200).ToListAsync(cancel);
        return new View(applicant, members, members.Exists(m => m.Row.AccountId == me && m.Row.Kind == MemberKind.Manager && (m.Row.ValidTo is null || today < m.Row.ValidTo)));
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ApplicantPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Change(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var key = new ApplicantId(id);
        if (!(await Run(db, visit.Actor, key, visit.Today, cancel)).Accepted(out var view, out var missing)) return Answer.Refused(visit, missing);
        var outcome = form["do"] == "end" && long.TryParse(form["member"], NumberStyles.None, CultureInfo.InvariantCulture, out var member)
            ? await Applicants.End(db, visit.Actor, key, member, clock, cancel)
            : await Applicants.Add(db, visit.Actor, key, form["login"].ToString(), form["kind"] == nameof(MemberKind.Agent) ? MemberKind.Agent : MemberKind.Staff, CaseInput.Day(form["from"]), CaseInput.Day(form["until"]), clock, cancel);
        return outcome.Accepted(out _, out var refusal) ? Answer.Done(visit, $"/my/applicants/{id}", "svc.saved") : Answer.Again<ApplicantPage>(visit, view, refusal);
    }
}
