using System.Text;
using Xunit;
using Zhice.Web.Exports;

namespace Zhice.Web.Tests.Exports;

/// <summary>Workbooks: valid for others, harmless to open, and true to what was written.</summary>
public sealed class XlsxWriterTests
{
    [Fact]
    public void A_workbook_with_everything_in_it_is_valid()
    {
        var bytes = Written(book =>
        {
            book.Begin(new SheetLayout("填报[表]/2023", [8, 40, 0, 12])
            {
                FrozenRows = 2, FilterRow = 2, Protected = true, SpanningRows = [1],
                Choices = [new ListOfWords(1, 3, 9, ["未启动", "进行中"], "请从列表中选择。")],
            });
            book.Row(Cell.Of("标题", CellStyle.Title));
            book.Row(Cell.Of("编号", CellStyle.Head), Cell.Of("状态", CellStyle.Head));
            book.Row(Cell.Of("1", CellStyle.Key), Cell.Of("进行中", CellStyle.Entry), Cell.Of(3.5m), Cell.Of(new DateOnly(2024, 2, 29)));
            book.Begin(new SheetLayout("填报 表  2023", []) { Hidden = true });
        });

        Workbook.IsValid(bytes);
        var cells = Workbook.Values(bytes);
        Assert.Equal(("进行中", "3.5", "45351"), (cells["B3"], cells["C3"], cells["D3"])); // 45351 is 29 February 2024 in Excel
    }

    [Fact]
    public void An_empty_table_and_an_empty_workbook_are_valid()
    {
        Workbook.IsValid(Written(_ => { }));
        Workbook.IsValid(Written(book => book.Begin(new SheetLayout("", [10]))));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")")]
    [InlineData("+86 10", "'+86 10")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("'=1", "''=1")] // an apostrophe of the text's own is not lost
    [InlineData("'tis", "'tis")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void What_a_spreadsheet_would_run_gets_an_apostrophe_and_loses_it_again(string text, string written)
    {
        Assert.Equal(written, Harmless.Out(text));
        Assert.Equal(text, Harmless.In(written));
    }

    [Theory]
    [InlineData("两行\n第二行")]
    [InlineData("回车\r\n换行")]
    [InlineData("_x000D_")] // looks escaped, is not
    [InlineData("__x005F_x000D_")]
    [InlineData("\u0001\u001F")]
    [InlineData("𠮷野家 😀")]
    [InlineData("  outer space ")]
    public void Every_text_comes_back_as_it_was(string text) => Assert.Equal(text, XlsxText.Unescape(XlsxText.Escape(text)));

    [Fact]
    public void A_formula_cannot_be_written()
    {
        var bytes = Written(book =>
        {
            book.Begin(new SheetLayout("a", [10]));
            book.Row(Cell.Of("=1+1"), Cell.Of("=cmd|' /C calc'!A0", CellStyle.Entry));
        });

        var cells = Workbook.Values(bytes);
        Assert.Equal("'=1+1", cells["A1"]);
        Assert.StartsWith("'=cmd", cells["B1"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "A")]
    [InlineData(25, "Z")]
    [InlineData(26, "AA")]
    [InlineData(701, "ZZ")]
    [InlineData(702, "AAA")]
    public void Columns_are_named_as_excel_names_them(int column, string name)
    {
        Assert.Equal(name, XlsxText.ColumnName(column));
        Assert.Equal(column, XlsxText.ColumnOf(name + "12"));
    }

    [Fact]
    public async Task The_csv_of_a_table_says_the_same_as_its_workbook()
    {
        var table = new TableFile("表", [new("名称"), new("日期")], [[Cell.Of("=x,\"y\""), Cell.Of(new DateOnly(2023, 12, 15))]]);

        var csv = await table.Csv(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(csv.FileStream, Encoding.UTF8);
        Assert.Equal("\"名称\",\"日期\"\r\n\"'=x,\"\"y\"\"\",\"2023-12-15\"\r\n", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));

        var xlsx = await table.Xlsx(TestContext.Current.CancellationToken);
        using var bytes = new MemoryStream();
        await using (xlsx.FileStream) await xlsx.FileStream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        Workbook.IsValid(bytes.ToArray());
        Assert.Equal("'=x,\"y\"", Workbook.Values(bytes.ToArray())["A2"]);
    }

    static byte[] Written(Action<XlsxWriter> write)
    {
        using var stream = new MemoryStream();
        using (var book = new XlsxWriter(stream)) write(book);
        return stream.ToArray();
    }
}
