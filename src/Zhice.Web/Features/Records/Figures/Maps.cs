using Zhice.Records.Analysis;
using Zhice.Web.Ui.Drawings;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Records.Figures;

/// <summary>Pictures of shares and ties: the treemap of classes, the network of applicants, flows between groups.</summary>
public static class Maps
{
    const int Wide = 720;

    /// <summary>Classes drawn at most: smaller ones are told in the table of their class.</summary>
    public const int MostClasses = 150;

    /// <summary>The tree without the subclasses that are too small to be drawn, and how many these are.</summary>
    public static (IReadOnlyList<ClassCount> Tree, int Left) Drawn(IReadOnlyList<ClassCount> tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var all = tree.SelectMany(s => s.Below).SelectMany(c => c.Below).OrderByDescending(c => c.Count).ThenBy(c => c.Symbol, StringComparer.Ordinal).ToList();
        if (all.Count <= MostClasses) return (tree, 0);
        var kept = all.Take(MostClasses).Select(c => c.Symbol).ToHashSet(StringComparer.Ordinal);
        return ([.. tree.Select(s => s with { Below = [.. s.Below.Select(c => c with { Below = [.. c.Below.Where(b => kept.Contains(b.Symbol))] }).Where(c => c.Below.Count > 0)] }).Where(s => s.Below.Count > 0)], all.Count - MostClasses);
    }

