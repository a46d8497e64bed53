using Zhice.Data.Definitions;
using Zhice.Data.Indicators;
using Zhice.Data.Storage;
using Zhice.Domain.Indicators;
using Zhice.Web.Words;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary><c>zhice indicators</c>: checks definitions and names file and line of what is wrong, and copies one of the program's to begin one's own with.</summary>
internal static class IndicatorVerb
{
    internal const string Form = "indicators check [FOLDER] | copy CODE";

    /// <summary>0 when all are sound, 1 when a fault was found.</summary>
    internal static Task<int> Run(string[] rest) => rest switch
    {
        ["check"] => Check(Path.Combine(Home.Place(), InstanceDefinitions.Folder)),
        ["check", var folder] when Directory.Exists(folder) => Task.FromResult(DefinitionFiles.ReadFolder(folder) is var (catalogue, faults) ? Report(catalogue, faults) : 1),
        ["check", var folder] => throw new RefusedException(Say($"没有目录：{folder}", $"There is no folder {folder}")),
        ["copy", var code] => Task.FromResult(Copy(code)),
        _ => throw new UsageException(Say($"用法：zhice {Form}", $"Usage: zhice {Form}")),
    };

    /// <summary>A fault as a person at a terminal reads it: file, line and sentence.</summary>
    internal static string Line(FileFault fault) => $"{fault.File}:{fault.Line}: {Say(WordTable.Chinese.Of(fault.Defect), WordTable.English.Of(fault.Defect))}";

    // What the program and the instance's own folder make together, as the server would compute by it.
    static async Task<int> Check(string folder)
    {
        var laid = InstanceDefinitions.Read(folder);
        if (laid.Added.Count + laid.Replaced.Count == 0) Console.Out.WriteLine(Say($"{folder} 中没有本单位的定义。", $"{folder} holds no definitions of this instance."));
        foreach (var name in laid.Added) Console.Out.WriteLine(Say($"新增 {name}", $"added {name}"));
        foreach (var name in laid.Replaced) Console.Out.WriteLine(Say($"替换 {name}", $"replaced {name}"));
        var (changed, gone) = await Against(laid).ConfigureAwait(false);
        foreach (var code in gone)
            Console.Error.WriteLine(Line(new(Path.Combine(folder, "indicators", code + ".yaml"), 1, new("definition.gone", null, code))));
        return Report(laid.Indicators, [.. laid.Faults, .. changed]);
    }

    // Held against what this instance has computed and published: what the server would not start with is a fault here too. Where there is no database yet nothing was.
    static async Task<(IReadOnlyList<FileFault> Changed, IReadOnlyList<string> Gone)> Against(InstanceDefinitions.Laid laid)
    {
        if (!Directory.Exists(Home.Place())) return ([], []);
        var home = Home.FromEnvironment();
        if (home.PostgreSql is null && !File.Exists(home.Settings.SqliteFile)) return ([], []);
        using var store = ZhiceStore.Open(home.Settings);
        using var db = store.CreateContext();
        try
        {
            return (await DefinitionVersions.ChangedIn(db, laid, CancellationToken.None).ConfigureAwait(false), await DefinitionVersions.Gone(db, laid.Indicators, CancellationToken.None).ConfigureAwait(false));
        }
        catch (System.Data.Common.DbException failure)
        {
            Console.Error.WriteLine(Say($"没有与数据库核对：{failure.Message}", $"Not held against the database: {failure.Message}"));
            return ([], []);
        }
    }

    /// <summary>Refuses definitions that would give kept values or figures another meaning, with file and line, and remembers unit and kind of the elements in force.</summary>
    internal static async Task Hold(Zhice.Data.ZhiceDb db, InstanceDefinitions.Laid? laid)
    {
        if (await DefinitionVersions.ChangedIn(db, laid, CancellationToken.None).ConfigureAwait(false) is { Count: > 0 } changed)
            throw new RefusedException(string.Join(Environment.NewLine, changed.Select(Line)));
        await ElementMemory.Remember(db, DefinitionFiles.InUse, TimeProvider.System.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
    }

    static int Copy(string code)
    {
        var kind = ((string[])["indicators", "elements", "forms", "rules"]).FirstOrDefault(k => InstanceDefinitions.Text(k, code) is not null)
            ?? throw new RefusedException(Say($"程序中没有“{code}”这个定义。", $"The program has no definition called “{code}”."));
        var folder = Path.Combine(Home.FromEnvironment().Folder, InstanceDefinitions.Folder);
        var file = Path.Combine(folder, kind, code + ".yaml");
        if (File.Exists(file)) throw new RefusedException(Say($"已经有 {file}，没有改动。", $"{file} is there already and was left alone."));
        Directory.CreateDirectory(Path.Combine(folder, kind));
        var schema = Path.Combine(folder, InstanceDefinitions.SchemaFolder(kind));
        Directory.CreateDirectory(schema);
        File.WriteAllText(file, InstanceDefinitions.Text(kind, code));
        File.WriteAllText(Path.Combine(schema, "schema.json"), InstanceDefinitions.SchemaOf(kind)); // editors find it by the first line of the files
        Console.Out.WriteLine(Say($"已写入 {file}。改好后运行 zhice indicators check，再重启服务。", $"Wrote {file}. After changing it run zhice indicators check, and start the server again."));
        return 0;
    }

    static int Report(IndicatorCatalogue catalogue, IReadOnlyList<FileFault> faults)
    {
        foreach (var fault in faults) Console.Error.WriteLine(Line(fault));
        var unfit = catalogue.Definitions.Count(d => d.UnfitForPublication.Count > 0);
        Console.Out.WriteLine(Say(
            $"数据元 {catalogue.Elements.Count()} 个，指标 {catalogue.Codes.Count()} 个，错误 {faults.Count} 处，缺质量说明不能发布的 {unfit} 个。",
            $"{catalogue.Elements.Count()} elements, {catalogue.Codes.Count()} indicators, {faults.Count} faults, {unfit} without all quality statements."));
        return faults.Count == 0 ? 0 : 1;
    }
}
