using System.Text;

namespace Zhice.Records.Reading;

/// <summary>One row of a table.</summary>
/// <param name="Line">Line that it begins on, counted from 1.</param>
/// <param name="Fields">Its fields.</param>
public sealed record TableRow(long Line, IReadOnlyList<string> Fields);

/// <summary>Reads separated text (RFC 4180, any separator) row by row; a field is bounded, so that an unclosed quote does not take in the file.</summary>
static class TableText
{
    const int MostOfField = 8_000_000;

    internal static IEnumerable<TableRow> Read(TextReader text, char separator)
    {
        var (fields, field, line, began) = (new List<string>(), new StringBuilder(), 1L, 1L);
        var (quoted, wasQuoted, any) = (false, false, false);
        for (int next; (next = text.Read()) >= 0;)
        {
            var c = (char)next;
            any = true;
            if (c == '\n') line++;
            if (quoted)
            {
                if (c != '"') field.Append(c);
                else if (text.Peek() == '"') { field.Append('"'); text.Read(); }
                else (quoted, wasQuoted) = (false, true);
                if (field.Length > MostOfField) throw new InvalidDataException($"Line {began}: a field of more than {MostOfField} characters; is a quote not closed?");
            }
            else if (c == '"' && field.Length == 0 && !wasQuoted) quoted = true;
            else if (c == separator) Close();
            else if (c == '\n')
            {
                Close();
                if (fields.Count > 1 || fields[0].Length > 0) yield return new TableRow(began, [.. fields]);
                fields.Clear();
                (began, any) = (line, false);
            }
            else if (c != '\r') field.Append(c);
        }
        if (any)
        {
            Close();
            if (fields.Count > 1 || fields[0].Length > 0) yield return new TableRow(began, [.. fields]);
        }

        void Close()
        {
            fields.Add(field.ToString());
            field.Clear();
            wasQuoted = false;
        }
    }
}
