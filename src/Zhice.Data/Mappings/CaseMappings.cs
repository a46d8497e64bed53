using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Cases;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Data.Mappings;

/// <summary>Typical cases as tables.</summary>
internal sealed class TypicalCaseMapping : IEntityTypeConfiguration<TypicalCase>
{
    public void Configure(EntityTypeBuilder<TypicalCase> one)
    {
        one.ToTable("typ_case");
        one.Property(c => c.Id).ValueGeneratedOnAdd();
        one.Property(c => c.Title).HasMaxLength(120);
        one.Property(c => c.Practice).HasMaxLength(TypicalCase.LongestText);
        one.Property(c => c.Effect).HasMaxLength(TypicalCase.LongestText);
        one.Property(c => c.ConsentBy).HasMaxLength(120);
        one.Property(c => c.ConsentScope).HasMaxLength(500);
        one.Property(c => c.Version).IsConcurrencyToken();
        one.HasIndex(c => c.State);
        one.HasIndex(c => c.OrganisationId);
        one.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        one.HasOne<Obligation>().WithMany().HasForeignKey(c => c.ObligationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TypicalCaseStepMapping : IEntityTypeConfiguration<TypicalCaseStep>
{
    public void Configure(EntityTypeBuilder<TypicalCaseStep> step)
    {
        step.ToTable("typ_step");
        step.Property(s => s.Id).ValueGeneratedOnAdd();
        step.Property(s => s.Note).HasMaxLength(1000);
        step.HasIndex(s => s.CaseId);
        step.HasOne<TypicalCase>().WithMany().HasForeignKey(s => s.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}
