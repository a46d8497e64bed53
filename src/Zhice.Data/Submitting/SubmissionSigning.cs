using Microsoft.EntityFrameworkCore;
using Zhice.Data.Reporting;
using Zhice.Domain.Accounts;
using Zhice.Domain.Reporting;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Submitting;

/// <summary>Who signs a submission for its office, and whether it may be who wrote it.</summary>
/// <param name="Signs">True when the person has the office's step 签发 (<see cref="Staffing"/>).</param>
/// <param name="Wrote">True when the person saved words of this submission since it was last sent.</param>
/// <param name="Others">True when somebody else does business for the office, and it has not switched 签发 off.</param>
/// <remarks>Where an office has more than one person, nobody signs their own words. Where it has one, or has switched the step off, it is allowed and shown.</remarks>
public sealed record SubmissionSigning(bool Signs, bool Wrote, bool Others)
{
    /// <summary>True where somebody else has to sign.</summary>
    public bool NeedsAnother => Signs && Wrote && Others;

    /// <summary>True where writer and signer are one, and it is said so.</summary>
    public bool Alone => Signs && Wrote && !Others;

    /// <summary>Reads it: one command more than <see cref="ReportStaff.Of"/>.</summary>
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
        var (id, office, me) = (opened.Submission.Id, opened.Office.Id, actor.AccountId);
        var staff = await ReportStaff.Of(db, actor, today, cancel);
        if (opened.Submission.Imported || me is null || !staff.OfficesFor(OfficeStep.SignOff).Contains(office)) return new SubmissionSigning(false, false, false);
        var sent = db.SubmissionSteps.Where(s => s.SubmissionId == id && s.To == SubmissionState.Submitted).Select(s => (int?)s.Revision);
        var found = await db.Organisations.Where(o => o.Id == office).Select(o => new
        {
            Wrote = db.SubmissionRevisions.Any(r => r.SubmissionId == id && r.By == me && r.Number > (sent.Max() ?? 0)),
            Off = db.OfficeSteps.Any(s => s.OrganisationId == office && !s.SignOff),
            Others = db.RoleGrants.Any(g => g.OrganisationId == office && g.RevokedAt == null && g.AccountId != me
                && (g.Role == Role.RegionalOfficer || g.Role == Role.RegionalAdministrator) && db.Accounts.Any(a => a.Id == g.AccountId && !a.Closed)),
        }).FirstAsync(cancel);
        return new SubmissionSigning(true, found.Wrote, found.Others && !found.Off);
    }
}
