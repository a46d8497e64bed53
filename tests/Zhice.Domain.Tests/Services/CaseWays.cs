using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;
using Zhice.Domain.Tests.Calendar;

namespace Zhice.Domain.Tests.Services;

/// <summary>The way of a case: what may be done when, what it adds up to, and what every way keeps to.</summary>
public sealed class CaseWays
{
    static readonly DateOnly Monday = new(2026, 9, 7);
    static readonly AccountId Officer = new(7), Other = new(8), Boss = new(9), Owner = new(3);

    [Fact]
    public void A_plain_case_goes_from_submission_to_archive()
    {
        var way = new Way().Do(CaseActionKind.Submit).Do(CaseActionKind.Accept).Do(CaseActionKind.Pass).Do(CaseActionKind.Decide, new() { Decision = "grant" })
            .Do(CaseActionKind.Deliver).Do(CaseActionKind.Archive);
        Assert.Equal((CasePhase.Archived, true, 1), (way.State.Phase, way.State.Granted, way.State.Edition));
        Assert.Equal(["acceptance", "examination", "decision", "publication"], way.State.Stays.Select(s => s.Step));
        Assert.DoesNotContain(way.State.Stays, s => s.To is null);
    }

    [Fact]
    public void Papers_are_returned_once_in_all_and_within_five_working_days()
    {
        var late = new Way().Do(CaseActionKind.Submit).On(new(2026, 9, 15)); // the fifth working day after Monday 7 September is the 14th
        Assert.Equal("case.return-late", late.Refusal(CaseActionKind.Return));
        Assert.Equal("case.return-late", late.Refusal(CaseActionKind.Decline));
        Assert.True(late.Do(CaseActionKind.DeemAccepted).State.Deemed);
        Assert.Equal(Monday, late.State.AcceptedOn); // it counts from the day on which the papers came

        var way = new Way().Do(CaseActionKind.Submit).On(new(2026, 9, 14));
        Assert.Null(way.Refusal(CaseActionKind.Return)); // the last day is in time
        Assert.Equal("case.not-now", way.Refusal(CaseActionKind.DeemAccepted));
        way.Do(CaseActionKind.Return, new() { Until = new(2026, 9, 30) }).Do(CaseActionKind.Answer);
        Assert.Equal("case.returned-once", way.Refusal(CaseActionKind.Return));
        Assert.Null(way.Refusal(CaseActionKind.Accept));
    }

    [Fact]
    public void A_return_that_is_not_answered_ends_the_case()
    {
        var way = new Way().Do(CaseActionKind.Submit).Do(CaseActionKind.Return, new() { Until = new(2026, 9, 21) }).On(new(2026, 9, 21));
        Assert.Equal("case.not-now", way.Refusal(CaseActionKind.Lapse));
        way.On(new(2026, 9, 22));
        Assert.Equal("case.answer-late", way.Refusal(CaseActionKind.Answer));
        Assert.Equal(CasePhase.Lapsed, way.Do(CaseActionKind.Lapse).State.Phase);
    }

    [Fact]
    public void A_hearing_stops_the_clock_and_moves_the_due_day_by_its_days()
    {
        var way = new Way().Do(CaseActionKind.Submit).Do(CaseActionKind.Accept);
        Assert.Equal(new DateOnly(2026, 9, 20), Holding(way).Due); // a Sunday that is worked; ten working days promised, before the law's twenty
        way.On(new(2026, 9, 9)).Do(CaseActionKind.OpenHearing);
        Assert.True(Holding(way).Stopped);
        Assert.Null(Holding(way).Due);
        Assert.Equal("case.suspended", way.Refusal(CaseActionKind.Decide));
        Assert.Equal("case.suspended", way.Refusal(CaseActionKind.Suspend));
        way.On(new(2026, 9, 11)).Do(CaseActionKind.CloseHearing);
        Assert.Equal(new DateOnly(2026, 9, 22), Holding(way).Due); // 9 and 10 September did not count
    }

    [Fact]
    public void A_special_step_that_counts_stops_nothing()
    {
        var way = new Way().Do(CaseActionKind.Submit).Do(CaseActionKind.Accept).Do(CaseActionKind.Suspend, new() { Special = "现场核查" });
        Assert.False(Holding(way).Stopped);
        Assert.Equal(new DateOnly(2026, 9, 20), Holding(way).Due);
        Assert.Equal("现场核查", way.State.Suspended);
    }

