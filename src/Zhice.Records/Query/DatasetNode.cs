using System.Text;
using Zhice.Domain;
using Zhice.Records.Store;

namespace Zhice.Records.Query;

/// <summary>Records of a dataset.</summary>
/// <param name="Code">Its code or name, as typed.</param>
/// <param name="Id">Its number in the store that is asked; 0 before it was looked up.</param>
public sealed record DatasetNode(string Code, int Id = 0) : QueryNode
{
    internal override void Print(StringBuilder text, bool nested) => Quoted(text.Append("dataset:"), Code);

    /// <summary>The query with the numbers of its datasets; refused where one is not there, or not for this reader.</summary>
    /// <param name="query">The query.</param>
    /// <param name="datasets">The datasets of the store.</param>
    /// <param name="inside">Whether datasets of the office may be seen.</param>
    public static Outcome<QueryNode> LookedUp(QueryNode query, IReadOnlyList<Dataset> datasets, bool inside)
    {
        ArgumentNullException.ThrowIfNull(query);
        var unknown = "";
        var known = All(query);
        return unknown.Length == 0 ? known : new Invalid(new Defect("query.dataset", "q", unknown));

        QueryNode All(QueryNode node) => node switch
        {
            DatasetNode set => Known(set),
            AndNode both when Has(both) => new AndNode([.. both.Parts.Select(All)]),
            OrNode any when Has(any) => new OrNode([.. any.Parts.Select(All)]),
            NotNode without when Has(without) => new NotNode(All(without.Part)),
            _ => node,
        };

        DatasetNode Known(DatasetNode set)
        {
            if (datasets.Where(d => inside || !d.Inside).FirstOrDefault(d => string.Equals(d.Code, set.Code, StringComparison.OrdinalIgnoreCase) || d.Name == set.Code) is { } found) return set with { Id = found.Id };
            unknown = set.Code;
            return set;
        }
    }

    static bool Has(QueryNode node) => node switch { DatasetNode => true, AndNode and => and.Parts.Any(Has), OrNode or => or.Parts.Any(Has), NotNode not => Has(not.Part), _ => false };
}
