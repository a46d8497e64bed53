using Zhice.Domain.Calendar;
using Zhice.Domain.Services;
using Zhice.Domain.Tests.Calendar;

namespace Zhice.Domain.Tests.Services;

/// <summary>Yellow and red cards: days of the case's own clocks, by rules with days of their own.</summary>
public sealed class CaseAlarmTests
{
    static readonly DateOnly Monday = new(2026, 9, 7);

    static readonly AlarmRule[] Rules =
    [
        new(AlarmKind.Acceptance, new(2004, 7, 1), null, 60, "自定", true), new(AlarmKind.Statutory, new(2004, 7, 1), null, 80, "自定", true), new(AlarmKind.Promised, new(2004, 7, 1), null, 80, "自定", true),
        new(AlarmKind.Step, new(2004, 7, 1), new(2026, 9, 8), 80, "自定", true), new(AlarmKind.Step, new(2026, 9, 8), null, 50, "自定", true), new(AlarmKind.Delivery, new(2004, 7, 1), null, 80, "自定", true),
    ];

    static ServiceItem Item(int step = 5) => CaseWays.Item with { Steps = [.. CaseWays.Item.Steps.Select(s => s.Code == "examination" ? s with { Limit = new(null, new(step, LimitUnit.WorkingDay)) } : s)] };

    static CaseState Handled(DateOnly accepted, params Suspension[] suspensions) => CaseState.Begun with
    {
        Sequence = 2, Phase = CasePhase.Handling, Step = 1, SubmittedOn = accepted, ReceivedOn = accepted, AcceptedOn = accepted, Suspensions = suspensions, Suspended = suspensions.Any(s => s.To is null) ? "听证" : null,
        Stays = [new("acceptance", accepted, accepted), new("examination", accepted, null)],
    };

    static IReadOnlyList<CaseAlarm> Of(CaseState state, ServiceItem? item = null) => CaseAlarms.Of(item ?? Item(), state, CaseWays.Book, Notices.Calendar, Rules);

    static CaseAlarm Only(CaseState state, AlarmKind kind) => Assert.Single(Of(state), a => a.Rule.Kind == kind);

    [Fact]
    public void The_promised_clock_is_yellow_on_the_eighth_of_ten_working_days_and_red_after_the_last()
    {
        var alarm = Only(Handled(Monday), AlarmKind.Promised);
        Assert.Equal((new DateOnly(2026, 9, 17), new DateOnly(2026, 9, 20), 10), (alarm.YellowOn, alarm.Due, alarm.Days)); // Sunday the 20th is worked before National Day
        foreach (var (day, level, used) in ((string, AlarmLevel, int)[])[("2026-09-07", AlarmLevel.None, 0), ("2026-09-16", AlarmLevel.None, 7), ("2026-09-17", AlarmLevel.Yellow, 8), ("2026-09-20", AlarmLevel.Yellow, 10), ("2026-09-21", AlarmLevel.Red, 10), ("2026-12-01", AlarmLevel.Red, 10)])
            Assert.Equal((day, level, used), (day, alarm.Level(Notices.Day(day)), alarm.Used(Notices.Day(day))));
    }

    [Fact]
    public void A_step_is_red_while_the_case_as_a_whole_is_in_time()
    {
        var state = Handled(Monday);
        var day = new DateOnly(2026, 9, 15);
        Assert.Equal((AlarmLevel.Red, "examination"), (Only(state, AlarmKind.Step).Level(day), Only(state, AlarmKind.Step).Step!));
        Assert.Equal([AlarmLevel.None, AlarmLevel.None], Of(state).Where(a => a.Step is null).Select(a => a.Level(day)));
        Assert.Equal(AlarmKind.Step, Of(state)[0].Rule.Kind); // what ends first stands first
    }

    [Fact]
    public void Days_on_which_the_clock_stood_do_not_count_and_while_it_stands_there_is_no_card()
    {
        var stood = Handled(Monday, new Suspension(new(2026, 9, 9), new(2026, 9, 11), "听证"));
        Assert.Equal((new DateOnly(2026, 9, 20), new DateOnly(2026, 9, 22)), (Only(stood, AlarmKind.Promised).YellowOn, Only(stood, AlarmKind.Promised).Due));
        Assert.Empty(Of(Handled(Monday, new Suspension(new(2026, 9, 9), null, "听证"))));
        // What was over before it stood stays over.
        var late = Of(Handled(Monday, new Suspension(new(2026, 9, 16), null, "听证")));
        Assert.Equal([AlarmKind.Step], late.Select(a => a.Rule.Kind));
        Assert.Equal(AlarmLevel.Red, late[0].Level(new(2026, 9, 17)));
    }

