using Zhice.Records.Generating;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Search;

namespace Zhice.Data.Tests.Records;

/// <summary>What every store of records must find: a look at each record says so.</summary>
public abstract partial class RecordContract
{
    internal static readonly IReadOnlyList<IpRecord> All =
    [
        .. new SyntheticRecords(7).Make(0, 1_200),
        Titled(0, "电池的隔膜"), Titled(1, "电池、隔膜"), Titled(2, "电池a隔膜"), Titled(3, "电池—— 隔膜"), Titled(4, "5g电nr"), Titled(5, "5G-NR computing"), Titled(6, "5gnr computers"), Titled(7, "电池隔膜"),
        Titled(8, "It's a ‹strange› (sign) \\ % _ '; DROP TABLE ip_record; --") with { Claims = new string('长', 400_000) + "末尾电池" },
        Titled(9, "获奖项目") with { More = new Dictionary<string, string> { ["award"] = "金奖", ["award-on"] = "2024-07-01" } }, Titled(10, "早年获奖") with { More = new Dictionary<string, string> { ["award"] = "金奖", ["award-on"] = "2012-12-31" } },
        Titled(11, "出质的发明") with { Application = "CN202099000001" }, Titled(12, "出质不多的发明") with { Application = "CN202099000002" }, Pledged(1, "CN202099000001", "2000万元"), Pledged(2, "CN202099000002", "200万元"),
        Titled(13, "同族之一") with { Application = "CN202099000003", Family = ["EP3999001B1"] }, Titled(14, "同族之二") with { Office = "EP", Publication = "EP3999001B1", Priorities = ["CN202099000003"] }, Titled(15, "同族之三") with { Priorities = ["CN202099000003", "US62999001"] },
        Titled(16, "有事件") with { Events = [new(new(2020, 1, 2), "SE01", "实质审查的生效"), new(new(2021, 2, 3), "PG25", "LAPSED IN A STATE")], Parties = [new(PartyRole.Applicant, "某大学"), new(PartyRole.Applicant, "某某有限公司")] },
        Titled(18, "末尾是铜") with { Abstract = "铃在摘要开头", Parties = [new(PartyRole.Applicant, "甲铜"), new(PartyRole.Applicant, "铃乙")], Events = [new(new(2020, 1, 2), "铜"), new(new(2020, 1, 3), "铃")] },
        Titled(17, "另一事件") with { Events = [new(new(2020, 1, 2), "GR01", "授权"), new(new(2020, 1, 3), "实质", "审查")], Parties = [new(PartyRole.Applicant, "张三")] },
    ];

    /// <summary>The store under test, filled with <see cref="All"/>.</summary>
    protected abstract Task<IRecordSource> Source();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    async Task<IReadOnlyList<string>> Found(QueryNode query)
    {
        var source = await Source();
        var found = await Searched(source, new SearchRequest(query, SortOrder.Newest, 0, RecordSearch.Deepest, Inside: true));
        var keys = (await source.Load([.. found.Hits.Select(h => h.Id)], Cancel)).Records.Select(r => r.Record.Key!).ToList();
        Assert.Equal((false, found.Total), (found.Missing.Any, (long)keys.Count));
        return keys;
    }

    internal static async Task<RecordAnswer> Searched(IRecordSource source, SearchRequest request)
    {
        Assert.True((await source.Search(request, Cancel)).Accepted(out var found, out var refusal), $"{request.Query}: {refusal?.Code}");
        return found;
    }

