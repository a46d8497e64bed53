using System.Text;
using Xunit;
using Zhice.Web.Exports;

namespace Zhice.Web.Tests.Exports;

/// <summary>Numbers in CSV are numbers, also below zero; a text that a spreadsheet would run is none.</summary>
public sealed class TableFileTests
{
    [Fact]
    public async Task A_number_below_zero_is_a_number_and_a_text_that_looks_like_one_is_a_text()
    {
        var table = new TableFile("t", [new("=a"), new("b"), new("c"), new("d")], [[Cell.Of(-3.5m), Cell.Of("-3.5"), Cell.Of("=1+1"), Cell.Of(new DateOnly(2026, 1, 31))]]);
        var file = (await table.Csv(TestContext.Current.CancellationToken)).FileStream;
        await using (file)
        {
            using var text = new StreamReader(file, Encoding.UTF8);
            Assert.Equal("\"'=a\",\"b\",\"c\",\"d\"\r\n\"-3.5\",\"'-3.5\",\"'=1+1\",\"2026-01-31\"\r\n", await text.ReadToEndAsync(TestContext.Current.CancellationToken));
        }
    }
}
