using System.Globalization;
using Zhice.Domain.Assessment;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Assessment;

/// <summary>Names, numbers and addresses of the assessment as pages show them.</summary>
internal static class AssessmentWords
{
    public static string Title(WordTable words, SchemeGroup group) => words.IsEnglish ? group.EnglishTitle : group.Title;

    public static string Title(WordTable words, SchemeItem item) => words.IsEnglish ? item.EnglishTitle : item.Title;

    public static string Title(WordTable words, AssessmentScheme scheme) => words.IsEnglish ? scheme.EnglishTitle : scheme.Title;

    /// <summary>Points with the scheme's places; a dash for none.</summary>
    public static string Points(AssessmentScheme scheme, decimal? points) => points is { } given ? given.ToString("F" + scheme.Decimals, CultureInfo.InvariantCulture) : "–";

    public static string Tone(RoundState state) => state switch { RoundState.Published => "green", RoundState.SelfScoring => "blue", _ => "amber" };

    public static string Tone(RiskClass risk) => risk switch { RiskClass.Reached or RiskClass.OnTrack => "green", RiskClass.AtRisk => "amber", RiskClass.Unlikely => "red", _ => "plain" };

    /// <summary>Title of an act of an item; its code where the scheme does not know it.</summary>
    public static string Act(WordTable words, AssessmentScheme scheme, string item, string act)
    {
        var acts = scheme.Item(item)?.Rule switch { DeductionRule deduction => deduction.Acts, VetoRule veto => veto.Acts, _ => [] };
        return acts.FirstOrDefault(a => a.Code == act) is { } known ? words.IsEnglish ? known.EnglishTitle : known.Title : act;
    }

    /// <summary>The sentence of a line of the trace.</summary>
    public static string Says(WordTable words, TraceLine line) => words[line.Code, [.. line.Arguments]];

    /// <summary>Where a fact can be read; null where it has no page of its own.</summary>
    public static string? Address(FactLink fact) => fact.Kind switch
    {
        FactKind.Obligation => $"/obligations/{fact.Key}",
        FactKind.Report => $"/reports/{fact.Key}",
        FactKind.Indicator => $"/indicators/{fact.Key.Split('@')[0]}",
        FactKind.Release when !fact.Key.StartsWith("run/", StringComparison.Ordinal) && fact.Key.Split('/') is [var code, var revision] => $"/open/statistics/{code}?revision={revision}",
        _ => null,
    };

    /// <summary>The rule of an item in one sentence.</summary>
    public static string Rule(WordTable words, ItemRule rule) => rule switch
    {
        ObligationRule { Timely: false } r => words["rule.completion", Percent(r.StageCredit), Chosen(words, r)],
        ObligationRule r => words["rule.timeliness", Percent(r.LateCredit), Chosen(words, r)],
        IndicatorRule r => words["rule.indicator", r.Indicator, words.Of(r.By), string.Join("；", r.Intervals.Select(i => words[i.From is null ? "rule.interval-open" : "rule.interval", i.From is { } from ? SchemeCheck.Plain(from) : "", Percent(i.Share)]))],
        DeductionRule r => words["rule.deduction", string.Join("；", r.Acts.Select(a => words[a.Most is null ? "rule.act" : "rule.act-most", words.IsEnglish ? a.EnglishTitle : a.Title, SchemeCheck.Plain(a.Points), SchemeCheck.Plain(a.Most ?? 0)]))],
        ExpertRule r => words["rule.expert", r.Experts, SchemeCheck.Plain(r.Least), SchemeCheck.Plain(r.Most), r.Guide],
        VetoRule r => words[r.Group is null ? "rule.veto-cap" : "rule.veto-group", string.Join("；", r.Acts.Select(a => words.IsEnglish ? a.EnglishTitle : a.Title)), r.Group ?? SchemeCheck.Plain(r.Cap ?? 0)],
        _ => rule.Kind,
    };

    static string Percent(decimal share) => SchemeCheck.Plain(share * 100) + "%";

    static string Chosen(WordTable words, ObligationRule rule) =>
        rule.Tasks.Count == 0 && rule.Section is null ? words["rule.all-tasks"] : string.Join("、", rule.Tasks.Concat(rule.Section is null ? [] : [rule.Section]));
}
