using Microsoft.EntityFrameworkCore;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

/// <summary>One decision, one certificate, one register entry, whatever comes at once.</summary>
public sealed class OneCertificate(PostgresCluster cluster) : CaseOffice(StoreProvider.Sqlite, cluster)
{
    [Fact]
    public async Task Ten_thousand_tries_at_a_hundred_decisions_give_a_hundred_certificates()
    {
        const int cases = 100, tries = 100;
        var (who, applicant) = await Applicant("li");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var ready = new List<CaseId>();
        for (var i = 0; i < cases; i++) ready.Add((await Ready(who, applicant, officer, Declaration(Patent(i)))).Id);

        var done = 0;
        var refused = new System.Collections.Concurrent.ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        // Neighbouring tries are for the same case, so that they meet; half of them come twice with one key.
        await Parallel.ForEachAsync(Enumerable.Range(0, cases * tries), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (i, cancel) =>
        {
            await using var db = Store.CreateContext();
            var outcome = await CaseWork.Act(db, House, officer, ready[i / tries], new(CaseActionKind.Decide, $"try-{i % (tries / 2)}", null, "符合规定", new() { Decision = i % (tries / 2) % 3 == 0 ? "refuse" : "publish" }), cancel);
            if (outcome.Accepted(out var taken, out var refusal))
            {
                if (!taken.Repeated) Interlocked.Increment(ref done);
            }
            else refused.AddOrUpdate(refusal.Code, 1, (_, count) => count + 1);
        });

        Assert.Equal(cases, done);
        Assert.Equal(["case.not-now"], refused.Keys);
        var granted = Db.ServiceCases.AsNoTracking().Count(c => c.Decision == "publish");
        Assert.Equal(granted, Db.ServiceCertificates.Count());
        Assert.Equal(granted, Db.RegisterEntries.Count());
        Assert.Equal(cases, Db.CaseActions.Count(a => a.Kind == CaseActionKind.Decide));
        Assert.Equal(granted, Db.ServiceCertificates.Select(c => c.CaseId).Distinct().Count());
        foreach (var row in Db.ServiceCases.AsNoTracking().ToList()) Assert.Null(CaseBook.Broken(row, Actions(row.Id), House.Key.PublicKey));
    }

    static string Patent(int i)
    {
        var digits = $"2020{i + 10000000}";
        var sum = digits.Select((c, place) => (c - '0') * (2 + place % 8)).Sum() % 11;
        return $"{digits}.{(sum == 10 ? "X" : sum.ToString(System.Globalization.CultureInfo.InvariantCulture))}";
    }
}
