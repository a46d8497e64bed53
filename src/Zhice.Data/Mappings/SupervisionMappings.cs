using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;

namespace Zhice.Data.Mappings;

/// <summary>Calendar editions, ladders, firings, urging letters and what is told to others, as tables.</summary>
internal sealed class CalendarEditionMapping : IEntityTypeConfiguration<CalendarEdition>
{
    public void Configure(EntityTypeBuilder<CalendarEdition> edition)
    {
        edition.ToTable("cal_edition");
        edition.Property(e => e.Id).ValueGeneratedOnAdd();
        edition.HasIndex(e => e.Year);
        edition.HasOne<Account>().WithMany().HasForeignKey(e => e.BroughtBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CalendarMoveMapping : IEntityTypeConfiguration<CalendarMove>
{
    public void Configure(EntityTypeBuilder<CalendarMove> move)
    {
        move.ToTable("cal_move");
        move.Property(m => m.Id).ValueGeneratedOnAdd();
        move.Property(m => m.Rule).HasMaxLength(60);
        move.Property(m => m.Kind).HasDefaultValue(MoveKind.Due).HasSentinel((MoveKind)(-1)); // rows from before the column are due days
        move.HasIndex(m => m.EditionId);
        move.HasOne<CalendarEdition>().WithMany().HasForeignKey(m => m.EditionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProgrammeLadderMapping : IEntityTypeConfiguration<ProgrammeLadder>
{
    public void Configure(EntityTypeBuilder<ProgrammeLadder> ladder)
    {
        ladder.ToTable("sup_ladder");
        ladder.HasKey(l => l.ProgrammeId);
        ladder.Property(l => l.ProgrammeId).ValueGeneratedNever();
        ladder.Property(l => l.Version).IsConcurrencyToken();
        ladder.HasOne<YearProgramme>().WithOne().HasForeignKey<ProgrammeLadder>(l => l.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProgrammeRungMapping : IEntityTypeConfiguration<ProgrammeRung>
{
    public void Configure(EntityTypeBuilder<ProgrammeRung> rung)
    {
        rung.ToTable("sup_rung");
        rung.HasKey(r => new { r.ProgrammeId, r.Days });
        rung.HasOne<ProgrammeLadder>().WithMany().HasForeignKey(r => r.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FiringMapping : IEntityTypeConfiguration<Firing>
{
    public void Configure(EntityTypeBuilder<Firing> firing)
    {
        firing.ToTable("sup_firing");
        firing.Property(f => f.Id).ValueGeneratedOnAdd();
        // The claim. Subject first: the sweep walks subjects in the order of their keys.
        firing.HasIndex(f => new { f.Subject, f.SubjectId, f.DueOn, f.Days }).IsUnique();
        firing.HasIndex(f => f.ObligationId);
        firing.HasIndex(f => new { f.OrganisationId, f.FiredFor });
        // No link to the obligation's row: a sweep writes hundreds of thousands, each found in that very table.
    }
}

internal sealed class LadderDrillMapping : IEntityTypeConfiguration<LadderDrill>
{
    public void Configure(EntityTypeBuilder<LadderDrill> drill)
    {
        drill.ToTable("sup_drill");
        drill.Property(d => d.Id).ValueGeneratedOnAdd();
        drill.HasIndex(d => new { d.ProgrammeId, d.At });
        drill.HasOne<YearProgramme>().WithMany().HasForeignKey(d => d.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class JobTickMapping : IEntityTypeConfiguration<JobTick>
{
    public void Configure(EntityTypeBuilder<JobTick> tick)
    {
        tick.ToTable("sup_tick");
        tick.HasKey(t => t.Job);
        tick.Property(t => t.Job).HasMaxLength(30);
        tick.Property(t => t.Node).HasMaxLength(120);
        tick.Property(t => t.Fault).HasMaxLength(300);
    }
}

internal sealed class UrgingLetterMapping : IEntityTypeConfiguration<UrgingLetter>
{
    public void Configure(EntityTypeBuilder<UrgingLetter> letter)
    {
        letter.ToTable("sup_letter");
        letter.Property(l => l.Id).ValueGeneratedOnAdd();
        letter.Property(l => l.Demand).HasMaxLength(UrgingLetter.Longest);
        letter.Property(l => l.Answer).HasMaxLength(UrgingLetter.Longest);
        letter.Property(l => l.Version).IsConcurrencyToken();
        letter.HasIndex(l => new { l.IssuerId, l.Year, l.Number }).IsUnique();
        letter.HasIndex(l => new { l.DebtorId, l.State });
        letter.HasIndex(l => l.ObligationId);
        letter.HasIndex(l => l.FiringId).IsUnique();
        letter.HasOne<Obligation>().WithMany().HasForeignKey(l => l.ObligationId).OnDelete(DeleteBehavior.Restrict);
        letter.HasOne<Organisation>().WithMany().HasForeignKey(l => l.IssuerId).OnDelete(DeleteBehavior.Restrict);
        letter.HasOne<Organisation>().WithMany().HasForeignKey(l => l.DebtorId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LetterStepMapping : IEntityTypeConfiguration<LetterStep>
{
    public void Configure(EntityTypeBuilder<LetterStep> step)
    {
        step.ToTable("sup_letter_step");
        step.Property(s => s.Id).ValueGeneratedOnAdd();
        step.Property(s => s.Words).HasMaxLength(UrgingLetter.Longest);
        step.Property(s => s.Act).HasDefaultValue(LetterAct.Moved).HasSentinel((LetterAct)(-1)); // steps from before the column led to a state
        step.HasIndex(s => s.LetterId);
        step.HasOne<UrgingLetter>().WithMany().HasForeignKey(s => s.LetterId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LetterSeriesMapping : IEntityTypeConfiguration<LetterSeries>
{
    public void Configure(EntityTypeBuilder<LetterSeries> series)
    {
        series.ToTable("sup_letter_series");
        series.HasKey(s => new { s.IssuerId, s.Year });
        series.HasOne<Organisation>().WithMany().HasForeignKey(s => s.IssuerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LetterSuspensionMapping : IEntityTypeConfiguration<LetterSuspension>
{
    public void Configure(EntityTypeBuilder<LetterSuspension> suspension)
    {
        suspension.ToTable("sup_letter_suspension");
        suspension.Property(s => s.Id).ValueGeneratedOnAdd();
        suspension.Property(s => s.Reason).HasMaxLength(300);
        suspension.HasIndex(s => s.LetterId);
        suspension.HasOne<UrgingLetter>().WithMany().HasForeignKey(s => s.LetterId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OutboxEventMapping : IEntityTypeConfiguration<OutboxEvent>
{
    public void Configure(EntityTypeBuilder<OutboxEvent> happened)
    {
        happened.ToTable("sup_event");
        happened.Property(e => e.Id).ValueGeneratedOnAdd();
        happened.Property(e => e.Topic).HasMaxLength(60);
        happened.Property(e => e.Subject).HasMaxLength(120);
        happened.HasIndex(e => new { e.Spread, e.Id });
    }
}

internal sealed class WebhookMapping : IEntityTypeConfiguration<Webhook>
{
    public void Configure(EntityTypeBuilder<Webhook> webhook)
    {
        webhook.ToTable("sup_webhook");
        webhook.Property(w => w.Id).ValueGeneratedOnAdd();
        webhook.Property(w => w.Url).HasMaxLength(500);
        webhook.Property(w => w.Topic).HasMaxLength(60);
        webhook.HasOne<Organisation>().WithMany().HasForeignKey(w => w.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        webhook.HasOne<Account>().WithMany().HasForeignKey(w => w.CreatedBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DeliveryMapping : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> delivery)
    {
        delivery.ToTable("sup_delivery");
        delivery.Property(d => d.Id).ValueGeneratedOnAdd();
        delivery.Property(d => d.Fault).HasMaxLength(300);
        delivery.HasIndex(d => new { d.WebhookId, d.EventId }).IsUnique();
        delivery.HasIndex(d => new { d.State, d.NextAt });
        delivery.HasOne<Webhook>().WithMany().HasForeignKey(d => d.WebhookId).OnDelete(DeleteBehavior.Restrict);
        delivery.HasOne<OutboxEvent>().WithMany().HasForeignKey(d => d.EventId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DigestMapping : IEntityTypeConfiguration<Digest>
{
    public void Configure(EntityTypeBuilder<Digest> digest)
    {
        digest.ToTable("sup_digest");
        digest.HasKey(d => new { d.AccountId, d.Day });
        digest.Property(d => d.Fault).HasMaxLength(300);
        digest.HasIndex(d => new { d.State, d.NextAt });
        digest.HasOne<Account>().WithMany().HasForeignKey(d => d.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class NoticePreferenceMapping : IEntityTypeConfiguration<NoticePreference>
{
    public void Configure(EntityTypeBuilder<NoticePreference> preference)
    {
        preference.ToTable("sup_preference");
        preference.HasKey(p => p.AccountId);
        preference.Property(p => p.AccountId).ValueGeneratedNever();
        preference.Property(p => p.Mail).HasMaxLength(254);
        preference.Property(p => p.FeedKey).HasMaxLength(64);
        preference.Property(p => p.Version).IsConcurrencyToken();
        preference.HasIndex(p => p.FeedKey).IsUnique();
        preference.HasOne<Account>().WithOne().HasForeignKey<NoticePreference>(p => p.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}
