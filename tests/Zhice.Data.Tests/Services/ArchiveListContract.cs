using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

public sealed class SqliteArchiveLists(PostgresCluster cluster) : ArchiveListContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresArchiveLists(PostgresCluster cluster) : ArchiveListContract(StoreProvider.PostgreSql, cluster);

/// <summary>Lists of archived cases on both stores: two persons, nothing changed after them, nothing lost, nobody else's.</summary>
public abstract class ArchiveListContract(StoreProvider provider, PostgresCluster cluster) : CaseOffice(provider, cluster)
{
    [Fact]
    public async Task Two_persons_hand_over_and_what_went_is_proved_by_its_digests_whatever_comes_after()
    {
        var (officer, cases) = await Archived(2);
        var list = (await ArchiveLists.Begin(Db, House, officer, ArchiveListKind.HandOver, [.. cases.Select(c => c.Id)], null, Cancel)).Accept();
        Assert.Equal("archive.party", (await Sign(officer, list.Id)).Refusal()); // to whom?
        (await ArchiveLists.Save(Db, House, officer, list.Id, new() { Party = " 局档案室 ", Words = "第一批", Pages = new Dictionary<CaseId, int?> { [cases[0].Id] = 12 } }, Cancel)).Accept();
        (await Sign(officer, list.Id)).Accept();
        Assert.Equal("archive.second-person", (await Sign(officer, list.Id)).Refusal());
        list = (await Sign(Admin, list.Id)).Accept();

        Assert.Equal((ArchiveListState.Closed, Hex(Encoding.UTF8.GetBytes(list.Body!))), (list.State, list.Digest));
        Assert.True(ArchiveSigning.Verified(List(list.Id)));
        var signatures = JsonDocument.Parse(ArchiveBundles.Signatures(List(list.Id))!).RootElement;
        var signed = signatures.GetProperty("signatures").EnumerateArray().ToList();
        Assert.Equal(2, signed.Select(s => s.GetProperty("account").GetInt64()).Distinct().Count());
        foreach (var one in signed)
        {
            Assert.Equal(list.Digest, one.GetProperty("text").GetString()!.Split('\n')[1]);
            Assert.True(InstanceKey.Verify(signatures.GetProperty("publicKey").GetString()!, one.GetProperty("text").GetString()!, one.GetProperty("signature").GetString()!));
        }
        var before = await Bundle(officer, list.Id);
        Assert.Equal(list.Digest, Hex(before["list.json"]));
        var rows = JsonDocument.Parse(before["list.json"]).RootElement.GetProperty("cases").EnumerateArray().ToList();
        Assert.Equal(cases.Select(c => c.Number), rows.Select(r => r.GetProperty("number").GetString()));
        Assert.Equal(12, rows[0].GetProperty("pages").GetInt32());
        foreach (var row in rows)
        {
            var number = row.GetProperty("number").GetString();
            Assert.Equal(row.GetProperty("archive").GetString(), Hex(before[$"{number}/manifest.json"]));
            var named = JsonDocument.Parse(before[$"{number}/manifest.json"]).RootElement.GetProperty("files").EnumerateArray().ToList();
            Assert.All(named, f => Assert.Equal(f.GetProperty("sha256").GetString(), Hex(before[$"{number}/{f.GetProperty("path").GetString()}"])));
            Assert.Equal((named.Count + 2, before.Where(e => e.Key.StartsWith($"{number}/", StringComparison.Ordinal)).Sum(e => (long)e.Value.Length)), (row.GetProperty("files").GetInt32(), row.GetProperty("bytes").GetInt64()));
        }

        // What an archive made today would say changes; what was handed over does not.
        Now.Moment = Now.Moment.AddDays(3);
        await Db.ServiceApplicants.ExecuteUpdateAsync(set => set.SetProperty(a => a.Phone, "010-99999999"), Cancel);
        Assert.NotEqual(rows[0].GetProperty("archive").GetString(), Hex((await CaseArchives.Make(Db, House, Store.Files, officer, cases[0].Id, Cancel)).Accept().Texts[0].Bytes));
        var after = await Bundle(officer, list.Id);
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.All(before, e => Assert.Equal(e.Value, after[e.Key]));
        Assert.Equal(list.Id, Assert.Single(await ArchiveShelf.Of(Db, officer, cases[0].Id, Cancel)).List.Id);
        Assert.Equal("case.archive-away", await Refused(Admin, cases[0].Id, CaseActionKind.Reopen)); // it is taken back first

        foreach (var refused in (Func<Task<Outcome<ArchiveList>>>[])
            [() => ArchiveLists.Save(Db, House, officer, list.Id, new() { Words = "别的" }, Cancel), () => ArchiveLists.GiveUp(Db, House, officer, list.Id, null, "不要了", Cancel), () => ArchiveSigning.Return(Db, House, Admin, list.Id, null, "不对", Cancel), () => Sign(Admin, list.Id)])
            Assert.Equal("archive.state-not", (await refused()).Refusal());
        Assert.Equal(["service.archive-list", "service.archive-change", "service.archive-sign", "service.archive-sign", "service.archive-bundle", "service.archive-bundle"],
            Db.AuditEntries.AsNoTracking().Where(e => e.Subject == $"archive-list/{list.Number}").OrderBy(e => e.Id).Select(e => e.Action).ToList());
    }

