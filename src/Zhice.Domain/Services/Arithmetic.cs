using System.Globalization;

namespace Zhice.Domain.Services;

/// <summary>A computed field: sums and products of number fields, such as <c>amount * rate / 100</c>. + - * / and round brackets; a field that is empty, and a division by zero, give nothing.</summary>
public sealed class Arithmetic
{
    readonly Func<Func<string, string?>, decimal?> value;

    Arithmetic(string text, IReadOnlyList<string> fields, Func<Func<string, string?>, decimal?> value) => (Text, Fields, this.value) = (text, fields, value);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Fields that it takes, each once.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>Its value; null where a field is empty, where it divides by zero, or where the number is too large.</summary>
    /// <param name="of">The value of a field.</param>
    public decimal? Value(Func<string, string?> of)
    {
        try
        {
            return value(of);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Reads one. Refused with <c>computed.syntax</c> (the column from 1).</summary>
    public static Outcome<Arithmetic> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new Reader(text);
        return reader.Sum() is { } read && reader.AtEnd ? new Arithmetic(text, [.. reader.Fields.Distinct(StringComparer.Ordinal)], read) : new Blocked("computed.syntax", reader.Column);
    }

    sealed class Reader(string text)
    {
        const int Deepest = 30;
        int at;
        int depth;

        public List<string> Fields { get; } = [];
        public int Column => at + 1;

        public bool AtEnd
        {
            get
            {
                Skip();
                return at == text.Length;
            }
        }

        public Func<Func<string, string?>, decimal?>? Sum() => Chain(Product, '+', '-');

        Func<Func<string, string?>, decimal?>? Product() => Chain(One, '*', '/');

        Func<Func<string, string?>, decimal?>? Chain(Func<Func<Func<string, string?>, decimal?>?> part, char plus, char minus)
        {
            var left = part();
            while (left is not null && Next() is var sign && (sign == plus || sign == minus))
            {
                at++;
                if (part() is not { } right) return null;
                var before = left;
                left = of => (before(of), right(of)) is ({ } a, { } b) ? sign switch { '+' => a + b, '-' => a - b, '*' => a * b, _ => b == 0 ? null : a / b } : null;
            }
            return left;
        }

        Func<Func<string, string?>, decimal?>? One()
        {
            if (Next() == '(')
            {
                at++;
                if (++depth > Deepest) return null;
                var inner = Sum();
                if (inner is null || Next() != ')') return null;
                at++;
                depth--;
                return inner;
            }
            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '.')) at++;
            if (at == start) return null;
            var word = text[start..at];
            if (decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return _ => number;
            Fields.Add(word);
            return of => decimal.TryParse(of(word), NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : null;
        }

        char Next()
        {
            Skip();
            return at < text.Length ? text[at] : '\0';
        }

        void Skip()
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        }
    }
}
