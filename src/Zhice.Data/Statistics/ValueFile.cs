using Zhice.Domain;

namespace Zhice.Data.Statistics;

/// <summary>Columns of a file of values.</summary>
internal enum ValueColumn
{
    Element,
    Organisation,
    Period,
    Value,
    Unit,
}

/// <summary>A file of values, line by line: CSV with a head that names its columns in any order, in English or Chinese.</summary>
internal sealed class ValueFile(TextReader text)
{
    const int LongestLine = 4_000;

    static readonly (string Name, ValueColumn Column)[] names =
    [
        ("element", ValueColumn.Element), ("数据元", ValueColumn.Element), ("organisation", ValueColumn.Organisation), ("机构", ValueColumn.Organisation),
        ("period", ValueColumn.Period), ("报告期", ValueColumn.Period), ("value", ValueColumn.Value), ("数值", ValueColumn.Value), ("unit", ValueColumn.Unit), ("计量单位", ValueColumn.Unit),
    ];

    readonly int[] places = [-1, -1, -1, -1, -1];
    readonly (int Start, int Length)[] fields = new (int, int)[8];
    string line = "";
    int columns;

    /// <summary>Number of the present line, counted from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Reads the head; what is wrong with it, or null.</summary>
    public Defect? Head()
    {
        Line = 1;
        line = (text.ReadLine() ?? "").TrimStart('\uFEFF');
        if (line.Length == 0 || !Split()) return new Defect("load.head", "file", line.Length > 100 ? line[..100] : line);
        for (var i = 0; i < columns; i++)
        {
            var head = Field(i).Trim().ToString();
            var found = Array.FindIndex(names, n => n.Name.Equals(head, StringComparison.OrdinalIgnoreCase));
            if (found < 0 || places[(int)names[found].Column] >= 0) return new Defect("load.head-column", "file", head);
            places[(int)names[found].Column] = i;
        }
        return places.AsSpan(0, 4).Contains(-1) ? new Defect("load.head", "file", line) : null;
    }

    /// <summary>Goes to the next line that holds something; false at the end. <paramref name="whole"/> is false where it does not have as many fields as the head.</summary>
    public bool Next(out bool whole)
    {
        var wanted = Math.Max(places.Max() + 1, 4);
        while (text.ReadLine() is { } read)
        {
            Line++;
            if (read.Length == 0) continue;
            line = read;
            whole = line.Length <= LongestLine && Split() && columns == wanted;
            return true;
        }
        whole = false;
        return false;
    }

    /// <summary>A field of the present line; empty where the file has no such column.</summary>
    public ReadOnlySpan<char> this[ValueColumn column] => places[(int)column] is >= 0 and var place ? Field(place).Trim() : default;

    ReadOnlySpan<char> Field(int place) => line.AsSpan(fields[place].Start, fields[place].Length);

    // Quotes are taken off; a doubled quote inside is no part of any code, name, period or number.
    bool Split()
    {
        columns = 0;
        for (var at = 0; ;)
        {
            if (columns == fields.Length) return false;
            if (at < line.Length && line[at] == '"')
            {
                var end = line.IndexOf('"', at + 1);
                if (end < 0 || (end + 1 < line.Length && line[end + 1] != ',')) return false;
                fields[columns++] = (at + 1, end - at - 1);
                at = end + 1;
            }
            else
            {
                var end = line.AsSpan(at).IndexOf(',') is >= 0 and var comma ? at + comma : line.Length;
                fields[columns++] = (at, end - at);
                at = end;
            }
            if (at >= line.Length) return true;
            at++;
        }
    }
}
