namespace Zhice.Policy.Output;

/// <summary>Counts agreeing, missing and surplus values of each field, in the order in which the fields were first met.</summary>
internal sealed class CheckTally
{
    readonly List<string> fields = [];
    readonly Dictionary<string, (int Expected, int Found, int Correct)> counts = new(StringComparer.Ordinal);
    readonly List<string> differences = [];

    public void Compare(string field, string where, IEnumerable<string> expected, IEnumerable<string> found)
    {
        var left = new List<string>(found);
        var (total, correct, surplus) = (0, 0, left.Count);
        foreach (var value in expected)
        {
            total++;
            if (left.Remove(value)) correct++;
            else differences.Add($"- {field} {where}: {value}");
        }
        foreach (var value in left) differences.Add($"+ {field} {where}: {value}");
        Add(field, total, surplus, correct);
    }

    public void NotHeld(string field)
    {
        if (!fields.Contains(field)) fields.Add(field);
    }

    void Add(string field, int expected, int found, int correct)
    {
        NotHeld(field);
        var (e, f, c) = counts.GetValueOrDefault(field);
        counts[field] = (e + expected, f + found, c + correct);
    }

    public CheckResult Result() => new(
        [.. fields.Select(f => counts.TryGetValue(f, out var n) ? new CheckRow(f, n.Expected, n.Found, n.Correct, true) : new CheckRow(f, 0, 0, 0, false))],
        differences);
}
