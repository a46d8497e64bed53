using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.WhiteBooks;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.WhiteBooks;

namespace Zhice.Web.Tests;

/// <summary>Yearly reports of the sample: 1 (<c>sample</c>) is published with the survey's index and figures that are missing, 2 is a draft.</summary>
static class SampleBook
{
    /// <summary>Words of the draft: neither the public nor another office reads them.</summary>
    public const string Draft = "演示草稿：尚未公开的文字";

    public static async Task Fill(ZhiceDb db)
    {
        db.ChangeTracker.Clear();
        var clock = new SampleStatistics.StandingClock(new DateTimeOffset(2026, 2, 3, 2, 0, 0, TimeSpan.Zero));
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Login == "nationaladministrator");
        var office = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == "cnipa");
        var nation = new Actor(account.Id, account.DisplayName, [new HeldRole(Role.NationalAdministrator, office.Id, office.Path)]);
        var first = Accept(await BookDesk.Begin(db, nation, new("ip_year", "cnipa", "sample", "2025年演示年度报告", 2025) { Demonstration = true }, clock, default));
        foreach (var (to, by) in ((WhiteBookState, long)[])[(WhiteBookState.Reviewed, 9001), (WhiteBookState.Published, 9002)])
        {
            db.ChangeTracker.Clear();
            var version = await db.WhiteBooks.Where(b => b.Id == first.Id).Select(b => b.Version).SingleAsync();
            Accept(await BookDesk.Move(db, nation with { AccountId = new AccountId(by) }, first.Id, version, to, null, clock, default));
        }
        db.ChangeTracker.Clear();
        var second = Accept(await BookDesk.Begin(db, nation, new("ip_year", "cnipa", "sample-draft", "2026年演示年度报告", 2026) { Demonstration = true }, clock, default));
        db.ChangeTracker.Clear();
        Accept(await BookDesk.Save(db, nation, second.Id, 0, new("overview", "总体情况", Draft), clock, default));
        db.ChangeTracker.Clear();
    }

    static T Accept<T>(Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? value : throw new InvalidOperationException(string.Join("; ", refusal.Defects));
}
