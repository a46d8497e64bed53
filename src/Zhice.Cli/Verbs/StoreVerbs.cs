using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Maintenance;
using Zhice.Data.Storage;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary>Verbs on the store as a whole.</summary>
internal static class StoreVerbs
{
    internal const string MigrateForm = "migrate";
    internal const string BackupForm = "backup FILE [--force]";
    internal const string RestoreForm = "restore FILE [--force]";
    internal const string MoveForm = "move-to-postgres CONNECTION";
    internal const string VerifyForm = "audit verify";

    /// <summary>Tables, divisions and organisations as this program has them.</summary>
    internal static int Migrate(string[] words)
    {
        new Arguments(words).None(MigrateForm);
        var home = Home.FromEnvironment();
        using var held = home.PostgreSql is null ? FolderLock.Take(home) : null;
        using var store = home.OpenStore(seed: true);
        Console.Out.WriteLine(Say($"{home.Folder} 的数据库已是最新。", $"The database of {home.Folder} is up to date."));
        return 0;
    }

    /// <summary>Rows, files and keys in one archive; a running server may go on.</summary>
    internal static async Task<int> BackUp(string[] words)
    {
        var arguments = new Arguments(words, ["--force"]);
        var file = Path.GetFullPath(arguments.Only(BackupForm));
        if (File.Exists(file) && !arguments.Has("--force"))
            throw new RefusedException(Say($"{file} 已存在；要覆盖请加 --force。", $"{file} is there already; --force writes over it."));
        var home = Home.FromEnvironment();
        if (home.PostgreSql is not null)
            throw new RefusedException(Say("PostgreSQL 的数据请用 pg_dump 备份，文件在数据目录的 files/ 中（见 deploy/postgresql.md）。",
                "Rows in PostgreSQL are backed up with pg_dump; files are in files/ of the data folder (see deploy/postgresql.md)."));
        if (!File.Exists(new StoreSettings(home.Folder).SqliteFile))
            throw new RefusedException(Say($"{home.Folder} 中没有数据库。", $"There is no database in {home.Folder}."));
        var manifest = await Backup.Write(home.Settings, file, TimeProvider.System).ConfigureAwait(false);
        Console.Out.WriteLine(Say($"已备份到 {file}（数据库和 {manifest.Files.Count} 个文件）。", $"Backed up to {file}: the database and {manifest.Files.Count} files."));
        return 0;
    }

    /// <summary>A backup takes the place of what is there; that is moved aside, not deleted.</summary>
    internal static async Task<int> Restore(string[] words)
    {
        var arguments = new Arguments(words, ["--force"]);
        var file = Path.GetFullPath(arguments.Only(RestoreForm));
        if (!File.Exists(file)) throw new RefusedException(Say($"没有这个文件：{file}", $"There is no such file: {file}"));
        var home = Home.FromEnvironment();
        using (FolderLock.Take(home))
            (await Backup.Restore(file, home.Folder, arguments.Has("--force"), TimeProvider.System).ConfigureAwait(false)).OrRefuse();

        // The mark is no part of a backup: rows of the demonstration bring it back, so that they never pass for real ones.
        using var store = home.OpenStore();
        using var db = store.CreateContext();
        if (await db.Accounts.AnyAsync(account => account.Demonstration).ConfigureAwait(false)) home.MarkAsDemonstration();
        Console.Out.WriteLine(Say($"已恢复到 {home.Folder}。", $"Restored into {home.Folder}."));
        return 0;
    }

    /// <summary>The rows of an SQLite instance into an empty PostgreSQL database; files stay where they are.</summary>
    internal static async Task<int> Move(string[] words)
    {
        var connection = Home.Connection(new Arguments(words).Only(MoveForm));
        var home = Home.FromEnvironment();
        using var held = FolderLock.Take(home);
        using var from = ZhiceStore.Open(new StoreSettings(home.Folder));
        from.Migrate();
        using var to = ZhiceStore.Open(new StoreSettings(home.Folder, connection));
        var tables = (await MoveToPostgres.Run(from, to).ConfigureAwait(false)).OrRefuse();
        foreach (var table in tables) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table.Table,-24} {table.Rows,10:N0}  {table.Digest[..16]}"));
        Console.Out.WriteLine(Say("已迁移并逐值核对。今后用 ZHICE_DB 指定该数据库启动。", "Moved, and compared value by value. Start with ZHICE_DB set to that database from now on."));
        return 0;
    }

    /// <summary>Checks the chain of audit entries, with or without a running server.</summary>
    internal static async Task<int> Audit(string[] words)
    {
        if (new Arguments(words).Rest is not ["verify"]) throw Arguments.Misused(VerifyForm);
        var home = Home.FromEnvironment();
        using var store = home.OpenStore();
        using var db = store.CreateContext();
        var report = await AuditVerifier.Verify(db).ConfigureAwait(false);
        foreach (var fault in report.Faults) Console.Error.WriteLine(fault);
        Console.Out.WriteLine(Say($"已封存 {report.Sealed} 条，未封存 {report.Unsealed} 条，问题 {report.Faults.Count} 处。", $"{report.Sealed} sealed, {report.Unsealed} not yet sealed, {report.Faults.Count} faults."));
        if (report.Head.Length > 0) Console.Out.WriteLine(Say("链尾摘要：", "Head of the chain: ") + report.Head);
        return report.Faults.Count == 0 ? 0 : 1;
    }
}
