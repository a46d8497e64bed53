using Zhice.Records.Search;

namespace Zhice.Records.Analysis;

/// <summary>One year of a field: what was filed and granted, and by how many applicants.</summary>
/// <param name="Year">The year.</param>
/// <param name="Filed">Applications filed in it.</param>
/// <param name="Granted">Of the applications, those granted in it.</param>
/// <param name="Applicants">Different applicants of what was filed.</param>
public sealed record YearFigures(int Year, int Filed, int Granted, int Applicants);

/// <summary>How concentrated a field is among its first applicants.</summary>
/// <param name="Cr4">Share of the four largest, 0 to 1.</param>
/// <param name="Hhi">Herfindahl–Hirschman index, 0 to 10,000: the sum of the squared shares in per cent.</param>
/// <param name="Applicants">Applicants counted.</param>
public sealed record Concentration(double Cr4, double Hhi, int Applicants);

/// <summary>Time from filing to grant, in months.</summary>
/// <param name="Count">Granted inventions counted.</param>
/// <param name="Median">Half were granted within this time.</param>
/// <param name="Ninth">Nine in ten were.</param>
/// <param name="Mean">The mean.</param>
/// <param name="ByYear">Count by started half-years, the first being under six months.</param>
public sealed record Pendency(int Count, double Median, double Ninth, double Mean, IReadOnlyList<FacetCount> ByYear);

/// <summary>高价值发明专利: granted inventions in force of domestic owners that meet any of the five categories, each counted once.</summary>
/// <param name="InForce">Inventions in force of domestic owners: what is counted from.</param>
/// <param name="Emerging">战略性新兴产业.</param>
/// <param name="Foreign">在海外有同族专利权.</param>
/// <param name="Kept">维持年限超过10年: more than ten years from filing to the day asked about.</param>
/// <param name="Pledged">实现较高质押融资金额.</param>
/// <param name="Awarded">获国家科学技术奖或中国专利奖.</param>
/// <param name="Union">Meet any of the five.</param>
/// <param name="Excluded">Of these, taken out because of abnormal filers.</param>
public sealed record HighValue(int InForce, int Emerging, int Foreign, int Kept, int Pledged, int Awarded, int Union, int Excluded)
{
    /// <summary>The figure that is reported: without abnormal filers.</summary>
    public int Reported => Union - Excluded;

    /// <summary>The last filing day of what is kept for more than ten years on a day.</summary>
    public static DateOnly Decade(DateOnly on)
    {
        var day = on.AddYears(-10);
        while (day.AddYears(10) < on) day = day.AddDays(1);
        while (day.AddYears(10) >= on) day = day.AddDays(-1);
        return day;
    }
}

/// <summary>Two applicants of the same records.</summary>
/// <param name="First">Number of the one party, the smaller number.</param>
/// <param name="Second">Number of the other.</param>
/// <param name="Count">Records of both.</param>
public readonly record struct Together(int First, int Second, int Count);

/// <summary>Classes over years.</summary>
/// <param name="Years">The years, ascending.</param>
/// <param name="Rows">A class with its counts, one for each year.</param>
public sealed record ClassYears(IReadOnlyList<int> Years, IReadOnlyList<(int Class, IReadOnlyList<int> Counts)> Rows);

/// <summary>All tables of an analysis over one query's hits.</summary>
/// <param name="Total">The hits: records.</param>
/// <param name="Basis">What is counted of them; all tables but that of kinds are of these.</param>
/// <param name="Synthetic">Of these, made by the generator.</param>
/// <param name="Years">By year of filing.</param>
/// <param name="Growth">Mean yearly growth over the last five whole years, 0.1 for ten per cent; null where it cannot be told.</param>
/// <param name="Applicants">Applicants, the largest first; a record with two counts for each, as the query of a name finds it.</param>
/// <param name="Provinces">Provinces of the first applicant.</param>
/// <param name="Classes">Subclasses.</param>
/// <param name="Kinds">Kinds.</param>
/// <param name="States">Legal states.</param>
/// <param name="ClassYears">Classes over years.</param>
/// <param name="Pairs">Applicants who file together.</param>
/// <param name="Concentration">Of the first applicants.</param>
/// <param name="Pendency">Of granted inventions; null when there are none.</param>
/// <param name="HighValue">High-value inventions.</param>
public sealed record AnalysisResult(int Total, AnalysisBasis Basis, int Synthetic, IReadOnlyList<YearFigures> Years, double? Growth, IReadOnlyList<FacetCount> Applicants, IReadOnlyList<FacetCount> Provinces, IReadOnlyList<FacetCount> Classes,
    IReadOnlyList<FacetCount> Kinds, IReadOnlyList<FacetCount> States, ClassYears ClassYears, IReadOnlyList<Together> Pairs, Concentration Concentration, Pendency? Pendency, HighValue HighValue)
{
    /// <summary>Applications counted.</summary>
    public int Counted => Basis.Hits.Count;
}
