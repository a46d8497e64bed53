using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.EvidenceKeeping;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Evidence;

/// <summary>报送的佐证材料: what a report stands on, what is held already and fits, and what else may be taken in.</summary>
public static class LinkEvidence
{
    /// <summary>Most proposals, and most results of a search.</summary>
    public const int Most = 10;

    /// <summary>The page.</summary>
    /// <param name="Found">The report with its office and task.</param>
    /// <param name="Linked">What it stands on.</param>
    /// <param name="Proposed">What is held already and fits; empty where nothing may be changed.</param>
    /// <param name="Sentences">Sentences that evidence may stand behind.</param>
    /// <param name="Words">What was searched; null for nothing.</param>
    /// <param name="Hits">What was found.</param>
    public sealed record View(EvidencedReport Found, IReadOnlyList<LinkedEvidence> Linked, IReadOnlyList<ProposedEvidence> Proposed,
        IReadOnlyList<(CommitmentId Id, string Words)> Sentences, string? Words, IReadOnlyList<EvidenceRow> Hits)
    {
        /// <summary>True while evidence may be taken in and out.</summary>
        public bool MayChange => Found is { MayWrite: true, IsOpen: true };
    }

    /// <summary>What the forms send.</summary>
    public sealed class Form
    {
        /// <summary>Key of the evidence.</summary>
        public long Evidence { get; set; }
        /// <summary>Number of the version that is meant; none for the newest.</summary>
        public int? Number { get; set; }
        /// <summary>Key of the sentence that it stands behind; none for the whole report.</summary>
        public long? Commitment { get; set; }
        /// <summary>The report's version that the page showed.</summary>
        public int Version { get; set; }
        /// <summary>SHA-256 of bytes that were about to be uploaded; none where nothing was.</summary>
        public string? Sha256 { get; set; }
        /// <summary>Where to go back to.</summary>
        public string? Back { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reports/{id:long}/evidence", Show);
        routes.MapPost("/reports/{id:long}/evidence", Take).DisableAntiforgery();
        routes.MapPost("/reports/{id:long}/evidence/remove", Remove).DisableAntiforgery();
    }

    /// <summary>Loads the page.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ReportId id, string? words, DateOnly today, CancellationToken cancel)
    {
        if (!(await EvidenceLinks.FindReport(db, actor, id, today, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var linked = await EvidenceLinks.Linked(db, actor, id, cancel);
        var view = new View(found, linked, [], [], words, []);
        if (!view.MayChange) return view;
        var need = new EvidenceNeed(found.Office, found.Task, found.Measure, found.Report.From, found.Report.To, id);
        var sentences = await db.Commitments.Where(c => c.MeasureId == found.Measure && c.WithdrawnBy == null).OrderBy(c => c.Ordinal)
            .Select(c => new { c.Id, c.Quote.Words }).Take(100).ToListAsync(cancel);
        return view with
        {
            Proposed = await EvidenceProposals.Find(db, actor, need, Most, cancel),
            Sentences = [.. sentences.Select(s => (s.Id, s.Words))],
            Hits = words is null ? [] : (await EvidenceSearch.Find(db, actor, new EvidenceFilter(words), 1, Most, cancel)).Rows,
        };
    }

    /// <summary>The address of the page of a report's evidence.</summary>
    public static string Address(ReportId id) => FormattableString.Invariant($"/reports/{id.Value}/evidence");

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), visit.Asked("q")?.Trim(), visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<ReportEvidencePage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Take(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var evidence = new EvidenceId(form.Evidence);
        // That the same bytes were about to come again is believed where their digest is one of this evidence.
        var same = form.Sha256 is { Length: 64 } digest && await db.EvidenceVersions.AnyAsync(v => v.EvidenceId == evidence && v.Sha256 == digest, cancel);
        var request = new EvidenceLinks.LinkRequest(new(id), form.Version, evidence, form.Number, form.Commitment is { } sentence ? new CommitmentId(sentence) : null, same);
        return await Answered(id, (await EvidenceLinks.Link(db, visit.Actor, request, clock, cancel)).Accepted(out _, out var refusal) ? null : refusal,
            same ? "evidence.same-linked" : "evidence.linked", form.Back, visit, db, cancel);
    }

    static async Task<IResult> Remove(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        await Answered(id, (await EvidenceLinks.Unlink(db, visit.Actor, new(id), form.Version, new(form.Evidence), clock, cancel)).Accepted(out _, out var refusal) ? null : refusal,
            "evidence.unlinked", form.Back, visit, db, cancel);

    static async Task<IResult> Answered(long id, Refusal? refusal, string code, string? back, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (refusal is null)
        {
            visit.Flash(code);
            return Results.LocalRedirect(Visit.IsOwn(back) ? back! : Address(new(id)));
        }
        return refusal is Invalid or Blocked && (await Run(db, visit.Actor, new(id), null, visit.Today, cancel)).Accepted(out var view, out _)
            ? Answer.Again<ReportEvidencePage>(visit, view, refusal)
            : Answer.Refused(visit, refusal);
    }
}