    [Fact]
    public void While_a_special_step_stops_the_case_its_own_limit_is_watched()
    {
        AlarmRule special = new(AlarmKind.Special, new(2004, 7, 1), null, 80, "自定", true);
        var item = Item() with { SpecialSteps = [new("洞穴勘验", new(null, new(10, LimitUnit.WorkingDay)), new("演示法", "第一条", false), false, false), new("听证", null, new("演示法", "第二条", false), false, false)] };
        var state = Handled(Monday, new Suspension(Monday, null, "洞穴勘验")) with { Suspended = "洞穴勘验" };
        var alarm = Assert.Single(CaseAlarms.Of(item, state, CaseWays.Book, Notices.Calendar, [.. Rules, special]));
        Assert.Equal((AlarmKind.Special, "洞穴勘验", new DateOnly(2026, 9, 20)), (alarm.Rule.Kind, alarm.Step!, alarm.Due));
        Assert.Equal(AlarmLevel.Red, alarm.Level(new(2026, 9, 21)));
        Assert.Empty(CaseAlarms.Of(item, Handled(Monday, new Suspension(Monday, null, "听证")), CaseWays.Book, Notices.Calendar, [.. Rules, special])); // a hearing has no limit
        Assert.DoesNotContain(CaseAlarms.Of(item, Handled(Monday, new Suspension(Monday, Monday.AddDays(3), "洞穴勘验")), CaseWays.Book, Notices.Calendar, [.. Rules, special]), a => a.Rule.Kind == AlarmKind.Special);
    }

    [Fact]
    public void A_clock_follows_the_rule_of_the_day_on_which_it_began()
    {
        Assert.Equal(80, Only(Handled(Monday), AlarmKind.Step).Rule.YellowPercent);
        var later = Only(Handled(Monday.AddDays(1)), AlarmKind.Step);
        Assert.Equal((50, new DateOnly(2026, 9, 11)), (later.Rule.YellowPercent, later.YellowOn)); // half of five days is reached on the third
        Assert.Empty(CaseAlarms.Of(Item(), Handled(Monday), CaseWays.Book, Notices.Calendar, []));
    }

    [Fact]
    public void Acceptance_and_delivery_are_watched_and_the_applicants_time_is_not()
    {
        var received = CaseState.Begun with { Phase = CasePhase.Received, ReceivedOn = Monday };
        Assert.Equal((AlarmKind.Acceptance, new DateOnly(2026, 9, 10), new DateOnly(2026, 9, 14)), Assert.Single(Of(received).Select(a => (a.Rule.Kind, a.YellowOn, a.Due))));
        Assert.Empty(Of(received with { Phase = CasePhase.Returned, AnswerBy = Monday.AddDays(7) }));
        Assert.Equal(AlarmKind.Delivery, Assert.Single(Of(Handled(Monday) with { Phase = CasePhase.Decided, DecidedOn = Monday })).Rule.Kind);
        foreach (var phase in (CasePhase[])[CasePhase.Draft, CasePhase.Delivered, CasePhase.Declined, CasePhase.Archived]) Assert.Empty(Of(Handled(Monday) with { Phase = phase, DecidedOn = Monday }));
        Assert.DoesNotContain(Of(Handled(Monday) with { Phase = CasePhase.Notice, NoticeTo = Monday.AddDays(30) }), a => a.Rule.Kind == AlarmKind.Step); // the public has it
        // Once the notice is over, the step of the decision runs: three working days after Friday the 11th.
        var noticed = CaseWays.Item with { Steps = [.. CaseWays.Item.Steps.Select((s, i) => i == CaseMoves.DecisionStep(CaseWays.Item) ? s with { Limit = new(null, new(3, LimitUnit.WorkingDay)) } : s)] };
        var after = Assert.Single(Of(Handled(Monday) with { Phase = CasePhase.Notice, NoticeTo = new(2026, 9, 11) }, noticed), a => a.Rule.Kind == AlarmKind.Step);
        Assert.Equal((noticed.Steps[CaseMoves.DecisionStep(noticed)].Code, new DateOnly(2026, 9, 16)), (after.Step, after.Due));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlarmRule(AlarmKind.Step, Monday, null, 0, "", false));
    }

    [Fact]
    public void An_approved_extension_ends_the_promise_and_lengthens_the_law()
    {
        var extended = Handled(Monday) with { Extended = true };
        Assert.DoesNotContain(Of(extended), a => a.Rule.Kind == AlarmKind.Promised);
        Assert.Equal((30, new DateOnly(2026, 10, 23)), (Only(extended, AlarmKind.Statutory).Days, Only(extended, AlarmKind.Statutory).Due));
    }
}
