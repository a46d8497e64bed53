namespace Zhice.Domain.Services;

/// <summary>Reads a condition by descent; the depth is bounded, so that no text exhausts the stack.</summary>
internal sealed class ConditionParser(string text)
{
    const int Deepest = 50;

    int at;
    int depth;
    Blocked? fault;

    public Outcome<Condition> Read()
    {
        var condition = Any();
        if (condition is not null && Token().Length > 0) condition = Wrong();
        if (condition is null) return fault!;
        return condition;
    }

    /// <summary>True for a character of a field's name or of a value without quotation marks.</summary>
    public static bool IsWord(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.' or '+';

    Condition? Any()
    {
        if (++depth > Deepest) return Wrong();
        var left = All();
        while (left is not null && Take("or")) left = All() is { } right ? new Condition.Either(left, right) : null;
        depth--;
        return left;
    }

    Condition? All()
    {
        var left = One();
        while (left is not null && Take("and")) left = One() is { } right ? new Condition.Both(left, right) : null;
        return left;
    }

    Condition? One()
    {
        if (Take("not"))
        {
            if (++depth > Deepest) return Wrong();
            var inner = One();
            depth--;
            return inner is null ? null : new Condition.Not(inner);
        }
        if (Take("("))
        {
            var inner = Any();
            return inner is null || Take(")") ? inner : Wrong();
        }
        var field = Token();
        if (field.Length == 0 || !IsWord(field[0]) || field is "and" or "or") return Wrong();
        at += field.Length;
        var sign = Token();
        if (sign is not ("=" or "!=" or "<" or "<=" or ">" or ">=")) return Wrong();
        at += sign.Length;
        var value = Token();
        if (value.Length == 0 || (value[0] != '"' && !IsWord(value[0])) || value is "and" or "or" or "not" or "\"") return Wrong();
        at += value.Length;
        return new Condition.Comparison(field, sign, value[0] == '"' ? value[1..^1] : value);
    }

    bool Take(string token)
    {
        if (Token() != token) return false;
        at += token.Length;
        return true;
    }

    // The next token without taking it; a quotation mark alone where a text is not closed.
    string Token()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        if (at == text.Length) return "";
        if (text[at] == '"') return text.IndexOf('"', at + 1) is > 0 and var close ? text[at..(close + 1)] : "\"";
        if (IsWord(text[at]))
        {
            var end = at;
            while (end < text.Length && IsWord(text[end])) end++;
            return text[at..end];
        }
        return text[at] is '<' or '>' or '!' && at + 1 < text.Length && text[at + 1] == '=' ? text.Substring(at, 2) : text.Substring(at, 1);
    }

    Condition? Wrong()
    {
        var token = Token();
        fault ??= new Blocked("condition.syntax", at + 1, token);
        return null;
    }
}
