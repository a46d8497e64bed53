using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Organisations;
using Zhice.Domain.Surveys;

namespace Zhice.Data.Mappings;

/// <summary>Surveys and their answers as tables.</summary>
internal sealed class SurveyMapping : IEntityTypeConfiguration<Survey>
{
    public void Configure(EntityTypeBuilder<Survey> survey)
    {
        survey.ToTable("svy_survey");
        survey.Property(s => s.Id).ValueGeneratedOnAdd();
        survey.Property(s => s.Code).HasMaxLength(60);
        survey.Property(s => s.Title).HasMaxLength(200);
        survey.Property(s => s.Digest).HasMaxLength(64);
        survey.Property(s => s.Version).IsConcurrencyToken();
        survey.HasIndex(s => s.Code).IsUnique();
        survey.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SurveyStratumMapping : IEntityTypeConfiguration<SurveyStratum>
{
    public void Configure(EntityTypeBuilder<SurveyStratum> stratum)
    {
        stratum.ToTable("svy_stratum");
        stratum.HasKey(s => new { s.SurveyId, s.Group, s.DivisionCode });
        stratum.Property(s => s.Group).HasMaxLength(40);
        stratum.Property(s => s.DivisionCode).HasMaxLength(6);
        stratum.HasOne<Survey>().WithMany().HasForeignKey(s => s.SurveyId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SurveyInvitationMapping : IEntityTypeConfiguration<SurveyInvitation>
{
    public void Configure(EntityTypeBuilder<SurveyInvitation> invitation)
    {
        invitation.ToTable("svy_invitation");
        invitation.HasKey(i => i.TokenHash);
        invitation.Property(i => i.TokenHash).HasMaxLength(64);
        invitation.Property(i => i.Group).HasMaxLength(40);
        invitation.Property(i => i.DivisionCode).HasMaxLength(6);
        invitation.HasIndex(i => i.SurveyId);
        invitation.HasOne<Survey>().WithMany().HasForeignKey(i => i.SurveyId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SurveyAnswerMapping : IEntityTypeConfiguration<SurveyAnswer>
{
    public void Configure(EntityTypeBuilder<SurveyAnswer> answer)
    {
        answer.ToTable("svy_answer");
        answer.Property(a => a.Id).ValueGeneratedOnAdd();
        answer.Property(a => a.Group).HasMaxLength(40);
        answer.Property(a => a.DivisionCode).HasMaxLength(6);
        answer.Property(a => a.Values).HasMaxLength(100);
        answer.Property(a => a.Texts).HasMaxLength(8000);
        answer.Property(a => a.Score).HasConversion<Millionths>();
        answer.Property(a => a.FormKey).HasMaxLength(40);
        answer.HasIndex(a => new { a.SurveyId, a.FormKey }).IsUnique();
        answer.HasOne<Survey>().WithMany().HasForeignKey(a => a.SurveyId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SurveyPlaceKeyMapping : IEntityTypeConfiguration<SurveyPlaceKey>
{
    public void Configure(EntityTypeBuilder<SurveyPlaceKey> key)
    {
        key.ToTable("svy_place_key");
        key.HasKey(k => k.Day);
    }
}

internal sealed class SurveyPlaceMapping : IEntityTypeConfiguration<SurveyPlace>
{
    public void Configure(EntityTypeBuilder<SurveyPlace> place)
    {
        place.ToTable("svy_place");
        place.HasKey(p => new { p.SurveyId, p.Day, p.Place });
        place.Property(p => p.Place).HasMaxLength(64);
    }
}
