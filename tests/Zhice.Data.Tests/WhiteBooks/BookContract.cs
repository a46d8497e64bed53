using Microsoft.EntityFrameworkCore;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Data.WhiteBooks;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Domain.WhiteBooks;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests.WhiteBooks;

public sealed class SqliteBooks(PostgresCluster cluster) : BookContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresBooks(PostgresCluster cluster) : BookContract(StoreProvider.PostgreSql, cluster);

/// <summary>A yearly report's way on both stores: figures come from releases, are frozen with the review, and stand after a restatement.</summary>
public abstract class BookContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    [Fact]
    public async Task Figures_come_from_the_release_and_one_without_a_source_says_so()
    {
        await Release(100, 2024);
        await Release(120.5m, 2025);
        var book = await Begun("资助{{amount}}，较上年{{growth}}，即{{change}}；安徽{{anhui}}；调查{{index}}。");

        var body = await Drawn(book);

        Assert.Equal(["120.5亿元", "增长20.5%", "增加20.5亿元", "120.5亿元", null], body.Figures.Select(f => f.Words));
        Assert.Equal("/open/statistics/amounts-2025?revision=1", body.Figure("amount")!.Address);
        Assert.Contains("上年为《2024年金额》", body.Figure("growth")!.From!, StringComparison.Ordinal);
        Assert.Equal(BodyFigure.NoSource, body.Figure("index")!.Missing);
    }

    [Fact]
    public async Task A_book_is_written_reviewed_and_published_by_three_people_and_stands_after_a_restatement()
    {
        await Release(100, 2025);
        var book = await Begun("资助{{amount}}。");
        Assert.Equal("book.second-person", (await Move(1, book, WhiteBookState.Reviewed)).Refusal());
        var reviewed = (await Move(2, book, WhiteBookState.Reviewed)).Accept();
        Assert.Equal("book.not-now", (await Save(3, reviewed, "改写")).Refusal()); // words are frozen too
        Assert.Equal("book.second-person", (await Move(2, book, WhiteBookState.Published)).Refusal());
        Assert.Empty(Db.VisibleBooks(Actor.Public));

        await Load(130, 2025);
        await Restate("amounts-2025");
        Assert.Equal("book.figures-moved", (await Move(3, book, WhiteBookState.Published)).Refusal());
        (await Move(1, book, WhiteBookState.Draft)).Accept();
        (await Move(2, book, WhiteBookState.Reviewed)).Accept();
        var published = (await Move(3, book, WhiteBookState.Published)).Accept();

        await Load(150, 2025);
        await Restate("amounts-2025");
        Assert.Equal("130亿元", BookJson.ReadBody((await Kept(book)).Body).Figure("amount")!.Words); // frozen at publication
        Assert.Equal(published.Digest, TextDigest.Of((await Kept(book)).Body));
        Assert.Single(Db.VisibleBooks(Actor.Public));

        Db.ChangeTracker.Clear();
        Assert.Equal("book.reason", (await BookDesk.Revise(Db, By(1), book, "短", Clock, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        var second = (await BookDesk.Revise(Db, By(1), book, "按重述后的数据修订", Clock, Cancel)).Accept();
        Assert.Equal((2, "150亿元"), (second.Revision, (await Drawn(second.Id)).Figure("amount")!.Words));
        Db.ChangeTracker.Clear();
        Assert.Equal("book.not-now", (await BookDesk.Revise(Db, By(1), book, "再修订一次，不应允许", Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task A_typed_figure_and_an_unknown_field_are_kept_and_keep_the_book_from_its_review()
    {
        await Release(100, 2025);
        var book = await Begun("资助{{amount}}，增长15%，{{nobody}}。");

        Assert.False((await Move(2, book, WhiteBookState.Reviewed)).Accepted(out _, out var refusal));

        Assert.Equal(["book.typed", "book.unknown-field"], refusal.Defects.Select(d => d.Code));
        Assert.Equal(BodyFigure.NoField, (await Drawn(book)).Figure("nobody")!.Missing);
        Assert.Equal(1, await Db.WhiteBookEdits.CountAsync(Cancel));
    }

    [Fact]
    public async Task Two_people_on_one_chapter_do_not_write_over_each_other_and_a_stranger_does_not_write()
    {
        var book = await Begun("甲。");
        var seen = (await Kept(book)).Version;
        (await BookDesk.Save(Db, By(4), book, seen, new("overview", "总体情况", "乙。"), Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("book.moved", (await BookDesk.Save(Db, By(5), book, seen, new("overview", "总体情况", "丙。"), Clock, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        Assert.Equal("book.missing", (await BookDesk.Save(Db, Db.Actor(Role.RegionalAdministrator, "office-340000"), book, seen + 1, new("overview", "总体情况", "丁。"), Clock, Cancel)).Refusal());
        Assert.Equal("乙。", BookJson.ReadPlan((await Kept(book)).Plan).Chapter("overview")!.Text);
    }

    [Fact]
    public async Task Fields_that_mean_nothing_are_refused()
    {
        var book = await Begun("甲。");
        foreach (var (field, code) in ((BookField, string)[])
            [(new("Bad", "数", FieldSource.Case, FieldShow.Count), "book.field-code"), (new("one", "", FieldSource.Case, FieldShow.Count), "book.field-label"), (new("one", "数", FieldSource.Case, FieldShow.Margin), "book.show"),
             (new("one", "数", FieldSource.Release, FieldShow.Value, "no_such"), "book.of"), (new("one", "数", FieldSource.Release, FieldShow.Value, "pledge_amount", "nowhere"), "book.office"),
             (new("one", "数", FieldSource.Submission, FieldShow.Count, null, null, -1), "book.years"), (new("amount", "数", FieldSource.Case, FieldShow.Count), "book.field-taken")])
        {
            Db.ChangeTracker.Clear();
            Assert.Equal(code, (await BookDesk.AddField(Db, By(1), book, (await Kept(book)).Version, field, Clock, Cancel)).Refusal());
        }
    }

    Actor By(long account) => Admin with { AccountId = new AccountId(account) };

    async Task<WhiteBookId> Begun(string text)
    {
        Db.ChangeTracker.Clear();
        var book = (await BookDesk.Begin(Db, By(1), new("ip_year", "cnipa", "report", "", 2025), Clock, Cancel)).Accept();
        Assert.Equal("2025年知识产权高质量发展年度报告", book.Title);
        foreach (var field in (BookField[])
            [new("amount", "金额", FieldSource.Release, FieldShow.Value, "pledge_amount"), new("growth", "增长", FieldSource.Release, FieldShow.Growth, "pledge_amount"), new("change", "增减", FieldSource.Release, FieldShow.Change, "pledge_amount"),
             new("anhui", "安徽", FieldSource.Release, FieldShow.Value, "pledge_amount", "office-340000"), new("index", "调查", FieldSource.Survey, FieldShow.Value)])
        {
            Db.ChangeTracker.Clear();
            (await BookDesk.AddField(Db, By(1), book.Id, (await Kept(book.Id)).Version, field, Clock, Cancel)).Accept();
        }
        foreach (var chapter in BookJson.ReadPlan(book.Plan).Chapters)
            if (chapter.Code != "overview") await Empty(book.Id, chapter);
        (await Save(1, await Kept(book.Id), text)).Accept();
        return book.Id;
    }

    // A template's other chapters would speak of sources that this store does not have.
    async Task Empty(WhiteBookId id, BookChapter chapter)
    {
        var row = await Db.WhiteBooks.AsTracking().SingleAsync(b => b.Id == id, Cancel);
        row.Plan = BookJson.Write(BookJson.ReadPlan(row.Plan).With(chapter with { Text = "" }));
        await Db.SaveChangesAsync(Cancel);
    }

    async Task<Outcome<WhiteBook>> Save(long who, WhiteBook book, string text)
    {
        Db.ChangeTracker.Clear();
        return await BookDesk.Save(Db, By(who), book.Id, (await Kept(book.Id)).Version, new("overview", "总体情况", text), Clock, Cancel);
    }

    async Task<Outcome<WhiteBook>> Move(long who, WhiteBookId id, WhiteBookState to)
    {
        Db.ChangeTracker.Clear();
        return await BookDesk.Move(Db, By(who), id, (await Kept(id)).Version, to, null, Clock, Cancel);
    }

    Task<WhiteBook> Kept(WhiteBookId id) => Db.WhiteBooks.AsNoTracking().SingleAsync(b => b.Id == id, Cancel);

    async Task<BookBody> Drawn(WhiteBookId id) => await BookDesk.Shown(Db, await Kept(id), await Db.Organisations.AsNoTracking().SingleAsync(o => o.Code == "cnipa", Cancel), Clock, Cancel);

    async Task Load(decimal value, int year)
    {
        var office = await Db.Organisations.Where(o => o.Code == "office-340000").Select(o => o.Id).SingleAsync(Cancel);
        await using var transaction = await Db.Database.BeginTransactionAsync(Cancel);
        await Batches.Write(Db, new BatchHead(ObservationSource.Platform, new AccountId(1)), [("pledge_amount", Period.OfYear(year), office, value)], Clock, Cancel);
        await Db.SaveChangesAsync(Cancel);
        await transaction.CommitAsync(Cancel);
    }

    async Task Release(decimal value, int year)
    {
        await Load(value, year);
        Db.ChangeTracker.Clear();
        await Through((await ReleaseDesk.Begin(Db, By(11), new($"amounts-{year}", $"{year}年金额", $"{year}", DivisionLevel.Province, ["pledge_amount"], Domain.Calendar.ChinaTime.Today(Clock), "cnipa"), Clock, Cancel)).Accept().Id);
    }

    async Task Restate(string code)
    {
        Db.ChangeTracker.Clear();
        var last = await Db.StatisticalReleases.Where(r => r.Code == code).OrderByDescending(r => r.Revision).Select(r => r.Id).FirstAsync(Cancel);
        await Through((await ReleaseDesk.Restate(Db, By(11), last, "数据更正后重述，供检验", Domain.Calendar.ChinaTime.Today(Clock), Clock, Cancel)).Accept().Id);
    }

    async Task Through(ReleaseId id)
    {
        foreach (var (who, to) in ((long, ReleaseState)[])[(12, ReleaseState.Reviewed), (13, ReleaseState.Approved), (13, ReleaseState.Published)])
        {
            Db.ChangeTracker.Clear();
            var version = await Db.StatisticalReleases.Where(r => r.Id == id).Select(r => r.Version).SingleAsync(Cancel);
            (await ReleaseDesk.Move(Db, By(who), id, version, to, null, Clock, Cancel)).Accept();
        }
    }
}
