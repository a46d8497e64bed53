using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Submitting;

/// <summary>Moves a submission on its way. Signing makes the signed package, receiving and returning make the signed answer.</summary>
public static class SubmissionWay
{
    /// <summary>Makes the move, all in one transaction with its step and its audit entry.</summary>
    /// <param name="db">The store.</param>
    /// <param name="store">Files and the folder of the signing key.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The submission.</param>
    /// <param name="version">The version of the head that the person had before them.</param>
    /// <param name="move">The move.</param>
    /// <param name="reasons">Reasons, for a return.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<Outcome<Submission>> Move(
        ZhiceDb db, ZhiceStore store, Actor actor, SubmissionId id, int version, SubmissionMove move, string? reasons, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await SubmissionDesk.Open(db, actor, id, null, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        var signing = await SubmissionSigning.Of(db, actor, opened, ChinaTime.DayOf(clock.GetUtcNow()), cancel);
        if (!May(actor, opened, signing, move)) return new Forbidden("access.denied");
        if (opened.Submission.Version != version) return new Blocked("submission.moved");
        if (!SubmissionMoves.Decide(opened.Submission.State, move, reasons).Accepted(out var moved, out refusal)) return refusal;

        if (move == SubmissionMove.Sign && signing.NeedsAnother) return new Blocked("submission.own-words");

        var now = Microseconds(clock.GetUtcNow());
        var submission = await db.Submissions.AsTracking().FirstAsync(s => s.Id == id, cancel);
        submission.State = moved.To;
        submission.Version++;
        if (move == SubmissionMove.Sign)
        {
            submission.SubmittedAt = now;
            submission.ArrivedAt ??= now;
            submission.Package = await Seal(store, new Package(Package.Format1, "", "", Packed(opened, actor, now), null), cancel);
            submission.Answer = null;
        }
        if (move == SubmissionMove.Receive) submission.ReceiptNumber = await NextReceipt(db, opened, cancel);
        if (move is SubmissionMove.Receive or SubmissionMove.Return)
            submission.Answer = await Seal(store, new Package(Package.Format1, "", "", null, Answered(opened, submission, actor, moved.Reasons, now)), cancel);
        db.Add(new SubmissionStep
        {
            SubmissionId = id, Revision = submission.Revision, To = moved.To, By = actor.AccountId!.Value, At = now, Reasons = moved.Reasons,
        });
        AuditLog.Append(db, actor, now, "submission.move", $"submission/{id.Value}",
            new { move = move.ToString(), revision = submission.Revision, digest = submission.Digest, receipt = submission.ReceiptNumber, reasons = moved.Reasons, alone = move == SubmissionMove.Sign && signing.Alone });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Somebody else moved it, or took the number, in the same moment.
            return new Blocked("submission.moved");
        }
        return submission;
    }

    /// <summary>True when the actor may ever make the move on this submission.</summary>
    public static bool May(Actor actor, OpenedSubmission opened, SubmissionSigning signing, SubmissionMove move)
    {
        ArgumentNullException.ThrowIfNull(opened);
        ArgumentNullException.ThrowIfNull(signing);
        var writes = !opened.Submission.Imported && SubmissionAccess.MayWrite(actor, opened.Office.Path);
        return move switch
        {
            SubmissionMove.ToSignOff => writes && !signing.Off,
            SubmissionMove.TakeBack => writes,
            // A step that is switched off is passed over, and holds nothing back that waits in it.
            SubmissionMove.Sign when signing.Off => writes,
            SubmissionMove.Sign => signing.Signs && opened.Submission.State == SubmissionState.InSignOff,
            SubmissionMove.SendBack => signing.Signs,
            SubmissionMove.Receive or SubmissionMove.Return => SubmissionAccess.MayReceive(actor, opened.Receiver.Path),
            _ => throw new ArgumentOutOfRangeException(nameof(move), move, "Not a move."),
        };
    }

    /// <summary>Signs the content with the key of this instance and keeps the file; answers its SHA-256.</summary>
    static Task<string> Seal(ZhiceStore store, Package content, CancellationToken cancel)
    {
        var key = InstanceKey.Of(store.Settings.Home);
        var package = content with { Key = key.Fingerprint, Signature = key.Sign(content.Signed()!) };
        return store.Files.Keep(Encoding.UTF8.GetBytes(BodyJson.Write(package)), cancel);
    }

    static PackedSubmission Packed(OpenedSubmission opened, Actor actor, DateTimeOffset now) => new(
        "submission", Programme(opened), Name(opened.Office), Name(opened.Receiver), opened.Revision.Number, now, actor.Name ?? "", opened.Revision.Digest,
        opened.Submission.Demonstration, opened.Body);

    static PackedAnswer Answered(OpenedSubmission opened, Submission submission, Actor actor, string? reasons, DateTimeOffset now) => new(
        "answer", Programme(opened), Name(opened.Receiver), Name(opened.Office), submission.Revision, submission.Digest, now, actor.Name ?? "",
        reasons is null ? submission.ReceiptNumber : null, reasons);

    // The programme's owner is the receiver, whatever else it is called there.
    static PackedProgramme Programme(OpenedSubmission opened) => new(opened.Programme.Year, opened.Programme.Name, opened.Receiver.Code);

    static OfficeName Name(Organisation organisation) => new(organisation.Code, organisation.Name);

    /// <summary>回执〔2026〕3号: counted within the programme, under the programme's year whatever the day is.</summary>
    static async Task<string> NextReceipt(ZhiceDb db, OpenedSubmission opened, CancellationToken cancel)
    {
        var given = await db.Submissions.CountAsync(s => s.ProgrammeId == opened.Programme.Id && s.ReceiptNumber != null, cancel);
        return string.Create(CultureInfo.InvariantCulture, $"回执〔{opened.Programme.Year}〕{given + 1}号");
    }

    static DateTimeOffset Microseconds(DateTimeOffset moment) => new(moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
