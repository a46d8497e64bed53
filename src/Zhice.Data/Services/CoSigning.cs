using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>A co-applicant and whether it signed what stands now.</summary>
/// <param name="Applicant">The co-applicant.</param>
/// <param name="Holds">Its signature over the contents as they stand; null where it has not signed them.</param>
/// <param name="Last">Its last signature, which may be void; null for none.</param>
/// <param name="By">Name of who signed last.</param>
/// <param name="Mine">True where the reader may sign for it today.</param>
public sealed record SignerStatus(ServiceApplicant Applicant, CaseSignature? Holds, CaseSignature? Last, string? By, bool Mine);

/// <summary>Who signs an application, and over what.</summary>
/// <param name="Digest">SHA-256 of form and papers as they stand.</param>
/// <param name="Signers">The co-applicants, in the order in which they were named.</param>
public sealed record SigningState(string Digest, IReadOnlyList<SignerStatus> Signers)
{
    /// <summary>Those that have not signed what stands.</summary>
    public IEnumerable<SignerStatus> Open => Signers.Where(s => s.Holds is null);
}

/// <summary>
/// 共同申请、共同签名: co-applicants that the form names sign form and papers as they stand, each with an account of its own. Any change of either voids the signatures; the application is handed in
/// when all of them hold, and its action keeps them.
/// </summary>
public static class CoSigning
{
    /// <summary>What is signed: case, version of the definition, form and papers.</summary>
    public static string Digest(ServiceCase row, IReadOnlyDictionary<string, string> values, IEnumerable<CaseMaterial> given)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(values);
        return TextDigest.Of(JsonSerializer.Serialize(new
        {
            row.Number, row.Item, row.ItemVersion, Values = values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => new[] { v.Key, v.Value }),
            Papers = given.OrderBy(g => g.Id).Select(g => new[] { g.Material, g.Sha256 ?? "promised" }),
        }));
    }

    /// <summary>Where the co-applicants of a case stand. Three commands.</summary>
    public static async Task<SigningState> Of(ZhiceDb db, Actor actor, OpenedCase opened, IReadOnlyList<CaseMaterial> given, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(opened);
        var (id, me, today) = (opened.Row.Id, actor.AccountId ?? new AccountId(0), opened.Facts.Today);
        var digest = Digest(opened.Row, CaseDrafts.Read(opened.Row.Draft), given);
        var signers = await (
            from signer in db.CaseSigners
            where signer.CaseId == id
            join applicant in db.ServiceApplicants on signer.ApplicantId equals applicant.Id
            orderby signer.Field, signer.Id
            select new
            {
                applicant,
                Mine = db.ApplicantMembers.Any(m => m.ApplicantId == signer.ApplicantId && m.AccountId == me && m.ValidFrom <= today && (m.ValidTo == null || today < m.ValidTo)),
            }).AsNoTracking().ToListAsync(cancel);
        if (signers.Count == 0) return new(digest, []);
        var signed = await (
            from signature in db.CaseSignatures
            where signature.CaseId == id
            join account in db.Accounts on signature.By equals account.Id
            orderby signature.Id descending
            select new { signature, account.DisplayName }).AsNoTracking().Take(200).ToListAsync(cancel);
        return new(digest, [.. signers.Select(s =>
        {
            var own = signed.Where(g => g.signature.ApplicantId == s.applicant.Id).ToList();
            return new SignerStatus(s.applicant, own.FirstOrDefault(g => g.signature.Holds(digest))?.signature, own.FirstOrDefault()?.signature, own.FirstOrDefault()?.DisplayName, s.Mine);
        })]);
    }

    /// <summary>Signs for a co-applicant what the signer has read. Refusals: <c>case.missing</c>, <c>case.party</c>, <c>case.not-now</c>, <c>case.sign-changed</c>, <c>case.signed</c>.</summary>
    /// <param name="db">The store.</param>
    /// <param name="house">What cases are worked with.</param>
    /// <param name="actor">Who signs.</param>
    /// <param name="id">The case.</param>
    /// <param name="applicant">For whom.</param>
    /// <param name="seen">Digest of what was shown; where something else stands by now, nothing is signed.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<Outcome<CaseSignature>> Sign(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, ApplicantId applicant, string seen, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!(await Mine(db, house, actor, id, applicant, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var digest = Digest(found.Row, CaseDrafts.Read(found.Row.Draft), await Given(db, id, cancel));
        if (seen != digest) return new Blocked("case.sign-changed");
        var now = CaseWork.Moment(house);
        foreach (var before in await db.CaseSignatures.AsTracking().Where(s => s.CaseId == id && s.ApplicantId == applicant && s.VoidedAt == null).ToListAsync(cancel))
        {
            if (before.Digest == digest) return new Blocked("case.signed");
            (before.VoidedAt, before.End) = (now, SignatureEnd.Changed);
        }
        var me = actor.AccountId!.Value;
        var signature = new CaseSignature { CaseId = id, ApplicantId = applicant, By = me, As = found.As, Digest = digest, At = now, Signature = house.Key.Sign(Words(found.Row.Number, applicant, me, digest, now)) };
        try
        {
            await db.SaveChangesAsync(cancel); // what is void first: the index allows one that stands
            db.Add(signature);
            AuditLog.Append(db, actor, now, "service.sign", $"service-case/{found.Row.Number}", new { applicant = applicant.Value, @as = found.As.ToString(), digest });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("case.signed"); // somebody else signed for the same co-applicant at the same time
        }
        return signature;
    }

    /// <summary>Takes a signature back before the application is handed in. Refusals: <c>case.missing</c>, <c>case.party</c>, <c>case.not-now</c>, <c>case.sign-none</c>.</summary>
    public static async Task<Outcome<CaseSignature>> TakeBack(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, ApplicantId applicant, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        db.ChangeTracker.Clear();
        if (!(await Mine(db, house, actor, id, applicant, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (await db.CaseSignatures.AsTracking().FirstOrDefaultAsync(s => s.CaseId == id && s.ApplicantId == applicant && s.VoidedAt == null, cancel) is not { } signature) return new Missing("case.sign-none");
        (signature.VoidedAt, signature.End) = (CaseWork.Moment(house), SignatureEnd.TakenBack);
        AuditLog.Append(db, actor, signature.VoidedAt.Value, "service.unsign", $"service-case/{found.Row.Number}", new { applicant = applicant.Value });
        await db.SaveChangesAsync(cancel);
        return signature;
    }

    /// <summary>Drafts and returned applications that wait for a signature of those for whom the actor acts. One command.</summary>
    public static IQueryable<ServiceCase> Waiting(ZhiceDb db, Actor actor, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        var me = actor.AccountId ?? new AccountId(0);
        return db.JointCases(actor, today).Where(c => (c.Phase == CasePhase.Draft || c.Phase == CasePhase.Returned) && db.CaseSigners.Any(s => s.CaseId == c.Id
            && db.ApplicantMembers.Any(m => m.ApplicantId == s.ApplicantId && m.AccountId == me && m.ValidFrom <= today && (m.ValidTo == null || today < m.ValidTo))
            && !db.CaseSignatures.Any(g => g.CaseId == c.Id && g.ApplicantId == s.ApplicantId && g.VoidedAt == null)));
    }

    /// <summary>Brings the co-applicants of a case to what its form names, and voids signatures over other contents; those that are not registered are defects and not kept. Nothing is saved here.</summary>
    internal static async Task<CheckedForm> Name(ZhiceDb db, OpenedCase opened, CheckedForm check, DateTimeOffset now, CancellationToken cancel)
    {
        var fields = opened.Item.Form.Where(f => f.Type == FieldType.Signer).ToList();
        if (fields.Count == 0) return check;
        var id = opened.Row.Id;
        var (values, defects, named) = (new Dictionary<string, string>(check.Values, StringComparer.Ordinal), check.Defects.ToList(), new Dictionary<ApplicantId, string>());
        foreach (var field in fields.Where(f => values.ContainsKey(f.Code)))
        {
            var code = values[field.Code];
            var key = code[0] == 'A' && code.Length < 18 && long.TryParse(code.AsSpan(1), out var number) ? new ApplicantId(number) : new ApplicantId(0);
            var applicant = await db.ServiceApplicants.AsNoTracking().FirstOrDefaultAsync(a => a.CreditCode == code || a.Id == key, cancel);
            if (applicant is not null && applicant.Id != opened.Row.ApplicantId && named.TryAdd(applicant.Id, field.Code)) continue;
            defects.Add(new(applicant is null ? "case.signer-unknown" : "case.signer-twice", FormCheck.Prefix + field.Code, field.Name));
            values.Remove(field.Code);
        }
        var standing = await db.CaseSigners.AsTracking().Where(s => s.CaseId == id).ToListAsync(cancel);
        db.RemoveRange(standing.Where(s => !named.ContainsKey(s.ApplicantId)));
        foreach (var (applicant, field) in named)
            if (standing.Find(s => s.ApplicantId == applicant) is { } there) there.Field = field;
            else db.Add(new CaseSigner { CaseId = id, ApplicantId = applicant, Field = field });
        var digest = Digest(opened.Row, values, await Given(db, id, cancel));
        foreach (var signature in await db.CaseSignatures.AsTracking().Where(s => s.CaseId == id && s.VoidedAt == null).ToListAsync(cancel))
            if (!named.ContainsKey(signature.ApplicantId)) (signature.VoidedAt, signature.End) = (now, SignatureEnd.NotNamed);
            else if (signature.Digest != digest) (signature.VoidedAt, signature.End) = (now, SignatureEnd.Changed);
        return new(values, defects);
    }

    /// <summary>A paper came or went: signatures over what stood before are void. Nothing is saved here.</summary>
    internal static async Task PapersChanged(ZhiceDb db, CaseId id, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var signature in await db.CaseSignatures.AsTracking().Where(s => s.CaseId == id && s.VoidedAt == null).ToListAsync(cancel)) (signature.VoidedAt, signature.End) = (now, SignatureEnd.Changed);
    }

    /// <summary>The signatures over exactly this, or who has not signed it: <c>case.sign-missing</c>.</summary>
    internal static async Task<Outcome<IReadOnlyList<CoSigned>>> Complete(ZhiceDb db, OpenedCase opened, IReadOnlyDictionary<string, string> values, IReadOnlyList<CaseMaterial> given, CancellationToken cancel)
    {
        if (opened.Item.Form.All(f => f.Type != FieldType.Signer || !values.ContainsKey(f.Code))) return Array.Empty<CoSigned>();
        var id = opened.Row.Id;
        var digest = Digest(opened.Row, CaseDrafts.Read(opened.Row.Draft), given);
        var signers = await (from signer in db.CaseSigners where signer.CaseId == id join applicant in db.ServiceApplicants on signer.ApplicantId equals applicant.Id orderby signer.Field select applicant).AsNoTracking().ToListAsync(cancel);
        var signed = await db.CaseSignatures.AsNoTracking().Where(s => s.CaseId == id && s.VoidedAt == null && s.Digest == digest).ToListAsync(cancel);
        var open = signers.Where(a => signed.TrueForAll(s => s.ApplicantId != a.Id)).Select(a => a.Name).ToList();
        // The form may name nobody that the list of signers does not hold: what is handed in was saved before.
        if (open.Count > 0 || signers.Count == 0) return new Blocked("case.sign-missing", string.Join("、", open));
        return signed.Where(s => signers.Exists(a => a.Id == s.ApplicantId)).OrderBy(s => s.Id).Select(s => new CoSigned(s.ApplicantId.Value, signers.Find(a => a.Id == s.ApplicantId)!.Name, s.By.Value, s.As.ToString(), s.Digest, s.At, s.Signature)).ToList();
    }

    /// <summary>What the instance signs for a signature.</summary>
    internal static string Words(string number, ApplicantId applicant, AccountId by, string digest, DateTimeOffset at) =>
        FormattableString.Invariant($"{number}\n{applicant.Value}\n{by.Value}\n{digest}\n{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ}");

    static Task<List<CaseMaterial>> Given(ZhiceDb db, CaseId id, CancellationToken cancel) =>
        db.CaseMaterials.AsNoTracking().Where(m => m.CaseId == id && m.RemovedAt == null).OrderBy(m => m.Id).ToListAsync(cancel);

    static async Task<Outcome<(ServiceCase Row, MemberKind As)>> Mine(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, ApplicantId applicant, CancellationToken cancel)
    {
        if (!(await CaseBook.Open(db, house, actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        var (me, today) = (actor.AccountId, opened.Facts.Today);
        var member = await db.ApplicantMembers.AsNoTracking().Where(m => m.ApplicantId == applicant && m.AccountId == me && m.ValidFrom <= today && (m.ValidTo == null || today < m.ValidTo)
            && db.CaseSigners.Any(s => s.CaseId == id && s.ApplicantId == applicant)).OrderBy(m => m.Kind).FirstOrDefaultAsync(cancel);
        if (member is null) return new Forbidden("case.party");
        return opened.State.Phase is CasePhase.Draft or CasePhase.Returned ? (opened.Row, member.Kind) : new Blocked("case.not-now");
    }
}
