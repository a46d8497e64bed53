using System.Globalization;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Domain.Reporting;

/// <summary>What one save of a report says.</summary>
/// <param name="From">First day of the period.</param>
/// <param name="To">Last day of the period.</param>
/// <param name="Narrative">What was done; line feeds divide paragraphs.</param>
/// <param name="Status">The status claimed.</param>
/// <param name="Result">The result claimed.</param>
/// <param name="Commitments">Sentences spoken of.</param>
public sealed record ReportContent(DateOnly From, DateOnly To, string Narrative, WorkStatus Status, WorkResult Result, IReadOnlyList<CommitmentId> Commitments)
{
    /// <summary>Most UTF-16 units of a narrative.</summary>
    public const int LongestNarrative = 20_000;

    /// <summary>The content of a stored save.</summary>
    public static ReportContent Of(ReportRevision revision) =>
        new(revision.From, revision.To, revision.Narrative, revision.Status, revision.Result, Keys(revision.Commitments));

    /// <summary>With line ends as line feeds and the sentences in order, each once, so that equal contents compare as equal.</summary>
    public ReportContent Tidy() => this with
    {
        Narrative = Narrative.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'),
        Commitments = [.. Commitments.Distinct().OrderBy(c => c.Value)],
    };

    /// <summary>True when both say the same.</summary>
    public bool Says(ReportContent other) => Tidy() is var mine && other.Tidy() is var theirs
        && mine with { Commitments = [] } == theirs with { Commitments = [] } && mine.Commitments.SequenceEqual(theirs.Commitments);

    /// <summary>The keys as <see cref="ReportRevision.Commitments"/> holds them.</summary>
    public string Keys() => string.Join(' ', Commitments.Select(c => c.Value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What is wrong with it as a draft; a draft may be unfinished.</summary>
    public IEnumerable<Defect> DraftDefects()
    {
        if (To < From) yield return new Defect("report.period", "to");
        if (Narrative.Length > LongestNarrative) yield return new Defect("report.long", "narrative", LongestNarrative);
        if (Narrative.Contains('\0', StringComparison.Ordinal)) yield return new Defect("text.nul", "narrative");
        if (!Enum.IsDefined(Status)) yield return new Defect("report.status", "status");
        if (!Enum.IsDefined(Result)) yield return new Defect("report.result", "result");
    }

    /// <summary>What is wrong with it as a report that leaves the desk.</summary>
    public IEnumerable<Defect> Defects()
    {
        foreach (var defect in DraftDefects()) yield return defect;
        if (string.IsNullOrWhiteSpace(Narrative)) yield return new Defect("report.empty", "narrative");
        if (Status == WorkStatus.NotApplicable) yield return new Defect("work.report-status", "status");
        else if (!WorkChanges.HasResult(Status) && Result != WorkResult.None) yield return new Defect("work.result", "result");
    }

    static IReadOnlyList<CommitmentId> Keys(string keys) =>
        [.. keys.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(k => new CommitmentId(long.Parse(k, CultureInfo.InvariantCulture)))];
}
