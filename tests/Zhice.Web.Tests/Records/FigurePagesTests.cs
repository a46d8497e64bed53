using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Xunit;
using Zhice.Web.Features.Records.Figures;
using Zhice.Web.Ui.Drawings;

namespace Zhice.Web.Tests.Records;

/// <summary>What a picture of the analysis shows is what its table says, and what a name in the table leads to is that many records.</summary>
public sealed partial class FigurePagesTests(RecordSite site) : IClassFixture<RecordSite>
{
    const string Query = "NOT 锂硫";

    async Task<string> Page(string path)
    {
        using var anyone = site.Browse();
        return await anyone.Read(path);
    }

    static string Address(string part) => $"/records/analysis{part}q={Uri.EscapeDataString(Query)}";

    static List<(string Name, int Figure)> Drawn(string page, string code)
    {
        var start = page.IndexOf($"aria-labelledby=\"{code}-says\"", StringComparison.Ordinal);
        Assert.True(start > 0, code);
        return [.. Shown().Matches(page[start..page.IndexOf("</svg>", start, StringComparison.Ordinal)]).Select(m => (WebUtility.HtmlDecode(m.Groups[1].Value), Number(m.Groups[2].Value)))];
    }

    // The rows of the first table behind the picture, or of the next ones.
    static List<string[]> Rows(string page, string code, int table = 0)
    {
        var at = page.IndexOf($"aria-labelledby=\"{code}-says\"", StringComparison.Ordinal);
        for (var i = 0; i <= table; i++) at = page.IndexOf("<tbody>", at + 1, StringComparison.Ordinal);
        return [.. Row().Matches(page[at..page.IndexOf("</tbody>", at, StringComparison.Ordinal)]).Select(m => Cell().Matches(m.Value).Select(c => WebUtility.HtmlDecode(Tag().Replace(c.Groups[1].Value, "")).Trim()).ToArray())];
    }

    static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    static int Found(string page) => Number(Count().Match(page).Groups[1].Value);

    [Fact]
    public async Task Columns_the_life_cycle_and_the_heat_map_have_the_figures_of_their_tables()
    {
        var page = await Page(Address("?"));
        var years = Rows(page, "years");
        Assert.Equal(years.Select(r => Number(r[1])).Concat(years.Select(r => Number(r[2]))), Drawn(page, "years").Select(d => d.Figure));
        Assert.Equal(300, Rows(await Page(Address("?abnormal=true&")), "years").Sum(r => Number(r[1])));
        Assert.Equal(Rows(page, "life").Select(r => Number(r[2])).Order(), Drawn(page, "life").Select(d => d.Figure).Order());
        Assert.Equal(Rows(page, "heat").SelectMany(r => r[1..]).Select(Number), Drawn(page, "heat").Select(d => d.Figure));
        Assert.Equal(Rows(page, "pendency").Select(r => Number(r[1])), Drawn(page, "pendency").Select(d => d.Figure));
    }

    [Fact]
    public async Task Charts_do_without_abnormal_filings_unless_they_are_asked_for()
    {
        var marked = Found(await Page($"/records?q={Uri.EscapeDataString(Query + " fact:abnormal")}"));
        Assert.True(marked > 0);
        var (without, all) = (await Page(Address("?")), await Page(Address("?abnormal=true&")));
        Assert.Equal(300 - marked, Rows(without, "years").Sum(r => Number(r[1])));
        Assert.Contains($"命中的记录中有 {marked} 件未计入各图表", without, StringComparison.Ordinal);
        Assert.Contains("各图表计入了已标明的非正常申请", all, StringComparison.Ordinal);
        Assert.Contains("analysis.csv?q=NOT%20%E9%94%82%E7%A1%AB&amp;abnormal=true", all, StringComparison.Ordinal);
        // Each figure leads to the records that it counts, and a query for the mark is analysed as it stands.
        var link = WebUtility.HtmlDecode(Link().Matches(without).Select(m => m.Groups[1].Value).First(l => Uri.UnescapeDataString(WebUtility.HtmlDecode(l)).Contains("date:", StringComparison.Ordinal)));
        Assert.Contains("NOT fact:abnormal", Uri.UnescapeDataString(link), StringComparison.Ordinal);
        Assert.Equal(marked, Rows(await Page("/records/analysis?q=fact:abnormal"), "years").Sum(r => Number(r[1])));
    }

