using Zhice.Domain.Programme;
using Zhice.Domain.Submitting;
using Zhice.Domain.Working;

namespace Zhice.Domain.Tests.Submitting;

public sealed class BodyTests
{
    [Fact]
    public void The_words_of_a_body_are_those_of_the_accepted_reports_and_no_others()
    {
        const string words = "修订了专利资助办法。\n建立商标恶意注册预警机制，预警12次。";
        var body = BodyBuilder.Build(Bodies.Source(Bodies.Task("t1", "修订办法", [Bodies.Duty(Bodies.Anhui, Bodies.Report(words))])));

        Assert.Equal(words.Split('\n'), body.Item("修订办法").Paragraphs.Select(p => p.Words));
        Assert.Equal("完善制度", Assert.Single(body.Sections).Heading);
        Assert.Equal(1, body.Figures().Tasks);
    }

    [Fact]
    public void A_sentence_is_tied_to_the_policy_sentence_that_it_speaks_of_and_to_the_evidence_of_that_sentence()
    {
        var report = Bodies.Report("修订了专利资助办法。建立商标恶意注册预警机制。开展其他工作。", evidence: [(Bodies.OfFirst, Bodies.First.Id)], commitments: [Bodies.First, Bodies.Second]);
        var sentences = BodyBuilder.Build(Bodies.Source(Bodies.Task("t1", "修订办法", [Bodies.Duty(Bodies.Anhui, report)]))).Items.Single().Paragraphs.Single().Sentences;

        Assert.Equal([Bodies.First, Bodies.Second, null], sentences.Select(s => s.Commitment));
        Assert.Equal([SentenceSupport.Evidence, SentenceSupport.ReportOnly, SentenceSupport.ReportOnly], sentences.Select(s => s.Support));
        Assert.Equal(Bodies.OfFirst, Assert.Single(sentences[0].Evidence));
    }

    [Fact]
    public void Evidence_of_the_whole_report_stands_behind_each_of_its_sentences() =>
        Assert.Equal(new BodyFigures(1, 0, 2, 0, 0), Bodies.Body("完成一件。完成两件。").Figures());

    [Fact]
    public void The_status_of_a_task_is_that_of_the_obligation_whatever_the_newest_report_claims()
    {
        var report = Bodies.Report("形成阶段性成果。") with { Status = WorkStatus.StageReached, Result = WorkResult.PartlyMet };
        var duty = Bodies.Duty(Bodies.Anhui, report, status: WorkStatus.Done) with { Result = WorkResult.Met };
        var item = BodyBuilder.Build(Bodies.Source(Bodies.Task("t1", "修订办法", [duty]))).Item("修订办法");
        Assert.Equal((WorkStatus.Done, WorkResult.Met), (item.Status!.Value, item.Result!.Value));
    }

    [Fact]
    public void A_task_without_accepted_progress_stays_in_the_body_so_that_the_gap_is_seen()
    {
        var body = BodyBuilder.Build(Bodies.Source(
            Bodies.Task("t1", "没有进展", [Bodies.Duty(Bodies.Anhui, null)]),
            Bodies.Task("t2", "不承接", [Bodies.Duty(Bodies.Anhui, null, ObligationLevel.Optional, OptChoice.Declined, reason: "条件不具备")]),
            Bodies.Task("t3", "不适用", [Bodies.Duty(Bodies.Anhui, null, status: WorkStatus.NotApplicable, reason: "无此类机构")])));

        Assert.Equal([(ItemStanding.Silent, null), (ItemStanding.Declined, "条件不具备"), (ItemStanding.NotApplicable, "无此类机构")], body.Items.Select(i => (i.Standing, i.Reason)));
        Assert.Equal(1, body.Figures().Silent);
    }

    [Fact]
    public void What_cities_report_is_folded_in_under_their_names_and_what_is_left_out_is_counted()
    {
        var many = string.Concat(Enumerable.Range(1, BodyBuilder.MostBelow + 5).Select(i => $"做了第{i}件事。"));
        var body = BodyBuilder.Build(Bodies.Source(Bodies.Task("t1", "修订办法",
            [Bodies.Duty(Bodies.Anhui, Bodies.Report("省局做了。"))], [Bodies.Duty(Bodies.Hefei, Bodies.Report(many, key: 8))])));

        var paragraphs = body.Items.Single().Paragraphs;
        Assert.Equal([null, Bodies.Hefei], paragraphs.Select(p => p.Office));
        Assert.Equal((BodyBuilder.MostBelow, 5), (paragraphs[1].Sentences.Count, paragraphs[1].LeftOut));
    }

    [Fact]
    public void Several_measures_of_a_task_show_the_weakest_status_and_the_strictest_level()
    {
        var weak = Bodies.Report("一半。") with { Status = WorkStatus.UnderWay, Result = WorkResult.PartlyMet };
        var item = BodyBuilder.Build(Bodies.Source(Bodies.Task("t1", "两项举措",
            [Bodies.Duty(Bodies.Anhui, Bodies.Report("全部。"), ObligationLevel.Optional), Bodies.Duty(Bodies.Anhui, weak)]))).Items.Single();

        Assert.Equal((WorkStatus.UnderWay, WorkResult.PartlyMet, ObligationLevel.Mandatory), (item.Status!.Value, item.Result!.Value, item.Level!.Value));
    }

    [Theory]
    [InlineData("一、完善制度\n（一）法规", "完善制度")]
    [InlineData("第一部分 总体要求", "总体要求")]
    [InlineData("（二）强化保护", "强化保护")]
    [InlineData("3.运用", "运用")]
    [InlineData("一体化保护", "一体化保护")] // no number: the word begins with 一
    [InlineData("", "")]
    public void Headings_lose_their_own_numbers_because_the_paper_gives_new_ones(string section, string expected) => Assert.Equal(expected, BodyBuilder.Heading(section));

    [Fact]
    public void Reading_what_was_written_and_writing_it_gives_the_same_bytes_and_anything_else_is_no_body()
    {
        var text = BodyJson.Write(Bodies.Body("完成“一件”。<好>"));

        Assert.Equal(text, BodyJson.Write(BodyJson.Read<SubmissionBody>(text)!));
        Assert.Null(BodyJson.Read<SubmissionBody>(text + " "));
        Assert.Null(BodyJson.Read<SubmissionBody>(text.Replace("\"title\":", "\"title\": ", StringComparison.Ordinal)));
        Assert.Null(BodyJson.Read<SubmissionBody>(text.Replace("{\"title\"", "{\"extra\":1,\"title\"", StringComparison.Ordinal)));
        Assert.Null(BodyJson.Read<SubmissionBody>("null"));
        Assert.Null(BodyJson.Read<SubmissionBody>("{\"title\":\"x\"}"));
    }

    [Fact]
    public void Last_year_stands_beside_this_year_by_the_likeness_of_titles()
    {
        var now = BodyBuilder.Build(Bodies.Source(Bodies.Task("t1", "推进专利开放许可试点"), Bodies.Task("t2", "建设海外维权网络")));
        var before = BodyBuilder.Build(Bodies.Source(Bodies.Task("t9", "开展专利开放许可试点"), Bodies.Task("t8", "组织地理标志普查")));

        Assert.Equal([("推进专利开放许可试点", "开展专利开放许可试点"), ("建设海外维权网络", null), (null, "组织地理标志普查")],
            BodyComparison.Of(now, before).Select(pair => (pair.Now?.Title, pair.Before?.Title)));
    }
}
