using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>What somebody says who registers an applicant.</summary>
public sealed record ApplicantDetails(ApplicantKind Kind, string Name, string? CreditCode, string Contact, string Phone);

/// <summary>申请人: registers persons and companies, and keeps who acts for them.</summary>
public static class Applicants
{
    /// <summary>Applicants for whom an account acts on a day.</summary>
    public static IQueryable<ServiceApplicant> Of(ZhiceDb db, AccountId account, DateOnly today) => db.ServiceApplicants.Where(a =>
        db.ApplicantMembers.Any(m => m.ApplicantId == a.Id && m.AccountId == account && m.ValidFrom <= today && (m.ValidTo == null || today < m.ValidTo)));

    /// <summary>The applicant, where the account acts for it on the day.</summary>
    public static IQueryable<ServiceApplicant> ActsFor(ZhiceDb db, AccountId account, ApplicantId applicant, DateOnly today) => Of(db, account, today).Where(a => a.Id == applicant);

    /// <summary>What is wrong with the details, all at once; none where they are sound.</summary>
    public static IReadOnlyList<Defect> Check(ApplicantDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        var defects = new List<Defect>();
        if (details.Name.Trim() is not { Length: > 0 and <= ServiceApplicant.LongestName } name || FieldRules.Deceives(name, lines: false)) defects.Add(new("applicant.name", "name", ServiceApplicant.LongestName));
        if (details.Kind == ApplicantKind.Company && FieldRules.CreditCode(details.CreditCode ?? "") is null) defects.Add(new("applicant.code", "code"));
        if (details.Contact.Trim() is not { Length: > 0 and <= 60 } contact || FieldRules.Deceives(contact, lines: false)) defects.Add(new("applicant.contact", "contact", 60));
        if (FieldRules.Phone(details.Phone) is null) defects.Add(new("applicant.phone", "phone"));
        return defects;
    }

    /// <summary>Registers an applicant with the account as its manager. Refusals: those of <see cref="Check"/>, <c>applicant.taken</c>.</summary>
    public static async Task<Outcome<ServiceApplicant>> Register(ZhiceDb db, Actor actor, ApplicantDetails details, bool demonstration, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (actor.AccountId is not { } me) return new Forbidden("access.denied");
        var defects = Check(details);
        if (defects.Count > 0) return new Invalid(defects);
        var code = details.Kind == ApplicantKind.Company ? FieldRules.CreditCode(details.CreditCode!) : null;
        if (code is not null && await db.ServiceApplicants.AnyAsync(a => a.CreditCode == code, cancel)) return new Blocked("applicant.taken");
        var now = clock.GetUtcNow();
        var applicant = new ServiceApplicant { Kind = details.Kind, Name = details.Name.Trim(), CreditCode = code, Contact = details.Contact.Trim(), Phone = FieldRules.Phone(details.Phone)!, At = now, Demonstration = demonstration };
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        db.Add(applicant);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException) when (code is not null)
        {
            db.ChangeTracker.Clear();
            return new Blocked("applicant.taken");
        }
        db.Add(new ApplicantMember { ApplicantId = applicant.Id, AccountId = me, Kind = MemberKind.Manager, ValidFrom = ChinaTime.DayOf(now), By = me, At = now });
        AuditLog.Append(db, actor, now, "service.applicant", $"applicant/{applicant.Id.Value}", new { kind = details.Kind.ToString() });
        await db.SaveChangesAsync(cancel);
        if (transaction is not null) await transaction.CommitAsync(cancel);
        return applicant;
    }

    /// <summary>Lets an account act for a company, or for anybody by power of attorney. Refusals: <c>applicant.manager</c>, <c>applicant.login</c>, <c>applicant.until</c>, <c>applicant.members</c>, <c>applicant.there</c>.</summary>
    public static async Task<Outcome<ApplicantMember>> Add(ZhiceDb db, Actor actor, ApplicantId applicant, string login, MemberKind kind, DateOnly? from, DateOnly? until, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.GetUtcNow();
        var today = ChinaTime.DayOf(now);
        if (await Managed(db, actor, applicant, today, cancel) is not { } managed) return new Forbidden("applicant.manager");
        var name = login.Trim().ToLowerInvariant();
        var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Login == name && !a.Closed, cancel);
        if (account is null || kind == MemberKind.Manager || (kind == MemberKind.Staff && managed.Kind == ApplicantKind.Person)) return new Invalid(new Defect("applicant.login", "login"));
        // A power of attorney has a first and a last day, and lasts three years at most.
        var first = from ?? today;
        if (kind == MemberKind.Agent && (until is null || until < first || until >= first.AddYears(3))) return new Invalid(new Defect("applicant.until", "until"));
        if (await db.ApplicantMembers.CountAsync(m => m.ApplicantId == applicant && (m.ValidTo == null || today < m.ValidTo), cancel) >= ApplicantMember.Most) return new Blocked("applicant.members", ApplicantMember.Most);
        if (await db.ApplicantMembers.AnyAsync(m => m.ApplicantId == applicant && m.AccountId == account.Id && (m.ValidTo == null || today < m.ValidTo), cancel)) return new Blocked("applicant.there");
        var member = new ApplicantMember { ApplicantId = applicant, AccountId = account.Id, Kind = kind, ValidFrom = first, ValidTo = kind == MemberKind.Agent ? until!.Value.AddDays(1) : null, By = actor.AccountId!.Value, At = now };
        db.Add(member);
        AuditLog.Append(db, actor, now, "service.member", $"applicant/{applicant.Value}", new { account = account.Id.Value, kind = kind.ToString(), from = first, until });
        await db.SaveChangesAsync(cancel);
        return member;
    }

    /// <summary>Ends that an account acts for the applicant, from today on. The last manager stays.</summary>
    public static async Task<Outcome<ApplicantMember>> End(ZhiceDb db, Actor actor, ApplicantId applicant, long member, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.GetUtcNow();
        var today = ChinaTime.DayOf(now);
        if (await Managed(db, actor, applicant, today, cancel) is null) return new Forbidden("applicant.manager");
        var row = await db.ApplicantMembers.AsTracking().FirstOrDefaultAsync(m => m.Id == member && m.ApplicantId == applicant && (m.ValidTo == null || today < m.ValidTo), cancel);
        if (row is null) return new Missing("applicant.missing");
        if (row.Kind == MemberKind.Manager) return new Blocked("applicant.last");
        row.ValidTo = today;
        AuditLog.Append(db, actor, now, "service.member-end", $"applicant/{applicant.Value}", new { account = row.AccountId.Value });
        await db.SaveChangesAsync(cancel);
        return row;
    }

    static Task<ServiceApplicant?> Managed(ZhiceDb db, Actor actor, ApplicantId applicant, DateOnly today, CancellationToken cancel) => db.ServiceApplicants.AsNoTracking().FirstOrDefaultAsync(a => a.Id == applicant
        && db.ApplicantMembers.Any(m => m.ApplicantId == applicant && m.AccountId == actor.AccountId && m.Kind == MemberKind.Manager && m.ValidFrom <= today && (m.ValidTo == null || today < m.ValidTo)), cancel);
}
