using Zhice.Domain.Accounts;

namespace Zhice.Domain.Reporting;

/// <summary>The four levels that a report passes.</summary>
public enum WayLevel
{
    /// <summary>经办.</summary>
    Write,
    /// <summary>审核.</summary>
    Review,
    /// <summary>签发.</summary>
    SignOff,
    /// <summary>上级.</summary>
    Superior,
}

/// <summary>A level that a person may act on, for themselves or for the one whose deputy they are.</summary>
/// <param name="Level">The level.</param>
/// <param name="For">The one who is stood in for; null for a level of one's own.</param>
public readonly record struct HeldLevel(WayLevel Level, AccountId? For);

/// <summary>Who acts on a report, with the levels held there on that day.</summary>
/// <param name="Id">The account.</param>
/// <param name="Levels">Levels held, each perhaps several times: for oneself and for others.</param>
public sealed record WayPerson(AccountId Id, IReadOnlyList<HeldLevel> Levels)
{
    /// <summary>True when the level is held, for oneself or for another.</summary>
    public bool Holds(WayLevel level) => Levels.Any(l => l.Level == level);
}

/// <summary>What can be done with a report.</summary>
public enum WayAction
{
    /// <summary>Write on.</summary>
    Write,
    /// <summary>Hand on to the next level: 送审, 审核通过, 签发, 采纳.</summary>
    Forward,
    /// <summary>退回 to who wrote it, with all reasons at once.</summary>
    Return,
    /// <summary>撤回: take back the last step forward while nobody above has acted on it.</summary>
    Recall,
}

/// <summary>A move that the rules allow.</summary>
/// <param name="From">The state before.</param>
/// <param name="To">The state after.</param>
/// <param name="For">Whom a deputy acts for; null where the person acts for themselves.</param>
public readonly record struct WayMove(ReportState From, ReportState To, AccountId? For);
