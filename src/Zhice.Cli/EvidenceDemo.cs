using Microsoft.EntityFrameworkCore;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Reporting;

namespace Zhice.Cli;

/// <summary>Three small invented files in the libraries of two offices of the demonstration, taken into their reports that are still being written.</summary>
internal sealed class EvidenceDemo(ZhiceStore store, TimeProvider clock)
{
    internal async Task Build(Actor province, Actor city)
    {
        var rules = await Add(province, "evidence-rules.txt", "专利开放许可工作若干措施（演示）", new(2026, 1, 20), null, Disclosure.Public).ConfigureAwait(false);
        var minutes = await Add(province, "evidence-minutes.pdf", "专利开放许可供需对接会纪要（演示）", new(2026, 3, 12), new(2026, 3, 12), Disclosure.OnRequest).ConfigureAwait(false);
        var ledger = await Add(city, "evidence-ledger.csv", "专利开放许可登记台账（演示）", new(2026, 1, 1), new(2026, 3, 31), Disclosure.OnRequest).ConfigureAwait(false);
        await Use(province, [rules, minutes]).ConfigureAwait(false);
        await Use(city, [ledger, rules]).ConfigureAwait(false); // the province's measures are not asked for again
    }

    async Task<EvidenceId> Add(Actor actor, string file, string title, DateOnly from, DateOnly? to, Disclosure disclosure)
    {
        using var db = store.CreateContext();
        var office = (await EvidenceRegister.Offices(db, actor, CancellationToken.None).ConfigureAwait(false))[0];
        var incoming = store.Files.Begin();
        await using (incoming.ConfigureAwait(false))
        {
            await incoming.Take(new MemoryStream(Demonstration.File(file)), long.MaxValue).ConfigureAwait(false);
            var digests = await incoming.Finish().ConfigureAwait(false);
            FileType type;
            using (var content = incoming.Open()) type = Done(FileInspection.Run(content, file));
            await incoming.Keep().ConfigureAwait(false);
            var details = new EvidenceDetails(title, from, to, disclosure);
            return Done(await EvidenceRegister.Add(db, actor, office, EvidenceKind.File, details, EvidenceContent.File(file, type, digests), clock, CancellationToken.None).ConfigureAwait(false)).Id;
        }
    }

    async Task Use(Actor actor, IReadOnlyList<EvidenceId> evidence)
    {
        using var db = store.CreateContext();
        var offices = AccessPolicy.Offices(actor);
        var report = await db.Reports.AsNoTracking().Where(r => offices.Contains(r.OrganisationId) && (r.State == ReportState.Draft || r.State == ReportState.Returned))
            .OrderBy(r => r.Id).FirstOrDefaultAsync().ConfigureAwait(false);
        if (report is null) return;
        foreach (var id in evidence)
            Done(await EvidenceLinks.Link(db, actor, new(report.Id, report.Version, id), clock, CancellationToken.None).ConfigureAwait(false));
    }

    static T Done<T>(Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var done, out var refusal) ? done : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code}");
}