    [Fact]
    public void An_opinion_that_does_not_come_is_no_longer_waited_for()
    {
        var way = new Way().Do(CaseActionKind.Submit).Do(CaseActionKind.Accept);
        Assert.Equal("case.not-now", way.Refusal(CaseActionKind.Recall));
        way.Do(CaseActionKind.AskJoint, new() { Organisation = 5 }).On(new(2026, 9, 9)).Do(CaseActionKind.AskExpert, new() { Account = 7 });
        Assert.Equal("case.opinions-open", way.Do(CaseActionKind.Recall, new() { Account = 7 }).Refusal(CaseActionKind.Pass));
        Assert.Equal((0, null), (way.State.ExpertsOpen.Count, way.State.Suspended)); // the clock goes on with the last expert
        Assert.Null(way.Do(CaseActionKind.Recall, new() { Organisation = 5 }).Refusal(CaseActionKind.Pass));
    }

    [Fact]
    public void An_extension_is_approved_once_and_by_another_person()
    {
        var way = new Way().Do(CaseActionKind.Submit).Do(CaseActionKind.Accept).As(Boss, approver: true).Do(CaseActionKind.AskExtension);
        Assert.Equal("case.extension-self", way.Refusal(CaseActionKind.ApproveExtension));
        way.As(new(10), approver: true).Do(CaseActionKind.ApproveExtension).As(Officer);
        Assert.Equal("case.extended-once", way.Refusal(CaseActionKind.AskExtension));
        Assert.Equal(new DateOnly(2026, 10, 23), Holding(way).Due); // thirty working days: 1 to 7 October rest, 20 September and 10 October are worked
    }

    [Fact]
    public void A_grant_waits_for_the_notice_and_its_objections_a_refusal_does_not()
    {
        var item = Item with { Notice = new(null, new(5, LimitUnit.WorkingDay)) };
        var way = new Way(item).Do(CaseActionKind.Submit).Do(CaseActionKind.Accept).Do(CaseActionKind.Pass);
        Assert.Equal("case.notice-first", CaseMoves.MayDecide(item, way.State, "grant", way.Facts())!.Code);
        Assert.Null(CaseMoves.MayDecide(item, way.State, "refuse", way.Facts()));
        way.Do(CaseActionKind.Publicise, new() { Until = new(2026, 9, 14) }).Do(CaseActionKind.Object).On(new(2026, 9, 15));
        Assert.Equal("case.notice-over", way.Refusal(CaseActionKind.Object));
        Assert.Equal("case.objection-open", way.Refusal(CaseActionKind.Decide));
        way.Do(CaseActionKind.SettleObjection, new() { Objection = 1, Upheld = false });
        Assert.Null(CaseMoves.MayDecide(item, way.State, "grant", way.Facts()));
        Assert.Equal("case.decision-unknown", CaseMoves.MayDecide(item, way.State, "forged", way.Facts())!.Code);
    }

    [Fact]
    public void A_notice_is_opened_from_its_step_and_not_before()
    {
        var notice = new ServiceLimit(null, new(5, LimitUnit.WorkingDay));
        var item = Item with { Notice = notice };
        var way = new Way(item).Do(CaseActionKind.Submit).Do(CaseActionKind.Accept);
        Assert.Equal("case.notice-step", way.Refusal(CaseActionKind.Publicise)); // the examination was not done
        Assert.Null(way.Do(CaseActionKind.Pass).Refusal(CaseActionKind.Publicise));

        // With a step of its own, that is the one.
        item = item with { Steps = [item.Steps[0], item.Steps[1], item.Steps[1] with { Code = "technical", Name = "技术审查" }, item.Steps[1] with { Code = "notice", Name = "公示" }, .. item.Steps.Skip(2)] };
        way = new Way(item).Do(CaseActionKind.Submit).Do(CaseActionKind.Accept);
        foreach (var before in (string[])["examination", "technical"])
        {
            Assert.Equal((before, "case.notice-step"), (item.Steps[way.State.Step].Code, way.Refusal(CaseActionKind.Publicise)));
            way.Do(CaseActionKind.Pass);
        }
        way.Do(CaseActionKind.Publicise, new() { Until = new(2026, 9, 14) });
        Assert.Equal(("notice", CasePhase.Notice), (item.Steps[way.State.Step].Code, way.State.Phase));
    }

