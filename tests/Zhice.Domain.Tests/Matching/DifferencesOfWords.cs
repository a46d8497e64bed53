using Zhice.Domain.Matching;

namespace Zhice.Domain.Tests.Matching;

/// <summary>Two sentences side by side.</summary>
public sealed class DifferencesOfWords
{
    static readonly string[] Words = ["推进", "专利导航", "地理标志", "2023年", "，", "试点", "质押融资", "和", "25%", "𠀀", "建", "A股", "。", "“", "”", "保护"];

    [Fact]
    public void The_pieces_are_the_sentences_and_what_is_common_stands_on_both_sides()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 2_000; round++)
        {
            var (left, right) = (Sentence(random), Sentence(random));
            var difference = WordDifference.Of(left, right);
            Assert.Equal(left, string.Concat(difference.Left.Select(p => p.Text)));
            Assert.Equal(right, string.Concat(difference.Right.Select(p => p.Text)));
            Assert.Equal(Common(difference.Left), Common(difference.Right));
            Assert.InRange(difference.Kept, 0, 1);
            Assert.DoesNotContain(difference.Left.Concat(difference.Right), p => p.Text.Length == 0);
        }
    }

    [Fact]
    public void A_single_character_never_stays_common_between_two_changes()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var difference = WordDifference.Of(Sentence(random), Sentence(random));
            foreach (var pieces in new[] { difference.Left, difference.Right })
                for (var i = 1; i < pieces.Count - 1; i++)
                    Assert.False(pieces[i].Common && pieces[i].Text.Count(char.IsLetterOrDigit) < 2 && !pieces[i - 1].Common && !pieces[i + 1].Common
                        && pieces[i].Text.Any(char.IsLetterOrDigit), string.Join('|', pieces));
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("推进专利导航。", "推进专利导航。")]
    public void A_sentence_beside_itself_has_no_difference(string left, string right)
    {
        var difference = WordDifference.Of(left, right);
        Assert.Equal(1, difference.Kept);
        Assert.All(difference.Left, p => Assert.True(p.Common));
    }

    [Fact]
    public void A_figure_is_changed_whole_and_never_cut()
    {
        var difference = WordDifference.Of("每万人口拥有量达到12.5件以上。", "每万人口拥有量达到12.9件以上。");
        Assert.Contains(new Piece("12.5", false), difference.Left);
        Assert.Contains(new Piece("12.9", false), difference.Right);
    }

    [Fact]
    public void A_very_long_pair_is_answered_with_its_middle_changed()
    {
        var (left, right) = ("始" + new string('甲', 3_000) + "终。", "始" + new string('乙', 3_000) + "终。");
        Assert.Equal(left, string.Concat(WordDifference.Of(left, right).Left.Select(p => p.Text)));
    }

    static string Common(IEnumerable<Piece> pieces) => string.Concat(pieces.Where(p => p.Common).Select(p => p.Text));

    static string Sentence(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Words[random.Next(Words.Length)]));
}
