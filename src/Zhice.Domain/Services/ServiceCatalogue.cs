using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;

namespace Zhice.Domain.Services;

/// <summary>What is wrong with a definition.</summary>
/// <param name="Code">The item.</param>
/// <param name="Version">Its version.</param>
/// <param name="Defect">What is wrong; its field is the key of the definition.</param>
public sealed record ServiceFault(string Code, int Version, Defect Defect);

/// <summary>What an item counts into a data element, as its newest version that does so says.</summary>
/// <param name="Item">Code of the item.</param>
/// <param name="Level">The level whose offices are competent for it.</param>
/// <param name="Feed">What counts.</param>
public sealed record ItemFeed(string Item, ServiceLevel Level, CaseFeed Feed);

/// <summary>All service items in all their versions, checked against each other, the limits of the law and the data elements of the statistics. Safe for all threads: versions that are published while it is in use are put in at once.</summary>
public sealed class ServiceCatalogue
{
    readonly IReadOnlyList<ServiceItem> shipped;
    volatile Held held;

    ServiceCatalogue(IEnumerable<ServiceItem> items)
    {
        shipped = [.. items];
        held = new(shipped);
    }

    sealed class Held
    {
        internal Held(IEnumerable<ServiceItem> items)
        {
            ByCode = items.GroupBy(item => item.Code, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.OrderBy(item => item.ValidFrom).ToList(), StringComparer.Ordinal);
            Feeds = ByCode.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.AsEnumerable().Reverse().SelectMany(item => item.Feeds.Select(feed => new ItemFeed(item.Code, item.Level, feed))).DistinctBy(f => f.Feed.Element))
                .ToLookup(f => f.Feed.Element, StringComparer.Ordinal);
        }

        internal Dictionary<string, List<ServiceItem>> ByCode { get; }

