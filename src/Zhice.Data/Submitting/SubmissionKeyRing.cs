using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Submitting;

/// <summary>Registers and revokes public keys of other instances.</summary>
public static class SubmissionKeyRing
{
    /// <summary>Registers a key. Whoever does it has compared the fingerprint with the sender by another way, and says how.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who.</param>
    /// <param name="organisation">Name or code of the organisation that signs with it.</param>
    /// <param name="publicKey">The point as hexadecimal digits; blanks and line breaks do not matter.</param>
    /// <param name="note">How the fingerprint was checked.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<Outcome<SubmissionKey>> Register(
        ZhiceDb db, Actor actor, string organisation, string publicKey, string note, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (!SubmissionAccess.MayManageKeys(actor)) return new Forbidden("access.denied");
        var (name, remark, spelled) = (organisation.Trim(), note.Trim(), InstanceKey.Spelled(publicKey));
        var owner = await db.Organisations.AsNoTracking().Where(o => o.Code == name || o.Name == name).OrderBy(o => o.Id).FirstOrDefaultAsync(cancel);
        var defects = new List<Defect>();
        if (owner is null) defects.Add(new Defect("key.organisation", "organisation"));
        if (spelled is null) defects.Add(new Defect("key.point", "publicKey"));
        if (remark.Length is 0 or > 500) defects.Add(new Defect("key.note", "note"));
        if (defects.Count > 0) return new Invalid(defects);

        var fingerprint = InstanceKey.FingerprintOf(spelled!);
        if (await db.SubmissionKeys.AnyAsync(k => k.Fingerprint == fingerprint, cancel)) return new Blocked("key.known");
        var now = clock.GetUtcNow();
        var key = new SubmissionKey
        {
            Fingerprint = fingerprint, PublicKey = spelled!, OrganisationId = owner!.Id, Note = remark, RegisteredBy = actor.AccountId!.Value, RegisteredAt = now, Version = 1,
        };
        db.Add(key);
        AuditLog.Append(db, actor, now, "submission-key.register", $"submission-key/{fingerprint[..16]}", new { organisation = owner.Code, fingerprint, note = remark });
        await db.SaveChangesAsync(cancel);
        return key;
    }

    /// <summary>Revokes a key: nothing that it signed is taken any more. What was taken stands.</summary>
    public static async Task<Outcome<SubmissionKey>> Revoke(ZhiceDb db, Actor actor, SubmissionKeyId id, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (!SubmissionAccess.MayManageKeys(actor)) return new Forbidden("access.denied");
        var key = await db.SubmissionKeys.AsTracking().FirstOrDefaultAsync(k => k.Id == id, cancel);
        if (key is null) return new Missing("key.missing");
        if (key.RevokedAt is not null) return new Blocked("key.revoked");
        if (reason.Trim() is not { Length: > 0 and <= 500 } why) return new Invalid(new Defect("key.reason", "reason"));
        var now = clock.GetUtcNow();
        (key.RevokedAt, key.RevokedReason, key.Version) = (now, why, key.Version + 1);
        AuditLog.Append(db, actor, now, "submission-key.revoke", $"submission-key/{key.Fingerprint[..16]}", new { fingerprint = key.Fingerprint, reason = why });
        await db.SaveChangesAsync(cancel);
        return key;
    }
}
