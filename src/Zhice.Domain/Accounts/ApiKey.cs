namespace Zhice.Domain.Accounts;

/// <summary>What a key of a program may do; never more than its owner may.</summary>
[Flags]
public enum ApiScopes
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>读取: the interface's GET addresses, and tables and files to take away.</summary>
    Read = 1,
    /// <summary>进展报送: begin reports and save their drafts.</summary>
    Reports = 2,
    /// <summary>佐证材料: add evidence and its versions.</summary>
    Evidence = 4,
    /// <summary>政策文件: import documents.</summary>
    Documents = 8,
    /// <summary>统计数据: check and load values.</summary>
    Statistics = 16,
    /// <summary>办件: fill in and hand in applications.</summary>
    Cases = 32,
}

/// <summary>A key by which a program works in the name of a person: within the scopes, and within the roles that the person holds at that moment.</summary>
public sealed class ApiKey
{
    /// <summary>Longest name.</summary>
    public const int LongestName = 60;

    /// <summary>Most keys of a person that are in force at once.</summary>
    public const int Most = 10;

    /// <summary>Longest life in days.</summary>
    public const int LongestLife = 366;

    /// <summary>What every secret begins with, so that one that was left in a file is found.</summary>
    public const string Prefix = "zhice_";

    /// <summary>Every scope.</summary>
    public const ApiScopes All = ApiScopes.Read | ApiScopes.Reports | ApiScopes.Evidence | ApiScopes.Documents | ApiScopes.Statistics | ApiScopes.Cases;

    /// <summary>SHA-256 of the secret, lower-case hexadecimal; the secret itself is kept nowhere.</summary>
    public required string Key { get; init; }
    /// <summary>Whose it is.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>What it is for, in its owner's words.</summary>
    public required string Name { get; init; }
    /// <summary>What it may do.</summary>
    public ApiScopes Scopes { get; init; }
    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>From then on it opens nothing.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
    /// <summary>When it was revoked; null while it holds.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>The scope that a request needs; null where no key opens the address.</summary>
    /// <param name="method">Its HTTP method, upper case.</param>
    /// <param name="path">Its path.</param>
    public static ApiScopes? Needed(string method, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var isApi = path.StartsWith("/api/v1/", StringComparison.Ordinal) && !path.StartsWith("/api/v1/console/", StringComparison.Ordinal);
        if (method is "GET" or "HEAD") return isApi || IsFile(path) ? ApiScopes.Read : null;
        if (!isApi) return null;
        foreach (var (start, scope) in ((string, ApiScopes)[])
            [("/api/v1/obligations/", ApiScopes.Reports), ("/api/v1/reports/", ApiScopes.Reports), ("/api/v1/evidence", ApiScopes.Evidence), ("/api/v1/documents", ApiScopes.Documents), ("/api/v1/statistics/", ApiScopes.Statistics), ("/api/v1/cases", ApiScopes.Cases)])
            if (path.StartsWith(start, StringComparison.Ordinal)) return scope;
        return null;
    }

    // Tables and papers to take away: /programmes/1/board.xlsx, /submissions/3/report.docx.
    static bool IsFile(string path) => path[(path.LastIndexOf('/') + 1)..] is var last && last.LastIndexOf('.') is > 0 and var dot
        && last[(dot + 1)..] is "csv" or "xlsx" or "json" or "docx" or "pdf" or "zip" && !path.StartsWith("/account", StringComparison.Ordinal);
}
