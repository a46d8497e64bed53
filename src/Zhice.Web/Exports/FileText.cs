using Zhice.Records.Text;

namespace Zhice.Web.Exports;

/// <summary>The text of an uploaded table: what spreadsheets of the offices write is UTF-8, or GB18030 where nobody told them otherwise.</summary>
internal static class FileText
{
    /// <summary>The text without its mark; characters that its encoding does not have are replaced, so that the reader of the table names the line.</summary>
    public static async Task<string> Read(IFormFile file, CancellationToken cancel)
    {
        var stream = file.OpenReadStream();
        await using (stream)
        {
            using var reader = new StreamReader(stream, TableEncoding.Of(stream, strict: false), true, 4096, leaveOpen: true);
            return await reader.ReadToEndAsync(cancel);
        }
    }
}
