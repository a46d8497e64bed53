using System.Globalization;
using System.Text;
using Zhice.Records.Index;
using Zhice.Records.Query;
using Zhice.Records.Search;
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
    readonly IReadOnlyDictionary<string, string[]> meant;
    readonly IReadOnlyList<(string Number, int Day)> pledged;

    RecordSql(IReadOnlyDictionary<string, string[]> meant, IReadOnlyList<(string Number, int Day)> pledged) => (this.meant, this.pledged) = (meant, pledged);

    /// <summary>The condition.</summary>
    public string Condition => sql.ToString();

    /// <summary>Its parameters, <c>$1</c> first: strings, string arrays, whole numbers and doubles.</summary>
    public IReadOnlyList<object> Values => values;

    /// <summary>Translates a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="meant">What each word with a wildcard stands for, by <see cref="TermWanted.Name"/>; those that are not told of are looked for in the text alone.</param>
    /// <param name="pledged">Patents that records of large pledges name, as <see cref="RecordRow.Exact"/> has their numbers, with the first day; null for none.</param>
    public static RecordSql Of(QueryNode query, IReadOnlyDictionary<string, string[]>? meant = null, IReadOnlyList<(string Number, int Day)>? pledged = null)
    {
        var translated = new RecordSql(meant ?? new Dictionary<string, string[]>(), pledged ?? []);
        translated.Write(query);
        return translated;
    }

    /// <summary>The score of a record as <see cref="Bm25"/> has it, as an expression; its parameters follow those of the condition.</summary>
    /// <param name="words">The words that count, each once.</param>
    /// <param name="rarity">How telling each is.</param>
    /// <param name="lengthNorm">What each position of a text adds.</param>
    public string Score(IReadOnlyList<WordsNode> words, IReadOnlyList<double> rarity, double lengthNorm)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(rarity);
        var norm = $"({Value(Bm25.FixedNorm)} + length * {Value(lengthNorm)})";
        var score = new StringBuilder("(0");
        // The same as rarity · (k1 + 1) · weight / (weight + norm), with the weight written once.
        for (var i = 0; i < words.Count; i++)
            score.Append(CultureInfo.InvariantCulture, $" + {Value(rarity[i] * (Bm25.K1 + 1))} * (1 - {norm} / ({norm} + {Weight(words[i])}))");
        return score.Append(')').ToString();
    }

    // How often words occur; in the title they count three times.
    string Weight(WordsNode words)
    {
        var times = Times(words.Words);
        return "(" + string.Join(" + ", Columns(words.Field).Select(column => column == "title" ? string.Create(CultureInfo.InvariantCulture, $"{Bm25.TitleWeight} * {times(column)}") : times(column))) + ")";
    }

    // Places at which the words begin. What can overlap itself is counted by looking ahead, all else by what is left when it is taken away.
    Func<string, string> Times(string words)
    {
        if (!Plain(words) || Overlaps(Literal(words)))
        {
            var ahead = Value($"(?={Pattern(words)})");
            return column => $"regexp_count({column}, {ahead})";
        }
        var literal = Value(Literal(words));
        var bytes = Encoding.UTF8.GetByteCount(Literal(words));
        return column => string.Create(CultureInfo.InvariantCulture, $"(octet_length({column}) - octet_length(replace({column}, {literal}, ''))) / {bytes}");
    }

    static bool Overlaps(string literal)
    {
        for (var i = 1; i < literal.Length; i++)
            if (literal.AsSpan(i).SequenceEqual(literal.AsSpan(0, literal.Length - i))) return true;
        return false;
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
            case ExactNode { Field: ExactField.Family } family: sql.Append("exact && ").Append(Value(new[] { Letter(ExactField.Family) + family.Value, Letter(ExactField.Number) + family.Value })); break;
            case ExactNode exact: sql.Append("exact @> ").Append(Value(new[] { Letter(exact.Field) + exact.Value })); break;
            case DaysNode days: sql.Append(Column(days.Column)).Append(" BETWEEN ").Append(Value(days.From.DayNumber)).Append(" AND ").Append(Value(days.To.DayNumber)); break;
            case KindNode kind: sql.Append("kind = ").Append(Value((int)kind.Kind)); break;
            case FactNode fact: Fact(fact); break;
            case StatusNode status: sql.Append("status = ").Append(Value((int)status.Status)); break;
            case DatasetNode set: sql.Append("dataset = ").Append(Value(set.Id)); break;
            case NotNode not: sql.Append("NOT ("); Write(not.Part); sql.Append(')'); break;
            case AndNode and: Join(and.Parts, " AND "); break;
            case OrNode or: Join(or.Parts, " OR "); break;
            default: throw new ArgumentOutOfRangeException(nameof(node));
        }
    }

    void Fact(FactNode fact)
    {
        var named = fact.Fact == RecordFacts.LargePledge ? pledged.Where(p => fact.By is not { } day || p.Day <= day.DayNumber).Select(p => p.Number).ToArray() : [];
        sql.Append(named.Length > 0 ? "(" : "");
        Marked(fact);
        if (named.Length > 0) sql.Append(CultureInfo.InvariantCulture, $" OR kind <= {(int)Model.RecordKind.Design} AND exact && ").Append(Value(named)).Append(')');
    }

    void Marked(FactNode fact)
    {
        sql.Append("exact @> ").Append(Value(new[] { RecordRow.Fact + QueryValues.NameOf(fact.Fact) }));
        if (fact.By is not { } by) return;
        var field = (char)Keys.More + QueryValues.SinceField(fact.Fact);
        sql.Append(" AND NOT EXISTS (SELECT 1 FROM unnest(exact) AS since WHERE since COLLATE \"C\" > ").Append(Value(string.Create(CultureInfo.InvariantCulture, $"{field}{by:yyyy-MM-dd}")))
            .Append(" AND since COLLATE \"C\" < ").Append(Value(field + "~")).Append(')');
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

    static string Column(Column column) => column switch { Index.Column.Published => "published", Index.Column.Sort => "sort_day", Index.Column.Granted => "granted", Index.Column.Ended => "ended", _ => "filed" };

    static string Letter(ExactField field) => ((char)QueryPlan.Space(field)).ToString();

    static string[] Columns(TextField field) => field switch
    {
        TextField.Any => TextColumns,
        TextField.Title => ["title"], TextField.Abstract => ["abstract"], TextField.Claims => ["claims"], TextField.Description => ["description"],
        TextField.Applicant => ["applicants"], TextField.Inventor => ["inventors"], TextField.Event => ["events"], _ => ["agencies"],
    };

    void Words(WordsNode words)
    {
        var needed = Needed(words);
        if (needed.Length > 0) sql.Append("(tokens @> ").Append(Value(needed)).Append(" AND ");
        Meant(words);
        var pattern = Pattern(words.Words);
        var plain = Plain(words.Words);
        // A single token is answered by the index alone, where it does not matter in which part it stands.
        if (plain && needed.Length == 1 && WordPattern.Parts(words.Words, out _).Count == 1 && (words.Field == TextField.Any || QueryPlan.Space(words.Field) != Keys.Text) && IsOneToken(words.Words)) sql.Append("TRUE");
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
        var between = string.Create(CultureInfo.InvariantCulture, $"(?: ?{TokenText.Thing}){{0,{near.Distance}}} ?");
        var pattern = near.Ordered ? $"{left}{between}{right}" : $"{left}{between}{right}|{right}{between}{left}";
        string[] needed = [.. Needed(near.Left), .. Needed(near.Right)];
        if (needed.Length > 0) sql.Append("tokens @> ").Append(Value(needed)).Append(" AND ");
        Meant(near.Left);
        Meant(near.Right);
        Found(Columns(near.Left.Field), pattern, null);
    }

    // Any of the words that a wildcard stands for.
    void Meant(WordsNode words)
    {
        foreach (var part in WordPattern.Parts(words.Words, out _).Where(p => p.Kind == PartKind.Wildcard))
            if (meant.TryGetValue(TermWanted.Of(words.Field, part).Name, out var tokens)) sql.Append("tokens && ").Append(Value(tokens)).Append(" AND ");
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
        if (WordPattern.Asked(folded) > 0) pattern.Append(TokenText.Chinese);
        return pattern.ToString();

        // Signs behind the last word are not asked for.
        void Waited()
        {
            pattern.Append(waiting);
            waiting = "";
        }
    }
}