    [Fact]
    public async Task What_two_signed_is_undone_by_a_new_list_of_two_and_both_stay_to_be_read()
    {
        var (officer, cases) = await Archived(2);
        var list = await HandedOver(officer, cases);
        Assert.Empty(ArchiveShelf.Ready(Db, officer));
        Assert.Equal("archive.taken", (await ArchiveLists.Begin(Db, House, officer, ArchiveListKind.HandOver, [cases[0].Id], null, Cancel)).Refusal());
        var back = (await ArchiveLists.BeginReturn(Db, House, officer, list.Id, [cases[0].Id], Cancel)).Accept();
        Assert.Equal("archive.taken", (await ArchiveLists.BeginReturn(Db, House, officer, list.Id, [], Cancel)).Refusal());
        Assert.Equal("archive.words", (await Sign(Admin, back.Id)).Refusal()); // why?
        (await ArchiveLists.Save(Db, House, officer, back.Id, new() { Words = "案卷需要补充" }, Cancel)).Accept();
        (await Sign(Admin, back.Id)).Accept();
        Assert.Empty(ArchiveShelf.Ready(Db, officer));
        (await Sign(officer, back.Id)).Accept();

        Assert.Equal([cases[0].Number], ArchiveShelf.Ready(Db, officer).Select(c => c.Number).ToList());
        Assert.Equal((list.Digest, ArchiveListState.Closed), (List(list.Id).Digest, List(list.Id).State));
        Assert.Equal([ArchiveListKind.TakeBack, ArchiveListKind.HandOver], (await ArchiveShelf.Of(Db, officer, cases[0].Id, Cancel)).Select(m => m.List.Kind));
        Assert.Equal(Archives(list.Id)[0], Archives(back.Id)[0]); // the same archive came back
        var again = await HandedOver(officer, [cases[0]]);
        Assert.Equal("局档案室", again.Party); // as the office wrote it last
        Assert.Equal(again.Id, Row(cases[0].Id).ArchiveListId);
        Assert.Equal([cases[1].Id], Db.ArchiveLines.Where(l => l.ListId == list.Id && l.Standing).Select(l => l.CaseId).ToList());
    }

