using System.Globalization;

namespace Zhice.Domain.Indicators;

/// <summary>Reads one formula by recursive descent; gives up at the first fault, with its place.</summary>
internal sealed class FormulaParser(string text)
{
    /// <summary>Longer texts and deeper brackets are refused before they can exhaust anything.</summary>
    const int Longest = 2_000, Deepest = 60;

    int at;
    int depth;

    public Defect? Fault { get; private set; }

    public FormulaNode? Read()
    {
        if (text.Length > Longest) return Wrong("formula.long", Longest);
        if (Sum() is not { } root) return null;
        Skip();
        return at == text.Length ? root : Wrong("formula.unexpected", text[at]);
    }

    FormulaNode? Sum() => Chain(Product, '+', '-');

    FormulaNode? Product() => Chain(Factor, '*', '/');

    FormulaNode? Chain(Func<FormulaNode?> part, char one, char other)
    {
        if (++depth > Deepest) return Wrong("formula.deep", Deepest);
        if (part() is not { } left) return null;
        while (Peek() is var sign && (sign == one || sign == other))
        {
            var place = at++;
            if (part() is not { } right) return null;
            left = new BinaryNode(place, sign, left, right);
        }
        depth--;
        return left;
    }

    FormulaNode? Factor()
    {
        var next = Peek();
        var place = at;
        if (next == '-')
        {
            at++;
            if (++depth > Deepest) return Wrong("formula.deep", Deepest);
            if (Factor() is not { } negated) return null;
            depth--;
            return new NegatedNode(place, negated);
        }
        if (next == '(')
        {
            at++;
            return Sum() is { } inside && Take(')') ? inside : null;
        }
        if (char.IsAsciiDigit(next)) return Number();
        if (char.IsAsciiLetterLower(next)) return Name();
        return next == '\0' ? Wrong("formula.ends") : Wrong("formula.unexpected", next);
    }

    FormulaNode? Number()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
        return decimal.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value <= Figure.Limit
            ? new NumberNode(start, value)
            : Wrong("formula.number", text[start..at]);
    }

    FormulaNode? Name()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterLower(text[at]) || char.IsAsciiDigit(text[at]) || text[at] == '_')) at++;
        var name = text[start..at];
        if (Peek() != '(')
            return DataElement.IsCode(name) ? new CodeNode(start, new(name, 0)) : Wrong("formula.code", name);
        at++;
        var arguments = new List<FormulaNode>();
        do
        {
            if (Sum() is not { } argument) return null;
            arguments.Add(argument);
        }
        while (Peek() == ',' && ++at > 0);
        return Take(')') ? Call(start, name, arguments) : null;
    }

    FormulaNode? Call(int start, string name, List<FormulaNode> arguments)
    {
        var fits = name switch
        {
            "prior" => arguments is [CodeNode],
            "points" or "orelse" => arguments.Count == 2,
            "min" or "max" => arguments.Count is >= 2 and <= 20,
            _ => false,
        };
        at = fits ? at : start;
        return !fits ? Wrong(name is "prior" or "points" or "orelse" or "min" or "max" ? "formula.arguments" : "formula.function", name)
            : name == "prior" ? new CodeNode(start, ((CodeNode)arguments[0]).Reference with { YearsBack = 1 })
            : new CallNode(start, name, arguments);
    }

    bool Take(char expected)
    {
        if (Peek() == expected)
        {
            at++;
            return true;
        }
        Wrong("formula.expected", expected);
        return false;
    }

    char Peek()
    {
        Skip();
        return at < text.Length ? text[at] : '\0';
    }

    void Skip()
    {
        while (at < text.Length && text[at] is ' ' or '\n' or '\r' or '\t') at++;
    }

    FormulaNode? Wrong(string code, params object[] about)
    {
        Fault ??= new Defect(code, "formula", [at + 1, .. about.Select(a => a is char c ? c.ToString() : a)]);
        return null;
    }
}
