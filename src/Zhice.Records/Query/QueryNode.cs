using System.Globalization;
using System.Text;
using Zhice.Records.Index;
using Zhice.Records.Model;

namespace Zhice.Records.Query;

/// <summary>Where words are looked for.</summary>
public enum TextField
{
    /// <summary>Title, abstract, claims, description and names.</summary>
    Any,
    /// <summary>标题.</summary>
    Title,
    /// <summary>摘要.</summary>
    Abstract,
    /// <summary>权利要求.</summary>
    Claims,
    /// <summary>说明书.</summary>
    Description,
    /// <summary>申请人、权利人.</summary>
    Applicant,
    /// <summary>发明人、设计人.</summary>
    Inventor,
    /// <summary>代理机构、代理师.</summary>
    Agency,
    /// <summary>法律事件: code and words of each.</summary>
    Event,
}

/// <summary>A field whose values are found as they stand.</summary>
public enum ExactField
{
    /// <summary>IPC or CPC class with all below it; <c>LOC:</c> and <c>NICE:</c> before designs and marks.</summary>
    Class,
    /// <summary>An application or publication number.</summary>
    Number,
    /// <summary>A number that is cited.</summary>
    Cites,
    /// <summary>A division with all below it.</summary>
    Region,
    /// <summary>A party by its whole name.</summary>
    Party,
    /// <summary>A further field: name=value.</summary>
    More,
    /// <summary>A number, without the code of its kind: the record that bears it, and those that name it as a member of their family or as a priority.</summary>
    Family,
    /// <summary>A number that is claimed as a priority.</summary>
    Priority,
    /// <summary>What kind of party an applicant is: company, university, institute, hospital, body or person.</summary>
    PartyKind,
}

/// <summary>A query as a tree. <see cref="object.ToString"/> prints it so that it is read back as the same tree.</summary>
public abstract record QueryNode
{
    /// <summary>The query in the expert language.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Print(text, nested: false);
        return text.ToString();
    }

    internal abstract void Print(StringBuilder text, bool nested);

    /// <summary>Terms that the parser counted to read it.</summary>
    internal virtual int Terms => 1;

    private protected static void Join(StringBuilder text, IReadOnlyList<QueryNode> parts, string word, bool nested)
    {
        if (nested) text.Append('(');
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0) text.Append(word);
            parts[i].Print(text, nested: true);
        }
        if (nested) text.Append(')');
    }

    private protected static StringBuilder Quoted(StringBuilder text, string value) => text.Append('"').Append(Text.CjkBigrams.Unfold(value).Replace("\"", " ", StringComparison.Ordinal)).Append('"');
}

/// <summary>Every record.</summary>
public sealed record AllNode : QueryNode
{
    internal override void Print(StringBuilder text, bool nested) => text.Append('*');
}

/// <summary>Words that stand as written.</summary>
/// <param name="Field">Where.</param>
/// <param name="Words">The words, folded; <c>*</c> ends a word of which only the beginning is given, <c>?</c> is any one character.</param>
public sealed record WordsNode(TextField Field, string Words) : QueryNode
{
    internal override void Print(StringBuilder text, bool nested)
    {
        if (Field != TextField.Any) text.Append(Field.ToString().ToLowerInvariant()).Append(':');
        Quoted(text, Words);
    }
}

/// <summary>Two things with at most so many characters or words between them.</summary>
/// <param name="Left">The one.</param>
/// <param name="Right">The other.</param>
/// <param name="Distance">Most characters or words between.</param>
/// <param name="Ordered">True when the left one stands first.</param>
public sealed record NearNode(WordsNode Left, WordsNode Right, int Distance, bool Ordered) : QueryNode
{
    internal override int Terms => 2;
    internal override void Print(StringBuilder text, bool nested)
    {
        if (nested) text.Append('(');
        Left.Print(text, nested: true);
        text.Append(Ordered ? " ADJ/" : " NEAR/").Append(Distance.ToString(CultureInfo.InvariantCulture)).Append(' ');
        Right.Print(text, nested: true);
        if (nested) text.Append(')');
    }
}

