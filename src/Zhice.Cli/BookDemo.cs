using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Data.WhiteBooks;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.WhiteBooks;

namespace Zhice.Cli;

/// <summary>年度报告演示: last year's, published by three people and revised once; this year's as a draft whose sources are mostly not there yet.</summary>
internal sealed class BookDemo(ZhiceStore store, TimeProvider clock)
{
    internal async Task Build(Actor writer, Actor reviewer, Actor nation)
    {
        var year = ChinaTime.Today(clock).Year;
        var past = await Begin(writer, year - 1).ConfigureAwait(false);
        await Publish(past, reviewer, nation).ConfigureAwait(false);
        var revised = await Do(db => BookDesk.Revise(db, writer, past, "补充各地区取得进展的概述（演示）", clock, CancellationToken.None)).ConfigureAwait(false);
        await Do(db => BookDesk.Save(db, writer, revised.Id, revised.Version, new("cases", "典型案例", "各地区从年度工作中总结经验，经评审并取得同意后公布。\n本年度公布典型案例{{cases}}：{{case_titles}}。"), clock, CancellationToken.None)).ConfigureAwait(false);
        await Publish(revised.Id, reviewer, nation).ConfigureAwait(false);
        await Begin(writer, year).ConfigureAwait(false);
    }

    async Task<WhiteBookId> Begin(Actor writer, int year) =>
        (await Do(db => BookDesk.Begin(db, writer, new("ip_year", "cnipa", $"report-{year}-demo", $"{year}年知识产权高质量发展年度报告（演示）", year) { Demonstration = true }, clock, CancellationToken.None)).ConfigureAwait(false)).Id;

    async Task Publish(WhiteBookId id, Actor reviewer, Actor nation)
    {
        foreach (var (who, to) in ((Actor, WhiteBookState)[])[(reviewer, WhiteBookState.Reviewed), (nation, WhiteBookState.Published)])
        {
            using var db = store.CreateContext();
            var version = await db.WhiteBooks.Where(b => b.Id == id).Select(b => b.Version).SingleAsync().ConfigureAwait(false);
            await Do(fresh => BookDesk.Move(fresh, who, id, version, to, null, clock, CancellationToken.None)).ConfigureAwait(false);
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
