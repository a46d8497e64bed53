using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Zhice.Policy.Layout;
using Zhice.Policy.Readers.Geometry;

namespace Zhice.Policy.Readers.Pdf;

/// <summary>
/// PDF with a text layer. Words and their boxes come from poppler's pdftotext, run as a process of its own with a clean environment,
/// a time limit and bounded output; the drawn lines of tables come from the file itself where they can be found.
/// </summary>
internal static class PdfReader
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    const int MaxWords = 3_000_000;
    const int MaxPages = 3_000;
    const int MaxWordsOnPage = 30_000;
    const int TailBytes = 64 * 1024;

    /// <summary>Reads the file; <paramref name="tool"/> is the program that gives its words.</summary>
    internal static SourceText Read(byte[] bytes, CancellationToken cancel, string tool = "pdftotext")
    {
        // Poppler mends a file that was cut off and gives the pages that are left; half a list must not pass for the whole.
        if (bytes.AsSpan(Math.Max(0, bytes.Length - TailBytes)).LastIndexOf("%%EOF"u8) < 0) throw new UnreadableException(ReadRefusals.Damaged("PDF"));
        var pages = Words(bytes, tool, cancel);
        if (pages.Count == 0) throw new UnreadableException(ReadRefusals.Damaged("PDF"));
        if (IsScan(pages)) throw new UnreadableException(ReadRefusals.Scanned);
        PdfRulings.AddTo(pages, bytes, cancel);
        return PageGeometry.Read(pages, SourceFormat.Pdf, cancel);
    }

    /// <summary>Hardly any words on its pages: pictures, perhaps with a stamp or a page number set over them.</summary>
    static bool IsScan(List<PageContent> pages) =>
        pages.Sum(page => page.Words.Sum(word => PageFurniture.IsPageNumber(word.Text) ? 0 : word.Text.Length)) < Math.Min(pages.Count * 4, 20);

    static List<PageContent> Words(byte[] bytes, string tool, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("zhice-pdf-"); // made for this user alone
        try
        {
            var file = Path.Combine(folder.FullName, "input.pdf");
            File.WriteAllBytes(file, bytes);
            return Run(tool, file, folder.FullName, cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static List<PageContent> Run(string tool, string file, string folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(tool, ["-bbox-layout", "-enc", "UTF-8", file, "-"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = folder,
        };
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = path ?? "/usr/local/bin:/usr/bin:/bin";
        start.Environment["HOME"] = folder;
        start.Environment["LC_ALL"] = "C.UTF-8";

        using var process = Start(start);
        using var timer = new CancellationTokenSource(Limit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancel);
        using var stop = either.Token.Register(() => Kill(process));
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => { if (line.Data is not null && errors.Length < 4096) errors.AppendLine(line.Data); };
        process.BeginErrorReadLine();
        try
        {
            var pages = Parse(process.StandardOutput);
            process.WaitForExit();
            cancel.ThrowIfCancellationRequested();
            if (timer.IsCancellationRequested) throw new UnreadableException(ReadRefusals.PdfTimeout);
            if (process.ExitCode != 0) throw new UnreadableException(FaultOf(errors.ToString()));
            return pages;
        }
        finally
        {
            Kill(process);
        }
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new UnreadableException(ReadRefusals.PdfToolMissing);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new UnreadableException(ReadRefusals.PdfToolMissing);
        }
    }

    static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended by itself in between.
        }
    }

    static ReadRefusal FaultOf(string errors) =>
        errors.Contains("password", StringComparison.OrdinalIgnoreCase) || errors.Contains("encrypt", StringComparison.OrdinalIgnoreCase)
            ? ReadRefusals.Encrypted : ReadRefusals.Damaged("PDF");

    /// <summary>
    /// One page or word stands on each line of poppler's output. It is not read as XML: broken fonts give control characters
    /// there, which no XML reader takes.
    /// </summary>
    static List<PageContent> Parse(StreamReader output)
    {
        var pages = new List<PageContent>();
        var words = 0;
        while (output.ReadLine() is { } raw)
        {
            var line = raw.AsSpan().TrimStart();
            if (line.StartsWith("<page ", StringComparison.Ordinal))
            {
                if (pages.Count >= MaxPages) throw new UnreadableException(ReadRefusals.TooManyLines);
                pages.Add(new PageContent(pages.Count + 1, Number(line, "width=\""), Number(line, "height=\""), [], []));
            }
            else if (line.StartsWith("<word ", StringComparison.Ordinal) && pages.Count > 0)
            {
                if (++words > MaxWords || pages[^1].Words.Count >= MaxWordsOnPage) throw new UnreadableException(ReadRefusals.TooManyLines);
                if (Word(line) is { } word) pages[^1].Words.Add(word);
            }
        }
        return pages;
    }

    static PageWord? Word(ReadOnlySpan<char> line)
    {
        var (open, close) = (line.IndexOf('>'), line.LastIndexOf("</word>", StringComparison.Ordinal));
        if (open < 0 || close <= open + 1) return null;
        var text = CanonicalText.Line(WebUtility.HtmlDecode(line[(open + 1)..close].ToString())).Trim();
        var word = new PageWord(text, Number(line, "xMin=\""), Number(line, "yMin=\""), Number(line, "xMax=\""), Number(line, "yMax=\""));
        return text.Length > 0 && word.Right > word.Left && word.Bottom > word.Top ? word : null;
    }

    static double Number(ReadOnlySpan<char> line, string name)
    {
        var at = line.IndexOf(name, StringComparison.Ordinal);
        if (at < 0) return 0;
        var value = line[(at + name.Length)..];
        var end = value.IndexOf('"');
        return end > 0 && double.TryParse(value[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? Math.Clamp(number, -100_000, 100_000) : 0;
    }
}
