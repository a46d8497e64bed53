using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Zhice.Domain.Indicators;

/// <summary>计量单位: what a figure counts, and in which size: 件, 万人, 亿元, 件/万人, %, 月.</summary>
/// <remarks>
/// Two units can be added when their dimensions are the same; 亿元 and 万元 can (the size is minded), 件 and 家 cannot. 月 and 日 cannot either, since a month
/// has no fixed number of days, nor has a week of holidays one of 工作日. A share without a unit is written <c>1</c>; <c>%</c> is a hundredth of it, so that 0.85 and 85 % are the same figure.
/// 百分点, the difference of two percentages, is a dimension of its own: it is neither added to a percentage nor taken for one.
/// Compound units are written with <c>·</c> and one <c>/</c>: <c>件·月</c> (work of many cases), <c>件/万人</c>, <c>亿元/件</c>.
/// Equal when the text is equal.
/// </remarks>
public sealed class Unit : IEquatable<Unit>
{
    // Text, dimension, and how many of the dimension's smallest unit it holds.
    static readonly FrozenDictionary<string, (string Dimension, decimal Size)> known = new Dictionary<string, (string, decimal)>(StringComparer.Ordinal)
    {
        ["1"] = ("", 1m), ["%"] = ("", 0.01m), ["‰"] = ("", 0.001m), ["百分点"] = ("百分点", 0.01m),
        ["件"] = ("件", 1m), ["万件"] = ("件", 10_000m), ["项"] = ("项", 1m), ["万项"] = ("项", 10_000m), ["次"] = ("次", 1m), ["万次"] = ("次", 10_000m), ["件次"] = ("件次", 1m),
        ["家"] = ("家", 1m), ["万家"] = ("家", 10_000m), ["个"] = ("个", 1m), ["万个"] = ("个", 10_000m), ["人"] = ("人", 1m), ["万人"] = ("人", 10_000m), ["人次"] = ("人次", 1m), ["万人次"] = ("人次", 10_000m),
        ["月"] = ("月", 1m), ["日"] = ("日", 1m), ["工作日"] = ("工作日", 1m), ["年"] = ("年", 1m), ["分"] = ("分", 1m),
        ["元"] = ("元", 1m), ["万元"] = ("元", 10_000m), ["亿元"] = ("元", 100_000_000m),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A plain share: 0.85.</summary>
    public static readonly Unit One = new("1", Dimension.None, 1m);
    /// <summary>A share in hundredths: 85.</summary>
    public static readonly Unit Percent = new("%", Dimension.None, 0.01m);
    /// <summary>The difference of two percentages.</summary>
    public static readonly Unit PercentagePoint = new("百分点", Dimension.Of("百分点"), 0.01m);

    Unit(string text, Dimension dimension, decimal size) => (Text, Dimension, Size) = (text, dimension, size);

    /// <summary>As written and shown.</summary>
    public string Text { get; }
    /// <summary>What is counted.</summary>
    public Dimension Dimension { get; }
    /// <summary>How many of the dimension's smallest unit it holds: 100,000,000 for 亿元, 0.0001 for 件/万人, 0.01 for %.</summary>
    public decimal Size { get; }

    /// <summary>The simple units, in the order of text; compound ones are made of these.</summary>
    public static IReadOnlyList<string> Simple { get; } = [.. known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reads a unit; false where a part of it is unknown or it has more than one <c>/</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Unit? unit)
    {
        unit = null;
        if (string.IsNullOrEmpty(text) || text.Length > 40) return false;
        var sides = text.Split('/');
        if (sides.Length > 2) return false;
        var (dimension, size) = (Dimension.None, 1m);
        for (var side = 0; side < sides.Length; side++)
            foreach (var part in sides[side].Split('·'))
            {
                if (!known.TryGetValue(part, out var found)) return false;
                var of = found.Dimension.Length == 0 ? Dimension.None : Dimension.Of(found.Dimension);
                (dimension, size) = side == 0 ? (dimension.Times(of), size * found.Size) : (dimension.Over(of), size / found.Size);
            }
        unit = new(text, dimension, size);
        return true;
    }

    /// <summary>Reads a unit.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Unit Parse(string text) => TryParse(text, out var unit) ? unit : throw new FormatException($"'{text}' is no unit.");

    /// <summary>True when figures of the two may be added, subtracted and compared once their sizes are minded.</summary>
    public bool CombinesWith(Unit other) => Dimension == other.Dimension;

    /// <summary>A figure of this unit in the other one: 1.5 亿元 is 15,000 万元.</summary>
    /// <returns>Null where the units cannot be combined or the figure grows too large.</returns>
    public decimal? Convert(decimal value, Unit to)
    {
        if (!CombinesWith(to)) return null;
        try { return Size == to.Size ? value : value * Size / to.Size; }
        catch (OverflowException) { return null; }
    }

    /// <inheritdoc/>
    public bool Equals(Unit? other) => other is not null && Text == other.Text;
    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Unit);
    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
    /// <inheritdoc/>
    public override string ToString() => Text;
}
