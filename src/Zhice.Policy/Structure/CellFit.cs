using Zhice.Policy.Meaning;

namespace Zhice.Policy.Structure;

/// <summary>How well a run of lines fits a column of a flattened table: by its words, its line ends, its empty lines and its width.</summary>
/// <remarks>Scores are natural logarithms of odds, set by hand; larger is better.</remarks>
internal sealed class CellFit
{
    public const int LongestCell = 80;
    public const double NewRow = 0.5;
    const double Never = double.NegativeInfinity;
    const int LongestShort = 14;

    readonly List<FlattenedUnit> units;
    readonly ColumnRole[] columns;
    readonly double[]? widths;
    readonly double[] skip;
    readonly int[] lengths;
    readonly int[] strays;
    // What it costs that a cell runs over line i rather than beginning there.
    readonly double[] inside;
    (int From, int To, int Column, double Width, double Score) wrapped;
    readonly bool[] scoped;
    // Lines that begin with 省份：, 牵头单位： and the like.
    readonly bool[] labelled;

    // What is known of the words of a short run of lines: 1 names bodies, 2 does not, 4 is a deadline, 8 is none.
    readonly byte[] judged;

    /// <summary>The fit of the same lines once the widths of the columns are learned; what was found out about the words is kept.</summary>
    public CellFit With(double[] learned) => new(units, columns, learned, judged);

    public CellFit(List<FlattenedUnit> units, ColumnRole[] columns, double[]? widths, byte[]? judged = null)
    {
        (this.units, this.columns, this.widths) = (units, columns, widths);
        this.judged = judged ?? new byte[units.Count * LongestShort];
        Numbered = units.Exists(u => u.RowStart == RowStart.Must);
        skip = [.. columns.Select(SkipCost)];
        lengths = new int[units.Count + 1];
        strays = new int[units.Count + 1];
        inside = new double[units.Count + 1];
        scoped = new bool[units.Count];
        labelled = new bool[units.Count];
        var ranged = columns.Contains(ColumnRole.Range);
        for (var i = 0; i < units.Count; i++)
        {
            var key = units[i].Key;
            lengths[i + 1] = lengths[i] + key.Length;
            scoped[i] = Scopes.At(key, onlyLabels: false, out _, out _) != ActorScope.Unspecified;
            labelled[i] = IsLabelled(key);
            var stray = i > 0 && units[i - 1].Complete && key.Length <= 20
                && (!units[i].Complete && (Deadlines.LooksLikeCell(key) || key.Length >= 3 && IsOrganisations(key)) || ranged && SaysObligation(key));
            strays[i + 1] = strays[i] + (stray ? 1 : 0);
            inside[i + 1] = inside[i] + (units[i].Tab ? 6 : 0) + (i > 0 && units[i].BlankBefore && !NamesOnLines.AreTwo(units[i - 1].Key, key) ? (units[i - 1].Complete ? 0.3 : 1.5) * units[i].BlankWeight : 0)
                + (units[i].MayBeSection && units[i].BlankBefore ? 3 : 0);
        }
        FirstColumn = columns[0] == ColumnRole.Section && columns.Length > 1 ? 1 : 0;
    }

    /// <summary>A count of rows runs through the table.</summary>
    public bool Numbered { get; }

    public int FirstColumn { get; }

    public int Longest(int column) => column == columns.Length ? 4 : columns[column] is ColumnRole.Content or ColumnRole.Outcome or ColumnRole.Remark ? LongestCell : LongestShort;

    public double SkipAfter(int state) => SkipBetween(state, columns.Length);

    public double SkipBefore(int column) => SkipBetween(-1, column);

    public double SkipBetween(int after, int before)
    {
        var cost = 0.0;
        if (after == columns.Length) return 0;
        for (var c = after + 1; c < before; c++) cost += skip[c];
        return cost;
    }

    static double SkipCost(ColumnRole role) => role switch
    {
        ColumnRole.Number => 3,
        ColumnRole.Section => 0.8,
        ColumnRole.Title => 5,
        ColumnRole.Content => 6,
        ColumnRole.Lead or ColumnRole.Responsible => 4,
        ColumnRole.Participant => 2,
        ColumnRole.Deadline or ColumnRole.Range => 3.5,
        ColumnRole.Outcome => 1.2,
        _ => 0.3,
    };

