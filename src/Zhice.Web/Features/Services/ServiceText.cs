using Zhice.Data.Services;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Services;

/// <summary>Limits and names of service items in words.</summary>
internal static class ServiceText
{
    /// <summary>The item's name in the reader's language.</summary>
    public static string Name(ServiceItem item, WordTable words) => words.IsEnglish ? item.EnglishName : item.Name;

    /// <summary>A limit with its extension: 20 个工作日，经批准可以延长 10 个工作日; empty for none.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="day">The day whose law holds.</param>
    /// <param name="words">The reader's words.</param>
    public static string Limit(ServiceLimit? limit, DateOnly day, WordTable words) => limit is null ? ""
        : limit.Own is { } own ? Budget(own, words)
        : Law(limit, day) is not { } law ? ""
        : law.Extension is { } more ? words["service.extended", Budget(law.Budget, words), Budget(more, words)]
        : Budget(law.Budget, words);

    /// <summary>Until when a result holds, each end in words: the earliest of them is the end. None where it has no end.</summary>
    public static IReadOnlyList<string> Valid(ServiceItem item, WordTable words)
    {
        List<string> ends = [.. item.Result.ValidUntil.Select(name => RuleNames.FieldOf(name, item.Form) is { } code && item.Form.First(field => field.Code == code) is var field
            ? name.EndsWith(".end", StringComparison.Ordinal) ? words["service.valid-patent", CaseText.Field(field, words)] : CaseText.Field(field, words) : name)];
        return item.Result.ValidMonths is { } months ? [words["service.valid-months", months], .. ends] : ends;
    }

    /// <summary>A number of days or months; empty for none.</summary>
    public static string Budget(TimeBudget? budget, WordTable words) => budget is null ? "" : words[$"LimitUnit.{budget.Unit}", budget.Amount];

    /// <summary>The text of the law behind a limit on a day; null for the office's own, and where no text is in force.</summary>
    public static StatutoryLimit? Law(ServiceLimit? limit, DateOnly day) =>
        limit?.Statutory is { } code && StatutoryLimits.Book.On(code, day).Accepted(out var law, out _) ? law : null;

    /// <summary>The clock of a limit that begins on a day; null where no text is in force.</summary>
    public static Clock? Clock(ServiceLimit limit, DateOnly day) => limit.Own is { } own ? new Clock(day, own, []) : Law(limit, day)?.Clock(day);
}
