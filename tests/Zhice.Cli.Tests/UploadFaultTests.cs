using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Zhice.Cli.Tests;

/// <summary>Uploads of evidence when the machine fails: the process killed, the disk full.</summary>
public sealed partial class UploadFaultTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_the_middle_of_uploads_every_acknowledged_file_is_whole_and_nothing_half_stays()
    {
        using var folder = new Folder();
        await folder.Demonstrate();
        var acknowledged = new List<(string Address, string Digest)>();
        await using (var server = await Server.Start(folder.Path, "--demonstration"))
        {
            var writers = Enumerable.Range(0, 4).Select(async writer =>
            {
                try
                {
                    using var browser = await Desk.LogIn(server.Address, "anhui");
                    for (var i = 0; ; i++)
                    {
                        var bytes = Desk.Pdf(300_000);
                        var address = await browser.Upload(string.Create(CultureInfo.InvariantCulture, $"第{writer}组{i}"), bytes);
                        lock (acknowledged) acknowledged.Add((address, Convert.ToHexStringLower(SHA256.HashData(bytes))));
                    }
                }
                catch (HttpRequestException)
                {
                    // The server is gone.
                }
            }).ToList();
            while (true)
            {
                lock (acknowledged) if (acknowledged.Count >= 40) break;
                await Task.Delay(20, Cancel);
            }
            await server.Kill();
            await Task.WhenAll(writers);
        }

        await File.WriteAllTextAsync(Path.Combine(folder.Path, "files", "incoming", "left.part"), "half", Cancel); // one is there whatever the moment was
        await using var again = await Server.Start(folder.Path, "--demonstration");
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.part", SearchOption.AllDirectories));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder.Path, "files"), "*", SearchOption.AllDirectories))
            Assert.Equal(Path.GetFileName(Path.GetDirectoryName(file)!) + Path.GetFileName(file), Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, Cancel))));
        using var reader = await Desk.LogIn(again.Address, "anhui");
        foreach (var (address, digest) in acknowledged)
            Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(await reader.Client.GetByteArrayAsync(address + "/versions/1/file", Cancel))));
    }

    [Fact]
    public async Task On_a_full_disk_an_upload_says_so_leaves_nothing_and_reading_goes_on()
    {
        using var folder = new Folder();
        if (!await MayMount()) Assert.Skip("This machine lets nobody mount a small disk of their own.");
        // The demonstration on a disk of 170 MiB that exists for this server alone.
        await using var server = await Server.StartOnSmallDisk(folder.Path, megabytes: 170);
        using var browser = await Desk.LogIn(server.Address, "anhui");
        var first = Desk.Pdf(1_000_000);
        var address = await browser.Upload("放得下的", first);
        var kept = 0;
        HttpResponseMessage refused;
        do
        {
            refused = await browser.Send($"填满{kept}", Desk.Pdf(8_000_000));
        }
        while (refused.StatusCode == HttpStatusCode.Found && ++kept < 30);

        Assert.Equal(HttpStatusCode.InsufficientStorage, refused.StatusCode);
        Assert.Contains("存储空间不足", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(first, await browser.Client.GetByteArrayAsync(address + "/versions/1/file", Cancel));
        Assert.Contains("放得下的", await browser.Client.GetStringAsync("/evidence?q=" + Uri.EscapeDataString("放得下"), Cancel), StringComparison.Ordinal);
        using var another = await Desk.LogIn(server.Address, "hefei"); // small writes go on too: the reserve is theirs
    }

    static async Task<bool> MayMount()
    {
        using var process = Process.Start("unshare", ["-rm", "true"]);
        await process.WaitForExitAsync(Cancel);
        return process.ExitCode == 0;
    }

    /// <summary>Somebody of the demonstration at a browser without script.</summary>
    sealed partial class Desk(HttpClient client) : IDisposable
    {
        public HttpClient Client => client;

        public static byte[] Pdf(int size) => [.. "%PDF-1.7\n"u8, .. RandomNumberGenerator.GetBytes(size)];

        public static async Task<Desk> LogIn(string address, string login)
        {
            var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(address) };
            var token = await Token(client, "/login");
            using var form = new FormUrlEncodedContent([new("_token", token), new("login", login), new("password", Demonstration.Password), new("return", "")]);
            Assert.Equal(HttpStatusCode.Found, (await client.PostAsync("/login", form, Cancel)).StatusCode);
            return new Desk(client);
        }

        public async Task<string> Upload(string title, byte[] bytes)
        {
            var answer = await Send(title, bytes);
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            return answer.Headers.Location!.ToString();
        }

        public async Task<HttpResponseMessage> Send(string title, byte[] bytes)
        {
            using var form = new MultipartFormDataContent { { new StringContent(await Token(client, "/evidence/new")), "_token" } };
            foreach (var (name, value) in ((string, string)[])[("kind", "File"), ("title", title), ("from", "2026-01-01"), ("disclosure", "OnRequest")]) form.Add(new StringContent(value, Encoding.UTF8), name);
            form.Add(new ByteArrayContent(bytes), "file", "a.pdf");
            return await client.PostAsync("/evidence/new", form, Cancel);
        }

        public void Dispose() => client.Dispose();

        static async Task<string> Token(HttpClient client, string page) => WebUtility.HtmlDecode(TokenField().Match(await client.GetStringAsync(page, Cancel)).Groups[1].Value);

        [GeneratedRegex("name=\"_token\" value=\"([^\"]+)\"")]
        private static partial Regex TokenField();
    }
}
