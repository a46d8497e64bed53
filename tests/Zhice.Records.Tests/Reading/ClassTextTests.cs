using System.Text;
using Xunit;
using Zhice.Records.Reading;

namespace Zhice.Records.Tests.Reading;

/// <summary>Texts of classes from the scheme file of the CPC and from tables.</summary>
public sealed class ClassTextTests
{
    static IReadOnlyList<(string Symbol, string Text)> Read(string text, string name, string? scheme = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return ClassTexts.Read(stream, name, scheme);
    }

    [Fact]
    public void The_sample_of_the_scheme_gives_each_class_its_title_without_its_references()
    {
        using var stream = File.OpenRead(Path.Combine(Samples.Folder("uspto-xml-samples"), "cpc-scheme-A01L.xml"));
        var texts = ClassTexts.Read(stream, "cpc-scheme-A01L.xml", null);
        Assert.Equal("SHOEING OF ANIMALS", texts.Single(t => t.Symbol == "A01L").Text);
        Assert.Equal("Shoes for horses or other solipeds fastened with nails", texts.Single(t => t.Symbol == "A01L1/00").Text);
        Assert.Equal(19, texts.Count);
        Assert.Equal(texts.Count, texts.Select(t => t.Symbol).Distinct().Count());
    }

    [Fact]
    public void The_table_of_industries_gives_divisions_without_the_letter_of_their_section()
    {
        var texts = Read("\uFEFFcode,name,parent\nA,某门类,\nA01,某大类,A\nA0111,\"某,小类\",A011\n", "x.csv", "GBT4754");
        Assert.Equal([("GBT4754:A", "某门类"), ("GBT4754:01", "某大类"), ("GBT4754:0111", "某,小类")], texts);
    }

    [Theory]
    [InlineData("code,name\nA01,某\nZ9,某\n", "x.csv", "GBT4754", "line 3")]
    [InlineData("code,name\nA01,某\n", "x.csv", null, "line 2")]
    [InlineData("a,b\nA01,某\n", "x.csv", "IPC", "line 1")]
    [InlineData("<class-scheme><classification-item>", "x.xml", null, "")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><class-scheme><classification-symbol>&b;</classification-symbol></class-scheme>", "x.xml", null, "")]
    [InlineData("<other/>", "x.xml", null, "line 1")]
    public void What_is_no_table_of_classes_is_refused(string text, string name, string? scheme, string where) =>
        Assert.Contains(where, Assert.Throws<InvalidDataException>(() => Read(text, name, scheme)).Message, StringComparison.Ordinal);
}
