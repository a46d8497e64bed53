using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Services;

namespace Zhice.Data.Mappings;

/// <summary>Co-applicants, their signatures, and parties on the other side as tables.</summary>
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

internal sealed class CaseOpponentMapping : IEntityTypeConfiguration<CaseOpponent>
{
    public void Configure(EntityTypeBuilder<CaseOpponent> opponent)
    {
        opponent.ToTable("svc_opponent");
        opponent.Property(o => o.Id).ValueGeneratedOnAdd();
        opponent.Property(o => o.Name).HasMaxLength(OtherParty.LongestName);
        opponent.Property(o => o.Code).HasMaxLength(20);
        opponent.HasIndex(o => new { o.CaseId, o.Number }).IsUnique();
        opponent.HasIndex(o => o.Code).IsUnique();
        opponent.HasIndex(o => o.ApplicantId);
        opponent.HasOne<ServiceCase>().WithMany().HasForeignKey(o => o.CaseId).OnDelete(DeleteBehavior.Restrict);
        opponent.HasOne<ServiceApplicant>().WithMany().HasForeignKey(o => o.ApplicantId).OnDelete(DeleteBehavior.Restrict);
    }
}
