namespace Zhice.Domain.Services;

/// <summary>The special steps of a case: those of the definition, and those whose time no law counts.</summary>
public static class CaseSpecials
{
    /// <summary>听证 (行政许可法第四十五条).</summary>
    public const string Hearing = "听证";

    /// <summary>专家评审 (行政许可法第四十五条).</summary>
    public const string Experts = "专家评审";

    const string Testing = "检验、检测、检疫、鉴定";

    /// <summary>Names of the special steps that an officer may begin by hand.</summary>
    public static IReadOnlyList<string> Of(ServiceItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return [.. item.SpecialSteps.Select(special => special.Name).Append(Testing).Where(name => name is not Hearing and not Experts).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>True where the days of the special step count in the limit, so that the clock goes on.</summary>
    public static bool Counts(ServiceItem item, string? name)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.SpecialSteps.Any(special => special.Name == name && special.Counted);
    }
}
