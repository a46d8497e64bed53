using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Mappings;

/// <summary>Short keys of data elements as a table.</summary>
internal sealed class ElementKeyMapping : IEntityTypeConfiguration<ElementKey>
{
    public void Configure(EntityTypeBuilder<ElementKey> element)
    {
        element.ToTable("stat_element");
        element.Property(e => e.Id).ValueGeneratedOnAdd();
        element.Property(e => e.Code).HasMaxLength(100);
        element.HasIndex(e => e.Code).IsUnique();
    }
}

internal sealed class ObservationBatchMapping : IEntityTypeConfiguration<ObservationBatch>
{
    public void Configure(EntityTypeBuilder<ObservationBatch> batch)
    {
        batch.ToTable("stat_batch");
        batch.Property(b => b.Id).ValueGeneratedNever();
        batch.Property(b => b.Digest).HasMaxLength(64);
        batch.Property(b => b.RequestKey).HasMaxLength(200);
        batch.Property(b => b.Note).HasMaxLength(500);
        batch.HasIndex(b => b.At);
        batch.HasIndex(b => b.RequestKey).IsUnique();
    }
}

internal sealed class ObservationMapping : IEntityTypeConfiguration<Observation>
{
    public void Configure(EntityTypeBuilder<Observation> observation)
    {
        observation.ToTable("stat_observation");
        // The order of the key is the order of the rows on SQLite (WITHOUT ROWID): a roll-up reads one stretch for an element and period.
        // No links to other tables: eighteen million look-ups at load; the loader has looked every code up already.
        observation.HasKey(o => new { o.Element, o.Period, o.Organisation, o.Batch });
        observation.Property(o => o.Value).HasConversion<Millionths>();
    }
}

internal sealed class Millionths() : ValueConverter<decimal, long>(figure => StoredFigure.ToStored(figure), stored => StoredFigure.FromStored(stored));