    [Fact]
    public async Task A_draft_is_changed_sent_back_and_given_up_and_lets_its_cases_go()
    {
        var (officer, cases) = await Archived(2);
        var list = (await ArchiveLists.Begin(Db, House, officer, ArchiveListKind.HandOver, [cases[0].Id], null, Cancel)).Accept();
        Assert.Equal("archive.changed", (await ArchiveLists.Save(Db, House, officer, list.Id, new() { Seen = list.Version + 1, Words = "旧页面" }, Cancel)).Refusal());
        Assert.Equal("archive.pages-range", (await ArchiveLists.Save(Db, House, officer, list.Id, new() { Pages = new Dictionary<CaseId, int?> { [cases[0].Id] = -1 } }, Cancel)).Refusal());
        Assert.Equal("archive.words", (await ArchiveLists.Save(Db, House, officer, list.Id, new() { Words = "甲\u202e乙" }, Cancel)).Refusal());
        Assert.Equal("archive.number-unknown", (await ArchiveLists.Save(Db, House, officer, list.Id, new() { Added = ["OPEN-LICENCE-1"] }, Cancel)).Refusal());
        (await ArchiveLists.Begin(Db, House, officer, ArchiveListKind.HandOver, [cases[1].Id], list.Id, Cancel)).Accept(); // onto the same draft
        (await ArchiveLists.Save(Db, House, officer, list.Id, new() { Party = "局档案室", Removed = [cases[0].Id] }, Cancel)).Accept();
        Assert.Equal([cases[0].Number], ArchiveShelf.Ready(Db, officer).Select(c => c.Number).ToList());
        (await ArchiveLists.Save(Db, House, officer, list.Id, new() { Added = [cases[0].Number.ToLowerInvariant()] }, Cancel)).Accept();
        var unchanged = List(list.Id).Version;
        (await ArchiveLists.Save(Db, House, officer, list.Id, new() { Party = "局档案室" }, Cancel)).Accept();
        Assert.Equal(unchanged, List(list.Id).Version); // nothing was changed: nothing is written

        var first = (await Sign(officer, list.Id)).Accept();
        Assert.Equal("archive.state-not", (await ArchiveLists.Save(Db, House, officer, list.Id, new() { Words = "改一下" }, Cancel)).Refusal());
        Assert.Equal("archive.reason", (await ArchiveSigning.Return(Db, House, Admin, list.Id, null, " ", Cancel)).Refusal());
        (await ArchiveSigning.Return(Db, House, Admin, list.Id, null, "页数不对", Cancel)).Accept();
        Assert.Equal((ArchiveListState.Draft, "页数不对", null), (List(list.Id).State, List(list.Id).Remark, List(list.Id).Digest));
        Assert.Contains(first.Digest!, Encoding.UTF8.GetString(Db.AuditEntries.AsNoTracking().Single(e => e.Action == "service.archive-return").Body), StringComparison.Ordinal); // the signature that is no more is not lost

        (await ArchiveLists.GiveUp(Db, House, officer, list.Id, null, "改日再移交", Cancel)).Accept();
        Assert.Equal((ArchiveListState.GivenUp, 2), (List(list.Id).State, Db.ArchiveLines.Count(l => l.ListId == list.Id))); // it stays to be read
        Assert.Equal(2, ArchiveShelf.Ready(Db, officer).Count());
        await HandedOver(officer, cases);
    }

    [Fact]
    public async Task Only_what_is_archived_goes_and_what_moves_between_two_signatures_stops_them()
    {
        var (officer, cases) = await Archived(2, archive: false);
        Assert.Equal("archive.not-ready", (await ArchiveLists.Begin(Db, House, officer, ArchiveListKind.HandOver, [cases[0].Id], null, Cancel)).Refusal());
        Now.Moment = Now.Moment.AddYears(11);
        var list = (await ArchiveLists.Begin(Db, House, officer, ArchiveListKind.Appraisal, [.. cases.Select(c => c.Id)], null, Cancel)).Accept();
        (await ArchiveLists.Save(Db, House, officer, list.Id, new() { Words = "没有保存价值", Rest = (ArchiveVerdict.Destroy, null) }, Cancel)).Accept();
        (await Sign(officer, list.Id)).Accept();
        await Do(Admin, cases[1].Id, CaseActionKind.Reopen);
        Assert.Equal("archive.case-changed", (await Sign(Admin, list.Id)).Refusal());
        Assert.All(cases, c => Assert.Null(Row(c.Id).DestroyOn));
    }

