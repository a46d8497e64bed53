using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Submitting;

/// <summary>What became of a file that came from another instance.</summary>
/// <param name="Id">The submission.</param>
/// <param name="Office">Name of the office.</param>
/// <param name="Revision">Number of the revision.</param>
/// <param name="State">Where the submission is now.</param>
/// <param name="Arrival">Taken, or known already.</param>
public sealed record ArrivedPackage(SubmissionId Id, string Office, int Revision, SubmissionState State, Arrival Arrival);

/// <summary>Takes signed files from other instances: submissions for who receives here, answers for the offices here. Nothing is half taken.</summary>
public static class PackageArrival
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MostBytes = 3 * BodyJson.Longest;

    /// <summary>Checks the file and takes it. Refusals name what is wrong: unreadable, unknown or revoked key, changed words, another's key, another
    /// receiver, an older revision, two of one number, received already.</summary>
    public static async Task<Outcome<ArrivedPackage>> Take(ZhiceDb db, ZhiceStore store, Actor actor, ReadOnlyMemory<byte> file, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(clock);
        if (file.Length > MostBytes) return new Invalid(new Defect("package.large", "file", MostBytes >> 20));
        if (Text(file) is not { } text) return new Invalid(new Defect("package.broken", "file"));
        if (!Package.Read(text).Accepted(out var package, out var refusal)) return refusal;
        if (!(await Genuine(db, package, cancel)).Accepted(out var signer, out refusal)) return refusal;
        return package.Submission is { } submission
            ? await TakeSubmission(db, store, actor, file, submission, signer, null, clock, cancel)
            : await TakeAnswer(db, store, actor, file, package.Answer!, signer, clock, cancel);
    }

    /// <summary>The same of a file that may be an archive with the files of the evidence (<see cref="PackageArchive"/>): all of them are taken with it, or nothing.</summary>
    /// <param name="db">The store.</param>
    /// <param name="store">Its files.</param>
    /// <param name="actor">Who takes it.</param>
    /// <param name="file">The file; it can seek.</param>
    /// <param name="clock">Now.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<Outcome<ArrivedPackage>> Take(ZhiceDb db, ZhiceStore store, Actor actor, Stream file, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(file);
        if (!await PackageArchive.Is(file, cancel))
        {
            if (file.Length > MostBytes) return new Invalid(new Defect("package.large", "file", MostBytes >> 20));
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancel);
            return await Take(db, store, actor, bytes, clock, cancel);
        }
        if (!(await PackageArchive.Open(file, cancel)).Accepted(out var archive, out var refusal)) return refusal;
        await using (archive)
        {
            // Whether it is genuine is known before a file of it touches the disk.
            if (Text(archive.Package) is not { } text) return new Invalid(new Defect("package.broken", "file"));
            if (!Package.Read(text).Accepted(out var package, out refusal) || !(await Genuine(db, package, cancel)).Accepted(out var signer, out refusal)) return refusal;
            if (package.Submission is not { } submission) return new Invalid(new Defect("package.broken", "file"));
            if (!(await PackageArchive.Take(store.Files, archive, submission.Body, cancel)).Accepted(out var files, out refusal)) return refusal;
            await using (files) return await TakeSubmission(db, store, actor, archive.Package, submission, signer, files, clock, cancel);
        }
    }

    static string? Text(ReadOnlyMemory<byte> file)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(file.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The organisation that the signing key is registered for.</summary>
    static async Task<Outcome<Organisation>> Genuine(ZhiceDb db, Package package, CancellationToken cancel)
    {
        var known = await (
            from key in db.SubmissionKeys
            where key.Fingerprint == package.Key
            join organisation in db.Organisations on key.OrganisationId equals organisation.Id
            select new { Key = key, Organisation = organisation }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (known is null) return new Invalid(new Defect("package.key-unknown", "file", package.Key));
        if (known.Key.RevokedAt is { } revoked) return new Invalid(new Defect("package.key-revoked", "file", ChinaTime.DayOf(revoked), known.Key.RevokedReason ?? ""));
        return InstanceKey.Verify(known.Key.PublicKey, package.Signed()!, package.Signature) ? known.Organisation : new Invalid(new Defect("package.altered", "file"));
    }

    static async Task<Outcome<ArrivedPackage>> TakeSubmission(
        ZhiceDb db, ZhiceStore store, Actor actor, ReadOnlyMemory<byte> file, PackedSubmission came, Organisation signer, TakenFiles? files, TimeProvider clock,
        CancellationToken cancel)
    {
        if (came.Kind != "submission" || came.Revision < 1 || Sm3Hex.Of(BodyJson.Write(came.Body)) != came.Digest || !came.Body.IsSound())
            return new Invalid(new Defect("package.broken", "file"));
        if (!(await Parties(db, came.Programme, came.From, came.To, signer, came.From.Code, cancel)).Accepted(out var parties, out var refusal)) return refusal;
        if (!SubmissionAccess.MayReceive(actor, parties.Receiver.Path)) return new Blocked("package.wrong-receiver", came.To.Name);
        if (parties.Office.Kind != OrganisationKind.LocalOffice || parties.Office.Id == parties.Receiver.Id || !SubmissionDesk.IsBelow(parties.Office, parties.Receiver))
            return new Blocked("submission.not-asked");

        var submission = await db.Submissions.AsTracking().FirstOrDefaultAsync(s => s.ProgrammeId == parties.Programme.Id && s.OrganisationId == parties.Office.Id, cancel);
        if (!ArrivalRules.Submission(came, Held(submission)).Accepted(out var decided, out refusal)) return refusal;
        // Known words may come again with the files that they came without.
        if (files is not null) await files.Keep(cancel);
        if (decided.Arrival == Arrival.Known) return new ArrivedPackage(submission!.Id, parties.Office.Name, came.Revision, submission.State, Arrival.Known);

        var now = clock.GetUtcNow();
        var kept = await store.Files.Keep(file, cancel);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        if (submission is null)
        {
            submission = new Submission
            {
                ProgrammeId = parties.Programme.Id, OrganisationId = parties.Office.Id, ReceiverId = parties.Receiver.Id, Imported = true, Digest = came.Digest,
                Demonstration = came.Demonstration, CreatedAt = now,
            };
            db.Add(submission);
        }
        submission.State = SubmissionState.Submitted;
        submission.Revision = came.Revision;
        submission.Digest = came.Digest;
        submission.SubmittedAt = came.SubmittedAt;
        submission.ArrivedAt ??= now;
        submission.Package = kept;
        submission.Answer = null;
        submission.Version++;
        try
        {
            await db.SaveChangesAsync(cancel);
            SubmissionDesk.Add(db, submission, came.Body, new SubmissionDesk.BodyText(BodyJson.Write(came.Body), came.Digest), actor.AccountId!.Value, now);
            Step(db, submission, actor, came.SignedBy, null, now);
            AuditLog.Append(db, actor, now, "submission.import", $"submission/{submission.Id.Value}",
                new { office = parties.Office.Code, revision = came.Revision, digest = came.Digest, package = kept, files = files?.Parts.Count ?? 0 });
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            return new Blocked("submission.moved"); // the same file, twice in the same moment
        }
        if (transaction is not null) await transaction.CommitAsync(cancel);
        return new ArrivedPackage(submission.Id, parties.Office.Name, came.Revision, submission.State, Arrival.Taken);
    }

    static async Task<Outcome<ArrivedPackage>> TakeAnswer(
        ZhiceDb db, ZhiceStore store, Actor actor, ReadOnlyMemory<byte> file, PackedAnswer came, Organisation signer, TimeProvider clock, CancellationToken cancel)
    {
        if (came.Kind != "answer" || (came.Receipt is null) == (came.Reasons is null)) return new Invalid(new Defect("package.broken", "file"));
        // An answer goes the other way: the key must be the receiver's.
        if (!(await Parties(db, came.Programme, came.To, came.From, signer, came.From.Code, cancel)).Accepted(out var parties, out var refusal)) return refusal;
        if (!SubmissionAccess.MaySign(actor, parties.Office.Path) && !actor.Holds(Role.NationalAdministrator)) return new Blocked("package.wrong-receiver", came.To.Name);
        var submission = await db.Submissions.AsTracking().FirstOrDefaultAsync(s => s.ProgrammeId == parties.Programme.Id && s.OrganisationId == parties.Office.Id, cancel);
        if (submission is null) return new Blocked("package.not-ours");
        if (!ArrivalRules.Answer(came, Held(submission)!).Accepted(out var decided, out refusal)) return refusal;
        if (decided.Arrival == Arrival.Known) return new ArrivedPackage(submission.Id, parties.Office.Name, came.Revision, submission.State, Arrival.Known);

        var now = clock.GetUtcNow();
        submission.Answer = await store.Files.Keep(file, cancel);
        submission.State = came.Receipt is null ? SubmissionState.Returned : SubmissionState.Received;
        submission.ReceiptNumber = came.Receipt;
        submission.Version++;
        Step(db, submission, actor, came.By, came.Reasons, now);
        AuditLog.Append(db, actor, now, "submission.answer", $"submission/{submission.Id.Value}",
            new { from = came.From.Code, revision = came.Revision, digest = came.Digest, receipt = came.Receipt, reasons = came.Reasons });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            return new Blocked("submission.moved");
        }
        return new ArrivedPackage(submission.Id, parties.Office.Name, came.Revision, submission.State, Arrival.Taken);
    }

    sealed record Both(YearProgramme Programme, Organisation Office, Organisation Receiver);

    /// <summary>Both organisations and the programme as this instance holds them; the signing key must be the named sender's.</summary>
    static async Task<Outcome<Both>> Parties(
        ZhiceDb db, PackedProgramme packed, OfficeName office, OfficeName receiver, Organisation signer, string sender, CancellationToken cancel)
    {
        string[] codes = [office.Code, receiver.Code];
        var both = await db.Organisations.AsNoTracking().Where(o => codes.Contains(o.Code)).ToDictionaryAsync(o => o.Code, StringComparer.Ordinal, cancel);
        if (!both.TryGetValue(office.Code, out var from) || !both.TryGetValue(receiver.Code, out var to) || packed.Owner != receiver.Code)
            return new Invalid(new Defect("package.organisation-unknown", "file"));
        if (!ArrivalRules.SignsFor(signer, both[sender])) return new Invalid(new Defect("package.key-of-another", "file", signer.Name, both[sender].Name));
        // One year's work of an owner is enough; where there are several, the name decides.
        var programmes = await db.Programmes.AsNoTracking().Where(p => p.Year == packed.Year && p.OwnerId == to.Id).OrderBy(p => p.Id).ToListAsync(cancel);
        var programme = programmes.Count == 1 ? programmes[0] : programmes.Find(p => p.Name == packed.Name);
        return programme is null ? new Invalid(new Defect("package.programme-unknown", "file", packed.Year, receiver.Name)) : new Both(programme, from, to);
    }

    static HeldSubmission? Held(Submission? submission) =>
        submission is null ? null : new(submission.Imported, submission.State, submission.Revision, submission.Digest);

    static void Step(ZhiceDb db, Submission submission, Actor actor, string elsewhere, string? reasons, DateTimeOffset now) => db.Add(new SubmissionStep
    {
        SubmissionId = submission.Id, Revision = submission.Revision, To = submission.State, By = actor.AccountId!.Value,
        Elsewhere = elsewhere.Length > 100 ? elsewhere[..100] : elsewhere, At = now, Reasons = reasons,
    });
}
