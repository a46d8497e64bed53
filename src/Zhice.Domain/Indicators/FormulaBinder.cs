namespace Zhice.Domain.Indicators;

/// <summary>Finds the codes of one formula, checks its units from the leaves up, and writes it out as steps over elements.</summary>
/// <param name="element">The element of a code; null where there is none.</param>
/// <param name="indicator">The indicator of a code, as the version in force for the formula; null where there is none.</param>
internal sealed class FormulaBinder(Func<string, DataElement?> element, Func<string, IndicatorDefinition?> indicator)
{
    /// <summary>Indicators of indicators are written out; a formula that grows longer than this is refused.</summary>
    const int MostSteps = 5_000;

    readonly List<Reference> parts = [];
    readonly List<Unit> units = [];
    readonly List<Step> steps = [];

    public Outcome<BoundFormula> Bind(Formula formula, Unit result) =>
        Walk(formula.Root, 0) is not { } type ? new Invalid(fault!)
        : type.Fits(result.Dimension) ? new BoundFormula(parts, units, result, steps)
        : new Invalid(new Defect("formula.unit.result", "formula", 1, type.Text, result.Text));

    Defect? fault;

    Kind? Walk(FormulaNode node, int yearsBack)
    {
        if (steps.Count > MostSteps) return Wrong(node, "formula.grows", MostSteps);
        switch (node)
        {
            case NumberNode number:
                steps.Add(new(StepKind.Number, 0, number.Value));
                return number.Value == 0m ? Kind.Zero : new Kind(Dimension.None);
            case CodeNode code:
                return Code(code, yearsBack + code.Reference.YearsBack);
            case NegatedNode negated:
                if (Walk(negated.Of, yearsBack) is not { } kind) return null;
                steps.Add(new(StepKind.Negate, 0, 0m));
                return kind;
            case BinaryNode binary:
                return Walk(binary.Left, yearsBack) is { } left && Walk(binary.Right, yearsBack) is { } right ? Join(binary, left, right) : null;
            case CallNode call:
                return Call(call, yearsBack);
            default:
                throw new InvalidOperationException($"A new kind of node needs its rule here: {node}.");
        }
    }

    Kind? Code(CodeNode node, int yearsBack)
    {
        var code = node.Reference.Code;
        if (element(code) is { } found)
        {
            var reference = new Reference(code, yearsBack);
            var part = parts.IndexOf(reference);
            if (part < 0)
            {
                part = parts.Count;
                parts.Add(reference);
                units.Add(found.Unit);
            }
            steps.Add(new(StepKind.Part, part, 0m));
            return new Kind(found.Unit.Dimension);
        }
        if (indicator(code) is not { } definition) return Wrong(node, "formula.unknown", code);
        return Walk(definition.Formula.Root, yearsBack) is not { } kind ? null
            : kind.Fits(definition.Unit.Dimension) ? new Kind(definition.Unit.Dimension)
            : Wrong(node, "formula.part.faulty", code);
    }

    Kind? Join(BinaryNode node, Kind left, Kind right)
    {
        switch (node.Sign)
        {
            case '*':
                steps.Add(new(StepKind.Multiply, 0, 0m));
                return left.Times(right);
            case '/':
                steps.Add(new(StepKind.Divide, 0, 0m));
                return right.IsZero ? Wrong(node, "formula.zero") : left.Over(right);
            default:
                steps.Add(new(node.Sign == '+' ? StepKind.Add : StepKind.Subtract, 0, 0m));
                return left.Or(right) ?? Wrong(node, "formula.unit.differ", node.Sign.ToString(), left.Text, right.Text);
        }
    }

    Kind? Call(CallNode call, int yearsBack)
    {
        Kind? joined = null;
        foreach (var argument in call.Arguments)
        {
            if (Walk(argument, yearsBack) is not { } kind) return null;
            if (joined is null)
            {
                joined = kind;
                continue;
            }
            if (joined.Or(kind) is not { } both) return Wrong(argument, "formula.unit.differ", call.Function, joined.Text, kind.Text);
            joined = both;
            steps.Add(new(call.Function switch
            {
                "min" => StepKind.Min,
                "max" => StepKind.Max,
                "orelse" => StepKind.OrElse,
                _ => StepKind.Subtract,
            }, 0, 0m));
        }
        if (call.Function != "points") return joined;
        return joined!.Fits(Dimension.None) ? new Kind(Unit.PercentagePoint.Dimension) : Wrong(call, "formula.unit.points", joined.Text);
    }

    Kind? Wrong(FormulaNode node, string code, params object[] about)
    {
        fault ??= new Defect(code, "formula", [node.At + 1, .. about]);
        return null;
    }

    /// <summary>The dimension of an expression; a bare 0 may be of any.</summary>
    sealed record Kind(Dimension Dimension)
    {
        public static readonly Kind Zero = new(Dimension.None) { IsZero = true };
        public bool IsZero { get; init; }
        public string Text => Dimension.Text;
        public bool Fits(Dimension dimension) => IsZero || Dimension == dimension;
        public Kind? Or(Kind other) => other.IsZero ? this : IsZero || Dimension == other.Dimension ? other : null;
        public Kind Times(Kind other) => new(Dimension.Times(other.Dimension));
        public Kind Over(Kind other) => new(Dimension.Over(other.Dimension));
    }
}