    public double Score(int from, int to, int column)
    {
        var words = Words(from, to, column);
        if (words == Never) return Never;
        return words + Breaks(from, to) + Wrapping(from, to, column);
    }

    double Words(int from, int to, int column)
    {
        if (column == columns.Length) return SectionScore(from, to);
        var role = columns[column];
        if (role == ColumnRole.Number) return to - from == 1 && NoiseFinder.IsBareNumber(units[from].Key) ? 8 : Never;
        if (NoiseFinder.IsBareNumber(units[from].Key)) return Never;
        if (role == ColumnRole.Content || role is ColumnRole.Remark or ColumnRole.Outcome && to - from > 10) return LongText(from, to, role);
        if (lengths[to] - lengths[from] > 300) return -9;
        return role switch
        {
            ColumnRole.Title => TitleScore(from, to),
            // A heading over several rows stands at the first of them only.
            ColumnRole.Section => TitleScore(from, to) - 3,
            ColumnRole.Lead or ColumnRole.Participant or ColumnRole.Responsible => IsDepartments(from, to) ? 6 : -7,
            ColumnRole.Deadline => IsDeadline(from, to) ? 6 : -8,
            ColumnRole.Range => LooksLikeRange(Joined(from, to)) ? 4 : -4,
            ColumnRole.Outcome => lengths[to] - lengths[from] > 120 ? -3 : IsOrganisations(from, to) || IsDeadline(from, to) ? -4 : 0.3,
            ColumnRole.Remark => -0.5,
            _ => LongText(from, to, role),
        };
    }

    bool IsOrganisations(int from, int to) => Judge(from, to, 1, IsOrganisations);

    bool IsDeadline(int from, int to) => Judge(from, to, 4, key => !SaysObligation(key) && Deadlines.LooksLikeCell(key));

    bool Judge(int from, int to, byte yes, Func<string, bool> test)
    {
        if (to - from > LongestShort) return test(Joined(from, to));
        ref var known = ref judged[from * LongestShort + (to - from - 1)];
        if ((known & (yes * 3)) == 0) known |= (byte)(test(Joined(from, to)) ? yes : yes * 2);
        return (known & yes) != 0;
    }

    string Joined(int from, int to)
    {
        if (to - from == 1) return units[from].Key;
        var length = 0;
        for (var i = from; i < to; i++) length += units[i].Key.Length;
        return string.Create(length, (units, from, to), static (target, state) =>
        {
            for (var i = state.from; i < state.to; i++)
            {
                state.units[i].Key.CopyTo(target);
                target = target[state.units[i].Key.Length..];
            }
        });
    }

    double SectionScore(int from, int to)
    {
        var key = Joined(from, to);
        return key.Length > 80 || Ending.IsComplete(key) ? -6 : 6;
    }

    double TitleScore(int from, int to)
    {
        if (lengths[to] - lengths[from] is < 2 or > 90) return -8;
        var key = Joined(from, to);
        var score = key.Length is >= 4 and <= 40 ? 1.0 : -1.0;
        var stop = key.IndexOf('。', StringComparison.Ordinal);
        if (stop >= 0) score -= stop == key.Length - 1 ? 1.5 : 6;
        if (key.Contains(';', StringComparison.Ordinal)) score -= 3;
        if (scoped[from]) score -= 6;
        if (IsOrganisations(from, to)) score -= 4;
        if (IsDeadline(from, to)) score -= 6;
        return score;
    }

    double LongText(int from, int to, ColumnRole role)
    {
        var score = units[to - 1].Complete ? 2.0 : -1.5;
        var length = lengths[to] - lengths[from];
        if (length < 8) score -= 2;
        if (length >= 30) score += 1;
        if (scoped[from]) score += 3;
        if (to - from <= 3 && !units[to - 1].Complete && (IsOrganisations(from, to) || IsDeadline(from, to))) score -= 5;
        // A line of departments or a deadline after a finished paragraph belongs to the columns that follow.
        score -= 5 * (strays[to] - strays[from + 1]);
        return role == ColumnRole.Content ? score : score - 3;
    }

