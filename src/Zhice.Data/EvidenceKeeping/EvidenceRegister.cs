using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Data.Searching;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Reporting;

namespace Zhice.Data.EvidenceKeeping;

/// <summary>Brings evidence into the library of an office, gives it new versions, changes what is said about it, withdraws it. Each with its audit entry.</summary>
public static class EvidenceRegister
{
    /// <summary>Offices that the actor may bring evidence in for, the nearest first.</summary>
    public static async Task<IReadOnlyList<Organisation>> Offices(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        var offices = AccessPolicy.Offices(actor);
        if (offices.Count == 0) return [];
        var found = await db.Organisations.AsNoTracking().Where(o => offices.Contains(o.Id)).ToListAsync(cancel);
        return [.. found.Where(o => AccessPolicy.MayKeepEvidence(actor, o.Path)).OrderBy(o => offices.ToList().IndexOf(o.Id))];
    }

    /// <summary>A standing piece of evidence, of which the actor may see a version with the same bytes; that of the office before that of others.</summary>
    /// <param name="db">The context.</param>
    /// <param name="actor">Who brings the bytes.</param>
    /// <param name="office">The office that they are brought in for.</param>
    /// <param name="sha256">Digest of the bytes.</param>
    /// <param name="othersToo">False for evidence of the office alone.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<(EvidenceId Id, int Number, string Title)?> FindSame(
        ZhiceDb db, Actor actor, OrganisationId office, string sha256, bool othersToo, CancellationToken cancel)
    {
        var found = await (
            from version in db.VisibleEvidenceVersions(actor)
            where version.Sha256 == sha256
            join evidence in db.Evidence on version.EvidenceId equals evidence.Id
            where evidence.WithdrawnAt == null && (othersToo || evidence.OrganisationId == office)
            orderby evidence.OrganisationId == office descending, evidence.Id, version.Number descending
            select new { evidence.Id, version.Number, evidence.Title }).FirstOrDefaultAsync(cancel);
        return found is null ? null : (found.Id, found.Number, found.Title);
    }

    /// <summary>Adds a piece of evidence with its first version. A file has been kept before: a row never points at a file that is not there.</summary>
    public static async Task<Outcome<Evidence>> Add(
        ZhiceDb db, Actor actor, Organisation office, EvidenceKind kind, EvidenceDetails details, EvidenceContent content, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(office);
        ArgumentNullException.ThrowIfNull(content);
        if (actor.AccountId is not { } account || !AccessPolicy.MayKeepEvidence(actor, office.Path)) return new Forbidden("access.denied");
        var defects = details.Defects(kind == EvidenceKind.File).ToList();
        if (defects.Count > 0) return new Invalid(defects);
        if (kind == EvidenceKind.Address == (content is { Sha256: not null, Sm3: not null })) throw new ArgumentException("A file and what was frozen have digests, an address has none.", nameof(content));

        var now = clock.GetUtcNow();
        var evidence = new Evidence
        {
            OrganisationId = office.Id, Title = TitleOf(details, content), Kind = kind, EffectiveFrom = details.EffectiveFrom!.Value, EffectiveTo = details.EffectiveTo,
            Disclosure = details.Disclosure!.Value, Revision = 1, CreatedBy = account, CreatedAt = now,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Evidence.Add(evidence);
        await db.SaveChangesAsync(cancel);
        var version = Version(evidence.Id, 1, content, account, now);
        db.EvidenceVersions.Add(version);
        AuditLog.Append(db, actor, now, "evidence.add", $"evidence/{evidence.Id.Value}",
            new { evidence.Title, kind = kind.ToString(), office = office.Code, disclosure = evidence.Disclosure.ToString(), content.FileName, content.Sha256, content.Sm3, content.Reference });
        await db.SaveChangesAsync(cancel);
        Index(db, [evidence], [version]);
        await transaction.CommitAsync(cancel);
        return evidence;
    }

    /// <summary>Adds a version. Reports keep the version that they were given.</summary>
    /// <param name="db">The context.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The evidence.</param>
    /// <param name="expected">The evidence's version that the person saw.</param>
    /// <param name="content">A kept file, or a reference, as the first version was.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<Outcome<Evidence>> AddVersion(
        ZhiceDb db, Actor actor, EvidenceId id, int expected, EvidenceContent content, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!(await Find(db, actor, id, expected, cancel)).Accepted(out var evidence, out var refusal)) return refusal;
        if (evidence.Kind == EvidenceKind.Address == content.Sha256 is not null) throw new ArgumentException("A piece of evidence does not change its kind.", nameof(content));
        var newest = await db.EvidenceVersions.AsNoTracking().FirstAsync(v => v.EvidenceId == id && v.Number == evidence.Revision, cancel);
        if (newest.Sha256 == content.Sha256 && newest.Reference == content.Reference) return new Blocked("evidence.unchanged", evidence.Revision);

        var now = clock.GetUtcNow();
        evidence.Revision++;
        evidence.Version++;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.EvidenceVersions.Add(Version(id, evidence.Revision, content, actor.AccountId!.Value, now));
        AuditLog.Append(db, actor, now, "evidence.version", $"evidence/{id.Value}", new { number = evidence.Revision, content.FileName, content.Sha256, content.Sm3, content.Reference });
        if (!await Saved(db, cancel)) return new Blocked("evidence.changed");
        Index(db, [evidence], await db.EvidenceVersions.AsNoTracking().Where(v => v.EvidenceId == id).ToListAsync(cancel));
        await transaction.CommitAsync(cancel);
        return evidence;
    }

    /// <summary>Changes what is said about it; the bytes stay.</summary>
    public static async Task<Outcome<Evidence>> Describe(ZhiceDb db, Actor actor, EvidenceId id, int expected, EvidenceDetails details, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(details);
        if (!(await Find(db, actor, id, expected, cancel)).Accepted(out var evidence, out var refusal)) return refusal;
        var defects = details.Defects(isFile: false).ToList();
        if (defects.Count > 0) return new Invalid(defects);
        var before = new { evidence.Title, evidence.EffectiveFrom, evidence.EffectiveTo, disclosure = evidence.Disclosure.ToString() };
        (evidence.Title, evidence.EffectiveFrom, evidence.EffectiveTo, evidence.Disclosure) = (details.Title.Trim(), details.EffectiveFrom!.Value, details.EffectiveTo, details.Disclosure!.Value);
        evidence.Version++;
        var after = new { evidence.Title, evidence.EffectiveFrom, evidence.EffectiveTo, disclosure = evidence.Disclosure.ToString() };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        AuditLog.Append(db, actor, clock.GetUtcNow(), "evidence.describe", $"evidence/{id.Value}", new { before, after });
        if (!await Saved(db, cancel)) return new Blocked("evidence.changed");
        Index(db, [evidence], await db.EvidenceVersions.AsNoTracking().Where(v => v.EvidenceId == id).ToListAsync(cancel));
        await transaction.CommitAsync(cancel);
        return evidence;
    }

    /// <summary>Withdraws it: nobody takes it into a report any more. What was reported with it keeps it.</summary>
    public static async Task<Outcome<Evidence>> Withdraw(ZhiceDb db, Actor actor, EvidenceId id, int expected, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (!(await Find(db, actor, id, expected, cancel)).Accepted(out var evidence, out var refusal)) return refusal;
        var text = reason.Trim();
        if (text.Length is 0 or > 300 || text.Any(char.IsControl)) return new Invalid(new Defect("evidence.reason", "reason"));
        evidence.WithdrawnAt = clock.GetUtcNow();
        evidence.Version++;
        AuditLog.Append(db, actor, evidence.WithdrawnAt.Value, "evidence.withdraw", $"evidence/{id.Value}", new { evidence.Title, reason = text });
        return await Saved(db, cancel) ? evidence : new Blocked("evidence.changed");
    }

    /// <summary>Standing evidence that the actor may change, tracked; the reasons why not in an order that tells nothing to those who may not see it.</summary>
    static async Task<Outcome<Evidence>> Find(ZhiceDb db, Actor actor, EvidenceId id, int expected, CancellationToken cancel)
    {
        var row = await (
            from evidence in db.VisibleEvidence(actor).AsTracking()
            where evidence.Id == id
            join office in db.Organisations on evidence.OrganisationId equals office.Id
            select new { Evidence = evidence, office.Path }).FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("evidence.missing");
        if (!AccessPolicy.MayKeepEvidence(actor, row.Path)) return new Forbidden("access.denied");
        if (row.Evidence.WithdrawnAt is not null) return new Blocked("evidence.withdrawn");
        return row.Evidence.Version == expected ? row.Evidence : new Blocked("evidence.changed");
    }

    static async Task<bool> Saved(ZhiceDb db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    /// <summary>Puts titles and names of files into the search index.</summary>
    internal static void Index(ZhiceDb db, IEnumerable<Evidence> evidence, IEnumerable<EvidenceVersion> versions)
    {
        var names = versions.Where(v => v.FileName is not null).ToLookup(v => v.EvidenceId, v => v.FileName!);
        TokenTable.Evidence.Write(db, evidence.Select(e => (e.Id.Value, string.Join('\n', names[e.Id].Prepend(e.Title)))));
    }

    static string TitleOf(EvidenceDetails details, EvidenceContent content)
    {
        var title = details.Title.Trim();
        if (title.Length == 0) title = Path.GetFileNameWithoutExtension(content.FileName) ?? "";
        return title.Length <= EvidenceDetails.MostTitle ? title : title[..EvidenceDetails.MostTitle];
    }

    static EvidenceVersion Version(EvidenceId id, int number, EvidenceContent content, AccountId by, DateTimeOffset at) => new()
    {
        EvidenceId = id, Number = number, FileName = content.FileName, MediaType = content.MediaType, Size = content.Size, Sha256 = content.Sha256, Sm3 = content.Sm3,
        Reference = content.Reference, By = by, At = at,
    };
}
