using Zhice.Domain.Calendar;

namespace Zhice.Domain.Services;

/// <summary>对方当事人: what a definition says of a case between two sides, such as 行政裁决 and 调解. The other side is served, enters the case with an account of its own, answers, and both sides put forward evidence and say what they hold of the other's.</summary>
/// <param name="Name">What the other side is called, such as 被请求人.</param>
/// <param name="EnglishName">The same in English.</param>
/// <param name="Field">The field of the form that names it.</param>
/// <param name="ServedAt">Code of the step at which it is served: that step is not passed before.</param>
/// <param name="AnswerAt">Code of the step at which its answer is awaited: that step is passed once all answered, or their days are over.</param>
/// <param name="AnswerName">What its answer is called, such as 答辩书.</param>
/// <param name="AnswerEnglish">The same in English.</param>
/// <param name="Answer">In which time it answers, counted from the day on which it received the papers.</param>
/// <param name="AnswerAbroad">The same for who has no domicile in China; null where it is not longer.</param>
/// <param name="AsksConsent">True where the answer says whether it agrees to the proceedings, as with 调解.</param>
/// <param name="Panel">Fewest members of the panel (合议组) that decides; their number is odd. Null where one officer does.</param>
public sealed record OtherParty(
    string Name, string EnglishName, string Field, string ServedAt, string AnswerAt, string AnswerName, string AnswerEnglish, ServiceLimit Answer, ServiceLimit? AnswerAbroad, bool AsksConsent, int? Panel)
{
    /// <summary>Most that a case can be directed against.</summary>
    public const int Most = 20;

    /// <summary>Longest name of a party and of a piece of evidence.</summary>
    public const int LongestName = 200;

    /// <summary>Last day of an answer; it is not certain where the calendar does not reach.</summary>
    /// <param name="served">The party.</param>
    /// <param name="book">The limits of the law.</param>
    /// <param name="calendar">The working days.</param>
    public (DateOnly? Due, bool Unknown) AnswerBy(ServedParty served, LimitBook book, WorkCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(served);
        ArgumentNullException.ThrowIfNull(calendar);
        var (ends, unknown) = CaseClock.Project(CaseClock.Clock(LimitOf(served), served.On, [], book), calendar);
        return (ends?.Due, unknown);
    }

    /// <summary>The limit of a party's answer.</summary>
    public ServiceLimit LimitOf(ServedParty served)
    {
        ArgumentNullException.ThrowIfNull(served);
        return served.Abroad && AnswerAbroad is { } longer ? longer : Answer;
    }

    internal IEnumerable<Defect> Faults(ServiceItem item)
    {
        if (!item.Form.Any(field => field.Code == Field && field.Type is FieldType.Text)) yield return new("service.other-field", "other-party", Field);
        var (served, answered, decided) = (item.PlaceOf(ServedAt), item.PlaceOf(AnswerAt), CaseMoves.DecisionStep(item));
        if (served < 1 || served >= decided) yield return new("service.other-step", "other-party", ServedAt);
        if (answered < served || answered >= decided) yield return new("service.other-step", "other-party", AnswerAt);
        if (Panel is { } least && least % 2 == 0) yield return new("service.other-panel", "other-party", least);
        if (item.Materials.Any(material => material.Code == CaseExhibit.Material)) yield return new("service.other-material", "materials", CaseExhibit.Material);
    }
}

/// <summary>A party on the other side, as the actions say.</summary>
/// <param name="Number">Number within the case, from 1; 0 is the applicant.</param>
/// <param name="Name">Its name.</param>
/// <param name="On">The day on which it received the papers.</param>
/// <param name="Abroad">True where it has no domicile in China.</param>
/// <param name="EnteredOn">The day on which it entered the case here; null where it has not.</param>
/// <param name="AnsweredOn">The day of its answer; null before it.</param>
/// <param name="Consents">What it answered where it was asked for its consent; null otherwise.</param>
public sealed record ServedParty(int Number, string Name, DateOnly On, bool Abroad, DateOnly? EnteredOn, DateOnly? AnsweredOn, bool? Consents);

/// <summary>证据: what a side put forward in a case between two sides.</summary>
/// <param name="Number">Number within the case, from 1.</param>
/// <param name="Side">Who: 0 for the applicant, else the number of the party.</param>
/// <param name="Name">What it is.</param>
/// <param name="Purpose">证明目的: what it is to show.</param>
/// <param name="On">The day.</param>
/// <param name="Opinions">质证意见 of the other sides.</param>
public sealed record CaseExhibit(int Number, int Side, string Name, string Purpose, DateOnly On, IReadOnlyList<ExhibitOpinion> Opinions)
{
    /// <summary>Under which code its files are kept beside the materials.</summary>
    public const string Material = "exhibit";

    /// <summary>Most in a case.</summary>
    public const int Most = 200;

    /// <summary>True where a side may still say what it holds of it.</summary>
    public bool Awaits(int side) => Side != side && Opinions.All(opinion => opinion.Side != side);
}

/// <summary>质证意见: what another side holds of a piece of evidence.</summary>
/// <param name="Side">Who.</param>
/// <param name="Accepts">True where it does not dispute it.</param>
/// <param name="Words">What it says of 真实性、合法性、关联性.</param>
/// <param name="On">The day.</param>
public sealed record ExhibitOpinion(int Side, bool Accepts, string Words, DateOnly On);

/// <summary>对方当事人: the row that lets a party of the other side enter a case.</summary>
public sealed class CaseOpponent
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The case.</summary>
    public CaseId CaseId { get; init; }
    /// <summary>Number within the case, from 1.</summary>
    public int Number { get; init; }
    /// <summary>Its name in the case.</summary>
    public required string Name { get; init; }
    /// <summary>应诉码: stands in the notice that was served, and lets it enter once.</summary>
    public required string Code { get; init; }
    /// <summary>Who it is here; null until it entered.</summary>
    public ApplicantId? ApplicantId { get; set; }
    /// <summary>When it entered.</summary>
    public DateTimeOffset? EnteredAt { get; set; }
}
