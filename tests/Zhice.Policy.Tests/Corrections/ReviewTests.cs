using Xunit;
using Zhice.Policy.Corrections;

namespace Zhice.Policy.Tests.Corrections;

public sealed class ReviewTests
{
    static readonly PolicyDocument reading = SmallReading.Usual();

    static Dictionary<string, string> To(params (string, string)[] values) => values.ToDictionary(v => v.Item1, v => v.Item2);

    static Span Where(PolicyDocument document, string words)
    {
        var at = document.Text.IndexOf(words, StringComparison.Ordinal);
        return new Span(at, at + words.Length);
    }

    static Correction Make(PolicyDocument document, CorrectionOperation operation, NodeRef node, Dictionary<string, string>? to = null, string? selection = null)
    {
        var made = Corrector.Make(document, operation, node, selection is null ? null : Where(document, selection), to ?? []);
        Assert.NotNull(made);
        return made;
    }

    static PolicyDocument Applied(params Correction[] corrections)
    {
        var (document, lost) = Review.Apply(reading, corrections);
        Assert.Empty(lost);
        Invariants.Hold(document);
        return document;
    }

    [Fact]
    public void Without_corrections_the_same_reading_comes_back() => Assert.Same(reading, Review.Apply(reading, []).Document);

    [Fact]
    public void The_year_that_the_text_lacks_is_supplied_and_the_correction_keeps_what_was_before()
    {
        var correction = Make(reading, CorrectionOperation.Set, NodeRef.Document, To(("year", "2031")));
        Assert.Equal("2030", correction.From["year"]);
        Assert.Equal(2031, Applied(correction).Year);
    }

    [Fact]
    public void Who_answers_for_a_task_answers_for_its_sentences_under_the_same_note_and_for_no_others()
    {
        var document = Readings.Reader.Text("某省2025年工作方案\n\n一、重点任务\n\n（一）提升质量。先做好准备工作。再做好总结。\n责任单位：甲局、乙局\n\n（二）优化服务。建设平台。（丙局负责）推广应用。（丁局负责）\n");
        var (shared, lost) = Review.Apply(document, [Corrector.Make(document, CorrectionOperation.Set, new(NodeKind.Assignment, "t1", 1), null, To(("organisation", "戊局")))!]);

        Assert.Empty(lost);
        Assert.Equal(["甲局", "戊局"], shared.Tasks[0].Assignments.Select(a => a.Organisation));
        Assert.All(shared.Tasks[0].Measures.SelectMany(m => m.Commitments), c => Assert.Equal(["甲局", "戊局"], c.Assignments.Select(a => a.Organisation)));
        var own = shared.Tasks[1].Measures.SelectMany(m => m.Commitments).Select(c => c.Assignments.Single().Organisation).Distinct();
        Assert.Equal(["丙局", "丁局"], own);
    }

    [Fact]
    public void A_changed_heading_changes_the_path_of_the_tasks_below_it()
    {
        var document = Applied(Make(reading, CorrectionOperation.Set, new(NodeKind.Section, "s1"), To(("title", "一、严格保护"))));
        Assert.Equal(["一、严格保护"], document.Tasks[0].SectionPath);
        Assert.Equal(["二、提升服务"], document.Tasks[2].SectionPath);
    }

    [Fact]
    public void Words_of_another_task_give_an_item_no_owner_and_leave_every_section_in_its_place()
    {
        foreach (var words in new[] { "完善审查标准，培育", "一、强化保护", "另有安排的从其规定。" }) // another task, a heading, behind the next heading
        {
            var (document, lost) = Review.Apply(reading, [Make(reading, CorrectionOperation.Add, new(NodeKind.Task, "t1"), To(("kind", "assignment"), ("organisation", "保护司")), words)]);
            Assert.Equal(LossReason.WordsElsewhere, Assert.Single(lost).Reason);
            Assert.Equal(Invariants.Print(reading), Invariants.Print(document));
        }
    }

    [Fact]
    public void Words_of_the_item_itself_and_right_beside_it_give_it_an_owner()
    {
        var inside = Applied(Make(reading, CorrectionOperation.Add, new(NodeKind.Task, "t3"), To(("kind", "assignment"), ("organisation", "办公室")), "举办会议"));
        var beside = Applied(Make(reading, CorrectionOperation.Add, new(NodeKind.Task, "t3"), To(("kind", "assignment"), ("organisation", "办公室")), "另有安排的从其规定"));

        Assert.All([inside, beside], document => Assert.Contains(document.Tasks[2].Assignments, a => a.Organisation == "办公室"));
        Assert.All([inside, beside], document => Assert.Equal(["二、提升服务"], document.Tasks[2].SectionPath));
    }

    [Fact]
    public void A_heading_of_a_lower_level_goes_under_the_one_before()
    {
        var document = Applied(Make(reading, CorrectionOperation.Set, new(NodeKind.Section, "s2"), To(("level", "2"))));
        Assert.Equal("s1", document.Sections[1].ParentId);
        Assert.Equal(["一、强化保护", "二、提升服务"], document.Tasks[2].SectionPath);
    }

