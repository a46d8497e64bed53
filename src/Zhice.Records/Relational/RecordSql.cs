using System.Globalization;
using System.Text;
using Zhice.Records.Index;
using Zhice.Records.Query;
using Zhice.Records.Text;

namespace Zhice.Records.Relational;

/// <summary>A query as a condition in PostgreSQL's SQL over the columns of <see cref="RecordRow"/>; values go as parameters.</summary>
/// <remarks>
/// Tokens that must be there are asked of a GIN index, what stands next to what of the text itself: the same hits as the index of our own gives.
/// Only operators that a foreign server may run itself are used.
/// </remarks>
public sealed class RecordSql
{
    static readonly string[] TextColumns = ["title", "abstract", "claims", "description", "names"];

    readonly StringBuilder sql = new();
    readonly List<object> values = [];

    RecordSql() { }

    /// <summary>The condition.</summary>
    public string Condition => sql.ToString();

    /// <summary>Its parameters, <c>$1</c> first: strings, string arrays and whole numbers.</summary>
    public IReadOnlyList<object> Values => values;

    /// <summary>Translates a query.</summary>
    public static RecordSql Of(QueryNode query)
    {
        var translated = new RecordSql();
        translated.Write(query);
        return translated;
    }

    string Value(object value)
    {
        values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${values.Count}");
    }

    void Write(QueryNode node)
    {
        switch (node)
        {
            case AllNode: sql.Append("TRUE"); break;
            case WordsNode words: Words(words); break;
            case NearNode near: Near(near); break;
            case ExactNode exact: sql.Append("exact @> ").Append(Value(new[] { Letter(exact.Field) + exact.Value })); break;
            case DaysNode days: sql.Append(Column(days.Column)).Append(" BETWEEN ").Append(Value(days.From.DayNumber)).Append(" AND ").Append(Value(days.To.DayNumber)); break;
            case KindNode kind: sql.Append("kind = ").Append(Value((int)kind.Kind)); break;
            case FactNode fact: sql.Append("exact @> ").Append(Value(new[] { RecordRow.Fact + QueryValues.NameOf(fact.Fact) })); break;
            case StatusNode status: sql.Append("status = ").Append(Value((int)status.Status)); break;
            case NotNode not: sql.Append("NOT ("); Write(not.Part); sql.Append(')'); break;
            case AndNode and: Join(and.Parts, " AND "); break;
            case OrNode or: Join(or.Parts, " OR "); break;
            default: throw new ArgumentOutOfRangeException(nameof(node));
        }
    }

    void Join(IReadOnlyList<QueryNode> parts, string word)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            sql.Append(i == 0 ? "(" : word).Append('(');
            Write(parts[i]);
            sql.Append(')');
        }
        sql.Append(')');
    }

    static string Column(Column column) => column switch { Index.Column.Sort => "sort_day", Index.Column.Granted => "granted", Index.Column.Ended => "ended", _ => "filed" };

    static string Letter(ExactField field) => ((char)(field switch
    {
        ExactField.Class => Keys.Class, ExactField.Number => Keys.Number, ExactField.Cites => Keys.Cites, ExactField.Region => Keys.Region, ExactField.Party => Keys.Party, _ => Keys.More,
    })).ToString();

    static string[] Columns(TextField field) => field switch
    {
        TextField.Any => TextColumns,
        TextField.Title => ["title"], TextField.Abstract => ["abstract"], TextField.Claims => ["claims"], TextField.Description => ["description"],
        TextField.Applicant => ["applicants"], TextField.Inventor => ["inventors"], _ => ["agencies"],
    };

    void Words(WordsNode words)
    {
        var needed = Needed(words);
        if (needed.Length > 0) sql.Append("(tokens @> ").Append(Value(needed)).Append(" AND ");
        var pattern = Pattern(words.Words);
        var plain = Plain(words.Words);
        // A single token is answered by the index alone, where it does not matter in which part it stands.
        if (plain && needed.Length == 1 && WordPattern.Parts(words.Words, out _).Count == 1 && words.Field is TextField.Any or TextField.Applicant or TextField.Inventor or TextField.Agency && IsOneToken(words.Words)) sql.Append("TRUE");
        else Found(Columns(words.Field), pattern, plain ? Literal(words.Words) : null);
        if (needed.Length > 0) sql.Append(')');
    }

    static bool IsOneToken(string words) => words.All(CjkBigrams.IsWord) && words.Length > 0 || words.Length == 2 && words.All(CjkBigrams.IsChinese);

    void Found(string[] columns, string pattern, string? literal)
    {
        var value = Value(literal ?? pattern);
        for (var i = 0; i < columns.Length; i++)
            sql.Append(i == 0 ? "(" : " OR ").Append(literal is null ? $"{columns[i]} ~ {value}" : $"strpos({columns[i]}, {value}) > 0");
        sql.Append(')');
    }

    void Near(NearNode near)
    {
        var (left, right) = (Pattern(near.Left.Words), Pattern(near.Right.Words));
        var between = string.Create(CultureInfo.InvariantCulture, $"{TokenText.Any}{{0,{near.Distance}}}");
        var pattern = near.Ordered ? $"{left}{between}{right}" : $"{left}{between}{right}|{right}{between}{left}";
        string[] needed = [.. Needed(near.Left), .. Needed(near.Right)];
        if (needed.Length > 0) sql.Append("tokens @> ").Append(Value(needed)).Append(" AND ");
        Found(Columns(near.Left.Field), pattern, null);
    }

    // Tokens without which no record holds the words; the beginning of a word is no token.
    static string[] Needed(WordsNode words)
    {
        var space = (char)QueryPlan.Space(words.Field);
        return [.. WordPattern.Parts(words.Words, out _).Where(p => p.Kind is PartKind.Pair or PartKind.Word).Select(p => space + p.Text).Distinct()];
    }

    static bool Plain(string words) => !words.Contains('*', StringComparison.Ordinal) && !words.Contains('?', StringComparison.Ordinal);

    static string Literal(string words) => TokenText.Of(words).TrimEnd(TokenText.Between);

    /// <summary>The words as a regular expression over <see cref="TokenText"/>: the same places as <see cref="WordPattern"/> gives.</summary>
    static string Pattern(string folded)
    {
        var (pattern, waiting, separated) = (new StringBuilder(), "", true);
        for (var i = 0; i < folded.Length;)
        {
            if (CjkBigrams.IsChinese(folded[i]))
            {
                Waited();
                while (i < folded.Length && CjkBigrams.IsChinese(folded[i])) pattern.Append(folded[i++]);
                separated = false;
                for (; i < folded.Length && folded[i] is '?' or '*'; i++)
                    if (folded[i] == '?') waiting += TokenText.Any;
            }
            else if (CjkBigrams.IsWord(folded[i]))
            {
                Waited();
                pattern.Append(TokenText.Begin);
                for (; i < folded.Length && (CjkBigrams.IsWord(folded[i]) || folded[i] is '*' or '?'); i++)
                    pattern.Append(folded[i] switch { '*' => "[^›]*", '?' => "[^›]", var c => c.ToString() });
                pattern.Append(TokenText.End);
                separated = false;
            }
            else
            {
                if (!separated) waiting += TokenText.Between;
                separated = true;
                i++;
            }
        }
        return pattern.ToString();

        // Signs behind the last word are not asked for.
        void Waited()
        {
            pattern.Append(waiting);
            waiting = "";
        }
    }
}