    [Fact]
    public async Task Words_cut_from_records_are_found_where_a_scan_of_the_text_finds_them()
    {
        var random = new Random(17);
        for (var i = 0; i < 60; i++)
        {
            var record = All[random.Next(1_200)];
            var text = random.Next(2) == 0 || record.Abstract.Length == 0 ? record.Title : record.Abstract;
            var word = new string([.. text.Skip(random.Next(text.Length - 1)).TakeWhile(c => c is >= '\u4E00' and <= '\u9FFF').Take(random.Next(2, 7))]);
            if (word.Length < 2) continue;
            await Finds(new WordsNode(TextField.Any, word), r => Anywhere(r, word));
            await Finds(new WordsNode(TextField.Title, word), r => r.Title.Contains(word, StringComparison.Ordinal));
            await Finds(new AndNode([new WordsNode(TextField.Any, word), new NotNode(new WordsNode(TextField.Title, word))]), r => Anywhere(r, word) && !r.Title.Contains(word, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Queries_of_every_kind_find_the_same_records()
    {
        await Finds("*", _ => true);
        await Finds("\"电池，隔膜\"", r => r.Title is "电池、隔膜" or "电池—— 隔膜");
        await Finds("电池?隔膜", r => r.Title is "电池的隔膜" or "电池、隔膜" or "电池a隔膜" or "电池—— 隔膜");
        await Finds("\"5g nr\"", r => r.Title.StartsWith("5G-NR", StringComparison.Ordinal));
        await Finds("comput*", r => r.Title.Contains("comput", StringComparison.Ordinal));
        await Finds("comput*s", r => r.Title.Contains("computers", StringComparison.Ordinal));
        await Finds("5gn?", r => r.Title.StartsWith("5gnr", StringComparison.Ordinal));
        await Finds("strange sign drop", r => r.Title.Contains("strange", StringComparison.Ordinal));
        await Finds("claims:末尾电池", r => r.Claims.Length > 0);
        await Finds("title:末尾电池", _ => false);
        await Finds("电池 NEAR/3 隔膜 NOT title:方法", r => (Near(r.Title) || Near(r.Abstract)) && !r.Title.Contains("方法", StringComparison.Ordinal));
        await Finds("title:电池 NEAR/0 title:隔膜", r => r.Title.Contains("电池隔膜", StringComparison.Ordinal) || r.Title is "电池、隔膜" or "电池—— 隔膜");
        await Finds("strange NEAR/0 sign", r => r.Title.Contains("strange", StringComparison.Ordinal));
        await Finds("it NEAR/3 sign NOT it NEAR/2 sign", r => r.Title.Contains("strange", StringComparison.Ordinal));
        await Finds("title:电池?", r => System.Text.RegularExpressions.Regex.IsMatch(r.Title, "电池\\p{IsCJKUnifiedIdeographs}"));
        await Finds("title:膜?", r => System.Text.RegularExpressions.Regex.IsMatch(r.Title, "膜\\p{IsCJKUnifiedIdeographs}"));
        await Finds("ipc:H01M OR ipc:A61", r => r.Classes.Any(c => c.Scheme == "IPC" && (c.Symbol.StartsWith("H01M", StringComparison.Ordinal) || c.Symbol.StartsWith("A61", StringComparison.Ordinal))));
        await Finds("region:340000 status:有效", r => r.Status == RecordStatus.InForce && r.Applicant?.Division?.StartsWith("34", StringComparison.Ordinal) is true);
        await Finds("fact:award..2024 title:获奖", r => r.Title.Contains("获奖", StringComparison.Ordinal));
        await Finds("fact:award..2024-06-30 title:获奖", r => r.Title == "早年获奖");
        await Finds("fact:award..2012-12-30 title:获奖", _ => false);
        // The register of pledges tells it, not the patent.
        await Finds("fact:pledge title:出质", r => r.Title == "出质的发明");
        await Finds("fact:pledge..2023-05-05 title:出质", r => r.Title == "出质的发明");
        await Finds("fact:pledge..2023-05-04 title:出质", _ => false);
        await Finds("title:出质 NOT fact:pledge", r => r.Title == "出质不多的发明");
        await Finds("标记:战略性新兴产业 NOT fact:abnormal", r => r.More.ContainsKey("sei") && !r.More.ContainsKey("abnormal"));
        await Finds("kind:发明 date:2015..2019", r => r.Kind == RecordKind.Invention && r.Filed is { Year: >= 2015 and <= 2019 });
        await Finds($"applicant:{All[3].Applicant!.Name[..4]}", r => r.Parties.Any(p => p.Role == PartyRole.Applicant && p.Name.Contains(All[3].Applicant!.Name[..4], StringComparison.Ordinal)));
        await Finds($"number:{All[5].Publication}", r => r.Publication == All[5].Publication);
        await Finds("family:EP3999001A1", r => r.Title is "同族之一" or "同族之二");
        await Finds("family:202099000003", r => r.Title.StartsWith("同族之", StringComparison.Ordinal));
        await Finds("priority:\"CN 2020 9 9000003\" NOT family:EP3999001", r => r.Title == "同族之三");
        await Finds("优先权:US62/999,001", r => r.Title == "同族之三");
        // What stands in two parts of a record is not near each other, whatever the distance.
        foreach (var query in new[] { "铜 NEAR/100 铃", "铜 ADJ/0 铃", "铜??铃", "铜?铃", "applicant:铜 NEAR/50 applicant:铃", "event:(铜 NEAR/9 铃)", "event:铜?铃" }) await Finds(query, _ => false);
        await Finds("铜 铃 applicant:甲铜 event:铃", r => r.Title == "末尾是铜");
        await Finds("event:实质审查 OR event:pg25", r => r.Title == "有事件");
        await Finds("法律事件:审查", r => r.Title.EndsWith("事件", StringComparison.Ordinal));
        await Finds("event:laps* NOT event:授权", r => r.Title == "有事件");
        await Finds("event:\"SE01 实质\" title:事件", r => r.Title == "有事件");
        await Finds("实质审查的生效", _ => false);
        await Finds("partykind:个人 title:事件", r => r.Title == "另一事件");
        await Finds("主体类型:university title:事件 partykind:企业", r => r.Title == "有事件");
        await Finds("NOT (电池 OR 方法)", r => !Anywhere(r, "电池") && !Anywhere(r, "方法"));
    }

    protected async Task Finds(string query, Func<IpRecord, bool> holds)
    {
        Assert.True(QueryParser.Parse(query).Accepted(out var node, out var refusal), $"{query}: {refusal?.Code}");
        await Finds(node, holds);
    }

    async Task Finds(QueryNode query, Func<IpRecord, bool> holds)
    {
        var wanted = All.Where(holds).Select(r => r.Key!).Order(StringComparer.Ordinal).ToList();
        var found = (await Found(query)).Order(StringComparer.Ordinal).ToList();
        Assert.True(wanted.SequenceEqual(found), $"{query}: {wanted.Count} wanted, {found.Count} found; {string.Join(' ', wanted.Except(found).Take(3))} / {string.Join(' ', found.Except(wanted).Take(3))}");
    }

    static bool Anywhere(IpRecord record, string word) =>
        ((string[])[record.Title, record.Abstract, record.Claims, .. record.Parties.Select(p => p.Name)]).Any(t => t.Contains(word, StringComparison.Ordinal));

    // At most three characters between the two, on either side; signs count nothing.
    static bool Near(string text)
    {
        var plain = System.Text.RegularExpressions.Regex.Replace(text, @"[^\w]+", "");
        return System.Text.RegularExpressions.Regex.IsMatch(plain, "电池.{0,3}隔膜|隔膜.{0,3}电池");
    }

    static IpRecord Pledged(int number, string patent, string sum) => new()
    {
        Kind = RecordKind.Pledge, Publication = $"Y202398000000{number}", Application = patent, Title = "质押登记", Granted = new(2023, 5, 5), More = new Dictionary<string, string> { ["sum"] = sum }, Synthetic = true,
    };

    static IpRecord Titled(int number, string title) => new() { Kind = RecordKind.Invention, Publication = $"CN98000000{number}A", Title = title, Synthetic = true };
}