    [Fact]
    public async Task The_map_of_classes_has_the_figures_of_its_table_and_each_name_leads_to_as_many_records()
    {
        var page = await Page(Address("/classes?"));
        var (rows, drawn) = (Rows(page, "treemap"), Drawn(page, "treemap"));
        Assert.Equal(rows.ToDictionary(r => r[0], r => Number(r[2])), drawn.ToDictionary(d => d.Name.Split(' ')[0], d => d.Figure));

        using var anyone = site.Browse();
        foreach (var link in Link().Matches(page[page.IndexOf("<tbody>", StringComparison.Ordinal)..]).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).Where(l => l.Contains("ipc", StringComparison.Ordinal)).Take(12))
        {
            var symbol = Uri.UnescapeDataString(link)[(Uri.UnescapeDataString(link).LastIndexOf(':') + 1)..];
            Assert.Equal(rows.First(r => r[0] == symbol)[2], Visits.Visit.Number(Found(await anyone.Read(link))));
        }
    }

    [Fact]
    public async Task The_tree_opens_step_by_step_in_both_languages_and_knows_no_class_that_is_none()
    {
        using var anyone = site.Browse();
        var top = await anyone.Read(Address("/classes?"));
        Assert.Contains("at=G#tree", top.Replace("&amp;", "&", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("G06 计算、推算", await anyone.Read(Address("/classes?at=G06&")), StringComparison.Ordinal);
        Assert.Contains("G06 Computing", await anyone.Read(Address("/classes?at=G06&lang=en&")), StringComparison.Ordinal);
        Assert.Contains("LOC:", await anyone.Read(Address("/classes?at=loc&")), StringComparison.Ordinal);
        foreach (var odd in new[] { "Z99", "LOC:1", "LOC:99-99", "<b>", "A61K8/00", "NICE:25", "%00" }) Assert.Equal(HttpStatusCode.OK, (await anyone.Get(Address($"/classes?at={odd}&"))).StatusCode);
    }

    [Fact]
    public async Task Circles_and_lines_of_the_network_have_the_figures_of_its_tables()
    {
        var page = await Page(Address("/network?"));
        var drawn = Drawn(page, "network");
        var (nodes, ties) = (Rows(page, "network"), Rows(page, "network", 1));
        Assert.Equal(nodes.Select(r => $"{r[0]} {r[1]}").Order(StringComparer.Ordinal), drawn.Where(d => !d.Name.Contains(" — ", StringComparison.Ordinal)).Select(d => $"{d.Name} {d.Figure}").Order(StringComparer.Ordinal));
        Assert.Equal(ties.Select(r => $"{r[0]} — {r[1]} {r[2]}").Order(StringComparer.Ordinal), drawn.Where(d => d.Name.Contains(" — ", StringComparison.Ordinal)).Select(d => $"{d.Name} {d.Figure}").Order(StringComparer.Ordinal));
        Assert.Contains("没有两个以上申请人", await Page("/records/analysis/network?q=%E9%94%82%E7%A1%AB"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("section", "section")]
    [InlineData("province", "applicant")]
    [InlineData("SUBCLASS", "odd")]
    public async Task Ribbons_of_a_flow_have_the_figures_of_its_table_and_add_up_to_its_ends(string from, string to)
    {
        var page = await Page(Address($"/flow?from={from}&to={to}&"));
        var (rows, drawn) = (Rows(page, "flow"), Drawn(page, "flow"));
        var ribbons = drawn.Where(d => d.Name.Contains(" → ", StringComparison.Ordinal)).ToList();
        Assert.Equal(rows.Select(r => $"{r[0]} → {r[1]} {r[2]}").Order(StringComparer.Ordinal), ribbons.Select(d => $"{d.Name.Replace("  ", " ", StringComparison.Ordinal)} {d.Figure}".Trim()).Order(StringComparer.Ordinal));
        Assert.Equal(2 * ribbons.Sum(r => r.Figure), drawn.Where(d => !d.Name.Contains(" → ", StringComparison.Ordinal)).Sum(d => d.Figure));
    }

    [Fact]
    public async Task The_network_and_the_flow_tell_nothing_of_records_of_the_office_to_others()
    {
        using var anyone = site.Browse();
        foreach (var part in new[] { "", "/classes", "/network", "/flow" })
        {
            var page = await anyone.Read($"/records/analysis{part}?q={Uri.EscapeDataString("保密")}");
            Assert.Contains("分析对象：0 件记录", page, StringComparison.Ordinal);
            Assert.Contains("没有符合条件的记录", page, StringComparison.Ordinal);
            Assert.Contains("第 1 个字符处", await anyone.Read($"/records/analysis{part}?q=colour:red"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_metafile_holds_whole_records_that_end_where_its_head_says()
    {
        var drawing = Charts.Columns([new("2020", 3), new("2021", 12_345)], [new("2020", 1), new("2021", 2)], ("申请量", "授权量"));
        var file = Emf.Write(drawing, 156);
        Assert.Equal(" EMF"u8.ToArray(), file[40..44]);
        Assert.Equal(file.Length, BitConverter.ToInt32(file, 48));
        var (at, records, kinds) = (0, 0, new HashSet<int>());
        while (at < file.Length)
        {
            var size = BitConverter.ToInt32(file, at + 4);
            Assert.True(size >= 8 && size % 4 == 0 && at + size <= file.Length, $"{at}: {size}");
            kinds.Add(BitConverter.ToInt32(file, at));
            (at, records) = (at + size, records + 1);
        }
        Assert.Equal(file.Length, at);
        Assert.Equal(records, BitConverter.ToInt32(file, 52));
        Assert.Equal(14, BitConverter.ToInt32(file, file.Length - 20));
        Assert.True(kinds.IsSupersetOf([1, 4, 43, 42, 82, 84]));
        Assert.Contains("10,000", System.Text.Encoding.Unicode.GetString(file.AsSpan(0, file.Length & ~1)), StringComparison.Ordinal);
        Assert.Equal(16_000, Emf.Write(drawing, 160).Length > 0 ? BitConverter.ToInt32(Emf.Write(drawing, 160), 32) : 0);
    }

    [GeneratedRegex("data-name=\"([^\"]*)\" data-figure=\"([0-9]+)\"")]
    private static partial Regex Shown();
    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();
    [GeneratedRegex("<t[hd][^>]*>(.*?)</t[hd]>", RegexOptions.Singleline)]
    private static partial Regex Cell();
    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
    [GeneratedRegex("命中 ([0-9,]+) 件")]
    private static partial Regex Count();
    [GeneratedRegex("<th scope=\"row\"[^>]*><a href=\"([^\"]+)\"")]
    private static partial Regex Link();
}
