using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Faults met in plans read for the first time: each with invented words that show it.</summary>
public sealed class UnseenPlanTests
{
    static IEnumerable<QuantityTarget> Targets(string sentence) => Reader.Item(sentence).Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Targets);

    [Theory]
    [InlineData("遴选第二批服务试点，由20个增加至50个。", "遴选第二批服务试点")]
    [InlineData("发布声明10件，建设品牌指导站，由3000家增加到4000家。", "建设品牌指导站")] // not what the earlier number counts
    [InlineData("市场主体翻一番，使用覆盖率达到80%以上。", "使用覆盖率")] // 使用 is the noun
    public void The_thing_counted_stands_before_its_old_value_and_keeps_its_first_word(string sentence, string what) =>
        Assert.Equal(what, Targets(sentence).Last().What);

    [Theory]
    [InlineData("各地区要结合实际开展不少于3场线上宣传活动。", "线上宣传活动", 3)] // the thing counted stands behind
    [InlineData("2026年起每年公开典型案例10件。", "公开典型案例", 10)]
    public void The_thing_counted_follows_a_verb_that_names_nothing(string sentence, string what, int value) =>
        Assert.Equal((what, (decimal)value), (Targets(sentence).Single().What, Targets(sentence).Single().Value));

    [Fact]
    public void A_rule_of_who_leads_is_no_part_of_the_title_and_a_column_of_tasks_names_them()
    {
        var document = Reader.Text("某省2022年质量提升行动任务分工\n（排名第一的为牵头单位）\n序号\t目标任务\t主要措施\t责任单位\t时间进度\n1\t优化资助政策\t全面清理资助政策。\t省甲局、省乙厅\t2022年6月\n2\t提升创造质量\t培育专利组合20个。\t省甲局、省丙厅\t2022年12月\n");

        Assert.Equal("某省2022年质量提升行动任务分工", document.Title);
        Assert.Equal(["优化资助政策", "提升创造质量"], document.Tasks.Select(t => t.Title));
        Assert.All(document.Tasks, t => Assert.Equal(AssignmentRole.Lead, t.Assignments[0].Role));
    }

    [Fact]
    public void The_theme_and_the_days_of_an_event_are_no_tasks()
    {
        var document = Reader.Text("关于做好2020年宣传周活动的通知\n各市局：\n现就有关事项通知如下：\n一、活动主题\n知识产权与健康。\n二、活动时间\n2020年4月20日至26日。\n三、重点活动\n（一）举办开幕活动。（省甲局牵头）\n（二）开展线上宣传。\n");
        Assert.Equal(["（一）", "（二）"], document.Tasks.Select(t => t.Number));
    }

    [Fact]
    public void So_many_things_that_are_judged_set_no_level() => Assert.Empty(Targets("制定评价办法，组织对31个省级节点开展年度评价。做好服务。"));

    [Fact]
    public void Actions_counted_behind_commas_are_actions_of_their_own() =>
        Assert.Equal(["一是打造特色产业带，", "二是推动与文旅融合，", "三是开展推广活动不少于10场。"],
            Reader.Item("一是打造特色产业带，二是推动与文旅融合，三是开展推广活动不少于10场。").Measures.SelectMany(m => m.Commitments).Select(c => c.Text));

    [Fact]
    public void The_sender_stands_before_how_often()
    {
        var duty = Reader.Text("某区2025年工作方案\n\n一、重点任务\n\n（一）提升质量。先做好准备工作。（甲局负责）\n\n二、工作要求\n\n各责任单位于每季度末月25日前将进展情况报区领导小组办公室。\n").Submissions.Single();
        Assert.Equal(("各责任单位", "进展情况"), (string.Join('|', duty.Who), duty.What));
    }

    [Fact]
    public void Whom_to_ask_about_a_letter_is_no_task_and_points_beside_another_table_are()
    {
        var document = Reader.Text("某市知识产权局文件\n某市知〔2023〕18号\n关于印发《某市2023年知识产权工作要点》和《任务分工表》的通知\n各县区局：\n现将《某市2023年知识产权工作要点》《任务分工表》印发给你们，请认真落实。\n联系人：李某  电话：0000-1234567\n附件：1.某市2023年知识产权工作要点\n      2.任务分工表\n某市知识产权局\n2023年3月2日\n附件1\n某市2023年知识产权工作要点\n一、突出质量导向\n全面提升专利质量，拥有量达到15件。\n二、突出转化运用\n引导银行开展质押融资，新增贷款5亿元以上。\n附件2\n任务分工表\n序号\t任务\t责任科室\t完成时限\n1\t组织开展奖项评选，推荐项目10项\t促进科\t6月底前\n2\t开展“蓝天”专项整治，检查代理机构\t保护科、执法支队\t10月底前\n3\t举办中小学教育活动20场\t办公室、促进科\t年底前\n");

        Assert.Equal(["突出质量导向", "突出转化运用", null, null, null], document.Tasks.Select(t => t.Title));
        Assert.All(document.Tasks, t => Assert.NotEmpty(t.Measures));
        Assert.Equal(["促进科", "保护科|执法支队", "办公室|促进科"], document.Tasks.Skip(2).Select(t => string.Join('|', t.Assignments.Select(a => a.Organisation))));
    }

    [Fact]
    public void A_day_with_a_blank_behind_its_year_is_no_count_of_a_row()
    {
        var document = Reader.Text("某市2026年重点工作任务分解表\n\n序号 重点任务 工作内容 责任单位 完成时间\n1\n推动专利转化运\n用\n组织开展对接活动 20 场以\n上，促成许可 300\n件。\n市甲局、\n市乙局\n2026 年 11 月底\n前\n2\n加强商业秘密保\n护\n完成示范基地建设 3\n个，建立联系点制度。\n市丙局\n2026 年 6 月底\n前\n");

        Assert.Equal([("推动专利转化运用", new DateOnly(2026, 11, 30)), ("加强商业秘密保护", new DateOnly(2026, 6, 30))], document.Tasks.Select(t => (t.Title!, t.Deadline.Date!.Value)));
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void Rows_between_empty_lines_with_their_short_cells_in_the_middle_are_read_by_their_places()
    {
        const string Text = "某市2026年重点工作任务分解表\n\n序号     重点任务          工作内容           责任单位      完成时间\n\n             组织开展专利转化对接活动 20 场以\n                                市市场监管局、\n     推动专利转化运 上，促成高校院所专利转让许可 300         2026 年 11 月底\n1                               市科技局、市教\n     用       件，技术合同成交额年均增长 10%以         前\n                                育局\n             上。\n\n             专利商标质押融资登记金额突破 80 亿\n                                 市地方金融局、\n     深化知识产权金                     市市场监管局， 2026 年 12 月底\n2            元；惠及企业 500 家。各县区要建立\n     融服务                         各县（区）人民 前\n             银企对接机制。\n                                 政府\n\n     加强商业秘密保 完成商业秘密保护示范基地建设 3     市市场监管局、 2026 年 6 月底\n3\n     护       个，建立商业秘密保护联系点制度。     市公安局    前\n";
        var document = Reader.Text(Text);

        Assert.Equal(["推动专利转化运用", "深化知识产权金融服务", "加强商业秘密保护"], document.Tasks.Select(t => t.Title));
        Assert.Equal(["市市场监管局|市科技局|市教育局", "市地方金融局|市市场监管局|各县（区）人民政府", "市市场监管局|市公安局"], document.Tasks.Select(t => string.Join('|', t.Assignments.Select(a => a.Organisation))));
        Assert.Equal([new DateOnly(2026, 11, 30), new(2026, 12, 31), new(2026, 6, 30)], document.Tasks.Select(t => t.Deadline.Date!.Value));
        Assert.Equal("组织开展专利转化对接活动20场以上，促成高校院所专利转让许可300件，技术合同成交额年均增长10%以上。", document.Tasks[0].Measures.Single().Text);
    }
}
