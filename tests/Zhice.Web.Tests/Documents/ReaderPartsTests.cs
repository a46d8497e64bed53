using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Zhice.Web.Tests.Documents;

/// <summary>A long document is read in parts, and nothing is lost between them.</summary>
public sealed partial class ReaderPartsTests(SampleSite site) : IClassFixture<SampleSite>
{
    const int Items = 6000;

    [Fact]
    public async Task Parts_hold_the_whole_text_once_and_every_click_in_one_finds_its_item_there()
    {
        using var browser = site.Browse();
        await browser.LogIn("nationaladministrator");
        var at = await Upload(browser, "长文件.txt", Long());
        var first = await browser.Read(at);
        var count = int.Parse(Count().Match(first).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(count > 3, $"{count} parts");

        var (end, tasks) = (0, new HashSet<string>(StringComparer.Ordinal));
        for (var part = 1; part <= count; part++)
        {
            var page = part == 1 ? first : await browser.Read($"{at}?part={part}");
            Assert.True(page.Length < 3_000_000, $"part {part} has {page.Length} characters");
            foreach (Match piece in Piece().Matches(page))
            {
                Assert.Equal(end, int.Parse(piece.Groups[1].Value, CultureInfo.InvariantCulture));
                end = int.Parse(piece.Groups[2].Value, CultureInfo.InvariantCulture);
            }
            var here = Block().Matches(page).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
            Assert.All(Led().Matches(page).Select(m => m.Groups[1].Value).Distinct(), led => Assert.Contains(led, here));
            tasks.UnionWith(here.Where(key => key.StartsWith('t')));
        }

        Assert.True(end > 300_000, $"{end} units of text");
        Assert.Equal(Items, tasks.Count);
    }

    [Fact]
    public async Task A_link_to_words_opens_the_part_that_holds_them()
    {
        using var browser = site.Browse();
        await browser.LogIn("nationaladministrator");
        var at = await Upload(browser, "长文件二.txt", Long() + "7000．办理最后一项工作。（办公室负责）\n");
        var last = await browser.Read($"{at}?part=99"); // beyond the end: the last one
        var words = Regex.Match(last, "data-n=\"task:[^\"]*\" data-s=\"([0-9]+)\" data-e=\"([0-9]+)\"", RegexOptions.RightToLeft);

        var page = await browser.Read($"{at}?s={words.Groups[1].Value}-{words.Groups[2].Value}");

        Assert.Equal(Count().Match(last).Value, Count().Match(page).Value);
        Assert.Contains("asked", page, StringComparison.Ordinal); // marked without script too
    }

    [Fact]
    public async Task A_short_document_is_one_page()
    {
        using var browser = site.Browse();
        Assert.DoesNotContain("rd-parts", await browser.Read($"/documents/{site.Sample.Public.Id.Value}"), StringComparison.Ordinal);
    }

    static string Long()
    {
        var text = new StringBuilder("2026年超长任务清单（演示）\n\n");
        for (var i = 1; i <= Items; i++)
        {
            if (i % 100 == 1) text.Append(CultureInfo.InvariantCulture, $"第{i / 100 + 1}章 分工安排\n\n");
            text.Append(CultureInfo.InvariantCulture, $"{i}．修订第{i}号专利工作规范，完善第{i}项工作机制，按季度通报进展并形成报告。（条法司、保护司负责）\n\n");
        }
        return text.ToString();
    }

    static async Task<string> Upload(Browser browser, string name, string text)
    {
        var answer = await browser.Upload("/documents/new", "/documents/new", [("disclosure", "Public")], (name, Encoding.UTF8.GetBytes(text)));
        var page = answer.Headers.Location?.OriginalString ?? await answer.Text();
        return Address().Match(page).Value;
    }

    [GeneratedRegex("/documents/[0-9]+")]
    private static partial Regex Address();
    [GeneratedRegex("第 [0-9]+ 部分，共 ([0-9]+) 部分")]
    private static partial Regex Count();
    [GeneratedRegex("<div class=\"chunk\" lang=\"zh-CN\" data-c=\"[0-9]+\" data-from=\"([0-9]+)\" data-to=\"([0-9]+)\"")]
    private static partial Regex Piece();
    [GeneratedRegex("class=\"blk[^\"]*\" data-k=\"([^\"]+)\"")]
    private static partial Regex Block();
    [GeneratedRegex(" data-b=\"([^\"]+)\"")]
    private static partial Regex Led();
}
