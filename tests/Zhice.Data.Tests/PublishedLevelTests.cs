using System.Text;
using Zhice.Data.Publishing;
using Zhice.Domain.Organisations;
using Zhice.Policy;

namespace Zhice.Data.Tests;

/// <summary>Whose offices a rule of a document without a level mark asks, once it is published.</summary>
public sealed class PublishedLevelTests
{
    [Theory]
    [InlineData("各设区市必做", DivisionLevel.City)]
    [InlineData("设区市", DivisionLevel.City)] // neither obliges nor bears a mark: the noun counts at publishing
    [InlineData("沿海开放城市", DivisionLevel.City)]
    [InlineData("设有口岸的省份", DivisionLevel.Province)]
    [InlineData("各区必做", DivisionLevel.County)]
    [InlineData("试点县（市、区）", DivisionLevel.County)]
    [InlineData("全国", DivisionLevel.Province)]
    [InlineData("有条件的地区", DivisionLevel.Province)]
    public void The_words_say_whose_offices_are_asked(string words, DivisionLevel level)
    {
        var text = $"某局2025年任务清单\n\n序号\t任务\t责任单位\t适用范围\n1\t推进第一项工作。\t甲司\t{words}\n2\t推进第二项工作。\t乙司\t各省必做\n";
        var document = PolicyReader.Read(Encoding.UTF8.GetBytes(text), "文件.txt", TestContext.Current.CancellationToken).Document!;

        var draft = PolicyMapping.ToDraft(document, 2025);

        Assert.Equal(level, draft.Tasks[0].Measures.Single().Rules.Single().Level);
    }
}
