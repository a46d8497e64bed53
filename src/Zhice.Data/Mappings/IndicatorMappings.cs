using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Mappings;

/// <summary>Definitions of indicators as they were loaded, as a table.</summary>
internal sealed class LoadedDefinitionMapping : IEntityTypeConfiguration<LoadedDefinition>
{
    public void Configure(EntityTypeBuilder<LoadedDefinition> definition)
    {
        definition.ToTable("ind_definition");
        definition.Property(d => d.Id).ValueGeneratedOnAdd();
        definition.Property(d => d.Code).HasMaxLength(60);
        definition.Property(d => d.Digest).HasMaxLength(64);
        definition.HasIndex(d => new { d.Code, d.Version }).IsUnique();
    }
}

internal sealed class LoadedElementMapping : IEntityTypeConfiguration<LoadedElement>
{
    public void Configure(EntityTypeBuilder<LoadedElement> element)
    {
        element.ToTable("ind_element");
        element.HasKey(e => e.Code);
        element.Property(e => e.Code).HasMaxLength(60);
        element.Property(e => e.Unit).HasMaxLength(40);
    }
}

internal sealed class RollUpRunMapping : IEntityTypeConfiguration<RollUpRun>
{
    public void Configure(EntityTypeBuilder<RollUpRun> run)
    {
        run.ToTable("ind_run");
        run.HasKey(r => r.Year);
        run.Property(r => r.Year).ValueGeneratedNever();
        run.Property(r => r.Stamp).HasMaxLength(64);
    }
}

internal sealed class IndicatorFigureMapping : IEntityTypeConfiguration<IndicatorFigure>
{
    public void Configure(EntityTypeBuilder<IndicatorFigure> figure)
    {
        figure.ToTable("ind_figure");
        // The order of the key is the order of the rows on SQLite: a page reads one stretch for a definition and period.
        // No links to other tables: a run writes a hundred thousand rows, and looked every code up before.
        figure.HasKey(f => new { f.Definition, f.Period, f.OrganisationId });
        figure.Property(f => f.Value).HasConversion<Millionths>();
        figure.Property(f => f.Before).HasConversion<Millionths>();
        figure.Property(f => f.Below).HasConversion<Millionths>();
        figure.Ignore(f => f.Figure);
        // The history of one office.
        figure.HasIndex(f => new { f.OrganisationId, f.Definition, f.Period });
    }
}

internal sealed class IndicatorTargetMapping : IEntityTypeConfiguration<IndicatorTarget>
{
    public void Configure(EntityTypeBuilder<IndicatorTarget> target)
    {
        target.ToTable("ind_target");
        target.Property(t => t.Id).ValueGeneratedOnAdd();
        target.Property(t => t.Indicator).HasMaxLength(60);
        target.Property(t => t.Value).HasConversion<Millionths>();
        target.Property(t => t.Source).HasMaxLength(1000);
        target.Property(t => t.WithdrawnReason).HasMaxLength(500);
        target.HasIndex(t => new { t.Indicator, t.OrganisationId, t.Year });
        target.HasIndex(t => t.FoundTargetId);
        target.HasOne<Organisation>().WithMany().HasForeignKey(t => t.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ExclusionSetMapping : IEntityTypeConfiguration<ExclusionSet>
{
    public void Configure(EntityTypeBuilder<ExclusionSet> set)
    {
        set.ToTable("ind_exclusion");
        set.Property(s => s.Id).ValueGeneratedOnAdd();
        set.Property(s => s.Name).HasMaxLength(200);
        set.Property(s => s.Reason).HasMaxLength(1000);
        set.Property(s => s.WithdrawnReason).HasMaxLength(500);
    }
}

internal sealed class ExclusionMemberMapping : IEntityTypeConfiguration<ExclusionMember>
{
    public void Configure(EntityTypeBuilder<ExclusionMember> member)
    {
        member.ToTable("ind_exclusion_member");
        member.Property(m => m.Id).ValueGeneratedOnAdd();
        member.Property(m => m.Name).HasMaxLength(200);
        member.HasIndex(m => m.SetId);
        member.HasOne<ExclusionSet>().WithMany().HasForeignKey(m => m.SetId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ExclusionEffectMapping : IEntityTypeConfiguration<ExclusionEffect>
{
    public void Configure(EntityTypeBuilder<ExclusionEffect> effect)
    {
        effect.ToTable("ind_exclusion_effect");
        effect.Property(e => e.Id).ValueGeneratedOnAdd();
        effect.Property(e => e.Element).HasMaxLength(60);
        effect.Property(e => e.Amount).HasConversion<Millionths>();
        effect.HasIndex(e => new { e.SetId, e.Element, e.OrganisationId, e.Period }).IsUnique();
        effect.HasIndex(e => e.Period);
        effect.HasOne<ExclusionSet>().WithMany().HasForeignKey(e => e.SetId).OnDelete(DeleteBehavior.Restrict);
        effect.HasOne<Organisation>().WithMany().HasForeignKey(e => e.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SavedBoardMapping : IEntityTypeConfiguration<SavedBoard>
{
    public void Configure(EntityTypeBuilder<SavedBoard> board)
    {
        board.ToTable("ind_board");
        board.Property(b => b.Id).ValueGeneratedOnAdd();
        board.Property(b => b.Name).HasMaxLength(SavedBoard.LongestName);
        board.Property(b => b.Query).HasMaxLength(SavedBoard.LongestQuery);
        board.HasIndex(b => new { b.AccountId, b.Name }).IsUnique();
        board.HasOne<Account>().WithMany().HasForeignKey(b => b.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PublishedFigureMapping : IEntityTypeConfiguration<PublishedFigure>
{
    public void Configure(EntityTypeBuilder<PublishedFigure> figure)
    {
        figure.ToTable("ind_published");
        // One stretch for the regions of an indicator and period; one of the index for the years of an office.
        figure.HasKey(f => new { f.Indicator, f.Period, f.OrganisationId, f.Sequence });
        figure.Property(f => f.Indicator).HasMaxLength(60);
        figure.Property(f => f.Value).HasConversion<Millionths>();
        figure.Property(f => f.Before).HasConversion<Millionths>();
        figure.Ignore(f => f.Figure);
        figure.HasIndex(f => new { f.OrganisationId, f.Indicator, f.Period });
        figure.HasIndex(f => f.ReleaseId);
        figure.HasOne<StatisticalRelease>().WithMany().HasForeignKey(f => f.ReleaseId).OnDelete(DeleteBehavior.Restrict);
        figure.HasOne<Organisation>().WithMany().HasForeignKey(f => f.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
