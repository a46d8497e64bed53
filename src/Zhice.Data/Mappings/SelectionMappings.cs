using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Organisations;
using Zhice.Domain.Reporting;
using Zhice.Domain.Selection;

namespace Zhice.Data.Mappings;

/// <summary>Calls, applications, scores and awards as tables.</summary>
internal sealed class SelectionCallMapping : IEntityTypeConfiguration<SelectionCall>
{
    public void Configure(EntityTypeBuilder<SelectionCall> call)
    {
        call.ToTable("sel_call");
        call.Property(c => c.Id).ValueGeneratedOnAdd();
        call.Property(c => c.Kind).HasMaxLength(60);
        call.Property(c => c.Title).HasMaxLength(200);
        call.Property(c => c.Status).HasMaxLength(120);
        call.Property(c => c.Levels).HasMaxLength(60);
        call.Property(c => c.TieReason).HasMaxLength(300);
        call.Property(c => c.Version).IsConcurrencyToken();
        call.HasIndex(c => c.ClosesOn);
        call.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SelectionApplicationMapping : IEntityTypeConfiguration<SelectionApplication>
{
    public void Configure(EntityTypeBuilder<SelectionApplication> application)
    {
        application.ToTable("sel_application");
        application.Property(a => a.Id).ValueGeneratedOnAdd();
        application.Property(a => a.DivisionCode).HasMaxLength(6);
        application.Property(a => a.Applicant).HasMaxLength(120);
        application.Property(a => a.Statement).HasMaxLength(SelectionApplication.LongestStatement);
        application.Property(a => a.Score).HasConversion<Millionths>();
        application.Property(a => a.Version).IsConcurrencyToken();
        // One standing application for each; 9 is Withdrawn, of which there may be several on record.
        application.HasIndex(a => new { a.CallId, a.DivisionCode, a.Applicant }).IsUnique().HasFilter("state <> 9");
        application.HasIndex(a => a.OrganisationId);
        application.HasOne<SelectionCall>().WithMany().HasForeignKey(a => a.CallId).OnDelete(DeleteBehavior.Restrict);
        application.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ApplicationStepMapping : IEntityTypeConfiguration<ApplicationStep>
{
    public void Configure(EntityTypeBuilder<ApplicationStep> step)
    {
        step.ToTable("sel_step");
        step.Property(s => s.Id).ValueGeneratedOnAdd();
        step.Property(s => s.Note).HasMaxLength(4000);
        step.HasIndex(s => s.ApplicationId);
        step.HasOne<SelectionApplication>().WithMany().HasForeignKey(s => s.ApplicationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ApplicationMaterialMapping : IEntityTypeConfiguration<ApplicationMaterial>
{
    public void Configure(EntityTypeBuilder<ApplicationMaterial> material)
    {
        material.ToTable("sel_material");
        material.Property(m => m.Id).ValueGeneratedOnAdd();
        material.Property(m => m.Material).HasMaxLength(40);
        material.HasIndex(m => new { m.ApplicationId, m.Material }).IsUnique().HasFilter("removed_at IS NULL");
        material.HasOne<SelectionApplication>().WithMany().HasForeignKey(m => m.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        material.HasOne<Evidence>().WithMany().HasForeignKey(m => m.EvidenceId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ScoreSheetMapping : IEntityTypeConfiguration<ScoreSheet>
{
    public void Configure(EntityTypeBuilder<ScoreSheet> sheet)
    {
        sheet.ToTable("sel_sheet");
        sheet.Property(s => s.Id).ValueGeneratedOnAdd();
        sheet.Property(s => s.EndReason).HasMaxLength(300);
        sheet.Property(s => s.Version).IsConcurrencyToken();
        sheet.HasIndex(s => new { s.ApplicationId, s.ExpertId }).IsUnique().HasFilter("ended_at IS NULL");
        sheet.HasIndex(s => s.ExpertId);
        sheet.HasOne<SelectionApplication>().WithMany().HasForeignKey(s => s.ApplicationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ScoreEntryMapping : IEntityTypeConfiguration<ScoreEntry>
{
    public void Configure(EntityTypeBuilder<ScoreEntry> entry)
    {
        entry.ToTable("sel_score");
        entry.Property(e => e.Id).ValueGeneratedOnAdd();
        entry.Property(e => e.Item).HasMaxLength(40);
        entry.Property(e => e.Score).HasConversion<Millionths>();
        entry.Property(e => e.Remark).HasMaxLength(500);
        entry.Property(e => e.RequestKey).HasMaxLength(100);
        entry.HasIndex(e => new { e.SheetId, e.RequestKey, e.Item }).IsUnique();
        entry.HasOne<ScoreSheet>().WithMany().HasForeignKey(e => e.SheetId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SelectionObjectionMapping : IEntityTypeConfiguration<SelectionObjection>
{
    public void Configure(EntityTypeBuilder<SelectionObjection> objection)
    {
        objection.ToTable("sel_objection");
        objection.Property(o => o.Id).ValueGeneratedOnAdd();
        objection.Property(o => o.Objector).HasMaxLength(120);
        objection.Property(o => o.Contact).HasMaxLength(200);
        objection.Property(o => o.Words).HasMaxLength(4000);
        objection.Property(o => o.Answer).HasMaxLength(4000);
        objection.HasIndex(o => o.ApplicationId);
        objection.HasOne<SelectionApplication>().WithMany().HasForeignKey(o => o.ApplicationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SelectionAwardMapping : IEntityTypeConfiguration<SelectionAward>
{
    public void Configure(EntityTypeBuilder<SelectionAward> award)
    {
        award.ToTable("sel_award");
        award.Property(a => a.Id).ValueGeneratedOnAdd();
        award.Property(a => a.RevokeReason).HasMaxLength(300);
        award.HasIndex(a => a.ApplicationId).IsUnique();
        award.HasOne<SelectionApplication>().WithMany().HasForeignKey(a => a.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        award.HasOne<DatedStatus>().WithMany().HasForeignKey(a => a.StatusId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AwardStatusMapping : IEntityTypeConfiguration<AwardStatus>
{
    public void Configure(EntityTypeBuilder<AwardStatus> link)
    {
        link.ToTable("sel_award_status");
        link.HasKey(l => l.StatusId);
        link.Property(l => l.StatusId).ValueGeneratedNever();
        link.HasIndex(l => l.AwardId);
        link.HasOne<DatedStatus>().WithMany().HasForeignKey(l => l.StatusId).OnDelete(DeleteBehavior.Restrict);
        link.HasOne<SelectionAward>().WithMany().HasForeignKey(l => l.AwardId).OnDelete(DeleteBehavior.Restrict);
    }
}
