using System.Globalization;
using System.Text;
using Xunit;
using Zhice.Policy.Readers;

namespace Zhice.Policy.Tests.Readers;

/// <summary>Files broken at random, by fixed seeds: a reader gives a well-formed text or a refusal, and never anything else.</summary>
public sealed class MutationTests
{
    static readonly string[] Head = ["序号", "重点任务", "落实举措", "责任部门", "完成时间"];
    static readonly List<string[]> Rows = [["一、完善制度"], .. Enumerable.Range(1, 12).Select(i => new[] { $"{i}", $"第{i}项任务", $"各地区：抓好第{i}项举措的落实，\n形成机制。", "保护处", "年底前" })];
    static readonly Sheet Made = new("任务清单", Head, [40, 120, 370, 110, 90], Rows, Borders.Level, Standing.Middle);

    /// <summary>How many of each hundred mutations fall on a format; a PDF costs a process each.</summary>
    static readonly (string Name, int Share, Func<byte[]> File)[] Kinds =
    [
        ("a.txt", 20, () => Encoding.UTF8.GetBytes(Plain())),
        ("gb.txt", 8, () => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(Plain())),
        ("a.md", 8, () => Encoding.UTF8.GetBytes("# 清单\n|任务|举措|\n|--|--|\n|甲|乙|\n\n正文。\n")),
        ("a.html", 22, () => Encoding.UTF8.GetBytes("<html><body><div class=nav><a>首页</a></div><h1>清单</h1>" + MadeFiles.HtmlTable(Rows.Prepend(Head), 5) + "<ol><li>甲<li>乙</ol></body>")),
        ("a.docx", 20, () => MadeFiles.Docx(MadeFiles.P("清单") + MadeFiles.DocxTable(Rows.Prepend(Head), 5))),
        ("a.ofd", 19, () => MadeFiles.Ofd(Made)),
        ("a.pdf", 3, () => MadeFiles.Pdf(Made)),
    ];

    static string Plain() => string.Join("\n", Rows.Select(row => string.Join("\t", row)));

    static int Count => int.TryParse(Environment.GetEnvironmentVariable("ZHICE_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 2_000;

    public static TheoryData<string> Names => [.. Kinds.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_broken_file_is_read_or_refused(string name)
    {
        var (_, share, make) = Kinds.Single(kind => kind.Name == name);
        var whole = make();
        for (var seed = 0; seed < Count * share / 100; seed++)
        {
            var bytes = Mutate(whole, new Random(seed));
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(60));
            try
            {
                var (source, refusal) = FileReader.Read(bytes, name, limit.Token);
                Assert.True(source is null != refusal is null);
                if (source is not null) Readings.IsWellFormed(source);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{name}, seed {seed}: {e}");
            }
            catch (Xunit.Sdk.XunitException e)
            {
                Assert.Fail($"{name}, seed {seed}: {e.Message}");
            }
        }
    }

    /// <summary>Packed XML is broken inside its package too, where the checks of the package do not see it.</summary>
    [Theory]
    [InlineData("a.docx", "word/document.xml")]
    [InlineData("a.ofd", "Doc_0/Pages/0.xml")]
    public void A_package_with_broken_xml_is_read_or_refused(string name, string part)
    {
        var whole = Kinds.Single(kind => kind.Name == name).File();
        var entries = Entries(whole);
        for (var seed = 0; seed < Count / 10; seed++)
        {
            var broken = entries.Select(entry => (entry.Name, entry.Name == part ? Swap(entry.Content, new Random(seed)) : entry.Content)).ToArray();
            var (source, refusal) = FileReader.Read(MadeFiles.Zip(broken), name, TestContext.Current.CancellationToken);
            Assert.True(source is null != refusal is null);
            if (source is not null) Readings.IsWellFormed(source);
        }
    }

    [Fact]
    public void The_same_bytes_give_the_same_text_and_blocks()
    {
        foreach (var (name, _, make) in Kinds.Where(kind => kind.Name != "a.pdf"))
        {
            var (first, second) = (Readings.Read(make(), name), Readings.Read(make(), name));
            Assert.Equal(first.Text, second.Text);
            Assert.Equal(first.Blocks.Select(block => block.Span), second.Blocks.Select(block => block.Span));
        }
    }

    static List<(string Name, string Content)> Entries(byte[] bytes)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
        return [.. zip.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return (entry.FullName, reader.ReadToEnd());
        })];
    }

    /// <summary>Takes out, doubles or exchanges whole tags, so that most results are still XML.</summary>
    static string Swap(string xml, Random random)
    {
        var tags = xml.Split('<').ToList();
        for (var n = random.Next(1, 5); n > 0 && tags.Count > 3; n--)
        {
            var at = random.Next(1, tags.Count);
            switch (random.Next(4))
            {
                case 0: tags.RemoveAt(at); break;
                case 1: tags.Insert(at, tags[random.Next(1, tags.Count)]); break;
                case 2: (tags[at], tags[1]) = (tags[1], tags[at]); break;
                default: tags[at] = tags[at].Replace('"', random.Next(2) == 0 ? '9' : '"').Replace("1", "999999999", StringComparison.Ordinal); break;
            }
        }
        return string.Join('<', tags);
    }

    static byte[] Mutate(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var n = random.Next(1, 6); n > 0 && bytes.Count > 8; n--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length)); break;
                case 4: bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256))); break;
                default: if (random.Next(4) == 0) bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }
        return [.. bytes];
    }
}
