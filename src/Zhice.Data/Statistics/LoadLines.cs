using Zhice.Domain;
using Zhice.Records.Text;

namespace Zhice.Data.Statistics;

/// <summary>What figures of a file contradict, found after they were written and before they are kept.</summary>
/// <param name="Code">Code of the fault.</param>
/// <param name="Arguments">What the sentence names after the line.</param>
/// <param name="Organisation">Key of the office.</param>
/// <param name="Cells">Elements and periods, by key, of which a line of the file is named.</param>
internal sealed record CellFault(string Code, IReadOnlyList<object> Arguments, int Organisation, IReadOnlyList<(int Element, int Period)> Cells)
{
    /// <summary>True for a question that a reason answers, false for what is wrong whatever is said.</summary>
    public bool Asks { get; init; }
}

/// <summary>Finds the lines of faults in the file: read a second time, which costs nothing where nothing is wrong.</summary>
internal static class LoadLines
{
    /// <summary>The faults with their lines, in the order of these.</summary>
    public static IReadOnlyList<Defect> Name(Stream file, ValueRules rules, IReadOnlyList<CellFault> faults)
    {
        var places = faults.SelectMany((fault, at) => fault.Cells.Select(cell => (Key: (cell.Element, cell.Period, fault.Organisation), At: at))).ToLookup(p => p.Key, p => p.At);
        var (lines, left) = (new int[faults.Count], faults.Count);
        using var text = new StreamReader(file, TableEncoding.Of(file, strict: false), true, 1 << 16, leaveOpen: true);
        var values = new ValueFile(text);
        if (values.Head() is not null) throw new InvalidOperationException("A file that was read has another head the second time.");
        while (left > 0 && values.Next(out var whole))
        {
            if (!whole || rules.Take(values[ValueColumn.Element], values[ValueColumn.Organisation], values[ValueColumn.Period], values[ValueColumn.Value], values[ValueColumn.Unit], values.Line, out var value) is not null) continue;
            foreach (var at in places[(value.Element, value.Period, value.Organisation)])
                if (lines[at] == 0) (lines[at], left) = (values.Line, left - 1);
        }
        var named = faults.Select((fault, at) => new Defect(fault.Code, "file", [lines[at], .. fault.Arguments])).OrderBy(d => (int)d.Arguments[0]);
        return faults.Count(f => f.Asks) is > 0 and var asked ? [.. named, new Defect("load.answer", "reason", asked)] : [.. named];
    }
}
