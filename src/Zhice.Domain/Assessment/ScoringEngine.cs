using System.Globalization;

namespace Zhice.Domain.Assessment;

/// <summary>The one place where points come from: scheme and facts in, score and trace out. Pure, in decimals; the same input gives the same digits for ever.</summary>
public static class ScoringEngine
{
    /// <summary>Scores one office.</summary>
    public static SubjectScore Score(AssessmentScheme scheme, SubjectFacts facts)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(facts);
        var items = new List<ItemScore>();
        foreach (var group in scheme.Groups)
            foreach (var item in group.Items)
                if (item.Rule is not VetoRule) items.Add(Item(scheme, group, item, facts));
        var vetoes = Vetoes(scheme, facts, code => items.Where(i => i.Group == code).Sum(i => i.Final), items.Sum(i => i.Final));
        var review = items.Sum(i => i.Review) + Vetoes(scheme, facts, code => items.Where(i => i.Group == code).Sum(i => i.Review), items.Sum(i => i.Review)).Sum(v => v.Points);
        return new(facts.Office, facts.Name, items, vetoes, items.Sum(i => i.Self ?? 0), review, items.Sum(i => i.Final) + vetoes.Sum(v => v.Points));
    }

    static ItemScore Item(AssessmentScheme scheme, SchemeGroup group, SchemeItem item, SubjectFacts facts)
    {
        List<TraceLine> lines = item.Rule switch
        {
            ObligationRule rule => Obligations(scheme, item, rule, facts),
            IndicatorRule rule => [Indicator(scheme, item, rule, facts)],
            DeductionRule rule => Deductions(item, rule, facts),
            ExpertRule rule => [Experts(scheme, item, rule, facts)],
            _ => throw new InvalidOperationException($"A new kind of rule needs its points here: {item.Rule.Kind}."),
        };
        var computed = lines.Sum(l => l.Points);
        var (self, review, final) = (Mark(facts, item, MarkColumn.Self), Mark(facts, item, MarkColumn.Review), Mark(facts, item, MarkColumn.Final));
        if (review is not null && review.Points != computed) lines.Add(Changed("trace.review", review, computed));
        var reviewed = review?.Points ?? computed;
        if (final is not null && final.Points != reviewed) lines.Add(Changed("trace.final", final, reviewed));
        return new(item.Code, group.Code, item.Points, computed, self?.Points, reviewed, final?.Points ?? reviewed, lines);
    }

    static MarkFact? Mark(SubjectFacts facts, SchemeItem item, MarkColumn column) =>
        facts.Marks.Where(m => m.Item == item.Code && m.Column == column).MaxBy(m => m.Id);

    static TraceLine Changed(string code, MarkFact mark, decimal before) => new(code, mark.Points - before, before - mark.Points,
        [SchemeCheck.Plain(before), SchemeCheck.Plain(mark.Points), mark.Reason], [new(FactKind.Mark, Key(mark.Id), mark.Reason)]);

    static List<TraceLine> Obligations(AssessmentScheme scheme, SchemeItem item, ObligationRule rule, SubjectFacts facts)
    {
        var owed = facts.Obligations.Where(o => o.IsOwed && (rule.Tasks.Count == 0 || rule.Tasks.Contains(o.Number, StringComparer.Ordinal))
            && (rule.Section is null || o.Section.Contains(rule.Section, StringComparison.Ordinal)) && (!rule.Timely || o.Due is not null)).OrderBy(o => o.Id).ToList();
        if (owed.Count == 0) return [new("trace.nothing-owed", item.Points, 0, [], [])];
        var lines = new List<TraceLine>(owed.Count);
        var given = 0m;
        for (var at = 0; at < owed.Count; at++)
        {
            // The worth of the first n is cut, not that of each: the parts then make the whole to the last digit.
            var upTo = at == owed.Count - 1 ? item.Points : scheme.Cut(item.Points * (at + 1) / owed.Count);
            var (worth, fact) = (upTo - given, owed[at]);
            given = upTo;
            var (code, credit) = rule.Timely ? Timely(rule, fact) : Completed(rule, fact);
            var won = credit == 1 ? worth : scheme.Cut(worth * credit);
            var links = new List<FactLink> { new(FactKind.Obligation, Key(fact.Id), $"{fact.Number} {fact.Title}".Trim()) };
            if (fact.Report is { } report) links.Add(new(FactKind.Report, Key(report), Key(report)));
            lines.Add(new(code, won, worth - won, [$"{fact.Number} {fact.Title}".Trim(), Day(fact.Due), Day(fact.On)], links));
        }
        return lines;
    }

    static (string, decimal) Completed(ObligationRule rule, ObligationFact fact) =>
        fact.IsMet ? ("trace.obligation-met", 1m)
        : fact.Status == Working.WorkStatus.StageReached ? ("trace.obligation-stage", rule.StageCredit)
        : fact.Status == Working.WorkStatus.NotStarted ? ("trace.obligation-untouched", 0m)
        : ("trace.obligation-open", 0m);

    // The day itself is still in time.
    static (string, decimal) Timely(ObligationRule rule, ObligationFact fact) =>
        !fact.IsMet ? ("trace.obligation-not-met", 0m) : fact.On is null || fact.On <= fact.Due ? ("trace.obligation-in-time", 1m) : ("trace.obligation-late", rule.LateCredit);

    static TraceLine Indicator(AssessmentScheme scheme, SchemeItem item, IndicatorRule rule, SubjectFacts facts)
    {
        var fact = facts.Indicators.FirstOrDefault(f => f.Code == rule.Indicator);
        if (fact?.Value is not { } value) return new("trace.indicator-none", 0, item.Points, [rule.Indicator], fact is null ? [] : Links(fact));
        if (Measured(rule.By, fact, value) is not { } measured)
            return new(rule.By == IndicatorMeasure.Target ? "trace.indicator-no-target" : "trace.indicator-no-base", 0, item.Points, [Shown(value, fact.Unit)], Links(fact));
        var interval = rule.Intervals.LastOrDefault(i => i.From is null || measured >= i.From);
        var share = interval?.Share ?? 0;
        var won = share == 1 ? item.Points : scheme.Cut(item.Points * share);
        return new(interval is null ? "trace.indicator-below" : rule.By switch
        {
            IndicatorMeasure.Target => "trace.indicator-target",
            IndicatorMeasure.Growth => "trace.indicator-growth",
            _ => "trace.indicator-value",
        }, won, item.Points - won, [Shown(value, fact.Unit), Shown(measured, rule.By == IndicatorMeasure.Value ? fact.Unit : "%"), interval?.From is { } from ? SchemeCheck.Plain(from) : "–",
            SchemeCheck.Plain(share * 100), fact.Target is { } target ? Shown(target, fact.Unit) : "–", fact.Before is { } before ? Shown(before, fact.Unit) : "–"], Links(fact));
    }

    // Cut to six places, so that a quotient never decides by its thirtieth.
    static decimal? Measured(IndicatorMeasure by, IndicatorFact fact, decimal value) => by switch
    {
        IndicatorMeasure.Value => value,
        IndicatorMeasure.Target when fact.LowerIsBetter => fact.Target is { } target && value != 0 ? Math.Round(target / value * 100, 6) : null,
        IndicatorMeasure.Target => fact.Target is { } target && target != 0 ? Math.Round(value / target * 100, 6) : null,
        IndicatorMeasure.Growth => fact.Before is { } before && before != 0 ? Math.Round((value - before) / Math.Abs(before) * 100, 6) : null,
        _ => throw new InvalidOperationException($"A new measure needs its number here: {by}."),
    };

    static List<FactLink> Links(IndicatorFact fact) =>
        [new(FactKind.Indicator, $"{fact.Code}@{fact.Version}", $"{fact.Code} v{fact.Version} {fact.Period}"), new(FactKind.Release, fact.Release, fact.Release)];

    static List<TraceLine> Deductions(SchemeItem item, DeductionRule rule, SubjectFacts facts)
    {
        List<TraceLine> lines = [new("trace.full", item.Points, 0, [SchemeCheck.Plain(item.Points)], [])];
        var left = item.Points;
        foreach (var act in rule.Acts)
        {
            var ofAct = act.Most ?? item.Points;
            foreach (var fact in facts.Acts.Where(f => f.Item == item.Code && f.Act == act.Code).OrderBy(f => f.Id))
            {
                var taken = Math.Min(Math.Min(act.Points * fact.Count, ofAct), left);
                (ofAct, left) = (ofAct - taken, left - taken);
                lines.Add(new("trace.deducted", -taken, taken, [act.Title, Key(fact.Count), SchemeCheck.Plain(act.Points), fact.Ground], [new(FactKind.Act, Key(fact.Id), fact.Ground)]));
            }
        }
        return lines;
    }

    static TraceLine Experts(AssessmentScheme scheme, SchemeItem item, ExpertRule rule, SubjectFacts facts)
    {
        var sheets = facts.Experts.Where(f => f.Item == item.Code).OrderBy(f => f.Slot).ToList();
        if (sheets.Count == 0) return new("trace.expert-none", 0, item.Points, [], []);
        var scores = sheets.Select(s => s.Score).Order().ToList();
        var counted = scores.Count >= 5 ? scores[1..^1] : scores;
        var won = scheme.Cut(item.Points * (counted.Sum() / counted.Count) / rule.Most);
        return new(sheets.Count < rule.Experts ? "trace.expert-some" : "trace.expert", won, item.Points - won,
            [Key(sheets.Count), Key(rule.Experts), string.Join("、", sheets.Select(s => SchemeCheck.Plain(s.Score))), SchemeCheck.Plain(rule.Most)],
            [.. sheets.Select(s => new FactLink(FactKind.Sheet, Key(s.Sheet), s.Comment))]);
    }

    static List<TraceLine> Vetoes(AssessmentScheme scheme, SubjectFacts facts, Func<string, decimal> group, decimal total)
    {
        var lines = new List<TraceLine>();
        var left = total;
        var fallen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in scheme.Items)
        {
            if (item.Rule is not VetoRule rule || facts.Acts.Where(a => a.Item == item.Code).MinBy(a => a.Id) is not { } fact) continue;
            // A veto only ever takes: where the score is below the cap already, nothing.
            var taken = rule.Group is { } code ? fallen.Add(code) ? Math.Max(0, Math.Min(group(code), left)) : 0 : Math.Max(0, left - rule.Cap!.Value);
            left -= taken;
            var title = rule.Acts.FirstOrDefault(a => a.Code == fact.Act)?.Title ?? fact.Act;
            lines.Add(new(rule.Group is null ? "trace.veto-cap" : "trace.veto-group", -taken, taken,
                [title, rule.Group is { } of ? scheme.Groups.First(g => g.Code == of).Title : SchemeCheck.Plain(rule.Cap!.Value), fact.Ground], [new(FactKind.Act, Key(fact.Id), fact.Ground)]));
        }
        return lines;
    }

    static string Shown(decimal value, string unit) => SchemeCheck.Plain(value) + (unit == "1" ? "" : unit);

    static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "–";

    static string Key(long number) => number.ToString(CultureInfo.InvariantCulture);
}
