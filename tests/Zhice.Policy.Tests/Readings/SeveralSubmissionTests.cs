using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Sentences that ask several offices for several things on several days.</summary>
public sealed class SeveralSubmissionTests
{
    static string Duties(string sentence) => string.Join('|', Reader.Text($"某省2026年工作方案\n\n一、重点任务\n\n（一）提升质量。先做好准备工作。（甲局负责）\n\n二、工作要求\n\n{sentence}\n").Submissions
        .Select(s => $"{string.Join('+', s.Who)} {s.What} {s.Due:MM-dd} {s.To}".Trim()));

    [Theory]
    [InlineData("各市知识产权局应于2026年12月10日前将年度总结报送我局公共服务处，次年1月15日前通过服务平台补报典型案例；各节点单位每季度末向省知识产权局报送运行情况。",
        "各市知识产权局 年度总结 12-10 公共服务处|各市知识产权局 典型案例 01-15 公共服务处|各节点单位 运行情况  省知识产权局")]
    [InlineData("各市知识产权局于2026年7月5日前报送半年数据；12月15日前报送全年数据；各试点城市同步报送省级局。",
        "各市知识产权局 半年数据 07-05|各市知识产权局 全年数据 12-15|各试点城市 半年数据 07-05 省级局|各试点城市 全年数据 12-15 省级局")]
    [InlineData("各市知识产权局于2026年6月25日前报送半年总结，12月10日前报送全年总结，纸质版一式三份寄送，电子版发送至zscq@example.gov.cn。",
        "各市知识产权局 半年总结 06-25|各市知识产权局 全年总结 12-10")]
    [InlineData("各成员单位于2026年12月15日前将落实情况书面报送联席会议办公室，各地区于2027年1月底前报送。",
        "各成员单位 落实情况 12-15 联席会议办公室|各地区 落实情况 01-31 联席会议办公室")]
    [InlineData("宜昌、襄阳等知识产权质押融资试点城市于6月底前报送阶段性总结。", "宜昌、襄阳等知识产权质押融资试点城市 阶段性总结 06-30")]
    public void Each_thing_that_is_sent_keeps_its_day_its_sender_and_its_name(string sentence, string expected) => Assert.Equal(expected, Duties(sentence));

    [Fact]
    public void A_report_and_another_act_on_two_days_are_two_commitments()
    {
        var commitments = Reader.Item("各市于6月底前报送阶段性总结，于12月底前完成试点评估。").Measures.SelectMany(m => m.Commitments).ToList();
        Assert.Equal([("各市于6月底前报送阶段性总结，", new DateOnly(2025, 6, 30)), ("于12月底前完成试点评估。", new DateOnly(2025, 12, 31))], commitments.Select(c => (c.Text, c.Deadline.Date!.Value)));
    }

    [Fact]
    public void One_sentence_that_only_sends_stays_one_commitment() =>
        Assert.Single(Reader.Item("各市局于6月20日前报送半年总结，于12月20日前将全年总结报送省知识产权局。").Measures.SelectMany(m => m.Commitments));
}
