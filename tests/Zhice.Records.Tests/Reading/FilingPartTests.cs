using Xunit;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Reading;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Records.Tests.Reading;

/// <summary>Applications as they were filed, a folder each with its parts in files of their own.</summary>
public sealed class FilingPartTests
{
    [Fact]
    public void The_sample_applications_come_together_from_their_parts()
    {
        var folders = FilingParts.Folders(Path.Combine(Samples.Folder("cnipa-xml"), "application"));
        var records = FilingParts.Read(folders).Select(r => r.Record!).ToDictionary(r => r.Application!);

        Assert.Equal(["CN201010241222", "CN201511036068", "CN201810392222", "CN201810393213", "CN201810393238"], records.Keys.Order(StringComparer.Ordinal));
        var cutter = records["CN201810393213"];
        Assert.Equal((RecordKind.Invention, "一种用于废动力电池内芯的规则形状破碎切割装置"), (cutter.Kind, cutter.Title));
        // Lines that the filing program broke are joined again.
        Assert.Contains("它涉及一种用于废动力电池内芯的规则形状破碎切割装置。", cutter.Description, StringComparison.Ordinal);
        Assert.StartsWith("本发明公开了一种用于废动力电池内芯的规则形状破碎切割装置，包括机架、破碎装置、传送带装置", cutter.Abstract, StringComparison.Ordinal);
        Assert.StartsWith("一种用于废动力电池内芯的规则形状破碎切割装置，其特征在于：", cutter.Claims, StringComparison.Ordinal);
        var claims = records["CN201511036068"]; // its claims alone were filed with the sample
        Assert.Equal(("", "", ""), (claims.Title, claims.Abstract, claims.Description));
        Assert.Contains("功率变换器", claims.Claims, StringComparison.Ordinal);
    }

    [Fact]
    public void They_are_found_by_their_words_and_number_and_the_same_folders_again_change_nothing()
    {
        using var scratch = new ScratchStore();
        var folders = FilingParts.Folders(Samples.Folder("cnipa-xml"));
        for (var turn = 0; turn < 2; turn++)
        {
            using var writer = new RecordWriter(scratch.Store);
            var job = IngestRun.Take(writer, writer.Register("filed", "filed", "test", "test", "once", false, false), "application", FilingParts.Digest(folders), 0, FilingParts.Read(folders), null, CancellationToken.None);
            Assert.Equal((turn == 0 ? 5 : 0, turn == 0 ? 0 : 5, 0), ((int)job.Added, (int)job.Unchanged, (int)job.Rejected));
        }
        scratch.Store.Forget();
        foreach (var query in new[] { "claims:刀具装置", "description:废动力电池", "number:2018103932133" })
        {
            Assert.True(QueryParser.Parse(query).Accepted(out var node, out _));
            Assert.True(RecordSearch.Run(scratch.Store.Snapshot(), new SearchRequest(node)).Accepted(out var found, out _));
            Assert.True(found.Total >= 1, query);
        }
    }

    [Fact]
    public void A_part_that_breaks_off_refuses_its_application_alone_and_an_entity_is_never_read()
    {
        var home = Directory.CreateTempSubdirectory("zhice-filed-");
        try
        {
            string Part(string number, string part, string body)
            {
                var folder = Directory.CreateDirectory(Path.Combine(home.FullName, number, part)).FullName;
                File.WriteAllText(Path.Combine(folder, "x.xml"), "<?xml version=\"1.0\"?>" + body);
                return folder;
            }
            Part("2020101234567", "100001-", "<cn-application-body><cn-claims><claim num=\"1\"><claim-text>一种装置，</claim-text>");
            Part("2020101234575", "100001-", "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><cn-application-body><cn-claims><claim><claim-text>&e;</claim-text></claim></cn-claims></cn-application-body>");
            Part("2020201234560", "100002-", "<cn-application-body><description><invention-title>一种好的装置</invention-title><p>内容</p></description></cn-application-body>");
            Part("notanumber", "100001-", "<cn-application-body/>");
            Part("2020101234583", "100001-", "<other/>");

            var read = FilingParts.Read(FilingParts.Folders(home.FullName)).ToList();
            Assert.Equal(["record.xml", "record.xml", "record.format", null], read.Select(r => r.Reason));
            Assert.Equal((RecordKind.UtilityModel, "一种好的装置", "内容"), (read[3].Record!.Kind, read[3].Record!.Title, read[3].Record!.Description));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
