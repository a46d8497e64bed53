using System.Globalization;
using System.Text;
using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Lines that a page broke, blanks that a page put in, and names that stand on lines of their own.</summary>
public sealed class BrokenTextTests
{
    const string Plan = """
        某省甲局关于印发2025年推进计划的通知

        甲发〔2025〕7号

        各市甲局：

        现将计划印发给你们，请于11月30日前将总结报送省甲局综合处。

        联系人：李四，联系电话：0555-12345678，电子邮箱：abcd@163.com

        某省甲局
        2025年3月8日

        某省2025年推进计划

        一、强化创造
        （一）提升专利质量
        1.实施培育工程，拥有量达到3.8件，同比增长15%以上。（省甲局牵头，省乙厅、省丙厅配合）
        2.上半年出台《某省专利转化运用专项行动实施方案》，登记数据知识产权500件。（省甲局负责）
        （二）规范申请秩序
        3.办理案件不少于1200件，结案率不低于95%。（省甲局、省丁厅按职责分工负责）
        4.推动省属企业专利拥有量翻一番，力争到“十四五”末突破4.5万件。（省戊委负责，持续推进）
        5.加强审查服务；完善工作机制，健全协作体系，做好各项保障。（各市甲局负责）
        """;

    static string Wrapped(string text, int width)
    {
        var lines = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            var used = 0;
            foreach (var c in line)
            {
                var units = c < '\u2E80' && !"“”".Contains(c, StringComparison.Ordinal) ? 1 : 2;
                if (used + units > 2 * width) (used, _) = (0, lines.Append('\n'));
                used += units;
                lines.Append(c);
            }
            lines.Append('\n');
        }
        return lines.ToString();
    }

    static string Short(PolicyDocument d) => string.Join('\n',
    [
        $"{d.Title} {d.Issuer} {d.DocumentNumber} {d.Coverage.ToString(CultureInfo.InvariantCulture)}",
        .. d.Sections.Select(s => s.Title),
        .. d.Tasks.Select(t => $"{t.Number} {t.Title} {string.Join('>', t.SectionPath)} {string.Join('、', t.Assignments.Select(a => $"{a.Organisation} {a.Role}"))} {t.Deadline.Kind} {t.Deadline.Date:O}"),
        .. d.Tasks.SelectMany(t => t.Measures).SelectMany(m => m.Commitments).Select(c => $"{c.Text} {string.Join(';', c.Targets.Select(x => $"{x.What} {x.Value.ToString(CultureInfo.InvariantCulture)}{x.Unit}"))}"),
        .. d.Submissions.Select(s => $"{string.Join('、', s.Who)} {s.What} {s.To} {s.Due:O}"),
    ]);

    [Theory]
    [InlineData(20)]
    [InlineData(22)]
    [InlineData(24)]
    [InlineData(26)]
    [InlineData(31)]
    [InlineData(36)]
    public void A_plan_reads_the_same_at_whatever_width_its_lines_were_broken(int width) => Assert.Equal(Short(Reader.Text(Plan)), Short(Reader.Text(Wrapped(Plan, width))));

    [Theory]
    [InlineData("（二）优化服务。办理案件1200件，合格率不低于95%\n。（乙局负责）", "办理案件1200件，合格率不低于95%。")]
    [InlineData("（二）优化服务。上半年发布《服务指南》\n，下半年开展评估。（乙局负责）", "上半年发布《服务指南》，下半年开展评估。")]
    [InlineData("（二）优化服务。推广“一件事\n”服务，压减时限。（乙局负责）", "推广“一件事”服务，压减时限。")]
    [InlineData("（二）优化服务。推广服务（含代理\n）工作。（乙局负责）", "推广服务（含代理）工作。")]
    public void A_line_that_begins_with_a_sign_goes_on_with_the_one_before(string item, string commitment)
    {
        var document = Reader.Text($"某省2025年工作方案\n\n一、重点任务\n\n（一）提升质量。先做好准备工作。（甲局负责）\n{item}\n");

        Assert.Equal([commitment], document.Tasks[1].Measures.Single().Commitments.Select(c => c.Text));
        Assert.Equal(1, document.Coverage);
    }

    [Theory]
    [InlineData("电子邮箱：abc@12\n6.com")]
    [InlineData("电子邮箱：abc@\n163.com")]
    [InlineData("联系电话：010-\n62083114")]
    [InlineData("电子邮箱：ab\nc@1.net")]
    public void An_address_broken_over_a_line_is_no_heading(string contact)
    {
        var document = Reader.Text($"某省甲局关于做好2025年工作的通知\n\n各市甲局：\n\n联系人：李四，{contact}\n\n某省甲局\n2025年3月8日\n\n一、强化创造\n（一）提升质量\n1.实施工程。（乙处负责）\n2.加强审查。（丙处负责）\n（二）规范秩序\n3.开展排查。（丁处负责）\n");

        Assert.Equal(["一、强化创造", "（一）提升质量", "（二）规范秩序"], document.Sections.Select(s => s.Title));
        Assert.Equal(["1", "2", "3"], document.Tasks.Select(t => t.Number));
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void Small_letters_that_begin_a_word_of_a_heading_are_a_heading() =>
        Assert.Equal(["1", "2"], Reader.Text("某省2025年工作方案\n\n一、重点任务\n\n1.app建设。先做好工作。（甲局负责）\n2.e网通办。做好服务。（乙局负责）\n").Tasks.Select(t => t.Number));

    [Theory]
    [InlineData("某省甲局关于开展2025年推广工作的通\n知", "某省甲局关于开展2025年推广工作的通知")]
    [InlineData("某省甲局关于开展2025年推广工作\n的通知", "某省甲局关于开展2025年推广工作的通知")]
    [InlineData("某省甲局关于做好2025年推广工作的指导意\n见", "某省甲局关于做好2025年推广工作的指导意见")]
    [InlineData("某省甲局关于转发\n《某部2025年工作要点》\n的通知", "某省甲局关于转发《某部2025年工作要点》的通知")]
    public void A_title_with_a_character_or_two_over_is_read_whole(string printed, string title)
    {
        var document = Reader.Text($"{printed}\n\n各市甲局：\n\n现就有关事项通知如下。\n\n一、工作任务\n\n（一）推广导航。开展3个项目。（乙处负责）\n\n某省甲局\n2025年3月18日\n");

        Assert.Equal((title, 1), (document.Title, document.Coverage));
    }

    [Theory]
    [InlineData("2 0 2 5 年 1 1 月底前新建站点3 0 家，融资额增长1 5 %以上。", "2025-11-30", "30家 15%")]
    [InlineData("1 0月底前办理案件不少于1 2 0 0件。", "2025-10-31", "1200件")]
    [InlineData("20 25年9 月底前，授权量达到1 5 0 件。", "2025-09-30", "150件")]
    public void Blanks_between_the_digits_of_a_number_mean_nothing(string item, string day, string levels)
    {
        var commitment = Reader.Item(item).Measures.Single().Commitments.Single();

        Assert.Equal(day, commitment.Deadline.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(levels, string.Join(' ', commitment.Targets.Select(t => $"{t.Value.ToString(CultureInfo.InvariantCulture)}{t.Unit}")));
    }

    [Fact]
    public void The_year_of_a_title_is_read_though_its_digits_stand_apart() =>
        Assert.Equal((2025, "某省甲局", "某省甲局2025年工作要点"), Reader.Text("某省甲局2 0 2 5 年工作要点\n\n一、加强统筹\n（一）提升质量。做好工作。（乙处负责）\n") is var d ? (d.Year!.Value, d.Issuer!, d.Title!) : default);

    [Theory]
    [InlineData("第 1 25 批", "第1 25批")] // no run of single digits
    [InlineData("100 000件", "100 000件")]
    [InlineData("版本 1 2", "版本1 2")]    // no unit behind
    public void Blanks_that_divide_numbers_stay(string words, string normal) => Assert.Equal(normal, Reader.Flow(words).Text);

    [Theory]
    [InlineData("（省甲局　省乙厅负责）", "省甲局|省乙厅")]
    [InlineData("（省甲局 省乙厅　各市州人民政府按职责分工负责）", "省甲局|省乙厅|各市州人民政府")]
    [InlineData("（责任单位：省甲局　贵阳海关）", "省甲局|贵阳海关")]
    [InlineData("（国家税务总局 贵州省税务局负责）", "国家税务总局贵州省税务局")] // one name
    public void A_blank_between_whole_names_in_a_note_divides_them(string note, string expected) =>
        Assert.Equal(expected.Split('|'), Reader.Item($"加强监管。开展检查。{note}").Assignments.Select(a => a.Organisation));

    [Theory]
    [InlineData("省市场监管局\n\n省科技厅", "省市场监管局 省科技厅")]
    [InlineData("省公安厅\n\n贵阳海关", "省公安厅 贵阳海关")]
    [InlineData("省农业农村厅\n\n各市州人民政府", "省农业农村厅 各市州人民政府")]
    [InlineData("国家税务总局\n\n贵州省税务局", "国家税务总局贵州省税务局")] // one name
    [InlineData("省人民政府\n\n办公厅", "省人民政府办公厅")]
    public void Names_on_lines_of_their_own_are_bodies_of_their_own(string cell, string expected)
    {
        var document = Reader.Text($"某省2025年重点任务清单\n\n序号\n\n重点任务\n\n工作举措\n\n责任单位\n\n完成时限\n\n1\n\n提升质量\n\n授权量增长10%以上。\n\n{cell}\n\n12月底前\n\n2\n\n商标品牌\n\n新建指导站20家。\n\n省知识产权局\n\n持续推进\n");

        Assert.Equal(expected.Split(' '), document.Tasks[0].Assignments.Select(a => a.Organisation));
        Assert.Equal("12月底前", document.Tasks[0].Deadline.Text);
    }
}
