using System.Globalization;
using Zhice.Domain;
using Zhice.Records.Model;
using Zhice.Records.Text;

namespace Zhice.Records.Query;

/// <summary>Reads the query language: words, "phrases", fields, AND OR NOT, NEAR/n, ADJ/n, brackets.</summary>
/// <remarks>
/// A word beside a word means AND. Fields have English and Chinese names (title: 标题:). #3 stands for the reader's own query of that number. Faults name the place, counted from 1.
/// Bounds: 20,000 characters, 500 terms, 60 levels of brackets.
/// </remarks>
public sealed class QueryParser
{
    /// <summary>Most characters of a query.</summary>
    public const int MostCharacters = 20_000;
    /// <summary>Most terms of a query.</summary>
    public const int MostTerms = 500;
    const int MostDepth = 60;

    static readonly Dictionary<string, string> FieldNames = new(StringComparer.Ordinal)
    {
        ["title"] = "title", ["ti"] = "title", ["标题"] = "title", ["名称"] = "title", ["abstract"] = "abstract", ["ab"] = "abstract", ["摘要"] = "abstract",
        ["claims"] = "claims", ["权利要求"] = "claims", ["description"] = "description", ["说明书"] = "description",
        ["applicant"] = "applicant", ["pa"] = "applicant", ["申请人"] = "applicant", ["权利人"] = "applicant", ["inventor"] = "inventor", ["in"] = "inventor", ["发明人"] = "inventor",
        ["agency"] = "agency", ["代理机构"] = "agency", ["ipc"] = "ipc", ["cpc"] = "ipc", ["class"] = "ipc", ["分类号"] = "ipc", ["loc"] = "loc", ["洛迦诺"] = "loc", ["nice"] = "nice", ["尼斯"] = "nice", ["vienna"] = "vienna", ["维也纳"] = "vienna", ["gbt4754"] = "gbt4754", ["行业"] = "gbt4754",
        ["number"] = "number", ["pn"] = "number", ["an"] = "number", ["号码"] = "number", ["申请号"] = "number", ["公开号"] = "number", ["专利号"] = "number", ["cites"] = "cites", ["引用"] = "cites",
        ["region"] = "region", ["地区"] = "region", ["party"] = "party", ["主体"] = "party", ["more"] = "more", ["family"] = "family", ["同族"] = "family", ["priority"] = "priority", ["优先权"] = "priority", ["event"] = "event", ["法律事件"] = "event", ["partykind"] = "partykind", ["主体类型"] = "partykind", ["kind"] = "kind", ["类型"] = "kind", ["status"] = "status", ["状态"] = "status", ["fact"] = "fact", ["标记"] = "fact", ["dataset"] = "dataset", ["数据集"] = "dataset",
        ["date"] = "date", ["filed"] = "date", ["申请日"] = "date", ["published"] = "published", ["公开日"] = "published", ["公告日"] = "published", ["granted"] = "granted", ["授权日"] = "granted", ["ended"] = "ended", ["终止日"] = "ended",
    };

    readonly string text;
    readonly Func<int, QueryNode?> sets;
    readonly List<Token> tokens;
    int at, terms, depth;

    enum TokenKind { Word, Quoted, Number, Open, Close, And, Or, Not, Near, Adjacent, Field, Set, End }

    readonly record struct Token(TokenKind Kind, string Text, int Position);

    sealed class Fault(string code, int position, string near) : Exception
    {
        internal Defect Defect { get; } = new(code, "q", position + 1, near);
    }

    QueryParser(string text, Func<int, QueryNode?> sets)
    {
        (this.text, this.sets) = (text, sets);
        tokens = Cut(text);
    }

    /// <summary>The tree; an empty query finds every record. A fault says where.</summary>
    /// <param name="query">As typed.</param>
    /// <param name="sets">What a number behind # stands for, null where there is no such query; without it there is none.</param>
    public static Outcome<QueryNode> Parse(string? query, Func<int, QueryNode?>? sets = null)
    {
        var text = query ?? "";
        try
        {
            if (text.Length > MostCharacters) throw new Fault("query.long", MostCharacters, "");
            if (QueryNumbers.Whole(text) is { } number) return number;
            return new QueryParser(text, sets ?? (_ => null)).All();
        }
        catch (Fault fault)
        {
            return new Invalid(fault.Defect);
        }
    }

    QueryNode All()
    {
        if (tokens[0].Kind == TokenKind.End) return new AllNode();
        var node = Or(null);
        if (tokens[at].Kind != TokenKind.End) throw Unexpected();
        return node;
    }

    QueryNode Or(string? field)
    {
        if (++depth > MostDepth) throw new Fault("query.deep", tokens[at].Position, "");
        var parts = new List<QueryNode> { And(field) };
        while (Take(TokenKind.Or)) parts.Add(And(field));
        depth--;
        // What stands twice says nothing more; and so a number that is looked up in two writings is printed and read back as it is.
        QueryNode[] each = [.. parts.SelectMany(p => p is OrNode or ? or.Parts : [p]).Distinct()];
        return each.Length == 1 ? each[0] : new OrNode(each);
    }

