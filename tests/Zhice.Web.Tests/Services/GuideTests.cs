using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Data.Services;
using Zhice.Domain.Services;

namespace Zhice.Web.Tests.Services;

/// <summary>The guide says all that the definition does, and a form says what contradicts itself before the papers are gathered.</summary>
public sealed class GuideTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Theory]
    [InlineData("licence_contract_record", "有效期以下列最早的一天为止：合同终止日；“专利号”的专利权期限届满日（按申请号推算）", "合同终止日应当晚于合同生效日", "登记簿“")]
    [InlineData("genuine_software", "决定之日起 12 个月届满；报价有效至")]
    [InlineData("data_ip_registration", "有效期：决定之日起 36 个月届满")]
    [InlineData("patent_intensive_product", "自动计算", "产品年销售收入（元） / 企业年主营业务收入（元） * 100", "整数", "提示核对")]
    [InlineData("gi_recognition", "省级机关", "国家级机关")]
    [InlineData("infringement_adjudication", "对方当事人：被请求人", "内提交答辩书", "由 3 人以上单数的合议组审理")]
    [InlineData("dispute_mediation", "对方当事人：对方当事人", "15 日 内提交对调解的答复", "逾期不答复的，程序终止")]
    public async Task A_guide_says_ends_computed_fields_levels_rules_registers_and_the_other_side(string item, params string[] said)
    {
        using var anybody = site.Browse();
        var page = WebUtility.HtmlDecode(await anybody.Read($"/services/{item}"));
        foreach (var words in said) Assert.Contains(words, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_computed_field_is_not_asked_for_and_english_says_from_when_a_limit_counts()
    {
        using var anybody = site.Browse();
        var page = WebUtility.HtmlDecode(await anybody.Read("/services/patent_intensive_product"));
        var row = page[page.IndexOf("产品销售占主营收入比", StringComparison.Ordinal)..];
        Assert.DoesNotContain("必填", row[..row.IndexOf("</tr>", StringComparison.Ordinal)], StringComparison.Ordinal);
        var english = await anybody.Read("/services/agency_licence?lang=en");
        Assert.DoesNotContain("is where it begins", english, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_over_several_fields_are_told_before_the_papers_and_again_before_handing_in_and_the_draft_is_kept()
    {
        var item = site.Services.GetRequiredService<ServiceHouse>().Catalogue.Find("licence_contract_record", new(2026, 3, 2))!;
        var form = ExampleForm.Of(item, 3, new(2026, 4, 1)).ToDictionary(StringComparer.Ordinal);
        using var browser = site.Browse();
        await browser.RegisterPerson("guide-rules");
        var at = await browser.BeginCase(item.Code);
        form["until"] = form["effective"];
        (string, string)[] typed = [.. form.Select(f => (FormCheck.Prefix + f.Key, f.Value))];

        var told = await browser.Submit($"{at}/form", $"{at}/form", [("do", "next"), .. typed]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, told.StatusCode);
        Assert.Contains("合同终止日应当晚于合同生效日", await told.Text(), StringComparison.Ordinal);
        Assert.Contains(form["title"], await browser.Read($"{at}/form"), StringComparison.Ordinal); // nothing is lost
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit($"{at}/form", $"{at}/form", [("do", "save"), .. typed])).StatusCode);
        var check = await browser.Read($"{at}/check");
        Assert.Contains("改好以后才能提交", check, StringComparison.Ordinal);
        Assert.Contains("合同终止日应当晚于合同生效日", check, StringComparison.Ordinal);

        form["until"] = "2029-10-01";
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit($"{at}/form", $"{at}/form", [("do", "next"), .. form.Select(f => (FormCheck.Prefix + f.Key, f.Value))])).StatusCode);
        Assert.DoesNotContain("改好以后才能提交", await browser.Read($"{at}/check"), StringComparison.Ordinal);
    }
}
