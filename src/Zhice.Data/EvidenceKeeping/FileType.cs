using Zhice.Domain;

namespace Zhice.Data.EvidenceKeeping;

/// <summary>A type of file that may be evidence.</summary>
/// <param name="MediaType">Internet media type, such as application/pdf.</param>
/// <param name="Extensions">Extensions that agree with it, lower case with their dot.</param>
public sealed record FileType(string MediaType, params IReadOnlyList<string> Extensions)
{
    /// <summary>True where a browser that opened it as a page could run what is in it. All files are sent as attachments; these without their type, too.</summary>
    public bool IsActive => MediaType is "text/html" or "image/svg+xml" or "application/xml";

    /// <summary>Written without its list brackets.</summary>
    internal static FileType Of(string mediaType, params IReadOnlyList<string> extensions) => new(mediaType, extensions);
}

/// <summary>The types that are accepted, and what tells them from one another.</summary>
public static class FileTypes
{
    internal static readonly FileType
        Pdf = FileType.Of("application/pdf", ".pdf"),
        Ofd = FileType.Of("application/ofd", ".ofd"),
        Zip = FileType.Of("application/zip", ".zip"),
        Docx = FileType.Of("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
        Xlsx = FileType.Of("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
        Pptx = FileType.Of("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"),
        Odt = FileType.Of("application/vnd.oasis.opendocument.text", ".odt"),
        Ods = FileType.Of("application/vnd.oasis.opendocument.spreadsheet", ".ods"),
        Odp = FileType.Of("application/vnd.oasis.opendocument.presentation", ".odp"),
        Doc = FileType.Of("application/msword", ".doc", ".wps"),
        Xls = FileType.Of("application/vnd.ms-excel", ".xls", ".et"),
        Ppt = FileType.Of("application/vnd.ms-powerpoint", ".ppt", ".dps"),
        Jpeg = FileType.Of("image/jpeg", ".jpg", ".jpeg"),
        Png = FileType.Of("image/png", ".png"),
        Gif = FileType.Of("image/gif", ".gif"),
        Bmp = FileType.Of("image/bmp", ".bmp"),
        Tiff = FileType.Of("image/tiff", ".tif", ".tiff"),
        WebP = FileType.Of("image/webp", ".webp"),
        Heic = FileType.Of("image/heic", ".heic", ".heif"),
        Svg = FileType.Of("image/svg+xml", ".svg"),
        Mp4 = FileType.Of("video/mp4", ".mp4", ".m4v", ".mov", ".3gp", ".m4a"),
        Avi = FileType.Of("video/x-msvideo", ".avi"),
        Matroska = FileType.Of("video/x-matroska", ".mkv", ".webm"),
        Wmv = FileType.Of("video/x-ms-asf", ".wmv", ".wma", ".asf"),
        Flv = FileType.Of("video/x-flv", ".flv"),
        Mpeg = FileType.Of("video/mpeg", ".mpg", ".mpeg"),
        Mp3 = FileType.Of("audio/mpeg", ".mp3"),
        Wav = FileType.Of("audio/wav", ".wav"),
        Flac = FileType.Of("audio/flac", ".flac"),
        Ogg = FileType.Of("audio/ogg", ".ogg", ".oga", ".ogv", ".opus"),
        Amr = FileType.Of("audio/amr", ".amr"),
        Html = FileType.Of("text/html", ".html", ".htm"),
        Xml = FileType.Of("application/xml", ".xml"),
        Text = FileType.Of("text/plain", ".txt", ".csv", ".tsv", ".md", ".log", ".json");

    /// <summary>All extensions that are accepted, for the file field of a form.</summary>
    public static IReadOnlyList<string> Extensions { get; } =
        [.. ((FileType[])[Pdf, Ofd, Docx, Xlsx, Pptx, Doc, Xls, Ppt, Odt, Ods, Odp, Zip, Jpeg, Png, Gif, Bmp, Tiff, WebP, Heic, Svg, Mp4, Avi, Matroska, Wmv, Flv, Mpeg,
            Mp3, Wav, Flac, Ogg, Amr, Html, Xml, Text]).SelectMany(type => type.Extensions)];

    /// <summary>A refusal about the file.</summary>
    internal static Invalid Refused(string code, params IReadOnlyList<object> arguments) => new(new Defect(code, "file", arguments));
}
