using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Submitting;

/// <summary>A submission with the organisations that it is between, and its words.</summary>
/// <param name="Submission">The head.</param>
/// <param name="Programme">The year's work.</param>
/// <param name="Office">Who submits.</param>
/// <param name="Receiver">Who receives.</param>
/// <param name="Revision">The revision asked for.</param>
/// <param name="Body">Its words.</param>
public sealed record OpenedSubmission(
    Submission Submission, YearProgramme Programme, Organisation Office, Organisation Receiver, SubmissionRevision Revision, SubmissionBody Body);

/// <summary>Begins submissions and saves their words; every save is a new revision.</summary>
public static class SubmissionDesk
{
    // Two people who save different tasks in the same moment: the second reads again and goes on.
    const int Tries = 4;

    /// <summary>A submission that the actor may read, with a revision of it; one command and two for the words.</summary>
    public static async Task<Outcome<OpenedSubmission>> Open(ZhiceDb db, Actor actor, SubmissionId id, int? revision, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var head = await (
            from submission in db.VisibleSubmissions(actor)
            where submission.Id == id
            join programme in db.Programmes on submission.ProgrammeId equals programme.Id
            join office in db.Organisations on submission.OrganisationId equals office.Id
            join receiver in db.Organisations on submission.ReceiverId equals receiver.Id
            select new { Submission = submission, Programme = programme, Office = office, Receiver = receiver }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (head is null) return new Missing("submission.missing");
        // The receiver sees what it was sent, not the office's drafts before and after.
        var drafts = SubmissionAccess.MayRead(actor, head.Office.Path, head.Receiver.Path, SubmissionState.Draft, arrived: false);
        var sent = db.SubmissionSteps.Where(s => s.SubmissionId == id && s.To == SubmissionState.Submitted).Select(s => (int?)s.Revision);
        var number = revision ?? (drafts ? head.Submission.Revision : await sent.MaxAsync(cancel)) ?? 0;
        var words = await db.SubmissionRevisions.AsNoTracking()
            .FirstOrDefaultAsync(r => r.SubmissionId == id && r.Number == number && (drafts || sent.Contains(number)), cancel);
        if (words is null) return new Missing("submission.missing");
        return new OpenedSubmission(head.Submission, head.Programme, head.Office, head.Receiver, words, BodyOf(words));
    }

    /// <summary>The words of a revision.</summary>
    /// <exception cref="InvalidDataException">The stored text is no body: the database was changed by something else.</exception>
    public static SubmissionBody BodyOf(SubmissionRevision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return BodyJson.Read<SubmissionBody>(revision.Body) ?? throw new InvalidDataException($"Revision {revision.Number} of submission {revision.SubmissionId.Value} cannot be read.");
    }

    /// <summary>Begins the submission of an office, built from what was accepted; answers the one that stands where there is one already.</summary>
    public static async Task<Outcome<Submission>> Begin(
        ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, ProgrammeId programmeId, OrganisationId officeId, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var office = await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Id == officeId, cancel);
        if (office is null || !SubmissionAccess.MayWrite(actor, office.Path)) return new Forbidden("access.denied");
        if (await db.Submissions.AsNoTracking().FirstOrDefaultAsync(s => s.ProgrammeId == programmeId && s.OrganisationId == officeId, cancel) is { } standing) return standing;
        var head = await (
            from programme in db.Programmes
            where programme.Id == programmeId
            join owner in db.Organisations on programme.OwnerId equals owner.Id
            select new { Programme = programme, Owner = owner }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (head is null) return new Missing("programme.missing");
        if (office.Kind != OrganisationKind.LocalOffice || office.Id == head.Owner.Id || !IsBelow(office, head.Owner)) return new Blocked("submission.not-asked");

        var source = await SubmissionSources.Load(db, actor, catalogue, head.Programme, office, head.Owner, ChinaTime.Today(clock), cancel);
        if (source.Tasks.Count == 0) return new Blocked("submission.nothing-owed");
        var body = BodyBuilder.Build(source);
        if (!Texts(body).Accepted(out var text, out var refusal)) return refusal;
        var now = clock.GetUtcNow();
        var submission = new Submission
        {
            ProgrammeId = programmeId, OrganisationId = officeId, ReceiverId = head.Owner.Id, State = SubmissionState.Draft, Revision = 1, Digest = text.Digest,
            Demonstration = head.Programme.Demonstration, CreatedAt = now, Version = 1,
        };
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        db.Add(submission);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Somebody of the same office began in the same moment.
            return new Blocked("submission.begun");
        }
        Add(db, submission, body, text, actor.AccountId!.Value, now);
        AuditLog.Append(db, actor, now, "submission.begin", $"submission/{submission.Id.Value}", new { office = office.Code, programme = programmeId.Value, digest = text.Digest });
        await db.SaveChangesAsync(cancel);
        if (transaction is not null) await transaction.CommitAsync(cancel);
        return submission;
    }

