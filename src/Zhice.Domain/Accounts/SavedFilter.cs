namespace Zhice.Domain.Accounts;

/// <summary>Key of a saved filter.</summary>
public readonly record struct SavedFilterId(long Value);

/// <summary>常用筛选: a list with its filters, kept by one person under a name. It holds an address and no rows: what it shows is decided anew each time it is opened.</summary>
public sealed class SavedFilter
{
    /// <summary>Most filters of a person.</summary>
    public const int Most = 30;
    /// <summary>Longest name, in UTF-16 units.</summary>
    public const int LongestName = 80;
    /// <summary>Longest path of a page.</summary>
    public const int LongestPath = 200;
    /// <summary>Longest query, percent-encoded.</summary>
    public const int LongestQuery = 1000;

    /// <summary>Key.</summary>
    public SavedFilterId Id { get; init; }
    /// <summary>Whose.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>The name; no two of a person bear the same.</summary>
    public required string Name { get; init; }
    /// <summary>Path of the page, such as <c>/reports</c>.</summary>
    public required string Path { get; init; }
    /// <summary>The filters as they stand in the address, without the question mark.</summary>
    public required string Query { get; init; }
    /// <summary>When it was kept.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The whole address.</summary>
    public string Address => Query.Length == 0 ? Path : $"{Path}?{Query}";
}
