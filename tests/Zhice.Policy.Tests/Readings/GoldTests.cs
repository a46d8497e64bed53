using Xunit;
using Zhice.Policy.Output;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Every field that a gold file holds comes out with precision and recall 1.00, from each format that the document exists in.</summary>
public sealed class GoldTests
{
    [Theory]
    [InlineData("2019-promotion-plan.txt", "2019-promotion-plan")]  // numbered items, first named department leads
    [InlineData("2021-task-list.txt", "2021-task-list")]            // four columns flattened line by line
    [InlineData("2021-task-list.pdf", "2021-task-list")]            // the same from positions on the page
    [InlineData("2022-annual-guideline.txt", "2022-annual-guideline")] // marks inside paragraphs, web page around
    [InlineData("2022-annual-guideline.html", "2022-annual-guideline")]
    [InlineData("2023-task-list.txt", "2023-task-list")]            // tab-led cells
    [InlineData("2023-task-list.docx", "2023-task-list")]           // merged section rows
    [InlineData("2023-work-points.txt", "2023-work-points")]        // no owners, words broken over lines
    public void A_real_document_comes_out_as_its_gold_file_says(string file, string gold)
    {
        if (file.EndsWith(".pdf", StringComparison.Ordinal)) Assert.SkipUnless(File.Exists("/usr/bin/pdftotext"), "poppler-utils is not installed.");
        var json = File.ReadAllBytes(RealDocuments.PathOf($"gold/{gold}.json"));

        var result = PolicyCheck.Score(RealDocuments.Read(file), json);

        Assert.True(result.IsPerfect, string.Join('\n', result.Differences));
        Assert.Contains(result.Rows, row => row.Field == "tasks" && row.Expected > 0);
    }

    [Theory]
    [InlineData("2021-task-list.txt", "2021-task-list.pdf")]
    [InlineData("2022-annual-guideline.txt", "2022-annual-guideline.html")]
    [InlineData("2023-task-list.txt", "2023-task-list.docx")]
    public void The_same_document_in_two_formats_gives_the_same_tasks(string one, string other)
    {
        if (other.EndsWith(".pdf", StringComparison.Ordinal)) Assert.SkipUnless(File.Exists("/usr/bin/pdftotext"), "poppler-utils is not installed.");

        Assert.Equal(Words(RealDocuments.Read(one)), Words(RealDocuments.Read(other)));
    }

    static IEnumerable<string> Words(PolicyDocument document) => document.Tasks.SelectMany(t => (string[])
    [
        $"{t.Id} {t.Number} {t.Title} {string.Join('/', t.SectionPath)}",
        .. t.Assignments.Select(a => $"{t.Id} {a.Organisation} {a.Role} {a.Mode}"),
        .. t.Measures.SelectMany(m => m.Commitments).Select(c => $"{c.Id} {c.Text}"),
    ]);
}
