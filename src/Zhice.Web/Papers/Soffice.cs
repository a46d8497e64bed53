using System.ComponentModel;
using System.Diagnostics;

namespace Zhice.Web.Papers;

/// <summary>Makes PDF of DOCX with LibreOffice, where this machine has it.</summary>
/// <remarks>Each run has a profile of its own, as two runs over one profile wait for each other for ever; two run at a time; each has a time limit.</remarks>
public sealed class Soffice : IDisposable
{
    static readonly string[] Places = ["/usr/bin/soffice", "/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice", "/usr/local/bin/soffice"];
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // The fonts of official papers are sold, and a server rarely has them: the free ones nearest to them stand in, as few fonts of a paper are alike otherwise.
    const string Fonts = """
        <?xml version="1.0"?>
        <!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
        <fontconfig>
          <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
          <alias binding="same"><family>方正小标宋简体</family><accept><family>Noto Serif CJK SC</family><family>Source Han Serif SC</family></accept></alias>
          <alias binding="same"><family>仿宋_GB2312</family><accept><family>FangSong</family><family>Noto Serif CJK SC</family></accept></alias>
          <alias binding="same"><family>楷体_GB2312</family><accept><family>KaiTi</family><family>AR PL UKai CN</family><family>Noto Serif CJK SC</family></accept></alias>
          <alias binding="same"><family>宋体</family><accept><family>SimSun</family><family>Noto Serif CJK SC</family></accept></alias>
          <alias binding="same"><family>黑体</family><accept><family>SimHei</family><family>Noto Sans CJK SC</family></accept></alias>
        </fontconfig>
        """;

    // PDF/A-2b: a paper that is kept holds its fonts and asks for nothing from outside.
    const string ArchivalPdf = """pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}""";

    readonly SemaphoreSlim places = new(2);

    /// <summary>Looks for the program once.</summary>
    /// <param name="program">Path of the program; null to look where systems put it.</param>
    public Soffice(string? program = null) => Program = program ?? Array.Find(Places, File.Exists);

    /// <summary>Path of the program; null where there is none.</summary>
    public string? Program { get; }

    /// <summary>The PDF; null where LibreOffice is missing, fails or takes too long.</summary>
    public async Task<byte[]?> ToPdf(byte[] docx, CancellationToken cancel)
    {
        if (Program is null) return null;
        await places.WaitAsync(cancel);
        var folder = Directory.CreateTempSubdirectory("zhice-pdf-");
        try
        {
            var file = Path.Combine(folder.FullName, "paper.docx");
            await File.WriteAllBytesAsync(file, docx, cancel);
            var fonts = Path.Combine(folder.FullName, "fonts.conf");
            await File.WriteAllTextAsync(fonts, Fonts, cancel);
            using var process = new Process
            {
                StartInfo = new ProcessStartInfo(Program)
                {
                    ArgumentList =
                    {
                        "--headless", "--norestore", $"-env:UserInstallation=file://{folder.FullName}/profile", "--convert-to", ArchivalPdf, "--outdir", folder.FullName, file,
                    },
                    RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.FullName,
                },
            };
            process.StartInfo.Environment["FONTCONFIG_FILE"] = fonts;
            if (!Start(process)) return null;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Longest);
            try
            {
                await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token), process.WaitForExitAsync(limit.Token));
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancel.ThrowIfCancellationRequested();
                return null;
            }
            var pdf = Path.Combine(folder.FullName, "paper.pdf");
            return File.Exists(pdf) ? await File.ReadAllBytesAsync(pdf, cancel) : null;
        }
        finally
        {
            places.Release();
            folder.Delete(recursive: true);
        }
    }

    static bool Start(Process process)
    {
        try
        {
            return process.Start();
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();
}
