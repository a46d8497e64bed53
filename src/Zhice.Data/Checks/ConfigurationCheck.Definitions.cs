using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Checks;

/// <content>Checks of indicators, elements, forms and rules against each other and against the values that came.</content>
public static partial class ConfigurationCheck
{
    static IEnumerable<(SelfCheck, Func<CheckFacts, IEnumerable<CheckFinding>>)> OfDefinitions()
    {
        const CheckArea indicator = CheckArea.Indicators, element = CheckArea.Elements, form = CheckArea.Forms, rule = CheckArea.Rules;
        yield return Of(indicator, Importance.Error, "indicator.quality", f => f.Catalogue.Definitions.Where(d => d.UnfitForPublication.Count > 0).Select(Shown));
        yield return Of(indicator, Importance.Notice, "indicator.unverified", f => Current(f).Where(d => d.Unverified).Select(Shown));
        yield return Of(indicator, Importance.Warning, "indicator.no-figure", f => Current(f).Where(d => d.ValidFrom.Year <= f.LastYear && f.Figures.All(x => x.Code != d.Code || x.Known == 0)).Select(Shown));
        yield return Of(indicator, Importance.Warning, "indicator.broken", f => f.Figures.Where(x => x.Broken > 0).Select(x => ByCode(f, x.Code, x.Broken)).OfType<CheckFinding>());
        yield return Of(indicator, Importance.Warning, "indicator.contradicted", f => f.Figures.Where(x => x.Contradicted > 0).Select(x => ByCode(f, x.Code, x.Contradicted)).OfType<CheckFinding>());
        yield return Of(indicator, Importance.Warning, "indicator.unasked", f => Current(f).Where(d => Parts(f, d).Any(code => !Asked(f).Contains(code) && !Lately(f, code))).Select(Shown));
        yield return Of(indicator, Importance.Warning, "indicator.weight-unasked", f => Current(f).Where(d => d.Weight is { } weight && !Asked(f).Contains(weight) && !Lately(f, weight)).Select(Shown));
        yield return Of(indicator, Importance.Notice, "indicator.too-short", f => Current(f).Where(d => Parts(f, d).Any(code => Forms(f, code).ToList() is { Count: > 0 } forms && forms.Max(x => x.Period) < d.Period)).Select(Shown));
        yield return Of(indicator, Importance.Notice, "indicator.binding-without-target", f => Current(f).Where(d => d.Kind == IndicatorKind.Binding && !f.Targets.Exists(t => t.Indicator == d.Code && t.Year >= f.Today.Year)).Select(Shown));
        yield return Of(indicator, Importance.Notice, "indicator.unreleased", f => f.Releases.Count == 0 ? [] : Current(f).Where(d => d.UnfitForPublication.Count == 0 && !f.Releases.Exists(r => r.Release.State >= ReleaseState.Published && r.Release.Content.Split(',', ' ').Contains(d.Code, StringComparer.Ordinal))).Select(Shown));
        yield return Of(indicator, Importance.Notice, "indicator.changes-soon", f => f.Catalogue.Definitions.Where(d => d.ValidFrom > f.Today && d.ValidFrom <= f.Today.AddDays(120)).Select(Shown));
        yield return Of(indicator, Importance.Warning, "indicator.name-twice", f => Current(f).GroupBy(d => d.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).SelectMany(g => g).Select(Shown));
        yield return Of(indicator, Importance.Notice, "indicator.english", f => Current(f).Where(d => d.EnglishName.Any(c => c >= '\u4e00' && c <= '\u9fff')).Select(Shown));
        yield return Of(indicator, Importance.Notice, "indicator.whole-share", f => Current(f).Where(d => d.Decimals == 0 && d.Unit.Text is "%" or "1").Select(Shown));
        yield return Of(indicator, Importance.Notice, "indicator.exclusions-silent", f => Current(f).Where(d => d.Exclusions is null && d.Unit.Text == "件" && Parts(f, d).Any(code => f.Exclusions.Exists(x => x.Element == code))).Select(Shown));
        yield return Of(indicator, Importance.Notice, "indicator.no-denominator", f => Current(f).Where(d => d.Denominator is null && d.Formula.Text.Contains('/', StringComparison.Ordinal)).Select(Shown));

        yield return Of(element, Importance.Notice, "element.unused", f => f.Catalogue.Elements.Where(e => !f.Catalogue.Definitions.Any(d => Parts(f, d).Contains(e.Code) || d.Weight == e.Code) && !f.Statistics.Rules.Any(r => r.Elements.Contains(e.Code))).Select(Shown));
        yield return Of(element, Importance.Warning, "element.unasked", f => f.Catalogue.Elements.Where(e => !Asked(f).Contains(e.Code) && !Lately(f, e.Code)).Select(Shown));
        yield return Of(element, Importance.Notice, "element.silent", f => f.Catalogue.Elements.Where(e => Asked(f).Contains(e.Code) && !Lately(f, e.Code)).Select(Shown));
        yield return Of(element, Importance.Notice, "element.no-rule", f => f.Catalogue.Elements.Where(e => Asked(f).Contains(e.Code) && !f.Statistics.Rules.Any(r => r.Elements.Contains(e.Code))).Select(Shown));
        yield return Of(element, Importance.Notice, "element.unverified", f => f.Catalogue.Elements.Where(e => e.Unverified).Select(Shown));
        yield return Of(element, Importance.Warning, "element.asked-twice", f => f.Catalogue.Elements.Where(e => Forms(f, e.Code).ToList() is var forms && forms.Exists(a => forms.Exists(b => b != a && b.Period == a.Period && b.Levels.Intersect(a.Levels).Any()))).Select(Shown));
        yield return Of(element, Importance.Notice, "element.distinct-year", f => f.Catalogue.Elements.Where(e => e.Kind == ElementKind.Distinct && Forms(f, e.Code).ToList() is { Count: > 0 } forms && forms.TrueForAll(x => x.Period != PeriodKind.Year)).Select(Shown));
        yield return Of(element, Importance.Warning, "element.name-twice", f => f.Catalogue.Elements.GroupBy(e => e.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).SelectMany(g => g).Select(Shown));
        yield return Of(element, Importance.Notice, "element.coarse", f => f.Catalogue.Elements.Where(e => e.Decimals == 0 && e.Unit.Text is "亿元" or "万人" or "%").Select(Shown));
        yield return Of(element, Importance.Notice, "element.by-file-only", f => f.Catalogue.Elements.Where(e => !Asked(f).Contains(e.Code) && Lately(f, e.Code) && f.Values.Exists(v => v.Code == e.Code && !v.Yearly)).Select(Shown));

        yield return Of(form, Importance.Warning, "form.unopened", f => f.Statistics.Forms.Values.Where(x => !f.Rounds.Exists(r => r.Round.Form == x.Code && r.Round.Period / 100 >= f.LastYear)).Select(Shown));
        yield return Of(form, Importance.Warning, "form.missed", f => f.Statistics.Forms.Values.Where(x => f.Rounds.Exists(r => r.Round.Form == x.Code) && LastEnded(f, x) is var last && last.LastDay.AddDays(x.OpensAfter) <= f.Today
            && last.LastDay.AddDays(x.LocksAfter) > f.Today && !f.Rounds.Exists(r => r.Round.Form == x.Code && r.Round.Period == last.Key)).Select(x => Shown(x) with { Said = new("selfcheck.period", null, LastEnded(f, x).ToString()) }));
        yield return Of(form, Importance.Error, "form.nobody", f => f.Statistics.Forms.Values.Where(x => !f.Standing.Any(o => o.Level is { } level && x.Levels.Contains(level))).Select(Shown));
        yield return Of(form, Importance.Notice, "form.long", f => f.Statistics.Forms.Values.Where(x => x.Elements.Count > 40).Select(Shown));
        yield return Of(form, Importance.Notice, "form.no-rule", f => f.Statistics.Forms.Values.Where(x => f.Statistics.RulesOf(x).Count == 0).Select(Shown));
        yield return Of(form, Importance.Notice, "form.hasty", f => f.Statistics.Forms.Values.Where(x => x.DueAfter - x.OpensAfter < 5).Select(Shown));
        yield return Of(form, Importance.Notice, "form.lock-soon", f => f.Statistics.Forms.Values.Where(x => x.LocksAfter - x.DueAfter < 5).Select(Shown));
        yield return Of(form, Importance.Error, "form.gone", f => f.Rounds.Where(r => !f.Statistics.Forms.ContainsKey(r.Round.Form)).Select(r => new CheckFinding($"{r.Round.Form} {Period.FromKey(r.Round.Period)}", "/statistics")));
        yield return Of(form, Importance.Warning, "form.name-twice", f => f.Statistics.Forms.Values.GroupBy(x => x.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).SelectMany(g => g).Select(Shown));
        yield return Of(form, Importance.Notice, "form.unused-element", f => f.Statistics.Forms.Values.Where(x => x.Elements.Any(code => !f.Catalogue.Definitions.Any(d => Parts(f, d).Contains(code) || d.Weight == code) && !f.Statistics.Rules.Any(r => r.Elements.Contains(code)))).Select(Shown));

        yield return Of(rule, Importance.Warning, "rule.never", f => f.Statistics.Rules.Where(r => !f.Statistics.Forms.Values.Any(x => r.Elements.All(x.Elements.Contains))).Select(Shown));
        yield return Of(rule, Importance.Error, "rule.empty-range", f => f.Statistics.Rules.Where(r => r.Kind is RuleKind.Range or RuleKind.YearOnYear && r.Least > r.Most).Select(Shown));
        yield return Of(rule, Importance.Warning, "rule.same", f => f.Statistics.Rules.GroupBy(r => (r.Kind, r.Element, r.Other, r.Comparison, r.Least, r.Most, string.Join(',', r.Parts))).Where(g => g.Count() > 1).SelectMany(g => g).Select(Shown));
        yield return Of(rule, Importance.Error, "rule.contradicts", f => f.Statistics.Rules.Where(r => r.Kind == RuleKind.Comparison && r.Other is not null && f.Statistics.Rules.Any(o => o.Kind == r.Kind && o.Importance == Importance.Error && r.Importance == Importance.Error
            && ((o.Element == r.Element && o.Other == r.Other && Against(r.Comparison, o.Comparison)) || (o.Element == r.Other && o.Other == r.Element && r.Comparison == Comparison.Below && o.Comparison is Comparison.Below or Comparison.AtMost)))).Select(Shown));
        yield return Of(rule, Importance.Notice, "rule.no-tolerance", f => f.Statistics.Rules.Where(r => r.Kind == RuleKind.Sum && r.Tolerance == 0 && r.Elements.Any(code => f.Catalogue.Element(code)?.Decimals > 0)).Select(Shown));
        yield return Of(rule, Importance.Notice, "rule.idle-bound", f => f.Statistics.Rules.Where(r => r.Kind == RuleKind.Range && r.Least < 0 && f.Catalogue.Element(r.Element)?.NonNegative == true).Select(Shown));
        yield return Of(rule, Importance.Notice, "rule.open-year", f => f.Statistics.Rules.Where(r => r.Kind == RuleKind.YearOnYear && r.Importance == Importance.Error).Select(Shown));
    }

