using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Services;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Services;

public sealed class SqliteCaseFeeds(PostgresCluster cluster) : CaseFeedContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresCaseFeeds(PostgresCluster cluster) : CaseFeedContract(StoreProvider.PostgreSql, cluster);

/// <summary>What cases count into data elements: by day, by office, by region, as it was known, and to whom the cases behind are named.</summary>
public abstract class CaseFeedContract : CaseOffice
{
    const string Anhui = "office-340000", Jiangsu = "office-320000";

    int made;

    protected CaseFeedContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster) => On(2026, 1, 5);

    async Task<(Actor Who, ServiceApplicant Applicant)> Company(string division)
    {
        var who = Account($"firm{++made}");
        return (who, (await Applicants.Register(Db, who, new(ApplicantKind.Company, $"企业{made}", ExampleForm.Credit(made, division), "联系人", "010-12345678"), false, Now, Cancel)).Accept());
    }

    /// <summary>An application for an item with its example form and papers, handed in.</summary>
    async Task<CaseId> Sent(string item, string office, Actor who, ServiceApplicant applicant, params (string Field, string Value)[] typed)
    {
        var row = await Written(who, applicant.Id, item, office, definition =>
        {
            var form = Example(definition, ++made, new(2026, 1, 1), []);
            // Routing sends what concerns other countries to the national office; these cases are the region's own.
            if (form.ContainsKey("need")) form["need"] = "advice";
            form.Remove("country");
            if (form.ContainsKey("national")) form["national"] = "no";
            form.Remove("national_kind");
            foreach (var (field, value) in typed) form[field] = value;
            return form;
        });
        await Do(who, row.Id, CaseActionKind.Submit);
        return row.Id;
    }

    async Task Decided(Actor officer, CaseId id, string decision)
    {
        await Do(officer, id, CaseActionKind.Accept);
        await Decide(officer, id, decision);
    }

    async Task Decide(Actor officer, CaseId id, string decision)
    {
        await Through(officer, id, decision);
        await Do(officer, id, CaseActionKind.Decide, new() { Decision = decision });
    }

    void On(int year, int month, int day) => Now.Moment = new(new DateTime(year, month, day, 2, 0, 0), TimeSpan.Zero);

    Actor Officer(string office) => Account($"officer-{office}-{++made}", Role.RegionalOfficer, office);

    Actor Administrator(string office) => Account($"administrator-{office}-{++made}", Role.RegionalAdministrator, office);

    Actor National()
    {
        var account = Account($"nation-{++made}", Role.NationalAdministrator, "cnipa");
        return account;
    }

    async Task<CaseFigure?> Figure(string element, string office, Period period)
    {
        Db.ChangeTracker.Clear();
        var organisation = await Db.Organisations.AsNoTracking().SingleAsync(o => o.Code == office, Cancel);
        return (await CaseFigures.Read(Db, [StatisticsFiles.Shipped.Elements[element]], organisation, period, Cancel)).GetValueOrDefault(element);
    }

    async Task<decimal?> Value(string element, string office, Period period) => (await Figure(element, office, period))?.Value;

    async Task Declared(string source, Actor by, string office, DateOnly from) => (await CoverageDesk.Declare(Db, by, source, office, from, "全省统一入口通知", Now, Cancel)).Accept();

    [Fact]
    public async Task A_case_that_crosses_the_year_counts_where_its_day_says()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Officer(Anhui);
        On(2026, 3, 30);
        var aid = await Sent("rights_protection_aid", Anhui, who, applicant);
        await Do(officer, aid, CaseActionKind.Accept);
        var dispute = await Sent("infringement_adjudication", Anhui, who, applicant);
        await Do(officer, dispute, CaseActionKind.Accept);
        On(2026, 4, 9);
        await Decide(officer, aid, "aided");
        await Decide(officer, dispute, "infringed");
        var (march, april) = (Period.OfMonth(2026, 3), Period.OfMonth(2026, 4));
        // Of the requests accepted in March one is closed by now; the adjudication is closed in April, ten days after its acceptance.
        Assert.Equal((1, 1, null, null), (await Value("aid_requests", Anhui, march), await Value("aid_closed", Anhui, march), await Value("aid_requests", Anhui, april), await Value("aid_closed", Anhui, april)));
        Assert.Equal((null, 1, 10), (await Value("adjudications_closed", Anhui, march), await Value("adjudications_closed", Anhui, april), await Value("adjudication_days", Anhui, april)));
        Assert.Equal((1, 1), (await Value("adjudications_closed", "cnipa", Period.OfHalf(2026, 1)), await Value("adjudications_closed", "cnipa", Period.OfYear(2026))));
    }

    [Fact]
    public async Task A_case_opened_again_counts_anew_and_a_revoked_one_no_more_unless_its_end_is_an_ordinary_one()
    {
        var (who, applicant) = await Company("340100");
        var (officer, boss, nation) = (Officer(Anhui), Administrator(Anhui), National());
        On(2026, 3, 2);
        var dispute = await Sent("infringement_adjudication", Anhui, who, applicant);
        await Decided(officer, dispute, "infringed");
        var licence = await Sent("open_licence", "cnipa", who, applicant);
        await Decided(nation, licence, "publish");
        await Do(nation, licence, CaseActionKind.Deliver);
        var (march, may) = (Period.OfMonth(2026, 3), Period.OfMonth(2026, 5));
        Assert.Equal((1, 1), (await Value("adjudications_closed", Anhui, march), await Value("open_licences", Anhui, march)));
        var before = Now.Moment;

        On(2026, 5, 6);
        await Do(nation, licence, CaseActionKind.Revoke); // a declaration that is taken back was published in March all the same
        await Do(boss, dispute, CaseActionKind.Reopen);
        Assert.Equal((null, 1), (await Value("adjudications_closed", Anhui, march), await Value("open_licences", Anhui, march)));
        await Deliberated(officer, dispute, "infringed"); // what the panel said before is not said of the case as it is now
        await Do(officer, dispute, CaseActionKind.Decide, new() { Decision = "infringed" });
        Assert.Equal((null, 1), (await Value("adjudications_closed", Anhui, march), await Value("adjudications_closed", Anhui, may)));
        await Do(boss, dispute, CaseActionKind.Revoke);
        Assert.Null(await Value("adjudications_closed", Anhui, may));
        // What was known in March is still there.
        Assert.Equal(new DateOnly(2026, 3, 2), Assert.Single(Db.CaseCountRows.AsNoTracking().Where(c => c.CaseId == dispute && c.Element == "adjudications_closed" && c.KnownFrom <= before && (c.KnownTo == null || c.KnownTo > before))).On);
    }

    [Fact]
    public async Task Firms_that_are_not_told_apart_are_not_taken_for_one()
    {
        var nation = National();
        On(2026, 3, 2);
        for (var i = 0; i < 3; i++)
        {
            var (who, applicant) = await Company("340200");
            await Decided(nation, await Sent("pledge_registration", "cnipa", who, applicant, ("small", "yes"), ("pledgor_code", "")), "registered");
        }
        Assert.Equal(3m, (await Value("pledge_smes", Anhui, Period.OfQuarter(2026, 1)))!.Value);
    }

    [Fact]
    public async Task Amounts_are_added_in_their_own_unit_and_a_firm_counts_once_a_period()
    {
        var nation = National();
        On(2026, 3, 2);
        string one = ExampleForm.Credit(901, "340100"), two = ExampleForm.Credit(902, "340100");
        foreach (var (code, small, amount) in ((string, string, string)[])[(one, "yes", "30000000"), (one, "yes", "9000000.5"), (two, "yes", "1000000.25"), (two, "no", "7")])
        {
            var (who, applicant) = await Company("340200");
            await Decided(nation, await Sent("pledge_registration", "cnipa", who, applicant, ("amount", amount), ("small", small), ("pledgor_code", code)), "registered");
        }
        var quarter = Period.OfQuarter(2026, 1);
        // 30,000,000 + 9,000,000.50 + 1,000,000.25 + 7 yuan are 0.4000000775 of 100 million; two places are kept.
        Assert.Equal((0.40m, 4m, 2m, 3m), ((await Value("pledge_amount", Anhui, quarter))!.Value, (await Value("pledge_projects", Anhui, quarter))!.Value, (await Value("pledge_smes", Anhui, quarter))!.Value, (await Value("pledge_inclusive_projects", Anhui, quarter))!.Value));
        Assert.Equal((4m, null, null), ((await Value("pledge_projects", "office-340200", quarter))!.Value, await Value("pledge_projects", "office-340100", quarter), await Value("pledge_projects", Jiangsu, quarter)));
        var figure = (await Figure("pledge_amount", Anhui, quarter))!;
        Assert.Equal((false, "商标权质押不在本事项登记"), (figure.Whole, figure.Lacks));
    }

    [Fact]
    public async Task The_figures_are_those_that_a_count_by_hand_over_the_actions_gives()
    {
        var random = new Random(20260907);
        var (nation, boss) = (National(), Administrator(Anhui));
        var officers = new Dictionary<string, Actor>(StringComparer.Ordinal) { [Anhui] = Officer(Anhui), [Jiangsu] = Officer(Jiangsu) };
        string[] regions = ["340100", "320500", "440300"];
        for (var i = 0; i < 24; i++)
        {
            On(2026, 1 + random.Next(6), 1 + random.Next(27));
            var (who, applicant) = await Company(regions[random.Next(3)]);
            var office = random.Next(2) == 0 ? Anhui : Jiangsu;
            var (item, competent, officer) = random.Next(3) == 0 ? ("licence_contract_record", "cnipa", nation) : ("infringement_adjudication", office, officers[office]);
            var id = await Sent(item, competent, who, applicant);
            var way = random.Next(5);
            if (way == 0) await Do(who, id, CaseActionKind.Withdraw); // before its acceptance: no case was closed
            if (way == 0) continue;
            await Do(officer, id, CaseActionKind.Accept);
            Now.Moment = Now.Moment.AddDays(random.Next(40));
            if (way == 1)
            {
                await Do(who, id, CaseActionKind.Withdraw);
                continue;
            }
            await Decide(officer, id, House.ItemOf(Row(id)).Decisions[way == 2 ? 1 : 0].Code);
            if (way == 3 && competent == Anhui) await Do(boss, id, CaseActionKind.Reopen);
        }
        // By hand: the last decision, or the withdrawal after an acceptance, of each case that is not open again.
        var actions = (await Db.CaseActions.AsNoTracking().OrderBy(a => a.Sequence).ToListAsync(Cancel)).ToLookup(a => a.CaseId);
        var offices = await Db.Organisations.AsNoTracking().ToDictionaryAsync(o => o.Id, o => o.Code, Cancel);
        var byHand = (from row in Db.ServiceCases.AsNoTracking().ToList()
                      let way = actions[row.Id].ToList()
                      let end = way.FindLast(a => a.Kind is CaseActionKind.Decide or CaseActionKind.Withdraw)
                      let accepted = way.Find(a => a.Kind == CaseActionKind.Accept)
                      where end is not null && accepted is not null && !way.Exists(a => a.Kind == CaseActionKind.Reopen && a.Sequence > end.Sequence)
                      let code = Db.ServiceApplicants.AsNoTracking().Single(a => a.Id == row.ApplicantId).CreditCode!
                      select (row.Item, Office: offices[row.OfficeId], Region: code[2..4], Day: ChinaTime.DayOf(end.At), Days: ChinaTime.DayOf(end.At).DayNumber - ChinaTime.DayOf(accepted.At).DayNumber,
                          Granted: end.Kind == CaseActionKind.Decide && CasePayload.Read(end.Payload).Decision == "recorded")).ToList();
        var compared = 0;
        foreach (var period in Enumerable.Range(1, 12).Select(m => Period.OfMonth(2026, m)).Append(Period.OfYear(2026)))
        {
            bool In(DateOnly day) => day >= period.FirstDay && day <= period.LastDay;
            foreach (var office in (string[])[Anhui, Jiangsu])
            {
                var closed = byHand.Where(c => c.Item == "infringement_adjudication" && c.Office == office && In(c.Day)).ToList();
                var licences = byHand.Count(c => c.Granted && office.Contains(c.Region + "0000", StringComparison.Ordinal) && In(c.Day));
                Assert.Equal((office, period, closed.Count, closed.Sum(c => c.Days), licences),
                    (office, period, (int)(await Value("adjudications_closed", office, period) ?? 0), (int)(await Value("adjudication_days", office, period) ?? 0), (int)(await Value("patent_licences", office, period) ?? 0)));
                compared += closed.Count + licences;
            }
        }
        Assert.True(compared > 20, $"{compared} cases were compared");

        // Counted once more from nothing, as after a start with other definitions: the same figures.
        var standing = Standing();
        await Db.CaseCountRows.ExecuteDeleteAsync(Cancel);
        Assert.Equal(24, await CaseCounting.CatchUp(Db, House, Cancel));
        Assert.Equal(standing, Standing());
        Assert.Equal(0, await CaseCounting.CatchUp(Db, House, Cancel));
    }

    List<(CaseId, string, DateOnly, long)> Standing()
    {
        Db.ChangeTracker.Clear();
        return [.. Db.CaseCountRows.AsNoTracking().Where(c => c.KnownTo == null).OrderBy(c => c.CaseId).ThenBy(c => c.Element).AsEnumerable().Select(c => (c.CaseId, c.Element, c.On, c.Amount))];
    }

    [Fact]
    public async Task Cases_of_a_merged_office_and_of_its_region_are_the_heirs_from_that_day_on()
    {
        var nation = National();
        var (gone, heir) = (Db.Organisation("office-340100"), Db.Organisation("office-340200"));
        On(2026, 3, 2);
        var (who, applicant) = await Company("340100");
        await Decided(nation, await Sent("licence_contract_record", "cnipa", who, applicant), "recorded");
        (await OfficeFacts.Record(Db, nation, new(gone.Code, [(heir.Code, 1m)], new DateOnly(2026, 4, 1), SuccessionKind.Merger, "合并文件"), Now, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        On(2026, 5, 6);
        var (other, second) = await Company("340100");
        await Decided(nation, await Sent("licence_contract_record", "cnipa", other, second), "recorded");
        var (before, after, year) = (Period.OfQuarter(2026, 1), Period.OfQuarter(2026, 2), Period.OfYear(2026));
        Assert.Equal((1, null), (await Value("patent_licences", gone.Code, before), await Value("patent_licences", gone.Code, after)));
        Assert.Equal((null, 1), (await Value("patent_licences", heir.Code, before), await Value("patent_licences", heir.Code, after)));
        Assert.Equal((1, 1, 2), (await Value("patent_licences", gone.Code, year), await Value("patent_licences", heir.Code, year), await Value("patent_licences", Anhui, year)));
    }

    [Fact]
    public async Task A_figure_is_filled_in_where_it_was_declared_whole_and_is_disputed_instead_of_typed_over()
    {
        var (who, applicant) = await Applicant("li");
        var (officer, boss, nation) = (Officer(Anhui), Administrator(Anhui), National());
        Assert.Equal("coverage.national", (await CoverageDesk.Declare(Db, boss, "open_licence", Anhui, new(2026, 1, 1), "依据", Now, Cancel)).Refusal());
        Assert.Equal("coverage.office", (await CoverageDesk.Declare(Db, boss, "rights_protection_aid", "没有这个局", new(2026, 1, 1), "依据", Now, Cancel)).Refusal());
        Assert.Equal("access.denied", (await CoverageDesk.Declare(Db, officer, "rights_protection_aid", Anhui, new(2026, 1, 1), "依据", Now, Cancel)).Refusal());
        On(2026, 3, 30);
        var aid = await Sent("rights_protection_aid", Anhui, who, applicant);
        await Decided(officer, aid, "aided");
        var second = await Sent("rights_protection_aid", Anhui, who, applicant);
        await Do(officer, second, CaseActionKind.Accept);
        On(2026, 4, 2);
        var period = Period.OfMonth(2026, 3);
        (await CollectionDesk.Open(Db, nation, "protection_monthly", period, Db.Organisation("cnipa").Id, false, Now, Cancel)).Accept();

        var sheet = await Sheet();
        Assert.Empty(sheet.Held);
        Assert.Equal(2, sheet.Parts["aid_requests"].Value);
        Assert.Contains(sheet.Check(new Dictionary<string, string> { ["aid_requests"] = "1" }).Findings, f => f.Key == "platform-part/aid_requests");

        await Declared("rights_protection_aid", boss, Anhui, new(2026, 1, 1));
        sheet = await Sheet();
        Assert.Equal((2m, 1m), (sheet.Held["aid_requests"].Value, sheet.Held["aid_closed"].Value));
        Assert.False(sheet.Held.ContainsKey("precheck_requests"));
        Dictionary<string, string> typed = new(StringComparer.Ordinal) { ["aid_requests"] = "99", ["aid_closed"] = "98", ["precheck_requests"] = "5", ["precheck_passed"] = "4" };
        (await ReturnDesk.Send(Db, officer, sheet.Return.Id, new ReturnContent(sheet.Return.Version, typed, new Dictionary<string, string>()), Now, Cancel)).Accept();
        Assert.Equal((2m, ObservationSource.Platform), await Known("aid_requests")); // what was typed over it was not taken
        Assert.Equal((5m, ObservationSource.Entry), await Known("precheck_requests"));
        var then = Now.Moment.AddMinutes(1);

        // The second request is closed: the open return says so at once, the one that was sent stays as known until it is sent again.
        On(2026, 4, 8);
        await Decide(officer, second, "aided");
        sheet = await Sheet();
        Assert.Equal(2m, sheet.Held["aid_closed"].Value);
        Assert.Equal(1m, (await Known("aid_closed")).Value);
        (await ReturnDesk.Send(Db, officer, sheet.Return.Id, new ReturnContent(sheet.Return.Version, typed, new Dictionary<string, string>()), Now, Cancel)).Accept();
        Assert.Equal((2m, 1m), ((await Known("aid_closed")).Value, (await Known("aid_closed", then)).Value));

        Assert.Equal("dispute.not-held", (await DisputeDesk.Object(Db, officer, sheet.Return.Id, "precheck_requests", "不对", Now, Cancel)).Refusal());
        var dispute = (await DisputeDesk.Object(Db, officer, sheet.Return.Id, "aid_closed", "有一件重复登记", Now, Cancel)).Accept();
        Assert.Equal("dispute.open", (await DisputeDesk.Object(Db, officer, sheet.Return.Id, "aid_closed", "再提一次", Now, Cancel)).Refusal());
        Assert.Equal("access.denied", (await DisputeDesk.Answer(Db, officer, dispute.Id, "自己答复", Now, Cancel)).Refusal());
        Assert.Equal("dispute.missing", (await DisputeDesk.Answer(Db, Administrator(Jiangsu), dispute.Id, "别省答复", Now, Cancel)).Refusal());
        (await DisputeDesk.Answer(Db, boss, dispute.Id, "已核对，两件均为不同请求。", Now, Cancel)).Accept();

        // After the lock what was sent stands, and the page says that the cases have changed.
        On(2026, 6, 1);
        await Do(boss, second, CaseActionKind.Revoke);
        sheet = await Sheet();
        Assert.Equal((2m, "held.cases-then"), (sheet.Held["aid_closed"].Value, sheet.Held["aid_closed"].From.Code));

        async Task<ReturnSheet> Sheet()
        {
            Db.ChangeTracker.Clear();
            var office = Db.Organisation(Anhui).Id;
            var id = (await Db.StatisticalReturns.AsNoTracking().SingleAsync(r => r.OrganisationId == office, Cancel)).Id;
            return (await ReturnSheets.Open(Db, officer, id, ChinaTime.Today(Now), Cancel)).Accept();
        }

        async Task<(decimal Value, ObservationSource Source)> Known(string element, DateTimeOffset? at = null)
        {
            Db.ChangeTracker.Clear();
            var value = Assert.Single(await Observations.Read(Db, new([element], [period]) { Organisations = [Db.Organisation(Anhui).Id], KnownAt = at }, Cancel));
            return (value.Value, Db.ObservationBatches.AsNoTracking().Single(b => b.Id == value.Batch).Source);
        }
    }

    [Fact]
    public async Task A_case_behind_a_figure_is_named_to_those_who_may_open_it_and_to_nobody_else()
    {
        var (who, applicant) = await Company("340100");
        var nation = National();
        On(2026, 3, 2);
        var licence = await Sent("licence_contract_record", "cnipa", who, applicant);
        await Decided(nation, licence, "recorded");
        var officer = Officer(Anhui);
        await Decided(officer, await Sent("infringement_adjudication", Anhui, who, applicant), "infringed");
        await Decided(Officer(Jiangsu), await Sent("infringement_adjudication", Jiangsu, who, applicant), "infringed");
        (string Element, string Office)[] figures = [("patent_licences", Anhui), ("patent_licences", "cnipa"), ("adjudications_closed", Anhui), ("adjudications_closed", Jiangsu), ("adjudication_days", "cnipa"), ("adjudications_closed", "cnipa")];
        Actor[] readers = [Actor.Public, who, officer, Administrator(Anhui), Officer(Jiangsu), Officer("office-340100"), nation, Account("auditor", Role.Auditor, "cnipa"), Account("department", Role.DepartmentOfficer, "cnipa-utilisation")];
        var (named, unnamed) = (0, 0);
        foreach (var reader in readers)
            foreach (var (element, office) in figures)
            {
                Db.ChangeTracker.Clear();
                var list = await CountedCases.Load(Db, reader, StatisticsFiles.Shipped.Elements[element], Db.Organisation(office), Period.OfYear(2026), new(2026, 3, 2), 1, 50, Cancel);
                Assert.Equal(list.Total, list.Rows.Count);
                Assert.Equal(list.Hidden, list.Rows.Count(r => r.Seen is null));
                Assert.Equal(list.Figure?.Cases ?? 0, list.Total);
                foreach (var row in list.Rows)
                    if (row.Seen is { } seen)
                    {
                        Assert.True((await CaseBook.Open(Db, House, reader, seen.Id, Cancel)).Accepted(out _, out _), $"{reader.Name} {element} {office}");
                        named++;
                    }
                    else unnamed++;
                var visible = Db.VisibleCases(reader, new(2026, 3, 2)).Select(c => c.Id).ToHashSet();
                Assert.All(list.Rows, r => Assert.True(r.Seen is null || visible.Contains(r.Seen.Id)));
                Assert.True(reader.AccountId is not null || list.Rows.All(r => r.Seen is null && (r.Unit is null || r.Amount is null)));
            }
        Assert.True(named > 5 && unnamed > 5, $"{named} named, {unnamed} not");
    }

    [Fact]
    public async Task Ratings_count_for_the_office_that_was_rated()
    {
        var (who, applicant) = await Applicant("li");
        var (officer, boss) = (Officer(Anhui), Administrator(Anhui));
        On(2026, 3, 2);
        foreach (var level in (int[])[5, 3, 2])
        {
            var id = await Sent("rights_protection_aid", Anhui, who, applicant);
            await Decided(officer, id, "aided");
            (await Ratings.Rate(Db, House, who, id, level, null, Cancel)).Accept();
        }
        await Declared(CaseCoverage.Ratings, boss, Anhui, new(2026, 1, 1));
        var year = Period.OfYear(2026);
        Assert.Equal((3, 2), (await Value("ratings", Anhui, year), await Value("ratings_good", Anhui, year)));
        Assert.Equal((true, null), ((await Figure("ratings", Anhui, year))!.Whole, await Value("ratings", Jiangsu, year)));
    }
}
