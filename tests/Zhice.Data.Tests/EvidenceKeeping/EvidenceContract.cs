using Microsoft.EntityFrameworkCore;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests.EvidenceKeeping;

public sealed class SqliteEvidence(PostgresCluster cluster) : EvidenceContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresEvidence(PostgresCluster cluster) : EvidenceContract(StoreProvider.PostgreSql, cluster);

/// <summary>The library, the evidence of reports, and what is proposed, on both stores.</summary>
public abstract class EvidenceContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    Actor Anhui => Db.Keeper("office-340000");

    [Fact]
    public async Task Evidence_keeps_its_effective_days_apart_from_the_day_of_the_upload_and_both_digests()
    {
        var evidence = await Db.Evidence("office-340000", "开放许可实施办法", from: new(2025, 12, 1), to: new(2026, 11, 30));
        var row = Assert.Single((await EvidenceSearch.Find(Db, Anhui, new EvidenceFilter(), 1, 20, Cancel)).Rows);
        Assert.Equal((new DateOnly(2025, 12, 1), new DateOnly(2026, 11, 30)), (row.Evidence.EffectiveFrom, row.Evidence.EffectiveTo!.Value));
        Assert.True(row.Evidence.CreatedAt > new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal((64, 64), (row.Version.Sha256!.Length, row.Version.Sm3!.Length));
        Assert.Equal($"evidence/{evidence.Id.Value}", (await Db.AuditEntries.SingleAsync(e => e.Action == "evidence.add", Cancel)).Subject);
    }

    [Fact]
    public async Task A_new_version_never_replaces_the_one_that_was_reported()
    {
        var owed = await Db.Owed();
        var report = Db.Report(owed[Db.Organisation("office-340000").Id]);
        var evidence = await Db.Evidence("office-340000", "开放许可实施办法");
        (await EvidenceLinks.Link(Db, Anhui, new(report.Id, 3, evidence.Id), Clock, Cancel)).Accept();
        var changed = (await EvidenceRegister.AddVersion(Db, Anhui, evidence.Id, 0, Reporting.Content("修订后"), Clock, Cancel)).Accept();

        Assert.Equal(2, changed.Revision);
        var linked = Assert.Single(await EvidenceLinks.Linked(Db, Anhui, report.Id, Cancel));
        Assert.Equal((1, 2, "开放许可实施办法.txt"), (linked.Number, linked.Newest, linked.FileName));
        Assert.Equal("evidence.unchanged", (await EvidenceRegister.AddVersion(Db, Anhui, evidence.Id, 1, Reporting.Content("修订后"), Clock, Cancel)).Refusal());
        Assert.Equal("evidence.changed", (await EvidenceRegister.AddVersion(Db, Anhui, evidence.Id, 0, Reporting.Content("第三版"), Clock, Cancel)).Refusal());

        (await EvidenceLinks.Link(Db, Anhui, new(report.Id, 3, evidence.Id, 2), Clock, Cancel)).Accept(); // chosen by a person
        Assert.Equal(2, Assert.Single(await EvidenceLinks.Linked(Db, Anhui, report.Id, Cancel)).Number);
    }

    [Fact]
    public async Task One_piece_serves_many_reports_and_the_uploads_avoided_are_counted()
    {
        var owed = await Db.Owed();
        var other = await Db.Owed("推进知识产权公共服务");
        var anhui = Db.Organisation("office-340000").Id;
        var evidence = await Db.Evidence("office-340000", "工作总结");
        var first = (await EvidenceLinks.Link(Db, Anhui, new(Db.Report(owed[anhui]).Id, 3, evidence.Id), Clock, Cancel)).Accept();
        var second = (await EvidenceLinks.Link(Db, Anhui, new(Db.Report(other[anhui]).Id, 3, evidence.Id), Clock, Cancel)).Accept();
        var again = (await EvidenceLinks.Link(Db, Anhui, new(Db.Report(owed[anhui]).Id, 3, (await Db.Evidence("office-340000", "同样的字节")).Id, SameBytes: true), Clock, Cancel)).Accept();

        Assert.Equal((false, true, true), (first.Reused, second.Reused, again.Reused));
        var reuse = await EvidenceSearch.Reuse(Db, Anhui, Cancel);
        Assert.Equal([(1, 1), (2, 1)], reuse.Select(r => (r.Uses, r.Reused)).Order());
        Assert.Empty(await EvidenceSearch.Reuse(Db, Db.Keeper("office-320000"), Cancel));
    }

    [Theory]
    [InlineData(ReportState.InReview)]
    [InlineData(ReportState.InSignOff)]
    [InlineData(ReportState.Submitted)]
    [InlineData(ReportState.Accepted)]
    public async Task A_report_on_its_way_takes_no_evidence_and_gives_none_up(ReportState state)
    {
        var owed = await Db.Owed();
        var report = Db.Report(owed[Db.Organisation("office-340000").Id], state);
        var evidence = await Db.Evidence("office-340000", "工作总结");
        Assert.Equal("evidence.report-closed", (await EvidenceLinks.Link(Db, Anhui, new(report.Id, 3, evidence.Id), Clock, Cancel)).Refusal());
        Assert.Equal("evidence.report-closed", (await EvidenceLinks.Unlink(Db, Anhui, report.Id, 3, evidence.Id, Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task A_report_that_changed_meanwhile_is_not_touched()
    {
        var owed = await Db.Owed();
        var report = Db.Report(owed[Db.Organisation("office-340000").Id]);
        var evidence = await Db.Evidence("office-340000", "工作总结");
        Assert.Equal("evidence.report-changed", (await EvidenceLinks.Link(Db, Anhui, new(report.Id, 2, evidence.Id), Clock, Cancel)).Refusal());
        Assert.Empty(await EvidenceLinks.Linked(Db, Anhui, report.Id, Cancel));
    }

    [Fact]
    public async Task What_was_reported_and_then_given_up_stays_known()
    {
        var owed = await Db.Owed();
        var report = Db.Report(owed[Db.Organisation("office-340000").Id]);
        var evidence = await Db.Evidence("office-340000", "工作总结");
        (await EvidenceLinks.Link(Db, Anhui, new(report.Id, 3, evidence.Id), Clock, Cancel)).Accept();
        (await EvidenceLinks.Unlink(Db, Anhui, report.Id, 3, evidence.Id, Clock, Cancel)).Accept();
        Assert.Empty(Db.EndedEvidenceUses); // it had not left the office

        (await EvidenceLinks.Link(Db, Anhui, new(report.Id, 3, evidence.Id), Clock, Cancel)).Accept();
        Db.ReportSteps.Add(new ReportStep { ReportId = report.Id, Revision = 1, To = ReportState.Submitted, By = new AccountId(1), At = Clock.GetUtcNow().AddMinutes(1) });
        await Db.SaveChangesAsync(Cancel);
        (await EvidenceLinks.Unlink(Db, Anhui, report.Id, 3, evidence.Id, Clock, Cancel)).Accept();
        Assert.Equal((report.Id, evidence.Id, 1), Db.EndedEvidenceUses.Select(u => new { u.ReportId, u.EvidenceId, u.Number }).AsEnumerable().Select(u => (u.ReportId, u.EvidenceId, u.Number)).Single());
    }

    [Fact]
    public async Task Withdrawn_evidence_is_neither_found_nor_taken_and_what_was_reported_keeps_it()
    {
        var owed = await Db.Owed();
        var (first, second) = (Db.Report(owed[Db.Organisation("office-340000").Id]), Db.Report(owed[Db.Organisation("office-340000").Id]));
        var evidence = await Db.Evidence("office-340000", "开放许可试点方案");
        (await EvidenceLinks.Link(Db, Anhui, new(first.Id, 3, evidence.Id), Clock, Cancel)).Accept();
        (await EvidenceRegister.Withdraw(Db, Anhui, evidence.Id, 0, "传错了", Clock, Cancel)).Accept();

        Assert.Equal("evidence.withdrawn", (await EvidenceLinks.Link(Db, Anhui, new(second.Id, 3, evidence.Id), Clock, Cancel)).Refusal());
        Assert.Empty((await EvidenceSearch.Find(Db, Anhui, new EvidenceFilter(), 1, 20, Cancel)).Rows);
        Assert.Single((await EvidenceSearch.Find(Db, Anhui, new EvidenceFilter(Withdrawn: true), 1, 20, Cancel)).Rows);
        Assert.True(Assert.Single(await EvidenceLinks.Linked(Db, Anhui, first.Id, Cancel)).Withdrawn);
    }

    [Fact]
    public async Task An_office_changes_only_its_own()
    {
        var evidence = await Db.Evidence("office-340000", "工作总结", Disclosure.Public);
        var city = Db.Keeper("office-340100"); // below: sees it, does not change it
        Assert.Equal("access.denied", (await EvidenceRegister.Withdraw(Db, city, evidence.Id, 0, "不要了", Clock, Cancel)).Refusal());
        Assert.Equal("evidence.missing", (await EvidenceRegister.Withdraw(Db, Db.Keeper("office-320000"), evidence.Id, 0, "不要了", Clock, Cancel)).Refusal());
        Assert.Equal("access.denied", (await EvidenceRegister.Add(Db, Anhui, Db.Organisation("office-320000"), EvidenceKind.Address,
            new("网页", new(2026, 1, 1), null, Disclosure.Public), EvidenceContent.Referring("https://example.cn/").Accept(), Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task The_library_is_searched_by_title_and_file_name_and_filtered()
    {
        await Db.Evidence("office-340000", "专利开放许可实施办法", bytes: "皖知发一号");
        await Db.Evidence("office-340000", "质押融资工作总结", Disclosure.Public, from: new(2024, 1, 1), to: new(2024, 12, 31));
        async Task<string> Titles(EvidenceFilter filter) => string.Join(' ', (await EvidenceSearch.Find(Db, Anhui, filter, 1, 20, Cancel)).Rows.Select(r => r.Evidence.Title));

        Assert.Equal("专利开放许可实施办法", await Titles(new("开放许可")));
        Assert.Equal("专利开放许可实施办法", await Titles(new("皖知发")));
        Assert.Equal("", await Titles(new("许可质押")));
        Assert.Equal("质押融资工作总结", await Titles(new(Disclosure: Disclosure.Public)));
        Assert.Equal("专利开放许可实施办法", await Titles(new(On: new DateOnly(2026, 6, 1))));
        Assert.Equal("", await Titles(new(Office: "office-320000")));
        Assert.Equal(2, (await EvidenceSearch.Find(Db, Anhui, new(), 2, 1, Cancel)).Total);
    }

    [Fact]
    public async Task What_is_held_and_fits_is_proposed_best_first_and_what_does_not_fit_is_not()
    {
        var owed = await Db.Owed();
        var anhui = Db.Organisation("office-340000");
        var report = Db.Report(owed[anhui.Id]);
        await Db.Evidence("office-340100", "合肥市专利开放许可试点实施方案"); // a city's
        var used = await Db.Evidence("office-340000", "会议纪要");
        (await EvidenceLinks.Link(Db, Anhui, new(Db.Report(owed[anhui.Id]).Id, 3, used.Id), Clock, Cancel)).Accept(); // same commitment, another report
        await Db.Evidence("office-340000", "专利开放许可登记台账", from: new(2024, 1, 1), to: new(2024, 12, 31)); // another year's
        await Db.Evidence("office-340000", "地理标志产品专项检查"); // other words
        await Db.Evidence("office-320000", "江苏省专利开放许可试点", Disclosure.Public); // a neighbour's

        var need = new EvidenceNeed(anhui, owed[anhui.Id].TaskId, owed[anhui.Id].MeasureId, report.From, report.To, report.Id);
        var proposed = await EvidenceProposals.Find(Db, Anhui, need, 10, Cancel);
        Assert.Equal(["会议纪要", "合肥市专利开放许可试点实施方案"], proposed.Select(p => p.Evidence.Title));
        Assert.Equal((true, false), (proposed[0].SameMeasure, proposed[1].SameTask));

        (await EvidenceLinks.Link(Db, Anhui, new(report.Id, 3, used.Id), Clock, Cancel)).Accept();
        Assert.Single(await EvidenceProposals.Find(Db, Anhui, need, 10, Cancel)); // what the report has is not proposed again
        Assert.Empty(await EvidenceProposals.Find(Db, Db.Keeper("office-320000"), need, 10, Cancel)); // nor what may not be seen
    }

    [Fact]
    public async Task The_same_bytes_are_found_in_the_own_office_first_and_never_where_they_may_not_be_seen()
    {
        await Db.Evidence("office-340100", "合肥的", bytes: "同样的字节");
        var own = await Db.Evidence("office-340000", "安徽的", bytes: "同样的字节");
        var digest = Reporting.Content("同样的字节").Sha256!;
        var anhui = Db.Organisation("office-340000").Id;
        Assert.Equal(own.Id, (await EvidenceRegister.FindSame(Db, Anhui, anhui, digest, othersToo: true, Cancel))!.Value.Id);
        Assert.Null(await EvidenceRegister.FindSame(Db, Db.Keeper("office-320000"), Db.Organisation("office-320000").Id, digest, othersToo: true, Cancel));
    }

    [Fact]
    public async Task A_sentence_of_another_measure_is_not_proved_by_it()
    {
        var owed = await Db.Owed();
        var other = await Db.Owed("推进知识产权公共服务");
        var anhui = Db.Organisation("office-340000").Id;
        var evidence = await Db.Evidence("office-340000", "工作总结");
        CommitmentId Of(Obligation obligation) => Db.Commitments.First(c => c.MeasureId == obligation.MeasureId).Id;
        var report = Db.Report(owed[anhui]);
        Assert.Equal("evidence.commitment", (await EvidenceLinks.Link(Db, Anhui, new(report.Id, 3, evidence.Id, Commitment: Of(other[anhui])), Clock, Cancel)).Refusal());
        (await EvidenceLinks.Link(Db, Anhui, new(report.Id, 3, evidence.Id, Commitment: Of(owed[anhui])), Clock, Cancel)).Accept();
        Assert.Contains("开放许可", Assert.Single(await EvidenceLinks.Linked(Db, Anhui, report.Id, Cancel)).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:secret@example.cn/")]
    [InlineData("example.cn")]
    [InlineData("")]
    [InlineData("一\n二")]
    public void An_address_that_is_none_is_refused(string reference) =>
        Assert.StartsWith("evidence.", EvidenceContent.Referring(reference).Refusal(), StringComparison.Ordinal);
}
