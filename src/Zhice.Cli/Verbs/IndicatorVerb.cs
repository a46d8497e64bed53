using Zhice.Data.Definitions;
using Zhice.Data.Indicators;
using Zhice.Domain.Indicators;
using Zhice.Web.Words;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary><c>zhice indicators check [FOLDER]</c>: reads definitions and names file and line of what is wrong.</summary>
internal static class IndicatorVerb
{
    internal const string Form = "indicators check [FOLDER]";

    /// <summary>0 when all are sound, 1 when a fault was found.</summary>
    internal static Task<int> Run(string[] rest) => rest switch
    {
        ["check"] => Task.FromResult(Report(DefinitionFiles.Shipped, [])),
        ["check", var folder] when Directory.Exists(folder) => Task.FromResult(DefinitionFiles.ReadFolder(folder) is var (catalogue, faults) ? Report(catalogue, faults) : 1),
        ["check", var folder] => throw new RefusedException(Say($"没有目录：{folder}", $"There is no folder {folder}")),
        _ => throw new UsageException(Say($"用法：zhice {Form}", $"Usage: zhice {Form}")),
    };

    static int Report(IndicatorCatalogue catalogue, IReadOnlyList<FileFault> faults)
    {
        foreach (var fault in faults) Console.Error.WriteLine($"{fault.File}:{fault.Line}: {Say(WordTable.Chinese.Of(fault.Defect), WordTable.English.Of(fault.Defect))}");
        var unfit = catalogue.Definitions.Count(d => d.UnfitForPublication.Count > 0);
        Console.Out.WriteLine(Say(
            $"数据元 {catalogue.Elements.Count()} 个，指标 {catalogue.Codes.Count()} 个，错误 {faults.Count} 处，缺质量说明不能发布的 {unfit} 个。",
            $"{catalogue.Elements.Count()} elements, {catalogue.Codes.Count()} indicators, {faults.Count} faults, {unfit} without all quality statements."));
        return faults.Count == 0 ? 0 : 1;
    }
}
