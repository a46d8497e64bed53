using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Matching;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Data.Mappings;

/// <summary>Answers about two commitments as a table.</summary>
internal sealed class MatchDecisionMapping : IEntityTypeConfiguration<MatchDecision>
{
    public void Configure(EntityTypeBuilder<MatchDecision> decision)
    {
        decision.ToTable("match_decision");
        decision.Property(d => d.Id).ValueGeneratedOnAdd();
        decision.Property(d => d.Reason).HasMaxLength(MatchDecision.ReasonLength);
        decision.Property(d => d.RevokeReason).HasMaxLength(MatchDecision.ReasonLength);
        // Two people who answer at once: the store keeps the first.
        decision.HasIndex(d => new { d.CommitmentId, d.OtherId }).IsUnique().HasFilter("revoked_at IS NULL");
        decision.HasIndex(d => d.OtherId);
        decision.HasIndex(d => d.OfficeId);
        decision.HasOne<ProgrammeCommitment>().WithMany().HasForeignKey(d => d.CommitmentId).OnDelete(DeleteBehavior.Restrict);
        decision.HasOne<ProgrammeCommitment>().WithMany().HasForeignKey(d => d.OtherId).OnDelete(DeleteBehavior.Restrict);
        decision.HasOne<Organisation>().WithMany().HasForeignKey(d => d.OfficeId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Answers that a commitment has no counterpart in another year, as a table.</summary>
internal sealed class AloneDecisionMapping : IEntityTypeConfiguration<AloneDecision>
{
    public void Configure(EntityTypeBuilder<AloneDecision> decision)
    {
        decision.ToTable("match_alone");
        decision.Property(d => d.Id).ValueGeneratedOnAdd();
        decision.Property(d => d.Reason).HasMaxLength(MatchDecision.ReasonLength);
        decision.Property(d => d.RevokeReason).HasMaxLength(MatchDecision.ReasonLength);
        decision.HasIndex(d => new { d.CommitmentId, d.Year }).IsUnique().HasFilter("revoked_at IS NULL");
        decision.HasOne<ProgrammeCommitment>().WithMany().HasForeignKey(d => d.CommitmentId).OnDelete(DeleteBehavior.Restrict);
    }
}
