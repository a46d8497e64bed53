using System.Globalization;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;
using Zhice.Domain.Statistics;
using Zhice.Records.Analysis;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Data.Statistics;

/// <summary>A figure of a data element that is counted from the record store.</summary>
/// <param name="Query">The query that finds its records.</param>
/// <param name="Found">Records that it finds.</param>
/// <param name="Again">Of these, further records of an application that is counted already; 0 where each record counts.</param>
/// <param name="Undated">Records that lack the day or the state by which they would count.</param>
/// <param name="UndatedQuery">The query that finds those; null where nothing can be lacking.</param>
/// <param name="Abnormal">Of the records found, those of filings found to be abnormal: what the exclusion layer may take off.</param>
/// <param name="Declared">True where the store was declared complete for the office and the period.</param>
/// <param name="Once">True where an application that stands in several records counts once.</param>
public sealed record RecordFigure(string Query, int Found, int Again, int Undated, string? UndatedQuery, int Abnormal, bool Declared, bool Once)
{
    /// <summary>The figure.</summary>
    public decimal Value => Measured ?? Found - Again;

    /// <summary>What is measured of the records found, in the unit of the element; null where they are counted.</summary>
    public decimal? Measured { get; init; }

    /// <summary>Of the records found, those that lack what is measured; they are among <see cref="Undated"/>.</summary>
    public int Unmeasured { get; init; }

    /// <summary>True where nobody need be asked for it: declared complete, and nothing lacks its day.</summary>
    public bool Whole => Declared && Undated == 0;

    /// <summary>The query of the abnormal ones.</summary>
    public string AbnormalQuery => Query + " fact:abnormal";
}

/// <summary>从数据记录计数: figures of data elements are what a query of their definition finds, with the region of the office and the days of the period put in.</summary>
/// <remarks>
/// The place in the definition is <c>from-records</c>. A record belongs to the division of its first applicant. Reported values stay what they are: abnormal filings are told beside the figure, and taken
/// off by the exclusion sets of the indicators, never twice.
/// </remarks>
public static class RecordFigures
{
    /// <summary>The query of a definition, or null where it names none that can be read; for the check of the files.</summary>
    public static string? Sample(string template) => QueryParser.Parse(Filled(template, Period.OfYear(2024))).Accepted(out var node, out _) && node is not OrNode ? node.ToString() : null;

