using Microsoft.EntityFrameworkCore.Diagnostics;
using Zhice.Data.Storage;

namespace Zhice.Web;

/// <summary>What an instance is started with. Secrets come by environment or file, never by source.</summary>
public sealed record HostSettings
{
    /// <summary>The data folder: database, files, keys. It must exist.</summary>
    public required string Home { get; init; }
    /// <summary>Connection string of PostgreSQL; null for the embedded SQLite in <see cref="Home"/>.</summary>
    public string? Postgres { get; init; }
    /// <summary>Connection string of the PostgreSQL that answers searches of IP records; null for the embedded store in <see cref="Home"/>.</summary>
    public string? RecordsPostgres { get; init; }
    /// <summary>An S3-compatible store for files; null to keep them in <see cref="Home"/>.</summary>
    public ObjectStoreSettings? Objects { get; init; }
    /// <summary>Addresses to listen on; port 0 takes any free one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:5080"];
    /// <summary>Path of a Unix socket on which the command line of this machine reaches the server; null for none.</summary>
    public string? ConsoleSocket { get; init; }
    /// <summary>True when started with the demonstration: its accounts are then listed on the login page.</summary>
    public bool Demonstration { get; init; }
    /// <summary>Password of the demonstration accounts, shown beside them on the login page; null for none.</summary>
    public string? DemonstrationPassword { get; init; }
    /// <summary>One-time token of /setup, by which the first administrator is made while no account exists; null closes /setup.</summary>
    public string? FirstAdministratorToken { get; init; }
    /// <summary>Interceptors of the store's commands, for tests that count them.</summary>
    public IReadOnlyList<IInterceptor> Interceptors { get; init; } = [];
    /// <summary>A last word on the services, for tests: a fixed clock.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}
