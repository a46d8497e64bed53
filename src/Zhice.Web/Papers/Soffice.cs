using System.ComponentModel;
using System.Diagnostics;

namespace Zhice.Web.Papers;

/// <summary>Makes PDF of DOCX with LibreOffice, where this machine has it.</summary>
/// <remarks>Each run has a profile of its own, as two runs over one profile wait for each other for ever; two run at a time; each has a time limit.</remarks>
public sealed class Soffice : IDisposable
{
    static readonly string[] Places = ["/usr/bin/soffice", "/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice", "/usr/local/bin/soffice"];
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

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
            using var process = new Process
            {
                StartInfo = new ProcessStartInfo(Program)
                {
                    ArgumentList =
                    {
                        "--headless", "--norestore", $"-env:UserInstallation=file://{folder.FullName}/profile", "--convert-to", "pdf", "--outdir", folder.FullName, file,
                    },
                    RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.FullName,
                },
            };
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