    /// <summary>The figures of an office for a period, by element: none where nothing is counted from records, or the office has no region.</summary>
    /// <param name="db">The store.</param>
    /// <param name="elements">The elements.</param>
    /// <param name="office">The office: the nation's, or of a province, a city or a county.</param>
    /// <param name="period">The period.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<IReadOnlyDictionary<string, RecordFigure>> Read(ZhiceDb db, IReadOnlyList<DataElement> elements, Organisation office, Period period, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(office);
        var fed = elements.Where(e => e.FromRecords is not null).ToList();
        if (fed.Count == 0 || db.Records is not { Exists: true }) return new Dictionary<string, RecordFigure>(StringComparer.Ordinal);
        return Read(db, fed, office, period, await CaseFigures.Ground(db, office, period, cancel));
    }

    internal static Dictionary<string, RecordFigure> Read(ZhiceDb db, IReadOnlyList<DataElement> elements, Organisation office, Period period, (HashSet<string> Declared, IReadOnlyList<CaseFigures.Gone> Before) ground)
    {
        var found = new Dictionary<string, RecordFigure>(StringComparer.Ordinal);
        // Of an office that ended within the period its heirs have the region.
        if (db.Records is not { Exists: true } records || office.ValidTo <= period.LastDay || Region(office, period, ground.Before) is not { } region) return found;
        var snapshot = records.Snapshot();
        foreach (var element in elements.Where(e => e.FromRecords is not null))
        {
            var query = Filled(element.FromRecords!, period) + region;
            var undated = element.FromRecordsUndated is { } lacking ? Filled(lacking, period) + region : null;
            if (Hits(snapshot, query) is not { } hits) continue;
            var once = element.EachApplicationOnce ? SameApplications.Once(hits) : hits;
            var (measured, unmeasured) = Measured(element.Measure, once);
            found[element.Code] = new(query, hits.Count, hits.Count - once.Count, Lacking(snapshot, undated, element.EachApplicationOnce) + unmeasured, undated,
                once.CountOf(Zhice.Records.Index.RecordFacts.Abnormal), ground.Declared.Contains(CaseCoverage.Records) && Holds(snapshot, query), element.EachApplicationOnce) { Measured = measured, Unmeasured = unmeasured };
        }
        return found;
    }

    static (decimal? Figure, int Without) Measured(RecordMeasure measure, HitSet hits)
    {
        if (measure == RecordMeasure.ExamMonths) return RecordMeasures.ExamMonths(hits);
        if (measure != RecordMeasure.HundredMillions) return (null, 0);
        var (yuan, without) = RecordMeasures.Money(hits);
        return (Math.Round(yuan / 100_000_000m, 2), without);
    }

    // A store that has no record at all of a kind, in no year and no region, was not declared complete for it: nothing is not nought.
    static bool Holds(RecordSnapshot snapshot, string query)
    {
        if (!QueryParser.Parse(query).Accepted(out var node, out _)) return false;
        var kinds = Kinds(node).Distinct().ToList();
        return kinds.Count == 0 || kinds.Exists(k => RecordSearch.Collect(snapshot, k, inside: true).Accepted(out var hits, out _) && hits.Count > 0);
    }

    static IEnumerable<KindNode> Kinds(QueryNode node) => node switch { KindNode kind => [kind], AndNode and => and.Parts.SelectMany(Kinds), OrNode or => or.Parts.SelectMany(Kinds), _ => [] };

    static int Lacking(RecordSnapshot snapshot, string? undated, bool once) => undated is null || Hits(snapshot, undated) is not { } hits ? 0 : once ? SameApplications.WithoutDay(hits) : hits.Count;

    /// <summary>How many records of a figure the exclusion layer takes off: what bears the mark of an abnormal filing, and what names any of those excluded, each application once.</summary>
    /// <param name="records">The store.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="members">Who is excluded.</param>
    public static int Off(RecordStore records, RecordFigure figure, IReadOnlyList<ExclusionMember> members)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(members);
        if (!QueryParser.Parse(figure.Query).Accepted(out var node, out _)) return 0;
        var off = Exclusions.Condition(records, [.. members.Select(m => new Excluded(m.Name, m.Kind == ExcludedKind.Agency))]);
        return RecordSearch.Collect(records.Snapshot(), new AndNode([node, off]), inside: true).Accepted(out var hits, out _) ? hits.Count - (figure.Once ? SameApplications.Count(hits) : 0) : 0;
    }

    /// <summary>How many records of a figure name an applicant or an agency: what an exclusion set takes off.</summary>
    /// <param name="records">The store.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="member">Who is excluded.</param>
    /// <returns>The query and what it finds.</returns>
    public static (string Query, int Count) Of(RecordStore records, RecordFigure figure, ExclusionMember member)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(member);
        var quoted = member.Name.Replace("\"", " ", StringComparison.Ordinal);
        var condition = member.Kind == ExcludedKind.Agency ? $"agency:\"{quoted}\"" : records.Party(member.Name)?.Party.Condition ?? $"party:\"{quoted}\"";
        var query = $"{figure.Query} {condition}";
        return (query, Hits(records.Snapshot(), query) is { } hits ? hits.Count - (figure.Once ? SameApplications.Count(hits) : 0) : 0);
    }

    static HitSet? Hits(RecordSnapshot snapshot, string query) =>
        QueryParser.Parse(query).Accepted(out var node, out _) && RecordSearch.Collect(snapshot, node, inside: true).Accepted(out var hits, out _) ? hits : null;

    // {first} and {last} are the days of the period, {after} the day behind it, {decade} the last filing day of what is older than ten years on its last day.
    static string Filled(string template, Period period)
    {
        static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return template.Replace("{first}", Day(period.FirstDay), StringComparison.Ordinal).Replace("{last}", Day(period.LastDay), StringComparison.Ordinal)
            .Replace("{after}", Day(period.LastDay.AddDays(1)), StringComparison.Ordinal).Replace("{decade}", Day(HighValue.Decade(period.LastDay)), StringComparison.Ordinal);
    }

    // Nothing for the nation; null for an office without a region, such as a department.
    static string? Region(Organisation office, Period period, IReadOnlyList<CaseFigures.Gone> before)
    {
        if (office.Kind == OrganisationKind.NationalOffice) return "";
        if (office.DivisionCode is not { Length: 6 } own || office.Level is null) return null;
        List<string> codes = [own, .. before.Where(g => g.On <= period.LastDay && g.Division is { Length: 6 }).Select(g => g.Division!)];
        return codes.Distinct(StringComparer.Ordinal).ToList() is [var only] ? " region:" + only : $" ({string.Join(" OR ", codes.Distinct(StringComparer.Ordinal).Select(c => "region:" + c))})";
    }
}