    [Fact]
    public void Who_has_the_case_is_left_alone_and_who_has_no_part_in_it_is_told_so()
    {
        var way = new Way().Do(CaseActionKind.Submit).Do(CaseActionKind.Assign, new() { Account = Officer.Value }).As(Other);
        Assert.Equal("case.other-handler", way.Refusal(CaseActionKind.Accept));
        Assert.Null(way.As(Boss, approver: true).Refusal(CaseActionKind.Accept));
        Assert.Equal("case.party", way.As(Other).Refusal(CaseActionKind.Revoke));
    }

    [Fact]
    public void A_correction_and_a_new_decision_count_certificates_on()
    {
        var way = new Way().Do(CaseActionKind.Submit).Do(CaseActionKind.Accept).Do(CaseActionKind.Pass).Do(CaseActionKind.Decide, new() { Decision = "grant" })
            .Do(CaseActionKind.Correct).Do(CaseActionKind.Replace).As(Boss, approver: true).Do(CaseActionKind.Reopen);
        Assert.Equal((3, CasePhase.Handling, false), (way.State.Edition, way.State.Phase, way.State.Stands));
        Assert.Equal(4, way.Do(CaseActionKind.Decide, new() { Decision = "grant" }).State.Edition);
        Assert.Equal(CasePhase.Revoked, way.Do(CaseActionKind.Revoke).State.Phase);
        Assert.Equal("case.not-now", way.Refusal(CaseActionKind.Replace));
    }

