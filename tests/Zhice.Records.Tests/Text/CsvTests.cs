using Xunit;
using Zhice.Records.Text;

namespace Zhice.Records.Tests.Text;

public sealed class CsvTests
{
    [Fact]
    public void A_field_in_quotes_may_hold_commas_quotes_and_line_breaks()
    {
        var rows = Csv.Read("名称,来源\r\n\"试点,城市\",\"第\"\"一\"\"批\n名单\"\r\n").ToList();

        Assert.Equal(["试点,城市", "第\"一\"批\n名单"], rows[1].Fields);
    }

    [Fact]
    public void Lines_are_counted_in_the_file_so_that_an_error_can_be_found()
    {
        var rows = Csv.Read("\uFEFFa\n\n# remark\n\"b\nc\"\nd").ToList();

        Assert.Equal([1, 4, 6], rows.Select(row => row.Line));
        Assert.Equal("a", rows[0].Fields[0]);
    }

    [Fact]
    public void An_unclosed_quote_loses_nothing() =>
        Assert.Equal(["a", "b\nc"], Csv.Read("a,\"b\nc").Single().Fields);
}