/// <summary>A value found as it stands.</summary>
/// <param name="Field">Where.</param>
/// <param name="Value">Normal writing.</param>
public sealed record ExactNode(ExactField Field, string Value) : QueryNode
{
    internal override void Print(StringBuilder text, bool nested) => Quoted(text.Append(Field == ExactField.Class ? "ipc" : Field.ToString().ToLowerInvariant()).Append(':'), Value);
}

/// <summary>A kind of record.</summary>
/// <param name="Kind">The kind.</param>
public sealed record KindNode(RecordKind Kind) : QueryNode
{
    internal override void Print(StringBuilder text, bool nested) => text.Append("kind:").Append(Kind.ToString());
}

/// <summary>A legal state.</summary>
/// <param name="Status">The state.</param>
public sealed record StatusNode(RecordStatus Status) : QueryNode
{
    internal override void Print(StringBuilder text, bool nested) => text.Append("status:").Append(Status.ToString());
}

/// <summary>A mark of a record.</summary>
/// <param name="Fact">The mark: one of them.</param>
/// <param name="By">Only where it is not known to have come after this day; null for any day.</param>
public sealed record FactNode(RecordFacts Fact, DateOnly? By = null) : QueryNode
{
    /// <summary>Whether a query asks for large pledges, which records other than the patent tell too.</summary>
    public static bool AsksForPledges(QueryNode node) => node switch
    {
        FactNode { Fact: RecordFacts.LargePledge } => true,
        NotNode not => AsksForPledges(not.Part),
        AndNode and => and.Parts.Any(AsksForPledges),
        OrNode or => or.Parts.Any(AsksForPledges),
        _ => false,
    };

    internal override void Print(StringBuilder text, bool nested)
    {
        text.Append("fact:").Append(QueryValues.NameOf(Fact));
        if (By is { } by) text.Append(CultureInfo.InvariantCulture, $"..{by:yyyy-MM-dd}");
    }
}

/// <summary>Days between two ends, both included.</summary>
/// <param name="Column">Which day: Filed, Published, Granted or Ended.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
public sealed record DaysNode(Column Column, DateOnly From, DateOnly To) : QueryNode
{
    internal override void Print(StringBuilder text, bool nested) =>
        text.Append(Column switch { Column.Published or Column.Sort => "published", Column.Granted => "granted", Column.Ended => "ended", _ => "date" })
            .Append(CultureInfo.InvariantCulture, $":{From:yyyy-MM-dd}..{To:yyyy-MM-dd}");
}

/// <summary>Records for which all parts hold.</summary>
/// <param name="Parts">Two or more.</param>
public sealed record AndNode(IReadOnlyList<QueryNode> Parts) : QueryNode
{
    internal override int Terms => Parts.Sum(p => p.Terms);
    internal override void Print(StringBuilder text, bool nested) => Join(text, Parts, " AND ", nested);
    /// <inheritdoc />
    public bool Equals(AndNode? other) => other is not null && Parts.SequenceEqual(other.Parts);
    /// <inheritdoc />
    public override int GetHashCode() => Parts.Count;
}

/// <summary>Records for which any part holds.</summary>
/// <param name="Parts">Two or more.</param>
public sealed record OrNode(IReadOnlyList<QueryNode> Parts) : QueryNode
{
    internal override int Terms => Parts.Sum(p => p.Terms);
    internal override void Print(StringBuilder text, bool nested) => Join(text, Parts, " OR ", nested);
    /// <inheritdoc />
    public bool Equals(OrNode? other) => other is not null && Parts.SequenceEqual(other.Parts);
    /// <inheritdoc />
    public override int GetHashCode() => Parts.Count;
}

/// <summary>Records for which the part does not hold.</summary>
/// <param name="Part">The part.</param>
public sealed record NotNode(QueryNode Part) : QueryNode
{
    internal override int Terms => Part.Terms;
    internal override void Print(StringBuilder text, bool nested)
    {
        text.Append("NOT ");
        Part.Print(text, nested: true);
    }
}
