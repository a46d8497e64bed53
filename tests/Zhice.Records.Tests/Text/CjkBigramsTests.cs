using Xunit;
using Zhice.Records.Text;

namespace Zhice.Records.Tests.Text;

public sealed class CjkBigramsTests
{
    [Theory]
    [InlineData("专利开放许可", "开放")]
    [InlineData("专利开放许可", "放许")] // no dictionary decides where words end
    [InlineData("建设TISC中心", "tisc")] // case is folded
    [InlineData("建设ＴＩＳＣ中心", "TISC")] // full-width letters are plain ones
    [InlineData("压减至16.5个月", "个月")]
    public void A_text_is_found_by_every_word_that_stands_in_it(string text, string query)
    {
        var tokens = CjkBigrams.Tokens(text).ToHashSet(StringComparer.Ordinal);

        Assert.All(CjkBigrams.Query(query), wanted => Assert.Contains(tokens, token =>
            wanted.Prefix ? token.StartsWith(wanted.Token, StringComparison.Ordinal) : token == wanted.Token));
        Assert.NotNull(CjkBigrams.Find(text, CjkBigrams.Words(query)));
    }

    [Theory]
    [InlineData("专利开放许可", "许开")]
    [InlineData("专利，许可", "利许")] // a comma separates
    [InlineData("专利开放许可", "专利 商标")] // both words are asked for
    public void A_text_is_not_found_by_words_that_do_not_stand_in_it(string text, string query) =>
        Assert.Null(CjkBigrams.Find(text, CjkBigrams.Words(query)));

    [Fact]
    public void Folding_keeps_every_place_where_it_is()
    {
        const string text = "ＡＢｃ，专利 𠮷 TISC";

        Assert.Equal(text.Length, CjkBigrams.Fold(text).Length);
    }

    [Fact]
    public void Places_found_are_the_words_asked_for()
    {
        const string text = "推动专利转化，扩大专利许可";

        var places = CjkBigrams.Find(text, CjkBigrams.Words("专利"));

        Assert.Equal(["专利", "专利"], places!.Select(place => text[place.Start..place.End]));
    }
}
