using Zhice.Domain.Matching;

namespace Zhice.Domain.Tests.Matching;

/// <summary>What is alike, whatever else stands in the index. All sentences are invented.</summary>
public sealed class LikenessOfSentences
{
    static readonly string[] Texts =
    [
        "完善专利开放许可规则，发布许可声明模板。", "落实开放许可声明办理流程，组织供需匹配。", "修订集成电路布图设计登记办法。", "开展地理标志专用标志使用核查，公布违规名单。",
        "扩大地理标志专用标志用标企业范围。", "推广质押融资线上办理，设立风险补偿资金池。", "对质押融资项目给予贴息和风险补偿。", "围绕产业链发布专利导航图谱。", "培训知识产权志愿者。",
        "在展会设立维权援助站点。", "缩短商标异议审理时间至10个月。", "编写检索教材。",
    ];

    [Fact]
    public void Likeness_does_not_ask_which_of_two_comes_first_and_stays_between_none_and_one()
    {
        var index = Index(Texts);
        for (var i = 0; i < Texts.Length; i++)
            for (var j = 0; j < Texts.Length; j++)
            {
                Assert.InRange(index.Compare(i, j).Score, 0, 1);
                Assert.Equal(index.Compare(i, j).Score, index.Compare(j, i).Score, 12);
                Assert.True(index.Compare(i, i).Score >= index.Compare(i, j).Score, $"{Texts[i]} / {Texts[j]}");
            }
    }

    [Fact]
    public void The_order_of_the_sentences_changes_nothing()
    {
        var index = Index(Texts);
        var turned = Index([.. Texts.Reverse()]);
        for (var i = 0; i < Texts.Length; i++)
            Assert.Equal(
                index.Near(i, 3).Select(c => (index.Sentences[c.Position].Words, Math.Round(c.Score, 9))).Order(),
                turned.Near(Texts.Length - 1 - i, 3).Select(c => (turned.Sentences[c.Position].Words, Math.Round(c.Score, 9))).Order());
    }

    [Theory]
    [InlineData(0, 1)] // 开放许可
    [InlineData(3, 4)] // 专用标志
    [InlineData(5, 6)] // 质押融资, 风险补偿
    public void The_same_instrument_in_other_words_is_found_first(int one, int other)
    {
        var index = Index(Texts);
        var near = index.Near(one, 3);
        Assert.NotEmpty(near);
        Assert.Equal(other, near[0].Position);
        Assert.NotEmpty(index.SharedWords(one, other));
        Assert.All(index.SharedWords(one, other), word => Assert.True(Texts[one].Contains(word, StringComparison.Ordinal) && Texts[other].Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public void Sentences_of_one_document_are_not_compared_and_what_shares_only_administrative_words_is_not_alike()
    {
        string[] texts = ["进一步加强组织领导，完善工作机制。", "完善工作机制，推进重点项目落实。", "推广质押融资。"];
        Assert.Empty(Index(texts).Near(0, 3));
        var one = new SentenceIndex([.. Texts.Select((t, i) => new Sentence(i, 1, t, "", []))]);
        Assert.Empty(one.Near(0, 3));
    }

    [Fact]
    public void Figures_and_years_do_not_count_for_likeness()
    {
        var index = Index(["2023年底前发布专利导航图谱12份。", "2024年底前发布专利导航图谱20份。", "发布专利导航图谱。", .. Texts]);
        Assert.Equal(index.Compare(0, 2).Score, index.Compare(1, 2).Score, 9);
    }

    [Fact]
    public void The_same_body_and_a_like_heading_speak_for_a_pair()
    {
        Sentence Of(int key, string words, string title, params string[] bodies) => new(key, key, words, title, bodies);
        var plain = new SentenceIndex([Of(1, "发布导航图谱。", ""), Of(2, "完成导航图谱评审。", "")]);
        var backed = new SentenceIndex([Of(1, "发布导航图谱。", "专利导航", "财政"), Of(2, "完成导航图谱评审。", "专利导航", "财政")]);
        Assert.True(backed.Compare(0, 1).Score > plain.Compare(0, 1).Score);
    }

    [Theory]
    [InlineData("财政部", "财政")]
    [InlineData("省财政厅", "财政")]
    [InlineData("合肥市财政局", "财政")]
    [InlineData("国家市场监管总局", "市场监管")]
    [InlineData("省市场监管局", "市场监管")]
    [InlineData("人民银行安徽省分行", "人民银行")]
    [InlineData("安徽省知识产权局", "")] // every local task names it: it says nothing
    [InlineData("运用促进司", "运用促进")]
    public void Bodies_of_different_levels_are_known_by_their_matter(string name, string matter) => Assert.Equal(matter, BodyNames.Matter(name));

    [Fact]
    public void Two_that_are_each_others_best_are_proposed_though_few_words_are_shared()
    {
        var index = Index(["组织检索技能培训，提升信息检索能力。", "举办检索培训。", "开展药品抽检。"]);
        Assert.Contains(Carriers.For(index, 0), c => c.Position == 1);
        Assert.DoesNotContain(Carriers.For(index, 0), c => c.Position == 2);
    }

    [Fact]
    public void The_words_given_as_a_reason_cut_no_known_word_and_one_is_given_whenever_something_is_shared()
    {
        string[] texts = ["推进质押融资，做好节点保障。", "质押融资列入重点保障。", "规范专利代理机构。", "对代理机构开展抽查。"];
        var index = Index(texts);
        Assert.Equal(["质押融资", "保障"], index.SharedWords(0, 1)); // neither 进质押融资 nor 点保障
        Assert.Contains("代理机构", index.SharedWords(2, 3));
    }

    static SentenceIndex Index(string[] texts) => new([.. texts.Select((text, i) => new Sentence(text.GetHashCode(StringComparison.Ordinal), i + 1, text, "", []))]);
}
