using Microsoft.EntityFrameworkCore;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;

namespace Zhice.Data.Reporting;

/// <summary>Takes one row of a worksheet: a save of the draft on the desk, or a new draft. The caller holds the transaction that all rows stand or fall with.</summary>
public static class ReportImport
{
    /// <summary>Takes it. Refusals: those of <see cref="ReportDesk.Begin"/> and <see cref="ReportDesk.Save(ZhiceDb, Actor, ReportId, SaveOrigin, ReportContent, TimeProvider, CancellationToken)"/>.</summary>
    /// <param name="db">The context with the transaction.</param>
    /// <param name="actor">Who.</param>
    /// <param name="obligation">The obligation.</param>
    /// <param name="draft">The draft on the desk; null to begin one.</param>
    /// <param name="version">Its version.</param>
    /// <param name="content">What the row says; the sentences that the draft speaks of are kept.</param>
    /// <param name="clock">Now.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<Outcome<SavedReport>> Take(
        ZhiceDb db, Actor actor, ObligationId obligation, ReportId? draft, int version, ReportContent content, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(content);
        if (draft is null)
        {
            if (!(await ReportDesk.BeginWithin(db, actor, obligation, false, clock, cancel)).Accepted(out var begun, out var refusal)) return refusal;
            (draft, version) = (begun.Report, begun.Version);
        }
        var id = draft.Value;
        var sentences = await db.ReportCommitments.Where(c => c.ReportId == id).Select(c => c.CommitmentId).ToListAsync(cancel);
        return await ReportDesk.Save(db, actor, id, version, content with { Commitments = sentences }, "report.import", clock, cancel);
    }
}
