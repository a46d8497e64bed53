namespace Zhice.Domain.Accounts;

/// <summary>Key of a navigation report.</summary>
public readonly record struct NavigationReportId(long Value);

/// <summary>Kinds of patent navigation that have a part of GB/T 39551 of their own and are made from records here.</summary>
public enum NavigationKind
{
    /// <summary>区域规划 (第2部分).</summary>
    Region = 1,
    /// <summary>产业规划 (第3部分).</summary>
    Industry = 2,
    /// <summary>企业经营 (第4部分).</summary>
    Enterprise = 3,
}

/// <summary>A query that a report sets beside its own.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="Query">The query.</param>
public sealed record NavigationComparison(string Name, string Query);

/// <summary>导航报告: what a person analyses again and again under one name: kind, query, queries beside it. The paper is made anew from the records of the day.</summary>
public sealed class NavigationReport
{
    /// <summary>Most reports of a person.</summary>
    public const int Most = 50;
    /// <summary>Longest title, in UTF-16 units.</summary>
    public const int LongestTitle = 100;
    /// <summary>Longest query, in UTF-16 units.</summary>
    public const int LongestQuery = 4_000;
    /// <summary>Most queries beside its own.</summary>
    public const int MostCompared = 4;
    /// <summary>Longest text of all of them together.</summary>
    public const int LongestCompared = 17_000;
    /// <summary>Longest name of such a query.</summary>
    public const int LongestName = 40;

    /// <summary>Key.</summary>
    public NavigationReportId Id { get; init; }
    /// <summary>Whose.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>The title; no two of a person bear the same.</summary>
    public required string Title { get; set; }
    /// <summary>The kind.</summary>
    public NavigationKind Kind { get; set; }
    /// <summary>The query as it was understood.</summary>
    public required string Scope { get; set; }
    /// <summary>Queries beside it, a line each: name, tab, query.</summary>
    public string Compared { get; set; } = "";
    /// <summary>When it was kept.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The queries beside its own.</summary>
    public IReadOnlyList<NavigationComparison> Comparisons() =>
        [.. Compared.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t', 2)).Select(parts => new NavigationComparison(parts[0], parts[^1]))];

    /// <summary>The same as it is kept.</summary>
    public static string Written(IEnumerable<NavigationComparison> comparisons) => string.Join('\n', comparisons.Select(c => $"{c.Name}\t{c.Query}"));
}

/// <summary>The paper of a report as it was last made.</summary>
public sealed class NavigationFile
{
    /// <summary>The report.</summary>
    public NavigationReportId ReportId { get; init; }
    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt { get; init; }
    /// <summary>Records that its query found.</summary>
    public int Records { get; init; }
    /// <summary>Number of the last record then: what came later is not in it.</summary>
    public long LastRecord { get; init; }
    /// <summary>SHA-256 of the file, small letters.</summary>
    public required string Digest { get; init; }
    /// <summary>The file (DOCX).</summary>
    public required byte[] Bytes { get; init; }
}