internal sealed class CollectionRoundMapping : IEntityTypeConfiguration<CollectionRound>
{
    public void Configure(EntityTypeBuilder<CollectionRound> collection)
    {
        collection.ToTable("stat_collection");
        collection.Property(c => c.Id).ValueGeneratedOnAdd();
        collection.Property(c => c.Form).HasMaxLength(100);
        collection.Property(c => c.WithdrawnReason).HasMaxLength(1000);
        collection.HasIndex(c => new { c.Form, c.Period, c.OwnerId }).IsUnique().HasFilter("withdrawn_at IS NULL");
        collection.HasIndex(c => c.DueOn);
        collection.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StatisticalReturnMapping : IEntityTypeConfiguration<StatisticalReturn>
{
    public void Configure(EntityTypeBuilder<StatisticalReturn> sheet)
    {
        sheet.ToTable("stat_return");
        sheet.Property(r => r.Id).ValueGeneratedOnAdd();
        sheet.Property(r => r.Version).IsConcurrencyToken();
        sheet.Property(r => r.ExtensionReason).HasMaxLength(1000);
        sheet.Property(r => r.RequestKey).HasMaxLength(300);
        sheet.HasIndex(r => new { r.CollectionId, r.OrganisationId }).IsUnique();
        sheet.HasIndex(r => r.OrganisationId);
        sheet.HasOne<CollectionRound>().WithMany().HasForeignKey(r => r.CollectionId).OnDelete(DeleteBehavior.Restrict);
        sheet.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FindingAnswerMapping : IEntityTypeConfiguration<FindingAnswer>
{
    public void Configure(EntityTypeBuilder<FindingAnswer> answer)
    {
        answer.ToTable("stat_answer");
        answer.Property(a => a.Id).ValueGeneratedOnAdd();
        answer.Property(a => a.Finding).HasMaxLength(200);
        answer.Property(a => a.Shown).HasMaxLength(1000);
        answer.Property(a => a.Answer).HasMaxLength(1000);
        answer.HasIndex(a => a.ReturnId);
        answer.HasOne<StatisticalReturn>().WithMany().HasForeignKey(a => a.ReturnId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StatisticalLiaisonMapping : IEntityTypeConfiguration<StatisticalLiaison>
{
    public void Configure(EntityTypeBuilder<StatisticalLiaison> liaison)
    {
        liaison.ToTable("stat_liaison");
        liaison.Property(l => l.Id).ValueGeneratedOnAdd();
        liaison.HasIndex(l => l.OrganisationId);
        liaison.HasOne<Organisation>().WithMany().HasForeignKey(l => l.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ValueCorrectionMapping : IEntityTypeConfiguration<ValueCorrection>
{
    public void Configure(EntityTypeBuilder<ValueCorrection> correction)
    {
        correction.ToTable("stat_correction");
        correction.Property(c => c.Id).ValueGeneratedOnAdd();
        correction.Property(c => c.Element).HasMaxLength(100);
        correction.Property(c => c.Before).HasConversion<Millionths>();
        correction.Property(c => c.After).HasConversion<Millionths>();
        correction.Property(c => c.Reason).HasMaxLength(1000);
        correction.Property(c => c.Opinion).HasMaxLength(1000);
        correction.Property(c => c.Answer).HasMaxLength(1000);
        correction.Property(c => c.Version).IsConcurrencyToken();
        correction.HasIndex(c => c.OrganisationId);
        correction.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InterferenceNoteMapping : IEntityTypeConfiguration<InterferenceNote>
{
    public void Configure(EntityTypeBuilder<InterferenceNote> note)
    {
        note.ToTable("stat_interference");
        note.Property(n => n.Id).ValueGeneratedNever();
        note.Property(n => n.Asker).HasMaxLength(200);
        note.Property(n => n.Channel).HasMaxLength(100);
        note.Property(n => n.Request).HasMaxLength(2000);
        note.Property(n => n.Subject).HasMaxLength(500);
        note.Property(n => n.Outcome).HasMaxLength(1000);
        note.Property(n => n.Digest).HasMaxLength(64);
        note.HasOne<Organisation>().WithMany().HasForeignKey(n => n.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SuccessionMapping : IEntityTypeConfiguration<Succession>
{
    public void Configure(EntityTypeBuilder<Succession> succession)
    {
        succession.ToTable("stat_succession");
        succession.Property(s => s.Id).ValueGeneratedOnAdd();
        succession.Property(s => s.Share).HasConversion<Millionths>();
        succession.Property(s => s.Source).HasMaxLength(500);
        succession.HasOne<Organisation>().WithMany().HasForeignKey(s => s.PredecessorId).OnDelete(DeleteBehavior.Restrict);
        succession.HasOne<Organisation>().WithMany().HasForeignKey(s => s.SuccessorId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StatisticalReleaseMapping : IEntityTypeConfiguration<StatisticalRelease>
{
    public void Configure(EntityTypeBuilder<StatisticalRelease> release)
    {
        release.ToTable("stat_release");
        release.Property(r => r.Id).ValueGeneratedOnAdd();
        release.Property(r => r.Code).HasMaxLength(100);
        release.Property(r => r.Title).HasMaxLength(300);
        release.Property(r => r.Content).HasMaxLength(4000);
        release.Property(r => r.Digest).HasMaxLength(64);
        release.Property(r => r.Link).HasMaxLength(64);
        release.Property(r => r.Reason).HasMaxLength(1000);
        release.Property(r => r.Version).IsConcurrencyToken();
        release.HasIndex(r => new { r.Code, r.Revision }).IsUnique();
        // Two releases at one place would be two ends of the chain.
        release.HasIndex(r => r.Sequence).IsUnique();
        release.HasIndex(r => r.PlannedOn);
        release.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReleaseStepMapping : IEntityTypeConfiguration<ReleaseStep>
{
    public void Configure(EntityTypeBuilder<ReleaseStep> step)
    {
        step.ToTable("stat_release_step");
        step.Property(s => s.Id).ValueGeneratedOnAdd();
        step.Property(s => s.Note).HasMaxLength(1000);
        step.HasIndex(s => s.ReleaseId);
        step.HasOne<StatisticalRelease>().WithMany().HasForeignKey(s => s.ReleaseId).OnDelete(DeleteBehavior.Restrict);
    }
}
