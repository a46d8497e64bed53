using Zhice.Domain.Indicators;

namespace Zhice.Domain.Assessment;

/// <summary>What concerns several parts of a scheme: sums, codes, indicators, and what the documents forbid to reward.</summary>
public static class SchemeCheck
{
    // 国办函〔2026〕12号 and the notices before it: no ranking of the use of an app, no signing in, no tracks.
    static readonly string[] appWords = ["App", "APP", "app", "应用程序", "小程序使用", "打卡", "签到", "登录次数", "活跃度", "日活", "下载量", "关注量", "点赞", "转发量", "在线时长", "积分排名"];

    static readonly string[] filingWords = ["申请量", "申请数量", "申请增长", "申请件数"];

    /// <summary>What must be put right before the scheme can be saved. A fault's field is the code of the group or item, empty for the whole.</summary>
    public static IReadOnlyList<Defect> Faults(AssessmentScheme scheme, IndicatorCatalogue indicators)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(indicators);
        var faults = new List<Defect>();
        var sum = scheme.Groups.Sum(g => g.Weight);
        if (sum != scheme.Total) faults.Add(new("scheme.groups-sum", "", Plain(sum), Plain(scheme.Total)));
        foreach (var group in scheme.Groups)
            if (group.Items.Sum(i => i.Points) is var points && points != group.Weight) faults.Add(new("scheme.items-sum", group.Code, group.Title, Plain(points), Plain(group.Weight)));
        foreach (var code in scheme.Groups.Select(g => g.Code).Concat(scheme.Items.Select(i => i.Code)).GroupBy(c => c, StringComparer.Ordinal).Where(g => g.Count() > 1))
            faults.Add(new("scheme.twice", code.Key, code.Key));
        if (scheme.ValidTo < scheme.ValidFrom) faults.Add(new("scheme.days", ""));
        foreach (var item in scheme.Items) Check(scheme, item, indicators, faults);
        return faults;
    }

    /// <summary>What its author should read before it goes on: rules that reward raw filing counts (<see cref="Attainment.UnfitSentence"/>).</summary>
    public static IReadOnlyList<Defect> Warnings(AssessmentScheme scheme, IndicatorCatalogue indicators)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(indicators);
        var warnings = new List<Defect>();
        foreach (var item in scheme.Items)
        {
            var filings = item.Rule is IndicatorRule rule && indicators.Versions(rule.Indicator).Any(d => d.FilingCount);
            var growth = filings && ((IndicatorRule)item.Rule).By == IndicatorMeasure.Growth;
            if (growth) warnings.Add(new("scheme.filing-growth", item.Code, item.Title, Attainment.UnfitSentence, Attainment.UnfitSource));
            else if (filings || (item.Rule is not (IndicatorRule or VetoRule or DeductionRule) && filingWords.Any(w => item.Title.Contains(w, StringComparison.Ordinal))))
                warnings.Add(new("scheme.filing-count", item.Code, item.Title, Attainment.UnfitSentence, Attainment.UnfitSource));
            if (item.Rule is IndicatorRule { By: not IndicatorMeasure.Target } watched && indicators.Versions(watched.Indicator) is [.., { Direction: IndicatorDirection.Watched }])
                warnings.Add(new("scheme.watched", item.Code, item.Title));
        }
        return warnings;
    }

    /// <summary>A number without useless zeros, for sentences.</summary>
    public static string Plain(decimal value) => (value / 1.0000000000000000000000000000m).ToString(System.Globalization.CultureInfo.InvariantCulture);

    static void Check(AssessmentScheme scheme, SchemeItem item, IndicatorCatalogue indicators, List<Defect> faults)
    {
        if (item.Points < 0 || (item.Points == 0) != item.Rule is VetoRule) faults.Add(new("scheme.points", item.Code, item.Title));
        if (decimal.Round(item.Points, scheme.Decimals) != item.Points) faults.Add(new("scheme.places", item.Code, item.Title, scheme.Decimals));
        var texts = item.Rule switch
        {
            DeductionRule d => d.Acts.SelectMany(a => new[] { a.Title, a.EnglishTitle }),
            VetoRule v => v.Acts.SelectMany(a => new[] { a.Title, a.EnglishTitle }),
            ExpertRule e => [e.Guide],
            _ => [],
        };
        if (texts.Prepend(item.Title).Any(t => appWords.Any(w => t.Contains(w, StringComparison.Ordinal)))) faults.Add(new("scheme.app-use", item.Code, item.Title));
        switch (item.Rule)
        {
            case IndicatorRule rule:
                if (indicators.InForce(rule.Indicator, scheme.ValidFrom) is not { } definition || indicators.FormulaOf(definition) is null)
                    faults.Add(new("scheme.indicator", item.Code, item.Title, rule.Indicator));
                if (rule.Intervals.Count == 0 || rule.Intervals.Skip(1).Any(i => i.From is null)
                    || rule.Intervals.Zip(rule.Intervals.Skip(1)).Any(p => p.First.From >= p.Second.From)) faults.Add(new("scheme.intervals", item.Code, item.Title));
                if (rule.Intervals.Any(i => i.Share is < 0 or > 1)) faults.Add(new("scheme.share", item.Code, item.Title));
                break;
            case ObligationRule rule when rule.StageCredit is < 0 or > 1 || rule.LateCredit is < 0 or > 1:
                faults.Add(new("scheme.share", item.Code, item.Title));
                break;
            case ExpertRule rule when rule.Experts is < 1 or > 9 || rule.Least >= rule.Most:
                faults.Add(new("scheme.expert", item.Code, item.Title));
                break;
            case DeductionRule rule:
                Acts(item, rule.Acts, faults);
                if (rule.Acts.Any(a => a.Points <= 0 || a.Most < a.Points)) faults.Add(new("scheme.deduction", item.Code, item.Title));
                break;
            case VetoRule rule:
                Acts(item, rule.Acts, faults);
                if ((rule.Cap is null) == (rule.Group is null) || rule.Cap < 0 || rule.Cap >= scheme.Total) faults.Add(new("scheme.veto", item.Code, item.Title));
                if (rule.Group is { } group && scheme.Groups.All(g => g.Code != group)) faults.Add(new("scheme.veto-group", item.Code, item.Title, group));
                break;
        }
    }

    static void Acts(SchemeItem item, IReadOnlyList<DeductionAct> acts, List<Defect> faults)
    {
        if (acts.Count == 0 || acts.Select(a => a.Code).Distinct(StringComparer.Ordinal).Count() < acts.Count) faults.Add(new("scheme.acts", item.Code, item.Title));
    }
}
