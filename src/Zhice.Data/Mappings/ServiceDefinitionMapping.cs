using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Services;

namespace Zhice.Data.Mappings;

/// <summary>Definitions that came while the platform runs, as a table.</summary>
internal sealed class ServiceDefinitionMapping : IEntityTypeConfiguration<ServiceDefinition>
{
    public void Configure(EntityTypeBuilder<ServiceDefinition> definition)
    {
        definition.ToTable("svc_definition");
        definition.Property(d => d.Id).ValueGeneratedOnAdd();
        definition.Property(d => d.Code).HasMaxLength(60);
        definition.Property(d => d.Note).HasMaxLength(ServiceDefinition.LongestNote);
        definition.HasIndex(d => new { d.Code, d.ValidFrom }).IsUnique().HasFilter("state = 1"); // one text in force from a day on
        definition.HasIndex(d => d.State);
    }
}
