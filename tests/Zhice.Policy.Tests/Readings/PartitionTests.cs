using System.Text;
using Xunit;
using Zhice.Policy.Output;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Laws that hold for every text, met by mutating texts of known layouts; ZHICE_FUZZ sets how many.</summary>
public sealed class PartitionTests
{
    static readonly string[] Seeds =
    [
        "附件\n\n2025年任务清单\n\t任务清单\n\t落实举措\n\t执行部门\n\t一、强化保护\n\t推进快速处理\n\t国家知识产权局：制定工作规程。\n各地区：明确专门机构，达到100家以上。\n\t局内：保护司，专利局审业部、自动化部\n省份：各省必做\n城市：强市建设（以下统称“强市”）示范城市选做\n",
        "任务清单 落实举措 责任部门 完成时间\n一、顶层设计\n1.配合做好知识产\n权工作\n国家知识产权局：推进工作。\n各地区要做好工作。\n办公室、条法\n司\n年底前完成\n— 2 —\n任务清单 落实举措 责任部门 完成时间\n2.更高标准\n有关地区要推进。\n运用促进司 年内有阶段性成果\n",
        "某局关于印发《指引(2022)》的通知\n国知发〔2022〕15号\n2022年3月16日\n一、总体要求\n（一）主要目标。2022年底，审查周期压减至16.5个月。\n二、任务\n（一）完善政策。加强研究。（办公室负责）加快论证。（条法司、国际合作司负责）\n三、工作要求\n各局要在2022年12月15日前将成效以纸件形式报送我局运用促进司。\n",
        "一、改革\n（一）体制\n1.推进改革，完善机制。（科技部、财政部按职责分别负责）\n2.推动立法。（教育部牵头负责）\n上述任务，列第一位的部门为牵头部门。\n来源：某局\nhttp://example.cn/1.htm\n",
        "某省2025年实施方案\n1.建立项目库，新增专利60件。\n责任领导：李某\n牵头科室（单位）：科技科\n完成时限：2025年6月底前\n2.推进（甲局牵头，乙局配合，三季度前完成）。\n第一条 本办法。\n①甲；②乙。\n——目标。\n",
    ];

    const string Splices = "。，、；：（）()《》〈〉“”‘’【】〔〕\n\n\n\t 　—-0123456789一二十百、.年月日底前负责牵头配合单位：%亿元个家第条章①*#|\0\u0001\uFFFD\uD83D省市局部司處權";

    static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("ZHICE_FUZZ"), out var n) ? n : 2_000;

    [Fact]
    public void Any_text_gives_a_partition_with_spans_inside_it()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var text = Mutated(seed);
            try
            {
                Holds(text);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Assert.Fail($"Seed {seed}: {e.Message}\n{e.StackTrace}\n---\n{text}");
            }
        }
    }

    static string Mutated(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder(Seeds[random.Next(Seeds.Length)]);
        for (var change = random.Next(1, 25); change > 0; change--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(5))
            {
                case 0: text.Insert(at, Splices[random.Next(Splices.Length)]); break;
                case 1: if (at < text.Length) text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at)); break;
                case 2: if (at < text.Length) text[at] = Splices[random.Next(Splices.Length)]; break;
                case 3:
                    var other = Seeds[random.Next(Seeds.Length)];
                    var from = random.Next(other.Length);
                    text.Insert(at, other.AsSpan(from, Math.Min(random.Next(1, 60), other.Length - from)));
                    break;
                default: text.Insert(at, new string(Splices[random.Next(Splices.Length)], random.Next(1, 40))); break;
            }
        }
        return text.ToString();
    }

    static void Holds(string text)
    {
        var reading = PolicyReader.Read(Encoding.UTF8.GetBytes(text), "a.txt", TestContext.Current.CancellationToken);
        if (reading.Document is not { } document) return; // refused as no text
        var end = 0;
        foreach (var part in document.Parts)
        {
            Assert.Equal(end, part.Span.Start);
            Assert.True(part.Span.End > part.Span.Start, "empty part");
            end = part.Span.End;
        }
        Assert.Equal(document.Text.Length, end);
        Assert.InRange(document.Coverage, 0, 1);
        foreach (var span in Spans(document)) Assert.True(span.Start >= 0 && span.End >= span.Start && span.End <= document.Text.Length, $"span {span} of {document.Text.Length}");
        var ids = document.Tasks.SelectMany(t => t.Measures.SelectMany(m => m.Commitments.Select(c => c.Id).Append(m.Id)).Append(t.Id)).Concat(document.Sections.Select(s => s.Id)).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        var known = ids.ToHashSet(StringComparer.Ordinal);
        Assert.All(document.Parts, p => Assert.True(p.NodeId is null || known.Contains(p.NodeId), $"part of unknown node {p.NodeId}"));
    }

    static IEnumerable<Span> Spans(PolicyDocument d) =>
    [
        .. d.Sections.Select(s => s.Span), .. d.Targets.Select(t => t.Span), .. d.Submissions.Select(s => s.Span), .. d.Citations.Select(c => c.Span), .. d.Definitions.Select(x => x.Span),
        .. d.Tasks.Select(t => t.Span), .. d.Tasks.SelectMany(t => t.Assignments).Select(a => a.Span), .. d.Tasks.Where(t => t.TitleSpan is not null).Select(t => t.TitleSpan!.Value),
        .. d.Tasks.SelectMany(t => t.Measures).SelectMany(m => m.Commitments.Select(c => c.Span).Concat(m.Applicability.Select(a => a.Span)).Append(m.Span)),
        .. d.Places.Select(p => p.Span),
    ];

    [Fact]
    public void The_same_bytes_give_the_same_JSON_and_the_JSON_reads_back()
    {
        foreach (var seed in Seeds)
        {
            var json = PolicyJson.Write(Reader.Text(seed));

            Assert.Equal(json, PolicyJson.Write(Reader.Text(seed)));
            Assert.Equal(json, PolicyJson.Write(PolicyJson.ReadDocument(json)));
        }
    }

    [Fact]
    public void The_AkomaNtoso_of_any_reading_is_well_formed_with_unique_ids()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var reading = PolicyReader.Read(Encoding.UTF8.GetBytes(Mutated(seed)), "a.txt", TestContext.Current.CancellationToken);
            if (reading.Document is not { } document) continue;
            var xml = System.Xml.Linq.XDocument.Parse(Encoding.UTF8.GetString(AkomaNtoso.Write(document)));
            var ids = xml.Descendants().Select(e => (string?)e.Attribute("eId")).OfType<string>().ToList();
            Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Theory]
    [InlineData('（')] // unpaired, deep
    [InlineData('《')]
    [InlineData('1')]
    [InlineData('。')]
    [InlineData('一')]
    [InlineData('、')]
    [InlineData('*')]
    public void A_hundred_thousand_of_one_character_are_read_in_the_end(char c)
    {
        Holds("一、甲\n1." + new string(c, 100_000));
        Holds("任务清单 落实举措 责任部门 完成时间\n" + string.Concat(Enumerable.Repeat(c + "\n", 20_000)));
    }
}
