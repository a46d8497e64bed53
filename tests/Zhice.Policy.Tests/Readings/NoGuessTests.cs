using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Days that the calendar does not have, and owners that a list or a column names in short.</summary>
public sealed class NoGuessTests
{
    [Theory]
    [InlineData("2026年2月30日前完成核查。", "2026年2月30日前")]
    [InlineData("4月31日前完成核查。", "4月31日前")]
    [InlineData("2026年2月29日前完成核查。", "2026年2月29日前")]
    public void A_day_that_does_not_exist_keeps_its_words_and_names_no_day(string sentence, string words)
    {
        var deadline = Reader.Item(sentence + "做好总结。（甲局负责）").Measures.SelectMany(m => m.Commitments).First().Deadline;
        Assert.Equal((DeadlineKind.None, null, words), (deadline.Kind, deadline.Date, deadline.Text));
    }

    [Theory]
    [InlineData("2028年2月29日前完成核查。", 2028, 2, 29)] // a leap year
    [InlineData("2月底前完成核查。", 2025, 2, 28)]
    [InlineData("6月30日前完成核查。", 2025, 6, 30)]
    public void A_day_that_exists_is_read(string sentence, int year, int month, int day) =>
        Assert.Equal(new DateOnly(year, month, day), Reader.Item(sentence + "做好总结。（甲局负责）").Measures.SelectMany(m => m.Commitments).First().Deadline.Date);

    [Fact]
    public void A_letter_signed_on_a_day_that_does_not_exist_has_an_issuer_and_no_day()
    {
        var document = Reader.Text("江淮省知识产权局关于印发2026年工作方案的通知\n江知发〔2026〕3号\n各市知识产权局：\n现将方案印发给你们。\n江淮省知识产权局\n2026年2月29日\n2026年工作方案\n一、转化运用\n（一）盘活存量专利。完成盘点。（运用促进处负责）\n");
        Assert.Equal((null, "江淮省知识产权局", 1), (document.IssuedOn, document.Issuer, document.Coverage));
    }

    [Theory]
    [InlineData("发展改革委、知识产权局，北京市、上海市、广东省人民政府负责", "发展改革委|知识产权局|北京市人民政府|上海市人民政府|广东省人民政府")]
    [InlineData("省科技厅，合肥市、芜湖市人民政府负责", "省科技厅|合肥市人民政府|芜湖市人民政府")]
    [InlineData("合肥、芜湖、蚌埠市人民政府负责", "合肥市人民政府|芜湖市人民政府|蚌埠市人民政府")]
    [InlineData("苏州市、无锡市知识产权局负责", "苏州市知识产权局|无锡市知识产权局")]
    [InlineData("省教育厅、芜湖市负责", "省教育厅|芜湖市")] // a city by itself
    [InlineData("芜湖市、蚌埠高新区管委会负责", "芜湖市|蚌埠高新区管委会")]
    public void Regions_share_the_office_of_the_last(string note, string owners) =>
        Assert.Equal(owners, string.Join('|', Reader.Item($"做好工作。（{note}）").Assignments.Select(a => a.Organisation)));

    [Theory]
    [InlineData("省地方金融管理局  人行云南省分行  国家金融监督管理总局云南监管局", "省地方金融管理局|人行云南省分行|国家金融监督管理总局云南监管局")]
    [InlineData("国家税务总局  云南省税务局", "国家税务总局云南省税务局")] // one name
    public void A_wide_gap_divides_names(string names, string owners) =>
        Assert.Equal(owners, string.Join('|', Reader.Item($"做好工作。\n责任单位：{names}").Assignments.Select(a => a.Organisation)));

    [Theory]
    [InlineData("某省2026年任务清单\n\n序号\t任务\t责任单位\t完成时限\n1\t推进审查工作，提升质量。\t审查处、自动化处\t2026年9月底前\n2\t压减审查周期。\t〃\t同上\n3\t建设平台1个。\t〃\t年底前\n", "文件.txt")]
    [InlineData("# 某省2026年任务清单\n\n| 序号 | 任务 | 责任单位 | 完成时限 |\n|---|---|---|---|\n| 1 | 推进审查工作，提升质量。 | 审查处、自动化处 | 2026年9月底前 |\n| 2 | 压减审查周期。 | 〃 | 同上 |\n| 3 | 建设平台1个。 | 〃 | 年底前 |\n", "文件.md")]
    public void A_mark_of_repetition_says_the_cell_above_again(string text, string name)
    {
        var document = PolicyReader.Read(System.Text.Encoding.UTF8.GetBytes(text), name, TestContext.Current.CancellationToken).Document!;

        Assert.All(document.Tasks, t => Assert.Equal(["审查处", "自动化处"], t.Assignments.Select(a => a.Organisation)));
        Assert.Equal([new DateOnly(2026, 9, 30), new DateOnly(2026, 9, 30), null], document.Tasks.Select(t => t.Deadline.Date));
        Assert.Equal(1, document.Coverage);
    }
}
