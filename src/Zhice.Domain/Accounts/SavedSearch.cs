namespace Zhice.Domain.Accounts;

/// <summary>Key of a saved search.</summary>
public readonly record struct SavedSearchId(long Value);

/// <summary>检索式: a query over records that one person keeps. <c>#3</c> in a further query stands for the one of that number, so that sets are combined.</summary>
public sealed class SavedSearch
{
    /// <summary>Most searches of a person.</summary>
    public const int Most = 100;
    /// <summary>Longest name, in UTF-16 units.</summary>
    public const int LongestName = 80;
    /// <summary>Longest query, in UTF-16 units.</summary>
    public const int LongestQuery = 20_000;

    /// <summary>Key.</summary>
    public SavedSearchId Id { get; init; }
    /// <summary>Whose.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>Its number among the person's, from 1; what it stands for never changes.</summary>
    public int Number { get; init; }
    /// <summary>The name; no two of a person bear the same.</summary>
    public required string Name { get; init; }
    /// <summary>The query as it was understood: numbers of other searches are written out, so that it holds when those are removed.</summary>
    public required string Query { get; init; }
    /// <summary>True where the daily mail tells of records that came or changed.</summary>
    public bool Alerts { get; set; }
    /// <summary>Number of the last record when the person last looked: those behind it are new.</summary>
    public long SeenThrough { get; set; }
    /// <summary>Number of the last record when a mail last told of it.</summary>
    public long ToldThrough { get; set; }
    /// <summary>When it was kept.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
