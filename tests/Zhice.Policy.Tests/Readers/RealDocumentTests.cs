using System.Text.Json;
using Xunit;
using Zhice.Policy.Layout;

namespace Zhice.Policy.Tests.Readers;

public sealed class RealDocumentTests
{
    /// <summary>Task rows of a table: not the head, and with more than a section's name.</summary>
    static List<TableRow> TaskRows(SourceText source) =>
        [.. source.Blocks.OfType<TableBlock>().SelectMany(table => table.Rows.Skip(1)).Where(row => row.Cells.Count > 1)];

    static string Cell(SourceText source, TableRow row, int column) =>
        Readings.Squeeze(string.Concat(row.Cells.Where(cell => cell.Column == column).SelectMany(cell => cell.Lines).Select(line => source.Of(line.Span))));

    static List<JsonElement> Tasks(string gold) =>
        [.. JsonDocument.Parse(Readings.WithoutMark(SharedFiles.Bytes("gold/" + gold))).RootElement.GetProperty("tasks").EnumerateArray()];

    [Fact]
    public void The_pdf_of_2021_gives_the_cells_of_its_text()
    {
        PdfFiles.Needed();
        var source = Readings.Read(SharedFiles.Bytes("2021-task-list.pdf"), "2021-task-list.pdf");
        var rows = TaskRows(source);
        var text = Readings.Squeeze(Readings.Read(SharedFiles.Bytes("2021-task-list.txt"), "2021-task-list.txt").Text);

        Assert.Equal(Tasks("2021-task-list.json").Count, rows.Count);
        foreach (var (row, task) in rows.Zip(Tasks("2021-task-list.json")))
        {
            Assert.Equal($"{task.GetProperty("no").GetString()}.{Readings.Squeeze(task.GetProperty("title").GetString()!)}", Cell(source, row, 0));
            // Each department and the time stand in their own columns, whole.
            foreach (var assigned in task.GetProperty("assignments").EnumerateArray())
                Assert.Contains(assigned.GetProperty("org").GetString()!.Replace("专利局", "", StringComparison.Ordinal), Cell(source, row, 2), StringComparison.Ordinal);
            Assert.Contains(Cell(source, row, 3), (string[])["年底前完成", "年内有阶段性成果"]);
            // Page marks part a measure of the text file here and there, so the ends of its first paragraph are looked up.
            Assert.Contains(Cell(source, row, 1)[..12], text, StringComparison.Ordinal);
            Assert.Equal(task.GetProperty("measure_scopes").GetArrayLength(),
                row.Cells.Single(cell => cell.Column == 1).Lines.Count(line => line.StartsParagraph));
        }
        Assert.Equal(8, source.Blocks.OfType<TableBlock>().Single().Rows.Count(row => row.Cells is [{ ColumnSpan: 4 }]));
    }

    [Fact]
    public void The_word_file_of_2023_gives_the_cells_of_its_text()
    {
        var source = Readings.Read(SharedFiles.Bytes("2023-task-list.docx"), "2023-task-list.docx");
        var text = Readings.Read(SharedFiles.Bytes("2023-task-list.txt"), "2023-task-list.txt");
        var cells = source.Blocks.OfType<TableBlock>().Single().Rows.SelectMany(row => row.Cells).SelectMany(cell => cell.Lines).Select(line => source.Of(line.Span));

        Assert.Equal(Tasks("2023-task-list.json").Count, TaskRows(source).Count);
        Assert.Equal(Readings.Squeeze(text.Text), Readings.Squeeze(string.Concat(source.Lines().TakeWhile(line => line.Length > 0)) + string.Concat(cells)));
    }

    [Fact]
    public void The_web_page_of_2022_gives_the_lines_of_its_text_with_the_site_as_noise()
    {
        var page = Readings.Read(SharedFiles.Bytes("2022-annual-guideline.html"), "2022-annual-guideline.html");
        var text = Readings.Read(SharedFiles.Bytes("2022-annual-guideline.txt"), "2022-annual-guideline.txt");
        var site = page.Lines(noise: true).Select(Readings.Squeeze).ToHashSet();

        Assert.Equal(text.Lines().Select(Readings.Squeeze).Where(line => !site.Contains(line)), page.Lines().Select(Readings.Squeeze).Where(line => !site.Contains(line)));
        Assert.Contains("主办单位:国家知识产权局版权所有:国家知识产权局", site);
        Assert.DoesNotContain("发布时间:2022-03-21", site);
    }
}
