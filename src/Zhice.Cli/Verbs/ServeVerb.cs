using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhice.Data.Definitions;
using Zhice.Web;
using Zhice.Web.Jobs;
using Zhice.Web.Visits;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary><c>zhice serve</c>: the web site of the instance in the data folder, until SIGTERM or Ctrl+C.</summary>
internal static class ServeVerb
{
    internal const string Form = "serve [--port N | --url URL] [--real | --demonstration]";

    internal static async Task<int> Run(string[] words)
    {
        var arguments = new Arguments(words, ["--real", "--demonstration"], ["--port", "--url"]);
        arguments.None(Form);
        var url = arguments.Value("--url") ?? $"http://127.0.0.1:{arguments.Number("--port", 5080, 0, 65535)}";

        var home = Home.FromEnvironment();
        home.UseDefinitions();
        if (arguments.Has("--real")) home.MustBe(demonstration: false);
        if (arguments.Has("--demonstration")) home.MustBe(demonstration: true);
        // An SQLite folder has one process; several nodes may share a PostgreSQL database.
        using var held = home.PostgreSql is null ? FolderLock.Take(home) : null;

        RecordsVerb.Rebuilt(new Zhice.Records.Store.RecordStore(home.Folder));

        // A server that was killed leaves its socket behind; under the lock nobody else's is there.
        var door = held is null ? null : ConsoleDoor.PathIn(home.Folder);
        if (door is not null) File.Delete(door);

        var token = await FirstAdministratorToken(home).ConfigureAwait(false);
        var app = ZhiceHost.Build(new HostSettings
        {
            Home = home.Folder,
            Postgres = home.PostgreSql,
            RecordsPostgres = Home.RecordsPostgreSql,
            Objects = home.Settings.Objects,
            Urls = [url],
            ConsoleSocket = door,
            Demonstration = home.IsDemonstration,
            DemonstrationPassword = home.IsDemonstration ? Demonstration.Password : null,
            FirstAdministratorToken = token,
            // What this verb says itself is not said twice; that keys lie unencrypted in a folder of ours alone is meant.
            Services = services => services.AddClock(NoticeSettings.FromEnvironment()).AddLogging(log => log
                .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
                .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)),
        });
        await using (app.ConfigureAwait(false))
        {
            try
            {
                await app.StartAsync().ConfigureAwait(false);
            }
            catch (IOException failure) when (failure.InnerException is AddressInUseException)
            {
                throw new RefusedException(Say($"{url} 已被占用，请用 --port 另选端口。", $"{url} is in use; choose another with --port."));
            }

            if (door is not null && !OperatingSystem.IsWindows()) File.SetUnixFileMode(door, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var address = app.Urls.First();
            Console.Out.WriteLine(Say($"知策已启动：{address}", $"Zhice is listening on {address}"));
            if (token is not null)
                Console.Out.WriteLine(Say("还没有账号。用此一次性地址设立第一位管理员：", "There is no account yet. Make the first administrator at this one-time address:")
                    + $"\n  {address}/setup?token={token}");
            await app.WaitForShutdownAsync().ConfigureAwait(false);
        }
        return 0;
    }

    /// <summary>Brings the database up to date; a token when nobody can log in yet.</summary>
    static async Task<string?> FirstAdministratorToken(Home home)
    {
        using var store = home.OpenStore(seed: true);
        using var db = store.CreateContext();
        var laid = InstanceDefinitions.Use(Path.Combine(home.Folder, InstanceDefinitions.Folder));
        await IndicatorVerb.Hold(db, laid).ConfigureAwait(false);
        return await db.Accounts.AnyAsync(account => account.PasswordHash != null).ConfigureAwait(false)
            ? null
            : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    }
}