    [Fact]
    public async Task Nobody_but_the_office_writes_and_nobody_but_it_and_those_above_sees()
    {
        var (officer, cases) = await Archived(1);
        var elsewhere = Account("elsewhere", Role.RegionalOfficer, "office-340000");
        var auditor = Account("auditor", Role.Auditor, "cnipa");
        Assert.Equal("archive.case", (await ArchiveLists.Begin(Db, House, elsewhere, ArchiveListKind.HandOver, [cases[0].Id], null, Cancel)).Refusal());
        Assert.Equal("archive.case", (await ArchiveLists.Begin(Db, House, Actor.Public, ArchiveListKind.HandOver, [cases[0].Id], null, Cancel)).Refusal());
        Assert.Equal("access.denied", (await ArchiveLists.Begin(Db, House, auditor, ArchiveListKind.HandOver, [cases[0].Id], null, Cancel)).Refusal());
        var list = (await ArchiveLists.Begin(Db, House, officer, ArchiveListKind.HandOver, [cases[0].Id], null, Cancel)).Accept();
        foreach (var (actor, code) in ((Actor, string)[])[(elsewhere, "archive.missing"), (Actor.Public, "archive.missing"), (auditor, "access.denied")])
        {
            Assert.Equal(code, (await ArchiveLists.Save(Db, House, actor, list.Id, new() { Words = "外人" }, Cancel)).Refusal());
            Assert.Equal(code, (await ArchiveLists.GiveUp(Db, House, actor, list.Id, null, "外人", Cancel)).Refusal());
            Assert.Equal(code, (await Sign(actor, list.Id)).Refusal());
            Assert.Equal(code, (await ArchiveBundles.Make(Db, House, Store.Files, actor, list.Id, Cancel)).Refusal());
        }
        Assert.Equal((1, 1, 0, 0), (ArchiveShelf.Visible(Db, officer).Count(), ArchiveShelf.Visible(Db, auditor).Count(), ArchiveShelf.Visible(Db, elsewhere).Count(), ArchiveShelf.Visible(Db, Actor.Public).Count()));

        // Whoever acts for the applicant signs nothing about its case.
        (await ArchiveLists.Save(Db, House, officer, list.Id, new() { Party = "局档案室" }, Cancel)).Accept();
        Db.Add(new ApplicantMember { ApplicantId = cases[0].ApplicantId, AccountId = Admin.AccountId!.Value, Kind = MemberKind.Staff, ValidFrom = new(2026, 1, 1) });
        await Db.SaveChangesAsync(Cancel);
        Assert.Equal("case.party", (await Sign(Admin, list.Id)).Refusal());
        (await Sign(officer, list.Id)).Accept();
        Assert.Equal("case.party", (await Sign(Admin, list.Id)).Refusal());
        await Db.ArchiveLists.ExecuteUpdateAsync(set => set.SetProperty(l => l.Body, l => l.Body + " "), Cancel);
        Assert.False(ArchiveSigning.Verified(List(list.Id)));
        Assert.Equal("archive.broken", (await Sign(Account("second", Role.NationalAdministrator, "cnipa"), list.Id)).Refusal());
    }

    [Fact]
    public async Task Of_all_that_happens_at_once_a_case_is_on_one_list_and_a_list_is_closed_once()
    {
        var (officer, cases) = await Archived(1);
        var begun = await AtOnce(db => ArchiveLists.Begin(db, House, officer, ArchiveListKind.HandOver, [cases[0].Id], null, Cancel));
        var list = Assert.Single(begun, b => b.Accepted(out _, out _));
        Assert.All(begun.Where(b => !b.Accepted(out _, out _)), b => Assert.Contains(b.Refusal(), (string[])["archive.changed", "archive.taken"]));
        Assert.Equal((1, 1), (Db.ArchiveLists.Count(), Db.ArchiveLines.Count()));
        var id = list.Accept().Id;
        (await ArchiveLists.Save(Db, House, officer, id, new() { Party = "局档案室" }, Cancel)).Accept();
        (await Sign(officer, id)).Accept();
        var closed = await AtOnce(db => ArchiveSigning.Sign(db, House, Store.Files, Admin, id, null, Cancel));
        Assert.Single(closed, c => c.Accepted(out _, out _));
        Assert.Equal(2, Db.AuditEntries.Count(e => e.Action == "service.archive-sign"));
    }

