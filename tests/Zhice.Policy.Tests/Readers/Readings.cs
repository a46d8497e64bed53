using Xunit;
using Zhice.Policy.Layout;
using Zhice.Policy.Readers;

namespace Zhice.Policy.Tests.Readers;

/// <summary>Short ways to read a file and to look at what came out.</summary>
internal static class Readings
{
    internal static SourceText Read(byte[] bytes, string name)
    {
        var (source, refusal) = FileReader.Read(bytes, name, TestContext.Current.CancellationToken);
        Assert.True(source is not null, $"{name} was refused: {refusal?.Code} {refusal?.Chinese}");
        IsWellFormed(source);
        return source;
    }

    internal static ReadRefusal Refused(byte[] bytes, string name)
    {
        var (source, refusal) = FileReader.Read(bytes, name, TestContext.Current.CancellationToken);
        Assert.Null(source);
        Assert.NotNull(refusal);
        Assert.Contains(refusal.Chinese, c => c is >= '一' and <= '龥');
        return refusal;
    }

    internal static string Of(this SourceText source, Span span) => span.Of(source.Text);

    internal static List<string> Lines(this SourceText source, bool noise = false) =>
        [.. source.Blocks.OfType<LineBlock>().Where(line => line.Noise == noise && !line.Span.IsEmpty).Select(line => source.Of(line.Span))];

    /// <summary>Each row as the texts of its cells without white space, by column: "0:… | 1:…".</summary>
    internal static List<string> Rows(this SourceText source) => [.. source.Blocks.OfType<TableBlock>().SelectMany(table => table.Rows).Select(row =>
        string.Join(" | ", row.Cells.Select(cell => $"{cell.Column}:{Squeeze(string.Concat(cell.Lines.Select(line => source.Of(line.Span))))}")))];

    internal static ReadOnlyMemory<byte> WithoutMark(byte[] bytes) => bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;

    internal static string Squeeze(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>The promises of the contract that hold for every reading, whatever the file.</summary>
    internal static void IsWellFormed(SourceText source)
    {
        var at = 0;
        void Next(Span span, bool mayTouch = true)
        {
            Assert.InRange(span.Start, at, source.Text.Length);
            Assert.InRange(span.End, span.Start, source.Text.Length);
            Assert.True(string.IsNullOrWhiteSpace(source.Text[at..span.Start]), $"Text that no block holds: '{source.Text[at..span.Start]}'");
            if (mayTouch) at = span.End;
        }
        foreach (var block in source.Blocks)
        {
            if (block is not TableBlock table) { Next(block.Span); continue; }
            Next(table.Span, mayTouch: false);
            foreach (var row in table.Rows)
            {
                Assert.True(table.Span.Contains(row.Span));
                Next(row.Span, mayTouch: false);
                var column = 0;
                foreach (var cell in row.Cells)
                {
                    Assert.True(cell.Column >= column && cell.ColumnSpan >= 1, "Cells stand from left to right.");
                    column = cell.Column + cell.ColumnSpan;
                    foreach (var line in cell.Lines)
                    {
                        Assert.True(row.Span.Contains(line.Span));
                        Next(line.Span);
                    }
                }
            }
        }
        Assert.True(string.IsNullOrWhiteSpace(source.Text[at..]));
        for (var i = 0; i < source.Text.Length; i++)
        {
            var c = source.Text[i];
            Assert.False(char.IsControl(c) && c is not ('\n' or '\t'), $"U+{(int)c:X4} at {i}");
            if (char.IsHighSurrogate(c)) { Assert.True(i + 1 < source.Text.Length && char.IsLowSurrogate(source.Text[i + 1])); i++; }
            else Assert.False(char.IsLowSurrogate(c), $"Lone surrogate at {i}");
        }
    }
}
