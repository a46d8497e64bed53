using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Statistics;

/// <summary>Key of a collection.</summary>
public readonly record struct CollectionId(long Value);

/// <summary>Key of an office's return in a collection.</summary>
public readonly record struct ReturnId(long Value);

/// <summary>一期填报: a form for one period, open between two days and locked after a third.</summary>
public sealed class CollectionRound
{
    /// <summary>Key.</summary>
    public CollectionId Id { get; init; }
    /// <summary>Code of the form (data/forms).</summary>
    public required string Form { get; init; }
    /// <summary>The period, packed (<see cref="Statistics.Period.Key"/>).</summary>
    public int Period { get; init; }
    /// <summary>First day on which it may be filled in.</summary>
    public DateOnly OpensOn { get; set; }
    /// <summary>Last day in time.</summary>
    public DateOnly DueOn { get; set; }
    /// <summary>From this day on a value changes by correction only.</summary>
    public DateOnly LocksOn { get; set; }
    /// <summary>The office above all that answer.</summary>
    public OrganisationId OwnerId { get; init; }
    /// <summary>Who opened it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
    /// <summary>When it was withdrawn; null while it stands. Drafts stay readable to their offices.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
    /// <summary>Why it was withdrawn.</summary>
    public string? WithdrawnReason { get; set; }

    /// <summary>The round as an office has it: with its own lock day where that was moved on.</summary>
    public CollectionRound For(StatisticalReturn sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        if (sheet.LocksOn is not { } own || own <= LocksOn) return this;
        var copy = (CollectionRound)MemberwiseClone();
        copy.LocksOn = own;
        return copy;
    }

    /// <summary>What may be done on a day.</summary>
    public CollectionStage StageOn(DateOnly day) =>
        WithdrawnAt is not null ? CollectionStage.Withdrawn : day < OpensOn ? CollectionStage.Planned : day >= LocksOn ? CollectionStage.Locked : day > DueOn ? CollectionStage.Late : CollectionStage.Open;
}

/// <summary>Stages of a collection; the day decides.</summary>
public enum CollectionStage
{
    /// <summary>未开放.</summary>
    Planned,
    /// <summary>填报中.</summary>
    Open,
    /// <summary>已逾期: still taken, marked late.</summary>
    Late,
    /// <summary>已锁定: corrections only.</summary>
    Locked,
    /// <summary>已撤回: nobody is asked any more.</summary>
    Withdrawn,
}

/// <summary>报表: what one office answers in a collection.</summary>
public sealed class StatisticalReturn
{
    /// <summary>Key.</summary>
    public ReturnId Id { get; init; }
    /// <summary>The collection.</summary>
    public CollectionId CollectionId { get; init; }
    /// <summary>The office.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>The draft as JSON: text by element code, just as it was typed. Kept when it is sent.</summary>
    public string Draft { get; set; } = "{}";
    /// <summary>When it was sent last; null until then.</summary>
    public DateTimeOffset? SentAt { get; set; }
    /// <summary>When it was sent first: what timeliness is counted by.</summary>
    public DateTimeOffset? FirstSentAt { get; set; }
    /// <summary>Who sent it.</summary>
    public AccountId? SentBy { get; set; }
    /// <summary>Values that it holds.</summary>
    public int Filled { get; set; }
    /// <summary>Values that the form asks.</summary>
    public int Asked { get; set; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
    /// <summary>The office's own lock day where it was given longer; null for that of the round.</summary>
    public DateOnly? LocksOn { get; set; }
    /// <summary>Why it was given longer.</summary>
    public string? ExtensionReason { get; set; }
    /// <summary>Whose request sent it last, under which key and with which content; null where a page did. The same request again says what it did.</summary>
    public string? RequestKey { get; set; }
}

/// <summary>答复: what an office said to a finding of a check. Append-only; a later answer stands beside the earlier one.</summary>
public sealed class FindingAnswer
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The return.</summary>
    public ReturnId ReturnId { get; init; }
    /// <summary>The finding: check and element, such as <c>pledge-sum/pledge-amount</c>.</summary>
    public required string Finding { get; init; }
    /// <summary>The finding's sentence as it was shown, with its figures.</summary>
    public required string Shown { get; init; }
    /// <summary>The answer.</summary>
    public required string Answer { get; init; }
    /// <summary>Who.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>统计联络员: the liaison person of an office between two days.</summary>
public sealed class StatisticalLiaison
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The office.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>The person's account.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>First day.</summary>
    public DateOnly From { get; init; }
    /// <summary>First day on which it is somebody else; null while it lasts.</summary>
    public DateOnly? To { get; set; }
    /// <summary>Who named the person.</summary>
    public AccountId By { get; init; }
}
