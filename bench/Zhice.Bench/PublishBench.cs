using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Cli;
using Zhice.Data.Documents;
using Zhice.Data.Publishing;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Web.Features.Documents;

namespace Zhice.Bench;

/// <summary>Sixty tasks that every province, city and county owes, published into a home that the demonstration made.</summary>
internal static class PublishBench
{
    internal static async Task<ProgrammeId> Run(string home)
    {
        Console.WriteLine($"## Publishing {LargeList.Tasks} tasks to every office, SQLite");
        var store = ZhiceStore.Open(new StoreSettings(home));
        await using (store.ConfigureAwait(false))
        {
            var nation = await Nation(store).ConfigureAwait(false);
            var request = new ImportDocument.Request("bench.md", LargeList.Document(), Disclosure.Public, Demonstration: true);
            using var import = store.CreateContext();
            var document = Of(await ImportDocument.Run(import, store.Files, nation, request, TimeProvider.System, CancellationToken.None).ConfigureAwait(false)).Id;
            using var read = store.CreateContext();
            var reading = (await Readings.Load(read, document, CancellationToken.None).ConfigureAwait(false))!;

            var from = Stopwatch.GetTimestamp();
            using var db = store.CreateContext();
            var wanted = new PublicationRequest(document, null, 2026, "测量用年度工作", new DateOnly(2026, 3, 1), reading.Document, 0);
            var done = Of(await Publisher.Publish(db, nation, wanted, null, TimeProvider.System).ConfigureAwait(false));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{"publish, audit entry included (goal: 5 s)",-40} {Stopwatch.GetElapsedTime(from).TotalSeconds:F2} s   {done.Added} obligations"));
            return done.Programme;
        }
    }

    static T Of<T>(Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? value : throw new InvalidOperationException(refusal.Code);

    static async Task<Actor> Nation(ZhiceStore store)
    {
        using var db = store.CreateContext();
        var row = await (
            from grant in db.RoleGrants
            join account in db.Accounts on grant.AccountId equals account.Id
            join organisation in db.Organisations on grant.OrganisationId equals organisation.Id
            where grant.Role == Role.NationalAdministrator
            select new { account.Id, account.DisplayName, Organisation = organisation.Id, organisation.Path }).FirstAsync().ConfigureAwait(false);
        return new Actor(row.Id, row.DisplayName, [new HeldRole(Role.NationalAdministrator, row.Organisation, row.Path)]);
    }
}
