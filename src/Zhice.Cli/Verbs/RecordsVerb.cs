using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Zhice.Domain;
using Zhice.Records.Generating;
using Zhice.Records.Model;
using Zhice.Records.Names;
using Zhice.Records.Query;
using Zhice.Records.Reading;
using Zhice.Records.Search;
using Zhice.Records.Store;
using Zhice.Web.Words;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary><c>zhice records generate|ingest|search</c>. The record store has a lock of its own: a running server goes on answering.</summary>
internal static class RecordsVerb
{
    internal const string Form = "records generate N [--seed S] [--out FILE] | records ingest FILE… [--mapping M] [--dataset CODE] [--name NAME] [--source TEXT] [--licence TEXT] [--cycle TEXT] [--inside] | records terms CODE [--name NAME] [--source TEXT] [--licence TEXT] [--cycle TEXT] [--inside | --open] | records industries FILE | records classes FILE… [--scheme IPC|CPC|LOC|NICE|VIENNA|GBT4754] | records rebuild | records search QUERY [--most N] | records former NAME NOW | records postgres make|load CONNECTION [WORKER…] | records postgres search CONNECTION QUERY [--most N]";
    static readonly string[] Values = ["--seed", "--out", "--mapping", "--dataset", "--name", "--source", "--licence", "--cycle", "--most", "--scheme"];

    internal static int Run(ReadOnlySpan<string> words)
    {
        if (words.Length == 0) throw Arguments.Misused(Form);
        var arguments = new Arguments(words[1..], ["--inside", "--open"], Values);
        return words[0] switch
        {
            "generate" => Generate(arguments),
            "ingest" => Ingest(arguments),
            "terms" => Terms(arguments),
            "industries" => Industries(arguments),
            "classes" => Classes(arguments),
            "rebuild" => Rebuild(arguments),
            "search" => Search(arguments),
            "former" => Former(arguments),
            "postgres" => RecordsInPostgres.Run(arguments).GetAwaiter().GetResult(),
            _ => throw Arguments.Misused(Form),
        };
    }

