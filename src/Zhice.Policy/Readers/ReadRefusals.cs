using System.Globalization;

namespace Zhice.Policy.Readers;

/// <summary>Every reason for which a file is not read, on one screen; each says what to do next.</summary>
internal static class ReadRefusals
{
    internal static readonly ReadRefusal Empty = new("file.empty",
        "文件是空的，没有可以读取的内容。请检查文件是否完整，重新上传。",
        "The file is empty. Check that it is complete and upload it again.");

    internal static readonly ReadRefusal NoText = new("file.no-text",
        "文件里没有文字内容。如果正文是图片，请先做文字识别（OCR），再上传识别后的文件。",
        "The file holds no text. If its pages are pictures, recognise them (OCR) first and upload the result.");

    internal static readonly ReadRefusal LegacyWord = new("file.legacy-word",
        "这是旧版 .doc 或 .wps 文件，不能直接读取。请用 Word 或 WPS 打开，选择“文件—另存为—Word 文档（.docx）”，再上传 .docx 文件。",
        "This is an old .doc or .wps file. Open it in Word or WPS, choose File – Save As – Word Document (.docx), and upload the .docx file.");

    internal static readonly ReadRefusal Encrypted = new("file.encrypted",
        "文件已加密或设有打开密码，不能读取。请先解除密码，另存一份后再上传。",
        "The file is encrypted or needs a password. Remove the password, save a copy and upload that.");

    internal static readonly ReadRefusal Spreadsheet = new("file.spreadsheet",
        "这是电子表格文件，不是公文正文。请把表格另存为 .docx 或 .pdf 后再上传。",
        "This is a spreadsheet. Save it as .docx or .pdf and upload that.");

    internal static readonly ReadRefusal Presentation = new("file.presentation",
        "这是演示文稿文件，不是公文正文。请另存为 .docx 或 .pdf 后再上传。",
        "This is a presentation. Save it as .docx or .pdf and upload that.");

    internal static readonly ReadRefusal OpenDocument = new("file.open-document",
        "这是 OpenDocument 文件，不能直接读取。请用 WPS 或 LibreOffice 打开，另存为 .docx 后再上传。",
        "This is an OpenDocument file. Open it in LibreOffice or WPS, save it as .docx and upload that.");

    internal static readonly ReadRefusal RichText = new("file.rtf",
        "这是 .rtf 文件，不能直接读取。请用 Word 或 WPS 打开，另存为 .docx 后再上传。",
        "This is an .rtf file. Open it in Word or WPS, save it as .docx and upload that.");

    internal static readonly ReadRefusal Image = new("file.image",
        "这是图片文件，没有文字层。请先做文字识别（OCR），把结果存为 .docx、.txt 或带文字层的 .pdf 再上传。",
        "This is a picture without a text layer. Recognise it (OCR), save the result as .docx, .txt or a PDF with text, and upload that.");

    internal static readonly ReadRefusal Archive = new("file.archive",
        "这是压缩包，不是单个文件。请先解压，再上传其中的公文文件。",
        "This is an archive. Unpack it and upload the document inside.");

    internal static readonly ReadRefusal Xml = new("file.xml",
        "这是 XML 数据文件，不是公文正文。请用原来的软件打开，另存为 .docx 或 .pdf 后再上传。",
        "This is an XML data file. Open it in the program that made it, save it as .docx or .pdf and upload that.");

    internal static readonly ReadRefusal WebArchive = new("file.web-archive",
        "这是网页归档（.mht）文件，不能直接读取。请在浏览器中打开，另存为 .html 或打印成 .pdf 后再上传。",
        "This is a web archive (.mht). Open it in a browser, save it as .html or print it to .pdf and upload that.");

    internal static readonly ReadRefusal Unknown = new("file.unknown",
        "无法识别这个文件的格式。可以读取的格式有：.docx、.pdf（带文字层）、.ofd、.html、.txt、.md。请另存为其中一种后再上传。",
        "The format of this file is not known. Save it as .docx, .pdf with a text layer, .ofd, .html, .txt or .md and upload that.");

    internal static readonly ReadRefusal Scanned = new("file.scanned",
        "这份文件是扫描件，没有文字层。请先做文字识别（OCR）生成带文字层的 PDF，或上传原始的 .docx 文件。",
        "This document is scanned and has no text layer. Recognise it (OCR) into a PDF with text, or upload the original .docx.");

    internal static readonly ReadRefusal TooDeep = new("file.too-deep",
        "文件的嵌套层次太多，可能已损坏或是恶意构造的。请用 Word 或浏览器打开后另存一份，再上传。",
        "The file is nested too deeply; it may be damaged or made to do harm. Open it, save a copy and upload that.");

    internal static readonly ReadRefusal ZipBomb = new("file.expands-too-much",
        "文件解压后的内容过大，可能已损坏或是恶意构造的。请用原来的软件打开后另存一份，或拆成几份再上传。",
        "The file expands to too much content; it may be damaged or made to do harm. Open it and save a copy, or split it, and upload that.");

    internal static readonly ReadRefusal ExternalEntities = new("file.external-entities",
        "文件内含外部实体或文档类型声明，出于安全不予读取。请用 Word 或 WPS 打开后另存为 .docx，再上传。",
        "The file holds a document type declaration or external entities and is not read for safety. Save it again as .docx and upload that.");

    internal static readonly ReadRefusal TooManyLines = new("file.too-many-lines",
        "文件的行数、页数或单元格过多，不像是公文。请拆成几份，或删去无关内容后再上传。",
        "The file has too many lines, pages or cells for an official document. Split it or remove what does not belong, and upload again.");

    internal static readonly ReadRefusal PdfToolMissing = new("pdf.tool-missing",
        "服务器没有安装读取 PDF 的工具。请管理员运行 apt-get install poppler-utils；在此之前可以上传 .docx、.html 或 .txt。",
        "The tool that reads PDF is not installed here. Ask the administrator to run apt-get install poppler-utils; until then upload .docx, .html or .txt.");

    internal static readonly ReadRefusal PdfTimeout = new("pdf.timeout",
        "读取这份 PDF 用时过长，已停止。请拆成几份，或上传原始的 .docx 文件。",
        "Reading this PDF took too long and was stopped. Split it, or upload the original .docx.");

    /// <summary>Damaged or cut off; <paramref name="format"/> is the format's name, such as PDF.</summary>
    internal static ReadRefusal Damaged(string format) => new("file.damaged",
        $"这份 {format} 文件已损坏或不完整。请检查能否正常打开，重新下载或另存一份后再上传。",
        $"This {format} file is damaged or cut off. Check that it opens, download or save it again, and upload that.");

    /// <summary>Larger than <paramref name="limit"/> bytes.</summary>
    internal static ReadRefusal TooLarge(long limit) => new("file.too-large", string.Create(CultureInfo.InvariantCulture,
        $"文件超过 {limit >> 20} MB 的上限。请删去图片或拆成几份后再上传。"), string.Create(CultureInfo.InvariantCulture,
        $"The file is larger than {limit >> 20} MB. Remove pictures or split it, and upload again."));
}

/// <summary>Stops a reader in the middle of a file; <see cref="FileReader"/> turns it into its refusal.</summary>
internal sealed class UnreadableException(ReadRefusal refusal) : Exception(refusal.English)
{
    internal ReadRefusal Refusal { get; } = refusal;
}
