using Zhice.Data.Definitions;
using Zhice.Data.Services;
using Zhice.Domain.Services;
using Zhice.Web.Words;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary><c>zhice services check [FOLDER]</c>: reads definitions of service items and names file and line of what is wrong.</summary>
internal static class ServicesVerb
{
    internal const string Form = "services check [FOLDER]";

    /// <summary>0 when all are sound, 1 when a fault was found.</summary>
    internal static Task<int> Run(string[] rest) => rest switch
    {
        ["check"] => Task.FromResult(Report(ServiceFiles.Shipped, [])),
        ["check", var folder] when Directory.Exists(folder) => Task.FromResult(ServiceFiles.ReadFolder(folder) is var (catalogue, faults) ? Report(catalogue, faults) : 1),
        ["check", var folder] => throw new RefusedException(Say($"没有目录：{folder}", $"There is no folder {folder}")),
        _ => throw new UsageException(Say($"用法：zhice {Form}", $"Usage: zhice {Form}")),
    };

    static int Report(ServiceCatalogue catalogue, IReadOnlyList<FileFault> faults)
    {
        foreach (var fault in faults) Console.Error.WriteLine($"{fault.File}:{fault.Line}: {Say(WordTable.Chinese.Of(fault.Defect), WordTable.English.Of(fault.Defect))}");
        var unverified = catalogue.All.Count(item => item.Unverified);
        Console.Out.WriteLine(Say(
            $"服务事项 {catalogue.All.Count} 个版本，错误 {faults.Count} 处，含未核实内容的 {unverified} 个。",
            $"{catalogue.All.Count} versions of service items, {faults.Count} faults, {unverified} with something unverified."));
        return faults.Count == 0 ? 0 : 1;
    }
}
