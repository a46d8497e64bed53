using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Xunit;

namespace Zhice.Web.Tests.Exports;

/// <summary>A workbook as somebody else's library reads it.</summary>
static class Workbook
{
    public static void IsValid(byte[] bytes)
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(bytes), false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(book, TestContext.Current.CancellationToken)
            .Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}"));
    }

    /// <summary>All texts of all sheets, a line each.</summary>
    public static string Texts(byte[] bytes)
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(bytes), false);
        return string.Join('\n', book.WorkbookPart!.WorksheetParts.SelectMany(s => s.Worksheet.Descendants<Text>()).Select(t => t.Text));
    }

    /// <summary>Values of the sheet with that number, by place.</summary>
    public static Dictionary<string, string> Values(byte[] bytes, int sheet = 1)
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(bytes), false);
        var id = book.WorkbookPart!.Workbook.Sheets!.Elements<Sheet>().ElementAt(sheet - 1).Id!.Value!;
        return ((WorksheetPart)book.WorkbookPart.GetPartById(id)).Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>()
            .ToDictionary(c => c.CellReference!.Value!, c => c.InlineString?.Text?.Text ?? c.CellValue?.Text ?? "", StringComparer.Ordinal);
    }
}
