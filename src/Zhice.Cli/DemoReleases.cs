using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Statistics;

namespace Zhice.Cli;

/// <summary>Releases of the demonstration, taken the whole way by three people as real ones are.</summary>
internal sealed class DemoReleases(ZhiceStore store, TimeProvider clock)
{
    internal async Task<StatisticalRelease> Publish(Actor drafter, Actor second, Actor nation, ReleaseRequest request)
    {
        var release = await Do(db => ReleaseDesk.Begin(db, drafter, request, clock, CancellationToken.None)).ConfigureAwait(false);
        await Move(release.Id, second, nation).ConfigureAwait(false);
        return release;
    }

    internal async Task Restate(Actor drafter, Actor second, Actor nation, ReleaseId id, string reason)
    {
        var restated = await Do(db => ReleaseDesk.Restate(db, drafter, id, reason, null, clock, CancellationToken.None)).ConfigureAwait(false);
        await Move(restated.Id, second, nation).ConfigureAwait(false);
    }

    async Task Move(ReleaseId id, Actor second, Actor nation)
    {
        foreach (var (who, to) in ((Actor, ReleaseState)[])[(second, ReleaseState.Reviewed), (nation, ReleaseState.Approved), (nation, ReleaseState.Published)])
        {
            using var db = store.CreateContext();
            var version = await db.StatisticalReleases.Where(r => r.Id == id).Select(r => r.Version).SingleAsync().ConfigureAwait(false);
            await Do(fresh => ReleaseDesk.Move(fresh, who, id, version, to, null, clock, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    async Task<T> Do<T>(Func<ZhiceDb, Task<Outcome<T>>> useCase) where T : notnull
    {
        using var db = store.CreateContext();
        return (await useCase(db).ConfigureAwait(false)).Accepted(out var done, out var refusal)
            ? done
            : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code} {string.Join(", ", refusal.Defects)}");
    }
}
