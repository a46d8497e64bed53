using Zhice.Domain.WhiteBooks;

namespace Zhice.Domain.Tests.WhiteBooks;

/// <summary>Words of a book: what is a figure, what was typed, and what a paragraph is made of.</summary>
public sealed class BookTextTests
{
    [Theory]
    [InlineData("增长15.4%", "15.4%")]
    [InlineData("惠及企业４２家", "４２家")] // full-width digits are digits
    [InlineData("融资9,514亿元", "9,514亿元")]
    [InlineData("提高百分之十二", "百分之十二")]
    [InlineData("培育一百二十余家企业", "一百二十余家")]
    public void A_figure_that_was_typed_is_found(string text, string typed) => Assert.Equal([typed], BookText.Typed(text));

    [Theory]
    [InlineData("2025年，比{{last-year}}年有所提高")] // years are no figures
    [InlineData("截至2025年12月31日")]
    [InlineData("2021—2025年")]
    [InlineData("《2025年任务清单》第3条和国知发运字〔2022〕17号")]
    [InlineData("“十四五”规划一项一项落实，千家万户受益")]
    [InlineData("拥有量为{{density}}")]
    public void Years_titles_numbers_of_documents_and_fields_are_no_typed_figures(string text) => Assert.Empty(BookText.Typed(text));

    [Fact]
    public void A_text_becomes_paragraphs_of_words_and_figures()
    {
        var paragraphs = BookText.Paragraphs("## 创造\r\n{{year}}年拥有量为{{ density }}，较{{last-year}}年{{change}}。\n\n完。", 2025);

        Assert.Equal([true, false, false], paragraphs.Select(p => p.IsHeading));
        Assert.Equal([("2025年拥有量为", null), ("", "density"), ("，较2024年", null), ("", "change"), ("。", null)], paragraphs[1].Runs.Select(r => (r.Words, r.Figure)));
        Assert.Equal(["density", "change"], BookText.Fields("{{year}}{{density}}{{change}}{{density}}"));
    }

    [Fact]
    public void A_plan_says_what_keeps_it_from_its_review_and_which_fields_no_text_names()
    {
        var plan = new BookPlan([new("a", "甲", "共12件，{{nothing}}"), new("b", "乙", "{{known}}")], [new("known", "知", FieldSource.Case, FieldShow.Count), new("idle", "闲", FieldSource.Case, FieldShow.Count)]);

        Assert.Equal(["book.typed", "book.unknown-field"], BookMoves.Faults(plan).Select(f => f.Code));
        Assert.Equal(["idle"], plan.Unused());
        Assert.Equal("book.empty", Assert.Single(BookMoves.Faults(new BookPlan([new("a", "甲", " ")], []))).Code);
    }

    [Fact]
    public void A_plan_and_a_body_read_back_as_they_were_written()
    {
        var plan = new BookPlan([new("a", "甲", "{{x}}《乙》")], [new("x", "数", FieldSource.Release, FieldShow.Growth, "pledge_financing", "office-340000", -1)]);
        var text = BookJson.Write(plan);

        Assert.Equal(text, BookJson.Write(BookJson.ReadPlan(text)));
        Assert.Contains("《乙》", text, StringComparison.Ordinal);
        Assert.Equal(plan.Fields[0], BookJson.ReadPlan(text).Fields[0]);
    }
}
