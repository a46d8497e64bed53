using System.Globalization;
using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>How submissions, days and levels are worded beside the plainest way.</summary>
public sealed class DutyWordingTests
{
    static string Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    static PolicyDocument Notice(string sentence, string addressees = "各市州甲局：") =>
        Reader.Text($"某省甲局关于做好2025年工作的通知\n\n{addressees}\n\n一、重点任务\n\n（一）提升质量。先做好准备工作。（乙处负责）\n\n二、工作要求\n\n{sentence}\n\n某省甲局\n2025年1月8日\n");

    [Theory]
    [InlineData("各县局于11月20日前将自评材料以公函形式报市甲局。", "各县局|自评材料|市甲局|2025-11-20|公函")]
    [InlineData("各责任单位分别于7月10日、次年1月10日前将进展情况书面报联席会议办公室。", "各责任单位|进展情况|联席会议办公室|2025-07-10|书面;各责任单位|进展情况|联席会议办公室|2026-01-10|书面")]
    [InlineData("各县局要将自查情况于9月底前报市甲局。", "各县局|自查情况|市甲局|2025-09-30|")]
    [InlineData("各县局于3月15日前向市甲局报送工作计划。", "各县局|工作计划|市甲局|2025-03-15|")]
    [InlineData("各县局应于12月1日前将总结报送市甲局，市甲局于12月15日前审核汇总后报省甲局。", "各县局|总结|市甲局|2025-12-01|;市甲局|总结|省甲局|2025-12-15|")]
    [InlineData("10月15日前，各县局将案例送市甲局；市甲局初审后于10月30日前报省甲局。", "各县局|案例|市甲局|2025-10-15|;市甲局|案例|省甲局|2025-10-30|")]
    [InlineData("各县局于10月15日前将案例汇总表（excel版）发至abc@example.gov.cn。", "各县局|案例汇总表（excel版）||2025-10-15|")]
    [InlineData("各县局于10月15日前将年度总结通过管理系统报送省甲局。", "各县局|年度总结|省甲局|2025-10-15|")]
    [InlineData("（一）各县局于4月底前向市甲局报送计划。", "各县局|计划|市甲局|2025-04-30|")]
    [InlineData("请于11月底前将推进情况报送省甲局综合处。", "各市州甲局|推进情况|省甲局综合处|2025-11-30|")] // the letter asks whom it addresses
    public void A_submission_is_read_in_whatever_order_its_parts_stand(string sentence, string expected) =>
        Assert.Equal(expected, string.Join(';', Notice(sentence).Submissions.Select(d => $"{string.Join('、', d.Who)}|{d.What}|{d.To}|{Iso(d.Due)}|{string.Join('、', d.Form)}")));

    [Fact]
    public void Every_body_that_a_letter_addresses_is_asked() =>
        Assert.Equal(["各市、州甲局", "局机关各处室"], Notice("请于11月底前将推进情况报送省甲局综合处。", "各市、州甲局，局机关各处室：").Submissions.Single().Who);

    [Theory]
    [InlineData("对工作突出的单位予以通报省政府表扬，年底前申报省级示范。")]
    [InlineData("办好知识产权月报，6月底前在日报社发布信息。")]
    public void Words_that_only_hold_the_sign_for_reporting_send_nothing(string sentence) => Assert.Empty(Notice(sentence).Submissions);

    [Theory]
    [InlineData("次年3月底前", DeadlineKind.ByDate, "2026-03-31")]
    [InlineData("下一年度一季度", DeadlineKind.ByDate, "2026-03-31")]
    [InlineData("“十五五”末", DeadlineKind.ByDate, "2030-12-31")]
    [InlineData("“十四五”期末", DeadlineKind.ByYearEnd, "")]          // the document's own year
    [InlineData("2025年五一前", DeadlineKind.ByDate, "2025-04-30")]
    [InlineData("国庆节前", DeadlineKind.ByDate, "2025-09-30")]
    [InlineData("2026年元旦前", DeadlineKind.ByDate, "2025-12-31")]
    [InlineData("2025年中秋前", DeadlineKind.None, "")]                // the lunar calendar: no day is made up
    [InlineData("2025年省两会召开前", DeadlineKind.None, "")]
    [InlineData("接到通知后2个月内", DeadlineKind.None, "")]
    [InlineData("按工作进度推进", DeadlineKind.None, "")]
    public void A_deadline_cell_gives_its_day_or_keeps_its_words(string words, DeadlineKind kind, string day)
    {
        var deadline = Reader.Text($"某省2025年工作任务清单\n\n序号\t重点任务\t责任单位\t完成时限\n1\t推进工作甲。\t甲局\t{words}\n2\t推进工作乙。\t乙局\t持续推进\n").Tasks[0].Deadline;

        Assert.Equal((kind, day, words), (deadline.Kind, Iso(deadline.Date), deadline.Text));
        Assert.NotNull(deadline.Span);
    }

