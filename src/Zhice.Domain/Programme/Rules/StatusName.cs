using System.Text.RegularExpressions;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Programme.Rules;

/// <summary>What the name of a status says, so that a document's short wording finds the recorded fact.</summary>
/// <remarks>
/// A name is read from both ends. In front, 国家(级), 全国, 国家知识产权(局) and 知识产权 only say who gives the status, and are left
/// away: 国家知识产权强市建设示范城市 and 强市建设示范城市 are one. Behind, the noun says who holds it: 省份 or 城市 or 区县; 涉及,
/// 所在, 所属 before the noun say that the thing lies in the holder (审查协作中心所在省份). What is left is the core, and two names
/// agree when their cores are the same and their nouns do not contradict each other.
/// </remarks>
/// <param name="Core">The middle, such as 强市建设示范 or 专利审查协作中心.</param>
/// <param name="Level">Level that the noun names; null where it names none.</param>
/// <param name="Located">True for 涉及、所在、所属: a province is meant where the thing lies in one of its cities.</param>
public sealed partial record StatusName(string Core, DivisionLevel? Level, bool Located)
{
    /// <summary>Reads a name.</summary>
    public static StatusName Of(string words)
    {
        var plain = PlainWords.WithoutBrackets(PlainWords.Undefined(words));
        var noun = Noun().Match(plain);
        var core = noun.Success ? plain[..noun.Index] : plain;
        core = core.TrimEnd('的');
        var front = Front().Match(core);
        if (front.Length < core.Length) core = core[front.Length..];
        return new StatusName(core, noun.Success ? LevelOf(noun.Groups["noun"].Value) : null, noun.Groups["located"].Success);
    }

    /// <summary>True when both name the same status.</summary>
    public bool Agrees(StatusName other) => Core == other.Core && (Level is null || other.Level is null || Level == other.Level);

    /// <summary>True when the words name no status at all: only a noun, or nothing.</summary>
    public bool IsEmpty => Core.Length == 0;

    static DivisionLevel? LevelOf(string noun) => noun switch
    {
        "省份" or "省" or "省级地区" => DivisionLevel.Province,
        "城市" or "市" or "地市" or "市州" => DivisionLevel.City,
        "区县" or "县区" or "县市区" or "县域" or "县" or "城区" => DivisionLevel.County,
        _ => null,
    };

    [GeneratedRegex("^(?:国家级|国家|全国)?(?:知识产权局)?(?:知识产权)?")]
    private static partial Regex Front();

    [GeneratedRegex("(?<located>涉及|所在|所属|所处|所涉及?)?的?(?<noun>省级地区|省份|省|地市|市州|城市|市|区县|县区|县市区|县域|县|城区|地区|地方|单位)$")]
    private static partial Regex Noun();
}
