using System.Text.RegularExpressions;

namespace Zhice.Domain.Programme.Rules;

/// <summary>Whether a quantity may serve to assess an office.</summary>
/// <remarks>
/// 2022 annual guideline, item 2: growth rates that do not fit reality are taken out of assessment, and the number of patent
/// filings is not made the main ground on which work is judged. So a growth target on a count of filings (申请量, 注册申请量 …) is
/// unfit; a growth target on anything else, and a plain number of filings, are not touched by this rule.
/// </remarks>
public static partial class TargetFitness
{
    /// <summary>The code of the reason why the target is unfit for assessment; null where it is fit.</summary>
    /// <param name="what">What is counted, as printed.</param>
    /// <param name="growth">True where the number is a growth over the year before.</param>
    /// <param name="unit">The unit as printed; a per cent of a 增长率 or 增幅 is a growth as well.</param>
    public static string? Unfit(string what, bool growth, string unit) =>
        Filings().IsMatch(PlainWords.Of(what)) && (growth || (unit is "%" or "％" or "个百分点" && Rate().IsMatch(PlainWords.Of(what))))
            ? "target.growth-of-filings" : null;

    [GeneratedRegex("申请(?:受理|提交)?(?:总|数|件)?(?:量|数|数量|件数)|(?:专利|商标|发明|实用新型|外观设计|PCT|注册)(?:国际)?(?:注册)?申请(?!人|权|费|材料|书|周期)")]
    private static partial Regex Filings();

    [GeneratedRegex("增长率|增长|增幅|增速")]
    private static partial Regex Rate();
}