    [Theory]
    [InlineData("by-date", "2030-06-30", true)]
    [InlineData("by-date", "", false)]           // a date deadline needs its date
    [InlineData("by-year-end", "2030-12-31", false)] // vague stays vague: no date is made up
    [InlineData("tomorrow", "", false)]
    public void A_deadline_is_set_as_a_whole_or_not_at_all(string kind, string date, bool taken)
    {
        var correction = Make(reading, CorrectionOperation.Set, new(NodeKind.Commitment, "t2.m1.c1"), To(("deadline", kind), ("date", date), ("words", "6月底前")));
        var (document, lost) = Review.Apply(reading, [correction]);
        Assert.Equal(taken ? [] : [LossReason.ValueNotUnderstood], lost.Select(l => l.Reason));
        Assert.Equal(taken ? DeadlineKind.ByDate : DeadlineKind.None, document.Tasks[1].Measures[0].Commitments[0].Deadline.Kind);
    }

    [Fact]
    public void A_department_is_corrected_and_its_words_stay_where_they_are()
    {
        var document = Applied(Make(reading, CorrectionOperation.Set, new(NodeKind.Assignment, "t1", 1), To(("organisation", "战略规划司"), ("role", "lead"))));
        Assert.Equal(new Assignment("战略规划司", AssignmentRole.Lead, AssignmentMode.Joint, Where(reading, "战略司")), document.Tasks[0].Assignments[1]);
    }

    [Fact]
    public void A_removed_department_gives_its_words_back_and_the_other_is_alone()
    {
        var document = Applied(Make(reading, CorrectionOperation.Remove, new(NodeKind.Assignment, "t1", 0)));
        Assert.Equal([("战略司", AssignmentMode.Sole)], document.Tasks[0].Assignments.Select(a => (a.Organisation, a.Mode)));
        Assert.Contains(Where(reading, "条法司"), document.Unparsed);
        Assert.True(document.Coverage < reading.Coverage);
    }

    [Fact]
    public void A_department_that_the_text_does_not_name_has_no_words()
    {
        var document = Applied(Make(reading, CorrectionOperation.Add, new(NodeKind.Task, "t2"), To(("kind", "assignment"), ("organisation", "专利局"))));
        Assert.Equal(["商标局", "专利局"], document.Tasks[1].Assignments.Select(a => a.Organisation));
        Assert.True(document.Tasks[1].Assignments[1].Span.IsEmpty);
        Assert.All(document.Tasks[1].Assignments, a => Assert.Equal(AssignmentMode.Joint, a.Mode));
    }

    [Fact]
    public void Moving_a_department_to_the_front_makes_it_lead_where_order_says_who_leads()
    {
        var lead = Make(reading, CorrectionOperation.Set, new(NodeKind.Assignment, "t1", 0), To(("role", "lead")));
        var led = Applied(lead, Make(reading, CorrectionOperation.Set, new(NodeKind.Assignment, "t1", 1), To(("role", "participant"))));
        var (document, lost) = Review.Apply(led, [Make(led, CorrectionOperation.Move, new(NodeKind.Assignment, "t1", 1), To(("place", "1")))]);
        Assert.Empty(lost);
        Assert.Equal([("战略司", AssignmentRole.Lead), ("条法司", AssignmentRole.Participant)], document.Tasks[0].Assignments.Select(a => (a.Organisation, a.Role)));
    }

    [Fact]
    public void A_split_sentence_keeps_every_word_and_joining_gives_it_back()
    {
        var split = Make(reading, CorrectionOperation.Split, new(NodeKind.Commitment, "t2.m1.c1"), To(("at", "7")));
        var document = Applied(split);
        Assert.Equal(["完善审查标准，", "培育一批机构。"], document.Tasks[1].Measures[0].Commitments.Select(c => c.Text));
        var joined = Review.Apply(document, [Make(document, CorrectionOperation.Merge, new(NodeKind.Commitment, "t2.m1.c1"))]);
        Assert.Equal("完善审查标准，培育一批机构。", Assert.Single(joined.Document.Tasks[1].Measures[0].Commitments).Text);
        Invariants.Hold(joined.Document);
    }

    [Theory]
    [InlineData("全年达成许可不少于2\n00项", "全年达成许可不少于200项")]
    [InlineData("推广 IP5\nPCT 合作", "推广 IP5 PCT 合作")]
    [InlineData("每省\n支持企业", "每省支持企业")]
    public void Words_over_a_lines_end_are_joined_as_they_are_read(string words, string joined) => Assert.Equal(joined, Draft.Joined(words));

