using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Zhice.Bench;

/// <summary>Saving a report's draft through the interface for programs: each save is a row of its history, with its audit entry and the words in the search.</summary>
internal static class SavingBench
{
    /// <summary>Drafts for each officer: so many that a save rarely waits for the one before it on the same draft.</summary>
    const int Each = 8;

    /// <summary>A draft as its officer last saw it.</summary>
    sealed class Draft(HttpClient client, string address, string tag)
    {
        public async Task<bool> Save(int number)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, address)
            {
                Content = JsonContent.Create(new { from = "2026-01-01", to = "2026-03-31", status = "UnderWay", result = "None", narrative = Words(number) }),
            };
            request.Headers.TryAddWithoutValidation("If-Match", tag);
            using var answer = await client.SendAsync(request).ConfigureAwait(false);
            await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            if (answer.Headers.ETag is { } now) tag = now.ToString();
            return answer.IsSuccessStatusCode;
        }
    }

    /// <summary>Begins drafts on obligations of each officer, and saves them in turn.</summary>
    internal static async Task Run(IReadOnlyList<(HttpClient Client, IReadOnlyList<long> Obligations)> officers, int perSecond, int seconds, int server)
    {
        var drafts = new List<Draft>();
        for (var round = 0; round < officers.Max(o => o.Obligations.Count) && drafts.Count < officers.Count * Each; round++)
            foreach (var (client, obligations) in officers.Where(o => round < o.Obligations.Count))
                if (await Begin(client, obligations[round]).ConfigureAwait(false) is { } draft) drafts.Add(draft);
        if (drafts.Count == 0) throw new InvalidOperationException("No officer could begin a draft.");
        Task<bool> Save(int i) => drafts[i % drafts.Count].Save(i);
        await OpenLoop.Run(Save, perSecond / 2, 5).ConfigureAwait(false);
        var before = Machine.ProcessorSeconds(server);
        var result = await OpenLoop.Run(Save, perSecond, seconds).ConfigureAwait(false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{"saving a draft (goal: p95 120 ms)",-40} {result}, over {drafts.Count} drafts; the server's processor time a save {(Machine.ProcessorSeconds(server) - before) * 1000 / result.Sent:F2} ms"));
    }

    static async Task<Draft?> Begin(HttpClient client, long obligation)
    {
        if (!client.DefaultRequestHeaders.Contains("X-Form-Token"))
        {
            var session = await client.GetFromJsonAsync<JsonElement>("/api/v1/session").ConfigureAwait(false);
            client.DefaultRequestHeaders.Add("X-Form-Token", session.GetProperty("formToken").GetString());
        }
        using var answer = await client.PostAsJsonAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/obligations/{obligation}/reports"), new { }).ConfigureAwait(false);
        // One that is on its way, or an optional task that nobody took on, takes no words.
        if (!answer.IsSuccessStatusCode || !(await answer.Content.ReadFromJsonAsync<JsonElement>().ConfigureAwait(false)).GetProperty("mayWrite").GetBoolean()) return null;
        return new Draft(client, answer.Headers.Location!.ToString(), answer.Headers.ETag!.ToString());
    }

    // Some 400 characters, never the same twice: a save that says nothing new makes no row.
    static string Words(int number) => string.Create(CultureInfo.InvariantCulture, $"第{number}次保存。")
        + string.Concat(Enumerable.Repeat("本期组织开展专利开放许可培训，走访重点企业，完善知识产权质押融资风险补偿机制，形成工作简报并报送上级。", 8));
}
