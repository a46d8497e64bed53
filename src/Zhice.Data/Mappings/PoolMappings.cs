using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Mappings;

// Neither store keeps a decimal as written in one portable type: amounts are whole 分.
internal sealed class Cents() : ValueConverter<decimal, long>(amount => (long)(amount * 100), stored => stored / 100m);

/// <summary>Pools that compensate losses, and their ledgers, as tables.</summary>
internal sealed class CompensationPoolMapping : IEntityTypeConfiguration<CompensationPool>
{
    public void Configure(EntityTypeBuilder<CompensationPool> pool)
    {
        pool.ToTable("svc_pool");
        pool.Property(p => p.Id).ValueGeneratedOnAdd();
        pool.Property(p => p.Name).HasMaxLength(CompensationPool.LongestName);
        pool.Property(p => p.Basis).HasMaxLength(300);
        pool.Property(p => p.Version).IsConcurrencyToken();
        pool.HasIndex(p => p.OfficeId);
        pool.HasOne<Organisation>().WithMany().HasForeignKey(p => p.OfficeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PoolEntryMapping : IEntityTypeConfiguration<PoolEntry>
{
    public void Configure(EntityTypeBuilder<PoolEntry> entry)
    {
        entry.ToTable("svc_pool_entry");
        entry.Property(e => e.Id).ValueGeneratedOnAdd();
        entry.Property(e => e.Amount).HasConversion<Cents>();
        entry.Property(e => e.Loss).HasConversion<Cents>();
        entry.Property(e => e.Reason).HasMaxLength(CaseAction.LongestReason);
        entry.Property(e => e.Denial).HasMaxLength(CaseAction.LongestReason);
        entry.HasIndex(e => new { e.PoolId, e.State });
        entry.HasIndex(e => e.CaseId);
        entry.HasOne<CompensationPool>().WithMany().HasForeignKey(e => e.PoolId).OnDelete(DeleteBehavior.Restrict);
        entry.HasOne<ServiceCase>().WithMany().HasForeignKey(e => e.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Declared patents that fit wanted technologies, as a table.</summary>
internal sealed class TechnologyMatchMapping : IEntityTypeConfiguration<TechnologyMatch>
{
    public void Configure(EntityTypeBuilder<TechnologyMatch> match)
    {
        match.ToTable("svc_match");
        match.Property(m => m.Id).ValueGeneratedOnAdd();
        match.Property(m => m.Words).HasMaxLength(TechnologyMatch.LongestWords);
        match.Property(m => m.Class).HasMaxLength(20);
        match.HasIndex(m => new { m.OfferId, m.WantId }).IsUnique();
        match.HasIndex(m => m.WantId);
        match.HasOne<RegisterEntry>().WithMany().HasForeignKey(m => m.OfferId).OnDelete(DeleteBehavior.Restrict);
        match.HasOne<RegisterEntry>().WithMany().HasForeignKey(m => m.WantId).OnDelete(DeleteBehavior.Restrict);
    }
}
