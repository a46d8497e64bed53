namespace Zhice.Domain.Statistics;

/// <summary>审核关系: one rule that the figures of a return are checked by; data, from data/rules.</summary>
public sealed record ValidationRule
{
    /// <summary>Stable code: small letters, digits and <c>_</c>.</summary>
    public required string Code { get; init; }
    /// <summary>What kind of rule.</summary>
    public required RuleKind Kind { get; init; }
    /// <summary>What it means to break it.</summary>
    public required Importance Importance { get; init; }
    /// <summary>The element that is checked; of a sum, the whole.</summary>
    public required string Element { get; init; }
    /// <summary>How the element is compared; of a comparison only.</summary>
    public Comparison Comparison { get; init; }
    /// <summary>The other element of a comparison; null where it is a number.</summary>
    public string? Other { get; init; }
    /// <summary>Least value of a range; least change in per cent against the year before; the number of a comparison.</summary>
    public decimal? Least { get; init; }
    /// <summary>Largest value of a range; largest change in per cent against the year before.</summary>
    public decimal? Most { get; init; }
    /// <summary>The parts of a sum.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];
    /// <summary>True where the parts need not make the whole, and may only not exceed it.</summary>
    public bool PartsMayFallShort { get; init; }
    /// <summary>By how much the two sides may differ, in the element's unit.</summary>
    public decimal Tolerance { get; init; }
    /// <summary>What to do, in Chinese.</summary>
    public required string Instruction { get; init; }
    /// <summary>What to do, in English.</summary>
    public required string EnglishInstruction { get; init; }

    /// <summary>Every element that it speaks of, the checked one first.</summary>
    public IEnumerable<string> Elements => [Element, .. Other is null ? Parts : [Other]];
}

/// <summary>Kinds of rule.</summary>
public enum RuleKind
{
    /// <summary>比较: of two elements, or of one with a number.</summary>
    Comparison = 1,
    /// <summary>范围.</summary>
    Range = 2,
    /// <summary>合计: parts and their whole.</summary>
    Sum = 3,
    /// <summary>同比: against the same period of the year before.</summary>
    YearOnYear = 4,
}

/// <summary>What it means to break a rule.</summary>
public enum Importance
{
    /// <summary>错误: the return cannot be sent.</summary>
    Error = 1,
    /// <summary>需说明: it can be sent with an answer.</summary>
    Warning = 2,
    /// <summary>提示.</summary>
    Notice = 3,
}

/// <summary>How two figures are compared.</summary>
public enum Comparison
{
    /// <summary>Not larger.</summary>
    AtMost,
    /// <summary>Not smaller.</summary>
    AtLeast,
    /// <summary>Smaller.</summary>
    Below,
    /// <summary>Larger.</summary>
    Above,
    /// <summary>The same.</summary>
    Same,
    /// <summary>Another.</summary>
    Other,
}

/// <summary>What a check found: a question to the office, with the figures that led to it.</summary>
/// <param name="Check">The rule, or the name of the pattern check.</param>
/// <param name="Importance">What it means.</param>
/// <param name="Elements">The elements that it speaks of, the one to look at first.</param>
/// <param name="Said">The sentence: code and figures.</param>
/// <param name="Rule">The rule with its instruction; null for a pattern check.</param>
public sealed record Finding(string Check, Importance Importance, IReadOnlyList<string> Elements, Defect Said, ValidationRule? Rule)
{
    /// <summary>Name by which an answer finds it again: the same check of the same element.</summary>
    public string Key => $"{Check}/{(Elements.Count > 0 ? Elements[0] : "-")}";
}