    [Fact]
    public async Task What_is_past_its_retention_is_listed_until_two_persons_say_what_becomes_of_it()
    {
        var (officer, cases) = await Archived(3);
        var elsewhere = Account("elsewhere", Role.RegionalOfficer, "office-340000");
        var last = new DateOnly(2036, 9, 7);
        Assert.All(cases, c => Assert.Equal((new DateOnly(2026, 9, 7), last), (Row(c.Id).ClosedOn, Row(c.Id).KeepUntil)));
        Assert.Equal((0, 3), (ArchiveShelf.Due(Db, officer, last).Count(), ArchiveShelf.Due(Db, officer, last.AddDays(1)).Count())); // the last day itself is kept
        Assert.Equal("archive.not-due", (await ArchiveLists.Begin(Db, House, officer, ArchiveListKind.Appraisal, [cases[0].Id], null, Cancel)).Refusal());
        Now.Moment = new(2036, 9, 8, 2, 0, 0, TimeSpan.Zero);
        var today = new DateOnly(2036, 9, 8);
        foreach (var (actor, count) in ((Actor, int)[])[(officer, 3), (Admin, 3), (elsewhere, 0)])
        {
            Assert.Equal(count, ArchiveShelf.Due(Db, actor, today).Count());
            Assert.Equal(count, (await Inbox.Load(Db, actor, today, null, Cancel)).Where(i => i.Kind == InboxKind.RetentionOver).Sum(i => i.Count));
        }

        var list = (await ArchiveLists.Begin(Db, House, officer, ArchiveListKind.Appraisal, [.. cases.Select(c => c.Id)], null, Cancel)).Accept();
        (await ArchiveLists.Save(Db, House, officer, list.Id, new()
        {
            Words = "两件仍有查考价值", Rest = (ArchiveVerdict.Destroy, null),
            Verdicts = new Dictionary<CaseId, (ArchiveVerdict, DateOnly?)> { [cases[0].Id] = (ArchiveVerdict.Keep, new(2046, 12, 31)), [cases[1].Id] = (ArchiveVerdict.Permanent, new(2046, 12, 31)) },
        }, Cancel)).Accept();
        (await Sign(officer, list.Id)).Accept();
        Assert.Equal((1, 0, 0), (await ArchiveShelf.Waiting(Db, Admin, Cancel), await ArchiveShelf.Waiting(Db, officer, Cancel), await ArchiveShelf.Waiting(Db, elsewhere, Cancel)));
        Assert.Equal("archive.approver", (await Sign(Account("colleague", Role.DepartmentOfficer, "cnipa-utilisation"), list.Id)).Refusal());
        Assert.Equal(3, ArchiveShelf.Due(Db, officer, today).Count()); // one signature decides nothing
        (await Sign(Admin, list.Id)).Accept();

        Assert.Equal([(new DateOnly(2046, 12, 31), null), (null, null), (last, today)], cases.Select(c => (Row(c.Id).KeepUntil, Row(c.Id).DestroyOn)));
        Assert.Equal((0, 1), (ArchiveShelf.Due(Db, officer, today).Count(), ArchiveShelf.Due(Db, officer, new(2047, 1, 1)).Count()));
        Assert.Equal("archive.not-due", (await ArchiveLists.Begin(Db, House, officer, ArchiveListKind.Appraisal, [cases[2].Id], null, Cancel)).Refusal());
        Assert.Equal((3, 3), (Db.RegisterEntries.Count(), Db.ServiceCertificates.Count())); // public registers and papers stand
        (await CaseArchives.Make(Db, House, Store.Files, officer, cases[2].Id, Cancel)).Accept(); // and so does the case
        Now.Moment = new(2047, 1, 1, 2, 0, 0, TimeSpan.Zero);
        (await ArchiveLists.Begin(Db, House, officer, ArchiveListKind.Appraisal, [cases[0].Id], null, Cancel)).Accept(); // it comes again when its new day is over
    }

