using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Records.Model;
using Zhice.Records.Reading;
using Zhice.Records.Store;

namespace Zhice.Web.Tests.Records;

public sealed class ProfileSite : SampleSite
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var store = Services.GetRequiredService<RecordStore>();
        using var writer = new RecordWriter(store);
        writer.AddFormerName("老名有限公司", "新名有限公司");
        var open = writer.Register("open", "公开", "", "", "", inside: false, synthetic: true);
        IpRecord Of(int number, params string[] names) => new()
        {
            Kind = RecordKind.Invention, Publication = $"CN91000000{number}A", Title = $"画像试验{number}", Filed = new DateOnly(2020, 1, number), Published = new DateOnly(2021, 1, number), Parties = [.. names.Select(n => new Party(PartyRole.Applicant, n, null, "CN", "340100"))],
            Classes = [new("IPC", "H01M10/05")], Citations = number > 1 ? [new("CN910000001A")] : [], Events = number == 2 ? [new(new DateOnly(2022, 3, 4), "SE01", "实质审查的生效")] : [],
        };
        IngestRun.Take(writer, open, "made", "1", 0, [new ReadRecord(1, Of(1, "新名有限公司")), new ReadRecord(2, Of(2, "老名有限公司", "合作大学")), new ReadRecord(3, Of(3, "合作大学"))], null, CancellationToken.None);
        var closed = writer.Register("closed", "内部", "", "", "", inside: true, synthetic: true);
        IngestRun.Take(writer, closed, "made", "2", 0, [new ReadRecord(1, Of(4, "只在内部有限公司"))], null, CancellationToken.None);
        store.Forget();
    }
}

/// <summary>What records say of a company or a region, under all its names, and to those only who may see them.</summary>
public sealed class ProfileTests(ProfileSite site) : IClassFixture<ProfileSite>
{
    static string Applicant(string name) => "/records/applicant?name=" + Uri.EscapeDataString(name);

    [Theory]
    [InlineData("新名有限公司")]
    [InlineData("老名有限责任公司")] // a name of before, in another writing
    public async Task A_company_has_one_profile_under_all_its_names(string name)
    {
        using var anyone = site.Browse();
        var page = await anyone.Read(Applicant(name));
        Assert.Contains("共 2 件记录", page, StringComparison.Ordinal);
        Assert.Contains("曾用名： <span lang=\"zh-CN\">老名有限公司", page, StringComparison.Ordinal);
        Assert.Contains("2022-03-04", page, StringComparison.Ordinal);
        Assert.Contains("实质审查的生效", page, StringComparison.Ordinal);
        Assert.Matches("CN910000001A</a></th><td lang=\"zh-CN\">画像试验1</td><td class=\"number\"><a[^>]*>2</a>", page);
        Assert.Contains("合作大学", page, StringComparison.Ordinal);
        var query = WebUtility.HtmlDecode(Regex.Match(page, "<code class=\"query\">(.*?)</code>").Groups[1].Value);
        Assert.Contains("命中 2 件", await anyone.Read("/records?q=" + Uri.EscapeDataString(query)), StringComparison.Ordinal);
        Assert.Contains("Former names", await anyone.Read(Applicant(name) + "&lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_has_a_profile_and_what_nobody_filed_has_none()
    {
        using var anyone = site.Browse();
        using var officer = site.Browse();
        await officer.LogIn("regionalofficer");
        Assert.Contains("共 3 件记录", await anyone.Read("/records/region/340000"), StringComparison.Ordinal);
        Assert.Contains("共 4 件记录", await officer.Read("/records/region/340100"), StringComparison.Ordinal);
        foreach (var address in new[] { Applicant("只在内部有限公司"), Applicant("没有\"这家"), Applicant(""), "/records/applicant", "/records/region/999999", "/records/region/320000", "/records/region/x" })
            Assert.Equal((address, HttpStatusCode.NotFound), (address, (await anyone.Get(address)).StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await officer.Get(Applicant("只在内部有限公司"))).StatusCode);
    }
}
