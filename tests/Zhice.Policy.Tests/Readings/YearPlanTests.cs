using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Wordings of plans and lists of other years and places: what is said without 前, counted inside a sentence, or stated of a level.</summary>
public sealed class YearPlanTests
{
    static IEnumerable<Commitment> Commitments(string sentences) => Reader.Item(sentences).Measures.SelectMany(m => m.Commitments);

    [Theory]
    [InlineData("上半年完成调研。", DeadlineKind.ByDate, "2025-06-30")]
    [InlineData("开展调研，6月底出台细则。", DeadlineKind.ByDate, "2025-06-30")]
    [InlineData("9月份基本完成验收。", DeadlineKind.ByDate, "2025-09-30")]
    [InlineData("总结上半年完成的工作。", DeadlineKind.None, null)] // 的: it tells which work
    [InlineData("在2024年底完成验收的基础上做好运行。", DeadlineKind.None, null)] // a year gone by
    [InlineData("每季度召开一次会议。", DeadlineKind.None, null)]
    public void The_end_of_a_period_before_a_completing_verb_is_a_deadline(string sentence, DeadlineKind kind, string? date)
    {
        var deadline = Commitments(sentence).Single().Deadline;

        Assert.Equal((kind, date is null ? null : DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture)), (deadline.Kind, deadline.Date));
    }

    [Theory]
    [InlineData("三季度形成初稿，年底报市政府审议。", "三季度形成初稿，2025-09-30|年底报市政府审议。ByYearEnd")]
    [InlineData("完成改革，3月底前印发规定，6月底前人员到位，年底前实现挂牌。", "完成改革，3月底前印发规定，2025-03-31|6月底前人员到位，2025-06-30|年底前实现挂牌。ByYearEnd")]
    [InlineData("到2025年6月底前建成3家，力争到12月15日前建成5家。", "到2025年6月底前建成3家，2025-06-30|力争到12月15日前建成5家。2025-12-15")]
    [InlineData("6月底前，完成验收，总结经验。", "6月底前，完成验收，总结经验。2025-06-30")]
    public void A_sentence_that_names_several_days_is_a_commitment_for_each(string sentence, string expected) =>
        Assert.Equal(expected, string.Join('|', Commitments(sentence).Select(c => c.Text + (c.Deadline.Date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? c.Deadline.Kind.ToString()))));

    [Theory]
    [InlineData("一是健全制度规范；二是完善协作机制；三是举办培训。", 3)]
    [InlineData("构建工作格局：①建立会议制度；②建立共享机制。", 2)]
    [InlineData("重点抓好：（1）组织宣讲活动；（2）编印宣传手册。", 2)]
    [InlineData("健全制度规范；完善协作机制。", 1)] // a semicolon alone joins
    [InlineData("落实文件（一是甲；二是乙）要求，开展培训。", 1)] // inside a bracket
    public void A_sentence_that_counts_its_actions_is_as_many_commitments(string sentence, int count) => Assert.Equal(count, Commitments(sentence).Count());

    [Theory]
    [InlineData("融资额较2020年翻一番。", "融资额", 1, "番", true)]
    [InlineData("惠及企业数量增长不低于20%。", "惠及企业数量", 20, "%", true)] // the level is that of the growth
    [InlineData("全年办结案件不少于1 200件。", "办结案件", 1200, "件", false)] // a blank divides thousands
    [InlineData("至少建成3家调解组织。", "调解组织", 3, "家", false)]
    [InlineData("满意度稳步提升至83分。", "满意度", 83, "分", false)]
    [InlineData("取消各级资助，开展清理，清理率达100%。", "清理率", 100, "%", false)] // no term of a payment
    [InlineData("结案率保持100%。", "结案率", 100, "%", false)]
    [InlineData("对各县开展1次督查。", "督查", 1, "次", false)] // the verb stands right before the number
    [InlineData("建设指导站，全年新建20个。", "建设指导站", 20, "个", false)] // counted in the clause before
    [InlineData("各市办案量较上年度增长不低于10%。", "各市办案量", 10, "%", true)]
    [InlineData("办案周期平均控制在2个月内。", "办案周期", 2, "个月", false)]
    [InlineData("实现质押融资额3亿元；落实保费补贴。", "质押融资额", 3, "亿元", false)] // the payment is spoken of behind the semicolon
    [InlineData("推动50家企业通过认证。", "企业通过认证", 50, "家", false)]
    [InlineData("目标：活动受众3万人次。", "活动受众", 3, "万人次", false)]
    public void A_level_is_found_however_it_is_put(string sentence, string what, int value, string unit, bool growth)
    {
        var target = Commitments(sentence).SelectMany(c => c.Targets).Single();

        Assert.Equal((what, (decimal)value, unit, growth), (target.What, target.Value, target.Unit, target.Growth));
    }

    [Theory]
    [InlineData("指导31个中心提升质量。")] // so many there are
    [InlineData("截至2024年底，新增网点20个。")]
    [InlineData("2024年，新增网点20个。")] // the document orders the work of 2025
    [InlineData("对年授权量不足10件的企业开展帮扶。")] // the number says which
    [InlineData("按规定给予50%补贴。")]
    public void What_is_there_already_is_no_level(string sentence) => Assert.Empty(Commitments(sentence).SelectMany(c => c.Targets));

    [Fact]
    public void A_bare_count_behind_another_goes_on_with_its_verb() =>
        Assert.Equal([3m, 20m], Commitments("完成规划类导航3项、经营类导航20项。").SelectMany(c => c.Targets).Select(t => t.Value));

    [Fact]
    public void Each_level_takes_the_day_named_before_it()
    {
        var targets = Commitments("企业占比到2026年达到35%、2027年达到40%。").SelectMany(c => c.Targets);

        Assert.Equal([("企业占比", 35m, new DateOnly(2026, 12, 31)), ("企业占比", 40m, new DateOnly(2027, 12, 31))], targets.Select(t => (t.What, t.Value, t.Due!.Value)));
    }

    [Fact]
    public void What_was_reached_last_year_gives_no_day_to_what_is_aimed_at()
    {
        var targets = Reader.Text("某省2025年工作要点\n\n2024年，全省授权量达到3万件，同比增长12%。2025年主要预期目标：拥有量达到9件。\n\n一、强化保护\n\n（一）强化执法。开展专项执法检查，查办案件。\n").Targets;

        Assert.Equal([("拥有量", new DateOnly(2025, 12, 31))], targets.Select(t => (t.What, t.Due!.Value)));
    }

    [Theory]
    [InlineData("各处室要明确分工，每月25日前向省局办公室报送进展。", "各处室", "进展", "省局办公室")]
    [InlineData("各处室请于2025年7月5日和12月10日前，分别将半年和全年总结报送省局办公室，典型案例每季度报送不少于2个。", "各处室", "半年和全年总结", "省局办公室")]
    [InlineData("各处室于3月15日前将工作方案、每季度末将进展情况报省局办公室。", "各处室", "工作方案", "省局办公室")] // the thing next to the day
    public void A_duty_to_report_may_come_round(string sentence, string who, string what, string to)
    {
        var duty = Reader.Text($"某省2025年工作方案\n\n一、重点任务\n\n（一）提升质量。先做好准备工作。（甲局负责）\n\n二、组织实施\n\n{sentence}\n").Submissions[0];

        Assert.Equal((who, what, to), (duty.Who.Single(), duty.What, duty.To));
    }

    [Fact]
    public void One_sentence_may_state_two_duties_to_report()
    {
        var duties = Reader.Text("某省2025年工作方案\n\n一、重点任务\n\n（一）提升质量。先做好准备工作。（甲局负责）\n\n二、组织实施\n\n各市局要制定实施方案，于2025年5月31日前报送省甲局备案，并于12月10日前将年度总结报送省甲局办公室。\n").Submissions;

        Assert.Equal([("各市局", "实施方案", "省甲局"), ("各市局", "年度总结", "省甲局办公室")], duties.Select(d => (d.Who.Single(), d.What!, d.To!)));
        Assert.Equal([new DateOnly(2025, 5, 31), new DateOnly(2025, 12, 10)], duties.Select(d => d.Due!.Value));
    }

    [Fact]
    public void Beside_the_national_level_the_provincial_one_is_a_region()
    {
        var document = Reader.Text("2025年任务清单\n序号\t任务\t主要内容\t责任部门\t完成时间\n1\t加强建设\t国家层面：完善制度。\n省级层面：修订条例。\n市县层面：健全机制。\t国家：甲司\n省级：省乙局、省丙厅\t年底前\n2\t健全监测\t省级层面：开展监测。\t省乙局\t年底前\n");

        Assert.Equal([ActorScope.National, ActorScope.AllRegions, ActorScope.AllRegions], document.Tasks[0].Measures.Select(m => m.Scope));
        Assert.Equal(["甲司", "省乙局", "省丙厅"], document.Tasks[0].Assignments.Select(a => a.Organisation)); // 省级： says whose departments follow
        Assert.Equal(ActorScope.National, document.Tasks[1].Measures.Single().Scope); // a province's own list
    }

    [Fact]
    public void Of_those_who_answer_the_first_leads_though_others_are_said_to_take_part()
    {
        var document = Reader.Text("某推进计划\n\n一、重点任务\n1.出台办法。（甲委员会、省乙局负责，省丙厅配合）\n由多个部门负责的，排在第一位的为牵头部门。\n");

        Assert.Equal(["甲委员会:Lead", "省乙局:Participant", "省丙厅:Participant"], document.Tasks.Single().Assignments.Select(a => $"{a.Organisation}:{a.Role}"));
    }

    [Fact]
    public void Marked_departments_lead_where_the_document_says_so()
    {
        var document = Reader.Text("2025年任务分工方案\n\n一、深化改革\n\n1. 落实改革任务。（★省甲局、省乙厅）\n\n2. 支持企业发展。\n（责任单位：省乙厅、省丙局★；完成时限：11月30日）\n\n注：标注★的为牵头单位。\n");

        Assert.Equal([["省甲局:Lead", "省乙厅:Participant"], ["省乙厅:Participant", "省丙局:Lead"]], document.Tasks.Select(t => t.Assignments.Select(a => $"{a.Organisation}:{a.Role}")));
        Assert.Single(document.Tasks[1].Measures.Single().Commitments); // the note behind the last item is no part of it
    }

    [Fact]
    public void A_number_stands_before_a_sentence_that_begins_with_a_date()
    {
        var document = Reader.Text("某省行动方案（2021—2025年）\n\n一、重点任务\n3.健全制度。（省甲局）\n4．2022年底前完成条例修订。（省乙局）\n5.10月底前出台办法。（省丙局）\n");

        Assert.Equal(["3", "4", "5"], document.Tasks.Select(t => t.Number));
    }

    [Fact]
    public void What_stands_behind_the_stop_of_a_note_names_nobody()
    {
        var task = Reader.Item("改革评价制度。（省甲局、省乙厅按职责分工负责。以下工作均需各市政府落实，不再列出）");

        Assert.Equal(["省甲局", "省乙厅"], task.Assignments.Select(a => a.Organisation));
    }

    [Fact]
    public void Two_offices_may_issue_a_plan_named_in_the_title()
    {
        var document = Reader.Text("某省委办公厅 某省人民政府办公厅印发《关于加快建设的行动方案（2021—2025年）》\n\n一、重点任务\n（一）健全制度。制定办法。（省甲局）\n");

        Assert.Equal(("某省委办公厅某省人民政府办公厅印发《关于加快建设的行动方案（2021—2025年）》", "某省委办公厅某省人民政府办公厅"), (document.Title, document.Issuer));
        Assert.Null(document.Year);
    }

    [Fact]
    public void A_note_may_begin_with_a_dash()
    {
        var task = Reader.Item("办理案件。\n——责任单位：省甲局、省乙局");

        Assert.Equal(["省甲局", "省乙局"], task.Assignments.Select(a => a.Organisation));
    }

    [Fact]
    public void Persons_in_a_column_of_leaders_are_no_departments()
    {
        var document = Reader.Text("2025年分解表\n序号\t任务\t措施\t责任领导\t牵头处室\t时限\n1\t健全法规\t修订条例。\t张某某\t法规处\t6月底前\n2\t严格执法\t开展行动。\t李某某\t执法处\t全年\n");

        Assert.Equal(["法规处", "执法处"], document.Tasks.SelectMany(t => t.Assignments).Select(a => a.Organisation));
    }

    [Fact]
    public void Headings_without_a_number_part_a_list_whose_cells_are_broken()
    {
        var document = Reader.Text("""
            2025年任务清单
            任务清单
            落实举措
            责任部门
            完成时间
            法治保障
            1.健全地方
            法规体系
            国家知识产权局：加强对地方立法工
            作的指导，开展立法情况评估。
            各地区：结合实际推进地方综合立
            法，出台地方条例等。
            条法司
            省份：各省选做
            年底前完
            成
            严格保护
            2.加强规范
            性文件审查
            国家知识产权局：编制典型案例。
            各地区：清理与上位法不一致的规
            范性文件。
            条法司、办公室
            年内有阶
            段性成果

            """);

        Assert.Equal([("健全地方法规体系", "法治保障"), ("加强规范性文件审查", "严格保护")], document.Tasks.Select(t => (t.Title!, t.SectionPath.Single())));
        Assert.Equal(["年底前完成", "年内有阶段性成果"], document.Tasks.Select(t => t.Deadline.Text));
        Assert.Equal("条法司", document.Tasks[0].Assignments.Single().Organisation); // 省份： below it is a range
    }

    [Fact]
    public void What_a_browser_prints_around_the_page_is_noise()
    {
        var document = Reader.Text("3/21/25, 7:10 PM 某省工作要点\n某省2025年工作要点\n一、强化保护\n（一）强化执法。开展专项执法检查，查办案\nhttps://example.cn/a.html 1/2\n3/21/25, 7:10 PM 某省工作要点\n件一批。\n");

        Assert.Equal("开展专项执法检查，查办案件一批。", document.Tasks.Single().Measures.Single().Text);
    }

    [Fact]
    public void What_a_note_says_of_all_notes_names_nobody()
    {
        var document = Reader.Text("某省实施意见\n\n一、重点任务\n\n（一）完善法规。制定条例草案。（责任单位：省甲局、省乙厅，列第一位的为牵头单位，下同）\n\n（二）严格执法。健全协作机制。（责任单位：省丙局、省乙厅）\n");

        Assert.Equal([["省甲局:Lead", "省乙厅:Participant"], ["省丙局:Lead", "省乙厅:Participant"]], document.Tasks.Select(t => t.Assignments.Select(a => $"{a.Organisation}:{a.Role}")));
    }

    [Fact]
    public void Half_width_stops_end_sentences_before_notes()
    {
        var document = Reader.Text("《2016年某推进计划》\n\n为贯彻落实文件,制定本计划.\n\n一、 严格保护\n1. 2016年底前,建成平台,数量增长5%.(甲局、乙部)\n2. 研究制定\n办法.(省丙局)\n");

        Assert.Equal("2016年某推进计划", document.Title);
        Assert.Equal([["甲局", "乙部"], ["省丙局"]], document.Tasks.Select(t => t.Assignments.Select(a => a.Organisation)));
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void Attachments_listed_before_the_body_are_no_items_of_it()
    {
        var document = Reader.Text("某省知识产权局关于印发《某省行动方案》的通知\n\n各市局：\n现印发给你们，请抓好落实。\n附件：1.某省行动方案\n2.任务分工表\n某省知识产权局\n2025年3月18日\n\n附件1\n某省行动方案\n一、总体要求\n（一）指导思想。坚持稳中求进。\n二、主要任务\n（一）盘活存量\n1.全面盘点。组织开展盘点。\n责任单位：省甲局\n2.做好评价。建立评价机制。\n责任单位：省乙局\n");

        Assert.Equal(("某省行动方案", new DateOnly(2025, 3, 18)), (document.Title, document.IssuedOn));
        Assert.Equal(["一、总体要求", "二、主要任务", "（一）盘活存量"], document.Sections.Select(s => s.Title));
        Assert.Equal(["1", "2"], document.Tasks.Select(t => t.Number));
    }

    [Fact]
    public void A_plan_may_count_its_items_by_a_word_of_its_own()
    {
        var document = Reader.Text("2025年任务分解方案\n任务一：深化建设\n目标：注册量达到100件。\n牵头单位：甲局\n完成时间：11月底前\n任务二：推进转化\n措施：建立机制。\n牵头单位：乙局\n");

        Assert.Equal([("任务一", "深化建设", "甲局"), ("任务二", "推进转化", "乙局")], document.Tasks.Select(t => (t.Number!, t.Title!, t.Assignments.Single().Organisation)));
    }

    [Fact]
    public void A_title_broken_before_its_last_word_is_whole()
    {
        var document = Reader.Text("某市知识产权局关于印发2025年全市工作要点的\n通知\n各县局：\n现印发给你们。\n某市知识产权局\n2025年2月28日\n2025年全市工作要点\n一、强化设计\n1、编制规划。启动编制工作。（规划处）\n");

        Assert.Equal("2025年全市工作要点", document.Title);
        Assert.Equal(1, document.Coverage);
    }
}
