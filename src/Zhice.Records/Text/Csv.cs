using System.Text;

namespace Zhice.Records.Text;

/// <summary>One record of a CSV text.</summary>
/// <param name="Line">Number of the line that it begins on, counted from 1.</param>
/// <param name="Fields">The fields, quotes taken off, outer white space kept.</param>
public sealed record CsvRow(int Line, IReadOnlyList<string> Fields);

/// <summary>Reads comma-separated text as RFC 4180 writes it: fields in double quotes may hold commas, quotes (doubled) and line breaks.</summary>
/// <remarks>Lenient where people's files differ: LF or CRLF, a byte-order mark, blank lines and lines that begin with # are passed over.</remarks>
public static class Csv
{
    /// <summary>The records in order; an unclosed quote runs to the end of the text.</summary>
    public static IEnumerable<CsvRow> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.StartsWith('\uFEFF') ? 1 : 0;
        var line = 1;
        while (at < text.Length)
        {
            if (text[at] == '#')
            {
                var end = text.IndexOf('\n', at);
                if (end < 0) yield break;
                (at, line) = (end + 1, line + 1);
                continue;
            }
            var first = line;
            var fields = Record(text, ref at, ref line);
            if (fields.Count > 1 || fields[0].Length > 0) yield return new CsvRow(first, fields);
        }
    }

    static List<string> Record(string text, ref int at, ref int line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (quoted)
            {
                if (c == '\n') line++;
                if (c != '"') field.Append(c);
                else if (at + 1 < text.Length && text[at + 1] == '"') { field.Append('"'); at++; }
                else quoted = false;
            }
            else if (c == '"' && field.Length == 0) quoted = true;
            else if (c == ',') Close();
            else if (c == '\n') { at++; line++; break; }
            else if (c != '\r') field.Append(c);
        }
        Close();
        return fields;

        void Close()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
