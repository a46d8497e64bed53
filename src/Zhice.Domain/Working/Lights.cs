using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Working;

/// <summary>The light of an obligation, from the best to the worst; <see cref="None"/> where nothing is owed.</summary>
public enum Light
{
    /// <summary>不计: nothing is owed.</summary>
    None,
    /// <summary>蓝: what was asked for is there.</summary>
    Blue,
    /// <summary>绿: in time.</summary>
    Green,
    /// <summary>黄: due soon, or silent for long.</summary>
    Yellow,
    /// <summary>红: overdue.</summary>
    Red,
}

/// <summary>The rules of the light, in the order in which they are asked; the first that holds decides. The table stands in docs/working.md.</summary>
public enum LightRule
{
    /// <summary>The office found that it does not apply: no light.</summary>
    NotApplicable,
    /// <summary>选做, and declined: no light.</summary>
    Declined,
    /// <summary>选做, and nothing said yet: no light.</summary>
    Undecided,
    /// <summary>Done by an accepted report: blue.</summary>
    Done,
    /// <summary>A stage result was asked for, and is there by an accepted report: blue.</summary>
    StageSuffices,
    /// <summary>The day after the due day, or later: red.</summary>
    Overdue,
    /// <summary>The due day is near: yellow.</summary>
    DueSoon,
    /// <summary>Work is under way, and nothing was reported for long: yellow.</summary>
    Silent,
    /// <summary>Work is under way, in time: green.</summary>
    UnderWay,
    /// <summary>Not started, and still in time: green.</summary>
    NotStarted,
}

/// <summary>All that the light depends on. The result and the score are not in it: they never colour an obligation.</summary>
/// <param name="Status">How far the work is.</param>
/// <param name="Level">必做, 选做 or not said.</param>
/// <param name="Choice">Taken on or declined, for what is 选做.</param>
/// <param name="Due">Last day in time: the due day in force, as <see cref="DueRules"/> moves it; null where the words name none: nothing is then ever overdue.</param>
/// <param name="StageAsked">True where the words ask for a stage result within the year.</param>
/// <param name="LastReport">Day of the last report that waits or was accepted; null before.</param>
/// <param name="Since">Day on which it came to be owed: silence is counted from it before the first report.</param>
/// <param name="Today">Today in China.</param>
/// <param name="WarnDays">Days before the due day from which the light is yellow.</param>
/// <param name="SilentDays">Days without a report after which the light of work under way is yellow.</param>
public readonly record struct LightFacts(
    WorkStatus Status, ObligationLevel Level, OptChoice Choice, DateOnly? Due, bool StageAsked, DateOnly? LastReport, DateOnly Since, DateOnly Today, int WarnDays, int SilentDays)
{
    /// <summary>How the due day in force fell in the calendar, for the explanation; null where there is none, or its year is not known yet.</summary>
    public ProjectedDue? Falls { get; init; }

    /// <summary>Days from today to the due day, negative when it is past; null where there is none.</summary>
    public int? DaysLeft => Due is { } due ? due.DayNumber - Today.DayNumber : null;

    /// <summary>Days since the last report, or since it came to be owed.</summary>
    public int DaysSilent => Today.DayNumber - (LastReport ?? Since).DayNumber;
}

/// <summary>A light with the rule that lit it and the facts that the rule saw.</summary>
public readonly record struct LightReading(Light Light, LightRule Rule, LightFacts Facts);

/// <summary>The one place where the colour of an obligation is decided.</summary>
/// <remarks>Waiting alone never makes a light better: with all other facts the same, a later day has the same light or a worse one.</remarks>
public static class Lights
{
    /// <summary>The light of the facts.</summary>
    public static LightReading Of(LightFacts facts)
    {
        var rule = Rule(facts);
        return new LightReading(Of(rule), rule, facts);
    }

    /// <summary>The light that a rule lights.</summary>
    public static Light Of(LightRule rule) => rule switch
    {
        LightRule.NotApplicable or LightRule.Declined or LightRule.Undecided => Light.None,
        LightRule.Done or LightRule.StageSuffices => Light.Blue,
        LightRule.Overdue => Light.Red,
        LightRule.DueSoon or LightRule.Silent => Light.Yellow,
        LightRule.UnderWay or LightRule.NotStarted => Light.Green,
        _ => throw new InvalidOperationException($"A new rule needs its light here: {rule}."),
    };

    /// <summary>The worse of two.</summary>
    public static Light Worse(Light one, Light other) => one > other ? one : other;

    static LightRule Rule(LightFacts facts)
    {
        if (facts.Status == WorkStatus.NotApplicable) return LightRule.NotApplicable;
        if (facts.Level == ObligationLevel.Optional && facts.Choice == OptChoice.Declined) return LightRule.Declined;
        if (facts.Level == ObligationLevel.Optional && facts.Choice == OptChoice.Undecided) return LightRule.Undecided;
        if (facts.Status == WorkStatus.Done) return LightRule.Done;
        if (facts.Status == WorkStatus.StageReached && facts.StageAsked) return LightRule.StageSuffices;
        if (facts.DaysLeft < 0) return LightRule.Overdue;
        if (facts.DaysLeft <= facts.WarnDays) return LightRule.DueSoon;
        if (facts.Status != WorkStatus.NotStarted && facts.DaysSilent > facts.SilentDays) return LightRule.Silent;
        return facts.Status == WorkStatus.NotStarted ? LightRule.NotStarted : LightRule.UnderWay;
    }
}
