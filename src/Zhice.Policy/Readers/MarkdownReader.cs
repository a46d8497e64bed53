using System.Text;
using System.Text.RegularExpressions;
using Zhice.Policy.Layout;

namespace Zhice.Policy.Readers;

/// <summary>
/// Markdown as converters write it: # headings get their level, pipe tables become tables, emphasis signs go.
/// All other lines stay as they are.
/// </summary>
internal static partial class MarkdownReader
{
    [GeneratedRegex(@"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rule();

    internal static SourceText Read(byte[] bytes, Encoding encoding, int mark, CancellationToken cancel)
    {
        var text = TextFileReader.Decode(bytes, encoding, mark, [], cancel);
        var target = new SourceTextBuilder(SourceFormat.Markdown, linesAreParagraphs: false, cancel);
        var lines = text.Split('\n');
        var count = lines.Length > 0 && lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        for (var i = 0; i < count; i++)
        {
            if (lines[i].Contains('|') && i + 1 < count && lines[i + 1].Contains('|') && lines[i + 1].Length < 2000 && Rule().IsMatch(lines[i + 1])
                && Cells(lines[i]).Count > 1)
                i = Table(lines, i, count, target) - 1;
            else Line(lines[i], target);
        }
        return target.Build();
    }

    static void Line(string line, SourceTextBuilder target)
    {
        var level = 0;
        while (level < line.Length && line[level] == '#') level++;
        var isHeading = level is >= 1 and <= 6 && level < line.Length && line[level] is ' ' or '\t' or '　';
        target.Line(Plain(isHeading ? line[level..].Trim().TrimEnd('#').TrimEnd() : line), heading: isHeading ? level : null);
    }

    static int Table(string[] lines, int at, int count, SourceTextBuilder target)
    {
        var rows = new List<DraftRow> { Row(lines[at]) };
        var bordered = IsBordered(lines[at]);
        for (at += 2; at < count && (lines[at].Contains('|') || bordered && IsBetweenRows(lines, at, count)); at++)
        {
            var row = lines[at];
            // A row that lacks its last border goes on over the lines below.
            for (var last = at; bordered && row.TrimStart().StartsWith('|') && !row.TrimEnd().EndsWith('|') && last + 1 < count && last - at < LongestRow && !lines[last + 1].TrimStart().StartsWith('|') && lines[last + 1].Trim().Length > 0;)
            {
                row += lines[++last].Trim();
                if (row.EndsWith('|')) at = last;
            }
            rows.Add(Row(row.TrimEnd().EndsWith('|') ? row : lines[at]));
        }
        target.Table(rows);
        return at;
    }

    const int LongestRow = 40;

    static bool IsBordered(string line) => line.TrimStart().StartsWith('|') && line.TrimEnd().EndsWith('|');

    /// <summary>A heading that stands without borders between two rows.</summary>
    static bool IsBetweenRows(string[] lines, int at, int count) =>
        lines[at].Trim().Length is > 0 and <= 60 && at + 1 < count && IsBordered(lines[at + 1]) && !(at + 2 < count && Rule().IsMatch(lines[at + 2]));

    static DraftRow Row(string line) => new([.. Cells(line).Select((cell, column) => new DraftCell(column, 1,
        [.. cell.Split(["<br>", "<br/>", "<br />"], StringSplitOptions.None).Where(part => part.Trim().Length > 0)
            .Select(part => new DraftLine(Plain(part.Trim()), StartsParagraph: true))]))]);

    static List<string> Cells(string line)
    {
        var trimmed = line.Trim();
        if (trimmed.StartsWith('|')) trimmed = trimmed[1..];
        if (trimmed.EndsWith('|') && !trimmed.EndsWith("\\|", StringComparison.Ordinal)) trimmed = trimmed[..^1];
        var cells = new List<string>();
        var cell = new StringBuilder();
        for (var i = 0; i < trimmed.Length; i++)
        {
            if (trimmed[i] == '\\' && i + 1 < trimmed.Length && trimmed[i + 1] == '|') cell.Append(trimmed[++i]);
            else if (trimmed[i] == '|') { cells.Add(cell.ToString().Trim()); cell.Clear(); }
            else cell.Append(trimmed[i]);
        }
        cells.Add(cell.ToString().Trim());
        return cells;
    }

    /// <summary>Without the marks of emphasis and the strokes that keep a sign from being one (\*其中).</summary>
    static string Plain(string line)
    {
        line = line.Replace("**", "", StringComparison.Ordinal);
        if (!line.Contains('\\')) return line;
        var plain = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length && "*_#[]()~`>+!.-|\\".Contains(line[i + 1], StringComparison.Ordinal)) i++;
            plain.Append(line[i]);
        }
        return plain.ToString();
    }
}
