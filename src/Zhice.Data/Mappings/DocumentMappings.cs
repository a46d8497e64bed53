using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Mappings;

/// <summary>Documents, their readings and corrections as tables.</summary>
internal sealed class ImportedDocumentMapping : IEntityTypeConfiguration<ImportedDocument>
{
    public void Configure(EntityTypeBuilder<ImportedDocument> document)
    {
        document.ToTable("policy_document");
        document.Property(d => d.Id).ValueGeneratedOnAdd();
        document.Property(d => d.Title).HasMaxLength(300);
        document.Property(d => d.FileName).HasMaxLength(255);
        document.Property(d => d.Version).IsConcurrencyToken();
        document.HasIndex(d => new { d.Disclosure, d.Year });
        document.HasIndex(d => d.FileDigest);
        document.HasIndex(d => d.OwnerId);
        document.HasOne<Organisation>().WithMany().HasForeignKey(d => d.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DocumentReadingMapping : IEntityTypeConfiguration<DocumentReading>
{
    public void Configure(EntityTypeBuilder<DocumentReading> reading)
    {
        reading.ToTable("policy_reading");
        reading.HasKey(r => r.DocumentId);
        reading.Property(r => r.DocumentId).ValueGeneratedNever();
        reading.HasOne<ImportedDocument>().WithOne().HasForeignKey<DocumentReading>(r => r.DocumentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DocumentCorrectionMapping : IEntityTypeConfiguration<DocumentCorrection>
{
    public void Configure(EntityTypeBuilder<DocumentCorrection> correction)
    {
        correction.ToTable("policy_correction");
        correction.HasIndex(c => new { c.DocumentId, c.Ordinal }).IsUnique();
        correction.HasOne<ImportedDocument>().WithMany().HasForeignKey(c => c.DocumentId).OnDelete(DeleteBehavior.Restrict);
    }
}
