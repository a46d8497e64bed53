using Zhice.Domain.Indicators;

namespace Zhice.Domain.Services;

/// <summary>What must have happened to a case before it is counted.</summary>
public enum FeedEvent
{
    /// <summary>受理: accepted for the first time, or deemed so.</summary>
    Accepted = 1,
    /// <summary>作出决定, whatever it says.</summary>
    Decided,
    /// <summary>A decision that grants.</summary>
    Granted,
    /// <summary>结案: decided, or withdrawn after its acceptance.</summary>
    Closed,
}

/// <summary>Whose figure a case counts into.</summary>
public enum FeedPlace
{
    /// <summary>The competent office's, and those above it.</summary>
    Office = 1,
    /// <summary>The region in which the applicant is registered, by digits three to eight of its credit code (GB 32100-2015, 登记管理机关行政区划码).</summary>
    Applicant,
}

/// <summary>办件计入的数据元: which cases of an item count into a data element, on which day, for whom and how much.</summary>
/// <param name="Element">Code of the element.</param>
/// <param name="At">What must have happened.</param>
/// <param name="Dated">By the day of which event the period is chosen; <paramref name="At"/> where nothing else is said.</param>
/// <param name="Place">Whose figure.</param>
/// <param name="Decisions">Codes of the decisions that count, and <see cref="Withdrawn"/>; none for all.</param>
/// <param name="When">A condition over the form; null where every case counts.</param>
/// <param name="Value">A number or money field to be added up, or <see cref="Days"/>; null where each case counts one.</param>
/// <param name="Unit">Unit of <paramref name="Value"/>; null where each case counts one.</param>
/// <param name="Distinct">Field by which several cases of a period count once, or <see cref="ByApplicant"/>; null where each counts.</param>
/// <param name="KeepsRevoked">True where a revocation does not undo the count, as with a pledge that is paid back.</param>
/// <param name="Part">What the cases do not hold, in words: the figure is then a part only; null where they hold all.</param>
public sealed record CaseFeed(
    string Element, FeedEvent At, FeedEvent Dated, FeedPlace Place, IReadOnlyList<string> Decisions, Condition? When, string? Value, Unit? Unit, string? Distinct, bool KeepsRevoked, string? Part)
{
    /// <summary>Word for the days of handling without those of suspensions.</summary>
    public const string Days = "days";

    /// <summary>Word for a case that ended by withdrawal.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>What a case without the value by which several count once is counted by: itself.</summary>
    public const string Alone = "\n";

    /// <summary>Word for counting each applicant once.</summary>
    public const string ByApplicant = "applicant";

    static readonly HashSet<string> counting = new(["件", "项", "次", "件次", "家", "个", "人", "人次"], StringComparer.Ordinal);

    /// <summary>What is wrong with it beside its item and its element: <c>service.element</c>, <c>service.feed-unit</c>, <c>service.feed-field</c>, <c>service.feed-decision</c>, <c>service.feed-stock</c>, <c>service.feed-dated</c>.</summary>
    public IEnumerable<Defect> Faults(ServiceItem item, DataElement? element)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (element is null)
        {
            yield return new("service.element", "feeds", Element);
            yield break;
        }
        var field = Value is null or Days ? null : item.Form.FirstOrDefault(f => f.Code == Value);
        if (Value is not (null or Days) && field is not { IsNumber: true }) yield return new("service.feed-field", "feeds", Element, Value!);
        else if (Value is null ? !counting.Contains(element.Unit.Text) : Unit is null || !Unit.CombinesWith(element.Unit)) yield return new("service.feed-unit", "feeds", Element, Unit?.Text ?? "件", element.Unit.Text);
        if (Distinct is not (null or ByApplicant) && item.Form.All(f => f.Code != Distinct)) yield return new("service.feed-field", "feeds", Element, Distinct!);
        if (Distinct is not null && Value is not null) yield return new("service.feed-field", "feeds", Element, Value!);
        foreach (var name in When?.Fields ?? [])
            if (item.Form.All(f => f.Code != name)) yield return new("service.feed-field", "feeds", Element, name);
        foreach (var code in Decisions)
            if (item.Decisions.All(d => d.Code != code) && !(code == Withdrawn && At == FeedEvent.Closed)) yield return new("service.feed-decision", "feeds", Element, code);
        if (element.Kind == ElementKind.Stock && (At != FeedEvent.Granted || Value is not null)) yield return new("service.feed-stock", "feeds", Element);
        if (element.Kind == ElementKind.Distinct && Distinct is null) yield return new("service.feed-distinct", "feeds", Element);
        if (Dated != At && Dated != FeedEvent.Accepted) yield return new("service.feed-dated", "feeds", Element);
        if (Value == Days && At is not (FeedEvent.Closed or FeedEvent.Decided or FeedEvent.Granted)) yield return new("service.feed-dated", "feeds", Element);
    }
}

/// <summary>What one case counts into an element.</summary>
/// <param name="Element">Code of the element.</param>
/// <param name="On">The day by which the period is chosen.</param>
/// <param name="To">First day on which it counts no more; of stocks only, null while it counts.</param>
/// <param name="Amount">How much, in <paramref name="Unit"/>.</param>
/// <param name="Unit">The unit; null where each case counts one of whatever the element counts.</param>
/// <param name="Holder">By what several count once: a value of the form, empty for the applicant, <see cref="CaseFeed.Alone"/> where the form does not say; null where each counts.</param>
/// <param name="Place">Whose figure.</param>
public sealed record CaseCount(string Element, DateOnly On, DateOnly? To, decimal Amount, string? Unit, string? Holder, FeedPlace Place);
