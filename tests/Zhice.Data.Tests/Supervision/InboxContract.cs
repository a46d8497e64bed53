using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;
using Zhice.Domain.Working;

namespace Zhice.Data.Tests.Supervision;

public sealed class SqliteInbox(PostgresCluster cluster) : InboxContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresInbox(PostgresCluster cluster) : InboxContract(StoreProvider.PostgreSql, cluster);

/// <summary>What comes from a document that the reader may not see waits for nobody.</summary>
public abstract class InboxContract(StoreProvider provider, PostgresCluster cluster) : SupervisedContract(provider, cluster)
{
    [Theory]
    [InlineData(Disclosure.Public, true)]
    [InlineData(Disclosure.OnRequest, true)] // who owes it may see it
    [InlineData(Disclosure.Withheld, false)] // seen by the owner and those above it
    public async Task It_holds_what_the_reader_may_see(Disclosure disclosure, bool seen)
    {
        var programme = await Published();
        var anhui = Db.Organisation("office-340000").Id;
        var owed = (await Obligations("按期任务")).Single(o => o.OrganisationId == anhui);
        Db.Add(new WorkItem { ObligationId = owed.Id, GivenBy = anhui, OrganisationId = anhui, Title = "落实方案", Due = new DateOnly(2026, 5, 8), CreatedAt = Clock.Now });
        Db.Add(new ReportDuty { ProgrammeId = programme, DocumentId = Db.Documents.First().Id, Due = new DateOnly(2026, 12, 15), Who = "各地区", Form = "电子件", Quote = new Quotation("报送年度总结", 0, 6) });
        Db.Add(new ReportDuty { ProgrammeId = programme, DocumentId = Db.Documents.First().Id, Due = new DateOnly(2026, 6, 15), Who = "试点城市", Form = "电子件", Quote = new Quotation("报送总结", 0, 4) });
        Db.Add(new UrgingLetter { ObligationId = owed.Id, ProgrammeId = programme, IssuerId = Db.Organisation("cnipa").Id, DebtorId = anhui, Demand = "请办理", AnswerDays = 5, CreatedAt = Clock.Now });
        await Db.SaveChangesAsync(Cancel);
        await Db.Letters.ExecuteUpdateAsync(set => set.SetProperty(l => l.State, LetterState.Issued), Cancel);
        await Db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.Disclosure, disclosure), Cancel);

        var reader = Someone(Role.RegionalAdministrator, "office-340000");
        var items = await Inbox.Load(Db, reader, new DateOnly(2026, 3, 1), null, Cancel);
        Assert.Equal(seen ? [InboxKind.LetterToAnswer, InboxKind.Obligation, InboxKind.Obligation, InboxKind.WorkItem, InboxKind.SubmissionToBegin] : [], items.Select(i => i.Kind).Order());
        Assert.Equal(seen ? new DateOnly(2026, 12, 15) : null, items.FirstOrDefault(i => i.Kind == InboxKind.SubmissionToBegin)?.Due);
        Assert.Equal(seen ? 1 : 0, await Letters.Visible(Db, reader).CountAsync(Cancel));
    }
}
