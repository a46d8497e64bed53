using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Web.Tests.Documents;

namespace Zhice.Web.Tests.Organisations;

/// <summary>A province's plan names its departments: its administrator takes them into the directory, publishes again, and they owe their tasks.</summary>
public sealed class AddBodiesTests(SampleSite site) : IClassFixture<SampleSite>
{
    const string Plan = """
        安徽省2031年知识产权工作实施方案

        一、重点任务

        （一）推进成果转化。开展试点。（省科技厅牵头，省教育厅配合）

        （二）加强执法协作。健全机制。（省知识产权局（保护处）负责）
        """;

    [Fact]
    public async Task Departments_that_the_directory_lacks_are_taken_in_and_owe_their_tasks_after_publishing_again()
    {
        using var browser = await site.As("regionaladministrator");
        var id = await browser.Import(System.Text.Encoding.UTF8.GetBytes(Plan), "方案.txt");
        var reader = await browser.Read($"/documents/{id}");
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(reader, "未收录</span>")); // 省知识产权局 is Anhui's own office
        var offered = await browser.Read($"/documents/{id}/publish");
        Assert.Contains("value=\"安徽省2031年知识产权工作实施方案\"", offered, StringComparison.Ordinal);
        var preview = await browser.Read($"/documents/{id}/publish?programme=new&name=安徽试验甲&year=2031&asOf=2031-03-01");
        var done = await browser.Submit($"/documents/{id}", $"/documents/{id}/publish", ("programme", "new"), ("name", "安徽试验甲"), ("year", "2031"), ("asOf", "2031-03-01"), ("digest", ""));
        Assert.Contains("省科技厅", preview, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit($"/documents/{id}", $"/documents/{id}/publish", ("programme", "new"), ("name", "安徽试验乙"), ("year", "2031"), ("asOf", "2031-03-01"),
            ("digest", System.Text.RegularExpressions.Regex.Match(preview, "name=\"digest\" value=\"([0-9a-f]+)\"").Groups[1].Value))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, done.StatusCode);
        var programme = await site.With(db => db.Programmes.Where(p => p.Name == "安徽试验乙").Select(p => p.Id).SingleAsync());

        // No region is asked about where a department's name is unknown.
        Assert.DoesNotContain(">？</a>", await browser.Read($"/programmes/{programme.Value}"), StringComparison.Ordinal);
        var questions = await browser.Read($"/programmes/{programme.Value}/decisions");
        Assert.Contains("有 2 个名称不在机构名录中", questions, StringComparison.Ordinal);
        Assert.Contains("合肥市知识产权局", questions, StringComparison.Ordinal); // the region's own offices are offered
        Assert.DoesNotContain("江苏省知识产权局", questions, StringComparison.Ordinal);

        var form = await browser.Read($"/organisations/new?programme={programme.Value}");
        Assert.Contains("安徽省科技厅｜省科技厅", form, StringComparison.Ordinal);
        var added = await browser.Submit($"/organisations/new?programme={programme.Value}", "/organisations/new", ("programme", $"{programme.Value}"), ("under", "office-340000"), ("from", "2031-01-01"),
            ("bodies", "安徽省科学技术厅｜省科技厅\n安徽省教育厅 | 省教育厅"));
        Assert.Equal(HttpStatusCode.Found, added.StatusCode);
        Assert.Contains("名录中现已有：", await browser.Read($"/programmes/{programme.Value}/decisions"), StringComparison.Ordinal);

        var again = await browser.Read($"/documents/{id}/publish?programme={programme.Value}&name=&year=2031&asOf=2031-03-01");
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit($"/documents/{id}", $"/documents/{id}/publish", ("programme", $"{programme.Value}"), ("name", ""), ("year", "2031"), ("asOf", "2031-03-01"),
            ("digest", System.Text.RegularExpressions.Regex.Match(again, "name=\"digest\" value=\"([0-9a-f]+)\"").Groups[1].Value))).StatusCode);
        var owed = await site.With(db => db.Obligations.Where(o => o.ProgrammeId == programme && o.WithdrawnBy == null).Join(db.Organisations, o => o.OrganisationId, o => o.Id, (o, b) => new { b.Name, o.Role }).OrderBy(o => o.Name).ToListAsync());
        Assert.Equal(new HashSet<(string, AssignedRole)> { ("安徽省教育厅", AssignedRole.Participant), ("安徽省知识产权局", AssignedRole.Responsible), ("安徽省科学技术厅", AssignedRole.Lead) }, [.. owed.Select(o => (o.Name, o.Role))]);
        Assert.Contains("安徽省科学技术厅", await browser.Read("/organisations?under=office-340000"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_keeps_the_regions_directory_may_write_it()
    {
        using var officer = await site.As("regionalofficer");
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Get("/organisations/new")).StatusCode);
        using var anhui = await site.As("regionaladministrator");
        Assert.Equal(HttpStatusCode.NotFound, (await anhui.Get("/organisations/new?under=office-320000")).StatusCode);
        var refused = await anhui.Submit("/organisations/new", "/organisations/new", ("under", "office-340000"), ("from", "2031-01-01"), ("bodies", "安徽省知识产权局"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(0, await site.With(db => db.Organisations.CountAsync(o => o.Kind == OrganisationKind.LocalDepartment && o.Name == "安徽省知识产权局")));
        Assert.Equal(HttpStatusCode.Conflict, (await anhui.Submit("/organisations/new", "/organisations/office-340100/end", ("on", "2031-01-01"))).StatusCode);
    }
}
