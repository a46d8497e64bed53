namespace Zhice.Domain.Indicators;

/// <summary>A formula whose codes are found, whose units agree, and which names elements only: the indicators in it are written out. Immutable.</summary>
public sealed class BoundFormula
{
    readonly Step[] steps;
    readonly decimal[] sizes;
    readonly decimal resultSize;
    readonly int depth;

    internal BoundFormula(IReadOnlyList<Reference> parts, IReadOnlyList<Unit> units, Unit result, IReadOnlyList<Step> steps)
    {
        (Parts, PartUnits, Unit, this.steps) = (parts, units, result, [.. steps]);
        (sizes, resultSize) = ([.. units.Select(u => u.Size)], result.Size);
        var held = 0;
        foreach (var step in steps) depth = Math.Max(depth, held += step.Kind is StepKind.Part or StepKind.Number ? 1 : step.Kind == StepKind.Negate ? 0 : -1);
    }

    /// <summary>The elements that it needs, each with its distance in years.</summary>
    public IReadOnlyList<Reference> Parts { get; }
    /// <summary>The unit of each part.</summary>
    public IReadOnlyList<Unit> PartUnits { get; }
    /// <summary>True where it is one element and nothing else.</summary>
    public bool IsPlain => steps is [{ Kind: StepKind.Part }];
    /// <summary>The unit of the result.</summary>
    public Unit Unit { get; }

    /// <summary>Computes it. Every outcome is a value: an absent part is <see cref="FigureState.Missing"/>, x / 0 <see cref="FigureState.DividedByZero"/>, an overflow
    /// <see cref="FigureState.TooLarge"/>. An absent part comes before any other reason, since what is not known may not count in a whole; of the others the graver one is given. Only <c>orelse</c> makes up for an absent part.</summary>
    /// <param name="parts">One figure for each of <see cref="Parts"/>, in the unit of the element.</param>
    /// <exception cref="ArgumentException">There are fewer or more of them.</exception>
    public Figure Evaluate(ReadOnlySpan<Figure> parts)
    {
        if (parts.Length != sizes.Length) throw new ArgumentException($"The formula has {sizes.Length} parts, not {parts.Length}.", nameof(parts));
        Span<Operand> stack = stackalloc Operand[depth];
        var top = -1;
        try
        {
            foreach (var step in steps)
                switch (step.Kind)
                {
                    case StepKind.Part:
                        var part = parts[step.Part];
                        stack[++top] = part.IsKnown ? new(FigureState.Known, part.Value * sizes[step.Part]) : new(part.State, 0m);
                        break;
                    case StepKind.Number:
                        stack[++top] = new(FigureState.Known, step.Number);
                        break;
                    case StepKind.Negate:
                        stack[top] = stack[top] with { Value = -stack[top].Value };
                        break;
                    default:
                        top--;
                        stack[top] = Joined(step.Kind, stack[top], stack[top + 1]);
                        break;
                }
            return stack[0].State == FigureState.Known ? Figure.Of(stack[0].Value / resultSize) : Figure.Stored(stack[0].State, 0m);
        }
        catch (OverflowException)
        {
            return Lacks(parts) ? Figure.Missing : Figure.TooLarge;
        }
    }

    // True where an absent part was made up for by nothing: an overflow on the way does not hide it.
    bool Lacks(ReadOnlySpan<Figure> parts)
    {
        Span<bool> stack = stackalloc bool[depth];
        var top = -1;
        foreach (var step in steps)
            if (step.Kind == StepKind.Part) stack[++top] = parts[step.Part].State == FigureState.Missing;
            else if (step.Kind == StepKind.Number) stack[++top] = false;
            else if (step.Kind != StepKind.Negate)
            {
                top--;
                stack[top] = step.Kind == StepKind.OrElse ? stack[top] && stack[top + 1] : stack[top] || stack[top + 1];
            }
        return stack[0];
    }

    static Operand Joined(StepKind kind, Operand left, Operand right)
    {
        if (kind == StepKind.OrElse) return left.State == FigureState.Missing ? right : left;
        if (left.State == FigureState.Missing || right.State == FigureState.Missing) return new(FigureState.Missing, 0m);
        if (left.State != FigureState.Known || right.State != FigureState.Known)
            return left.State == FigureState.Known ? right : right.State == FigureState.Known || left.State >= right.State ? left : right;
        return kind switch
        {
            StepKind.Add => new(FigureState.Known, left.Value + right.Value),
            StepKind.Subtract => new(FigureState.Known, left.Value - right.Value),
            StepKind.Multiply => new(FigureState.Known, left.Value * right.Value),
            StepKind.Divide => right.Value == 0m ? new(FigureState.DividedByZero, 0m) : new(FigureState.Known, left.Value / right.Value),
            StepKind.Min => left.Value <= right.Value ? left : right,
            StepKind.Max => left.Value >= right.Value ? left : right,
            _ => throw new InvalidOperationException($"The step {kind} does not join two operands."),
        };
    }

    readonly record struct Operand(FigureState State, decimal Value);
}

enum StepKind { Part, Number, Negate, Add, Subtract, Multiply, Divide, Min, Max, OrElse }

readonly record struct Step(StepKind Kind, int Part, decimal Number);