    static int Generate(Arguments arguments)
    {
        if (!int.TryParse(arguments.Only(Form), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > 100_000_000) throw Arguments.Misused(Form);
        var records = new SyntheticRecords(arguments.Number("--seed", 1, 0, int.MaxValue)).Make(0, count);
        if (arguments.Value("--out") is { } file)
        {
            using var text = new StreamWriter(file);
            foreach (var record in records) text.WriteLine(JsonSerializer.Serialize(record, RecordJson.Default.IpRecord));
            Console.Out.WriteLine(Say($"已写入 {count:N0} 件合成记录：{file}", $"{count:N0} synthetic records are in {file}"));
            return 0;
        }
        using var writer = Writer(out var home);
        home.MustBe(demonstration: true);
        var dataset = SyntheticSet.Register(writer);
        return Taken(IngestRun.Take(writer, dataset, "synthetic", $"synthetic-{arguments.Value("--seed") ?? "1"}-{count}", count, records.Select((r, i) => new ReadRecord(i + 1, r, Position: i + 1)), Told, CancellationToken.None));
    }

    static int Ingest(Arguments arguments)
    {
        if (arguments.Rest.Count == 0) throw Arguments.Misused(Form);
        var mapping = arguments.Value("--mapping") is { } path ? TableMapping.Read(File.ReadAllText(path)) : null;
        var filed = arguments.Rest.SelectMany(FilingParts.Folders).Distinct(StringComparer.Ordinal).ToList();
        // What stands in the folder of an application is a part of it and no file of its own.
        var files = arguments.Rest.SelectMany(RecordFiles.Under).Where(file => !filed.Exists(folder => file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))).ToList();
        foreach (var file in files)
            if (!File.Exists(file)) throw new RefusedException(Say($"没有这个文件：{file}", $"There is no such file: {file}"));
        using var writer = Writer(out _);
        var code = arguments.Value("--dataset") ?? "local";
        if (arguments.Has("--open")) throw Arguments.Misused(Form);
        // What is not said stays as it was; what is the office's own stays so.
        var dataset = writer.Register(code, arguments.Value("--name"), arguments.Value("--source") ?? "", arguments.Value("--licence") ?? "", arguments.Value("--cycle") ?? "", arguments.Has("--inside"), synthetic: false);
        var rejected = 0L;
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) => { key.Cancel = true; stop.Cancel(); };
        if (filed.Count > 0)
        {
            var job = IngestRun.Take(writer, dataset, filed.Count == 1 ? Path.GetFileName(Path.TrimEndingDirectorySeparator(filed[0])) : Say($"{filed.Count:N0} 个申请文件夹", $"{filed.Count:N0} folders of applications"), FilingParts.Digest(filed), 0, FilingParts.Read(filed), Told, stop.Token);
            Taken(job);
            rejected += job.Rejected;
            if (job.Rejected > 0) Rejects(writer, job);
        }
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            var digest = RecordFiles.Digest(stream, mapping);
            stream.Position = 0;
            var job = IngestRun.Take(writer, dataset, Path.GetFileName(file), digest, stream.Length, RecordFiles.Read(stream, file, mapping), Told, stop.Token);
            Taken(job);
            rejected += job.Rejected;
            if (job.Rejected > 0) Rejects(writer, job);
            if (stop.IsCancellationRequested) return 1;
        }
        return rejected == 0 ? 0 : 3;
    }

    // The one way by which the command line opens what was the office's own.
    static int Terms(Arguments arguments)
    {
        var code = arguments.Only(Form);
        if (arguments.Has("--inside") && arguments.Has("--open")) throw Arguments.Misused(Form);
        using var writer = Writer(out var home);
        if (new RecordStore(home.Folder).Snapshot().Datasets.FirstOrDefault(d => d.Code == code) is not { } now) throw new RefusedException(Say($"没有数据集 {code}。", $"There is no dataset {code}."));
        writer.SetTerms(code, arguments.Value("--name") ?? now.Name, arguments.Value("--source") ?? now.Source, arguments.Value("--licence") ?? now.Licence, arguments.Value("--cycle") ?? now.Cycle, arguments.Has("--inside") || now.Inside && !arguments.Has("--open"));
        Console.Out.WriteLine(now.Inside && arguments.Has("--open") ? Say($"数据集 {code} 已公开。", $"The dataset {code} is open to all now.") : Say($"已保存数据集 {code} 的说明。", $"The terms of the dataset {code} are saved."));
        return 0;
    }

    // The table of classes and emerging industries: all records are looked at anew.
    static int Industries(Arguments arguments)
    {
        var file = arguments.Only(Form);
        if (!File.Exists(file)) throw new RefusedException(Say($"没有这个文件：{file}", $"There is no such file: {file}"));
        IReadOnlyList<IndustryRow> table;
        try
        {
            using var stream = File.OpenRead(file);
            table = EmergingIndustries.Read(stream);
        }
        catch (InvalidDataException fault)
        {
            throw new RefusedException(Say($"参照关系表有误，没有导入。{fault.Message}", $"The table is wrong and was not taken in. {fault.Message}"));
        }
        using (var writer = Writer(out _)) writer.SetIndustries(table);
        Console.Out.WriteLine(Say($"已导入参照关系 {table.Count:N0} 行。", $"{table.Count:N0} rows of classes and industries are in."));
        Rebuilt(new RecordStore(Home.FromEnvironment().Folder));
        return 0;
    }

    // Texts that the trees of classes show.
    static int Classes(Arguments arguments)
    {
        if (arguments.Rest.Count == 0) throw Arguments.Misused(Form);
        var texts = new List<(string Symbol, string Text)>();
        foreach (var file in arguments.Rest)
        {
            if (!File.Exists(file)) throw new RefusedException(Say($"没有这个文件：{file}", $"There is no such file: {file}"));
            try
            {
                using var stream = File.OpenRead(file);
                texts.AddRange(ClassTexts.Read(stream, file, arguments.Value("--scheme")?.ToUpperInvariant()));
            }
            catch (InvalidDataException fault)
            {
                throw new RefusedException(Say($"分类表有误，没有导入：{file} {fault.Message}", $"The texts of classes are wrong and were not taken in: {file} {fault.Message}"));
            }
        }
        using (var writer = Writer(out _)) writer.AddClassTexts(texts);
        Console.Out.WriteLine(Say($"已导入类目名称 {texts.Count:N0} 条。", $"{texts.Count:N0} texts of classes are in."));
        return 0;
    }

    static int Rebuild(Arguments arguments)
    {
        arguments.None(Form);
        Rebuilt(new RecordStore(Home.FromEnvironment().Folder), anew: true);
        return 0;
    }

    /// <summary>Brings the store of an earlier version up to date; does nothing to any other, unless it is to be made anew.</summary>
    internal static void Rebuilt(RecordStore store, bool anew = false)
    {
        if (!anew && !store.IsOfEarlierFormat) return;
        Console.Out.WriteLine(Say("正在重建记录索引……", "The index of the records is built anew …"));
        var count = RecordRebuild.Run(store, anew, progress => Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{progress.Last:N0} / {progress.Of:N0}")));
        Console.Out.WriteLine(Say($"索引已重建，共 {count:N0} 件记录。", $"The index is there again, with {count:N0} records."));
    }

    // What was refused stands in a table beside the store.
    static void Rejects(RecordWriter writer, IngestJob job)
    {
        var file = Path.Combine(writer.Folder, string.Create(CultureInfo.InvariantCulture, $"rejects-{job.Id}.tsv"));
        using (var text = new StreamWriter(file))
            foreach (var reject in new RecordStore(Path.GetDirectoryName(writer.Folder)!).Rejects(job.Id, 100_000)) text.WriteLine($"{reject.Line}\t{reject.Reason}\t{reject.Excerpt.ReplaceLineEndings(" ")}");
        Console.Out.WriteLine(Say($"退回的记录见 {file}", $"What was refused is in {file}"));
    }

    static int Search(Arguments arguments)
    {
        var store = new RecordStore(Home.FromEnvironment().Folder);
        if (!QueryParser.Parse(string.Join(' ', arguments.Rest)).Accepted(out var node, out var refusal)) return Refused(refusal);
        var start = Stopwatch.GetTimestamp();
        if (!RecordSearch.Run(store.Snapshot(), new SearchRequest(node, Take: arguments.Number("--most", 20, 1, 1_000), Inside: true)).Accepted(out var found, out refusal)) return Refused(refusal);
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        foreach (var (_, record, _) in store.Load([.. found.Hits.Select(h => h.Id)])) Console.Out.WriteLine($"{record.Key}\t{record.Filed:yyyy-MM-dd}\t{record.Title}\t{record.Applicant?.Name}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Total:N0} {Say("件", "found")} · {time:F1} ms · {node}"));
        return 0;
    }

    static int Former(Arguments arguments)
    {
        if (arguments.Rest is not [var name, var now]) throw Arguments.Misused(Form);
        using var writer = Writer(out _);
        writer.AddFormerName(name, now);
        return 0;
    }

    static RecordWriter Writer(out Home home)
    {
        home = Home.FromEnvironment();
        var store = new RecordStore(home.Folder);
        Rebuilt(store);
        return new RecordWriter(store);
    }

    internal static int Refused(Refusal refusal)
    {
        var table = InChinese ? WordTable.Chinese : WordTable.English;
        foreach (var defect in refusal.Defects) Console.Error.WriteLine(table.Of(defect));
        return 1;
    }

    static void Told(IngestProgress progress) => Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{progress.Job.Done:N0} · {progress.PerSecond:N0}/s{(progress.Left is { } left ? $" · {Say("剩余", "left")} {left:hh\\:mm\\:ss}" : "")}"));

    static int Taken(IngestJob job)
    {
        Console.Out.WriteLine(Say($"{job.File}：新增 {job.Added:N0}，替换 {job.Replaced:N0}，不变 {job.Unchanged:N0}，退回 {job.Rejected:N0}。", $"{job.File}: {job.Added:N0} new, {job.Replaced:N0} replaced, {job.Unchanged:N0} unchanged, {job.Rejected:N0} refused."));
        foreach (var (told, about) in job.Told) Console.Out.WriteLine((InChinese ? WordTable.Chinese : WordTable.English)[told, about]);
        if (job.Removed > 0) Console.Out.WriteLine(Say($"来源撤回 {job.Removed:N0} 件。", $"{job.Removed:N0} taken out, as the source took them back."));
        if (job.Elsewhere > 0) Console.Out.WriteLine(Say($"其中 {job.Elsewhere:N0} 件的号码其他数据集也有，各自保留；检索时每个号码只计一件。", $"Another dataset holds the numbers of {job.Elsewhere:N0} of them too. Both keep theirs; a search counts each number once."));
        return 0;
    }
}
