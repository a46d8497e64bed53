using Microsoft.EntityFrameworkCore;
using Zhice.Data.Reporting;
using Zhice.Domain.Accounts;
using Zhice.Domain.Reporting;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Submitting;

/// <summary>Who signs a submission for its office, and whether it may be who wrote it.</summary>
/// <param name="Signs">True when the person has the office's step 签发 (<see cref="Staffing"/>).</param>
/// <param name="Off">True when the office has switched 签发 off: who writes sends.</param>
/// <param name="Wrote">True when the person saved words of this submission since it was last sent.</param>
/// <param name="Others">True when somebody else does business for the office, and it has not switched 签发 off.</param>
/// <param name="Spared">True when everybody at the office wrote words of it, and the last ones are not this person's.</param>
/// <param name="Able">Names of those who have the step and may sign the words as they stand.</param>
/// <param name="Nameable">Names of those who could sign the words as they stand once they are given the step.</param>
/// <remarks>
/// Where an office has more than one person, nobody signs their own words; where everybody there wrote some, whoever did not write last may sign, so that two
/// pairs of eyes have seen the last word. Where it has one person, or has switched the step off, it is allowed. All but the first is shown and recorded.
/// </remarks>
public sealed record SubmissionSigning(bool Signs, bool Off, bool Wrote, bool Others, bool Spared, IReadOnlyList<string> Able, IReadOnlyList<string> Nameable)
{
    static readonly SubmissionSigning Nobody = new(false, false, false, false, false, [], []);

    /// <summary>True where somebody else has to sign.</summary>
    public bool NeedsAnother => Signs && Wrote && Others && !Spared;

    /// <summary>True where who signs wrote words of it, and it is said so.</summary>
    public bool Alone => (Signs || Off) && Wrote && !NeedsAnother;

    /// <summary>Reads it: three commands more than <see cref="ReportStaff.Of"/>.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who would sign.</param>
    /// <param name="opened">The submission.</param>
    /// <param name="today">Today in China.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<SubmissionSigning> Of(ZhiceDb db, Actor actor, OpenedSubmission opened, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(opened);
        var (id, office) = (opened.Submission.Id, opened.Office.Id);
        if (opened.Submission.Imported || actor.AccountId is not { } me || !AccessPolicy.Offices(actor).Contains(office)) return Nobody;
        var staff = await ReportStaff.Of(db, actor, today, cancel);
        var signs = staff.OfficesFor(OfficeStep.SignOff).Contains(office);
        var off = await db.OfficeSteps.AnyAsync(s => s.OrganisationId == office && !s.SignOff, cancel);
        var sent = db.SubmissionSteps.Where(s => s.SubmissionId == id && s.To == SubmissionState.Submitted).Select(s => (int?)s.Revision);
        var people = await (
            from grant in db.RoleGrants
            where grant.OrganisationId == office && grant.RevokedAt == null && (grant.Role == Role.RegionalOfficer || grant.Role == Role.RegionalAdministrator)
            join account in db.Accounts on grant.AccountId equals account.Id
            where !account.Closed
            orderby account.Id
            select new
            {
                account.Id, account.DisplayName, grant.Role,
                Last = db.SubmissionRevisions.Where(r => r.SubmissionId == id && r.By == account.Id && r.Number > (sent.Max() ?? 0)).Max(r => (int?)r.Number),
            }).Take(500).ToListAsync(cancel);
        var duties = await db.OfficeDuties.AsNoTracking().Where(d => d.OrganisationId == office && d.From <= today && (d.Until == null || d.Until >= today)).ToListAsync(cancel);
        var wrote = people.Where(p => p.Last is not null).Select(p => p.Id).ToHashSet();
        var last = people.Where(p => p.Last is not null).MaxBy(p => p.Last)?.Id;
        var all = people.Count > 0 && people.TrueForAll(p => wrote.Contains(p.Id));
        var roles = people.ConvertAll(p => new OfficeRole(p.Id, p.Role, office));
        var free = people.DistinctBy(p => p.Id).Where(p => !wrote.Contains(p.Id) || (all && p.Id != last)).ToLookup(
            p => Staffing.Of(p.Id, roles, duties, today).Any(d => d.Step == OfficeStep.SignOff), p => p.DisplayName);
        var mine = wrote.Contains(me) || await db.SubmissionRevisions.AnyAsync(r => r.SubmissionId == id && r.By == me && r.Number > (sent.Max() ?? 0), cancel);
        return new SubmissionSigning(signs, off, mine, people.Exists(p => p.Id != me) && !off, all && last != me, [.. free[true]], [.. free[false]]);
    }
}
