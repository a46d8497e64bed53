using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Mappings;

/// <summary>Applicants, cases with their actions, certificates, registers and ratings as tables.</summary>
internal sealed class ServiceApplicantMapping : IEntityTypeConfiguration<ServiceApplicant>
{
    public void Configure(EntityTypeBuilder<ServiceApplicant> applicant)
    {
        applicant.ToTable("svc_applicant");
        applicant.Property(a => a.Id).ValueGeneratedOnAdd();
        applicant.Property(a => a.Name).HasMaxLength(ServiceApplicant.LongestName);
        applicant.Property(a => a.CreditCode).HasMaxLength(18);
        applicant.Property(a => a.Contact).HasMaxLength(60);
        applicant.Property(a => a.Phone).HasMaxLength(20);
        applicant.HasIndex(a => a.CreditCode).IsUnique();
    }
}

internal sealed class ApplicantMemberMapping : IEntityTypeConfiguration<ApplicantMember>
{
    public void Configure(EntityTypeBuilder<ApplicantMember> member)
    {
        member.ToTable("svc_member");
        member.Property(m => m.Id).ValueGeneratedOnAdd();
        member.HasIndex(m => new { m.AccountId, m.ApplicantId });
        member.HasIndex(m => m.ApplicantId);
        member.HasOne<ServiceApplicant>().WithMany().HasForeignKey(m => m.ApplicantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ServiceCaseMapping : IEntityTypeConfiguration<ServiceCase>
{
    public void Configure(EntityTypeBuilder<ServiceCase> row)
    {
        row.ToTable("svc_case");
        row.Property(c => c.Id).ValueGeneratedOnAdd();
        row.Property(c => c.Number).HasMaxLength(80); // code of the item (60), day, seven characters
        row.Property(c => c.Item).HasMaxLength(60);
        row.Property(c => c.Title).HasMaxLength(200);
        row.Property(c => c.Subject).HasMaxLength(200);
        row.Property(c => c.Step).HasMaxLength(60);
        row.Property(c => c.Decision).HasMaxLength(60);
        row.Property(c => c.AlarmBasis).HasMaxLength(16).HasDefaultValue(""); // cases from before the column were not counted
        row.Property(c => c.Version).IsConcurrencyToken();
        row.HasIndex(c => c.Number).IsUnique();
        // Open cases in the order in which they are due: the desk walks them instead of sorting them all. An index by office and phase would be taken before these, and then be sorted.
        row.HasIndex(c => new { c.OfficeId, c.DueOn, c.Id, c.Phase, c.Item }).HasFilter("phase >= 1 AND phase <= 5");
        row.HasIndex(c => new { c.DueOn, c.Id, c.Phase, c.Item }).HasFilter("phase >= 1 AND phase <= 5");
        row.HasIndex(c => new { c.Handler, c.DueOn, c.Id }).HasFilter("phase >= 1 AND phase <= 5");
        // Cases under public notice are few among many; SQLite does not see that one phase lies within the range of the indexes above, and would read every case there is.
        row.HasIndex(c => new { c.DueOn, c.Id }).HasFilter("phase = 4");
        // Cards: without the phase in it, so that no list of open cases takes it for its own.
        row.HasIndex(c => new { c.YellowOn, c.RedOn, c.Id, c.OfficeId }).HasFilter("phase >= 1 AND phase <= 5");
        row.HasIndex(c => c.OfficeId);
        // What is past its retention, and what may be handed over: of some offices, and of all. Without those by office SQLite takes the one of all cases of the office.
        row.HasIndex(c => new { c.OfficeId, c.KeepUntil, c.Id }).HasFilter("keep_until IS NOT NULL AND destroy_on IS NULL");
        row.HasIndex(c => new { c.KeepUntil, c.Id, c.OfficeId }).HasFilter("keep_until IS NOT NULL AND destroy_on IS NULL");
        row.HasIndex(c => new { c.OfficeId, c.Phase, c.ClosedOn, c.Id }).HasFilter("phase = 11 AND archive_list_id IS NULL");
        row.HasIndex(c => new { c.ClosedOn, c.Id, c.OfficeId }).HasFilter("phase = 11 AND archive_list_id IS NULL");
        // What was closed before there was a day of it: none after the first start.
        row.HasIndex(c => c.ClosedOn).HasFilter("phase > 5 AND closed_on IS NULL");
        // Closed cases only: an index of all phases would be taken for the open ones too, and those sorted by what is due.
        row.HasIndex(c => new { c.Phase, c.Id }).HasFilter("phase > 5");
        row.HasIndex(c => new { c.Phase, c.Item, c.Id }).HasFilter("phase > 5");
        row.HasIndex(c => c.ApplicantId);
        row.HasIndex(c => new { c.Item, c.Subject });
        row.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OfficeId).OnDelete(DeleteBehavior.Restrict);
        row.HasOne<ServiceApplicant>().WithMany().HasForeignKey(c => c.ApplicantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CaseActionMapping : IEntityTypeConfiguration<CaseActionRow>
{
    public void Configure(EntityTypeBuilder<CaseActionRow> action)
    {
        action.ToTable("svc_action");
        action.Property(a => a.Id).ValueGeneratedOnAdd();
        action.Property(a => a.Reason).HasMaxLength(CaseAction.LongestReason);
        action.Property(a => a.Key).HasMaxLength(CaseAction.LongestKey);
        action.Property(a => a.Digest).HasMaxLength(64);
        action.Property(a => a.Signature).HasMaxLength(120);
        action.HasIndex(a => new { a.CaseId, a.Sequence }).IsUnique();
        action.HasIndex(a => new { a.CaseId, a.Key }).IsUnique();
        action.HasOne<ServiceCase>().WithMany().HasForeignKey(a => a.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CaseMaterialMapping : IEntityTypeConfiguration<CaseMaterial>
{
    public void Configure(EntityTypeBuilder<CaseMaterial> material)
    {
        material.ToTable("svc_material");
        material.Property(m => m.Id).ValueGeneratedOnAdd();
        material.Property(m => m.Material).HasMaxLength(60);
        material.Property(m => m.Sha256).HasMaxLength(64);
        material.Property(m => m.FileName).HasMaxLength(240);
        material.Property(m => m.MediaType).HasMaxLength(120);
        material.Property(m => m.Remark).HasMaxLength(500);
        material.HasIndex(m => m.CaseId);
        material.HasOne<ServiceCase>().WithMany().HasForeignKey(m => m.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CaseTimerMapping : IEntityTypeConfiguration<CaseTimer>
{
    public void Configure(EntityTypeBuilder<CaseTimer> timer)
    {
        timer.ToTable("svc_timer");
        timer.Property(t => t.Id).ValueGeneratedOnAdd();
        timer.HasIndex(t => new { t.CaseId, t.Sequence, t.Kind }).IsUnique();
        // The clock asks for what is due and not fired, and for nothing else.
        timer.HasIndex(t => t.DueAt).HasFilter("fired_at IS NULL");
        timer.HasOne<ServiceCase>().WithMany().HasForeignKey(t => t.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CaseReviewerMapping : IEntityTypeConfiguration<CaseReviewer>
{
    public void Configure(EntityTypeBuilder<CaseReviewer> reviewer)
    {
        reviewer.ToTable("svc_reviewer");
        reviewer.Property(r => r.Id).ValueGeneratedOnAdd();
        reviewer.HasIndex(r => r.CaseId);
        reviewer.HasIndex(r => r.AccountId);
        reviewer.HasIndex(r => r.OrganisationId);
        reviewer.HasOne<ServiceCase>().WithMany().HasForeignKey(r => r.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CaseStayMapping : IEntityTypeConfiguration<CaseStay>
{
    public void Configure(EntityTypeBuilder<CaseStay> stay)
    {
        stay.ToTable("svc_stay");
        stay.Property(s => s.Id).ValueGeneratedOnAdd();
        stay.Property(s => s.Item).HasMaxLength(60);
        stay.Property(s => s.Step).HasMaxLength(60);
        stay.HasIndex(s => new { s.Item, s.Step, s.Days });
        stay.HasOne<ServiceCase>().WithMany().HasForeignKey(s => s.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ServiceCertificateMapping : IEntityTypeConfiguration<ServiceCertificate>
{
    public void Configure(EntityTypeBuilder<ServiceCertificate> certificate)
    {
        certificate.ToTable("svc_certificate");
        certificate.Property(c => c.Id).ValueGeneratedOnAdd();
        certificate.Property(c => c.Code).HasMaxLength(20);
        certificate.Property(c => c.Signature).HasMaxLength(120);
        certificate.Property(c => c.PublicKey).HasMaxLength(130);
        certificate.Property(c => c.EndReason).HasMaxLength(CaseAction.LongestReason);
        certificate.HasIndex(c => c.Code).IsUnique();
        certificate.HasIndex(c => new { c.CaseId, c.Edition }).IsUnique();
        certificate.HasIndex(c => c.CaseId).IsUnique().HasFilter("ended_at IS NULL"); // one standing certificate for a case, whatever happens
        certificate.HasIndex(c => c.EndedAt);
        certificate.HasOne<ServiceCase>().WithMany().HasForeignKey(c => c.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RegisterEntryMapping : IEntityTypeConfiguration<RegisterEntry>
{
    public void Configure(EntityTypeBuilder<RegisterEntry> entry)
    {
        entry.ToTable("svc_register");
        entry.Property(e => e.Id).ValueGeneratedOnAdd();
        entry.Property(e => e.Item).HasMaxLength(60);
        entry.Property(e => e.Number).HasMaxLength(80);
        entry.Property(e => e.Holder).HasMaxLength(ServiceApplicant.LongestName);
        entry.Property(e => e.Subject).HasMaxLength(200);
        entry.Property(e => e.Access).HasDefaultValue(RegisterLevel.Public).HasSentinel((RegisterLevel)(-1)); // entries from before the column are public
        entry.HasIndex(e => e.CaseId).IsUnique();
        entry.HasIndex(e => new { e.Item, e.Subject });
        entry.HasIndex(e => new { e.Item, e.Id, e.Access });
        entry.HasOne<ServiceCase>().WithMany().HasForeignKey(e => e.CaseId).OnDelete(DeleteBehavior.Restrict);
        entry.HasOne<Organisation>().WithMany().HasForeignKey(e => e.OfficeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RegisterReaderMapping : IEntityTypeConfiguration<RegisterReader>
{
    public void Configure(EntityTypeBuilder<RegisterReader> reader)
    {
        reader.ToTable("svc_register_reader");
        reader.Property(r => r.Id).ValueGeneratedOnAdd();
        reader.Property(r => r.CreditCode).HasMaxLength(18);
        reader.HasIndex(r => new { r.EntryId, r.CreditCode }).IsUnique();
        reader.HasIndex(r => r.CreditCode);
        reader.HasOne<RegisterEntry>().WithMany().HasForeignKey(r => r.EntryId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ConsultationMapping : IEntityTypeConfiguration<Consultation>
{
    public void Configure(EntityTypeBuilder<Consultation> consultation)
    {
        consultation.ToTable("svc_consultation");
        consultation.Property(c => c.Id).ValueGeneratedOnAdd();
        consultation.Property(c => c.Item).HasMaxLength(60);
        consultation.Property(c => c.Question).HasMaxLength(Consultation.LongestWords);
        consultation.Property(c => c.Contact).HasMaxLength(Consultation.LongestContact);
        consultation.Property(c => c.Receipt).HasMaxLength(64);
        consultation.Property(c => c.Answer).HasMaxLength(Consultation.LongestWords);
        consultation.HasIndex(c => c.Receipt).IsUnique();
        consultation.HasIndex(c => new { c.Published, c.Item });
        consultation.HasIndex(c => new { c.OfficeId, c.AnsweredAt });
        consultation.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OfficeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ServiceRatingMapping : IEntityTypeConfiguration<ServiceRating>
{
    public void Configure(EntityTypeBuilder<ServiceRating> rating)
    {
        rating.ToTable("svc_rating");
        rating.Property(r => r.Id).ValueGeneratedNever();
        rating.Property(r => r.Item).HasMaxLength(60);
        rating.Property(r => r.Words).HasMaxLength(ServiceRating.LongestWords);
        rating.Property(r => r.Answer).HasMaxLength(ServiceRating.LongestWords);
        rating.Property(r => r.Receipt).HasMaxLength(64);
        rating.HasIndex(r => r.Receipt).IsUnique();
        rating.HasIndex(r => new { r.OfficeId, r.On });
        rating.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OfficeId).OnDelete(DeleteBehavior.Restrict);
    }
}
