namespace Zhice.Domain.Indicators;

/// <summary>What a unit counts, without its size: 件, 元, 件 per 人, or nothing (a share). Equal when the same things stand above and below the line.</summary>
public sealed class Dimension : IEquatable<Dimension>
{
    readonly SortedDictionary<string, int> powers;

    Dimension(SortedDictionary<string, int> powers)
    {
        this.powers = powers;
        var above = string.Join('·', powers.Where(p => p.Value > 0).SelectMany(p => Enumerable.Repeat(p.Key, p.Value)));
        var below = string.Join('·', powers.Where(p => p.Value < 0).SelectMany(p => Enumerable.Repeat(p.Key, -p.Value)));
        Text = below.Length == 0 ? above.Length == 0 ? "1" : above : $"{(above.Length == 0 ? "1" : above)}/{below}";
    }

    /// <summary>A share, without a dimension.</summary>
    public static readonly Dimension None = new([]);

    /// <summary>Written like a unit: <c>件/人</c>; <c>1</c> for a share.</summary>
    public string Text { get; }

    internal static Dimension Of(string thing) => new(new(StringComparer.Ordinal) { [thing] = 1 });

    /// <summary>The dimension of a product.</summary>
    public Dimension Times(Dimension other) => Joined(other, 1);
    /// <summary>The dimension of a quotient.</summary>
    public Dimension Over(Dimension other) => Joined(other, -1);

    Dimension Joined(Dimension other, int sign)
    {
        var joined = new SortedDictionary<string, int>(powers, StringComparer.Ordinal);
        foreach (var (thing, power) in other.powers)
        {
            joined[thing] = joined.GetValueOrDefault(thing) + sign * power;
            if (joined[thing] == 0) joined.Remove(thing);
        }
        return new(joined);
    }

    /// <inheritdoc/>
    public bool Equals(Dimension? other) => other is not null && Text == other.Text;
    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Dimension);
    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
    /// <summary>The same.</summary>
    public static bool operator ==(Dimension? left, Dimension? right) => Equals(left, right);
    /// <summary>Not the same.</summary>
    public static bool operator !=(Dimension? left, Dimension? right) => !Equals(left, right);
    /// <inheritdoc/>
    public override string ToString() => Text;
}
