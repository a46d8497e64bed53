using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Mappings;

/// <summary>Divisions, organisations and dated statuses as tables.</summary>
internal sealed class DivisionMapping : IEntityTypeConfiguration<Division>
{
    public void Configure(EntityTypeBuilder<Division> division)
    {
        division.ToTable("org_division");
        division.HasKey(d => new { d.Code, d.ValidFrom });
        division.Property(d => d.Code).HasMaxLength(6);
        division.Property(d => d.Name).HasMaxLength(60);
        division.HasIndex(d => d.ParentCode);
    }
}

internal sealed class OrganisationMapping : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> organisation)
    {
        organisation.ToTable("org_organisation");
        organisation.Property(o => o.Id).ValueGeneratedOnAdd();
        organisation.Property(o => o.Code).HasMaxLength(60);
        organisation.Property(o => o.Name).HasMaxLength(120);
        organisation.Property(o => o.Path).HasMaxLength(200);
        organisation.HasIndex(o => o.Code).IsUnique();
        organisation.HasIndex(o => o.ParentId);
        organisation.HasIndex(o => o.Path);
        organisation.HasIndex(o => o.DivisionCode);
        organisation.HasOne<Organisation>().WithMany().HasForeignKey(o => o.ParentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OrganisationAliasMapping : IEntityTypeConfiguration<OrganisationAlias>
{
    public void Configure(EntityTypeBuilder<OrganisationAlias> alias)
    {
        alias.ToTable("org_alias");
        alias.Property(a => a.Name).HasMaxLength(120);
        alias.HasIndex(a => a.Name);
        alias.HasIndex(a => a.OrganisationId);
        alias.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DatedStatusMapping : IEntityTypeConfiguration<DatedStatus>
{
    public void Configure(EntityTypeBuilder<DatedStatus> status)
    {
        status.ToTable("org_status");
        status.Property(s => s.Id).ValueGeneratedOnAdd();
        status.Property(s => s.Name).HasMaxLength(120);
        status.Property(s => s.Holder).HasMaxLength(120);
        status.Property(s => s.Source).HasMaxLength(300);
        status.HasIndex(s => new { s.Name, s.DivisionCode });
        status.HasIndex(s => s.DivisionCode);
    }
}
