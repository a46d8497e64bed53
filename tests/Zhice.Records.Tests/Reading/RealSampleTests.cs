using System.Text.RegularExpressions;
using Xunit;
using Zhice.Records.Model;
using Zhice.Records.Reading;

namespace Zhice.Records.Tests.Reading;

public sealed class RealSampleTests
{
    static List<ReadRecord> Read(string file, TableMapping? mapping = null)
    {
        using var stream = File.OpenRead(file);
        return [.. RecordFiles.Read(stream, file, mapping)];
    }

    [Fact]
    public void Publications_of_cnipa_give_what_their_files_hold()
    {
        var files = Directory.EnumerateFiles(Samples.Folder("cnipa-xml/citation"), "*.XML", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var records = files.Select(f => (Text: File.ReadAllText(f), Record: Assert.Single(Read(f)).Record!)).ToList();

        Assert.Equal(["CN85100312A", "CN102025678A", "CN101945314B", "CN110083831A"], records.Select(r => r.Record.Publication));
        Assert.All(records, r => Assert.DoesNotContain("<m", r.Record.Claims + r.Record.Description, StringComparison.Ordinal)); // formulas are read as their signs
        Assert.Equal(["CN85100312", "CN200910190429", "CN201010298420", "CN201910302430"], records.Select(r => r.Record.Application));
        foreach (var (text, record) in records)
        {
            Assert.Equal(Regex.Count(text, "<business:Claim[ >]"), record.Claims.Split('\n').Length);
            Assert.Equal(Regex.Count(text, "<business:ApplicationCitation|<business:PatentCitation"), record.Citations.Count);
            Assert.Equal(text.Contains("<business:ClassificationIPCR ", StringComparison.Ordinal) ? Regex.Count(text, "<business:ClassificationIPCR ") : Regex.Count(text, "<business:(Main|Further)Classification [^>]*\"original\""), record.Classes.Count);
            Assert.Equal(Regex.Count(text, "<business:Inventor "), record.Parties.Count(p => p.Role == PartyRole.Inventor));
            Assert.True(record.Abstract.Length > 50 && record.Description.Length > 500, record.Publication);
            Assert.False(record.More.ContainsKey("check-digit"));
        }
        var grant = records[2].Record;
        Assert.Equal(("一种耳机、相应的音源设备以及控制方法", new DateOnly(2010, 10, 2), new DateOnly(2019, 8, 2)), (grant.Title, grant.Filed, grant.Granted));
        Assert.Equal(("广州市智专信息科技有限公司", "440106"), (grant.Applicant!.Name, grant.Applicant.Division));
        Assert.Equal([PartyRole.Applicant, PartyRole.Examiner], grant.Parties.Where(p => p.Role is PartyRole.Applicant or PartyRole.Examiner).Select(p => p.Role));
        Assert.Equal("王欣", grant.Parties.Single(p => p.Role == PartyRole.Examiner).Name);
        Assert.Equal("CN1719946A", Assert.Single(grant.Citations).Number);
    }

    [Theory]
    [InlineData("US06336130.xml", "US6336130B1", "US9413215", "Arrangement for improving availability of services in a communication system", "Telefonaktiebolaget LM Ericsson (publ)", "G06F15/16", 6)]
    [InlineData("US07272630B2.xml", "US7272630B2", "US10991571", "Locating potentially identical objects across multiple computers based on stochastic partitioning of workload", "Microsoft Corporation", "G06F15/13", 78)]
    [InlineData("US08926509.xml", "US8926509B2", "US12134151", null, null, "A61B5/00", 130)]
    [InlineData("US08930553.xml", "US8930553B2", "US13648029", "Managing mid-dialog session initiation protocol (SIP) messages", "International Business Machines Corporation", "G06F15/16", 16)]
    [InlineData("US20010000044A1.xml", "US20010000044A1", "US9342866", "Systems and Methods For Transacting Business Over A Global Communications Network Such As The Internet", null, "G06F17/60", 0)]
    [InlineData("US20050004437A1.xml", "US20050004437A1", "US10830857", "Simulation device for playful evaluation and display of blood sugar levels", null, "A61B5/00", 0)]
    [InlineData("USD435854S1.xml", "USD435854S", "US29116510", "Disc cartridge", null, null, 10)]
    public void Records_of_the_united_states_of_all_generations_are_read(string file, string number, string application, string? title, string? owner, string? main, int citations)
    {
        var record = Assert.Single(Read(Path.Combine(Samples.Folder("uspto-xml-samples"), file))).Record!;

        Assert.Equal((number, application), (record.Publication, record.Application));
        if (title is not null) Assert.Equal(title, record.Title);
        if (owner is not null) Assert.Equal(owner, record.Applicant!.Name);
        Assert.Equal(main, record.MainClass);
        // The same document cited twice counts once.
        Assert.InRange(record.Citations.Count, citations * 9 / 10, citations);
        Assert.NotEmpty(record.Parties);
    }

    [Theory]
    [InlineData("US08926509.xml", "US60968023", "US20090054737A1")]
    [InlineData("US07272630B2.xml", "US9876376", "US20050097148A1")]
    [InlineData("US20050004437A1.xml", "PCTCH0200573", null)]
    [InlineData("US06336130.xml", "PCTNO9800107", null)]
    public void What_a_record_of_the_united_states_goes_on_from_is_kept(string file, string priority, string? member)
    {
        var record = Assert.Single(Read(Path.Combine(Samples.Folder("uspto-xml-samples"), file))).Record!;
        Assert.Contains(priority, record.Priorities);
        Assert.Equal(member, record.Family.SingleOrDefault());
    }

    [Fact]
    public void The_cpc_master_file_gives_each_of_its_records()
    {
        var file = Path.Combine(Samples.Folder("uspto-xml-samples"), "cpcMaster.xml");
        var read = Read(file);

        Assert.Equal(Regex.Count(File.ReadAllText(file), "<uspat:CPCMasterClassificationRecord>"), read.Count);
        Assert.Equal(("US9400000B2", "F04D29/703"), (read[0].Record!.Publication, read[0].Record!.MainClass));
    }

    [Fact]
    public void The_table_of_57_is_read_by_a_mapping_file()
    {
        var mapping = TableMapping.Read("""
            publication = publication_number
            title = text /^Title: ([^\n]*)|^(.*?) \[SEP\]/
            abstract = text /Abstract: ((?s:.*))|\[SEP\].*\[SEP\] ((?s:.*))/
            cpc = cpc_labels
            """);
        var read = Read(Path.Combine(Samples.Folder("cn-patent-samples"), "cn-patents-57.csv"), mapping);

        Assert.Equal(57, read.Count);
        Assert.All(read, r => Assert.True(r.Record is { Title.Length: > 3, Abstract.Length: > 50, Classes.Count: > 0 }, $"{r.Line} {r.Record?.Title}"));
        Assert.Equal("一种基于自然语言处理的银行客服会话问答处理方法及系统", read[0].Record!.Title);
        Assert.Equal("G06F16/3329", read[0].Record!.MainClass);
    }
}