    [Fact]
    public void A_cell_with_a_dash_states_no_deadline() =>
        Assert.Null(Reader.Text("某省2025年工作任务清单\n\n序号\t重点任务\t责任单位\t完成时限\n1\t推进工作甲。\t甲局\t——\n2\t推进工作乙。\t乙局\t持续推进\n").Tasks[0].Deadline.Text);

    [Theory]
    [InlineData("二季度制定方案，三季度组织实施。", "2025-09-30")]
    [InlineData("5月底前完成招标，下半年启动建设。", "2025-12-31")]
    [InlineData("6月底前完成方案，总结2024年下半年经验。", "2025-06-30")] // no period opens the second clause
    public void The_later_of_two_periods_ends_the_work(string item, string day) => Assert.Equal(day, Iso(Reader.Item(item).Deadline is { Date: { } date } ? date : Reader.Item(item).Measures[0].Commitments[^1].Deadline.Date));

    static string Levels(string item) =>
        string.Join(';', Reader.Item(item).Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Targets).Select(t => $"{t.What} {Sign(t.Comparator)} {t.Value.ToString(CultureInfo.InvariantCulture)} {t.Unit}{(t.Growth ? " growth" : "")}"));

    static string Sign(Comparator comparator) => comparator switch { Comparator.AtMost => "<=", Comparator.Equal => "==", Comparator.AtLeast => ">=", Comparator.MoreThan => ">", _ => "<" };

    [Theory]
    [InlineData("群众满意度达到百分之九十点五以上。", "群众满意度 >= 90.5 %")]
    [InlineData("差错率不高于千分之三。", "差错率 <= 3 ‰")]
    [InlineData("维权成本降低四分之一以上。", "维权成本 <= -25 % growth")]
    [InlineData("交易额增长两倍以上。", "交易额 >= 2 倍 growth")]
    [InlineData("规上企业覆盖面达到八成以上。", "规上企业覆盖面 >= 8 成")]
    [InlineData("完成成果转化，形成成果库。", "")]
    [InlineData("培训基层人员三万人次。", "培训基层人员 >= 3 万人次")]
    [InlineData("页面打开时间不超过5秒。", "页面打开时间 <= 5 秒")]
    [InlineData("受理率为100%。", "受理率 >= 100 %")]
    [InlineData("规范商标代理行为，查处违法行为100件。", "查处违法行为 >= 100 件")] // 为 belongs to the noun there
    [InlineData("抽检合格率稳定在90%—95%。", "抽检合格率 >= 90 %;抽检合格率 <= 95 %")]
    [InlineData("培育示范园区3家至5家。", "培育示范园区 >= 3 家;培育示范园区 <= 5 家")]
    [InlineData("登记平均时长下降10%-20%。", "登记平均时长 <= -10 % growth;登记平均时长 >= -20 % growth")]
    [InlineData("结案率、调解成功率和满意率分别达到98%、70%和95%以上。", "结案率 >= 98 %;调解成功率 >= 70 %;满意率 >= 95 %")]
    [InlineData("培育领军企业、骨干企业分别为5家和40家。", "培育领军企业 >= 5 家;骨干企业 >= 40 家")]
    [InlineData("立案率、公开率均达到100%。", "立案率 >= 100 %;公开率 >= 100 %")]
    [InlineData("专利授权量达3万件，比上年增长8%左右。", "专利授权量 >= 3 万件;专利授权量 >= 8 % growth")]
    [InlineData("至少建设3个工作站，至多不超过8个。", "工作站 >= 3 个;工作站 <= 8 个")]
    [InlineData("开展巡讲不少于20场、3000人次。", "开展巡讲 >= 20 场;开展巡讲 >= 3000 人次")]
    [InlineData("市级驿站达到40个，其中新建6个；县级驿站100个。", "市级驿站 >= 40 个;市级驿站 >= 6 个;县级驿站 >= 100 个")]
    [InlineData("报送年度总结以及不少于3篇调研文章。", "调研文章 >= 3 篇")]
    [InlineData("到“十四五”末有效注册商标量突破20万件。", "有效注册商标量 > 20 万件")]
    [InlineData("仲裁委办结案件600余件。", "仲裁委办结案件 >= 600 件")]
    public void Levels_are_read_as_they_are_worded(string item, string expected) => Assert.Equal(expected, Levels(item));

    [Fact]
    public void The_end_of_a_five_year_plan_is_the_day_of_a_level() =>
        Assert.Equal(new DateOnly(2025, 12, 31), Reader.Item("到“十四五”末有效注册商标量突破20万件。").Measures[0].Commitments[0].Targets.Single().Due);
}
