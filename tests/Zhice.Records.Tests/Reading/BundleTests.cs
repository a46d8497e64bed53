using System.Globalization;
using System.Text;
using Xunit;
using Zhice.Records.Reading;
using Zhice.Records.Store;

namespace Zhice.Records.Tests.Reading;

/// <summary>Many records in one document, of which some are no good: each costs itself alone.</summary>
public sealed class BundleTests
{
    const string Root = "<exch:bag><exch:exchange-documents xmlns:exch=\"http://www.epo.org/exchange\">", End = "</exch:exchange-documents></exch:bag>";

    static string One(int n, string more = "") =>
        $"<exch:exchange-document country=\"EP\" doc-number=\"{n}\" kind=\"A1\"><exch:bibliographic-data><exch:invention-title lang=\"en\">t{n}</exch:invention-title></exch:bibliographic-data><exch:abstract lang=\"en\"><exch:p>words{more}</exch:p></exch:abstract></exch:exchange-document>\n";

    static List<ReadRecord> Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?>\n" + text.Replace("<exch:bag>", "<exch:bag xmlns:exch=\"x\">", StringComparison.Ordinal)));
        return [.. RecordFiles.Read(stream, "x.xml", null)];
    }

    static IEnumerable<string> Told(IEnumerable<ReadRecord> read) => read.Select(r => r.Record?.Publication ?? $"{r.Reason}:{r.Line}");

    [Theory]
    [InlineData("<exch:p>not closed")]
    [InlineData("&unknown;")]
    [InlineData("a & b < c")]
    [InlineData("\u0001")]
    [InlineData("<?pi")]
    [InlineData("<![CDATA[never closed")]
    [InlineData("<!-- never closed")]
    [InlineData("<x a=\"never closed")]
    public void A_record_that_is_no_xml_costs_itself_and_not_the_rest(string broken)
    {
        // Enough records that they do not stand in one buffer together.
        foreach (var behind in new[] { 1, 2_000 })
        {
            var read = Read(Root + One(9000001) + One(9000002, broken) + string.Concat(Enumerable.Range(9000003, behind).Select(n => One(n))) + End);
            Assert.Equal(Enumerable.Range(9000003, behind).Select(n => $"EP{n}A1").Prepend("x").Prepend("EP9000001A1"), Told(read).Select(t => t.StartsWith("record.xml", StringComparison.Ordinal) ? "x" : t));
            Assert.Equal(4, read[2].Line);
        }
    }

    [Fact]
    public void A_record_that_breaks_off_costs_itself_and_not_the_next()
    {
        foreach (var length in new[] { 20, 60, 130, 180 })
            Assert.Equal(["EP9000001A1", "x", "EP9000003A1", "EP9000004A1"], Told(Read(Root + One(9000001) + One(9000002)[..length] + One(9000003) + One(9000004) + End)).Select(t => t.StartsWith("record.xml", StringComparison.Ordinal) ? "x" : t));
    }

    [Fact]
    public void A_record_whose_own_beginning_is_broken_is_refused_once()
    {
        var read = Read(Root + One(9000001) + One(9000002).Replace("country=\"EP\"", "country=EP", StringComparison.Ordinal) + One(9000003) + One(9000004) + End);
        Assert.Equal(["EP9000001A1", "record.xml:3", "EP9000003A1", "EP9000004A1"], Told(read));
    }

    [Fact]
    public void A_record_that_is_too_long_costs_itself_and_not_the_rest()
    {
        var read = Read(Root + One(9000001) + One(9000002, new string('x', 50_000_000)) + One(9000003) + End);
        Assert.Equal(["EP9000001A1", "record.long:3", "EP9000003A1"], Told(read));
        Assert.Equal(4, read[2].Line);
    }

    [Fact]
    public void Where_a_bundle_is_cut_off_it_is_said_that_nothing_behind_was_read_and_the_job_is_not_whole()
    {
        var cut = Root + One(9000001) + One(9000002)[..100];
        Assert.Equal(["EP9000001A1", "record.rest:3"], Told(Read(cut)));
        Assert.Equal(["EP9000001A1", "record.rest:3"], Told(Read(Root + One(9000001))));
        // The last record of a bundle that ends as it must: nothing stands behind it.
        Assert.Equal(["EP9000001A1", "record.xml:3"], Told(Read(Root + One(9000001) + One(9000002, "&unknown;") + End)));

        using var scratch = new ScratchStore();
        using var writer = new RecordWriter(scratch.Store);
        var job = IngestRun.Take(writer, writer.Register("test", "test", "test", "test", "once", false, synthetic: true), "x.xml", "one", 0, Read(cut), null, CancellationToken.None);
        Assert.Equal((JobState.Partial, 1L, 1L), (job.State, job.Done, job.Rejected));
        Assert.Equal(("ingest.rest", "3"), Assert.Single(job.Told));
        Assert.Contains("behind line " + 3.ToString(CultureInfo.InvariantCulture), scratch.Store.Rejects(job.Id, 10)[0].Excerpt, StringComparison.Ordinal);
    }
}
