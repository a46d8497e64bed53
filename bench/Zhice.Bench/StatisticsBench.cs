using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Data.Seeding;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;
using Zhice.Web.Features.Accounts;

namespace Zhice.Bench;

/// <summary>Loading values from CSV with every check, the size that they take, the roll-up of a year with the store beside the same in plain SQL, and the page of an indicator under load.</summary>
/// <remarks>ZHICE_BENCH_YEARS (15 unless given) scales it: 30 elements of data/elements, all local offices, twelve months a year; fifteen years are some 18 million values.</remarks>
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
            var elements = Chosen().ToDictionary(e => e.Code, StringComparer.Ordinal);
            var last = DateTime.UtcNow.Year - 1;
            Console.WriteLine($"## Statistics: {Elements} elements × {offices.Count} offices × {years} years × 12 months");

            var file = Path.Combine(home, "values.csv");
            var lines = Write(file, elements.Values, offices, last - years + 1, last);
            var from = Stopwatch.GetTimestamp();
            var stream = File.OpenRead(file);
            await using (stream.ConfigureAwait(false))
                if (!(await ObservationLoad.Run(db, actor, stream, new LoadRequest(elements) { Name = "bench", Reason = "invented figures that no office adds up" }, TimeProvider.System, CancellationToken.None).ConfigureAwait(false)).Accepted(out _, out var refusal))
                    throw new InvalidOperationException(string.Join("; ", refusal.Defects.Take(3)));
            var load = Stopwatch.GetElapsedTime(from);
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)").ConfigureAwait(false);
            var size = new FileInfo(store.Settings.SqliteFile).Length;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"load     {load.TotalSeconds,8:F1} s   {lines:N0} values, {lines / load.TotalSeconds:N0} a second (goal: 60,000), {(double)size / lines:F0} bytes a value"));
            File.Delete(file);
            await Scan(db, store.Settings.SqliteFile, [.. elements.Keys], last).ConfigureAwait(false);
            await RollUp(db, store.Settings.SqliteFile, elements.Keys, Math.Max(last - 3, last - years + 1), last).ConfigureAwait(false);
            await AddPerson(db, nation).ConfigureAwait(false);
            await Pages(home, elements.Keys).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    // The elements that make the most indicators: those of the cheapest indicator first.
    static List<DataElement> Chosen()
    {
        var catalogue = DefinitionFiles.Shipped;
        var chosen = new HashSet<string>(StringComparer.Ordinal);
        var left = catalogue.Codes.Select(Needs).ToList();
        while (left.Where(n => n.Any(c => !chosen.Contains(c)) && n.Count(c => !chosen.Contains(c)) <= Elements - chosen.Count).MinBy(n => n.Count(c => !chosen.Contains(c))) is { } next) chosen.UnionWith(next);
        return [.. chosen.Select(c => catalogue.Element(c)!)];
    }

    static HashSet<string> Needs(string code)
    {
        var definition = DefinitionFiles.Shipped.Versions(code)[^1];
        return [.. DefinitionFiles.Shipped.FormulaOf(definition)!.Parts.Select(p => p.Code), .. definition.Weight is { } weight ? (string[])[weight] : []];
    }

    // Formulas, coverage, every level of the tree, years, halves, quarters and months; read from the store, and the figures written to it.
    static async Task RollUp(Data.ZhiceDb db, string sqlite, IReadOnlyCollection<string> codes, int first, int last)
    {
        var computed = DefinitionFiles.Shipped.Codes.Count(c => Needs(c).All(codes.Contains));
        for (var year = first; year <= last; year++)
        {
            db.ChangeTracker.Clear();
            var (from, processor) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
            var run = await IndicatorRun.Compute(db, DefinitionFiles.Shipped, year, TimeProvider.System, false, CancellationToken.None).ConfigureAwait(false);
            var (ours, used) = (Stopwatch.GetElapsedTime(from), Process.GetCurrentProcess().TotalProcessorTime - processor);
            from = Stopwatch.GetTimestamp();
            var rows = TreeInSql(sqlite, year);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"roll-up  {ours.TotalMilliseconds,8:F0} ms  {year}: {computed} indicators with values, {run.Figures:N0} figures kept (goal: 3 s; {used.TotalSeconds:F1} s of processor time); sums of the elements alone over the tree in plain SQL {Stopwatch.GetElapsedTime(from).TotalMilliseconds:F0} ms ({rows:N0} sums)"));
        }
    }

    static async Task AddPerson(Data.ZhiceDb db, Domain.Organisations.Organisation nation)
    {
        var person = Cli.Demonstration.People[0];
        var account = new Account { Login = person.Login, DisplayName = person.Name, PasswordHash = Passwords.Hash(Cli.Demonstration.Password), Demonstration = true, CreatedAt = DateTimeOffset.UtcNow };
        db.Add(account);
        await db.SaveChangesAsync().ConfigureAwait(false);
        db.Add(new RoleGrant { AccountId = account.Id, Role = Role.NationalAdministrator, OrganisationId = nation.Id, GrantedAt = DateTimeOffset.UtcNow });
        await db.SaveChangesAsync().ConfigureAwait(false);
    }

    static async Task Pages(string home, IReadOnlyCollection<string> codes)
    {
        using var server = WebBench.Start(home);
        try
        {
            using var client = WebBench.Client(await WebBench.Address(server).ConfigureAwait(false));
            await WebBench.LogIn(client, Cli.Demonstration.People[0].Login).ConfigureAwait(false);
            var paths = DefinitionFiles.Shipped.Codes.Where(c => Needs(c).All(codes.Contains)).SelectMany(c => (string[])[$"/indicators/{c}", $"/indicators/{c}?office=office-340000"]).ToList();
            foreach (var rate in (int[])[10, 50])
            {
                await OpenLoop.Run(client, paths, rate, 5).ConfigureAwait(false);
                Console.WriteLine($"{$"indicator page, {rate}/s (goal: p95 80 ms)",-40} {await OpenLoop.Run(client, paths, rate, 20).ConfigureAwait(false)}");
            }
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync().ConfigureAwait(false);
        }
    }

    static long TreeInSql(string file, int year)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a whole number of ours
        command.CommandText = $"""
            WITH RECURSIVE up(office, above) AS (SELECT id, id FROM org_organisation UNION ALL SELECT up.office, o.parent_id FROM up JOIN org_organisation o ON o.id = up.above WHERE o.parent_id IS NOT NULL)
            SELECT v.element, v.period, up.above, sum(v.value) FROM stat_observation v JOIN up ON up.office = v.organisation
            WHERE v.element IN (SELECT id FROM stat_element) AND v.period BETWEEN {year * 100} AND {year * 100 + Period.Slots} AND v.ended_by = 0 GROUP BY 1, 2, 3
            """;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = 0L;
        while (reader.Read()) rows++;
        return rows;
    }

    static async Task Scan(Data.ZhiceDb db, string sqlite, string[] codes, int year)
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
    static long Write(string file, IEnumerable<DataElement> elements, List<string> offices, int first, int last)
    {
        var (lines, row) = (0L, 0L);
        using var text = new StreamWriter(file);
        text.Write("element,organisation,period,value,unit\n");
        var all = elements.ToList();
        foreach (var office in offices)
            for (var year = first; year <= last; year++)
                for (var month = 1; month <= 12; month++)
                {
                    // One number for all elements of a row: invented figures, and none is more than its whole.
                    row++;
                    foreach (var element in all)
                    {
                        text.Write(string.Create(CultureInfo.InvariantCulture, $"{element.Code},{office},{year}-{month:00},{(row * 7919) % 99_991},{element.Unit.Text}\n"));
                        lines++;
                    }
                }
        return lines;
    }
}
