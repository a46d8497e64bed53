using Zhice.Domain.Accounts;

namespace Zhice.Domain.Selection;

/// <summary>回避: who may not score an application, and who may not decide an objection to it.</summary>
public static class SelectionRecusal
{
    /// <summary>Why an expert may not score; null when nothing is in the way. Codes: <c>selection.recusal-own</c>, <c>selection.recusal-superior</c>,
    /// <c>selection.recusal-below</c>, each with the name of the office in the way, <c>selection.recusal-applicant</c> for who wrote the application.</summary>
    /// <param name="expert">The expert.</param>
    /// <param name="offices">Offices where the expert holds any role: name and path.</param>
    /// <param name="applicantPath">Path of the office that applies or recommends.</param>
    /// <param name="writers">Accounts that wrote or submitted the application.</param>
    public static Defect? OfExpert(AccountId expert, IEnumerable<(string Name, string Path)> offices, string applicantPath, IReadOnlySet<AccountId> writers)
    {
        ArgumentNullException.ThrowIfNull(offices);
        ArgumentNullException.ThrowIfNull(applicantPath);
        ArgumentNullException.ThrowIfNull(writers);
        if (writers.Contains(expert)) return new Defect("selection.recusal-applicant", "expert");
        foreach (var (name, path) in offices)
        {
            if (path == applicantPath) return new Defect("selection.recusal-own", "expert", name);
            if (applicantPath.StartsWith(path, StringComparison.Ordinal)) return new Defect("selection.recusal-superior", "expert", name);
            if (path.StartsWith(applicantPath, StringComparison.Ordinal)) return new Defect("selection.recusal-below", "expert", name);
        }
        return null;
    }

    /// <summary>Why somebody may not decide an objection; null when nothing is in the way. Codes: <c>selection.handler-objector</c>, <c>selection.handler-scored</c>,
    /// <c>selection.handler-checked</c>, <c>selection.handler-applicant</c>.</summary>
    /// <param name="handler">Who decides.</param>
    /// <param name="objector">The account that objects; null for none.</param>
    /// <param name="experts">Accounts that scored the application.</param>
    /// <param name="checkers">Accounts that checked its materials.</param>
    /// <param name="writers">Accounts that wrote or submitted it.</param>
    /// <param name="offices">Paths of the offices where the handler holds any role.</param>
    /// <param name="applicantPath">Path of the office that applies or recommends.</param>
    public static Defect? OfHandler(AccountId handler, AccountId? objector, IReadOnlySet<AccountId> experts, IReadOnlySet<AccountId> checkers,
        IReadOnlySet<AccountId> writers, IEnumerable<string> offices, string applicantPath)
    {
        ArgumentNullException.ThrowIfNull(experts);
        ArgumentNullException.ThrowIfNull(checkers);
        ArgumentNullException.ThrowIfNull(writers);
        ArgumentNullException.ThrowIfNull(offices);
        return handler == objector ? new Defect("selection.handler-objector")
            : experts.Contains(handler) ? new Defect("selection.handler-scored")
            : checkers.Contains(handler) ? new Defect("selection.handler-checked")
            : writers.Contains(handler) || offices.Any(path => path.StartsWith(applicantPath, StringComparison.Ordinal)) ? new Defect("selection.handler-applicant")
            : null;
    }
}
