using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Assessment;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Data.Mappings;

/// <summary>Versions of schemes as they were saved, as a table.</summary>
internal sealed class SchemeVersionMapping : IEntityTypeConfiguration<SchemeVersion>
{
    public void Configure(EntityTypeBuilder<SchemeVersion> scheme)
    {
        scheme.ToTable("assess_scheme");
        scheme.Property(s => s.Id).ValueGeneratedOnAdd();
        scheme.Property(s => s.Code).HasMaxLength(100);
        scheme.Property(s => s.Title).HasMaxLength(300);
        scheme.Property(s => s.Digest).HasMaxLength(64);
        // One text a version: who saves at the same moment as another is refused.
        scheme.HasIndex(s => new { s.Code, s.Version }).IsUnique();
        scheme.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AssessmentRoundMapping : IEntityTypeConfiguration<AssessmentRound>
{
    public void Configure(EntityTypeBuilder<AssessmentRound> round)
    {
        round.ToTable("assess_round");
        round.Property(r => r.Id).ValueGeneratedOnAdd();
        round.Property(r => r.Title).HasMaxLength(300);
        round.Property(r => r.Version).IsConcurrencyToken();
        round.HasOne<SchemeVersion>().WithMany().HasForeignKey(r => r.SchemeId).OnDelete(DeleteBehavior.Restrict);
        round.HasOne<YearProgramme>().WithMany().HasForeignKey(r => r.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        round.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AssessmentSubjectMapping : IEntityTypeConfiguration<AssessmentSubject>
{
    public void Configure(EntityTypeBuilder<AssessmentSubject> subject)
    {
        subject.ToTable("assess_subject");
        subject.Property(s => s.Id).ValueGeneratedOnAdd();
        subject.Property(s => s.Digest).HasMaxLength(64);
        subject.Property(s => s.Version).IsConcurrencyToken();
        subject.HasIndex(s => new { s.RoundId, s.OrganisationId }).IsUnique();
        subject.HasIndex(s => s.OrganisationId);
        subject.HasOne<AssessmentRound>().WithMany().HasForeignKey(s => s.RoundId).OnDelete(DeleteBehavior.Restrict);
        subject.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RoundMemberMapping : IEntityTypeConfiguration<RoundMember>
{
    public void Configure(EntityTypeBuilder<RoundMember> member)
    {
        member.ToTable("assess_member");
        member.Property(m => m.Id).ValueGeneratedOnAdd();
        member.HasIndex(m => m.RoundId);
        member.HasIndex(m => m.AccountId);
        member.HasOne<AssessmentRound>().WithMany().HasForeignKey(m => m.RoundId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RecusalMapping : IEntityTypeConfiguration<Recusal>
{
    public void Configure(EntityTypeBuilder<Recusal> recusal)
    {
        recusal.ToTable("assess_recusal");
        recusal.Property(r => r.Id).ValueGeneratedOnAdd();
        recusal.Property(r => r.Reason).HasMaxLength(1000);
        recusal.HasIndex(r => new { r.RoundId, r.AccountId, r.OrganisationId }).IsUnique();
        recusal.HasOne<AssessmentRound>().WithMany().HasForeignKey(r => r.RoundId).OnDelete(DeleteBehavior.Restrict);
        recusal.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AssessmentMarkMapping : IEntityTypeConfiguration<AssessmentMark>
{
    public void Configure(EntityTypeBuilder<AssessmentMark> mark)
    {
        mark.ToTable("assess_mark");
        mark.Property(m => m.Id).ValueGeneratedOnAdd();
        mark.Property(m => m.Item).HasMaxLength(100);
        mark.Property(m => m.Reason).HasMaxLength(1000);
        mark.Property(m => m.Points).HasConversion<Millionths>();
        mark.HasIndex(m => m.SubjectId);
        mark.HasOne<AssessmentSubject>().WithMany().HasForeignKey(m => m.SubjectId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AssessmentActMapping : IEntityTypeConfiguration<AssessmentAct>
{
    public void Configure(EntityTypeBuilder<AssessmentAct> act)
    {
        act.ToTable("assess_act");
        act.Property(a => a.Id).ValueGeneratedOnAdd();
        act.Property(a => a.Item).HasMaxLength(100);
        act.Property(a => a.Act).HasMaxLength(100);
        act.Property(a => a.Ground).HasMaxLength(1000);
        act.Property(a => a.WithdrawnReason).HasMaxLength(1000);
        act.HasIndex(a => a.SubjectId);
        act.HasOne<AssessmentSubject>().WithMany().HasForeignKey(a => a.SubjectId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ExpertSheetMapping : IEntityTypeConfiguration<ExpertSheet>
{
    public void Configure(EntityTypeBuilder<ExpertSheet> sheet)
    {
        sheet.ToTable("assess_sheet");
        sheet.Property(s => s.Id).ValueGeneratedOnAdd();
        sheet.Property(s => s.Item).HasMaxLength(100);
        // A place has one expert, and an expert one place: two on one sheet cannot be stored.
        sheet.HasIndex(s => new { s.SubjectId, s.Item, s.Slot }).IsUnique();
        sheet.HasIndex(s => new { s.AccountId, s.SubjectId, s.Item }).IsUnique();
        sheet.HasOne<AssessmentSubject>().WithMany().HasForeignKey(s => s.SubjectId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ExpertScoreMapping : IEntityTypeConfiguration<ExpertScore>
{
    public void Configure(EntityTypeBuilder<ExpertScore> score)
    {
        score.ToTable("assess_expert_score");
        score.Property(s => s.Id).ValueGeneratedOnAdd();
        score.Property(s => s.Comment).HasMaxLength(1000);
        score.Property(s => s.Score).HasConversion<Millionths>();
        score.HasIndex(s => s.SheetId);
        score.HasOne<ExpertSheet>().WithMany().HasForeignKey(s => s.SheetId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ScorePublicationMapping : IEntityTypeConfiguration<ScorePublication>
{
    public void Configure(EntityTypeBuilder<ScorePublication> publication)
    {
        publication.ToTable("assess_publication");
        publication.Property(p => p.Id).ValueGeneratedOnAdd();
        publication.Property(p => p.SchemeDigest).HasMaxLength(64);
        publication.Property(p => p.FactsDigest).HasMaxLength(64);
        publication.Property(p => p.ScoresDigest).HasMaxLength(64);
        publication.Property(p => p.Reason).HasMaxLength(1000);
        publication.HasIndex(p => new { p.RoundId, p.Revision }).IsUnique();
        publication.HasOne<AssessmentRound>().WithMany().HasForeignKey(p => p.RoundId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ScoreObjectionMapping : IEntityTypeConfiguration<ScoreObjection>
{
    public void Configure(EntityTypeBuilder<ScoreObjection> objection)
    {
        objection.ToTable("assess_objection");
        objection.Property(o => o.Id).ValueGeneratedOnAdd();
        objection.Property(o => o.Item).HasMaxLength(100);
        objection.Property(o => o.Ground).HasMaxLength(2000);
        objection.Property(o => o.Opinion).HasMaxLength(2000);
        objection.Property(o => o.Version).IsConcurrencyToken();
        objection.HasIndex(o => o.SubjectId);
        objection.HasOne<AssessmentSubject>().WithMany().HasForeignKey(o => o.SubjectId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class IncentiveEntryMapping : IEntityTypeConfiguration<IncentiveEntry>
{
    public void Configure(EntityTypeBuilder<IncentiveEntry> entry)
    {
        entry.ToTable("assess_incentive");
        entry.Property(e => e.Id).ValueGeneratedOnAdd();
        entry.Property(e => e.Measure).HasMaxLength(500);
        entry.Property(e => e.Ground).HasMaxLength(1000);
        entry.Property(e => e.WithdrawnReason).HasMaxLength(1000);
        entry.HasIndex(e => e.RoundId);
        entry.HasOne<AssessmentRound>().WithMany().HasForeignKey(e => e.RoundId).OnDelete(DeleteBehavior.Restrict);
        entry.HasOne<Organisation>().WithMany().HasForeignKey(e => e.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MidTermEvaluationMapping : IEntityTypeConfiguration<MidTermEvaluation>
{
    public void Configure(EntityTypeBuilder<MidTermEvaluation> evaluation)
    {
        evaluation.ToTable("assess_evaluation");
        evaluation.Property(e => e.Id).ValueGeneratedOnAdd();
        evaluation.Property(e => e.Title).HasMaxLength(300);
        evaluation.Property(e => e.Version).IsConcurrencyToken();
        evaluation.HasOne<Organisation>().WithMany().HasForeignKey(e => e.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MidTermGoalMapping : IEntityTypeConfiguration<MidTermGoal>
{
    public void Configure(EntityTypeBuilder<MidTermGoal> goal)
    {
        goal.ToTable("assess_goal");
        goal.Property(g => g.Id).ValueGeneratedOnAdd();
        goal.Property(g => g.Title).HasMaxLength(300);
        goal.Property(g => g.Indicator).HasMaxLength(100);
        goal.Property(g => g.Unit).HasMaxLength(40);
        goal.Property(g => g.Note).HasMaxLength(1000);
        goal.Property(g => g.Base).HasConversion<Millionths>();
        goal.Property(g => g.Planned).HasConversion<Millionths>();
        goal.Property(g => g.Actual).HasConversion<Millionths>();
        goal.HasIndex(g => g.EvaluationId);
        goal.HasOne<MidTermEvaluation>().WithMany().HasForeignKey(g => g.EvaluationId).OnDelete(DeleteBehavior.Restrict);
    }
}
