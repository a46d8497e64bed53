using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Mappings;

/// <summary>Lists of archived cases as tables.</summary>
internal sealed class ArchiveListMapping : IEntityTypeConfiguration<ArchiveList>
{
    public void Configure(EntityTypeBuilder<ArchiveList> list)
    {
        list.ToTable("svc_archive_list");
        list.Property(l => l.Id).ValueGeneratedOnAdd();
        list.Property(l => l.Party).HasMaxLength(ArchiveList.LongestParty);
        list.Property(l => l.Words).HasMaxLength(ArchiveList.LongestWords);
        list.Property(l => l.Remark).HasMaxLength(ArchiveList.LongestWords);
        list.Property(l => l.Digest).HasMaxLength(64);
        list.Property(l => l.PublicKey).HasMaxLength(130);
        list.Property(l => l.FirstSignature).HasMaxLength(120);
        list.Property(l => l.SecondSignature).HasMaxLength(120);
        list.Property(l => l.Version).IsConcurrencyToken();
        list.HasIndex(l => l.OfficeId);
        list.HasIndex(l => l.Digest);
        list.HasOne<Organisation>().WithMany().HasForeignKey(l => l.OfficeId).OnDelete(DeleteBehavior.Restrict);
        list.HasOne<ArchiveList>().WithMany().HasForeignKey(l => l.Of).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ArchiveLineMapping : IEntityTypeConfiguration<ArchiveLine>
{
    public void Configure(EntityTypeBuilder<ArchiveLine> line)
    {
        line.ToTable("svc_archive_line");
        line.Property(l => l.Id).ValueGeneratedOnAdd();
        line.Property(l => l.Archive).HasMaxLength(64);
        line.Property(l => l.ArchiveSignature).HasMaxLength(64);
        line.HasIndex(l => new { l.ListId, l.CaseId }).IsUnique();
        line.HasIndex(l => new { l.CaseId, l.Kind }).IsUnique().HasFilter("standing"); // one standing line of a kind for a case, whatever happens
        line.HasIndex(l => l.CaseId);
        line.HasOne<ArchiveList>().WithMany().HasForeignKey(l => l.ListId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<ServiceCase>().WithMany().HasForeignKey(l => l.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}