    [Fact]
    public void A_target_goes_with_the_half_that_its_words_stand_in()
    {
        var joined = Applied(Make(reading, CorrectionOperation.Merge, new(NodeKind.Commitment, "t1.m1.c1")));
        Assert.Equal("t1.m1.c1", Assert.Single(joined.Targets).CommitmentId);
        var (document, lost) = Review.Apply(joined, [Make(joined, CorrectionOperation.Split, new(NodeKind.Commitment, "t1.m1.c1"), To(("at", "11")))]);
        Assert.Empty(lost);
        Invariants.Hold(document);
        Assert.Equal(document.Tasks[0].Measures[0].Commitments[1].Id, Assert.Single(document.Targets).CommitmentId);
    }

    [Fact]
    public void The_last_sentence_has_nothing_to_be_joined_with()
    {
        var (_, lost) = Review.Apply(reading, [Make(reading, CorrectionOperation.Merge, new(NodeKind.Commitment, "t1.m1.c2"))]);
        Assert.Equal(LossReason.NotPossible, Assert.Single(lost).Reason);
    }

    [Fact]
    public void A_split_task_shares_its_departments_where_only_one_side_names_them()
    {
        var at = Where(reading, "各地区：").Start - reading.Tasks[0].Span.Start;
        var document = Applied(Make(reading, CorrectionOperation.Split, new(NodeKind.Task, "t1"), To(("at", $"{at}"), ("title", "健全机制"))));
        Assert.Equal(4, document.Tasks.Count);
        Assert.Equal(("健全机制", ActorScope.AllRegions), (document.Tasks[1].Title, Assert.Single(document.Tasks[1].Measures).Scope));
        Assert.Equal(["条法司", "战略司"], document.Tasks[0].Assignments.Select(a => a.Organisation));
        Assert.Equal(["条法司", "战略司"], document.Tasks[1].Assignments.Select(a => a.Organisation));
    }

    [Fact]
    public void Joined_tasks_keep_all_words_and_the_second_title_becomes_text()
    {
        var document = Applied(Make(reading, CorrectionOperation.Merge, new(NodeKind.Task, "t1")));
        Assert.Equal(2, document.Tasks.Count);
        Assert.Equal(["修订条例并推动立法。平均周期压减至16个月。", "健全沟通机制。", "提高质量", "完善审查标准，培育一批机构。"], document.Tasks[0].Measures.Select(m => m.Text));
        Assert.Equal(["条法司", "战略司", "商标局"], document.Tasks[0].Assignments.Select(a => a.Organisation));
        Assert.Equal(reading.Coverage, document.Coverage);
    }

    [Fact]
    public void Words_that_were_not_understood_become_a_task_of_their_own()
    {
        var document = Applied(Make(reading, CorrectionOperation.Add, NodeRef.Document, To(("kind", "task"), ("as", "text")), "另有安排的从其规定。"));
        Assert.Equal(["完善法规", "提高质量", null, "加强合作"], document.Tasks.Select(t => t.Title));
        Assert.Equal("另有安排的从其规定。", document.Tasks[2].Measures[0].Commitments[0].Text);
        Assert.Equal(["二、提升服务"], document.Tasks[2].SectionPath);
        Assert.Empty(document.Unparsed);
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void A_removed_task_loses_no_word()
    {
        var document = Applied(Make(reading, CorrectionOperation.Remove, new(NodeKind.Task, "t2")));
        Assert.Equal(2, document.Tasks.Count);
        Assert.Contains("完善审查标准，培育一批机构。", string.Concat(document.Unparsed.Select(s => s.Of(document.Text))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_marked_as_noise_leaves_its_task()
    {
        var document = Applied(Make(reading, CorrectionOperation.Mark, NodeRef.Document, To(("role", "noise")), "健全沟通机制。"));
        Assert.Single(document.Tasks[0].Measures.SelectMany(m => m.Commitments), c => c.Text == "平均周期压减至16个月。");
        Assert.Contains(Where(reading, "健全沟通机制。"), document.Noise);
    }

    [Fact]
    public void A_department_taken_from_selected_words_leaves_the_sentence_that_held_them()
    {
        var document = Applied(Make(reading, CorrectionOperation.Add, new(NodeKind.Task, "t3"), To(("kind", "assignment"), ("organisation", "会议司")), "会议。"));
        Assert.Equal("举办", document.Tasks[2].Measures[0].Commitments[0].Text);
        Assert.Equal(["国际司", "会议司"], document.Tasks[2].Assignments.Select(a => a.Organisation));
    }

    [Theory]
    [InlineData("甲。乙！丙", new[] { "甲。", "乙！", "丙" })]
    [InlineData("落实《甲。乙》。丙（丁。）。", new[] { "落实《甲。乙》。", "丙（丁。）。" })] // a full stop in brackets ends nothing
    public void Selected_words_become_sentences(string words, string[] sentences) =>
        Assert.Equal(sentences, Additions.SentencesOf(words, new Span(0, words.Length)).Select(s => s.Of(words)));
}
