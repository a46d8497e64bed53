using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Inspection;
using Zhice.Domain.Services;

namespace Zhice.Data.Mappings;

/// <summary>Cases that are reasons of inspections, as a table.</summary>
internal sealed class CaseInspectionMapping : IEntityTypeConfiguration<CaseInspection>
{
    public void Configure(EntityTypeBuilder<CaseInspection> link)
    {
        link.ToTable("svc_inspection");
        link.Property(l => l.Id).ValueGeneratedOnAdd();
        link.HasIndex(l => new { l.CaseId, l.InspectionId }).IsUnique();
        link.HasIndex(l => l.InspectionId);
        link.HasOne<ServiceCase>().WithMany().HasForeignKey(l => l.CaseId).OnDelete(DeleteBehavior.Restrict);
        link.HasOne<InspectionPlan>().WithMany().HasForeignKey(l => l.InspectionId).OnDelete(DeleteBehavior.Restrict);
    }
}
