using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Says what kind of document the words show: the title first, else the layout.</summary>
internal static class KindOfDocument
{
    static readonly (string Words, DocumentKind Kind)[] Titles =
    [
        ("推进计划", DocumentKind.PromotionPlan), ("工作指引", DocumentKind.AnnualGuideline), ("年度指引", DocumentKind.AnnualGuideline), ("工作要点", DocumentKind.WorkPoints), ("要点", DocumentKind.WorkPoints), ("指引", DocumentKind.AnnualGuideline),
        ("实施方案", DocumentKind.ImplementationPlan), ("行动计划", DocumentKind.ImplementationPlan), ("行动方案", DocumentKind.ImplementationPlan), ("工作方案", DocumentKind.ImplementationPlan), ("实施意见", DocumentKind.ImplementationPlan),
        ("若干措施", DocumentKind.ImplementationPlan), ("工作计划", DocumentKind.ImplementationPlan), ("实施计划", DocumentKind.ImplementationPlan), ("三年行动", DocumentKind.ImplementationPlan), ("方案", DocumentKind.ImplementationPlan), ("措施", DocumentKind.ImplementationPlan),
        ("任务清单", DocumentKind.TaskList), ("任务分工", DocumentKind.TaskList), ("任务分解", DocumentKind.TaskList), ("工作清单", DocumentKind.TaskList),
    ];

    public static DocumentKind Of(string? title, bool hasTable, bool firstNamedLeads, IReadOnlyList<PolicyTask> tasks, int rows)
    {
        var fold = title is null ? "" : CharacterFold.Of(title);
        if (hasTable && tasks.Count > 0 && rows * 2 >= tasks.Count) return DocumentKind.TaskList;
        if (tasks.Count == 0) return DocumentKind.Unknown;
        foreach (var (words, kind) in Titles)
            if (fold.Contains(words, StringComparison.Ordinal)) return kind;
        var inside = tasks.Count(t => t.Assignments.Count == 0 && t.Measures.Exists(m => m.Commitments.Any(c => c.Assignments.Count > 0)));
        var whole = tasks.Count(t => t.Assignments.Count > 0);
        // A regulation orders duties for good, it is no year's work points.
        if (tasks.All(t => t.Number is ['第', .., '条'])) return DocumentKind.Unknown;
        if (inside + whole == 0) return tasks.Any(t => t.Title is not null) ? DocumentKind.WorkPoints : DocumentKind.Unknown;
        if (inside > 0 && tasks.Count(t => t.Title is not null) * 2 > tasks.Count) return DocumentKind.AnnualGuideline;
        if (!firstNamedLeads && tasks.Any(t => t.Assignments.Any(a => a.Role != AssignmentRole.Responsible))) return DocumentKind.ImplementationPlan;
        return tasks.Count(t => t.Title is null) * 2 > tasks.Count ? DocumentKind.PromotionPlan : DocumentKind.ImplementationPlan;
    }

    static bool Exists(this IReadOnlyList<Measure> measures, Func<Measure, bool> test) => measures.Any(test);
}
