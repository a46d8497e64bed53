using Xunit;
using Zhice.Policy.Layout;

namespace Zhice.Policy.Tests.Corrections;

public sealed class ReadingJsonTests
{
    [Fact]
    public void A_stored_reading_reads_back_whole()
    {
        var reading = SmallReading.Usual() with { Places = [new SourcePlace(new Span(0, 4), 1, 2, 3, null)], IssuedOn = new DateOnly(2030, 3, 1) };
        Assert.Equal(Invariants.Print(reading), Invariants.Print(ReadingJson.Read(ReadingJson.Write(reading), reading.Text)));
    }

    [Fact]
    public void A_stored_source_reads_back_with_lines_and_tables()
    {
        var source = new SourceText("甲\n乙", [
            new LineBlock(new Span(0, 1), 1, 2, true, 1),
            new TableBlock(new Span(2, 3), [new TableRow(new Span(2, 3), [new TableCell(0, 2, [new CellLine(new Span(2, 3), true, 1)])], 1)]),
        ], true, SourceFormat.Docx);
        var json = ReadingJson.Write(source);
        var back = ReadingJson.ReadSource(json, source.Text);
        Assert.Equal(json, ReadingJson.Write(back));
        Assert.Equal("乙", Assert.IsType<TableBlock>(back.Blocks[1]).Rows[0].Cells[0].Lines[0].Span.Of(back.Text));
    }
}
