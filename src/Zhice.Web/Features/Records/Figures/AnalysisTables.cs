using System.Globalization;
using Zhice.Records.Analysis;
using Zhice.Records.Query;

namespace Zhice.Web.Features.Records.Figures;

/// <content>Tables of figures that have no picture.</content>
public sealed partial record AnalysisFigures
{
    const string InForce = "kind:Invention fact:domestic NOT fact:abroad status:InForce granted:1900..";

    /// <summary>Growth, and how concentrated the field is, each with how it is computed.</summary>
    public FigureTable Concentration(AnalysisResult result, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(result);
        var c = result.Concentration;
        return new("concentration", ["analysis.measure", "analysis.value", "analysis.how"],
        [
            (Words["analysis.growth"], [result.Growth is { } growth ? Percent(growth) : "–", Words["analysis.growth-how", today.Year - 7, today.Year - 2]], And($"date:{today.Year - 7}..{today.Year - 2}")),
            (Words["analysis.first-applicants"], [Count(c.Applicants), Words["analysis.first-applicants-how"]], null),
            ("CR4", [Percent(c.Cr4), Words["analysis.cr4-how"]], null), ("HHI", [c.Hhi.ToString("0", CultureInfo.InvariantCulture), Words["analysis.hhi-how"]], null),
        ])
        {
            Query = All,
        };
    }

    static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>高价值发明专利 by its five categories.</summary>
    /// <param name="result">The counts.</param>
    /// <param name="today">The day that they hold for.</param>
    /// <param name="excluded">What the exclusion layer takes out, as a condition; null where it may not be shown to the reader.</param>
    public FigureTable HighValue(AnalysisResult result, DateOnly today, QueryNode? excluded)
    {
        ArgumentNullException.ThrowIfNull(result);
        var value = result.HighValue;
        var kept = string.Create(CultureInfo.InvariantCulture, $"date:..{Zhice.Records.Analysis.HighValue.Decade(today):yyyy-MM-dd}");
        var any = $"{InForce} (fact:sei OR fact:family OR fact:pledge OR fact:award OR {kept})";
        // A list of very many names is longer than a query may be.
        var off = excluded?.ToString() is { Length: < 4_000 } text ? $"({text})" : null;
        (string Name, int Figure, string? Query)[] rows =
        [
            ("analysis.in-force", value.InForce, InForce), ("more.sei", value.Emerging, InForce + " fact:sei"), ("analysis.foreign", value.Foreign, InForce + " fact:family"), ("analysis.kept", value.Kept, $"{InForce} {kept}"),
            ("analysis.pledged", value.Pledged, InForce + " fact:pledge"), ("more.award", value.Awarded, InForce + " fact:award"), ("analysis.union", value.Union, any),
            ("analysis.excluded", value.Excluded, off is null ? null : $"{any} {off}"), ("analysis.reported", value.Reported, off is null ? null : $"{any} NOT {off}"),
        ];
        return new("high-value", ["analysis.category", "analysis.count"], [.. rows.Select(r => (Words[r.Name], (IReadOnlyList<string>)[Count(r.Figure)], r.Query is null ? null : And(r.Query)))]);
    }
}