    /// <summary>Empty lines and tabs stand between cells rather than inside them; a cell does not end with 、 or ，.</summary>
    double Breaks(int from, int to)
    {
        var first = units[from];
        var score = first.BlankBefore ? 1.5 * first.BlankWeight : from > 0 ? -1.5 * first.BlankWeight : 0;
        if (first.Tab) score += 2;
        score -= inside[to] - inside[from + 1];
        if (units[to - 1].Key[^1] is '、' or ',' or '(' or '“' or '《') score -= 5;
        return score;
    }

    /// <summary>A line inside a cell is as long as its column is wide, but for the last of a paragraph.</summary>
    double Wrapping(int from, int to, int column)
    {
        var learned = widths is not null && column < widths.Length ? widths[column] : 0;
        // A last line that fills its column goes on more often than not.
        var full = learned > 0 && column < columns.Length && !units[to - 1].Complete && Math.Abs(units[to - 1].Width - learned) < 0.6 ? -1.5 : 0;
        if (to - from == 1) return full + (learned > 0 && units[from].Width > learned + 1.5 ? -3 : 0);
        // The cells that begin here are asked for in order of length: only the line that is no longer the last is new.
        if (wrapped.From == from && wrapped.Column == column && wrapped.To == to - 1 && (learned > 0 || units[to - 1].Width <= wrapped.Width))
        {
            var score = wrapped.Score + Slack(to - 2, wrapped.Width) - (learned > 0 && units[to - 1].Width > learned + 1.5 ? 3 : 0);
            wrapped = (from, to, column, wrapped.Width, score);
        }
        else
        {
            var (width, score) = (learned, 0.0);
            if (width == 0)
                for (var i = from; i < to; i++) width = Math.Max(width, units[i].Width);
            for (var i = from; i < to; i++)
            {
                if (units[i].Width > width + 1.5) score -= 3;
                if (i < to - 1) score += Slack(i, width);
            }
            wrapped = (from, to, column, width, score);
        }
        return Math.Max(wrapped.Score, -20) + full;
    }

    double Slack(int line, double width)
    {
        var slack = width - units[line].Width;
        return units[line].Complete || slack <= 1.6 || labelled[line + 1] ? 0 : -Math.Min(4, slack);
    }

    /// <summary>Names alone, or names and then lines with labels: 条法司|省份：各省选做.</summary>
    bool IsDepartments(int from, int to)
    {
        if (labelled[from] || IsOrganisations(from, to)) return true;
        for (var i = from + 1; i < to && i <= from + 4; i++)
            if (labelled[i]) return IsOrganisations(from, i);
        return false;
    }

    static bool IsLabelled(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        return colon is > 0 and <= 9 && (Applicability.LevelAt(key, out _) is not null || key.StartsWith("局内", StringComparison.Ordinal)
            || ResponsibilityLabels.Before(key, colon, 0, out _, out var start) && start == 0);
    }

    /// <summary>True where every name of the list looks like a body's.</summary>
    public static bool IsOrganisations(string key)
    {
        if (key.Length is < 2 or > 300 || key.Contains('。', StringComparison.Ordinal) || key[0] is '、' or ',') return false;
        if (!OrganisationNames.MayEndList(key[^1])) return false;
        var flow = Flow.Of(key, new Span(0, key.Length));
        var list = OrganisationList.Read(flow, 0, flow.Length);
        if (list.Bodies.Count == 0) return false;
        foreach (var body in list.Bodies)
            if (!OrganisationNames.Looks(CharacterFold.Of(body.Name))) return false;
        return true;
    }

    /// <summary>示范城市必做, 试点城市选做</summary>
    public static bool SaysObligation(string key) => ObligationWords.Say(key);

    static bool LooksLikeRange(string key)
    {
        if (key.Length > 60 || key.Contains('。', StringComparison.Ordinal)) return false;
        if (SaysObligation(key)) return true;
        foreach (var word in (string[])["全国", "全省", "全市", "全区", "地区", "城市", "省份", "试验区", "各省", "各市", "各地", "试点", "范围内", "示范区", "区域", "省市", "县区", "园区", "开发区"])
            if (key.EndsWith(word, StringComparison.Ordinal) || key.StartsWith(word, StringComparison.Ordinal)) return true;
        return false;
    }
}
