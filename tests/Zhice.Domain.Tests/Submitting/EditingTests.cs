using Zhice.Domain.Submitting;

namespace Zhice.Domain.Tests.Submitting;

public sealed class EditingTests
{
    const string Words = "全年受理质押登记320件。举办培训班三期。";

    static BodyItem Item() => Bodies.Body(Words).Items.Single();

    [Fact]
    public void Sentences_that_stay_keep_their_links_wherever_they_move()
    {
        var sentences = BodyEditing.Rewrite(Item(), ["举办培训班三期。全年受理质押登记320件。"], "").Accept().Paragraphs.Single().Sentences;

        Assert.All(sentences, s => Assert.Equal(SentenceSupport.Evidence, s.Support));
    }

    [Fact]
    public void A_changed_sentence_keeps_its_evidence_and_is_marked_until_somebody_has_checked_it()
    {
        var changed = BodyEditing.Rewrite(Item(), ["全年受理质押登记350件。举办培训班三期。"], "").Accept();
        Assert.Equal([SentenceSupport.Unchecked, SentenceSupport.Evidence], changed.Paragraphs[0].Sentences.Select(s => s.Support));
        Assert.Equal(Bodies.Whole, Assert.Single(changed.Paragraphs[0].Sentences[0].Evidence));

        var check = BodyEditing.Link(changed, 0, 0, changed.Paragraphs[0].Sentences[0].Evidence, changed.Paragraphs[0].Sentences[0].Report).Accept();
        Assert.Equal(SentenceSupport.Evidence, check.Paragraphs[0].Sentences[0].Support);
    }

    [Fact]
    public void A_new_sentence_stands_on_nothing_until_something_is_linked()
    {
        var item = BodyEditing.Rewrite(Item(), [Words + "另外建成两个中心。"], "出台三项政策。").Accept();

        Assert.Equal(SentenceSupport.None, item.Paragraphs[0].Sentences[2].Support);
        Assert.Equal(SentenceSupport.None, item.Paragraphs[1].Sentences.Single().Support);
        Assert.Equal(SentenceSupport.Evidence, BodyEditing.Link(item, 1, 0, [Bodies.Whole], null).Accept().Paragraphs[1].Sentences[0].Support);
    }

    [Fact]
    public void Line_ends_of_a_browser_change_nothing()
    {
        var item = Item();
        Assert.Same(item.Paragraphs[0], BodyEditing.Rewrite(item, [Words + "\r\n"], "").Accept().Paragraphs[0]);
    }

    [Theory]
    [InlineData(0, "submission.paragraphs")] // a form of another text
    [InlineData(2, "submission.paragraphs")]
    public void A_form_that_does_not_fit_the_text_is_refused(int paragraphs, string code) =>
        Assert.Equal(code, BodyEditing.Rewrite(Item(), [.. Enumerable.Repeat("字。", paragraphs)], "").Code());

    [Fact]
    public void A_paragraph_that_is_too_long_is_refused() =>
        Assert.Equal("submission.long", BodyEditing.Rewrite(Item(), [new string('字', BodyEditing.LongestParagraph + 1)], "").Code());

    [Fact]
    public void A_sentence_that_is_gone_cannot_be_linked() => Assert.Equal("submission.sentence-gone", BodyEditing.Link(Item(), 0, 9, [], null).Code());

    [Fact]
    public void An_untouched_paragraph_is_made_anew_from_newer_progress_and_a_touched_one_stays_and_says_so()
    {
        var fresh = BodyBuilder.Build(Bodies.Source(Bodies.Task("t1", "修订办法", [Bodies.Duty(Bodies.Anhui, Bodies.Report("全年受理质押登记400件。", key: 99))])));
        var body = Bodies.Body(Words);
        Assert.Equal("全年受理质押登记400件。", BodyEditing.Refresh(body, fresh, Bodies.None).Items.Single().Paragraphs.Single().Words);

        var touched = body.With(BodyEditing.Rewrite(body.Items.Single(), ["省局自己的话。"], "").Accept());
        var paragraph = BodyEditing.Refresh(touched, fresh, Bodies.None).Items.Single().Paragraphs.Single();
        Assert.Equal(("省局自己的话。", true), (paragraph.Words, paragraph.Newer));
    }

    [Fact]
    public void A_paragraph_that_was_emptied_does_not_come_back_with_a_refresh()
    {
        var body = Bodies.Body(Words);
        var emptied = body.With(BodyEditing.Rewrite(body.Items.Single(), [""], "").Accept());

        Assert.Equal(ItemStanding.Silent, emptied.Items.Single().Standing);
        Assert.Empty(BodyEditing.Refresh(emptied, body, Bodies.None).Items.Single().Paragraphs.SelectMany(p => p.Sentences));
    }

    [Fact]
    public void A_refresh_keeps_the_numbers_of_tasks_and_what_was_written_about_one_that_is_gone()
    {
        var old = BodyBuilder.Build(Bodies.Source(Bodies.Task("t1", "旧任务"), Bodies.Task("t2", "新旧都有")));
        old = old.With(BodyEditing.Rewrite(old.Item("旧任务"), [], "写过的话。").Accept());
        var refreshed = BodyEditing.Refresh(old, BodyBuilder.Build(Bodies.Source(Bodies.Task("t3", "新任务"), Bodies.Task("t2", "新旧都有"))), Bodies.None);

        Assert.Equal(["新任务 3", "新旧都有 2", "旧任务 1"], refreshed.Items.Select(i => $"{i.Title} {i.Key}"));
    }
}
