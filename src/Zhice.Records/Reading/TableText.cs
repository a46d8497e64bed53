using System.Text;

namespace Zhice.Records.Reading;

/// <summary>One row of a table.</summary>
/// <param name="Line">Line that it begins on, counted from 1.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Fault">Code of what is wrong with it; null for a row that can be read.</param>
public sealed record TableRow(long Line, IReadOnlyList<string> Fields, string? Fault = null);

/// <summary>Reads separated text (RFC 4180, any separator) row by row.</summary>
/// <remarks>
/// A quote that is never closed would take in what follows. It is told by what stands behind the next quote: neither a separator nor the end of the line. Then its line alone is refused, and the next line is read as
/// if nothing had been. A field is bounded for the same reason.
/// </remarks>
static class TableText
{
    const int MostOfField = 8_000_000, MostShown = 80;

    internal static IEnumerable<TableRow> Read(TextReader text, char separator)
    {
        var source = new Again(text);
        for (var began = 1L; ;)
        {
            source.Mark();
            var row = Row(source, separator);
            if (row.Broken)
            {
                source.Return();
                var line = source.Line();
                yield return new TableRow(began, [line.Length > MostShown ? line[..MostShown] : line], "record.quote");
                began++;
                continue;
            }
            if (row.Fields.Count > 1 || row.Fields.Count == 1 && row.Fields[0].Length > 0) yield return new TableRow(began, row.Fields);
            began += row.Lines;
            if (row.Ended) yield break;
        }
    }

    static (List<string> Fields, long Lines, bool Broken, bool Ended) Row(Again source, char separator)
    {
        var (fields, field, lines, quoted, wasQuoted, any) = (new List<string>(), new StringBuilder(), 0L, false, false, false);
        for (int next; (next = source.Read()) >= 0;)
        {
            var c = (char)next;
            any = true;
            if (c == '\n') lines++;
            if (quoted)
            {
                if (c != '"') field.Append(c);
                else if (source.Peek() == '"') { field.Append('"'); source.Read(); }
                else (quoted, wasQuoted) = (false, true);
                if (field.Length > MostOfField) return ([], 0, true, false);
            }
            else if (c == separator) Close();
            else if (c == '\n')
            {
                Close();
                return (fields, lines, false, false);
            }
            else if (wasQuoted && c is not ('\r' or ' ' or '\t')) return ([], 0, true, false);
            else if (c == '"' && field.Length == 0) quoted = true;
            else if (c != '\r' && !wasQuoted) field.Append(c);
            if (field.Length > MostOfField) return ([], 0, true, false);
        }
        if (quoted) return ([], 0, true, false);
        if (any) Close();
        return (fields, lines, false, true);

        void Close()
        {
            fields.Add(field.ToString());
            field.Clear();
            wasQuoted = false;
        }
    }

    /// <summary>A text of which the row at hand can be read again.</summary>
    sealed class Again(TextReader text)
    {
        char[] kept = new char[4_096];
        int start, at, end;

        internal void Mark()
        {
            start = at;
            if (start < kept.Length / 2) return;
            kept.AsSpan(start, end - start).CopyTo(kept);
            (at, end, start) = (at - start, end - start, 0);
        }

        internal void Return() => at = start;

        internal int Peek() => at < end ? kept[at] : text.Peek();

        internal int Read()
        {
            if (at < end) return kept[at++];
            var next = text.Read();
            if (next < 0) return next;
            if (end == kept.Length) Array.Resize(ref kept, kept.Length * 2);
            kept[end++] = (char)next;
            at = end;
            return next;
        }

        /// <summary>The rest of the line.</summary>
        internal string Line()
        {
            var line = new StringBuilder();
            for (int next; (next = Read()) >= 0 && next != '\n';) line.Append((char)next);
            return line.ToString();
        }
    }
}
