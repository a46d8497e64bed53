namespace Zhice.Domain.Indicators;

/// <summary>计算公式: how an indicator comes from data elements and other indicators.</summary>
/// <remarks>
/// <c>+ - * /</c>, brackets, numbers, codes, and the functions
/// <c>prior(code)</c> the same period a year before; <c>points(a, b)</c> a − b of two shares, in 百分点; <c>min</c> and <c>max</c> of two or more;
/// <c>orelse(a, b)</c> b where a was not reported. A bare number has no unit; only 0 may stand for any. All is computed in the smallest unit of each dimension
/// with 28 digits; nothing is rounded before publication (<see cref="Figure.Rounded"/>).
/// </remarks>
public sealed class Formula
{
    Formula(string text, FormulaNode root, IReadOnlyList<Reference> references) => (Text, Root, References) = (text, root, references);

    /// <summary>As written.</summary>
    public string Text { get; }
    /// <summary>Codes that it names, each once for each distance in years, in the order of the text.</summary>
    public IReadOnlyList<Reference> References { get; }
    internal FormulaNode Root { get; }

    /// <summary>Reads a formula.</summary>
    /// <returns>The formula, or where it is wrong: one defect <c>formula.*</c> whose first argument is the place in the text, counted from 1.</returns>
    public static Outcome<Formula> Parse(string text)
    {
        var parser = new FormulaParser(text);
        if (parser.Read() is not { } root) return new Invalid(parser.Fault!);
        var references = new List<Reference>();
        Collect(root, references);
        return references.Count == 0
            ? new Invalid(new Defect("formula.empty", "formula", 1))
            : new Formula(text, root, references);
    }

    static void Collect(FormulaNode node, List<Reference> into)
    {
        if (node is CodeNode code && !into.Contains(code.Reference)) into.Add(code.Reference);
        foreach (var part in node.Parts) Collect(part, into);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>A code that a formula names.</summary>
/// <param name="Code">Of an element or indicator.</param>
/// <param name="YearsBack">0 for the period itself, 1 for the same period a year before.</param>
public readonly record struct Reference(string Code, int YearsBack);

abstract record FormulaNode(int At)
{
    public virtual IReadOnlyList<FormulaNode> Parts => [];
}

sealed record NumberNode(int At, decimal Value) : FormulaNode(At);

sealed record CodeNode(int At, Reference Reference) : FormulaNode(At);

sealed record NegatedNode(int At, FormulaNode Of) : FormulaNode(At)
{
    public override IReadOnlyList<FormulaNode> Parts => [Of];
}

sealed record BinaryNode(int At, char Sign, FormulaNode Left, FormulaNode Right) : FormulaNode(At)
{
    public override IReadOnlyList<FormulaNode> Parts => [Left, Right];
}

sealed record CallNode(int At, string Function, IReadOnlyList<FormulaNode> Arguments) : FormulaNode(At)
{
    public override IReadOnlyList<FormulaNode> Parts => Arguments;
}
