using Xunit;
using Zhice.Policy.Layout;

namespace Zhice.Policy.Tests.Readers;

/// <summary>Reads PDF where poppler is installed; skips visibly where it is not.</summary>
internal static class PdfFiles
{
    static readonly bool HasPoppler = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "pdftotext")));

    internal static SourceText Read(byte[] bytes)
    {
        Needed();
        return Readings.Read(bytes, "list.pdf");
    }

    internal static void Needed() => Assert.SkipUnless(HasPoppler, "pdftotext is not installed: apt-get install poppler-utils");
}
