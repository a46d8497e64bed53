using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Zhice.Web.Hosting;

/// <summary>Marks an endpoint whose form is read as it comes in, because a file in it may be larger than memory. Its form token is the first field.</summary>
internal sealed class ReadsStreamedForm;

/// <summary>A multipart form read part by part. Fields stand before the file; nothing of the file is read before the endpoint asks for it.</summary>
internal sealed class StreamedForm
{
    const int MostFields = 40, MostField = 16 * 1024;

    readonly MultipartReader reader;
    readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);

    StreamedForm(MultipartReader reader) => this.reader = reader;

    /// <summary>The form of a request; null where the request brings none.</summary>
    public static StreamedForm? Of(HttpContext context)
    {
        if (context.Features.Get<StreamedForm>() is { } begun) return begun;
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary)
            return null;
        var form = new StreamedForm(new MultipartReader(boundary, context.Request.Body, 64 * 1024));
        context.Features.Set(form);
        return form;
    }

    /// <summary>Reads the first field when it is the form token; null when it is something else.</summary>
    public async Task<string?> Token(string field, CancellationToken cancel)
    {
        if (await reader.ReadNextSectionAsync(cancel) is not { } section || NameOf(section) != (field, null)) return null;
        return await Value(section, cancel);
    }

    /// <summary>A field that has been read, without white space around it; null where there is none, or an empty one.</summary>
    public string? this[string name] => fields.GetValueOrDefault(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>Reads fields up to the first file that was chosen; null at the end of the form.</summary>
    /// <exception cref="InvalidDataException">The form is malformed, or has too many or too long fields.</exception>
    /// <exception cref="IOException">The form ended in the middle.</exception>
    public async Task<(string Name, Stream Body)?> NextFile(CancellationToken cancel)
    {
        while (await reader.ReadNextSectionAsync(cancel) is { } section)
        {
            var (name, file) = NameOf(section);
            if (file is { Length: > 0 }) return (file, section.Body);
            if (name is null || file is not null) continue; // a file field in which nothing was chosen
            if (fields.Count >= MostFields) throw new InvalidDataException("The form has too many fields.");
            fields[name] = await Value(section, cancel);
        }
        return null;
    }

    static async Task<string> Value(MultipartSection section, CancellationToken cancel)
    {
        var buffer = new byte[MostField + 1];
        var length = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return length <= MostField ? Encoding.UTF8.GetString(buffer, 0, length) : throw new InvalidDataException("A field of the form is too long.");
    }

    static (string? Name, string? File) NameOf(MultipartSection section)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) return (null, null);
        var file = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        return (HeaderUtilities.RemoveQuotes(disposition.Name).Value, file.HasValue ? HeaderUtilities.RemoveQuotes(file).Value : null);
    }
}
