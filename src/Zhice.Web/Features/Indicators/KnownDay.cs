using System.Globalization;
using Zhice.Domain;

namespace Zhice.Web.Features.Indicators;

/// <summary>截至日: the day of <c>?known=</c>: published figures are shown as they were published by its end.</summary>
/// <param name="Day">The day; null for now.</param>
public sealed record KnownDay(DateOnly? Day)
{
    /// <summary>Reads it.</summary>
    /// <param name="text">As in the address; null where nothing is asked for.</param>
    /// <param name="today">The day in China: what is to come is not known yet.</param>
    /// <returns>Refusals: <c>indicator.known-wrong</c>, <c>indicator.known-future</c>.</returns>
    public static Outcome<KnownDay> Read(string? text, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(text)) return new KnownDay(null as DateOnly?);
        if (!DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return new Invalid(new Defect("indicator.known-wrong", "known", text));
        return day > today ? new Invalid(new Defect("indicator.known-future", "known", text)) : new KnownDay(day);
    }
}