    [Fact]
    public async Task Cases_that_were_over_before_there_was_a_day_of_it_are_counted_from_their_actions()
    {
        var (_, cases) = await Archived(2, archive: false);
        var before = cases.ConvertAll(c => (Row(c.Id).ClosedOn, Row(c.Id).KeepUntil));
        await Db.ServiceCases.ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedOn, (DateOnly?)null).SetProperty(c => c.KeepUntil, (DateOnly?)null), Cancel);
        Assert.Equal(2, await Retention.CatchUp(Db, House, Cancel));
        Assert.Equal(before, cases.ConvertAll(c => (Row(c.Id).ClosedOn, Row(c.Id).KeepUntil)));
        Assert.Equal(0, await Retention.CatchUp(Db, House, Cancel));

        // Opened again it is over no more; its retention begins anew.
        await Do(Admin, cases[0].Id, CaseActionKind.Reopen);
        Assert.Equal((null, null), (Row(cases[0].Id).ClosedOn, Row(cases[0].Id).KeepUntil));
    }

    Task<Outcome<ArchiveList>> Sign(Actor actor, ArchiveListId id) => ArchiveSigning.Sign(Db, House, Store.Files, actor, id, null, Cancel);

    async Task<ArchiveList> HandedOver(Actor officer, IReadOnlyList<ServiceCase> cases)
    {
        var list = (await ArchiveLists.Begin(Db, House, officer, ArchiveListKind.HandOver, [.. cases.Select(c => c.Id)], null, Cancel)).Accept();
        if (list.Party.Length == 0) (await ArchiveLists.Save(Db, House, officer, list.Id, new() { Party = "局档案室" }, Cancel)).Accept();
        (await Sign(officer, list.Id)).Accept();
        return (await Sign(Admin, list.Id)).Accept();
    }

    async Task<List<Outcome<T>>> AtOnce<T>(Func<ZhiceDb, Task<Outcome<T>>> work) where T : notnull => [.. await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
    {
        await using var db = Store.CreateContext();
        return await work(db);
    })))];

    // Granted, handed out and archived, each kept ten years.
    async Task<(Actor Officer, List<ServiceCase> Cases)> Archived(int count, bool archive = true)
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var paper = await Store.Files.Keep("%PDF-1.4 材料"u8.ToArray(), Cancel);
        var cases = new List<ServiceCase>();
        for (var i = 0; i < count; i++)
        {
            var row = await Granted(who, applicant.Id, officer, "evaluation_report_sharing");
            Assert.Equal(10, House.ItemOf(row).RetentionYears);
            await Do(who, row.Id, CaseActionKind.Deliver);
            if (archive) await Do(officer, row.Id, CaseActionKind.Archive);
            cases.Add(row);
        }
        await Db.CaseMaterials.ExecuteUpdateAsync(set => set.SetProperty(m => m.Sha256, paper).SetProperty(m => m.Size, 15), Cancel);
        Db.ChangeTracker.Clear();
        return (officer, cases);
    }

    ArchiveList List(ArchiveListId id) => Db.ArchiveLists.AsNoTracking().Single(l => l.Id == id);

    List<string?> Archives(ArchiveListId id) => [.. Db.ArchiveLines.Where(l => l.ListId == id).OrderBy(l => l.Id).Select(l => l.Archive)];

    async Task<Dictionary<string, byte[]>> Bundle(Actor actor, ArchiveListId id)
    {
        using var file = new MemoryStream();
        await CaseArchives.Write((await ArchiveBundles.Make(Db, House, Store.Files, actor, id, Cancel)).Accept(), Store.Files, file, Cancel);
        Db.ChangeTracker.Clear();
        file.Position = 0;
        var entries = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, Cancel);
        foreach (var entry in zip.Entries)
        {
            using var bytes = new MemoryStream();
            await using (var stream = await entry.OpenAsync(Cancel)) await stream.CopyToAsync(bytes, Cancel);
            entries.Add(entry.FullName, bytes.ToArray());
        }
        return entries;
    }

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
