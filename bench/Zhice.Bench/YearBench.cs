using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;

namespace Zhice.Bench;

/// <summary>The working year at the size of the country: ordinary officers of many offices over 200,400 obligations and a million reports.</summary>
internal static class YearBench
{
    const int Officers = 40;
    const int PerSecond = 100;
    const int Seconds = 20;

    const int Owing = 24;
    const int Turns = 5;

    /// <summary>An officer: login, office, one obligation of it, and some that must be reported on.</summary>
    sealed record Officer(string Login, string Office, long Programme, long Obligation, IReadOnlyList<long> Owed);

    /// <summary>What it measures, one after the other.</summary>
    internal static readonly string[] Parts = ["inbox", "organisation", "obligation", "board", "saving"];

    /// <summary>Measures the parts named, or all where none is.</summary>
    internal static async Task Run(string home, IReadOnlyCollection<string> parts)
    {
        bool Wanted(string part) => parts.Count == 0 || parts.Contains(part);
        Console.WriteLine($"## The working year: {Officers} officers, {PerSecond} requests/s, open loop, {Seconds} s after 5 s of warming");
        var officers = await Chosen(home).ConfigureAwait(false);
        using var server = WebBench.Start(home);
        var clients = new List<HttpClient>();
        try
        {
            var address = await WebBench.Address(server).ConfigureAwait(false);
            foreach (var officer in officers)
            {
                clients.Add(WebBench.Client(address));
                await WebBench.LogIn(clients[^1], officer.Login).ConfigureAwait(false);
            }
            using var administrator = WebBench.Client(address);
            await WebBench.LogIn(administrator, Cli.Demonstration.People[0].Login).ConfigureAwait(false);

            foreach (var (name, goal, path) in ((string, int, Func<Officer, string>)[])
            [
                ("inbox", 60, _ => "/inbox"),
                ("organisation", 60, o => $"/organisations/{o.Office}?programme={o.Programme}"),
                ("obligation", 60, o => $"/obligations/{o.Obligation}"),
                ("board", 100, o => $"/programmes/{o.Programme}"),
            ])
            {
                if (!Wanted(name)) continue;
                Task<bool> Ordinary(int i) => OpenLoop.Get(clients[i % clients.Count], path(officers[i % officers.Count]));
                Task<bool> Administrator(int i) => OpenLoop.Get(administrator, path(officers[i % officers.Count]));
                await OpenLoop.Run(Ordinary, PerSecond / 2, 5).ConfigureAwait(false);
                Console.WriteLine($"{$"{name} (goal: p95 {goal} ms)",-40} {await OpenLoop.Run(Ordinary, PerSecond, Seconds).ConfigureAwait(false)}");
                // By turns, so that neither has the warmer program or the quieter machine.
                var turns = new List<(double Pages, double Cost, double HisPages, double HisCost)>();
                for (var turn = 0; turn < Turns; turn++)
                {
                    var (own, ownCost) = await WithoutPause(server.Id, Ordinary).ConfigureAwait(false);
                    var (other, otherCost) = await WithoutPause(server.Id, Administrator).ConfigureAwait(false);
                    turns.Add((own, ownCost, other, otherCost));
                }
                var (pages, cost, his, hisCost) = (turns.Average(t => t.Pages), turns.Average(t => t.Cost), turns.Average(t => t.HisPages), turns.Average(t => t.HisCost));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{$"{name}, without pause (goal: 300/s)",-40} {pages:F0} pages/s, administrator {his:F0}, ratio {his / pages:F2} (goal: 1.2); the server's processor time a page {cost:F2} ms, {hisCost:F2} ms, ratio {cost / hisCost:F2}"));
            }
            if (Wanted("saving"))
                await SavingBench.Run([.. clients.Select((client, i) => (client, officers[i].Owed))], PerSecond, Seconds, server.Id).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{"memory after it (goal: 400 MB)",-40} resident {Machine.ResidentMegabytes(server.Id):F0} MiB, peak {Machine.PeakMegabytes(server.Id):F0} MiB"));
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync().ConfigureAwait(false);
        }
    }

    // Pages a second, the load included, and what a page takes of the server's processor: the second hardly depends on what else runs.
    static async Task<(double PerSecond, double Milliseconds)> WithoutPause(int server, Func<int, Task<bool>> send)
    {
        const int Stretch = 3;
        var before = Machine.ProcessorSeconds(server);
        var pages = await OpenLoop.Throughput(send, 8, Stretch).ConfigureAwait(false);
        return (pages, (Machine.ProcessorSeconds(server) - before) * 1000 / (pages * Stretch));
    }

    static async Task<List<Officer>> Chosen(string home)
    {
        var store = ZhiceStore.Open(new StoreSettings(home));
        await using (store.ConfigureAwait(false))
        {
            using var db = store.CreateContext();
            var rows = await (
                from account in db.Accounts
                where account.Login.StartsWith("office-")
                join grant in db.RoleGrants on account.Id equals grant.AccountId
                where grant.Role == Role.RegionalAdministrator
                join organisation in db.Organisations on grant.OrganisationId equals organisation.Id
                orderby account.Id
                select new
                {
                    account.Login, organisation.Code,
                    Obligation = db.Obligations.Where(o => o.OrganisationId == organisation.Id).OrderBy(o => o.Id).Select(o => new { o.Id, o.ProgrammeId }).First(),
                    organisation.Id,
                }).AsNoTracking().ToListAsync().ConfigureAwait(false);
            var officers = new List<Officer>();
            foreach (var row in Enumerable.Range(0, Officers).Select(i => rows[i * rows.Count / Officers]))
            {
                var owed = await db.Obligations.Where(o => o.OrganisationId == row.Id && o.WithdrawnBy == null && o.Level != ObligationLevel.Optional)
                    .OrderBy(o => o.Id).Select(o => o.Id).Take(Owing).ToListAsync().ConfigureAwait(false);
                officers.Add(new Officer(row.Login, row.Code, row.Obligation.ProgrammeId.Value, row.Obligation.Id.Value, owed.ConvertAll(o => o.Value)));
            }
            return officers;
        }
    }
}
