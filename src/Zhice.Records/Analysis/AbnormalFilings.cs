using Zhice.Records.Index;
using Zhice.Records.Query;

namespace Zhice.Records.Analysis;

/// <summary>Filings found to be abnormal (非正常专利申请): statistics do without them, unless who reads wants them counted.</summary>
public static class AbnormalFilings
{
    /// <summary>The condition that leaves them out.</summary>
    public const string Condition = "NOT fact:abnormal";

    /// <summary>A query without them; null for one that asks for the mark itself, which is analysed as it stands.</summary>
    /// <param name="query">As typed.</param>
    /// <param name="node">As understood.</param>
    public static (string Text, QueryNode Read)? LeftOut(string query, QueryNode node)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (Asks(node)) return null;
        var without = new NotNode(new FactNode(RecordFacts.Abnormal));
        return node switch
        {
            AllNode => (Condition, without),
            AndNode and => ($"{Written(query, node)} {Condition}", new AndNode([.. and.Parts, without])),
            _ => ($"{Written(query, node)} {Condition}", new AndNode([node, without])),
        };
    }

    // A number with blanks is written as it was read, and alternatives in brackets.
    static string Written(string query, QueryNode node) => QueryNumbers.Whole(query) is { } number ? number.ToString() : node is OrNode ? $"({query.Trim()})" : query.Trim();

    static bool Asks(QueryNode node) => node switch
    {
        FactNode { Fact: RecordFacts.Abnormal } => true,
        NotNode not => Asks(not.Part),
        AndNode and => and.Parts.Any(Asks),
        OrNode or => or.Parts.Any(Asks),
        _ => false,
    };
}
