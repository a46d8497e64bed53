using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Data.Mappings;

internal sealed class YearProgrammeMapping : IEntityTypeConfiguration<YearProgramme>
{
    public void Configure(EntityTypeBuilder<YearProgramme> programme)
    {
        programme.ToTable("prog_programme");
        programme.Property(p => p.Id).ValueGeneratedOnAdd();
        programme.Property(p => p.Name).HasMaxLength(200);
        programme.Property(p => p.Version).IsConcurrencyToken();
        programme.HasIndex(p => p.Year);
        programme.HasIndex(p => p.OwnerId);
        programme.HasOne<Organisation>().WithMany().HasForeignKey(p => p.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PublicationMapping : IEntityTypeConfiguration<Publication>
{
    public void Configure(EntityTypeBuilder<Publication> publication)
    {
        publication.ToTable("prog_publication");
        publication.Property(p => p.Id).ValueGeneratedOnAdd();
        publication.HasIndex(p => new { p.ProgrammeId, p.DocumentId });
        publication.HasIndex(p => p.DocumentId);
        publication.HasOne<YearProgramme>().WithMany().HasForeignKey(p => p.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        publication.HasOne<ImportedDocument>().WithMany().HasForeignKey(p => p.DocumentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProgrammeTaskMapping : IEntityTypeConfiguration<ProgrammeTask>
{
    public void Configure(EntityTypeBuilder<ProgrammeTask> task)
    {
        task.ToTable("prog_task");
        task.Property(t => t.Id).ValueGeneratedOnAdd();
        task.Property(t => t.Title).HasMaxLength(500);
        task.ComplexProperty(t => t.Due, due => Due.Map(due));
        task.HasIndex(t => new { t.ProgrammeId, t.Ordinal });
        task.HasIndex(t => t.DocumentId);
        task.HasOne<YearProgramme>().WithMany().HasForeignKey(t => t.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        task.HasOne<ImportedDocument>().WithMany().HasForeignKey(t => t.DocumentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProgrammeMeasureMapping : IEntityTypeConfiguration<ProgrammeMeasure>
{
    public void Configure(EntityTypeBuilder<ProgrammeMeasure> measure)
    {
        measure.ToTable("prog_measure");
        measure.Property(m => m.Id).ValueGeneratedOnAdd();
        measure.ComplexProperty(m => m.Quote, quote => Quote.Map(quote));
        measure.HasIndex(m => m.TaskId);
        measure.HasOne<ProgrammeTask>().WithMany().HasForeignKey(m => m.TaskId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProgrammeCommitmentMapping : IEntityTypeConfiguration<ProgrammeCommitment>
{
    public void Configure(EntityTypeBuilder<ProgrammeCommitment> commitment)
    {
        commitment.ToTable("prog_commitment");
        commitment.Property(c => c.Id).ValueGeneratedOnAdd();
        commitment.ComplexProperty(c => c.Quote, quote => Quote.Map(quote));
        commitment.ComplexProperty(c => c.Due, due => Due.Map(due));
        commitment.HasIndex(c => c.MeasureId);
        commitment.HasIndex(c => c.TaskId);
        commitment.HasOne<ProgrammeMeasure>().WithMany().HasForeignKey(c => c.MeasureId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TaskAssignmentMapping : IEntityTypeConfiguration<TaskAssignment>
{
    public void Configure(EntityTypeBuilder<TaskAssignment> assignment)
    {
        assignment.ToTable("prog_assignment");
        assignment.HasIndex(a => a.TaskId);
        assignment.HasIndex(a => a.OrganisationId);
        assignment.HasOne<ProgrammeTask>().WithMany().HasForeignKey(a => a.TaskId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MeasureRuleMapping : IEntityTypeConfiguration<MeasureRule>
{
    public void Configure(EntityTypeBuilder<MeasureRule> rule)
    {
        rule.ToTable("prog_rule");
        rule.Property(r => r.Id).ValueGeneratedOnAdd();
        rule.ComplexProperty(r => r.Quote, quote => Quote.Map(quote));
        rule.HasIndex(r => r.MeasureId);
        rule.HasOne<ProgrammeMeasure>().WithMany().HasForeignKey(r => r.MeasureId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FoundTargetMapping : IEntityTypeConfiguration<FoundTarget>
{
    public void Configure(EntityTypeBuilder<FoundTarget> target)
    {
        target.ToTable("prog_target");
        target.ComplexProperty(t => t.Quote, quote => Quote.Map(quote));
        // Neither store keeps a decimal as written in one portable type: scaled by 10,000 it is the same whole number in both.
        target.Property(t => t.Value).HasConversion(value => (long)(value * 10_000m), stored => stored / 10_000m);
        target.HasIndex(t => new { t.ProgrammeId, t.DocumentId });
        target.HasIndex(t => t.TaskId);
        target.HasOne<YearProgramme>().WithMany().HasForeignKey(t => t.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReportDutyMapping : IEntityTypeConfiguration<ReportDuty>
{
    public void Configure(EntityTypeBuilder<ReportDuty> duty)
    {
        duty.ToTable("prog_report_duty");
        duty.ComplexProperty(d => d.Quote, quote => Quote.Map(quote));
        duty.HasIndex(d => new { d.ProgrammeId, d.DocumentId });
        duty.HasOne<YearProgramme>().WithMany().HasForeignKey(d => d.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ObligationMapping : IEntityTypeConfiguration<Obligation>
{
    public void Configure(EntityTypeBuilder<Obligation> obligation)
    {
        obligation.ToTable("prog_obligation");
        obligation.Property(o => o.Id).ValueGeneratedOnAdd();
        obligation.HasIndex(o => new { o.OrganisationId, o.ProgrammeId });
        obligation.HasIndex(o => o.TaskId);
        obligation.HasOne<ProgrammeMeasure>().WithMany().HasForeignKey(o => o.MeasureId).OnDelete(DeleteBehavior.Restrict);
        obligation.HasOne<Organisation>().WithMany().HasForeignKey(o => o.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        // No index for measure and publication: a measure is looked up through its task, and each index more costs 200,000 rows 0.7 s.
        obligation.HasOne<Publication>().WithMany().HasForeignKey(o => o.PublicationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PendingDecisionMapping : IEntityTypeConfiguration<PendingDecision>
{
    public void Configure(EntityTypeBuilder<PendingDecision> decision)
    {
        decision.ToTable("prog_decision");
        decision.Property(d => d.Id).ValueGeneratedOnAdd();
        decision.Property(d => d.Subject).HasMaxLength(300);
        decision.Property(d => d.Version).IsConcurrencyToken();
        decision.HasIndex(d => d.ProgrammeId);
        decision.HasIndex(d => d.MeasureId);
        decision.HasOne<YearProgramme>().WithMany().HasForeignKey(d => d.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        decision.HasOne<ProgrammeMeasure>().WithMany().HasForeignKey(d => d.MeasureId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DecisionMemberMapping : IEntityTypeConfiguration<DecisionMember>
{
    public void Configure(EntityTypeBuilder<DecisionMember> member)
    {
        member.ToTable("prog_decision_member");
        member.HasKey(m => new { m.DecisionId, m.OrganisationId });
        member.HasOne<PendingDecision>().WithMany().HasForeignKey(m => m.DecisionId).OnDelete(DeleteBehavior.Restrict);
        member.HasIndex(m => m.OrganisationId);
        member.HasOne<Organisation>().WithMany().HasForeignKey(m => m.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>How a quotation is laid into its owner's row.</summary>
internal static class Quote
{
    public static void Map(ComplexPropertyBuilder<Quotation> quote)
    {
        quote.Property(q => q.Words).HasColumnName("quote");
        quote.Property(q => q.Start).HasColumnName("quote_start");
        quote.Property(q => q.End).HasColumnName("quote_end");
    }
}

/// <summary>How a due time is laid into its owner's row.</summary>
internal static class Due
{
    public static void Map(ComplexPropertyBuilder<DueTime> due)
    {
        due.Property(d => d.Kind).HasColumnName("due_kind").HasMaxLength(40);
        due.Property(d => d.On).HasColumnName("due_on");
        due.Property(d => d.Words).HasColumnName("due_words").HasMaxLength(300);
    }
}