        internal ILookup<string, ItemFeed> Feeds { get; }
    }

    /// <summary>The stages of an intellectual property's life, by which the public finds its item.</summary>
    public static IReadOnlyList<string> Stages { get; } = ["创造", "运用", "保护", "管理", "服务"];

    /// <summary>One of its own with the same items, for a server that publishes versions.</summary>
    public ServiceCatalogue Copy() => new(shipped);

    /// <summary>Holds from now on what it was built with and these versions, which were checked, and nothing that was put in before.</summary>
    public void Put(IEnumerable<ServiceItem> published) => held = new(shipped.Concat(published));

    /// <summary>The items that count into a data element, by code; of all versions.</summary>
    public IEnumerable<ItemFeed> FeedsOf(string element) => held.Feeds[element];

    /// <summary>Every version of every item, by code and day.</summary>
    public IReadOnlyList<ServiceItem> All => [.. held.ByCode.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value)];

    /// <summary>The items as they stand on a day, by stage and name; one that is not yet in force is left out.</summary>
    public IReadOnlyList<ServiceItem> On(DateOnly day) =>
        [.. held.ByCode.Values.Select(versions => versions.FindLast(item => item.ValidFrom <= day)).OfType<ServiceItem>()
            .OrderBy(item => Place(item.Stage)).ThenBy(item => item.Code, StringComparer.Ordinal)];

    /// <summary>The items that may be applied for on a day, in the same order.</summary>
    public IReadOnlyList<ServiceItem> Open(DateOnly day) => [.. On(day).Where(item => item.Closed is null)];

    /// <summary>An item as it stands on a day; null where there is none.</summary>
    public ServiceItem? Find(string code, DateOnly day) => held.ByCode.GetValueOrDefault(code)?.FindLast(item => item.ValidFrom <= day);

    /// <summary>All versions of an item, the first first; none where there is no such item.</summary>
    public IReadOnlyList<ServiceItem> Versions(string code) => held.ByCode.GetValueOrDefault(code) ?? [];

    /// <summary>The newest version of an item; null where there is no such item.</summary>
    public ServiceItem? Newest(string code) => held.ByCode.GetValueOrDefault(code)?[^1];

    /// <summary>True where an entry of the item's register, of any version, may not be for everybody.</summary>
    public bool IsRestricted(string code) => Versions(code).Any(item => item.KeepsEntriesBack());

    /// <summary>Puts definitions together; those with a fault are left out.</summary>
    /// <param name="items">All versions.</param>
    /// <param name="limits">The limits of the law.</param>
    /// <param name="elements">The data elements that may be fed, by code.</param>
    public static (ServiceCatalogue Catalogue, IReadOnlyList<ServiceFault> Faults) Build(IEnumerable<ServiceItem> items, LimitBook limits, Func<string, DataElement?> elements)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(elements);
        var all = items.ToList();
        var faults = new List<ServiceFault>();
        foreach (var versions in all.GroupBy(item => item.Code, StringComparer.Ordinal))
            foreach (var (earlier, later) in versions.Zip(versions.Skip(1)))
                if (later.ValidFrom <= earlier.ValidFrom) faults.Add(new(later.Code, later.Version, new("service.version-order", "valid-from", later.ValidFrom)));
        foreach (var item in all)
            faults.AddRange(Check(item, limits, elements).Select(defect => new ServiceFault(item.Code, item.Version, defect)));
        var faulty = faults.Select(fault => fault.Code).ToHashSet(StringComparer.Ordinal);
        return (new(all.Where(item => !faulty.Contains(item.Code))), faults);
    }

    static int Place(string stage)
    {
        for (var i = 0; i < Stages.Count; i++)
            if (Stages[i] == stage) return i;
        return Stages.Count;
    }

    static IEnumerable<Defect> Check(ServiceItem item, LimitBook limits, Func<string, DataElement?> elements)
    {
        if (!Stages.Contains(item.Stage, StringComparer.Ordinal)) yield return new("service.stage-unknown", "stage", item.Stage, string.Join('、', Stages));
        foreach (var (key, empty) in ((string, bool)[])
        [
            ("basis", item.Basis.Count == 0), ("audience", item.Audience.Count == 0), ("steps", item.Steps.Count == 0), ("form", item.Form.Count == 0),
            ("remedies", item.Remedies.Count == 0), ("decisions", !item.Decisions.Any(decision => decision.Grants)),
        ])
            if (empty) yield return new("service.empty", key, key);
        foreach (var defect in Twice("form", item.Form.Select(field => field.Code)).Concat(Twice("materials", item.Materials.Select(material => material.Code)))
            .Concat(Twice("steps", item.Steps.Select(step => step.Code))).Concat(Twice("decisions", item.Decisions.Select(decision => decision.Code)))) yield return defect;

        var fields = item.FieldsByCode();
        foreach (var field in item.Form)
        {
            if (field.Type == FieldType.Choice != field.Options.Count > 0) yield return new("service.options", "form", field.Code);
            foreach (var name in (field.When?.Fields ?? []).Concat(field.Computed?.Fields ?? []))
                if (!Stands(item.Form, name, field.Code)) yield return new("service.condition", "form", field.Code, name);
        }
        foreach (var defect in ServiceSense.Faults(item)) yield return defect;
        foreach (var rule in item.Rules)
            foreach (var name in rule.Must.Fields)
                if (!RuleNames.Is(name, item.Form)) yield return new("service.condition", "rules", rule.Say, name);
        foreach (var material in item.Materials)
        {
            if (material.SharedFrom is null == material.AskedBecause is null) yield return new("service.shared", "materials", material.Name);
            if (material.Form == MaterialForm.Electronic != (material.Copies == 0)) yield return new("service.copies", "materials", material.Name);
            foreach (var name in material.When?.Fields ?? [])
                if (!fields.ContainsKey(name)) yield return new("service.condition", "materials", material.Name, name);
        }
        foreach (var name in item.RegisterFields)
            if (!fields.TryGetValue(name, out var field)) yield return new("service.register-unknown", "register", name);
            else if (field.Personal) yield return new("service.register-personal", "register", field.Name);
        foreach (var defect in CaseIdentity.Faults(item)) yield return defect;
        foreach (var decision in item.Decisions)
            if (decision.Register is not null && (!decision.Grants || item.RegisterFields.Count == 0)) yield return new("service.decision-register", "decisions", decision.Name);
        foreach (var defect in Twice("records", item.Records.Select(record => record.Code)).Concat(Twice("records", item.Form.Select(field => field.Code).Distinct().Concat(item.Records.SelectMany(record => record.Fields).Select(field => field.Code))))) yield return defect;
        foreach (var rule in item.Routing)
            foreach (var name in rule.When?.Fields ?? [])
                if (!fields.ContainsKey(name)) yield return new("service.condition", "routing", rule.Why, name);
        foreach (var name in item.Result.ValidUntil)
            if (!RuleNames.Is(name, item.Form) || RuleNames.FieldOf(name, item.Form) is not { } dated || (fields[dated].Type != FieldType.Date && !name.EndsWith(".end", StringComparison.Ordinal))) yield return new("service.valid-until", "result", name);
        foreach (var defect in item.Conflicts.SelectMany(conflict => Faults(item, conflict)).Concat(Twice("after", item.After.Select(request => request.Code))).Concat(item.After.SelectMany(request => request.Faults(item)))) yield return defect;
        foreach (var decision in item.Decisions)
            if (decision.At is { } at && (decision.Grants || !item.Steps.Take(CaseMoves.DecisionStep(item)).Any(step => step.Code == at))) yield return new("service.decision-at", "decisions", decision.Name, at);
            else if (decision.NeedsInspection && !item.Inspects) yield return new("service.decision-inspection", "decisions", decision.Name);
        // Upwards only, and not with the acceptance: a case that counts as accepted stays at its office.
        for (var i = 1; i < item.Steps.Count; i++)
            if (item.LevelAt(i) > item.LevelAt(i - 1) || (i == 1 && item.LevelAt(1) != item.LevelAt(0))) yield return new("service.step-level", "steps", item.Steps[i].Name);
        if (item.Routing.Count > 0 && item.Routing[^1].When is not null) yield return new("service.routing-open", "routing");
        foreach (var defect in item.OtherParty?.Faults(item) ?? []) yield return defect;
        foreach (var defect in item.Access.Check(item).Concat(item.Statistics?.Faults(item) ?? [])) yield return defect;
        foreach (var defect in item.Feeds.SelectMany(feed => feed.Faults(item, elements(feed.Element))).Concat(Twice("feeds", item.Feeds.Select(feed => feed.Element)))) yield return defect;

        foreach (var (key, limit) in item.Steps.Select(step => ("steps", step.Limit)).Concat(item.SpecialSteps.Select(step => ("special-steps", step.Limit)))
            .Concat(item.After.Select(request => ("after", (ServiceLimit?)request.Limit))).Append(("statutory", item.Statutory)).Append(("notice", item.Notice)))
            if (limit?.Statutory is { } code && !limits.On(code, item.ValidFrom).Accepted(out _, out var refusal)) yield return refusal.Defects[0] with { Field = key };
        if (item.Promised is { } promised && Budget(item, limits) is { } law && (promised.Unit == law.Unit ? promised.Amount > law.Amount : Most(promised) > Most(law)))
            yield return new("service.promise", "promised", promised.Amount, law.Amount);
        if (item.Visits > 0 && item.VisitReason is null) yield return new("service.visit-reason", "visits", item.Visits);
    }

    static IEnumerable<Defect> Faults(ServiceItem item, RegisterConflict conflict)
    {
        foreach (var name in (conflict.If?.Fields ?? []).Append(conflict.By).Concat((conflict.When?.Compared() ?? []).Where(value => value.StartsWith(RegisterConflict.Form, StringComparison.Ordinal)).Select(value => value[RegisterConflict.Form.Length..])))
            if (!item.Form.Any(field => field.Code == name)) yield return new("service.condition", "conflicts", conflict.Say, name);
        if (conflict.Absent && conflict.Blocks) yield return new("service.conflict-absent", "conflicts", conflict.With);
    }

    static TimeBudget? Budget(ServiceItem item, LimitBook limits) => item.Statutory is not { } limit ? null
        : limit.Own ?? (limits.On(limit.Statutory!, item.ValidFrom).Accepted(out var law, out _) ? law.Budget : null);

    // Days at the most, to compare budgets of different units: five working days are a week, a month has 31 days.
    static int Most(TimeBudget budget) => budget.Unit switch { LimitUnit.WorkingDay => budget.Amount * 7 / 5, LimitUnit.Month => budget.Amount * 31, _ => budget.Amount };

    // A condition may only ask about a field before it: what is asked next then never depends on what comes later.
    static bool Stands(IReadOnlyList<FormField> form, string name, string before) => form.TakeWhile(field => field.Code != before).Any(field => field.Code == name);

    static IEnumerable<Defect> Twice(string key, IEnumerable<string> codes) =>
        codes.GroupBy(code => code, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => new Defect("service.twice", key, group.Key));
}