    // 300 random ways of 40 tries each: whatever is allowed can be done, and what holds always holds after each.
    [Fact]
    public void Every_way_that_is_allowed_keeps_the_rules() => Prop.ForAll(Gen.Choose(0, 1_000_000).ArrayOf(40).ToArbitrary(), draws =>
    {
        var item = Item with { Notice = draws[0] % 2 == 0 ? null : new(null, new(5, LimitUnit.WorkingDay)) };
        var way = new Way(item).As(Boss, approver: true);
        foreach (var draw in draws)
        {
            way.On(way.Day.AddDays(draw % 3));
            if (way.Day > new DateOnly(2026, 12, 1)) break;
            var allowed = CaseMoves.Allowed(item, way.State, way.Facts(system: true));
            if (allowed.Count == 0) return way.State.Phase == CasePhase.Archived;
            var kind = allowed[draw % allowed.Count];
            var decision = item.Decisions.Select(d => d.Code).FirstOrDefault(code => CaseMoves.MayDecide(item, way.State, code, way.Facts()) is null);
            way.Do(kind, new()
            {
                Decision = decision, Until = way.Day.AddDays(7), Account = kind == CaseActionKind.ExpertOpinion || (kind == CaseActionKind.Recall && way.State.JointOpen.Count == 0) ? way.State.ExpertsOpen[0] : Boss.Value,
                Organisation = kind == CaseActionKind.JointOpinion ? way.State.JointOpen[0] : kind == CaseActionKind.Recall ? way.State.JointOpen.Select(id => (long?)id).FirstOrDefault() : 5,
                Special = "现场核查", Objection = way.State.OpenObjections.Count > 0 ? way.State.OpenObjections[0] : null,
            });
            var state = way.State;
            Assert.Equal(JsonSerializer.Serialize(CaseState.Of(item, way.Actions)), JsonSerializer.Serialize(state));
            Assert.InRange(way.Actions.Count(a => a.Kind == CaseActionKind.Return), 0, 1);
            Assert.Equal(way.Actions.Count(a => a.Kind == CaseActionKind.Decide && a.Payload.Decision == "grant" || a.Kind is CaseActionKind.Correct or CaseActionKind.Replace), state.Edition);
            Assert.True(state.Suspensions.Count(s => s.To is null) <= 1);
            Assert.True(state.Closed || state.Phase is CasePhase.Draft or CasePhase.Decided or CasePhase.Revoked || state.Stays.Count(s => s.To is null) == 1);
            Assert.InRange(state.Step, 0, item.Steps.Count - 1);
            CaseClock.Of(item, state, Book, Notices.Calendar);
        }
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_chain_changes_with_every_word_of_an_action()
    {
        var action = new CaseAction(1, CaseActionKind.Return, CaseParty.Officer, Officer, new(4), new(2026, 9, 7, 1, 2, 3, TimeSpan.Zero), "缺合同", new() { Until = Monday }, "k");
        CaseAction[] others =
        [
            action with { Sequence = 2 }, action with { Kind = CaseActionKind.Decline }, action with { Party = CaseParty.Approver }, action with { By = Other }, action with { Organisation = new(5) },
            action with { At = action.At.AddMicroseconds(1) }, action with { Reason = "缺合同 " }, action with { Payload = new() { Until = Monday.AddDays(1) } }, action with { Key = "l" },
        ];
        Assert.Equal(others.Length + 3, others.Select(a => a.Digest("n", "")).Append(action.Digest("n", "")).Append(action.Digest("m", "")).Append(action.Digest("n", "p")).Distinct().Count());
        Assert.Equal(action.Payload.Write(), CasePayload.Read(action.Payload.Write()).Write());
    }

    static CaseHolding Holding(Way way) => CaseClock.Of(Item, way.State, Book, Notices.Calendar);

    internal static LimitBook Book { get; } = new(
    [
        new("permit-defects", "补正", "Defects", "收到申请材料之日", new(5, LimitUnit.WorkingDay), null, "行政许可法", null, new(2019, 4, 23), null, false),
        new("permit-decision", "决定", "Decision", "受理之日", new(20, LimitUnit.WorkingDay), new(10, LimitUnit.WorkingDay), "行政许可法", null, new(2019, 4, 23), null, false),
        new("permit-delivery", "送达", "Delivery", "作出决定之日", new(10, LimitUnit.WorkingDay), null, "行政许可法", null, new(2019, 4, 23), null, false),
    ]);

    internal static ServiceItem Item { get; } = new()
    {
        Code = "sample", Version = 1, ValidFrom = new(2026, 1, 1), Name = "样例", EnglishName = "Sample", Summary = "", Stage = "运用", Kind = ServiceKind.Permit, Basis = [], Competent = "", Level = ServiceLevel.National,
        Audience = [], Conditions = [], Materials = [], Remedies = [], Visits = 0, Result = new("证书", null, ["电子"]), Statutory = new("permit-decision", null), Promised = new(10, LimitUnit.WorkingDay),
        Steps = [.. new[] { "acceptance", "examination", "decision", "publication" }.Select(code => new ServiceStep(code, code, code, "", null, "", ""))],
        SpecialSteps = [new("现场核查", null, new("法", null, false), false, Counted: true)],
        Decisions = [new("grant", "准予", "Granted", true), new("refuse", "不予", "Refused", false)],
        Form = [new("title", "名称", "Title", FieldType.Text, true, null, null, [], null, null, null, false)],
    };

    sealed class Way(ServiceItem? item = null)
    {
        readonly ServiceItem item = item ?? Item;
        AccountId by = Officer;
        bool approver;

        public CaseState State { get; private set; } = CaseState.Begun;
        public List<CaseAction> Actions { get; } = [];
        public DateOnly Day { get; private set; } = Monday;

        public Way On(DateOnly day)
        {
            Day = day;
            return this;
        }

        public Way As(AccountId account, bool approver = false)
        {
            (by, this.approver) = (account, approver);
            return this;
        }

        public CaseFacts Facts(bool system = true) => new(
            new HashSet<CaseParty>([CaseParty.Applicant, CaseParty.Officer, CaseParty.Reviewer, CaseParty.Public, .. approver ? [CaseParty.Approver] : Array.Empty<CaseParty>(), .. system ? [CaseParty.System] : Array.Empty<CaseParty>()]),
            by, Day, CaseClock.ReturnBy(State, Book, Notices.Calendar), CaseClock.MayExtend(item, State, Book));

        public string? Refusal(CaseActionKind kind) => CaseMoves.Decide(item, State, kind, Facts())?.Code;

        public Way Do(CaseActionKind kind, CasePayload? payload = null)
        {
            Assert.Null(Refusal(kind));
            var party = CaseMoves.PartyOf(kind, Facts())!.Value;
            var action = new CaseAction(State.Sequence + 1, kind, party, party == CaseParty.Applicant ? Owner : by, null, new DateTimeOffset(Day, new TimeOnly(10, 0), ChinaTime.Offset), "理由", payload ?? new(), $"{State.Sequence}");
            Actions.Add(action);
            State = State.After(item, action);
            return this;
        }
    }
}
