using Microsoft.EntityFrameworkCore;
using Zhice.Data.Publishing;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Policy;

namespace Zhice.Data.Tests.Supervision;

/// <summary>A clock that stands until it is moved.</summary>
public sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>A store with a programme of 2026, made on 1 March: two tasks that all 32 province offices owe, one due by a day and one by the year's end.</summary>
public abstract class SupervisedContract : IDisposable
{
    readonly TestStore store;

    protected SupervisedContract(StoreProvider provider, PostgresCluster cluster)
    {
        store = TestStore.Seeded(provider, cluster);
        Db = store.Store.CreateContext();
        var account = new Account { Login = "ceshi", DisplayName = "测试员" };
        Db.Accounts.Add(account);
        Db.SaveChanges();
        Account = account.Id;
        Admin = Someone(Role.NationalAdministrator, "cnipa");
    }

    protected ZhiceDb Db { get; }
    protected AccountId Account { get; }
    protected Actor Admin { get; }
    protected StandingClock Clock { get; } = new(At("2026-03-01 01:00"));
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Db.Dispose();
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc + "Z", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Another connection to the same store, as another node has it.</summary>
    protected ZhiceDb Another() => store.Store.CreateContext();

    protected Actor Someone(Role role, string at)
    {
        var organisation = Db.Organisation(at);
        return new Actor(Account, "测试员", [new HeldRole(role, organisation.Id, organisation.Path)]);
    }

    /// <summary>Publishes the two tasks; answers the programme.</summary>
    protected async Task<ProgrammeId> Published()
    {
        var document = Db.Document();
        var request = new PublicationRequest(document.Id, null, 2026, "2026年年度工作", new DateOnly(2026, 3, 1), Office.Reading(
            Office.Task("t1", "按期任务", Office.Measure("t1.m1", ActorScope.AllRegions, "落实举措。", Office.Rule(RegionLevel.Province, "各省必做")))
                with { Deadline = new Deadline(DeadlineKind.ByDate, new DateOnly(2026, 10, 1), "10月1日前", new Span(0, 5)) },
            Office.Task("t2", "年底任务", Office.Measure("t2.m1", ActorScope.AllRegions, "落实举措。", Office.Rule(RegionLevel.Province, "各省必做")))
                with { Deadline = new Deadline(DeadlineKind.ByYearEnd, null, "年底前完成", new Span(0, 5)) }));
        return (await Publisher.Publish(Db, Admin, request, null, Clock, Cancel)).Accept().Programme;
    }

    protected Task<List<Obligation>> Obligations(string task) => (
        from obligation in Db.Obligations.AsNoTracking()
        join t in Db.Tasks on obligation.TaskId equals t.Id
        where t.Title == task
        orderby obligation.Id
        select obligation).ToListAsync(Cancel);

    protected async Task Set(Obligation obligation, WorkStatus status, DateOnly? extendedTo = null)
    {
        Db.Add(new ObligationState { ObligationId = obligation.Id, ProgrammeId = obligation.ProgrammeId, Status = status, ExtendedTo = extendedTo, Version = 1 });
        await Db.SaveChangesAsync(Cancel);
        Db.ChangeTracker.Clear();
    }
}