    QueryNode And(string? field)
    {
        var parts = new List<QueryNode> { Unary(field) };
        while (Take(TokenKind.And) || tokens[at].Kind is TokenKind.Word or TokenKind.Quoted or TokenKind.Number or TokenKind.Open or TokenKind.Not or TokenKind.Field or TokenKind.Set) parts.Add(Unary(field));
        return parts.Count == 1 ? parts[0] : new AndNode([.. parts.SelectMany(p => p is AndNode and ? and.Parts : [p])]);
    }

    QueryNode Unary(string? field)
    {
        if (Take(TokenKind.Not))
        {
            if (++depth > MostDepth) throw new Fault("query.deep", tokens[at].Position, "");
            var part = Unary(field);
            depth--;
            return new NotNode(part);
        }
        var node = Primary(field);
        if (tokens[at] is not { Kind: TokenKind.Near or TokenKind.Adjacent } near) return node;
        at++;
        var other = Primary(field);
        if (node is not WordsNode left || other is not WordsNode right || QueryPlan.Space(left.Field) != QueryPlan.Space(right.Field)) throw new Fault("query.near", near.Position, near.Text);
        // Three words in a row say two things at once: which two are near is asked for each pair.
        if (tokens[at] is { Kind: TokenKind.Near or TokenKind.Adjacent } again) throw new Fault("query.near-chain", again.Position, again.Text);
        return new NearNode(left, right, int.Parse(near.Text.AsSpan(near.Text.IndexOf('/', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture), near.Kind == TokenKind.Adjacent);
    }

    QueryNode Primary(string? field)
    {
        var token = tokens[at];
        switch (token.Kind)
        {
            case TokenKind.Open:
                at++;
                var inner = Or(field);
                if (!Take(TokenKind.Close)) throw new Fault("query.open", token.Position, "(");
                return inner;
            case TokenKind.Field:
                at++;
                if (!FieldNames.TryGetValue(token.Text, out var name)) throw new Fault("query.field", token.Position, token.Text);
                return Primary(name);
            case TokenKind.Word or TokenKind.Quoted or TokenKind.Number:
                at++;
                if (++terms > MostTerms) throw new Fault("query.terms", token.Position, "");
                return Value(field, token);
            case TokenKind.Set:
                at++;
                // A set has fields of its own: title:(#1) would say two things at once.
                if (field is not null || sets(int.Parse(token.Text, CultureInfo.InvariantCulture)) is not { } set) throw new Fault("query.set", token.Position, "#" + token.Text);
                if ((terms += set.Terms) > MostTerms) throw new Fault("query.terms", token.Position, "");
                return set;
            default: throw Unexpected();
        }
    }

    static QueryNode Value(string? field, Token token)
    {
        // A number is looked up whole: a wildcard in it would find nothing, without a word.
        if (field is "number" or "cites" or "family" or "priority" && token.Text.AsSpan().IndexOfAny("*?＊？") >= 0) throw new Fault("query.number", token.Position, token.Text);
        switch (field)
        {
            case null: return (token.Kind == TokenKind.Number ? QueryNumbers.Whole(token.Text) : null) ?? Unfielded(token);
            case "title": return Words(TextField.Title, token);
            case "abstract": return Words(TextField.Abstract, token);
            case "claims": return Words(TextField.Claims, token);
            case "description": return Words(TextField.Description, token);
            case "applicant": return Words(TextField.Applicant, token);
            case "inventor": return Words(TextField.Inventor, token);
            case "agency": return Words(TextField.Agency, token);
            case "event": return Words(TextField.Event, token);
            case "number": return QueryNumbers.Read(token.Text) ?? throw new Fault("query.number", token.Position, token.Text);
            case "cites": return new ExactNode(ExactField.Cites, RecordNumber.Read(token.Text)?.Text ?? throw new Fault("query.number", token.Position, token.Text));
            case "family" or "priority": return new ExactNode(field == "family" ? ExactField.Family : ExactField.Priority, RecordNumber.Read(token.Text)?.Stem ?? throw new Fault("query.number", token.Position, token.Text));
            case "partykind": return new ExactNode(ExactField.PartyKind, Names.PartyName.KindNamed(CjkBigrams.Fold(token.Text).Trim()) is { } who ? Names.PartyName.CodeOf(who) : throw new Fault("query.partykind", token.Position, token.Text));
            case "party": return new ExactNode(ExactField.Party, Names.PartyName.Normal(token.Text));
            case "dataset": return new DatasetNode(token.Text.Trim());
            case "more": return new ExactNode(ExactField.More, token.Text);
            default: return QueryValues.Read(field, token.Text) ?? throw new Fault("query." + QueryValues.Family(field), token.Position, token.Text);
        }
    }

    static QueryNode Unfielded(Token token) =>
        token.Kind == TokenKind.Word && token.Text == "*" ? new AllNode() : (token.Kind == TokenKind.Word ? QueryNumbers.Bare(token.Text) : null) ?? Words(TextField.Any, token);

    static WordsNode Words(TextField field, Token token)
    {
        var words = CjkBigrams.Fold(token.Text).Trim();
        if (WordPattern.Fault(words) is { } fault) throw new Fault(fault, token.Position, token.Text.Length > 40 ? token.Text[..40] : token.Text);
        return new WordsNode(field, words);
    }

    bool Take(TokenKind kind)
    {
        if (tokens[at].Kind != kind) return false;
        at++;
        return true;
    }

    Fault Unexpected() => tokens[at].Kind == TokenKind.End ? new("query.end", text.Length, "") : new("query.unexpected", tokens[at].Position, tokens[at].Text);

    static List<Token> Cut(string text)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < text.Length;)
        {
            var c = CjkBigrams.Fold(text[i]);
            if (char.IsWhiteSpace(c)) { i++; continue; }
            var from = i;
            if (c is '(' or ')') tokens.Add(new(c == '(' ? TokenKind.Open : TokenKind.Close, c.ToString(), i++));
            else if (c is '"' or '“' or '”')
            {
                for (i++; i < text.Length && CjkBigrams.Fold(text[i]) is not ('"' or '“' or '”');) i++;
                if (i == text.Length) throw new Fault("query.quote", from, "\"");
                tokens.Add(new(TokenKind.Quoted, text[(from + 1)..i++], from));
            }
            else if (c == '-' && i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]) && (i == 0 || char.IsWhiteSpace(text[i - 1]) || text[i - 1] == '(')) tokens.Add(new(TokenKind.Not, "-", i++));
            else if (MayBeNumber(tokens) && QueryNumbers.Spaced(text, i) is > 0 and var length) tokens.Add(new(TokenKind.Number, text[i..(i += length)], from));
            else
            {
                while (i < text.Length && CjkBigrams.Fold(text[i]) is var next && !char.IsWhiteSpace(next) && next is not ('(' or ')' or '"' or '“' or '”'))
                {
                    i++;
                    if (next != ':' || !FieldLike(text.AsSpan(from, i - 1 - from))) continue;
                    tokens.Add(new(TokenKind.Field, CjkBigrams.Fold(text[from..(i - 1)]), from));
                    from = i;
                    if (!MayBeNumber(tokens) || QueryNumbers.Spaced(text, i) is not (> 0 and var number)) continue;
                    tokens.Add(new(TokenKind.Number, text[from..(i += number)], from));
                    from = i;
                    break;
                }
                if (i > from && Distanceless(text[from..i])) throw new Fault("query.distance", from, text[from..i]);
                if (i > from) tokens.Add(Word(text[from..i], from));
            }
        }
        tokens.Add(new(TokenKind.End, "", text.Length));
        return tokens;
    }

    // Where no field stands before it, or one whose values are numbers.
    static bool MayBeNumber(List<Token> tokens) =>
        tokens.Count == 0 || tokens[^1].Kind != TokenKind.Field || FieldNames.TryGetValue(tokens[^1].Text, out var field) && field is "number" or "cites" or "family" or "priority";

    static bool FieldLike(ReadOnlySpan<char> name)
    {
        if (name is "gbt4754" or "GBT4754") return true;
        foreach (var c in name)
            if (!char.IsLetter(c)) return false;
        return name.Length is > 0 and <= 12;
    }

    static Token Word(string word, int position) => word switch
    {
        "AND" or "&&" => new(TokenKind.And, word, position),
        "OR" or "||" => new(TokenKind.Or, word, position),
        "NOT" => new(TokenKind.Not, word, position),
        _ when word.Length is > 1 and < 8 && CjkBigrams.Fold(word[0]) == '#' && word.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 => new(TokenKind.Set, word[1..], position),
        _ when Distance(word, "NEAR/") => new(TokenKind.Near, word, position),
        _ when Distance(word, "ADJ/") => new(TokenKind.Adjacent, word, position),
        _ => new(TokenKind.Word, word, position),
    };

    // Written as an operator, but without a distance, or with one that is too large: as a word it would find next to nothing.
    static bool Distanceless(string word) =>
        word is "NEAR" or "ADJ" || (word.StartsWith("NEAR/", StringComparison.Ordinal) || word.StartsWith("ADJ/", StringComparison.Ordinal)) && !Distance(word, "NEAR/") && !Distance(word, "ADJ/");

    static bool Distance(string word, string name) =>
        word.StartsWith(name, StringComparison.Ordinal) && word.Length - name.Length is 1 or 2 or 3 && word.AsSpan(name.Length).IndexOfAnyExceptInRange('0', '9') < 0 && word.Length > name.Length
        && int.Parse(word.AsSpan(name.Length), CultureInfo.InvariantCulture) <= 100;
}
