using System.Globalization;
using System.Text;
using Zhice.Policy;
using Zhice.Policy.Layout;
using Zhice.Policy.Output;
using Zhice.Policy.Readers;

namespace Zhice.Cli.Verbs;

/// <summary>The verbs <c>policy parse</c> and <c>policy check</c>: no database and no web types are touched on this path.</summary>
internal static class PolicyVerbs
{
    // In UTF-16 units; above it a collection costs less than what it gives back.
    const int LongText = 1 << 20;

    internal const string Form = "policy parse|check FILE …";

    /// <summary>Runs <c>parse FILE [--json|--text|--akn]</c> or <c>check FILE GOLD</c>.</summary>
    /// <param name="args">The words after <c>policy</c>.</param>
    /// <returns>0 when done (for check: when every field is 1.00), 1 when a check falls short, 2 when a file is refused or the words are not understood.</returns>
    internal static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var files = args.Skip(1).Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var options = args.Skip(1).Where(a => a.StartsWith("--", StringComparison.Ordinal)).ToArray();
        return (args.FirstOrDefault(), files.Length, options) switch
        {
            ("parse", 1, []) => Parse(files[0], "--json"),
            ("parse", 1, ["--json" or "--text" or "--akn"]) => Parse(files[0], options[0]),
            ("check", 2, []) => Check(files[0], files[1], all: false),
            ("check", 2, ["--differences"]) => Check(files[0], files[1], all: true),
            _ => Refuse("用法：zhice policy parse FILE [--json|--text|--akn]；zhice policy check FILE GOLD [--differences]",
                "Usage: zhice policy parse FILE [--json|--text|--akn], or zhice policy check FILE GOLD [--differences]"),
        };
    }

    static int Parse(string file, string form)
    {
        if (Read(file) is not { } document) return 2;
        using var output = Console.OpenStandardOutput();
        switch (form)
        {
            case "--text":
                using (var words = new StreamWriter(output, leaveOpen: true)) words.Write(document.Text);
                break;
            case "--akn":
                output.Write(AkomaNtoso.Write(document));
                break;
            default:
                PolicyJson.Write(document, output);
                break;
        }
        return 0;
    }

    static int Check(string file, string gold, bool all)
    {
        if (Read(file) is not { } document) return 2;
        if (Bytes(gold) is not { } json) return 2;
        CheckResult result;
        try
        {
            result = PolicyCheck.Score(document, json);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return Refuse($"对照文件无法读取：{gold}（{e.Message}）", $"The gold file cannot be read: {gold} ({e.Message})");
        }
        var table = new StringBuilder();
        table.AppendLine(CultureInfo.InvariantCulture, $"{"field",-20} {"expected",8} {"found",8} {"correct",8} {"precision",9} {"recall",8}");
        foreach (var row in result.Rows)
        {
            if (row.Scored) table.AppendLine(CultureInfo.InvariantCulture, $"{row.Field,-20} {row.Expected,8} {row.Found,8} {row.Correct,8} {row.Precision,9:0.00} {row.Recall,8:0.00}");
            else table.AppendLine(CultureInfo.InvariantCulture, $"{row.Field,-20} {"n/a",8} {"",8} {"",8} {"n/a",9} {"n/a",8}");
        }
        table.AppendLine(CultureInfo.InvariantCulture, $"{"coverage",-20} {document.Coverage:0.0000}");
        Console.Out.Write(table);
        foreach (var difference in result.Differences.Take(all ? int.MaxValue : 20)) Console.Error.WriteLine(difference);
        return result.IsPerfect ? 0 : 1;
    }

    static PolicyDocument? Read(string file)
    {
        if (Source(file) is not { } source) return null;
        // The bytes of a long file are as large as all that is read from it: they go before the reading begins.
        if (source.Text.Length > LongText) TightHeap.Keep();
        return PolicyReader.Interpret(source);
    }

    static SourceText? Source(string file)
    {
        if (Bytes(file) is not { } bytes) return null;
        var (source, refusal) = FileReader.Read(bytes, Path.GetFileName(file));
        if (refusal is not null) Refuse(refusal.Chinese, refusal.English);
        return source;
    }

    static byte[]? Bytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var (chinese, english) = Reason(e, file);
            Refuse($"文件打不开：{file}（{chinese}）", $"The file cannot be opened: {file} ({english})");
            return null;
        }
    }

    /// <summary>Why a file cannot be opened, in words of our own: those of the runtime are English everywhere.</summary>
    static (string Chinese, string English) Reason(Exception fault, string file) => fault switch
    {
        _ when Directory.Exists(file) => ("这是文件夹，不是文件", "it is a folder"),
        FileNotFoundException or DirectoryNotFoundException => ("没有这个文件", "there is no such file"),
        UnauthorizedAccessException => ("没有读取权限", "it may not be read"),
        ArgumentException => ("文件名无效", "the name is not valid"),
        _ => ("读取出错", "reading it failed"),
    };

    static int Refuse(string chinese, string english)
    {
        Console.Error.WriteLine(chinese);
        Console.Error.WriteLine(english);
        return 2;
    }
}
