using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Domain.Tests.Working;

/// <summary>What an office, an accepted report and a superior may change, and what a break-down must keep.</summary>
public sealed class WorkRuleTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateOnly YearEnd = new(2026, 12, 31);

    [Theory]
    [InlineData(WorkStatus.NotStarted, WorkStatus.UnderWay, true)]
    [InlineData(WorkStatus.UnderWay, WorkStatus.NotStarted, true)] // said too soon
    [InlineData(WorkStatus.NotStarted, WorkStatus.Done, false)] // completion comes by an accepted report
    [InlineData(WorkStatus.UnderWay, WorkStatus.StageReached, false)]
    [InlineData(WorkStatus.StageReached, WorkStatus.UnderWay, false)] // what was accepted is not taken back
    [InlineData(WorkStatus.Done, WorkStatus.NotApplicable, false)]
    public void An_office_starts_work_and_does_not_call_it_done(WorkStatus from, WorkStatus to, bool may)
    {
        var state = State(from);
        Assert.Equal(may, WorkChanges.ByOffice(state, ObligationLevel.Mandatory, to, null, null).Accepted(out _, out _));
        Assert.Equal(may ? to : from, state.Status);
        Assert.Equal(may ? 1 : 0, state.Version);
    }

    [Fact]
    public void Not_applicable_needs_a_reason_and_the_reason_goes_when_it_applies_again()
    {
        var state = State(WorkStatus.UnderWay);
        Assert.Equal("work.reason", Code(WorkChanges.ByOffice(state, ObligationLevel.Mandatory, WorkStatus.NotApplicable, " ", null)));
        Assert.Equal("本省无审查协作中心。", Accept(WorkChanges.ByOffice(state, ObligationLevel.Mandatory, WorkStatus.NotApplicable, "本省无审查协作中心。", null)).NotApplicableReason);
        Assert.Null(Accept(WorkChanges.ByOffice(state, ObligationLevel.Mandatory, WorkStatus.UnderWay, null, null)).NotApplicableReason);
    }

    [Fact]
    public void A_blocker_is_said_without_a_change_of_status_even_where_nothing_else_may_change()
    {
        var state = State(WorkStatus.StageReached);
        Assert.Equal("等待数据", Accept(WorkChanges.ByOffice(state, ObligationLevel.Mandatory, WorkStatus.StageReached, null, " 等待数据 ")).Blocker);
        Assert.Null(Accept(WorkChanges.ByOffice(state, ObligationLevel.Mandatory, WorkStatus.StageReached, null, "")).Blocker);
    }

    [Fact]
    public void What_is_optional_is_taken_on_before_it_is_worked_on()
    {
        var state = State(WorkStatus.NotStarted);
        Assert.Equal("work.choose-first", Code(WorkChanges.ByOffice(state, ObligationLevel.Optional, WorkStatus.UnderWay, null, null)));
        state.Choice = OptChoice.TakenOn;
        Assert.Equal(WorkStatus.UnderWay, Accept(WorkChanges.ByOffice(state, ObligationLevel.Optional, WorkStatus.UnderWay, null, null)).Status);
    }

    [Theory]
    [InlineData(WorkStatus.UnderWay, WorkResult.Met, "work.result")] // a result stands beside a stage result or completion only
    [InlineData(WorkStatus.NotApplicable, WorkResult.None, "work.report-status")]
    [InlineData(WorkStatus.Done, WorkResult.Exceeded, null)]
    [InlineData(WorkStatus.StageReached, WorkResult.PartlyMet, null)]
    [InlineData(WorkStatus.Done, WorkResult.None, null)] // done, with a result still to be judged
    public void A_report_brings_a_result_only_with_a_status_that_has_one(WorkStatus status, WorkResult result, string? refusal) =>
        Assert.Equal(refusal ?? "accepted", Code(WorkChanges.ByReport(State(WorkStatus.UnderWay), ObligationLevel.Mandatory, status, result)));

    [Fact]
    public void A_later_report_never_takes_back_the_status_that_an_accepted_one_reached()
    {
        var state = Accept(WorkChanges.ByReport(State(WorkStatus.Done), ObligationLevel.Mandatory, WorkStatus.UnderWay, WorkResult.None));
        Assert.Equal(WorkStatus.Done, state.Status);
    }

    [Theory]
    [InlineData(ObligationLevel.Mandatory, OptChoice.Declined, "不具备条件", "2026-03-01", "choice.not-optional")]
    [InlineData(ObligationLevel.Optional, OptChoice.Declined, "", "2026-03-01", "choice.reason")]
    [InlineData(ObligationLevel.Optional, OptChoice.Declined, "不具备条件", "2026-03-01", "accepted")]
    [InlineData(ObligationLevel.Optional, OptChoice.TakenOn, null, "2026-03-31", "accepted")] // the last day is in
    [InlineData(ObligationLevel.Optional, OptChoice.TakenOn, null, "2026-04-01", "choice.closed")]
    public void The_choice_is_open_until_the_programmes_day_and_declining_needs_a_reason(ObligationLevel level, OptChoice choice, string? reason, string today, string expected) =>
        Assert.Equal(expected, Code(WorkChanges.Choose(State(WorkStatus.NotStarted), level, choice, reason, new(2026, 3, 31), DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture), Now)));

    [Fact]
    public void A_choice_is_taken_back_until_something_was_reached()
    {
        var state = State(WorkStatus.UnderWay);
        state.Choice = OptChoice.TakenOn;
        Assert.Equal((OptChoice.Undecided, WorkStatus.NotStarted), Accept(WorkChanges.Choose(state, ObligationLevel.Optional, OptChoice.Undecided, null, YearEnd, new(2026, 5, 1), Now)) is var s ? (s.Choice, s.Status) : default);
        (state.Choice, state.Status) = (OptChoice.TakenOn, WorkStatus.StageReached);
        Assert.Equal("choice.worked", Code(WorkChanges.Choose(state, ObligationLevel.Optional, OptChoice.Declined, "改变计划", YearEnd, new(2026, 5, 1), Now)));
    }

    [Theory]
    [InlineData(null, "2027-01-31", "extend.none")] // no day is written: none is invented
    [InlineData("2026-12-31", "2026-12-31", "extend.later")]
    [InlineData("2026-12-31", "2029-01-01", "extend.later")] // more than two years on
    [InlineData("2026-12-31", "2027-03-31", "accepted")]
    public void A_due_day_is_moved_on_and_never_back(string? stated, string to, string expected) =>
        Assert.Equal(expected, Code(WorkChanges.Extend(State(WorkStatus.UnderWay), stated is null ? null : Day(stated), Day(to), "需等待国家标准发布")));

    [Fact]
    public void A_second_extension_goes_on_from_the_first()
    {
        var state = Accept(WorkChanges.Extend(State(WorkStatus.UnderWay), YearEnd, new(2027, 3, 31), "一"));
        Assert.Equal("extend.later", Code(WorkChanges.Extend(state, YearEnd, new(2027, 2, 1), "二")));
    }

    [Theory]
    [InlineData("完成调研", null, "2026-11-30", "")]
    [InlineData("", null, "2026-11-30", "item.title")]
    [InlineData("完成调研", null, "2027-01-01", "item.due-late")] // never after the obligation's own
    [InlineData("完成调研", "2026-12-01", "2026-11-30", "item.start")]
    [InlineData(" ", "2027-02-01", "2027-01-01", "item.title item.due-late item.start")] // all at once
    public void A_piece_keeps_within_the_duty_that_it_comes_from(string title, string? start, string due, string defects) =>
        Assert.Equal(defects, string.Join(' ', WorkItemRules.Defects(new WorkItemDraft(title, null, start is null ? null : Day(start), Day(due)), YearEnd).Select(d => d.Code)));

    [Fact]
    public void Pieces_are_counted_where_they_are_not_broken_down_further()
    {
        WorkItem[] items =
        [
            Item(1, null, WorkStatus.UnderWay), Item(2, 1, WorkStatus.Done), Item(3, 1, WorkStatus.UnderWay, blocker: "等待经费"), Item(4, null, WorkStatus.NotApplicable),
            Item(5, null, WorkStatus.Done, withdrawn: true), Item(6, null, WorkStatus.Done),
        ];
        Assert.Equal(new RollUp(2, 3, 1), WorkItemRules.Count(items));
        Assert.False(WorkItemRules.MayBeDone(new(1), items));
        Assert.True(WorkItemRules.MayBeDone(new(2), items));
    }

    [Fact]
    public void When_all_pieces_are_done_the_obligation_is_as_it_was()
    {
        var state = State(WorkStatus.UnderWay);
        Assert.Equal(new RollUp(1, 1, 0), WorkItemRules.Count([Item(1, null, WorkStatus.Done)]));
        Assert.Equal((WorkStatus.UnderWay, 0), (state.Status, state.Version));
    }

    [Theory]
    [InlineData("/1/40/", "/1/40/", true)]
    [InlineData("/1/40/", "/1/40/41/", true)]
    [InlineData("/1/40/41/", "/1/40/", false)] // never upwards
    [InlineData("/1/40/", "/1/50/", false)]
    public void Work_is_handed_down_and_never_up_or_aside(string from, string to, bool may) =>
        Assert.Equal(may, WorkItemRules.MayHandTo(Office(from), Office(to)));

    [Theory]
    [InlineData("by-year-end 2026-12-31", "by-date 2026-06-30", "2026-12-31")] // what the task says goes first
    [InlineData("none", "by-date 2026-06-30,by-date 2026-09-30,none", "2026-09-30")] // done when all its sentences are
    [InlineData("none", "none", null)]
    public void The_due_day_is_the_tasks_or_the_last_of_its_sentences(string task, string sentences, string? expected) =>
        Assert.Equal(expected, DueDays.Of(Due(task), sentences.Split(',').Select(Due)).On?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("stage-result-within-year", "2026-12-31")] // “年内” ends with the year
    [InlineData("continuous", null)]
    [InlineData("none", null)]
    public void Within_the_year_ends_with_the_year_and_nothing_else_is_given_a_day(string kind, string? expected) =>
        Assert.Equal(expected, DueDays.Day(Due(kind), 2026)?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    static DueTime Due(string text) => text.Split(' ') is [var kind, var day] ? new DueTime(kind, Day(day), day) : new DueTime(text, null, null);

    static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

    static Organisation Office(string path) => new() { Code = path, Name = path, Kind = OrganisationKind.LocalOffice, Path = path };

    static ObligationState State(WorkStatus status) => new() { ObligationId = new(1), ProgrammeId = new(1), Status = status };

    static WorkItem Item(long id, long? parent, WorkStatus status, string? blocker = null, bool withdrawn = false) => new()
    {
        Id = new(id), ObligationId = new(1), ParentId = parent is { } p ? new(p) : null, Title = "事项", Status = status, Blocker = blocker, WithdrawnAt = withdrawn ? Now : null,
    };

    static ObligationState Accept(Outcome<ObligationState> outcome) =>
        outcome.Accepted(out var state, out var refusal) ? state : throw new Xunit.Sdk.XunitException(refusal.Code);

    static string Code(Outcome<ObligationState> outcome) => outcome.Accepted(out _, out var refusal) ? "accepted" : refusal.Code;
}
