using System.Globalization;

namespace Zhice.Domain.Indicators;

/// <summary>数值: a number, or the reason why there is none. Never an exception, and never a number that stands for "nothing".</summary>
/// <remarks>The default is <see cref="FigureState.Missing"/>. Equal when state and number are.</remarks>
public readonly record struct Figure
{
    /// <summary>No figure is larger than this, above or below zero: nine trillion, what a store keeps with six places.</summary>
    public const decimal Limit = 9_000_000_000_000m;

    readonly decimal value;

    Figure(FigureState state, decimal value) => (State, this.value) = (state, value);

    /// <summary>A number or why not.</summary>
    public FigureState State { get; }

    /// <summary>True where there is a number.</summary>
    public bool IsKnown => State == FigureState.Known;

    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public decimal Value => IsKnown ? value : throw new InvalidOperationException($"A figure that is {State} has no value.");

    /// <summary>The number, or null where there is none.</summary>
    public decimal? OrNull => IsKnown ? value : null;

    /// <summary>A number; <see cref="FigureState.TooLarge"/> beyond <see cref="Limit"/>.</summary>
    public static Figure Of(decimal value) => value is > Limit or < -Limit ? TooLarge : new(FigureState.Known, value);

    /// <summary>A number of a program: NaN and infinities are <see cref="FigureState.NotANumber"/>, 1e308 is <see cref="FigureState.TooLarge"/>.</summary>
    public static Figure Of(double value) => double.IsFinite(value)
        ? Math.Abs(value) > (double)Limit ? TooLarge : Of((decimal)value)
        : new(FigureState.NotANumber, 0m);

    /// <summary>A number or <see cref="Missing"/>.</summary>
    public static Figure Of(decimal? value) => value is { } known ? Of(known) : Missing;

    /// <summary>A part of it was not reported.</summary>
    public static readonly Figure Missing = new(FigureState.Missing, 0m);
    /// <summary>Its denominator is zero.</summary>
    public static readonly Figure DividedByZero = new(FigureState.DividedByZero, 0m);
    /// <summary>It is larger than can be said.</summary>
    public static readonly Figure TooLarge = new(FigureState.TooLarge, 0m);
    /// <summary>Its definition makes no figure of those below.</summary>
    public static readonly Figure NotRolledUp = new(FigureState.NotRolledUp, 0m);
    /// <summary>Its period has not ended.</summary>
    public static readonly Figure NotYet = new(FigureState.NotYet, 0m);

    /// <summary>A figure that two parts without a number lead to: the graver reason.</summary>
    internal static Figure Graver(Figure left, Figure right) => left.State >= right.State ? left : right;

    internal static Figure Stored(FigureState state, decimal value) => state == FigureState.Known ? Of(value) : new(state, 0m);

    /// <summary>The published figure: so many places after the point.</summary>
    /// <remarks>What lies beyond 15 places is noise of a division (⅓ × 3) and is rounded away first, so that it never decides a half.</remarks>
    public Figure Rounded(int decimals, Rounding rounding = Rounding.HalfUp)
    {
        if (!IsKnown) return this;
        var clean = Math.Round(value, 15, MidpointRounding.AwayFromZero);
        return new(State, Math.Round(clean, decimals, rounding switch
        {
            Rounding.HalfUp => MidpointRounding.AwayFromZero,
            Rounding.HalfEven => MidpointRounding.ToEven,
            _ => MidpointRounding.ToZero,
        }));
    }

    /// <summary>The figure to six places, as it is kept: the nearest that prints the same. 12.3499999996 would be kept as 12.35 and printed as 12.4, where it is 12.3; it is kept as 12.349999.</summary>
    /// <param name="decimals">Places of the published figure.</param>
    /// <param name="rounding">How it is cut to these.</param>
    public Figure Kept(int decimals, Rounding rounding)
    {
        if (!IsKnown) return this;
        var printed = Rounded(decimals, rounding);
        var near = new Figure(State, Math.Round(value, 6, MidpointRounding.AwayFromZero));
        if (near.Rounded(decimals, rounding) == printed) return near;
        var beside = new Figure(State, near.value + (near.value > value ? -0.000001m : 0.000001m));
        return beside.Rounded(decimals, rounding) == printed ? beside : printed;
    }

    /// <summary>The number in invariant writing, or the name of the reason.</summary>
    public override string ToString() => IsKnown ? value.ToString(CultureInfo.InvariantCulture) : State.ToString();
}

/// <summary>Why there is a number or none; a later one is graver.</summary>
public enum FigureState
{
    /// <summary>缺数: a part was not reported.</summary>
    Missing = 0,
    /// <summary>A number.</summary>
    Known = 1,
    /// <summary>未到期: the period has not ended.</summary>
    NotYet = 2,
    /// <summary>分母为零.</summary>
    DividedByZero = 3,
    /// <summary>超出范围.</summary>
    TooLarge = 4,
    /// <summary>非数字: NaN or an infinity came in.</summary>
    NotANumber = 5,
    /// <summary>样本不足，不单独公布: it is known, and rests on too little to be published alone (<see cref="IndicatorDefinition.PublishWhen"/>).</summary>
    TooFew = 6,
    /// <summary>不汇总: the definition makes no figure of those below, and the office reported none itself.</summary>
    NotRolledUp = 7,
}

/// <summary>修约: how a figure is cut to its places.</summary>
public enum Rounding
{
    /// <summary>四舍五入: a half goes away from zero.</summary>
    HalfUp = 1,
    /// <summary>四舍六入五成双: a half goes to the even neighbour (GB/T 8170).</summary>
    HalfEven = 2,
    /// <summary>舍去: towards zero.</summary>
    Down = 3,
}
