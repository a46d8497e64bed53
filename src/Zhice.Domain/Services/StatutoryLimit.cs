using Zhice.Domain.Calendar;

namespace Zhice.Domain.Services;

/// <summary>法定期限: a time limit as one text of a law states it, for as long as that text is in force.</summary>
/// <param name="Code">Stable name of the limit, such as <c>trademark-opposition</c>; later texts of the law keep it.</param>
/// <param name="Name">What it limits, such as 商标异议.</param>
/// <param name="EnglishName">The same in English.</param>
/// <param name="Since">The day that it is counted from, in words, such as 初步审定公告之日.</param>
/// <param name="Budget">How much time there is.</param>
/// <param name="Extension">What may be added with approval; null where the law allows none.</param>
/// <param name="Law">The law with the year of its text, such as 商标法（2019年修正）.</param>
/// <param name="Article">The article, such as 第三十三条; null where it is not known.</param>
/// <param name="ValidFrom">The first starting day that this text governs.</param>
/// <param name="ValidTo">The first starting day that it no longer governs; null while it is in force.</param>
/// <param name="Unverified">True where it was not compared with the law's own text.</param>
public sealed record StatutoryLimit(
    string Code, string Name, string EnglishName, string Since, TimeBudget Budget, TimeBudget? Extension,
    string Law, string? Article, DateOnly ValidFrom, DateOnly? ValidTo, bool Unverified)
{
    /// <summary>True when a period that begins on the day is governed by this text.</summary>
    public bool Governs(DateOnly start) => ValidFrom <= start && (ValidTo is null || start < ValidTo);

    /// <summary>Law and article, as a citation: 《商标法（2019年修正）》第三十三条.</summary>
    public string Citation => $"《{Law}》{Article}";

    /// <summary>The clock of a period that begins on a day.</summary>
    /// <param name="start">The day that it is counted from; itself not counted.</param>
    /// <param name="extended">True where the extension was approved; nothing is added where the law allows none.</param>
    /// <param name="suspensions">Stretches that do not count.</param>
    /// <remarks>A limit and its extension are one budget: a due day inside the period that falls on a rest day is no end and moves nothing.</remarks>
    public Clock Clock(DateOnly start, bool extended = false, params IReadOnlyList<Suspension> suspensions) =>
        new(start, extended && Extension is { } more ? new(Budget.Amount + more.Amount, Budget.Unit) : Budget, suspensions);
}

/// <summary>All statutory limits, each in all its texts.</summary>
public sealed class LimitBook
{
    readonly Dictionary<string, List<StatutoryLimit>> byCode;

    /// <summary>A book of limits.</summary>
    /// <exception cref="ArgumentException">Two texts of one limit govern the same day, or an extension is counted in another unit: the day would have two answers.</exception>
    public LimitBook(IEnumerable<StatutoryLimit> limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        byCode = limits.GroupBy(limit => limit.Code, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.OrderBy(limit => limit.ValidFrom).ToList(), StringComparer.Ordinal);
        foreach (var (code, texts) in byCode)
        {
            if (texts.Zip(texts.Skip(1)).Any(pair => pair.First.ValidTo is not { } end || end > pair.Second.ValidFrom))
                throw new ArgumentException($"Two texts of {code} govern the same day.", nameof(limits));
            if (texts.Exists(limit => limit.Extension is { } more && more.Unit != limit.Budget.Unit))
                throw new ArgumentException($"The extension of {code} is counted in another unit.", nameof(limits));
        }
    }

    /// <summary>Every text of every limit, by code and then by day.</summary>
    public IReadOnlyList<StatutoryLimit> All => [.. byCode.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value)];

    /// <summary>True when there is a limit of this name, whatever the day.</summary>
    public bool Knows(string code) => byCode.ContainsKey(code);

    /// <summary>The text that governs a period beginning on a day. Refusals: <c>limit.unknown</c>, <c>limit.not-in-force</c> (its name, the day).</summary>
    public Outcome<StatutoryLimit> On(string code, DateOnly start)
    {
        if (!byCode.TryGetValue(code, out var texts)) return new Blocked("limit.unknown", code);
        return texts.Find(limit => limit.Governs(start)) is { } limit ? limit : new Blocked("limit.not-in-force", texts[^1].Name, start);
    }
}
