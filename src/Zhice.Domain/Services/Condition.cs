using System.Globalization;

namespace Zhice.Domain.Services;

/// <summary>
/// A condition over the fields of a form: <c>kind = utility or kind = design</c>, <c>amount &gt;= 1000000 and not co_owned = yes</c>. Comparisons are = != &lt; &lt;= &gt; &gt;=;
/// <c>not</c> binds before <c>and</c>, and that before <c>or</c>; round brackets group. A value is a word, a number, a day or a text in quotation marks.
/// </summary>
/// <remarks>An empty field equals nothing and is neither less nor greater: <c>!=</c> is then true, every other comparison false. Numbers compare as decimals, days as days.</remarks>
public abstract record Condition
{
    /// <summary>Fields that it asks about, each once.</summary>
    public IReadOnlyList<string> Fields => [.. Named().Distinct(StringComparer.Ordinal)];

    /// <summary>True where the values meet it.</summary>
    /// <param name="value">The value of a field, null for an empty one.</param>
    public abstract bool Holds(Func<string, string?> value);

    /// <summary>The condition as its author would write it; reading that gives the same condition.</summary>
    public abstract override string ToString();

    /// <summary>The same condition in which every value that is the name of a given field is what that field holds.</summary>
    public abstract Condition With(IReadOnlyDictionary<string, string> values);

    internal abstract IEnumerable<string> Named();

    internal abstract IEnumerable<string> Compared();

    /// <summary>Each field with what it is compared with, and how.</summary>
    internal abstract IEnumerable<(string Field, string Sign, string Value)> Comparisons();

    /// <summary>Reads a condition. Refused with <c>condition.syntax</c> (the column from 1, what stands there).</summary>
    public static Outcome<Condition> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ConditionParser(text).Read();
    }

    internal sealed record Comparison(string Field, string Sign, string Value) : Condition
    {
        public override bool Holds(Func<string, string?> value)
        {
            if (value(Field) is not { Length: > 0 } held) return Sign == "!=";
            var order = decimal.TryParse(held, NumberStyles.Number, CultureInfo.InvariantCulture, out var a)
                && decimal.TryParse(Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var b) ? a.CompareTo(b) : string.CompareOrdinal(held, Value);
            return Sign switch { "=" => order == 0, "!=" => order != 0, "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
        }

        public override Condition With(IReadOnlyDictionary<string, string> values) => values.TryGetValue(Value, out var held) ? this with { Value = held } : this;
        internal override IEnumerable<string> Named() => [Field];
        internal override IEnumerable<string> Compared() => [Value];
        internal override IEnumerable<(string Field, string Sign, string Value)> Comparisons() => [(Field, Sign, Value)];

        public override string ToString() => $"{Field} {Sign} {(Value.Length > 0 && Value.All(ConditionParser.IsWord) && Value is not ("and" or "or" or "not") ? Value : $"\"{Value}\"")}";
    }

    internal sealed record Not(Condition Inner) : Condition
    {
        public override bool Holds(Func<string, string?> value) => !Inner.Holds(value);
        public override Condition With(IReadOnlyDictionary<string, string> values) => new Not(Inner.With(values));
        internal override IEnumerable<string> Named() => Inner.Named();
        internal override IEnumerable<string> Compared() => Inner.Compared();
        internal override IEnumerable<(string Field, string Sign, string Value)> Comparisons() => Inner.Comparisons();
        public override string ToString() => Inner is Comparison ? $"not {Inner}" : $"not ({Inner})";
    }

    internal sealed record Both(Condition Left, Condition Right) : Condition
    {
        public override bool Holds(Func<string, string?> value) => Left.Holds(value) && Right.Holds(value);
        public override Condition With(IReadOnlyDictionary<string, string> values) => new Both(Left.With(values), Right.With(values));
        internal override IEnumerable<string> Named() => Left.Named().Concat(Right.Named());
        internal override IEnumerable<string> Compared() => Left.Compared().Concat(Right.Compared());
        internal override IEnumerable<(string Field, string Sign, string Value)> Comparisons() => Left.Comparisons().Concat(Right.Comparisons());
        public override string ToString() => $"{Grouped(Left)} and {(Right is Both ? $"({Right})" : Grouped(Right))}";

        static string Grouped(Condition part) => part is Either ? $"({part})" : part.ToString();
    }

    internal sealed record Either(Condition Left, Condition Right) : Condition
    {
        public override bool Holds(Func<string, string?> value) => Left.Holds(value) || Right.Holds(value);
        public override Condition With(IReadOnlyDictionary<string, string> values) => new Either(Left.With(values), Right.With(values));
        internal override IEnumerable<string> Named() => Left.Named().Concat(Right.Named());
        internal override IEnumerable<string> Compared() => Left.Compared().Concat(Right.Compared());
        internal override IEnumerable<(string Field, string Sign, string Value)> Comparisons() => Left.Comparisons().Concat(Right.Comparisons());
        public override string ToString() => $"{Left} or {(Right is Either ? $"({Right})" : Right)}";
    }
}