    /// <summary>Changes the words. The change is applied to the revision in force; where the person had another one before them, it is asked whether that matters.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The submission.</param>
    /// <param name="seen">Number of the revision that the person had before them.</param>
    /// <param name="what">What is changed, for the audit log, such as <c>item/12</c>.</param>
    /// <param name="part">The part of a body that the change touches; when it differs between the seen revision and the one in force, the change is
    /// refused with <c>submission.changed</c>, and the page shows both.</param>
    /// <param name="change">Makes the new body of the one in force.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<Outcome<SubmissionRevision>> Save(
        ZhiceDb db, Actor actor, SubmissionId id, int seen, string what, Func<SubmissionBody, object?> part, Func<SubmissionBody, Outcome<SubmissionBody>> change,
        TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 1; ; attempt++)
        {
            if (!(await ToWrite(db, actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
            if (opened.Revision.Number != seen)
            {
                var before = await db.SubmissionRevisions.AsNoTracking().FirstOrDefaultAsync(r => r.SubmissionId == id && r.Number == seen, cancel);
                if (before is null || Text(part(BodyOf(before))) != Text(part(opened.Body))) return new Blocked("submission.changed");
            }
            if (!change(opened.Body).Accepted(out var body, out refusal)) return refusal;
            if (!Texts(body).Accepted(out var text, out refusal)) return refusal;
            if (text.Digest == opened.Revision.Digest) return opened.Revision;

            var now = clock.GetUtcNow();
            var submission = await db.Submissions.AsTracking().FirstAsync(s => s.Id == id, cancel);
            if (submission.Version == opened.Submission.Version)
            {
                submission.Revision++;
                submission.Digest = text.Digest;
                submission.Version++;
                var saved = Add(db, submission, body, text, actor.AccountId!.Value, now);
                AuditLog.Append(db, actor, now, "submission.save", $"submission/{id.Value}", new { revision = submission.Revision, what, digest = text.Digest });
                try
                {
                    await db.SaveChangesAsync(cancel);
                    return saved;
                }
                catch (DbUpdateException) when (attempt < Tries)
                {
                    // Another save came between: read again.
                }
            }
            db.ChangeTracker.Clear();
            if (attempt == Tries) return new Blocked("submission.changed");
        }
    }

    /// <summary>Takes over what was accepted since; paragraphs that a person changed stay.</summary>
    public static async Task<Outcome<SubmissionRevision>> Refresh(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, SubmissionId id, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await ToWrite(db, actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        var source = await SubmissionSources.Load(db, actor, catalogue, opened.Programme, opened.Office, opened.Receiver, ChinaTime.Today(clock), cancel);
        var fresh = BodyBuilder.Build(source);
        return await Save(db, actor, id, opened.Revision.Number, "refresh", _ => null, body => BodyEditing.Refresh(body, fresh, source.Figures), clock, cancel);
    }

    /// <summary>The submission, where its words may be changed now and by this actor.</summary>
    public static async Task<Outcome<OpenedSubmission>> ToWrite(ZhiceDb db, Actor actor, SubmissionId id, CancellationToken cancel)
    {
        if (!(await Open(db, actor, id, null, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (!SubmissionAccess.MayWrite(actor, opened.Office.Path)) return new Forbidden("access.denied");
        return opened.Submission.Imported ? new Blocked("submission.imported")
            : SubmissionMoves.MayChange(opened.Submission.State) ? opened
            : new Blocked("submission.not-now");
    }

    /// <summary>The canonical text of a body with its digest.</summary>
    internal static Outcome<BodyText> Texts(SubmissionBody body) =>
        BodyJson.Write(body) is { Length: <= BodyJson.Longest } text ? new BodyText(text, Sm3Hex.Of(text)) : new Invalid(new Defect("submission.too-large"));

    /// <summary>Adds a revision row to the context.</summary>
    internal static SubmissionRevision Add(ZhiceDb db, Submission submission, SubmissionBody body, BodyText text, AccountId by, DateTimeOffset at)
    {
        var figures = body.Figures();
        var revision = new SubmissionRevision
        {
            SubmissionId = submission.Id, Number = submission.Revision, Body = text.Text, Digest = text.Digest, Tasks = figures.Tasks, Silent = figures.Silent,
            Sentences = figures.Sentences, Unsupported = figures.Unsupported, Unchecked = figures.Unchecked, By = by, At = at,
        };
        db.Add(revision);
        return revision;
    }

    /// <summary>A body as it is digested.</summary>
    internal sealed record BodyText(string Text, string Digest);

    /// <summary>True for an office of the organisation's region: below it, or any local office for the national one.</summary>
    internal static bool IsBelow(Organisation office, Organisation owner) => owner.Kind == OrganisationKind.NationalOffice || owner.Reaches(office);

    static string Text(object? part) => part is null ? "" : BodyJson.Write(part);
}
