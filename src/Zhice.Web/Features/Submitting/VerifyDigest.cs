using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Submitting;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Submitting;

/// <summary>核对纸件: what a scanner reads from the paper's QR code is looked up among the revisions that the reader may see.</summary>
public static partial class VerifyDigest
{
    /// <summary>The page.</summary>
    /// <param name="Typed">What was scanned or typed; null before.</param>
    /// <param name="Digest">The digest in it; null where there is none.</param>
    /// <param name="Found">The revision of that digest; null where the reader may see none.</param>
    public sealed record View(string? Typed, string? Digest, Match? Found);

    /// <summary>A revision.</summary>
    /// <param name="Id">The submission.</param>
    /// <param name="Office">Name of its office.</param>
    /// <param name="Programme">Name of the year's work.</param>
    /// <param name="Revision">Number of the revision.</param>
    /// <param name="Current">Number of the one in force.</param>
    /// <param name="State">Where the submission is.</param>
    /// <param name="Receipt">Number of the receipt; null before.</param>
    public sealed record Match(SubmissionId Id, string Office, string Programme, int Revision, int Current, SubmissionState State, string? Receipt);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/submissions/verify", Handle);

    /// <summary>The page's view.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, string? typed, CancellationToken cancel)
    {
        if (actor.IsPublic) return new Forbidden("access.denied");
        if (typed is null) return new View(null, null, null);
        if (typed.Length > 500 || Digest().Match(typed.ToLowerInvariant()) is not { Success: true, Value: var digest }) return new View(typed, null, null);
        // What was never sent has left no paper that anyone but its office holds: drafts match for their office only, by the rule of reading.
        var rows = await (
            from revision in db.SubmissionRevisions
            where revision.Digest == digest
            join submission in db.VisibleSubmissions(actor) on revision.SubmissionId equals submission.Id
            join office in db.Organisations on submission.OrganisationId equals office.Id
            join programme in db.Programmes on submission.ProgrammeId equals programme.Id
            orderby revision.Number descending
            select new Match(submission.Id, office.Name, programme.Name, revision.Number, submission.Revision, submission.State, submission.ReceiptNumber)).Take(2).ToListAsync(cancel);
        foreach (var row in rows)
            if ((await SubmissionDesk.Open(db, actor, row.Id, row.Revision, cancel)).Accepted(out _, out _)) return new View(typed, digest, row);
        return new View(typed, digest, null);
    }

    static async Task<IResult> Handle(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, visit.Asked("digest"), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<VerifyDigestPage>(view) : Answer.Refused(visit, refusal);

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")]
    private static partial Regex Digest();
}
