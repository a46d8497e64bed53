using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Inspection;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Mappings;

/// <summary>Plans of inspections as a table.</summary>
internal sealed class InspectionPlanMapping : IEntityTypeConfiguration<InspectionPlan>
{
    public void Configure(EntityTypeBuilder<InspectionPlan> plan)
    {
        plan.ToTable("insp_plan");
        plan.Property(p => p.Id).ValueGeneratedOnAdd();
        plan.Property(p => p.Title).HasMaxLength(300);
        plan.Property(p => p.Basis).HasMaxLength(1000);
        plan.Property(p => p.Scope).HasMaxLength(2000);
        plan.Property(p => p.Methods).HasMaxLength(500);
        plan.Property(p => p.Lock).HasMaxLength(64);
        plan.Property(p => p.Version).IsConcurrencyToken();
        plan.HasOne<Organisation>().WithMany().HasForeignKey(p => p.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InspectionSubjectMapping : IEntityTypeConfiguration<InspectionSubject>
{
    public void Configure(EntityTypeBuilder<InspectionSubject> subject)
    {
        subject.ToTable("insp_subject");
        subject.Property(s => s.Id).ValueGeneratedOnAdd();
        subject.Property(s => s.RepeatReason).HasMaxLength(1000);
        subject.HasIndex(s => new { s.InspectionId, s.OrganisationId }).IsUnique();
        subject.HasIndex(s => s.OrganisationId);
        subject.HasOne<InspectionPlan>().WithMany().HasForeignKey(s => s.InspectionId).OnDelete(DeleteBehavior.Restrict);
        subject.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InspectionDrawMapping : IEntityTypeConfiguration<InspectionDraw>
{
    public void Configure(EntityTypeBuilder<InspectionDraw> draw)
    {
        draw.ToTable("insp_draw");
        draw.Property(d => d.Id).ValueGeneratedOnAdd();
        draw.Property(d => d.Seed).HasMaxLength(300);
        draw.Property(d => d.Digest).HasMaxLength(64);
        // One draw a plan: whoever does not like the lot cannot draw again.
        draw.HasIndex(d => d.InspectionId).IsUnique();
        draw.HasOne<InspectionPlan>().WithMany().HasForeignKey(d => d.InspectionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InspectionFindingMapping : IEntityTypeConfiguration<InspectionFinding>
{
    public void Configure(EntityTypeBuilder<InspectionFinding> finding)
    {
        finding.ToTable("insp_finding");
        finding.Property(f => f.Id).ValueGeneratedOnAdd();
        finding.Property(f => f.Text).HasMaxLength(2000);
        finding.Property(f => f.Version).IsConcurrencyToken();
        finding.HasIndex(f => f.InspectionId);
        finding.HasIndex(f => f.OrganisationId);
        finding.HasOne<InspectionPlan>().WithMany().HasForeignKey(f => f.InspectionId).OnDelete(DeleteBehavior.Restrict);
        finding.HasOne<Organisation>().WithMany().HasForeignKey(f => f.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FindingStepMapping : IEntityTypeConfiguration<FindingStep>
{
    public void Configure(EntityTypeBuilder<FindingStep> step)
    {
        step.ToTable("insp_finding_step");
        step.Property(s => s.Id).ValueGeneratedOnAdd();
        step.Property(s => s.Note).HasMaxLength(2000);
        step.HasIndex(s => s.FindingId);
        step.HasOne<InspectionFinding>().WithMany().HasForeignKey(s => s.FindingId).OnDelete(DeleteBehavior.Restrict);
    }
}
