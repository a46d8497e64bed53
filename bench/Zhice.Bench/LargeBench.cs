using System.Diagnostics;
using System.Globalization;
using System.Text;
using Zhice.Policy;

namespace Zhice.Bench;

/// <summary>Unusually large files: a text of 20 MB and a table of 300 PDF pages, both made here of the demonstration's words.</summary>
internal static class LargeBench
{
    const string ParseOnly = "parse-only";

    /// <summary>The child's side: reads one file in a process that does nothing else.</summary>
    internal static bool IsChild(string[] arguments)
    {
        if (arguments is not [ParseOnly, var file]) return false;
        var read = PolicyReader.Read(File.ReadAllBytes(file), Path.GetFileName(file));
        Console.WriteLine(read.Document?.Tasks.Count.ToString(CultureInfo.InvariantCulture) ?? read.Refusal!.Code);
        return true;
    }

    internal static void Text()
    {
        Console.WriteLine("## A text of 20 MB");
        var folder = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
        try
        {
            var file = Path.Combine(folder, "large.txt");
            File.WriteAllText(file, Repeated(File.ReadAllText(Path.Combine(Places.Root, "data", "demo", "task-list.txt")), 20 * 1024 * 1024));
            var self = Environment.ProcessPath!;
            var alone = Child.Run(self, [ParseOnly, file]);
            Report("reading alone (goal: 150 MB)", alone);
            Report("zhice policy parse --json", Child.Run(Child.Zhice, ["policy", "parse", file, "--json"]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static void Pdf()
    {
        Console.WriteLine("## A table of 300 PDF pages (goal: 10 s)");
        const string chromium = "/usr/bin/chromium";
        if (!File.Exists(chromium))
        {
            Console.WriteLine("not measured: the PDF is printed by Chromium, which is not installed");
            return;
        }
        var folder = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
        try
        {
            var page = Path.Combine(folder, "table.html");
            var file = Path.Combine(folder, "table.pdf");
            File.WriteAllText(page, Table(300 * 6));
            using (var print = Process.Start(new ProcessStartInfo(chromium,
                ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-pdf-header-footer",
                    $"--user-data-dir={folder}/profile", $"--print-to-pdf={file}", $"file://{page}"])
                { RedirectStandardError = true, RedirectStandardOutput = true })!)
            {
                print.BeginErrorReadLine();
                print.BeginOutputReadLine();
                print.WaitForExit();
            }
            Report($"reading alone, {new FileInfo(file).Length / 1024 / 1024} MiB", Child.Run(Environment.ProcessPath!, [ParseOnly, file]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void Report(string what, Child child) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what,-32} {child.Milliseconds / 1000,8:F2} s   peak {child.PeakMegabytes:F0} MiB{(child.ExitCode == 0 ? "" : $"   exit code {child.ExitCode}")}"));

    static string Repeated(string text, int bytes)
    {
        var one = Encoding.UTF8.GetByteCount(text);
        var whole = new StringBuilder(bytes / 2);
        for (var written = 0; written < bytes; written += one) whole.Append(text).Append('\n');
        return whole.ToString();
    }

    // About six rows fill a landscape page.
    static string Table(int rows)
    {
        var html = new StringBuilder("<!doctype html><meta charset=utf-8><style>@page{size:A4 landscape;margin:15mm}body{font:11pt/1.6 'Noto Sans CJK SC'}"
            + "table{border-collapse:collapse;width:100%}td,th{border:1px solid #000;padding:2mm;vertical-align:top}thead{display:table-header-group}tr{height:26mm}</style>"
            + "<h1>2026年知识产权高质量发展任务清单（演示）</h1><table><thead><tr><th width=20%>任务清单<th width=50%>落实举措<th width=18%>责任部门<th>完成时间</thead>");
        for (var i = 1; i <= rows; i++)
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{i}.完善第{i}项工作机制<td>国家知识产权局：制定工作指引，组织专家论证不少于{i % 7 + 2}次。各地区要结合实际制定年度工作方案，明确责任单位和完成时限。<td>条法司、战略规划司<td>年底前完成");
        return html.Append("</table>").ToString();
    }
}
