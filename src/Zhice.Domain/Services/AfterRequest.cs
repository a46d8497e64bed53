namespace Zhice.Domain.Services;

/// <summary>To what a request of the holder leads once the office grants it.</summary>
public enum AfterEffect
{
    /// <summary>撤回: the holder takes back what it declared; the entry ends.</summary>
    Withdrawn,
    /// <summary>注销: what was registered is over; the entry ends.</summary>
    Cancelled,
    /// <summary>变更: the entry says something else from now on; the paper is issued anew.</summary>
    Changed,
    /// <summary>续展、续备: the entry holds on; the paper is issued anew.</summary>
    Renewed,
}

/// <summary>后续申请: what the holder of a standing entry may ask for after the decision. One way for every item: the definition says what is asked for and to what it leads.</summary>
/// <param name="Code">Name within the item.</param>
/// <param name="Name">Such as 撤回开放许可声明.</param>
/// <param name="EnglishName">The same in English.</param>
/// <param name="Leads">To what it leads.</param>
/// <param name="Fields">What is asked; a field with the code of one of the form replaces its value.</param>
/// <param name="Rules">Rules over these fields, and over those of the form that they do not replace.</param>
/// <param name="Limit">In which time the office decides; counted from the day of the request.</param>
/// <param name="Basis">Where it stands.</param>
/// <param name="Announced">True where it is published once granted.</param>
/// <param name="Consequence">What follows of it, in words for who asks and for the announcement; null for nothing that need be said.</param>
public sealed record AfterRequest(
    string Code, string Name, string EnglishName, AfterEffect Leads, IReadOnlyList<FormField> Fields, IReadOnlyList<FormRule> Rules, ServiceLimit Limit, LegalBasis Basis, bool Announced, string? Consequence)
{
    /// <summary>True where the entry ends with it.</summary>
    public bool Ends => Leads is AfterEffect.Withdrawn or AfterEffect.Cancelled;

    /// <summary>Checks what was typed: its own fields with its rules, then the form as it would stand, by the item's rules and the day of its submission.</summary>
    /// <param name="item">The definition.</param>
    /// <param name="standing">The form as it stands.</param>
    /// <param name="typed">What was typed.</param>
    /// <param name="facts">The day of the request and the applicant.</param>
    public CheckedForm Check(ServiceItem item, IReadOnlyDictionary<string, string> standing, Func<string, string?> typed, FormFacts facts)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(standing);
        var own = FormCheck.Run(item with { Form = Fields, Rules = [] }, typed, complete: true, facts);
        if (own.Defects.Count > 0) return own;
        var merged = Merged(item, standing, own.Values);
        // A field of the form takes from a request what it takes from the form.
        var misfits = FormCheck.Run(item with { Form = [.. item.Form.Where(field => own.Values.ContainsKey(field.Code)).Select(field => field with { When = null })], Rules = [] }, own.Values.GetValueOrDefault, complete: false, facts);
        if (misfits.Defects.Count > 0) return new(own.Values, misfits.Defects);
        List<string> replaced = [.. Fields.Select(field => field.Code).Where(code => item.Form.Any(field => field.Code == code))];
        if (Leads == AfterEffect.Changed && replaced.TrueForAll(code => own.Values.GetValueOrDefault(code) == standing.GetValueOrDefault(code))) return new(own.Values, [new Defect("form.after-same", FormCheck.Prefix + replaced[0], Name)]);
        if (Leads is AfterEffect.Changed or AfterEffect.Renewed && Lacking(item, standing, merged) is { } lacking) return new(own.Values, [lacking with { Field = FormCheck.Prefix + Fields[0].Code }]);
        // The rules of the request see the form as it would stand, and what stood before under “before.” – a renewal lies after the old end.
        foreach (var (code, value) in standing) merged.TryAdd(RuleNames.Before + code, value);
        var broken = Rules.Where(rule => !FormCheck.Holds(rule, merged, facts)).ToList();
        if (Leads is AfterEffect.Changed or AfterEffect.Renewed) broken.AddRange(item.Rules.Where(rule => !rule.Warns && !AsksForToday(rule) && !FormCheck.Holds(rule, merged, facts)));
        return new(own.Values, [.. broken.Select(rule => new Defect("form.rule", FormCheck.Prefix + (rule.Must.Fields.FirstOrDefault(own.Values.ContainsKey) ?? Fields[0].Code), rule.Say))]);
    }

    // What the form asks for only now, and this request cannot bring: a change is no way around it.
    static Defect? Lacking(ServiceItem item, IReadOnlyDictionary<string, string> standing, Dictionary<string, string> merged) =>
        item.Form.FirstOrDefault(field => field.Required && field.Computed is null && !merged.ContainsKey(field.Code) && FormCheck.Asked(field, merged) && !FormCheck.Asked(field, standing)) is { } empty ? new("form.after-field", null, empty.Name)
        : item.Materials.FirstOrDefault(paper => !paper.Exempt && FormCheck.Asked(paper, merged) && !FormCheck.Asked(paper, standing)) is { } missing ? new("form.after-paper", null, missing.Name) : null;

    /// <summary>The form as it stands after it: what was said replaces what stood, and what is computed is computed anew.</summary>
    public static Dictionary<string, string> Merged(ServiceItem item, IReadOnlyDictionary<string, string> standing, IReadOnlyDictionary<string, string> said)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(said);
        var merged = new Dictionary<string, string>(standing, StringComparer.Ordinal);
        foreach (var (code, value) in said) merged[code] = value;
        FormCheck.Compute(item, merged);
        return merged;
    }

    internal IEnumerable<Defect> Faults(ServiceItem item)
    {
        if (Fields.Count == 0) yield return new("service.empty", "after", Code);
        if (item.RegisterFields.Count == 0) yield return new("service.after-register", "after", Name);
        if (Leads == AfterEffect.Renewed && item.Result.ValidMonths is null && !item.Result.ValidUntil.Any(name => Fields.Any(field => field.Code == name))) yield return new("service.after-renewal", "after", Name);
        if (Leads == AfterEffect.Changed && !Fields.Any(field => item.Form.Any(f => f.Code == field.Code))) yield return new("service.after-change", "after", Name);
        foreach (var field in Fields)
            if (item.Form.FirstOrDefault(f => f.Code == field.Code) is { } same && same.Type != field.Type) yield return new("service.after-type", "after", field.Code);
        foreach (var rule in Rules)
            foreach (var name in rule.Must.Fields)
                if (!RuleNames.Is(RuleNames.WithoutBefore(name), [.. Fields, .. item.Form])) yield return new("service.condition", "after", rule.Say, name);
    }

    // What was in time when it was handed in stays so.
    static bool AsksForToday(FormRule rule) => rule.Fields.Any(name => name.StartsWith("today", StringComparison.Ordinal));
}

/// <summary>A request of the holder that waits.</summary>
/// <param name="Sequence">Number of the action.</param>
/// <param name="Code">Code of the request in the definition.</param>
/// <param name="Values">What was said.</param>
/// <param name="On">The day.</param>
public sealed record AfterOpen(int Sequence, string Code, IReadOnlyDictionary<string, string> Values, DateOnly On);
