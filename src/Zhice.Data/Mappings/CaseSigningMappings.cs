using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Services;

namespace Zhice.Data.Mappings;

/// <summary>Co-applicants and their signatures as tables.</summary>
internal sealed class CaseSignerMapping : IEntityTypeConfiguration<CaseSigner>
{
    public void Configure(EntityTypeBuilder<CaseSigner> signer)
    {
        signer.ToTable("svc_signer");
        signer.Property(s => s.Id).ValueGeneratedOnAdd();
        signer.Property(s => s.Field).HasMaxLength(60);
        signer.HasIndex(s => new { s.CaseId, s.ApplicantId }).IsUnique();
        signer.HasIndex(s => s.ApplicantId);
        signer.HasOne<ServiceCase>().WithMany().HasForeignKey(s => s.CaseId).OnDelete(DeleteBehavior.Restrict);
        signer.HasOne<ServiceApplicant>().WithMany().HasForeignKey(s => s.ApplicantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CaseSignatureMapping : IEntityTypeConfiguration<CaseSignature>
{
    public void Configure(EntityTypeBuilder<CaseSignature> signature)
    {
        signature.ToTable("svc_signature");
        signature.Property(s => s.Id).ValueGeneratedOnAdd();
        signature.Property(s => s.Digest).HasMaxLength(64);
        signature.Property(s => s.Signature).HasMaxLength(120);
        signature.HasIndex(s => new { s.CaseId, s.ApplicantId }).IsUnique().HasFilter("voided_at IS NULL"); // one that stands for each co-applicant, whatever happens at once
        signature.HasIndex(s => s.By);
        signature.HasIndex(s => s.ApplicantId);
        signature.HasOne<ServiceCase>().WithMany().HasForeignKey(s => s.CaseId).OnDelete(DeleteBehavior.Restrict);
        signature.HasOne<ServiceApplicant>().WithMany().HasForeignKey(s => s.ApplicantId).OnDelete(DeleteBehavior.Restrict);
    }
}
