using Zhice.Domain.Submitting;

namespace Zhice.Domain.Tests.Submitting;

public sealed class SentenceTests
{
    [Theory]
    [InlineData("完成修订。印发实施！效果如何？很好", new[] { "完成修订。", "印发实施！", "效果如何？", "很好" })]
    [InlineData("办结率达92.5%。", new[] { "办结率达92.5%。" })] // a point within a number ends nothing
    [InlineData("回答了“谁来管？怎么管？”的问题。", new[] { "回答了“谁来管？怎么管？”的问题。" })] // within quotation marks nothing ends
    [InlineData("他说：“办成了。”随后离开。", new[] { "他说：“办成了。”", "随后离开。" })] // the closing mark goes with its sentence
    [InlineData("按期完成（见附件。第一页）。之后", new[] { "按期完成（见附件。第一页）。", "之后" })]
    [InlineData("漏了括号（没有收尾。第二句。第三句", new[] { "漏了括号（没有收尾。", "第二句。", "第三句" })] // one slip must not swallow the rest
    [InlineData("真的？！是的。", new[] { "真的？！", "是的。" })]
    [InlineData("   ", new string[0])]
    public void A_paragraph_falls_into_its_sentences_and_nothing_is_lost(string paragraph, string[] expected)
    {
        Assert.Equal(expected, Sentences.Of(paragraph));
        if (expected.Length > 0) Assert.Equal(paragraph, string.Concat(Sentences.Of(paragraph)));
    }

    [Fact]
    public void Paragraphs_are_lines_with_words_without_the_blanks_of_their_indent() =>
        Assert.Equal(["第一段。", "第二段。"], Sentences.Paragraphs("　　第一段。\r\n\n \t\n　　第二段。"));

    [Theory]
    [InlineData("完成修订专利资助办法。", "完成修订专利资助办法", 1.0)] // signs do not count
    [InlineData("甲", "甲", 1.0)] // too short for a pair: the letters decide
    [InlineData("甲", "乙", 0.0)]
    [InlineData("推进专利转化", "加强商标保护", 0.0)]
    public void Likeness_is_one_for_equal_letters_and_nothing_for_others(string one, string other, double expected) =>
        Assert.Equal(expected, Sentences.Likeness(one, other), 3);

    [Fact]
    public void A_sentence_with_one_word_changed_stays_the_same_sentence_and_another_does_not()
    {
        Assert.True(Sentences.Likeness("全年受理质押登记320件，金额15亿元。", "全年受理质押登记350件，金额16亿元。") >= 0.5);
        Assert.True(Sentences.Likeness("全年受理质押登记320件，金额15亿元。", "举办培训班三期。") < 0.5);
    }

    [Theory]
    [InlineData("全省办结率达到92.5%。", "92.5%")]
    [InlineData("全省办结率由80%提高到92.5%。", null)] // two numbers: which of them is meant is not guessed
    [InlineData("办结率明显提高。", null)]
    [InlineData("办结率提高，新增12件。", null)] // another unit is another thing
    [InlineData("全年办结率９２％。", "９２％")] // as typed, whatever the width of its digits
    public void A_number_is_taken_as_typed_where_a_target_of_its_name_and_unit_stands(string sentence, string? expected) =>
        Assert.Equal(expected, SentenceFigures.Find(sentence, [new TaskTarget("办结率", ">=", 90, "%")]) is [var found] ? found.Text : null);
}
