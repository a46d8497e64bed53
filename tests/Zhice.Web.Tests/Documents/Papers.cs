using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Data.Documents;
using Zhice.Domain.Documents;

namespace Zhice.Web.Tests.Documents;

/// <summary>Documents brought in through the door, each with words of its own so that no two are the same file.</summary>
internal static partial class Papers
{
    static int count;

    /// <summary>A plan of three items; it states no year, issuer or number.</summary>
    public static byte[] Plan(string mark = "")
    {
        var number = Interlocked.Increment(ref count);
        return Encoding.UTF8.GetBytes($"""
            知识产权试验推进计划{mark}（第{number}稿）

            一、强化保护

            1.修订保护办法，推动地方立法。（条法司、保护司负责）

            2.建立快速维权机制，平均办理周期压减至16个月。（保护司负责）

            二、提升服务

            3.举办年度交流活动。（某某新设司负责）
            """);
    }

    /// <summary>A list with a rule that cannot be computed.</summary>
    public static byte[] List()
    {
        var number = Interlocked.Increment(ref count);
        return Encoding.UTF8.GetBytes($"""
            2031年推动知识产权试验任务清单（第{number}稿）
            	任务清单
            	落实举措
            	执行部门

            	一、强化保护

            	完善工作机制
            	国家知识产权局：修订办法并推动实施。
            各地区：健全沟通联络机制。
            	局内：条法司
            省份：各省必做

            	规范申请秩序
            	各地区：加强日常监测，及时通报情况。
            	局内：保护司
            省份：涉及省份必做
            """);
    }

    public static async Task<Browser> As(this Site site, string login)
    {
        var browser = site.Browse();
        Assert.Equal(System.Net.HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    /// <summary>Imports a file and gives its number.</summary>
    public static async Task<long> Import(this Browser browser, byte[] bytes, string name = "计划.txt", Disclosure disclosure = Disclosure.Public)
    {
        var answer = await browser.Upload("/documents/new", "/api/v1/documents", [("disclosure", $"{disclosure}")], (name, bytes));
        Assert.True(answer.IsSuccessStatusCode, await answer.Text());
        return (await answer.Json()).GetProperty("id").GetInt64();
    }

    /// <summary>Corrects, with the version that the page shows.</summary>
    public static async Task<HttpResponseMessage> Correct(this Browser browser, long id, string operation, string? node = null, object? to = null, int? version = null, int? start = null, int? end = null)
    {
        var page = await browser.Read($"/documents/{id}");
        var seen = version ?? int.Parse(Version().Match(page).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        return await browser.Send($"/documents/{id}", $"/documents/{id}/corrections", new { version = seen, operation, node, start, end, to });
    }

    public static async Task<JsonElement> Json(this HttpResponseMessage answer) => JsonDocument.Parse(await answer.Text()).RootElement;

    public static async Task<string?> Code(this HttpResponseMessage answer) => (await answer.Json()).TryGetProperty("code", out var code) ? code.GetString() : null;

    public static Task<StoredReading?> Reading(this Site site, long id) => site.With(db => Readings.Load(db, new DocumentId(id), TestContext.Current.CancellationToken));

    public static Task<int> Documents(this Site site) => site.With(db => db.Documents.CountAsync());

    [GeneratedRegex("data-version=\"(\\d+)\"")]
    private static partial Regex Version();
}
