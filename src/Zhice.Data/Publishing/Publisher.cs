using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Data.Searching;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Difference;
using Zhice.Domain.Programme.Rules;

namespace Zhice.Data.Publishing;

/// <summary>发布: turns a checked reading into a programme's tasks and obligations. Publishing again proposes a difference.</summary>
public static class Publisher
{
    /// <summary>What publishing would do. Refusals: <c>document.missing</c>, <c>publication.forbidden</c>, <c>programme.missing</c>, <c>publication.name</c>, <c>publication.year</c>, <c>publication.no-tasks</c>,
    /// <c>publication.again</c> (a new programme of a name that holds the document already), <c>publication.replaces</c> (no other document of the programme that the actor may publish).</summary>
    public static async Task<Outcome<PublicationPreview>> Preview(ZhiceDb db, Actor actor, PublicationRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        var document = await db.VisibleDocuments(actor).FirstOrDefaultAsync(d => d.Id == request.Document, cancel);
        if (document is null) return new Missing("document.missing");
        var owner = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == document.OwnerId, cancel);
        if (!AccessPolicy.MayPublish(actor, owner.Path)) return new Forbidden("publication.forbidden");
        if (Defects(request) is { Count: > 0 } defects) return new Invalid(defects);

        // Back, and accepted once more: what the first click made stands already.
        var name = request.Name.Trim();
        if (request.Programme is null && await db.Programmes.AnyAsync(p => p.OwnerId == document.OwnerId && p.Year == request.Year && p.Name == name && db.Publications.Any(b => b.ProgrammeId == p.Id && b.DocumentId == document.Id), cancel))
            return new Invalid(new Defect("publication.again", "name", name));

        var programme = request.Programme is { } id ? await db.Programmes.FirstOrDefaultAsync(p => p.Id == id, cancel) : null;
        if (request.Programme is not null && programme is null) return new Missing("programme.missing");
        // A local document joins its own office's programme; only who runs a programme may add to it.
        if (programme is not null && programme.OwnerId != document.OwnerId)
        {
            var runner = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == programme.OwnerId, cancel);
            if (!AccessPolicy.MayPublish(actor, runner.Path)) return new Forbidden("publication.forbidden");
        }

        if (request.Replaces is { } replaced && !await MayReplace(db, actor, request, replaced, cancel)) return new Invalid(new Defect("publication.replaces", "replaces"));

        var standing = programme is null ? StandingProgramme.Empty : await StandingState.Load(db, programme.Id, document.Id, request.Replaces, cancel);
        var facts = await StandingState.Country(db, new AsOf(request.AsOf), owner.DivisionCode ?? "000000", document.Issuer, cancel);
        var draft = PolicyMapping.ToDraft(request.Reviewed, request.Year);
        var match = StructureMatch.Of(draft.Tasks, standing, edition: request.Replaces is not null);
        var computation = ObligationRules.Compute(draft.Tasks, facts, match.Answers());
        var changes = ObligationChanges.Of(computation.Owed, match);
        return new PublicationPreview(document, programme, draft, match, computation, facts.Organisations, changes, PublicationDigest.Of(changes));
    }

    /// <summary>Publishes in one transaction, with one audit entry for the whole batch. Refusals: those of <see cref="Preview"/>, and <c>publication.changed</c>.</summary>
    /// <param name="db">A context without pending changes.</param>
    /// <param name="actor">Who.</param>
    /// <param name="request">What.</param>
    /// <param name="accepted">The digest of the preview that a person accepted; null to publish whatever is computed now.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops before anything is stored.</param>
    public static async Task<Outcome<PublicationResult>> Publish(
        ZhiceDb db, Actor actor, PublicationRequest request, string? accepted, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(request);
        // The site's contexts do not track what they read; what is changed here must be.
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            if (!(await Preview(db, actor, request, cancel)).Accepted(out var preview, out var refusal)) return refusal;
            if (accepted is not null && accepted != preview.Digest) return new Blocked("publication.changed");

            var now = clock.GetUtcNow();
            var programme = preview.Programme ?? Add(db, new YearProgramme
            {
                Year = request.Year, Name = request.Name.Trim(), OwnerId = preview.Document.OwnerId, Demonstration = preview.Document.Demonstration, CreatedAt = now,
            });
            await db.SaveChangesAsync(cancel);
            var publication = Add(db, new Publication
            {
                ProgrammeId = programme.Id, DocumentId = request.Document, ReplacesId = request.Replaces, TextDigest = preview.Document.TextDigest, Corrections = request.Corrections,
                AsOf = request.AsOf, By = actor.AccountId ?? default, At = now,
                Added = preview.Changes.Added.Count, Changed = preview.Changes.Changed.Count, Withdrawn = preview.Changes.Withdrawn.Count,
            });
            await db.SaveChangesAsync(cancel);

            var structure = await new StructureWriter(db, preview, publication, cancel).Write();
            await PublicationWriter.Write(db, preview, publication, structure, cancel);
            SearchIndex.Write(db, structure.Tasks.Select(t => (t.Value, t.Key.Title)), structure.Commitments.Select(c => (c.Value, c.Key.Quote.Words)));
            preview.Document.State = DocumentState.Published;
            preview.Document.Version++;
            programme.Version++;
            var open = preview.Computation.Questions.Count(q => q.Decision is null);
            AuditLog.Append(db, actor, now, "programme.publish", $"programme/{programme.Id.Value}", new
            {
                document = request.Document.Value, replaces = request.Replaces?.Value, publication = publication.Id.Value, asOf = request.AsOf, text = publication.TextDigest, request.Corrections,
                tasks = preview.Draft.Tasks.Count, publication.Added, publication.Changed, publication.Withdrawn, open, sha256 = preview.Digest,
            });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return new PublicationResult(programme.Id, publication.Id, publication.Added, publication.Changed, publication.Withdrawn, open, preview.Digest);
        }
    }

    // Only a document that the programme holds now can be replaced, and only by who could publish it.
    static async Task<bool> MayReplace(ZhiceDb db, Actor actor, PublicationRequest request, DocumentId replaced, CancellationToken cancel)
    {
        if (request.Programme is not { } programme || replaced == request.Document) return false;
        var path = await db.VisibleDocuments(actor).Where(d => d.Id == replaced && db.Tasks.Any(t => t.ProgrammeId == programme && t.DocumentId == d.Id && t.WithdrawnBy == null))
            .Join(db.Organisations, d => d.OwnerId, o => o.Id, (_, o) => o.Path).FirstOrDefaultAsync(cancel);
        return path is not null && AccessPolicy.MayPublish(actor, path);
    }

    static List<Defect> Defects(PublicationRequest request)
    {
        var defects = new List<Defect>();
        if (request.Programme is null && request.Name.Trim() is not { Length: > 0 and <= 200 }) defects.Add(new Defect("publication.name", "name"));
        if (request.Year is < 1985 or > 2100) defects.Add(new Defect("publication.year", "year"));
        if (request.Reviewed.Tasks.Count == 0) defects.Add(new Defect("publication.no-tasks"));
        return defects;
    }

    static T Add<T>(ZhiceDb db, T row) where T : class
    {
        db.Add(row);
        return row;
    }
}
