using Zhice.Domain.Accounts;

namespace Zhice.Domain.Indicators;

/// <summary>Key of a saved board.</summary>
public readonly record struct SavedBoardId(long Value);

/// <summary>我的看板: a choice of indicators and offices that one person keeps under a name. What it shows is decided anew each time by what the person may see.</summary>
public sealed class SavedBoard
{
    /// <summary>Most boards of a person.</summary>
    public const int Most = 30;
    /// <summary>Longest name, in UTF-16 units.</summary>
    public const int LongestName = 80;
    /// <summary>Longest choice, in UTF-16 units.</summary>
    public const int LongestQuery = 2_000;

    /// <summary>Key.</summary>
    public SavedBoardId Id { get; init; }
    /// <summary>Whose.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>The name; no two of a person bear the same.</summary>
    public required string Name { get; set; }
    /// <summary>The choice as the query of the board's address, without the question mark.</summary>
    public required string Query { get; init; }
    /// <summary>True for the one that opens where the address holds no choice; of a person's boards one at most.</summary>
    public bool IsStart { get; set; }
    /// <summary>When it was kept.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
