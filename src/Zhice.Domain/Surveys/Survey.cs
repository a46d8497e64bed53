using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Surveys;

/// <summary>Key of a survey.</summary>
public readonly record struct SurveyId(long Value);

/// <summary>满意度调查 of one year.</summary>
public sealed class Survey
{
    /// <summary>Key.</summary>
    public SurveyId Id { get; init; }
    /// <summary>Stable name in addresses.</summary>
    public required string Code { get; init; }
    /// <summary>Title.</summary>
    public required string Title { get; init; }
    /// <summary>The questionnaire as JSON.</summary>
    public required string Definition { get; init; }
    /// <summary>Who asks.</summary>
    public OrganisationId OwnerId { get; init; }
    /// <summary>The year that it speaks of.</summary>
    public required int Year { get; init; }
    /// <summary>First day for answers.</summary>
    public required DateOnly OpensOn { get; init; }
    /// <summary>Last day for answers, included.</summary>
    public required DateOnly ClosesOn { get; init; }
    /// <summary>How far it has come.</summary>
    public SurveyState State { get; set; }
    /// <summary>Answers that were refused because too many came from one place.</summary>
    public int Refused { get; set; }
    /// <summary>The result as JSON; empty until it is published.</summary>
    public string Body { get; set; } = "";
    /// <summary>SHA-256 of the result, lower-case hexadecimal; empty until it is published.</summary>
    public string Digest { get; set; } = "";
    /// <summary>When it was published.</summary>
    public DateTimeOffset? PublishedAt { get; set; }
    /// <summary>Who began it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
    /// <summary>True for one of the demonstration: its answers are invented.</summary>
    public bool Demonstration { get; init; }

    /// <summary>True when answers are taken on the day.</summary>
    public bool TakesOn(DateOnly day) => State == SurveyState.Open && OpensOn <= day && day <= ClosesOn;
}

/// <summary>How far a survey has come.</summary>
public enum SurveyState
{
    /// <summary>草稿: the strata are being set.</summary>
    Draft,
    /// <summary>进行中.</summary>
    Open,
    /// <summary>已结束.</summary>
    Closed,
    /// <summary>已公布.</summary>
    Published,
}

/// <summary>层: a group in a region, with how many it has and how many are to be asked.</summary>
public sealed class SurveyStratum
{
    /// <summary>The survey.</summary>
    public SurveyId SurveyId { get; init; }
    /// <summary>Code of the group.</summary>
    public required string Group { get; init; }
    /// <summary>Code of the division.</summary>
    public required string DivisionCode { get; init; }
    /// <summary>How many there are (总体).</summary>
    public required long Population { get; init; }
    /// <summary>How many answers are wanted (配额).</summary>
    public required int Quota { get; init; }
}

/// <summary>An invitation: the token itself is given once and not kept.</summary>
public sealed class SurveyInvitation
{
    /// <summary>SHA-256 of the token, lower-case hexadecimal.</summary>
    public required string TokenHash { get; init; }
    /// <summary>The survey.</summary>
    public SurveyId SurveyId { get; init; }
    /// <summary>Code of the group.</summary>
    public required string Group { get; init; }
    /// <summary>Code of the division.</summary>
    public required string DivisionCode { get; init; }
    /// <summary>True once it was used; which answer it brought is not kept.</summary>
    public bool Used { get; set; }
}

/// <summary>One answer. It bears a day and no moment, no address, no account and no token.</summary>
public sealed class SurveyAnswer
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The survey.</summary>
    public SurveyId SurveyId { get; init; }
    /// <summary>Code of the group.</summary>
    public required string Group { get; init; }
    /// <summary>Code of the division.</summary>
    public required string DivisionCode { get; init; }
    /// <summary>Values of the scale questions in the questionnaire's order, one digit each.</summary>
    public required string Values { get; init; }
    /// <summary>Texts as JSON by question; null for none.</summary>
    public string? Texts { get; init; }
    /// <summary>0 to 100, two decimals; null where nothing was scored.</summary>
    public decimal? Score { get; init; }
    /// <summary>The day in China.</summary>
    public DateOnly Day { get; init; }
    /// <summary>True for one by invitation.</summary>
    public bool Invited { get; init; }
    /// <summary>Key of the form that brought it: the same form sent again brings nothing.</summary>
    public required string FormKey { get; init; }
}

/// <summary>The key of one day that addresses are hashed with. It is made by chance and deleted the day after, so that nobody can find an address from its hash any more.</summary>
public sealed class SurveyPlaceKey
{
    /// <summary>The day in China.</summary>
    public DateOnly Day { get; init; }
    /// <summary>32 bytes.</summary>
    public required byte[] Key { get; init; }
}

/// <summary>How many answers came from one place on one day; deleted with the day's key.</summary>
public sealed class SurveyPlace
{
    /// <summary>The survey.</summary>
    public SurveyId SurveyId { get; init; }
    /// <summary>The day in China.</summary>
    public DateOnly Day { get; init; }
    /// <summary>HMAC-SHA-256 of the address under the day's key, lower-case hexadecimal.</summary>
    public required string Place { get; init; }
    /// <summary>Answers that were taken.</summary>
    public int Taken { get; set; }
}
