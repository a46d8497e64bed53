using System.Text;
using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Tables with a column to be filled in later, a column of goals, or one head that nobody knows.</summary>
public sealed class StrangeHeadTests
{
    static PolicyDocument Table(string heads, params string[] rows)
    {
        static string Row(string cells, string tag) => $"<tr>{string.Concat(cells.Split('|').Select(c => $"<{tag}>{c}</{tag}>"))}</tr>";
        var html = $"<html><meta charset=utf-8><body><p>2026年某市知识产权重点任务清单</p><table border=1>{Row(heads, "th")}{string.Concat(rows.Select(r => Row(r, "td")))}</table></body></html>";
        return PolicyReader.Read(Encoding.UTF8.GetBytes(html), "清单.html", TestContext.Current.CancellationToken).Document!;
    }

    [Theory]
    [InlineData("完成情况")]
    [InlineData("落实情况")]
    [InlineData("完成")] // cut off by the edge of a page
    [InlineData("亮点")]
    [InlineData("备注")]
    public void A_last_column_of_another_kind_does_not_hide_the_table(string last)
    {
        var document = Table($"序号|重点任务|责任单位|完成时限|{last}", "1|开展专利导航，编制导航报告不少于5份。|市市场监管局、市科技局|2026年9月底前|", "2|建设商标品牌指导站10个。|市市场监管局|2026年11月底前|");

        Assert.Null(document.Issuer);
        Assert.Equal(["1", "2"], document.Tasks.Select(t => t.Number));
        Assert.Equal("2026年9月底前", document.Tasks[0].Deadline.Text);
        Assert.Equal(["市市场监管局", "市科技局"], document.Tasks[0].Assignments.Select(a => a.Organisation));
        Assert.Equal("开展专利导航，编制导航报告不少于5份。", document.Tasks[0].Measures.Single().Text);
        Assert.Equal(1, document.Coverage);
    }

    [Theory]
    [InlineData("工作目标")]
    [InlineData("年度目标")]
    [InlineData("工作举措及目标")]
    public void A_column_of_goals_orders_where_no_other_does(string head)
    {
        var document = Table($"序号|主要任务|{head}|牵头单位|配合单位|完成时限",
            "1|健全登记制度|市知识产权局：出台管理办法，全年登记2000件以上。|市知识产权局|市数据局|8月底前", "2|完善保护制度|建设示范区20个。|市市场监管局|市公安局|年底前");

        Assert.Equal(["健全登记制度", "完善保护制度"], document.Tasks.Select(t => t.Title));
        Assert.Equal(["出台管理办法，全年登记2000件以上。", "建设示范区20个。"], document.Tasks.Select(t => string.Concat(t.Measures.SelectMany(m => m.Commitments).Select(c => c.Text))));
        Assert.Equal([2000m, 20m], document.Targets.Select(t => t.Value));
    }

    [Fact]
    public void A_sentence_in_the_column_of_tasks_stays_an_order_beside_its_goal()
    {
        var task = Table("序号|重点任务|年度目标|责任单位|完成时限", "1|开展专利导航，编制导航报告。|不少于5份。|市市场监管局|9月底前").Tasks.Single();

        Assert.Null(task.Title);
        Assert.Equal(["开展专利导航，编制导航报告。", "不少于5份。"], task.Measures.SelectMany(m => m.Commitments).Select(c => c.Text));
    }

    [Fact]
    public void Beside_measures_a_goal_is_what_comes_of_them()
    {
        var task = Table("序号|主要任务|工作措施|工作目标|责任单位", "1|健全登记制度|出台管理办法。|登记2000件以上|市知识产权局").Tasks.Single();

        Assert.Equal("出台管理办法。", task.Measures.Single().Text);
        Assert.Equal("健全登记制度", task.Title);
    }
}
