using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Cases;

namespace Zhice.Web.Tests.Cases;

/// <summary>A typical case in pages: nominated from an obligation, and seen by nobody else before it is submitted.</summary>
public sealed class CasePageTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task A_case_goes_from_an_obligation_to_a_public_page()
    {
        var obligation = await site.With(db => db.Obligations.Where(o => o.WithdrawnBy == null && db.Organisations.Any(x => x.Id == o.OrganisationId && x.Code == "office-340000")).OrderBy(o => o.Id).Select(o => o.Id).FirstAsync());
        var number = obligation.Value.ToString(CultureInfo.InvariantCulture);
        using var anhui = await As("regionaladministrator");
        using var everyone = site.Browse();
        var at = $"/typical-cases/new?obligation={number}";
        Assert.Contains(at, await anhui.Read($"/obligations/{number}"), StringComparison.Ordinal);
        Assert.Contains("请用 20 至 4000 字写明做法", await (await anhui.Submit(at, "/typical-cases/new", ("obligation", number), ("title", "演示案例"), ("practice", "太短"), ("effect", "有成效了"))).Text(), StringComparison.Ordinal);

        var begun = await anhui.Submit(at, "/typical-cases/new", ("obligation", number), ("title", "演示质押一窗办"), ("practice", "整合受理窗口，推行线上预审，材料由四份减为一份，当日办结。"), ("effect", "时间由五天减为一天。"));
        var page = begun.Headers.Location!.OriginalString;
        Assert.Equal(HttpStatusCode.NotFound, (await everyone.Get(page)).StatusCode);
        await Step(anhui, page, ("do", nameof(TypicalCaseState.Submitted)));
        await Step(anhui, page, ("do", "consent"), ("consentBy", "演示银行"), ("consentScope", "做法和成效"), ("consentOn", "2026-03-01"));
        using var nation = await As("nationaladministrator");
        await Step(nation, page, ("do", nameof(TypicalCaseState.Accepted)));
        Assert.Equal(HttpStatusCode.NotFound, (await everyone.Get(page)).StatusCode);
        await Step(nation, page, ("do", nameof(TypicalCaseState.Published)));
        var seen = await everyone.Read(page);
        Assert.Contains("演示质押一窗办", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("演示银行", seen, StringComparison.Ordinal); // who agreed is not public
        Assert.Contains("演示质押一窗办", await everyone.Read("/typical-cases.csv"), StringComparison.Ordinal);
    }

    async Task Step(Browser browser, string page, params (string, string)[] fields)
    {
        var version = await site.With(db => db.TypicalCases.OrderByDescending(c => c.Id).Select(c => c.Version).FirstAsync());
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit(page, page, [("version", version.ToString(CultureInfo.InvariantCulture)), .. fields])).StatusCode);
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
