using System.Globalization;
using Zhice.Domain.Indicators;

namespace Zhice.Domain.Statistics;

/// <summary>Runs validation rules over figures. The one engine: while typing it is asked through an address, at sending it is called.</summary>
public static class ValidationEngine
{
    /// <summary>What the rules find, in their order. A rule of which a figure is missing says nothing: that a figure is missing is another matter.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="elements">Elements by code: names and units for the sentences, and for comparing 亿元 with 万元.</param>
    /// <param name="now">Figures by element, in the element's unit.</param>
    /// <param name="yearBefore">Those of the same period a year before.</param>
    public static IReadOnlyList<Finding> Run(
        IEnumerable<ValidationRule> rules, IReadOnlyDictionary<string, DataElement> elements, IReadOnlyDictionary<string, decimal> now, IReadOnlyDictionary<string, decimal> yearBefore)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(yearBefore);
        var found = new List<Finding>();
        foreach (var rule in rules)
            if (rule.Elements.All(elements.ContainsKey) && now.TryGetValue(rule.Element, out var value) && Check(rule, elements, value, now, yearBefore) is { } said)
                found.Add(new Finding(rule.Code, rule.Importance, [.. rule.Elements], said, rule));
        return found;
    }

    static Defect? Check(ValidationRule rule, IReadOnlyDictionary<string, DataElement> elements, decimal value, IReadOnlyDictionary<string, decimal> now, IReadOnlyDictionary<string, decimal> before)
    {
        var element = elements[rule.Element];
        switch (rule.Kind)
        {
            case RuleKind.Comparison when rule.Other is { } other:
                if (!now.TryGetValue(other, out var right) || elements[other].Unit.Convert(right, element.Unit) is not { } same) return null;
                return Holds(rule.Comparison, value, same, rule.Tolerance) ? null
                    : new Defect($"check.{Code(rule.Comparison)}", rule.Element, element.Term, With(value, element.Unit), elements[other].Term, With(right, elements[other].Unit));
            case RuleKind.Comparison:
                return Holds(rule.Comparison, value, rule.Least ?? 0, rule.Tolerance) ? null
                    : new Defect($"check.{Code(rule.Comparison)}-number", rule.Element, element.Term, With(value, element.Unit), With(rule.Least ?? 0, element.Unit));
            case RuleKind.Range:
                return value < rule.Least || value > rule.Most
                    ? new Defect("check.range", rule.Element, element.Term, With(value, element.Unit), Written(rule.Least), Written(rule.Most)) : null;
            case RuleKind.Sum:
                return Sum(rule, elements, element, value, now);
            default:
                if (!before.TryGetValue(rule.Element, out var last) || last == 0) return null;
                var change = decimal.Round((value - last) / Math.Abs(last) * 100, 1);
                return change < rule.Least || change > rule.Most
                    ? new Defect("check.year", rule.Element, element.Term, With(value, element.Unit), With(last, element.Unit), Signed(change), Written(rule.Least), Written(rule.Most)) : null;
        }
    }

    static Defect? Sum(ValidationRule rule, IReadOnlyDictionary<string, DataElement> elements, DataElement element, decimal whole, IReadOnlyDictionary<string, decimal> now)
    {
        var sum = 0m;
        foreach (var part in rule.Parts)
        {
            if (!now.TryGetValue(part, out var value) || elements[part].Unit.Convert(value, element.Unit) is not { } same) return null;
            sum += same;
        }
        var fits = rule.PartsMayFallShort ? sum <= whole + rule.Tolerance : Math.Abs(sum - whole) <= rule.Tolerance;
        return fits ? null : new Defect(rule.PartsMayFallShort ? "check.sum-over" : "check.sum", rule.Element, element.Term, With(whole, element.Unit),
            TermName.Join(rule.Parts.Select(p => elements[p].Term)), With(sum, element.Unit), Signed(sum - whole));
    }

    static bool Holds(Comparison comparison, decimal left, decimal right, decimal tolerance) => comparison switch
    {
        Comparison.AtMost => left <= right + tolerance,
        Comparison.AtLeast => left >= right - tolerance,
        Comparison.Below => left < right + tolerance,
        Comparison.Above => left > right - tolerance,
        Comparison.Same => Math.Abs(left - right) <= tolerance,
        _ => Math.Abs(left - right) > tolerance,
    };

    static string Code(Comparison comparison) => comparison switch
    {
        Comparison.AtMost => "at-most",
        Comparison.AtLeast => "at-least",
        Comparison.Below => "below",
        Comparison.Above => "above",
        Comparison.Same => "same",
        _ => "other",
    };

    static string With(decimal value, Unit unit) => $"{Written(value)} {unit.Text}";

    static string Signed(decimal value) => value > 0 ? "+" + Written(value) : Written(value);

    static string Written(decimal? value) => value is { } number ? number.ToString("#,0.######", CultureInfo.InvariantCulture) : "–";
}
