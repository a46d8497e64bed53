using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Data.Working;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Data.Mappings;

/// <summary>Where each obligation stands, as a table.</summary>
internal sealed class ObligationStateMapping : IEntityTypeConfiguration<ObligationState>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ObligationState> state)
    {
        state.ToTable("work_state");
        state.HasKey(s => s.ObligationId);
        state.Property(s => s.ObligationId).ValueGeneratedNever();
        state.Property(s => s.NotApplicableReason).HasMaxLength(1000);
        state.Property(s => s.ChoiceReason).HasMaxLength(1000);
        state.Property(s => s.Version).IsConcurrencyToken();
        state.Property(s => s.Blocker).HasMaxLength(1000);
        state.HasIndex(s => new { s.ProgrammeId, s.Changed });
        state.HasIndex(s => s.ObligationId).HasFilter("blocker IS NOT NULL");
        state.HasOne<Obligation>().WithOne().HasForeignKey<ObligationState>(s => s.ObligationId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Rules of the work of a programme, as a table.</summary>
internal sealed class WorkingRulesMapping : IEntityTypeConfiguration<WorkingRules>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<WorkingRules> rules)
    {
        rules.ToTable("work_rules");
        rules.HasKey(r => r.ProgrammeId);
        rules.Property(r => r.ProgrammeId).ValueGeneratedNever();
        rules.Property(r => r.Version).IsConcurrencyToken();
        rules.HasOne<YearProgramme>().WithOne().HasForeignKey<WorkingRules>(r => r.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Extended due days as a table: rows are only ever added.</summary>
internal sealed class DueExtensionMapping : IEntityTypeConfiguration<DueExtension>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<DueExtension> extension)
    {
        extension.ToTable("work_extension");
        extension.Property(e => e.Id).ValueGeneratedOnAdd();
        extension.Property(e => e.Reason).HasMaxLength(1000);
        extension.HasIndex(e => e.ObligationId);
        extension.HasOne<Obligation>().WithMany().HasForeignKey(e => e.ObligationId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Pieces of work as a table.</summary>
internal sealed class WorkItemMapping : IEntityTypeConfiguration<WorkItem>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<WorkItem> item)
    {
        item.ToTable("work_item");
        item.Property(i => i.Id).ValueGeneratedOnAdd();
        item.Property(i => i.Title).HasMaxLength(500);
        item.Property(i => i.Unit).HasMaxLength(100);
        item.Property(i => i.Blocker).HasMaxLength(1000);
        item.Property(i => i.Version).IsConcurrencyToken();
        item.HasIndex(i => i.ObligationId);
        item.HasIndex(i => new { i.ObligationId, i.Id }).HasFilter("blocker IS NOT NULL");
        item.HasIndex(i => new { i.OrganisationId, i.Due });
        item.HasIndex(i => i.PersonId);
        item.HasOne<Obligation>().WithMany().HasForeignKey(i => i.ObligationId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne<WorkItem>().WithMany().HasForeignKey(i => i.ParentId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne<Organisation>().WithMany().HasForeignKey(i => i.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>How often the work of each programme has changed.</summary>
internal sealed class WorkCounterMapping : IEntityTypeConfiguration<WorkCounter>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<WorkCounter> counter)
    {
        counter.ToTable("work_counter");
        counter.HasKey(c => c.ProgrammeId);
        counter.Property(c => c.ProgrammeId).ValueGeneratedNever();
        counter.HasOne<YearProgramme>().WithOne().HasForeignKey<WorkCounter>(c => c.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>What happened to obligations, as a table: rows are only ever added.</summary>
internal sealed class WorkEventMapping : IEntityTypeConfiguration<WorkEvent>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<WorkEvent> happened)
    {
        happened.ToTable("work_event");
        happened.Property(e => e.Id).ValueGeneratedOnAdd();
        happened.Property(e => e.About).HasMaxLength(500);
        happened.HasIndex(e => e.ObligationId);
        happened.HasIndex(e => new { e.ProgrammeId, e.Id });
        happened.HasOne<Obligation>().WithMany().HasForeignKey(e => e.ObligationId).OnDelete(DeleteBehavior.Restrict);
    }
}
