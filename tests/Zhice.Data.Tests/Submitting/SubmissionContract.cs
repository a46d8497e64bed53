using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Tests.Submitting;

public sealed class SqliteSubmissions(PostgresCluster cluster) : SubmissionContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresSubmissions(PostgresCluster cluster) : SubmissionContract(StoreProvider.PostgreSql, cluster);

/// <summary>Drafting, two editors, signing, receiving: on both stores.</summary>
public abstract class SubmissionContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    static readonly string[] Places = ["cnipa", "cnipa-utilisation", "office-340000", "office-340100", "office-320000"];

    readonly WorkedYear.Standing clock = new("2026-12-10T02:00:00Z");

    [Fact]
    public async Task A_draft_is_made_of_accepted_reports_and_each_save_is_a_revision_of_its_own()
    {
        var (_, writer, id) = await Begun();
        var opened = (await SubmissionDesk.Open(Db, writer, id, null, Cancel)).Accept();

        Assert.Equal(["修订印发专利资助办法。", "兑付资助320件。", "合肥市出台细则。"], opened.Body.Items.First().Paragraphs.Select(p => p.Words));
        Assert.Equal((2, 1, 3, 1), (opened.Revision.Tasks, opened.Revision.Silent, opened.Revision.Sentences, opened.Revision.Unsupported));
        Assert.Equal("资助办法.pdf", opened.Body.Items.First().Paragraphs[0].Sentences[0].Evidence.Single().Title);

        await Write(writer, id, 1, "修订印发了专利资助办法。");
        Assert.Equal([1, 2], await Db.SubmissionRevisions.Where(r => r.SubmissionId == id).OrderBy(r => r.Number).Select(r => r.Number).ToListAsync(Cancel));
        Assert.Equal("修订印发专利资助办法。", (await SubmissionDesk.Open(Db, writer, id, 1, Cancel)).Accept().Body.Items.First().Paragraphs[0].Words);
        Assert.Equal(["submission.begin", "submission.save"], Db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToList());
    }

    [Fact]
    public async Task What_is_not_yet_sent_waits_in_the_inbox_until_its_last_day_in_time_and_from_the_start_of_the_draft_leads_to_it()
    {
        var year = WorkedYear.Fill(Db);
        var (writer, city) = (WorkedYear.Person(Db, Role.RegionalOfficer, "office-340000"), WorkedYear.Person(Db, Role.RegionalOfficer, "office-340100"));
        async Task<List<(InboxKind Kind, long Id, DateOnly? Due)>> Waits(Actor actor, DateOnly? until) => [..
            from item in await Inbox.Load(Db, actor, new(2026, 12, 10), until, Cancel)
            where item.Kind is InboxKind.SubmissionToBegin or InboxKind.SubmissionToFinish
            select (item.Kind, item.Id, item.Due)];

        Assert.Equal([(InboxKind.SubmissionToBegin, year.Programme.Id.Value, new DateOnly(2026, 12, 15))], await Waits(writer, new(2026, 12, 15)));
        Assert.Empty(await Waits(writer, new(2026, 12, 14)));
        Assert.Empty(await Waits(city, null)); // the city reports to the province, and not to the owner of this programme
        var begun = (await SubmissionDesk.Begin(Db, writer, DefinitionFiles.Shipped, year.Programme.Id, year.Anhui.Id, clock, Cancel)).Accept();
        Assert.Equal([(InboxKind.SubmissionToFinish, begun.Id.Value, new DateOnly(2026, 12, 15))], await Waits(writer, null));
    }

    [Fact]
    public async Task A_second_editor_of_the_same_task_is_told_and_one_of_another_task_goes_on()
    {
        var (_, writer, id) = await Begun();
        await Write(writer, id, 1, "甲改了。");

        var same = await Save(writer, id, 1, "1", item => BodyEditing.Rewrite(item, ["乙也改了。", "", ""], ""));
        var other = await Save(writer, id, 1, "2", item => BodyEditing.Rewrite(item, [], "乙写了另一项。"));

        Assert.Equal("submission.changed", same.Refusal());
        var body = SubmissionDesk.BodyOf(other.Accept());
        Assert.Equal(("甲改了。", "乙写了另一项。"), (body.Items.First().Paragraphs[0].Words, body.Items.Last().Paragraphs[0].Words));
    }

    [Fact]
    public async Task Two_saves_in_one_moment_are_both_there()
    {
        var (_, writer, id) = await Begun();
        await using var second = Store.CreateContext();
        var racing = false;
        var first = await SubmissionDesk.Save(Db, writer, id, 1, "item/1", body => Find(body, "1"), body =>
        {
            // Between reading and writing of the first, the second saves.
            if (!racing)
            {
                racing = true;
                SubmissionDesk.Save(second, writer, id, 1, "item/2", b => Find(b, "2"), b => b.With(BodyEditing.Rewrite(Find(b, "2"), [], "乙。").Accept()), clock, Cancel)
                    .GetAwaiter().GetResult().Accept();
            }
            return body.With(BodyEditing.Rewrite(Find(body, "1"), ["甲。", "", ""], "").Accept());
        }, clock, Cancel);

        var stands = SubmissionDesk.BodyOf(first.Accept());
        Assert.Equal((3, "甲。", "乙。"), (first.Accept().Number, Find(stands, "1").Paragraphs[0].Words, Find(stands, "2").Paragraphs[0].Words));
    }

    [Fact]
    public async Task The_way_leads_from_the_draft_over_signing_and_a_return_to_the_receipt()
    {
        var (_, writer, id) = await Begun();
        var (signer, receiver) = (WorkedYear.Person(Db, Role.RegionalAdministrator, "office-340000", 2), WorkedYear.Person(Db, Role.NationalAdministrator, "cnipa", 3));

        Assert.Equal("access.denied", (await Move(signer, id, SubmissionMove.Sign)).Refusal());
        (await Move(writer, id, SubmissionMove.ToSignOff)).Accept();
        Assert.Equal("access.denied", (await Move(writer, id, SubmissionMove.Sign)).Refusal()); // an officer drafts, the administrator signs
        Assert.Equal("submission.not-now", (await Save(writer, id, 1, "2", item => BodyEditing.Rewrite(item, [], "迟到的话。"))).Refusal());
        Assert.NotNull((await Move(signer, id, SubmissionMove.Sign)).Accept().Package);
        (await Move(receiver, id, SubmissionMove.Return, "第二项没有进展\n请补充")).Accept();

        clock.Now = new DateTimeOffset(2027, 1, 2, 1, 0, 0, TimeSpan.Zero); // over the year's end
        (await Save(writer, id, 1, "2", item => BodyEditing.Rewrite(item, [], "补上了。"))).Accept();
        (await Move(writer, id, SubmissionMove.ToSignOff)).Accept();
        (await Move(signer, id, SubmissionMove.Sign)).Accept();
        var received = (await Move(receiver, id, SubmissionMove.Receive)).Accept();

        Assert.Equal((SubmissionState.Received, "回执〔2026〕1号", 2), (received.State, received.ReceiptNumber, received.Revision));
        Assert.Equal(new DateOnly(2026, 12, 10), ChinaTime.DayOf(received.ArrivedAt!.Value)); // the first arrival counts
        Assert.Equal("submission.not-now", (await Move(receiver, id, SubmissionMove.Return, "晚了")).Refusal());
    }

    [Fact]
    public async Task Nobody_signs_their_own_words_while_somebody_else_could_and_alone_it_is_recorded()
    {
        var year = WorkedYear.Fill(Db);
        var (head, colleague) = (Account("head"), Account("colleague"));
        var grant = new RoleGrant { AccountId = colleague, Role = Role.RegionalOfficer, OrganisationId = year.Anhui.Id, GrantedAt = clock.Now };
        Db.AddRange(new RoleGrant { AccountId = head, Role = Role.RegionalAdministrator, OrganisationId = year.Anhui.Id, GrantedAt = clock.Now }, grant);
        Db.SaveChanges();
        var signer = WorkedYear.Person(Db, Role.RegionalAdministrator, "office-340000", head.Value);
        Db.ChangeTracker.Clear();
        var id = (await SubmissionDesk.Begin(Db, signer, DefinitionFiles.Shipped, year.Programme.Id, year.Anhui.Id, clock, Cancel)).Accept().Id;
        (await Move(signer, id, SubmissionMove.ToSignOff)).Accept();

        Assert.Equal("submission.own-words", (await Move(signer, id, SubmissionMove.Sign)).Refusal());
        await Db.RoleGrants.Where(g => g.Id == grant.Id).ExecuteUpdateAsync(set => set.SetProperty(g => g.RevokedAt, clock.Now), Cancel);
        (await Move(signer, id, SubmissionMove.Sign)).Accept();

        var written = (await Db.AuditEntries.OrderByDescending(e => e.Id).FirstAsync(e => e.Action == "submission.move", Cancel)).Body;
        Assert.Contains(@"""alone"":true", System.Text.Encoding.UTF8.GetString(written), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_everybody_wrote_whoever_did_not_write_last_may_sign_once_given_the_duty()
    {
        var year = WorkedYear.Fill(Db);
        var (head, colleague) = (Account("head"), Account("colleague"));
        Db.AddRange(new RoleGrant { AccountId = head, Role = Role.RegionalAdministrator, OrganisationId = year.Anhui.Id, GrantedAt = clock.Now },
            new RoleGrant { AccountId = colleague, Role = Role.RegionalOfficer, OrganisationId = year.Anhui.Id, GrantedAt = clock.Now });
        Db.SaveChanges();
        var (signer, officer) = (WorkedYear.Person(Db, Role.RegionalAdministrator, "office-340000", head.Value), WorkedYear.Person(Db, Role.RegionalOfficer, "office-340000", colleague.Value));
        Db.ChangeTracker.Clear();
        var id = (await SubmissionDesk.Begin(Db, officer, DefinitionFiles.Shipped, year.Programme.Id, year.Anhui.Id, clock, Cancel)).Accept().Id;
        await Write(signer, id, 1, "局领导改了一句。");
        (await Move(officer, id, SubmissionMove.ToSignOff)).Accept();

        Assert.Equal("submission.own-words", (await Move(signer, id, SubmissionMove.Sign)).Refusal()); // wrote the last words
        var opened = (await SubmissionDesk.Open(Db, signer, id, null, Cancel)).Accept();
        var signing = await SubmissionSigning.Of(Db, signer, opened, new(2026, 12, 10), Cancel);
        Assert.Equal((true, 0, 1), (signing.NeedsAnother, signing.Able.Count, signing.Nameable.Count)); // nobody can now; one could be given the duty
        Db.Add(new Domain.Reporting.OfficeDuty { OrganisationId = year.Anhui.Id, AccountId = colleague, Step = Domain.Reporting.OfficeStep.SignOff, From = new(2026, 1, 1) });
        Db.SaveChanges();
        Db.ChangeTracker.Clear();
        Assert.Equal(SubmissionState.Submitted, (await Move(officer, id, SubmissionMove.Sign)).Accept().State);
    }

    [Fact]
    public async Task Where_signing_is_switched_off_who_writes_sends_and_what_waits_is_let_go()
    {
        var (year, writer, id) = await Begun();
        Account("writer");
        (await Move(writer, id, SubmissionMove.ToSignOff)).Accept();
        Assert.Equal("access.denied", (await Move(writer, id, SubmissionMove.Sign)).Refusal());
        Db.Add(new Domain.Reporting.OfficeSteps { OrganisationId = year.Anhui.Id, Review = true, SignOff = false });
        Db.SaveChanges();
        Db.ChangeTracker.Clear();
        Assert.Equal(SubmissionState.Submitted, (await Move(writer, id, SubmissionMove.Sign)).Accept().State);
        await Db.Submissions.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SubmissionState.Draft), Cancel);
        Db.ChangeTracker.Clear();
        Assert.Equal("access.denied", (await Move(writer, id, SubmissionMove.ToSignOff)).Refusal()); // there is no such step any more
        Assert.Equal(SubmissionState.Submitted, (await Move(writer, id, SubmissionMove.Sign)).Accept().State);
    }

    [Fact]
    public async Task An_officer_with_the_duty_to_sign_signs_and_the_administrator_without_it_no_longer_does()
    {
        var (year, writer, id) = await Begun();
        Account("writer");
        var named = Account("named");
        var (deputy, signer) = (WorkedYear.Person(Db, Role.RegionalOfficer, "office-340000", named.Value), WorkedYear.Person(Db, Role.RegionalAdministrator, "office-340000", 99));
        Db.Add(new Domain.Reporting.OfficeDuty { OrganisationId = year.Anhui.Id, AccountId = named, Step = Domain.Reporting.OfficeStep.SignOff, From = new(2026, 1, 1) });
        Db.SaveChanges();
        (await Move(writer, id, SubmissionMove.ToSignOff)).Accept();

        Assert.Equal("access.denied", (await Move(signer, id, SubmissionMove.Sign)).Refusal());
        Assert.Equal("access.denied", (await Move(writer, id, SubmissionMove.Sign)).Refusal());
        Assert.Equal(SubmissionState.Submitted, (await Move(deputy, id, SubmissionMove.Sign)).Accept().State);
    }

    [Fact]
    public async Task A_move_on_what_has_moved_meanwhile_is_refused()
    {
        var (_, writer, id) = await Begun();
        await Write(writer, id, 1, "改了一处。");
        Assert.Equal("submission.moved", (await SubmissionWay.Move(Db, Store, writer, id, 1, SubmissionMove.ToSignOff, null, clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task The_receiver_of_a_returned_submission_sees_what_was_sent_and_not_the_draft_after_it()
    {
        var year = WorkedYear.Fill(Db);
        var programme = new Domain.Programme.YearProgramme { Year = 2026, Name = "省内工作", OwnerId = year.Anhui.Id, CreatedAt = clock.Now };
        Db.Add(programme);
        Db.SaveChanges();
        var city = WorkedYear.Person(Db, Role.RegionalAdministrator, "office-340100");
        var province = WorkedYear.Person(Db, Role.RegionalAdministrator, "office-340000", 2);
        var body = BodyBuilder.Build(new BodySource("省内工作", 2026, new("office-340100", "合肥市知识产权局"), new("office-340000", "安徽省知识产权局"), [], new Dictionary<string, IndicatorField>()));
        var text = SubmissionDesk.Texts(body).Accept();
        var submission = new Submission
        {
            ProgrammeId = programme.Id, OrganisationId = Db.Organisation("office-340100").Id, ReceiverId = year.Anhui.Id, Revision = 1, Digest = text.Digest, CreatedAt = clock.Now, Version = 1,
        };
        Db.Add(submission);
        Db.SaveChanges();
        SubmissionDesk.Add(Db, submission, body, text, new(1), clock.Now);
        Db.SaveChanges();
        Db.ChangeTracker.Clear();

        Assert.Equal("submission.missing", (await SubmissionDesk.Open(Db, province, submission.Id, null, Cancel)).Refusal());
        (await Move(city, submission.Id, SubmissionMove.ToSignOff)).Accept();
        Assert.Equal("submission.missing", (await SubmissionDesk.Open(Db, province, submission.Id, null, Cancel)).Refusal());
        (await Move(city, submission.Id, SubmissionMove.Sign)).Accept();
        (await Move(province, submission.Id, SubmissionMove.Return, "请补充")).Accept();
        (await SubmissionDesk.Save(Db, city, submission.Id, 1, "head", b => new { b.Title }, b => b with { Title = "新标题" }, clock, Cancel)).Accept();

        Assert.Equal(1, (await SubmissionDesk.Open(Db, province, submission.Id, null, Cancel)).Accept().Revision.Number);
        Assert.Equal("submission.missing", (await SubmissionDesk.Open(Db, province, submission.Id, 2, Cancel)).Refusal());
        Assert.Equal(2, (await SubmissionDesk.Open(Db, city, submission.Id, null, Cancel)).Accept().Revision.Number);
    }

    [Fact]
    public async Task The_filter_of_lists_says_the_same_as_the_policy_for_every_role_and_state()
    {
        var (_, _, id) = await Begun();
        Actor[] people =
        [
            .. from role in Enum.GetValues<Role>()
               from at in Places
               select WorkedYear.Person(Db, role, at),
            Actor.Public,
        ];
        foreach (var state in Enum.GetValues<SubmissionState>())
            foreach (var arrived in new[] { true, false })
            {
                await Db.Submissions.ExecuteUpdateAsync(s => s.SetProperty(x => x.State, state).SetProperty(x => x.ArrivedAt, arrived ? clock.Now : null), Cancel);
                foreach (var person in people)
                    Assert.Equal(
                        SubmissionAccess.MayRead(person, Db.Organisation("office-340000").Path, Db.Organisation("cnipa").Path, state, arrived),
                        await Db.VisibleSubmissions(person).AnyAsync(s => s.Id == id, Cancel));
            }
    }

    [Theory]
    [InlineData(Role.RegionalOfficer, "office-320000", "office-340000", "access.denied")] // another office's
    [InlineData(Role.RegionalAdministrator, "office-340000", "office-340100", "access.denied")] // the office above does not write for the one below
    [InlineData(Role.DepartmentOfficer, "cnipa-utilisation", "cnipa-utilisation", "access.denied")]
    [InlineData(Role.RegionalOfficer, "office-340102", "office-340102", "submission.nothing-owed")]
    public async Task Only_the_own_office_begins_and_only_where_something_is_owed(Role role, string at, string office, string code)
    {
        var year = WorkedYear.Fill(Db);
        Assert.Equal(code, (await SubmissionDesk.Begin(Db, WorkedYear.Person(Db, role, at), DefinitionFiles.Shipped, year.Programme.Id, Db.Organisation(office).Id, clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task Beginning_twice_gives_the_same_submission()
    {
        var (year, writer, id) = await Begun();
        Assert.Equal(id, (await SubmissionDesk.Begin(Db, writer, DefinitionFiles.Shipped, year.Programme.Id, year.Anhui.Id, clock, Cancel)).Accept().Id);
    }

    [Fact]
    public async Task A_refresh_brings_what_was_accepted_since()
    {
        var (year, writer, id) = await Begun();
        WorkedYear.Report(Db, year.Programme, year.Owed, "修订印发专利资助办法，并组织宣讲。", 2026, month: 11);
        Db.ChangeTracker.Clear();
        var body = SubmissionDesk.BodyOf((await SubmissionDesk.Refresh(Db, writer, DefinitionFiles.Shipped, id, clock, Cancel)).Accept());
        Assert.Equal(["修订印发专利资助办法，并组织宣讲。", "合肥市出台细则。"], body.Items.First().Paragraphs.Select(p => p.Words));
    }

    AccountId Account(string login)
    {
        var account = new Account { Login = login, DisplayName = login, CreatedAt = clock.Now };
        Db.Add(account);
        Db.SaveChanges();
        return account.Id;
    }

    async Task<(WorkedYear Year, Actor Writer, SubmissionId Id)> Begun()
    {
        var year = WorkedYear.Fill(Db);
        var writer = WorkedYear.Person(Db, Role.RegionalOfficer, "office-340000");
        var begun = (await SubmissionDesk.Begin(Db, writer, DefinitionFiles.Shipped, year.Programme.Id, year.Anhui.Id, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        return (year, writer, begun.Id);
    }

    async Task Write(Actor writer, SubmissionId id, int seen, string words) =>
        (await Save(writer, id, seen, "1", item => BodyEditing.Rewrite(item, [words, .. item.Paragraphs.Skip(1).Select(p => p.Words)], ""))).Accept();

    async Task<Outcome<SubmissionRevision>> Save(Actor writer, SubmissionId id, int seen, string key, Func<BodyItem, Outcome<BodyItem>> change)
    {
        Db.ChangeTracker.Clear();
        return await SubmissionDesk.Save(Db, writer, id, seen, $"item/{key}", body => Find(body, key), body => body.With(change(Find(body, key)).Accept()), clock, Cancel);
    }

    async Task<Outcome<Submission>> Move(Actor actor, SubmissionId id, SubmissionMove move, string? reasons = null)
    {
        Db.ChangeTracker.Clear();
        var version = await Db.Submissions.Where(s => s.Id == id).Select(s => s.Version).SingleAsync(Cancel);
        return await SubmissionWay.Move(Db, Store, actor, id, version, move, reasons, clock, Cancel);
    }

    static BodyItem Find(SubmissionBody body, string key) => body.Items.Single(item => item.Key == key);
}
