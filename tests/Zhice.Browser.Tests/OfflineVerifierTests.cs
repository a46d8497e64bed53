using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>The page that checks certificates without a network: what the house signed is genuine, and whatever was changed is not.</summary>
public sealed class OfflineVerifierTests(Product product)
{
    [Fact]
    public async Task A_saved_page_tells_genuine_certificates_from_forged_ones_without_a_network()
    {
        Assert.SkipWhen(product.Missing is not null, product.Missing ?? "");
        await using var visitor = await product.Visit();
        var page = visitor.Page;
        await visitor.Open("/registers/pledge_registration");
        await page.ClickAsync("main tbody a");
        await page.ClickAsync("main a[href^='/certificates/']");
        var code = new Uri(page.Url).Segments[^1];
        var signed = await Text(visitor, $"/certificates/{code}/paper.json");
        await visitor.Open("/certificates/revoked");
        var ended = (await page.Locator("main tbody tr").First.Locator("th, td").First.InnerTextAsync()).Trim();
        var endedFile = await Text(visitor, $"/certificates/{ended}/paper.json");
        var saved = Path.Combine(Path.GetTempPath(), $"zhice-verifier-{Guid.NewGuid():N}.html");
        await File.WriteAllBytesAsync(saved, await Bytes(visitor, "/certificates/verifier.html"), TestContext.Current.CancellationToken);
        try
        {
            await using var alone = await product.Visit();
            var asked = new List<string>();
            alone.Page.Request += (_, request) => asked.Add(request.Url);
            await alone.Context.SetOfflineAsync(true);
            await alone.Page.GotoAsync(new Uri(saved).AbsoluteUri);
            await Says(alone.Page, signed, "签名真实；到本页下载时有效");
            await Expect(alone.Page.Locator("#words")).ToContainTextAsync(code);
            Assert.Empty(await alone.Faults());
            await alone.Photograph("offline-verifier", whole: true);
            await Says(alone.Page, endedFile, "证书已失效");

            var genuine = JsonNode.Parse(signed)!.AsObject();
            var body = genuine["body"]!.GetValue<string>();
            var signature = Convert.FromBase64String(genuine["signature"]!.GetValue<string>());
            await Says(alone.Page, With(genuine, "body", body.Replace("演示", "真实", StringComparison.Ordinal)), "签名不符");
            await Says(alone.Page, With(genuine, "body", body + " "), "签名不符");
            foreach (var place in new[] { 0, 5, signature.Length / 2, signature.Length - 1 })
            {
                var changed = (byte[])signature.Clone();
                changed[place] ^= 1;
                await Says(alone.Page, With(genuine, "signature", Convert.ToBase64String(changed)), "签名不符");
            }
            // Of the same words another house's signature, by a key that the file brings along.
            var other = Data.Submitting.InstanceKey.Of(Directory.CreateTempSubdirectory("zhice-other-").FullName);
            var forged = With(genuine, "signature", other.Sign(body));
            await Says(alone.Page, forged, "签名不符");
            await Says(alone.Page, With(JsonNode.Parse(forged)!.AsObject(), "publicKey", other.PublicKey), "签名不符");
            await Says(alone.Page, With(genuine, "body", JsonNode.Parse(JsonNode.Parse(endedFile)!["body"]!.GetValue<string>())!.ToJsonString()), "签名不符");
            foreach (var nothing in new[] { "", "{}", "[]", "null", "<script>alert(1)</script>", "{\"body\":\"{}\"}" }) await Says(alone.Page, nothing, "这不是证书的签名文件");
            Assert.DoesNotContain(asked, url => !url.StartsWith("file:", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(saved);
        }
    }

    static string With(JsonObject signed, string name, string value)
    {
        var copy = JsonNode.Parse(signed.ToJsonString())!.AsObject();
        copy[name] = value;
        return copy.ToJsonString();
    }

    static async Task Says(IPage page, string signed, string verdict)
    {
        await page.FillAsync("#signed", signed);
        await page.ClickAsync("#check");
        await Expect(page.Locator("#verdict")).ToContainTextAsync(verdict);
    }

    static async Task<string> Text(Visitor visitor, string path) => System.Text.Encoding.UTF8.GetString(await Bytes(visitor, path));

    static async Task<byte[]> Bytes(Visitor visitor, string path)
    {
        var answer = await visitor.Context.APIRequest.GetAsync(path);
        Assert.True(answer.Ok, $"{path}: {answer.Status}");
        return await answer.BodyAsync();
    }
}
