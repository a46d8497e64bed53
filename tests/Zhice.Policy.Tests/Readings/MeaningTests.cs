using System.Globalization;
using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Deadlines, targets, submissions, citations and definitions in single sentences.</summary>
public sealed class MeaningTests
{
    static Deadline Noted(string words) => Reader.Item($"推进有关工作。（责任单位：条法司；完成时限：{words}）").Deadline;

    [Theory]
    [InlineData("年底前完成", DeadlineKind.ByYearEnd, null)]
    [InlineData("2025年底前", DeadlineKind.ByYearEnd, null)]              // the document's own year
    [InlineData("2027年底前", DeadlineKind.ByDate, "2027-12-31")]
    [InlineData("年内有阶段性成果", DeadlineKind.StageResultWithinYear, null)]
    [InlineData("2025年6月底前", DeadlineKind.ByDate, "2025-06-30")]
    [InlineData("6月底前", DeadlineKind.ByDate, "2025-06-30")]            // the year is the document's
    [InlineData("二月底前", DeadlineKind.ByDate, "2025-02-28")]
    [InlineData("三季度末前", DeadlineKind.ByDate, "2025-09-30")]
    [InlineData("上半年", DeadlineKind.ByDate, "2025-06-30")]
    [InlineData("12月15日前", DeadlineKind.ByDate, "2025-12-15")]
    [InlineData("二季度前出台方案，年底前见成效", DeadlineKind.ByYearEnd, null)] // the last one ends the task
    [InlineData("持续推进", DeadlineKind.Continuous, null)]
    [InlineData("长期坚持", DeadlineKind.Continuous, null)]
    [InlineData("视情况而定", DeadlineKind.None, null)]                   // vague stays vague
    public void A_deadline_is_typed_and_no_date_is_made_up(string words, DeadlineKind kind, string? date)
    {
        var deadline = Noted(words);

        Assert.Equal((kind, date), (deadline.Kind, deadline.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("发明专利审查周期压减至16.5个月。", "发明专利审查周期", "<=", 16.5, "个月", false)]
    [InlineData("商标注册平均审查周期稳定在4个月。", "商标注册平均审查周期", "==", 4, "个月", false)]
    [InlineData("惠及中小企业数量增长10%以上。", "惠及中小企业数量", ">=", 10, "%", true)]
    [InlineData("备案审核时限由20个工作日压缩至5个工作日以内。", "备案审核时限", "<=", 5, "个工作日", false)]
    [InlineData("全省质押登记金额超过120亿元。", "全省质押登记金额", ">", 120, "亿元", false)]
    [InlineData("首次贷款企业占比不低于３０％。", "首次贷款企业占比", ">=", 30, "%", false)]   // full-width
    [InlineData("完成建设 100 家技术与创新支持中心（TISC）首期目标。", "技术与创新支持中心（TISC）", ">=", 100, "家", false)]
    [InlineData("万人有效注册商标拥有量提高2个百分点。", "万人有效注册商标拥有量", ">=", 2, "个百分点", true)]
    [InlineData("办理差错率控制在3‰以内。", "办理差错率", "<=", 3, "‰", false)]
    [InlineData("投诉量下降10%以上。", "投诉量", "<=", -10, "%", true)]                       // a fall is negative growth
    [InlineData("全市新增服务站点三十个。", "全市新增服务站点", ">=", 30, "个", false)]
    [InlineData("组织供需对接活动，全年不少于12场。", "组织供需对接活动", ">=", 12, "场", false)] // the thing counted stands a clause before
    public void A_quantity_to_be_reached_is_a_target(string words, string what, string comparator, double value, string unit, bool growth)
    {
        var target = Assert.Single(Reader.Item(words).Measures[0].Commitments[0].Targets);

        Assert.Equal((what, comparator, (decimal)value, unit, growth), (target.What, Sign(target.Comparator), target.Value, target.Unit, target.Growth));
    }

    static string Sign(Comparator comparator) => comparator switch { Comparator.AtMost => "<=", Comparator.Equal => "==", Comparator.AtLeast => ">=", Comparator.MoreThan => ">", _ => "<" };

    [Theory]
    [InlineData("做好第46届世界技能大赛有关工作。")]
    [InlineData("办好合作50周年系列活动。")]
    [InlineData("发布2018年十大典型案例。")]
    [InlineData("落实《提升审查质量方案（2019—2022年）》。")]
    [InlineData("人民法院自受理之日起30日内作出决定。")]       // a period of law
    [InlineData("对获奖企业给予最高100万元奖励。")]            // a term of payment
    [InlineData("开展“剑网2019”专项行动，做到“两个维护”。")]
    public void A_number_that_nobody_has_to_reach_is_no_target(string words) =>
        Assert.Empty(Reader.Item(words).Measures[0].Commitments[0].Targets);

    [Fact]
    public void A_targets_due_day_is_the_one_that_the_words_name()
    {
        var targets = Reader.Item("到2026年底，有效发明专利拥有量达到12件。登记量达到5万件。").Measures[0].Commitments.SelectMany(c => c.Targets);

        Assert.Equal([new DateOnly(2026, 12, 31), null], targets.Select(t => t.Due));
    }

    [Fact]
    public void A_submission_duty_names_who_what_whom_when_and_in_what_form()
    {
        var duty = Assert.Single(Reader.Text("某局2025年工作指引\n\n一、任务\n\n（一）做好工作。推进各项工作。（条法司负责）\n\n二、工作要求\n\n各市知识产权局和有关部门要在2025年11月30日前将工作总结以纸件和电子件形式报送我局运用促进处。\n").Submissions);

        Assert.Equal((new DateOnly(2025, 11, 30), "运用促进处", "工作总结"), (duty.Due, duty.To, duty.What));
        Assert.Equal(["各市知识产权局", "有关部门"], duty.Who);
        Assert.Equal(["纸件", "电子件"], duty.Form);
    }

    [Fact]
    public void Cited_names_are_collected_once_with_inner_marks_kept()
    {
        var document = Reader.Text("某局2025年工作要点\n\n一、保护。落实《深入实施〈关于强化保护的意见〉推进计划》。再次落实《深入实施〈关于强化保护的意见〉推进计划》。\n");

        Assert.Equal(["深入实施〈关于强化保护的意见〉推进计划"], document.Citations.Select(c => c.Name));
    }

    [Theory]
    [InlineData("落实《强国建设纲要》（以下简称《纲要》）。", "纲要", "强国建设纲要")]
    [InlineData("推进国家知识产权强市建设（以下统称“强市建设”）。", "强市建设", "推进国家知识产权强市建设")]
    public void A_short_name_is_defined_by_the_words_before_it(string words, string name, string full)
    {
        var definition = Assert.Single(Reader.Text($"某局2025年工作要点\n\n一、工作。{words}\n").Definitions);

        Assert.Equal((name, full), (definition.ShortName, definition.FullName));
    }

    [Theory]
    [InlineData("周期为16.5个月。第二句。", 2)]
    [InlineData("要做到“实。新。严”三字。", 1)]            // a stop inside quotes ends nothing
    [InlineData("推进工作（含甲。乙），完善机制；再推进。", 1)]
    [InlineData("推进工作.完善机制.", 2)]                   // half-width stops
    public void Sentences_end_at_stops_outside_brackets(string words, int count) =>
        Assert.Equal(count, Reader.Item(words).Measures[0].Commitments.Count);
}
