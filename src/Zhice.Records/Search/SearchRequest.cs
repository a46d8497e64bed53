using Zhice.Records.Query;

namespace Zhice.Records.Search;

/// <summary>In which order hits are shown.</summary>
public enum SortOrder
{
    /// <summary>By relevance (BM25), then the newest first.</summary>
    Relevance,
    /// <summary>The newest first, by the day of publication.</summary>
    Newest,
    /// <summary>The oldest first.</summary>
    Oldest,
}

/// <summary>What is asked of the index.</summary>
/// <param name="Query">The query.</param>
/// <param name="Sort">The order.</param>
/// <param name="Skip">Hits passed over, at most <see cref="RecordSearch.Deepest"/>.</param>
/// <param name="Take">Hits wanted.</param>
/// <param name="Facets">Whether facets are counted.</param>
/// <param name="Inside">Whether the reader may see datasets of the office.</param>
/// <param name="After">Only records numbered behind this one: those that came, or came again with other content, since it was the last.</param>
public sealed record SearchRequest(QueryNode Query, SortOrder Sort = SortOrder.Relevance, int Skip = 0, int Take = 20, bool Facets = false, bool Inside = false, long After = 0);

/// <summary>One hit.</summary>
/// <param name="Id">Number of the record.</param>
/// <param name="Score">Its relevance; 0 in other orders.</param>
public readonly record struct Hit(long Id, double Score);

/// <summary>Counts by value, the most frequent first.</summary>
/// <param name="Years">Years of filing.</param>
/// <param name="Classes">Subclasses, as <see cref="Index.ClassCode"/> numbers.</param>
/// <param name="Provinces">Provinces, six digits.</param>
/// <param name="Applicants">Parties by number.</param>
/// <param name="Kinds">Kinds.</param>
/// <param name="States">Legal states.</param>
public sealed record FacetCounts(IReadOnlyList<FacetCount> Years, IReadOnlyList<FacetCount> Classes, IReadOnlyList<FacetCount> Provinces, IReadOnlyList<FacetCount> Applicants, IReadOnlyList<FacetCount> Kinds, IReadOnlyList<FacetCount> States);

/// <summary>How many hits have a value.</summary>
public readonly record struct FacetCount(int Value, int Count);

/// <summary>What was found.</summary>
/// <param name="Total">Hits in all, exactly.</param>
/// <param name="Hits">The hits asked for.</param>
/// <param name="Facets">Counts over all hits; null when not asked for.</param>
public sealed record SearchResult(int Total, IReadOnlyList<Hit> Hits, FacetCounts? Facets);