    static bool Against(Comparison one, Comparison other) => (one, other) is (Comparison.Above, Comparison.AtMost or Comparison.Below or Comparison.Same) or (Comparison.Below, Comparison.AtLeast or Comparison.Same) or (Comparison.Same, Comparison.Other);

    static IEnumerable<IndicatorDefinition> Current(CheckFacts f) => f.Catalogue.Codes.Select(code => f.Catalogue.InForce(code, f.Today) ?? f.Catalogue.Versions(code)[0]);

    static HashSet<string> Parts(CheckFacts f, IndicatorDefinition definition) => [.. f.Catalogue.FormulaOf(definition)?.Parts.Select(p => p.Code) ?? []];

    static IEnumerable<FormDefinition> Forms(CheckFacts f, string element) => f.Statistics.Forms.Values.Where(x => x.Elements.Contains(element));

    static HashSet<string> Asked(CheckFacts f) => [.. f.Statistics.Forms.Values.SelectMany(x => x.Elements)];

    static bool Lately(CheckFacts f, string element) => f.Values.Exists(v => v.Code == element && v.Lately);

    static Period LastEnded(CheckFacts f, FormDefinition form)
    {
        var period = Enumerable.Range(0, Period.Slots).Select(slot => Period.OfSlot(f.Today.Year, slot)).First(p => p.Kind == form.Period && p.LastDay >= f.Today);
        return period.Previous;
    }

    static CheckFinding? ByCode(CheckFacts f, string code, int count) => f.Catalogue.Versions(code) is [.., var newest] ? Shown(newest) with { Said = new("selfcheck.offices", null, count) } : null;

    static CheckFinding Shown(IndicatorDefinition d) => new($"{d.Name} ({d.Code})", $"/indicators/{d.Code}");

    static CheckFinding Shown(DataElement e) => new($"{e.Name} ({e.Code})", "/statistics/load");

    static CheckFinding Shown(FormDefinition x) => new($"{x.Name} ({x.Code})", "/statistics");

    static CheckFinding Shown(ValidationRule r) => new(r.Code, "/statistics");
}
