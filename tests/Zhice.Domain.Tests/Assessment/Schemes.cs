using Zhice.Domain.Assessment;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Domain.Tests.Assessment;

/// <summary>Small schemes and facts to reckon with by hand.</summary>
internal static class Schemes
{
    public static readonly DeductionAct Fraud = new("fraud", "弄虚作假", "Falsified materials", 0, null);

    public static AssessmentScheme Of(params SchemeGroup[] groups) => new()
    {
        Code = "test", Version = 1, Title = "测试", EnglishTitle = "Test", ValidFrom = new(2026, 1, 1), Total = groups.Sum(g => g.Weight), Decimals = 2, Source = "测试", Groups = groups,
    };

    public static AssessmentScheme Of(decimal points, ItemRule rule) => Of(new SchemeGroup("g", "组", "Group", points, [Item("i", points, rule)]));

    public static SchemeItem Item(string code, decimal points, ItemRule rule) => new(code, code, code, points, "测试", rule);

    public static SubjectFacts Facts(string office = "office-a") => new(office, office, [], [], [], [], []);

    public static ObligationFact Owed(long id, WorkStatus status, string? on = null, string? due = null, bool stage = false, ObligationLevel level = ObligationLevel.Mandatory,
        OptChoice choice = OptChoice.Undecided, string number = "1", string section = "一、强化保护") =>
        new(id, id, number, section, $"任务{id}", level, choice, status, stage, due is null ? null : DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture),
            on is null ? null : DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture), on is null ? null : id + 100);

    public static IndicatorFact Figure(decimal? value, decimal? target = null, decimal? before = null, bool lower = false) => new("x", 1, "2026", value, before, target, lower, "件", "run/2026@1");

    public static ObligationRule Completion => new(false, [], null, 0.5m, 0);
    public static ObligationRule Timely => new(true, [], null, 0, 0.4m);
    public static IndicatorRule Intervals(IndicatorMeasure by, params (decimal? From, decimal Share)[] intervals) => new("x", by, [.. intervals.Select(i => new ScoreInterval(i.From, i.Share))]);

    public static ItemScore One(AssessmentScheme scheme, SubjectFacts facts) => Assert.Single(ScoringEngine.Score(scheme, facts).Items);
}
