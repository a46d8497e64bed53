using Zhice.Domain.Organisations;

namespace Zhice.Domain.Working;

/// <summary>What is said about a piece of work when it is given or changed.</summary>
/// <param name="Title">What is to be done.</param>
/// <param name="Unit">处室 in charge.</param>
/// <param name="Start">First day.</param>
/// <param name="Due">Last day in time.</param>
public sealed record WorkItemDraft(string? Title, string? Unit, DateOnly? Start, DateOnly? Due);

/// <summary>What a break-down must keep: a piece never lowers the duty that it comes from.</summary>
public static class WorkItemRules
{
    /// <summary>Most pieces of an obligation, those that were taken back included.</summary>
    public const int Most = 2000;

    /// <summary>Deepest level of a break-down.</summary>
    public const int Deepest = 6;

    /// <summary>What is wrong with a draft; empty when it may stand. Codes: <c>item.title</c>, <c>item.unit</c>, <c>item.start</c>, <c>item.due-late</c> (the latest day).</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="latest">The due day in force of the obligation, or of the piece above where that is earlier; null where there is none.</param>
    public static IReadOnlyList<Defect> Defects(WorkItemDraft draft, DateOnly? latest)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var defects = new List<Defect>();
        if ((draft.Title?.Trim() ?? "").Length is 0 or > 500) defects.Add(new Defect("item.title", "title"));
        if (draft.Unit?.Trim().Length > 100) defects.Add(new Defect("item.unit", "unit"));
        if (latest is { } day && draft.Due > day)
            defects.Add(new Defect("item.due-late", "due", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        if (draft.Start > (draft.Due ?? latest)) defects.Add(new Defect("item.start", "start"));
        return defects;
    }

    /// <summary>The latest day that a piece may be due: the obligation's, or that of the piece above where it is earlier.</summary>
    public static DateOnly? Latest(DateOnly? obligation, DateOnly? above) => (obligation, above) switch
    {
        ({ } one, { } other) => one < other ? one : other,
        _ => obligation ?? above,
    };

    /// <summary>True when the office that breaks work down may hand a piece to the other: itself, or one below it.</summary>
    public static bool MayHandTo(Organisation office, Organisation other)
    {
        ArgumentNullException.ThrowIfNull(office);
        ArgumentNullException.ThrowIfNull(other);
        return office.Reaches(other);
    }

    /// <summary>How many of the pieces that count are done. Those count that stand, apply, and are not broken down further.</summary>
    public static RollUp Count(IReadOnlyCollection<WorkItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var standing = items.Where(i => i.WithdrawnAt is null).ToList();
        var brokenDown = standing.Where(i => i.ParentId is not null).Select(i => i.ParentId!.Value).ToHashSet();
        var counting = standing.Where(i => !brokenDown.Contains(i.Id) && i.Status != WorkStatus.NotApplicable).ToList();
        return new RollUp(counting.Count(i => i.Status == WorkStatus.Done), counting.Count, standing.Count(i => i.Blocker is not null));
    }

    /// <summary>True when a piece may be called done: nothing that stands below it is still open.</summary>
    public static bool MayBeDone(WorkItemId item, IEnumerable<WorkItem> items) =>
        items.Where(i => i.ParentId == item && i.WithdrawnAt is null).All(i => i.Status is WorkStatus.Done or WorkStatus.NotApplicable);
}

/// <summary>“3 of 7 pieces done”; it informs, and closes nothing.</summary>
/// <param name="Done">Pieces that are done.</param>
/// <param name="All">Pieces that count.</param>
/// <param name="Blocked">Standing pieces with something in their way.</param>
public readonly record struct RollUp(int Done, int All, int Blocked);

/// <summary>What holds up the lead of a task: a participant that says so itself, or that is overdue with its own part.</summary>
public static class LeadBlockers
{
    /// <summary>True when the participant holds up the lead.</summary>
    /// <param name="blocker">What the participant says is in its way.</param>
    /// <param name="light">The light of its own obligation.</param>
    public static bool Holds(string? blocker, Light light) => blocker is not null || light == Light.Red;
}