    /// <summary>Sections, classes and subclasses as planes within planes.</summary>
    /// <param name="tree">Three steps of classes.</param>
    /// <param name="title">Name of a section or class beside its symbol.</param>
    /// <param name="link">Where a class leads.</param>
    public static Drawing Treemap(IReadOnlyList<ClassCount> tree, Func<string, string> title, Func<string, string?> link)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(link);
        const int high = 480;
        var shapes = new List<Shape>();
        var sections = tree.OrderByDescending(Weight).ToList();
        var areas = Squares.Divide([.. sections.Select(Weight)], new(0, 0, Wide, high));
        foreach (var (section, area) in sections.Zip(areas))
        {
            var ground = Ink.Grounds["ABCDEFGHY".IndexOf(section.Symbol[0], StringComparison.Ordinal)];
            shapes.Add(Box(area.Within(0, 0, 2, 2), ground, section, title(section.Symbol), link));
            Head(shapes, area, 15, 12, $"{section.Symbol} {title(section.Symbol)} {Visit.Number(section.Count)}", $"{section.Symbol} {Visit.Number(section.Count)}");
            var classes = section.Below.OrderByDescending(Weight).ToList();
            var inside = area.Width > 30 && area.Height > 40 ? area.Within(3, 19, 5, 5) : area.Within(0, 0, 2, 2);
            foreach (var (code, place) in classes.Zip(Squares.Divide([.. classes.Select(Weight)], inside))) Class(shapes, code, place, ground, title, link);
        }
        return new(Wide, high, shapes);
    }

    static double Weight(ClassCount count) => count.Below.Count == 0 ? count.Count : count.Below.Sum(Weight);

    static void Class(List<Shape> shapes, ClassCount code, Area place, string ground, Func<string, string> title, Func<string, string?> link)
    {
        var headed = place is { Width: > 46, Height: > 40 };
        var darker = Ink.Mix(ground, Ink.Dark, 0.35);
        shapes.Add(Box(place.Within(0, 0, 1, 1), darker, code, title(code.Symbol), link));
        if (headed) Head(shapes, place, 12, 10.5, $"{code.Symbol} {title(code.Symbol)} {Visit.Number(code.Count)}", $"{code.Symbol} {Visit.Number(code.Count)}");
        var inside = headed ? place.Within(2, 15, 2.5, 2.5) : place.Within(0, 0, 1, 1);
        var below = code.Below.OrderByDescending(c => c.Count).ToList();
        foreach (var (subclass, area) in below.Zip(Squares.Divide([.. below.Select(b => (double)b.Count)], inside)))
        {
            shapes.Add(Box(area.Within(0, 0, 1, 1), ground, subclass, "", link));
            if (area.Width > 36 && area.Height > 14) shapes.Add(new WordsShape(area.X + 4, area.Y + 12, subclass.Symbol, 11, Ink.White));
            if (area.Width > 10 + Drawing.WidthOf(Visit.Number(subclass.Count), 11) && area.Height > 28) shapes.Add(new WordsShape(area.X + 4, area.Y + 25, Visit.Number(subclass.Count), 11, Ink.White));
        }
    }

    static BoxShape Box(Area area, string fill, ClassCount count, string title, Func<string, string?> link) =>
        new(area.X, area.Y, area.Width, area.Height, fill) { Name = title.Length == 0 ? count.Symbol : $"{count.Symbol} {title}", Figure = count.Count, Link = link(count.Symbol) };

    static void Head(List<Shape> shapes, Area area, double down, double size, string words, string shorter)
    {
        if (area.Height < down + 3) return;
        var room = area.Width - 8;
        var fitting = Drawing.WidthOf(words, size) <= room ? words : Drawing.WidthOf(shorter, size) <= room ? shorter : "";
        if (fitting.Length > 0) shapes.Add(new WordsShape(area.X + 4, area.Y + down, fitting, size, Ink.White, Strong: true));
    }

    /// <summary>Applicants as circles by their filings, joined by lines by what they filed together.</summary>
    /// <param name="network">Nodes and ties.</param>
    /// <param name="name">Name of a party.</param>
    /// <param name="link">Where a party leads, and where two do.</param>
    public static Drawing Ties(Network network, Func<int, string> name, Func<int, int?, string?> link)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(link);
        const int high = 540, side = 70, edge = 34;
        var number = network.Nodes.Select((n, i) => (n.Party, i)).ToDictionary(n => n.Party, n => n.i);
        var places = Springs.Lay(network.Nodes.Count, [.. network.Ties.Select(t => (number[t.First], number[t.Second], Math.Sqrt(t.Count)))]);
        var at = places.Select(p => (X: side + p.X * (Wide - 2 * side), Y: edge + p.Y * (high - 2 * edge))).ToList();
        var shapes = new List<Shape>();
        var strongest = Math.Max(1, network.Ties.Select(t => t.Count).DefaultIfEmpty(1).Max());
        foreach (var tie in network.Ties.Reverse())
            shapes.Add(new PathShape([at[number[tie.First]], at[number[tie.Second]]], null, Ink.Pale, 1.2 + 6.0 * tie.Count / strongest) { Name = $"{name(tie.First)} — {name(tie.Second)}", Figure = tie.Count, Link = link(tie.First, tie.Second) });
        var largest = Math.Max(1, network.Nodes.Select(n => n.Filings).DefaultIfEmpty(1).Max());
        // The more there are, the smaller they are, so that a tie is seen between its ends.
        var most = Math.Min(18, 62 / Math.Sqrt(Math.Max(1, network.Nodes.Count)));
        double Radius(int i) => 3 + (most - 3) * Math.Sqrt((double)network.Nodes[i].Filings / largest);
        for (var i = 0; i < at.Count; i++)
            shapes.Add(new DiscShape(at[i].X, at[i].Y, Radius(i), Ink.Blue, Ink.White) { Name = name(network.Nodes[i].Party), Figure = network.Nodes[i].Filings, Link = link(network.Nodes[i].Party, null) });
        var taken = new List<Area>();
        for (var i = 0; i < at.Count; i++)
        {
            var words = Drawing.Fit(name(network.Nodes[i].Party), 132, 11);
            var wide = Drawing.WidthOf(words, 11);
            var x = Math.Clamp(at[i].X - wide / 2, 2, Wide - wide - 2);
            // Below its circle, else above; where another name stands in the way the pointer and the table tell it.
            foreach (var y in (double[])[at[i].Y + Radius(i) + 12, at[i].Y - Radius(i) - 5])
            {
                var place = new Area(x, y - 11, wide, 13);
                if (y > high - 2 || taken.Exists(t => t.X < place.X + place.Width && place.X < t.X + t.Width && t.Y < place.Y + place.Height && place.Y < t.Y + t.Height)) continue;
                taken.Add(place);
                shapes.Add(new WordsShape(x, y, words, 11));
                break;
            }
        }
        return new(Wide, high, shapes);
    }

    /// <summary>Flows from the groups on the left to the groups on the right; heights are figures.</summary>
    /// <param name="flows">The flows.</param>
    /// <param name="names">Names of the groups of each side.</param>
    public static Drawing Flows(IReadOnlyList<Flow> flows, (Func<int, string> From, Func<int, string> To) names)
    {
        ArgumentNullException.ThrowIfNull(flows);
        const int left = 190, right = 530, bar = 12, gap = 7;
        var sources = Sums(flows, f => f.From);
        var targets = Sums(flows, f => f.To);
        const int high = 400;
        // Each group has room for its name: what is small takes more than its share, and the others less.
        var scale = Math.Min(Scale(sources, high, gap), Scale(targets, high, gap));
        var (from, to) = (Tops(sources, scale, gap), Tops(targets, scale, gap));
        var (shapes, down, up) = (new List<Shape>(), new Dictionary<int, double>(from), new Dictionary<int, double>(to));
        var colours = sources.Select((s, i) => (s.Group, Ink.Grounds[i % Ink.Grounds.Count])).ToDictionary();
        foreach (var flow in flows.OrderBy(f => sources.FindIndex(s => s.Group == f.From)).ThenBy(f => targets.FindIndex(t => t.Group == f.To)))
        {
            var thick = flow.Count * scale;
            shapes.Add(new PathShape(Ribbon(left + bar, down[flow.From], right, up[flow.To], thick), Ink.Mix(colours[flow.From], Ink.White, 0.55), null) { Name = $"{names.From(flow.From)} → {names.To(flow.To)}", Figure = flow.Count });
            down[flow.From] += thick;
            up[flow.To] += thick;
        }
        foreach (var (group, sum) in sources)
        {
            shapes.Add(new BoxShape(left, from[group], bar, Math.Max(1, sum * scale), colours[group]) { Name = names.From(group), Figure = sum });
            shapes.Add(new WordsShape(left - 6, from[group] + Math.Max(sum * scale, Least) / 2 + 4, Label(names.From(group), sum, left - 8), 11, Anchor: Anchor.End));
        }
        foreach (var (group, sum) in targets)
        {
            shapes.Add(new BoxShape(right, to[group], bar, Math.Max(1, sum * scale), Ink.Quiet) { Name = names.To(group), Figure = sum });
            shapes.Add(new WordsShape(right + bar + 6, to[group] + Math.Max(sum * scale, Least) / 2 + 4, Label(names.To(group), sum, Wide - right - bar - 8), 11));
        }
        return new(Wide, high, shapes);
    }

    static string Label(string name, int sum, double room)
    {
        var figure = " " + Visit.Number(sum);
        return Drawing.Fit(name, room - Drawing.WidthOf(figure, 11), 11) + figure;
    }

    // The largest first; the two groups that are no groups, 其他 and 未说明, last.
    static List<(int Group, int Sum)> Sums(IReadOnlyList<Flow> flows, Func<Flow, int> side) =>
        [.. flows.GroupBy(side).Select(g => (g.Key, g.Sum(f => f.Count))).OrderBy(g => g.Key > 0 ? 0 : 1).ThenByDescending(g => g.Item2).ThenBy(g => g.Key)];

    const double Least = 11;

    static double Scale(List<(int Group, int Sum)> groups, int high, int gap)
    {
        var room = high - 20.0 - gap * groups.Count;
        var scale = room / Math.Max(1, groups.Sum(g => g.Sum));
        for (var turn = 0; turn < 20; turn++)
        {
            var small = groups.Where(g => g.Sum * scale < Least).ToList();
            scale = (room - small.Count * Least) / Math.Max(1, groups.Sum(g => g.Sum) - small.Sum(g => g.Sum));
        }
        return Math.Max(scale, 0);
    }

    static Dictionary<int, double> Tops(List<(int Group, int Sum)> groups, double scale, int gap)
    {
        var (tops, at) = (new Dictionary<int, double>(), 10.0);
        foreach (var (group, sum) in groups)
        {
            tops[group] = at;
            at += Math.Max(sum * scale, Least) + gap;
        }
        return tops;
    }

    static List<(double X, double Y)> Ribbon(double left, double from, double right, double to, double thick)
    {
        var points = new List<(double, double)>();
        for (var i = 0; i <= 16; i++) points.Add(At(i, 0));
        for (var i = 16; i >= 0; i--) points.Add(At(i, thick));
        return points;

        (double, double) At(int i, double below)
        {
            var t = i / 16.0;
            return (left + (right - left) * t, from + (to - from) * (t * t * (3 - 2 * t)) + below);
        }
    }
}
