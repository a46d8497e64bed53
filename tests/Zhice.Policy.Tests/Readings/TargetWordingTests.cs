using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Levels as offices word them: in ideographs, for each place, one after the other.</summary>
public sealed class TargetWordingTests
{
    [Theory]
    [InlineData("服务满意度不低于九成五。", "服务满意度 AtLeast 95 %")]
    [InlineData("全年办结率达九成八以上。", "办结率 AtLeast 98 %")]
    [InlineData("地市级覆盖率达到六成以上。", "地市级覆盖率 AtLeast 6 成")]
    [InlineData("培育优势企业80家以上、示范企业不超过20家。", "培育优势企业 AtLeast 80 家|示范企业 AtMost 20 家")]
    [InlineData("全省质押融资登记额突破五百亿元。", "全省质押融资登记额 MoreThan 500 亿元")]
    [InlineData("惠及企业三千余家。", "惠及企业 AtLeast 3000 家")]
    [InlineData("培训人员五百余人次。", "培训人员 AtLeast 500 人次")]
    [InlineData("全年开放许可声明500件（次）以上。", "开放许可声明 AtLeast 500 件（次）")]
    [InlineData("每州（市）实施专利转化项目至少2项，昆明、曲靖、玉溪各5项以上。", "每州（市）实施专利转化项目 AtLeast 2 项|实施专利转化项目 AtLeast 5 项")]
    [InlineData("遴选样板企业，每省不少于10家。", "遴选样板企业 AtLeast 10 家")]
    [InlineData("每市不少于3个服务站。", "服务站 AtLeast 3 个")]
    [InlineData("各县（市、区）不少于2场宣传活动。", "宣传活动 AtLeast 2 场")]
    public void A_level_has_its_number_its_unit_and_the_thing_counted(string sentence, string expected) =>
        Assert.Equal(expected, string.Join('|', Reader.Item(sentence + "做好准备工作。").Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Targets)
            .Select(t => $"{t.What} {t.Comparator} {t.Value} {t.Unit}")));

    [Theory]
    [InlineData("形成九成五金产业带。")] // no share
    [InlineData("推动三千余名专家深入基层的做法。")]
    public void A_number_in_a_word_is_no_share(string sentence) =>
        Assert.DoesNotContain(Reader.Item(sentence).Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Targets), t => t.Unit == "%");
}
