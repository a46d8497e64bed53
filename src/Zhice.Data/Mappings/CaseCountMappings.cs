using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Mappings;

/// <summary>What cases count into data elements, who declared that they hold all, and objections to such figures as tables.</summary>
internal sealed class CaseCountMapping : IEntityTypeConfiguration<CaseCountRow>
{
    public void Configure(EntityTypeBuilder<CaseCountRow> row)
    {
        row.ToTable("svc_count");
        row.Property(c => c.Id).ValueGeneratedOnAdd();
        row.Property(c => c.Element).HasMaxLength(60);
        row.Property(c => c.Division).HasMaxLength(6);
        row.Property(c => c.Unit).HasMaxLength(40);
        row.Property(c => c.Holder).HasMaxLength(64);
        row.HasIndex(c => new { c.CaseId, c.Element }).IsUnique().HasFilter("known_to IS NULL"); // a case counts once, whatever comes at once
        row.HasIndex(c => new { c.Element, c.OfficeId, c.On });
        row.HasIndex(c => new { c.Element, c.Division, c.On });
        row.HasOne<ServiceCase>().WithMany().HasForeignKey(c => c.CaseId).OnDelete(DeleteBehavior.Restrict);
        row.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OfficeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CaseCountMarkMapping : IEntityTypeConfiguration<CaseCountMark>
{
    public void Configure(EntityTypeBuilder<CaseCountMark> mark)
    {
        mark.ToTable("svc_count_mark");
        mark.HasKey(m => new { m.Item, m.Version });
        mark.Property(m => m.Item).HasMaxLength(60);
        mark.Property(m => m.Digest).HasMaxLength(64);
    }
}

internal sealed class CaseCoverageMapping : IEntityTypeConfiguration<CaseCoverage>
{
    public void Configure(EntityTypeBuilder<CaseCoverage> coverage)
    {
        coverage.ToTable("svc_coverage");
        coverage.Property(c => c.Id).ValueGeneratedOnAdd();
        coverage.Property(c => c.Source).HasMaxLength(60);
        coverage.Property(c => c.Reason).HasMaxLength(CaseCoverage.LongestReason);
        coverage.HasIndex(c => new { c.Source, c.OrganisationId }).IsUnique().HasFilter("withdrawn_at IS NULL");
        coverage.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FigureDisputeMapping : IEntityTypeConfiguration<FigureDispute>
{
    public void Configure(EntityTypeBuilder<FigureDispute> dispute)
    {
        dispute.ToTable("stat_dispute");
        dispute.Property(d => d.Id).ValueGeneratedOnAdd();
        dispute.Property(d => d.Element).HasMaxLength(60);
        dispute.Property(d => d.Shown).HasMaxLength(40);
        dispute.Property(d => d.Reason).HasMaxLength(FigureDispute.Longest);
        dispute.Property(d => d.Answer).HasMaxLength(FigureDispute.Longest);
        dispute.HasIndex(d => new { d.ReturnId, d.Element }).IsUnique().HasFilter("answered_at IS NULL");
        dispute.HasOne<StatisticalReturn>().WithMany().HasForeignKey(d => d.ReturnId).OnDelete(DeleteBehavior.Restrict);
    }
}
