using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;

namespace Zhice.Domain.Cases;

/// <summary>Key of a typical case.</summary>
public readonly record struct TypicalCaseId(long Value);

/// <summary>典型案例: what an office did well, told so that others can do it too. It comes from an obligation or a report, whose evidence stands behind it.</summary>
public sealed class TypicalCase
{
    /// <summary>Longest text of a part, in UTF-16 units.</summary>
    public const int LongestText = 4_000;

    /// <summary>Key.</summary>
    public TypicalCaseId Id { get; init; }
    /// <summary>The office that tells it.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>The obligation that it comes from.</summary>
    public ObligationId ObligationId { get; init; }
    /// <summary>The report that it comes from; null where it comes from the obligation as a whole.</summary>
    public ReportId? ReportId { get; init; }
    /// <summary>Title.</summary>
    public required string Title { get; set; }
    /// <summary>做法.</summary>
    public required string Practice { get; set; }
    /// <summary>成效.</summary>
    public required string Effect { get; set; }
    /// <summary>How far it has come.</summary>
    public TypicalCaseState State { get; set; }
    /// <summary>The case that it repeats; null where it repeats none.</summary>
    public TypicalCaseId? Repeats { get; set; }
    /// <summary>Who agreed to the publication.</summary>
    public string? ConsentBy { get; set; }
    /// <summary>What was agreed to.</summary>
    public string? ConsentScope { get; set; }
    /// <summary>The day of the consent.</summary>
    public DateOnly? ConsentOn { get; set; }
    /// <summary>Who began it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>When it was published; null while it is not.</summary>
    public DateTimeOffset? PublishedAt { get; set; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
}

/// <summary>How far a case has come.</summary>
public enum TypicalCaseState
{
    /// <summary>起草.</summary>
    Draft,
    /// <summary>已推荐.</summary>
    Submitted,
    /// <summary>退回修改.</summary>
    Returned,
    /// <summary>评审通过.</summary>
    Accepted,
    /// <summary>评审未通过.</summary>
    Rejected,
    /// <summary>已公布.</summary>
    Published,
    /// <summary>已撤下.</summary>
    Withdrawn,
}

/// <summary>One step of a case.</summary>
public sealed class TypicalCaseStep
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The case.</summary>
    public TypicalCaseId CaseId { get; init; }
    /// <summary>Where it went.</summary>
    public required TypicalCaseState To { get; init; }
    /// <summary>Who.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>A reason; null for none.</summary>
    public string? Note { get; init; }
}

/// <summary>The way of a case. Pure.</summary>
public static class CaseMoves
{
    /// <summary>States that a case may go to from another.</summary>
    public static IReadOnlyList<TypicalCaseState> From(TypicalCaseState state) => state switch
    {
        TypicalCaseState.Draft => [TypicalCaseState.Submitted, TypicalCaseState.Withdrawn],
        TypicalCaseState.Submitted => [TypicalCaseState.Returned, TypicalCaseState.Accepted, TypicalCaseState.Rejected, TypicalCaseState.Withdrawn],
        TypicalCaseState.Returned => [TypicalCaseState.Submitted, TypicalCaseState.Withdrawn],
        TypicalCaseState.Accepted => [TypicalCaseState.Published, TypicalCaseState.Withdrawn],
        TypicalCaseState.Published => [TypicalCaseState.Withdrawn],
        _ => [],
    };

    /// <summary>True when the words may be changed.</summary>
    public static bool IsOpen(TypicalCaseState state) => state is TypicalCaseState.Draft or TypicalCaseState.Returned;

    /// <summary>True for steps that the reviewers take; the office takes the others, and both may withdraw.</summary>
    public static bool IsReview(TypicalCaseState to) => to is TypicalCaseState.Returned or TypicalCaseState.Accepted or TypicalCaseState.Rejected or TypicalCaseState.Published;
}
