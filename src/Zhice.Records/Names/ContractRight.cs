using System.Text.RegularExpressions;
using Zhice.Records.Model;

namespace Zhice.Records.Names;

/// <summary>About what right a licence, a transfer or a pledge is: the registers of patents, marks and works have the same columns.</summary>
public static partial class ContractRight
{
    /// <summary>The further field by which it is found.</summary>
    internal const string Field = "right";

    // What sources call the column.
    static readonly string[] Columns = [Field, "权利类型", "权利种类", "知识产权类型", "标的类型", "标的", "专利类型"];

    /// <summary><c>patent</c> for patents and their applications, <c>other</c> for any other right; null where the record does not tell, and for what is no contract.</summary>
    public static string? Of(IpRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Kind is not (RecordKind.Licence or RecordKind.Transfer or RecordKind.Pledge)) return null;
        foreach (var column in Columns)
            if (record.More.TryGetValue(column, out var says) && (Patent().IsMatch(says) || Other().IsMatch(says))) return Patent().IsMatch(says) ? "patent" : "other";
        if (IsPatent(record.Application) || IsPatent(record.Publication) || record.Classes.Any(c => c.Scheme is "IPC" or "CPC" or "LOC")) return "patent";
        if (record.Classes.Any(c => c.Scheme is "NICE" or "VIENNA")) return "other";
        return PatentContract().IsMatch(record.Title) ? "patent" : OtherContract().IsMatch(record.Title) ? "other" : null;
    }

    // Numbers of contracts are digits alone, those of marks have no code of a kind.
    static bool IsPatent(string? number) => number is not null && number.StartsWith("CN", StringComparison.Ordinal) && RecordNumber.Read(number) is { } read
        && (read.Form == NumberForm.ChineseApplication || read.Stem != read.Text);

    [GeneratedRegex("专利|发明|实用新型|外观设计|(?i:patent|invention|utility|design)")]
    private static partial Regex Patent();
    [GeneratedRegex("商标|著作|版权|作品|软件|新品种|布图|地理标志|商业秘密|(?i:mark|copyright|work|software|variety|other)")]
    private static partial Regex Other();
    [GeneratedRegex("(?:专利|发明|实用新型|外观设计)(?:申请|实施|独占|开放|权|的)*(?:转让|转移|许可|质押)")]
    private static partial Regex PatentContract();
    [GeneratedRegex("(?:商标|著作|版权|作品|软件|新品种|布图设计|地理标志)(?:专用|使用|申请|登记|著作|权|的)*(?:转让|转移|许可|质押)")]
    private static partial Regex OtherContract();
}
