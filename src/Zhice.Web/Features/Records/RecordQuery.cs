using System.Text.RegularExpressions;
using Zhice.Data;
using Zhice.Data.Records;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Records;

/// <summary>What the record pages have in common: who may see what, and addresses.</summary>
static partial class RecordQuery
{
    /// <summary>Records are public, as gazettes are; datasets marked as the office's own show to people of the office only.</summary>
    internal static bool Inside(Visit visit) => AccessPolicy.IsInside(visit.Actor);

    /// <summary>Takes in data and changes the catalogue.</summary>
    internal static bool MayIngest(Actor actor) => actor.HoldsAny(Role.NationalAdministrator, Role.SystemAdministrator);

    /// <summary>Whether a query has an operator in small letters, which is looked up as a word, outside quotation marks.</summary>
    internal static bool HasSmallOperators(string query) => SmallOperator().IsMatch(Quoted().Replace(query, " ＂ "));

    [GeneratedRegex("[\"“”][^\"“”]*[\"“”]")]
    private static partial Regex Quoted();
    [GeneratedRegex("(?<=\\S\\s+)(?:and|or|not|near(?:/[0-9]+)?|adj/[0-9]+)(?=\\s+\\S)")]
    private static partial Regex SmallOperator();

    internal static string Address(string query) => "/records" + QueryString.Create("q", query);

    internal static string Item(string key) => "/records/item/" + Uri.EscapeDataString(key);

    /// <summary>The query as typed with one more condition; what it was read as decides whether brackets are needed. A number with blanks is one only as long as nothing stands beside it: then it is written as it was read.</summary>
    internal static string And(string query, QueryNode node, string more) =>
        string.IsNullOrWhiteSpace(query) ? more : QueryNumbers.Whole(query) is { } number ? $"{number} {more}" : node is OrNode ? $"({query}) AND {more}" : $"{query.Trim()} {more}";

    /// <summary>The reader's own searches by number, for a query that names any; the public has none.</summary>
    internal static async Task<Func<int, QueryNode?>> Sets(ZhiceDb db, Visit visit, string? query, CancellationToken cancel)
    {
        if (query is null || query.AsSpan().IndexOfAny('#', '＃') < 0) return _ => null;
        var mine = await SearchShelf.Of(db, visit.Actor, cancel);
        return number => mine.FirstOrDefault(s => s.Number == number) is { } search && QueryParser.Parse(search.Query).Accepted(out var node, out _) ? node : null;
    }

    /// <summary>Names of enum values in the reader's language.</summary>
    internal static Func<Enum, string> Namer(Visit visit) => value => visit.Words[$"{value.GetType().Name}.{value}"];

    /// <summary>That what was made draws on datasets that only the office sees; empty where it does not.</summary>
    internal static string InsideOnly(WordTable words, IEnumerable<Dataset> datasets) =>
        string.Join(words.IsEnglish ? ", " : "、", datasets.Where(d => d.Inside).Select(d => d.Name)) is { Length: > 0 } names ? words["records.inside-only", names] : "";

    /// <summary>The datasets of hits.</summary>
    internal static IEnumerable<Dataset> DatasetsOf(HitSet hits) => hits.ByDataset().Select(count => hits.Snapshot.Datasets.FirstOrDefault(d => d.Id == count.Value)).OfType<Dataset>();

    /// <summary>That an answer is partial, and what it lacks.</summary>
    internal static string Partial(Visit visit, MissingRecords missing)
    {
        var shards = missing.Shards.Count == 0 ? "" : visit.Words["records.partial", missing.Of, missing.Shards.Count, string.Join(visit.Words.IsEnglish ? ", " : "、", missing.Shards), Visit.Number(missing.Records)];
        return missing.Behind == 0 ? shards : (shards + " " + visit.Words["records.behind", Visit.Number(missing.Behind)]).Trim();
    }

    /// <summary>The status of a page or an answer that could not be made because the records do not answer; null for other refusals. A machine that asks again later is told so.</summary>
    internal static int? Silent(Refusal? refusal) => refusal?.Code is "records.down" or "records.shard-down" or "records.slow" ? StatusCodes.Status503ServiceUnavailable : null;

    /// <summary>A refusal as a page, with the status that every other answer in this state has.</summary>
    internal static IResult Refused(Visit visit, Refusal refusal) =>
        Silent(refusal) is { } status ? Answer.Page<ErrorPage>(new ErrorPage.Shown(status, refusal.Defects[0], null), status) : Answer.Refused(visit, refusal);

    /// <summary>A sentence for a fault: the first defect, whose first argument is the place.</summary>
    internal static string Says(Visit visit, Refusal refusal) => visit.Words.Of(refusal.Defects[0]);
}
