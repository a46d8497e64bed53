using System.Globalization;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Submitting;

namespace Zhice.Domain.Tests.Submitting;

public sealed class WayTests
{
    static readonly WorkCalendar Calendar = new([
        new CalendarRow(2024, new(2024, 10, 1), new(2024, 10, 7), DayKind.Rest, "国庆节", "演示", false),
        new CalendarRow(2026, new(2026, 10, 1), new(2026, 10, 7), DayKind.Rest, "国庆节", "演示", false),
    ]);

    static SubmissionDue Due(int year) => SubmissionDue.Of([new ReportDuty { Due = new(year, 12, 15), Who = "各地区", Form = "电子件", Quote = new("", 0, 0) }], Calendar)!;

    [Theory]
    [InlineData("2026-12-10", "各市知识产权局|2026-06-25|于2026年6月25日前报送半年总结", "各市知识产权局|2026-12-10|12月10日前报送全年总结")]
    [InlineData("2026-12-05", "各市知识产权局、省直有关单位|2026-06-20|于每年6月20日和12月5日前报送半年和全年工作进展情况", "各市知识产权局、省直有关单位|2026-12-05|于每年6月20日和12月5日前报送半年和全年工作进展情况")]
    [InlineData("2025-12-10", "各省级知识产权管理部门|2025-12-10|应于2025年12月10日前将年度工作总结报送我局", "各省级知识产权管理部门|2026-01-15|次年1月15日前补报典型案例")] // cases are no year's end
    [InlineData("2027-01-31", "各成员单位|2026-12-15|将落实情况书面报送联席会议办公室", "各地区|2027-01-31|各地区于2027年1月底前报送")]
    [InlineData("2026-12-15", "|2026-12-15|请于12月15日前报送年度成效")] // who is not named asks everybody
    [InlineData(null, "深圳等知识产权质押融资试点城市|2026-06-30|于6月底前报送阶段性总结")] // pilots do not make every province late
    [InlineData(null, "各省知识产权局|2026-07-05|于7月5日前报送半年数据")]
    public void The_yearly_submission_is_the_one_that_all_offices_owe_at_the_end_of_the_year(string? day, params string[] duties)
    {
        var found = SubmissionDue.Of(duties.Select(d => d.Split('|')).Select((d, i) => new ReportDuty { Id = i, Who = d[0], Due = DateOnly.Parse(d[1], CultureInfo.InvariantCulture), Form = "", Quote = new(d[2], 0, 1) }), Calendar);
        Assert.Equal(day, found?.Nominal.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(2026, "2026-12-15", true)] // a Tuesday
    [InlineData(2024, "2024-12-16", true)] // a Sunday: the next working day
    [InlineData(2029, "2029-12-15", false)] // no notice yet: the document's own day, and the page says so
    public void The_fifteenth_of_December_moves_by_the_working_day_rule(int year, string last, bool known) =>
        Assert.Equal((DateOnly.ParseExact(last, "yyyy-MM-dd", CultureInfo.InvariantCulture), known), (Due(year).LastDay, Due(year).CalendarKnown));

    [Fact]
    public void A_document_that_names_no_day_makes_nobody_late()
    {
        Assert.Null(SubmissionDue.Of([new ReportDuty { Who = "各地区", Form = "纸件", Quote = new("", 0, 0) }], Calendar));
        Assert.Equal(Timeliness.Awaited, SubmissionDue.Judge(null, null, At("2030-01-01T00:00:00Z")));
    }

    [Theory]
    [InlineData("2026-12-15T15:59:59Z", Timeliness.OnTime)] // 23:59:59 in China
    [InlineData("2026-12-15T16:00:00Z", Timeliness.Late)] // midnight in China, still the 15th in London
    [InlineData("2026-12-15T08:00:00-08:00", Timeliness.Late)] // a sender's clock in another zone
    [InlineData("2026-12-16T07:59:00+14:00", Timeliness.Late)] // 01:59 on the 16th in China
    [InlineData("2027-01-02T01:00:00Z", Timeliness.Late)] // the year changed meanwhile
    public void The_day_is_a_day_in_China(string arrived, Timeliness expected) =>
        Assert.Equal(expected, SubmissionDue.Judge(Due(2026), At(arrived), At("2027-03-01T00:00:00Z")));

    [Theory]
    [InlineData("2026-12-15T15:59:59Z", Timeliness.Awaited)]
    [InlineData("2026-12-15T16:00:00Z", Timeliness.Missing)]
    public void What_has_not_come_is_missing_from_the_day_after(string now, Timeliness expected) => Assert.Equal(expected, SubmissionDue.Judge(Due(2026), null, At(now)));

    [Theory]
    [InlineData("2028-02-28T02:00:00Z", 2)] // the 29th lies between
    [InlineData("2028-02-28T16:30:00Z", 1)] // the 29th in China already
    [InlineData("2028-03-02T02:00:00Z", -1)]
    public void Days_left_count_the_29th_of_February(string now, int expected) => Assert.Equal(expected, new SubmissionDue(new(2028, 3, 1), new(2028, 3, 1), true).DaysLeft(At(now)));

    [Fact]
    public void No_move_leads_out_of_a_received_submission_and_none_takes_back_what_was_signed()
    {
        Assert.Empty(SubmissionMoves.From(SubmissionState.Received));
        Assert.Equal([SubmissionMove.Receive, SubmissionMove.Return], SubmissionMoves.From(SubmissionState.Submitted).Order());
        foreach (var state in Enum.GetValues<SubmissionState>())
            foreach (var move in Enum.GetValues<SubmissionMove>().Except(SubmissionMoves.From(state)))
                Assert.Equal("submission.not-now", SubmissionMoves.Decide(state, move, "理由").Code());
    }

    [Fact]
    public void A_return_gives_all_its_reasons_at_once_and_at_least_one()
    {
        Assert.Equal("submission.reasons", SubmissionMoves.Decide(SubmissionState.Submitted, SubmissionMove.Return, " \n ").Code());
        Assert.Equal("第三项缺佐证\n数字有误", SubmissionMoves.Decide(SubmissionState.Submitted, SubmissionMove.Return, " 第三项缺佐证\r\n\r\n数字有误 ").Accept().Reasons);
    }

    [Theory]
    [InlineData(Role.RegionalOfficer, "/1/5/", true, true, false)]
    [InlineData(Role.RegionalAdministrator, "/1/5/", true, true, true)]
    [InlineData(Role.RegionalAdministrator, "/1/5/9/", false, false, false)] // an office below neither reads nor writes
    [InlineData(Role.RegionalOfficer, "/1/6/", false, false, false)] // an office beside
    [InlineData(Role.DepartmentOfficer, "/1/3/", false, false, false)] // a department of the receiver
    [InlineData(Role.Auditor, "/1/", true, false, false)]
    [InlineData(Role.NationalAdministrator, "/1/", false, false, false)] // reads all, and writes for nobody
    [InlineData(Role.SystemAdministrator, "/1/", false, false, false)]
    public void A_draft_is_its_offices_own(Role role, string at, bool reads, bool writes, bool signs)
    {
        var actor = new Actor(new AccountId(1), "某人", [new HeldRole(role, new OrganisationId(1), at)]);
        Assert.Equal((reads, writes, signs), (SubmissionAccess.MayRead(actor, "/1/5/", "/1/", SubmissionState.Draft, false), SubmissionAccess.MayWrite(actor, "/1/5/"), SubmissionAccess.MaySign(actor, "/1/5/")));
    }

    [Theory]
    [InlineData(SubmissionState.Draft, false, false)]
    [InlineData(SubmissionState.InSignOff, false, false)]
    [InlineData(SubmissionState.Submitted, true, true)]
    [InlineData(SubmissionState.Returned, true, true)]
    public void A_province_sees_what_its_cities_sent_it_and_not_their_drafts(SubmissionState state, bool arrived, bool expected)
    {
        var province = new Actor(new AccountId(1), "省局", [new HeldRole(Role.RegionalAdministrator, new OrganisationId(5), "/1/5/")]);
        Assert.Equal(expected, SubmissionAccess.MayRead(province, "/1/5/9/", "/1/5/", state, arrived));
        Assert.True(SubmissionAccess.MayRead(province, "/1/5/9/", "/1/", SubmissionState.Draft, false)); // to the nation: the province stands between
    }

    [Fact]
    public void What_fits_no_more_is_refused_with_its_reason()
    {
        var body = Bodies.Body("完成。");
        PackedSubmission Came(int revision, string digest) =>
            new("submission", new(2026, "年度工作", "cnipa"), Bodies.Anhui, Bodies.Nation, revision, At("2026-12-10T02:00:00Z"), "张三", digest, false, body);
        HeldSubmission Held(int revision, string digest, SubmissionState state = SubmissionState.Submitted, bool imported = true) => new(imported, state, revision, digest);

        Assert.Equal(Arrival.Taken, ArrivalRules.Submission(Came(1, "a"), null).Accept().Arrival);
        Assert.Equal(Arrival.Known, ArrivalRules.Submission(Came(2, "a"), Held(2, "a", SubmissionState.Received)).Accept().Arrival);
        Assert.Equal(Arrival.Taken, ArrivalRules.Submission(Came(3, "b"), Held(2, "a", SubmissionState.Returned)).Accept().Arrival);
        Assert.Equal("package.two-of-one-number", ArrivalRules.Submission(Came(2, "b"), Held(2, "a")).Code());
        Assert.Equal("package.older", ArrivalRules.Submission(Came(1, "a"), Held(2, "b")).Code());
        Assert.Equal("package.received-already", ArrivalRules.Submission(Came(3, "b"), Held(2, "a", SubmissionState.Received)).Code());
        Assert.Equal("package.made-here", ArrivalRules.Submission(Came(3, "b"), Held(2, "a", imported: false)).Code());
    }
}
