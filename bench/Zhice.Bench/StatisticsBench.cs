using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Seeding;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Bench;

/// <summary>Loading values from CSV with every check, the size that they take, and one year's totals beside the same in plain SQL.</summary>
/// <remarks>ZHICE_BENCH_YEARS (15 unless given) scales it: 30 elements, all local offices, twelve months a year; fifteen years are some 18 million values.</remarks>
internal static class StatisticsBench
{
    const int Elements = 30;

    internal static async Task Run()
    {
        var years = int.TryParse(Environment.GetEnvironmentVariable("ZHICE_BENCH_YEARS"), out var given) ? given : 15;
        var home = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
        try
        {
            using var store = ZhiceStore.Open(new StoreSettings(home));
            store.Migrate();
            using var db = store.CreateContext();
            Seed.Run(db);
            var offices = await db.Organisations.AsNoTracking().Where(o => o.DivisionCode != null).Select(o => o.Code).ToListAsync().ConfigureAwait(false);
            var nation = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == "cnipa").ConfigureAwait(false);
            var actor = new Actor(new AccountId(1), "bench", [new HeldRole(Role.NationalAdministrator, nation.Id, nation.Path)]);
            var elements = Enumerable.Range(1, Elements).Select(i => new DataElement
            {
                Code = $"bench_{i}", Name = $"bench {i}", EnglishName = $"bench {i}", Unit = Unit.Parse("件"), Kind = ElementKind.Flow, Definition = "bench", Source = "bench",
            }).ToDictionary(e => e.Code, StringComparer.Ordinal);
            var last = DateTime.UtcNow.Year - 1;
            Console.WriteLine($"## Statistics: {Elements} elements × {offices.Count} offices × {years} years × 12 months");

            var file = Path.Combine(home, "values.csv");
            var lines = Write(file, elements.Keys, offices, last - years + 1, last);
            var from = Stopwatch.GetTimestamp();
            var stream = File.OpenRead(file);
            await using (stream.ConfigureAwait(false))
                if (!(await ObservationLoad.Run(db, actor, stream, new LoadRequest(elements) { Name = "bench" }, TimeProvider.System, CancellationToken.None).ConfigureAwait(false)).Accepted(out _, out var refusal))
                    throw new InvalidOperationException(string.Join("; ", refusal.Defects.Take(3)));
            var load = Stopwatch.GetElapsedTime(from);
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)").ConfigureAwait(false);
            var size = new FileInfo(store.Settings.SqliteFile).Length;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"load     {load.TotalSeconds,8:F1} s   {lines:N0} values, {lines / load.TotalSeconds:N0} a second (goal: 60,000), {(double)size / lines:F0} bytes a value"));
            File.Delete(file);
            await RollUp(db, store.Settings.SqliteFile, [.. elements.Keys], last).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    static async Task RollUp(Data.ZhiceDb db, string sqlite, string[] codes, int year)
    {
        var periods = Period.OfYear(year).Parts(PeriodKind.Month).ToList();
        for (var round = 0; round < 3; round++)
        {
            var from = Stopwatch.GetTimestamp();
            var sums = new Dictionary<(string, int), long>();
            var count = await Observations.Scan(db, new ObservationQuery(codes, periods), (element, _, office, value) => sums[(element, office)] = sums.GetValueOrDefault((element, office)) + value, CancellationToken.None).ConfigureAwait(false);
            var ours = Stopwatch.GetElapsedTime(from);
            from = Stopwatch.GetTimestamp();
            var rows = PlainSql(sqlite, periods);
            var sql = Stopwatch.GetElapsedTime(from);
            if (rows != sums.Count) throw new InvalidOperationException($"{rows} rows of SQL, {sums.Count} sums of ours.");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"year     {ours.TotalMilliseconds,8:F0} ms  scan and sums of {count:N0} values; the same in plain SQL {sql.TotalMilliseconds:F0} ms ({rows:N0} sums)"));
        }
    }

    static long PlainSql(string file, List<Period> periods)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // whole numbers of ours
        command.CommandText = $"SELECT element, organisation, sum(value) FROM stat_observation WHERE period IN ({string.Join(',', periods.Select(p => p.Key))}) AND element IN (SELECT id FROM stat_element) AND ended_by = 0 GROUP BY element, organisation";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = 0L;
        while (reader.Read()) rows++;
        return rows;
    }

    // Office by office, as files come: not in the order in which they are stored.
    static long Write(string file, IEnumerable<string> elements, List<string> offices, int first, int last)
    {
        var lines = 0L;
        using var text = new StreamWriter(file);
        text.Write("element,organisation,period,value,unit\n");
        var codes = elements.ToList();
        foreach (var office in offices)
            for (var year = first; year <= last; year++)
                for (var month = 1; month <= 12; month++)
                    foreach (var code in codes)
                    {
                        text.Write(string.Create(CultureInfo.InvariantCulture, $"{code},{office},{year}-{month:00},{(lines * 7919) % 99_991},件\n"));
                        lines++;
                    }
        return lines;
    }
}
