using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;

namespace Zhice.Data.Mappings;

/// <summary>Heads of progress reports as a table, with the indexes that their queues are read by.</summary>
internal sealed class ProgressReportMapping : IEntityTypeConfiguration<ProgressReport>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ProgressReport> report)
    {
        report.ToTable("rep_report");
        report.Property(r => r.Id).ValueGeneratedOnAdd();
        report.Property(r => r.Version).IsConcurrencyToken();
        report.HasIndex(r => r.ObligationId);
        report.HasIndex(r => new { r.OrganisationId, r.State });
        report.HasIndex(r => new { r.ProgrammeId, r.State });
        report.HasIndex(r => new { r.State, r.MovedAt });
        report.HasIndex(r => r.HolderId);
        report.HasOne<Obligation>().WithMany().HasForeignKey(r => r.ObligationId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Saves of reports as a table: rows are only ever added.</summary>
internal sealed class ReportRevisionMapping : IEntityTypeConfiguration<ReportRevision>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ReportRevision> revision)
    {
        revision.ToTable("rep_revision");
        revision.HasKey(r => new { r.ReportId, r.Number });
        revision.HasOne<ProgressReport>().WithMany().HasForeignKey(r => r.ReportId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Steps of reports as a table: rows are only ever added.</summary>
internal sealed class ReportStepMapping : IEntityTypeConfiguration<ReportStep>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ReportStep> step)
    {
        step.ToTable("rep_step");
        step.Property(s => s.Id).ValueGeneratedOnAdd();
        step.HasIndex(s => s.ReportId);
        step.HasOne<ProgressReport>().WithMany().HasForeignKey(s => s.ReportId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Reasons of returns as a table.</summary>
internal sealed class ReportReasonMapping : IEntityTypeConfiguration<ReportReason>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ReportReason> reason)
    {
        reason.ToTable("rep_reason");
        reason.HasKey(r => new { r.StepId, r.Ordinal });
        reason.Property(r => r.Text).HasMaxLength(1000);
        reason.HasOne<ReportStep>().WithMany().HasForeignKey(r => r.StepId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Idempotency keys of programs as a table; a key is one account's own.</summary>
internal sealed class ReportKeyMapping : IEntityTypeConfiguration<ReportKey>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ReportKey> key)
    {
        key.ToTable("rep_key");
        key.HasKey(k => new { k.AccountId, k.Key });
        key.Property(k => k.Key).HasMaxLength(200);
        key.Property(k => k.Digest).HasMaxLength(64);
        key.HasOne<ProgressReport>().WithMany().HasForeignKey(k => k.ReportId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Which sentences a report speaks of.</summary>
internal sealed class ReportCommitmentMapping : IEntityTypeConfiguration<ReportCommitment>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ReportCommitment> link)
    {
        link.ToTable("rep_commitment");
        link.HasKey(l => new { l.ReportId, l.CommitmentId });
        link.HasOne<ProgressReport>().WithMany().HasForeignKey(l => l.ReportId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>The steps that offices have switched on.</summary>
internal sealed class OfficeStepsMapping : IEntityTypeConfiguration<OfficeSteps>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<OfficeSteps> steps)
    {
        steps.ToTable("rep_office_steps");
        steps.HasKey(s => s.OrganisationId);
        steps.Property(s => s.OrganisationId).ValueGeneratedNever();
        steps.Property(s => s.Version).IsConcurrencyToken();
        steps.HasOne<Organisation>().WithOne().HasForeignKey<OfficeSteps>(s => s.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Who takes which step at an office, and when.</summary>
internal sealed class OfficeDutyMapping : IEntityTypeConfiguration<OfficeDuty>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<OfficeDuty> duty)
    {
        duty.ToTable("rep_office_duty");
        duty.Property(d => d.Id).ValueGeneratedOnAdd();
        duty.HasIndex(d => d.OrganisationId);
        duty.HasIndex(d => d.AccountId);
        duty.HasOne<Organisation>().WithMany().HasForeignKey(d => d.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        duty.HasOne<Account>().WithMany().HasForeignKey(d => d.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Heads of evidence as a table.</summary>
internal sealed class EvidenceMapping : IEntityTypeConfiguration<Evidence>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<Evidence> evidence)
    {
        evidence.ToTable("ev_evidence");
        evidence.Property(e => e.Id).ValueGeneratedOnAdd();
        evidence.Property(e => e.Title).HasMaxLength(300);
        evidence.Property(e => e.Version).IsConcurrencyToken();
        evidence.HasIndex(e => e.OrganisationId);
        evidence.HasOne<Organisation>().WithMany().HasForeignKey(e => e.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Versions of evidence as a table; the digest is indexed, so that bytes held already are found.</summary>
internal sealed class EvidenceVersionMapping : IEntityTypeConfiguration<EvidenceVersion>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<EvidenceVersion> version)
    {
        version.ToTable("ev_version");
        version.HasKey(v => new { v.EvidenceId, v.Number });
        version.Property(v => v.FileName).HasMaxLength(300);
        version.Property(v => v.MediaType).HasMaxLength(120);
        version.Property(v => v.Sha256).HasMaxLength(64);
        version.Property(v => v.Sm3).HasMaxLength(64);
        version.Property(v => v.Reference).HasMaxLength(2000);
        version.HasIndex(v => v.Sha256);
        version.HasOne<Evidence>().WithMany().HasForeignKey(v => v.EvidenceId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Which evidence a report uses.</summary>
internal sealed class ReportEvidenceMapping : IEntityTypeConfiguration<ReportEvidence>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ReportEvidence> use)
    {
        use.ToTable("ev_use");
        use.HasKey(u => new { u.ReportId, u.EvidenceId });
        use.HasIndex(u => u.EvidenceId);
        use.HasIndex(u => u.Reused);
        use.HasOne<ProgressReport>().WithMany().HasForeignKey(u => u.ReportId).OnDelete(DeleteBehavior.Restrict);
        use.HasOne<Evidence>().WithMany().HasForeignKey(u => u.EvidenceId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Uses of evidence that reports gave up: rows are only ever added.</summary>
internal sealed class EndedEvidenceUseMapping : IEntityTypeConfiguration<EndedEvidenceUse>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<EndedEvidenceUse> use)
    {
        use.ToTable("ev_ended_use");
        use.Property(u => u.Id).ValueGeneratedOnAdd();
        use.HasIndex(u => u.ReportId);
        use.HasIndex(u => u.EvidenceId);
        use.HasOne<ProgressReport>().WithMany().HasForeignKey(u => u.ReportId).OnDelete(DeleteBehavior.Restrict);
        use.HasOne<Evidence>().WithMany().HasForeignKey(u => u.EvidenceId).OnDelete(DeleteBehavior.Restrict);
    }
}
