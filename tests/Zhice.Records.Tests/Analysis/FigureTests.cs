using Xunit;
using Zhice.Records.Analysis;
using Zhice.Records.Generating;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Records.Tests.Analysis;

public sealed class FigureTests
{
    static HitSet Hits(RecordStore store, string query, bool inside = true)
    {
        Assert.True(QueryParser.Parse(query).Accepted(out var node, out _));
        Assert.True(RecordSearch.Collect(store.Snapshot(), node, inside).Accepted(out var hits, out _));
        return hits;
    }

    static int Found(RecordStore store, string query) => Hits(store, query).Count;

    [Theory]
    [InlineData("*")]
    [InlineData("电池")]
    [InlineData("region:340000 date:2018..")]
    public void The_map_of_classes_has_the_figures_that_the_query_of_each_class_finds(string query)
    {
        using var scratch = new ScratchStore();
        scratch.TakeInPieces([.. new SyntheticRecords(4).Make(0, 2_000)], 300);
        var all = ClassTree.Map(Hits(scratch.Store, query)).SelectMany(s => s.Below.SelectMany(c => c.Below.Prepend(c)).Prepend(s)).ToList();

        Assert.True(all.Count > 20, $"{all.Count} classes");
        Assert.All(all, c => Assert.Equal(Found(scratch.Store, $"({query}) ipc:{c.Symbol}"), c.Count));
        Assert.Equal(Found(scratch.Store, $"({query}) (ipc:A OR ipc:B OR ipc:C OR ipc:D OR ipc:E OR ipc:F OR ipc:G OR ipc:H)"), Found(scratch.Store, $"({query}) NOT kind:Design"));
    }

    [Fact]
    public void The_tree_goes_down_to_the_subgroups_and_to_designs_with_the_figures_of_the_queries()
    {
        using var scratch = new ScratchStore();
        scratch.TakeInPieces([.. new SyntheticRecords(4).Make(0, 2_000)], 300);
        var hits = Hits(scratch.Store, "*");
        var subclass = ClassTree.Below(hits, "").MaxBy(c => c.Count)!;
        for (var step = 0; step < 4; step++)
        {
            var below = ClassTree.Below(hits, subclass.Symbol);
            Assert.NotEmpty(below);
            Assert.All(below, c => Assert.StartsWith(subclass.Symbol, c.Symbol, StringComparison.Ordinal));
            Assert.All(below, c => Assert.Equal(Found(scratch.Store, $"ipc:{c.Symbol}"), c.Count));
            subclass = below.MaxBy(c => c.Count)!;
        }
        Assert.Empty(ClassTree.Below(hits, subclass.Symbol));
        var designs = ClassTree.Below(hits, "LOC");
        Assert.NotEmpty(designs);
        Assert.All(designs, c => Assert.Equal(Found(scratch.Store, "loc:" + c.Symbol[4..]), c.Count));
        Assert.Equal(designs[0].Count, ClassTree.Below(hits, designs[0].Symbol).Sum(c => c.Count));
        Assert.Equal(["A61K8", "A61K31", "A61K100"], ClassTree.Below(Hits(Groups(scratch), "kind:Invention \"分组\""), "A61K").Select(c => c.Symbol));
    }

    static RecordStore Groups(ScratchStore scratch)
    {
        scratch.Take([new IpRecord { Kind = RecordKind.Invention, Publication = "CN900000001A", Title = "分组", Classes = [new("IPC", "A61K100/00"), new("IPC", "A61K31/00"), new("IPC", "A61K8/00")] }], "groups");
        return scratch.Store;
    }

    [Fact]
    public void Flows_are_the_pairs_of_citing_and_cited_records_counted_one_by_one()
    {
        using var scratch = new ScratchStore();
        var all = new SyntheticRecords(6).Make(0, 3_000).ToList();
        scratch.TakeInPieces(all, 400);
        var byStem = all.Where(r => r.Publication is not null).ToDictionary(r => RecordNumber.Read(r.Publication!)!.Stem);
        var pairs = all.Where(r => r.Filed >= new DateOnly(2015, 1, 1)).SelectMany(r => r.Citations.Select(c => RecordNumber.Read(c.Number)!.Stem).Distinct().Select(stem => (Citing: r, Cited: byStem.GetValueOrDefault(stem)))).ToList();
        var result = CitationFlow.Of(Hits(scratch.Store, "date:2015.."), FlowSide.Section, FlowSide.Province, true);

        Assert.True(pairs.Count > 300, $"{pairs.Count} pairs");
        Assert.Equal(pairs.Count(p => p.Cited is not null), result.Pairs);
        Assert.Equal(pairs.Count(p => p.Cited is null), result.Outside);
        Assert.Equal(pairs.Select(p => p.Citing.Publication).Distinct().Count(), result.Citing);
        Assert.Equal(result.Pairs, result.Flows.Sum(f => f.Count));
        var counted = pairs.Where(p => p.Cited is not null).CountBy(p => (From: p.Cited!.MainClass is { } code ? code[0] : 0, To: int.Parse(p.Citing.Applicant!.Division![..2], System.Globalization.CultureInfo.InvariantCulture) * 10_000)).ToDictionary();
        Assert.Equal(counted.Count, result.Flows.Count);
        Assert.All(result.Flows, f => Assert.Equal(counted[(f.From, f.To)], f.Count));
    }

    [Fact]
    public void A_document_cited_with_and_without_its_kind_code_is_one_and_what_only_the_office_holds_is_outside_for_others()
    {
        using var scratch = new ScratchStore();
        IpRecord Cites(int number, params string[] cited) => new() { Kind = RecordKind.Invention, Publication = $"CN90000000{number}A", Title = "引用", Classes = [new("IPC", "H01M10/05")], Citations = [.. cited.Select(c => new Citation(c))] };
        IpRecord Cited(int number) => new() { Kind = RecordKind.Invention, Publication = $"CN91000000{number}B", Title = "来源", Classes = [new("IPC", "C08F2/00")] };
        scratch.Take([Cites(1, "CN910000001B", "CN910000001", "JP2001000001A"), Cites(2, "CN910000001A"), Cites(3, "CN910000002B"), Cited(1)]);
        scratch.Take([Cited(2)], "closed", inside: true, code: "closed");

        var all = CitationFlow.Of(Hits(scratch.Store, "引用"), FlowSide.Section, FlowSide.Section, true);
        Assert.Equal([new Flow('C', 'H', 3)], all.Flows);
        Assert.Equal((3, 1), (all.Citing, all.Outside));
        var open = CitationFlow.Of(Hits(scratch.Store, "引用", inside: false), FlowSide.Section, FlowSide.Section, false);
        Assert.Equal((2, 2), (open.Pairs, open.Outside));
    }

    [Fact]
    public void Ties_and_filings_of_the_network_are_what_the_queries_of_the_parties_find_under_all_their_names()
    {
        using var scratch = new ScratchStore();
        IpRecord Of(int number, params string[] names) => new() { Kind = RecordKind.Invention, Publication = $"CN90000000{number}A", Title = "合作", Parties = [.. names.Select(n => new Party(PartyRole.Applicant, n))] };
        using (var writer = new RecordWriter(scratch.Store)) writer.AddFormerName("旧名有限公司", "新名有限公司");
        scratch.Take([Of(1, "甲大学", "新名有限公司"), Of(2, "甲大学", "旧名有限公司"), Of(3, "旧名有限公司"), Of(4, "乙研究所", "甲大学", "丙公司"), Of(5, "丁公司")]);
        var network = Coapplicants.Of(Hits(scratch.Store, "*"));
        var known = scratch.Store.Parties([.. network.Nodes.Select(n => n.Party)]);

        Assert.Equal((3, 4, 4), (network.Joint, network.AllTies, network.Nodes.Count));
        Assert.Equal(2, network.Ties[0].Count);
        Assert.All(network.Nodes, n => Assert.Equal(Found(scratch.Store, known[n.Party].Condition), n.Filings));
        Assert.All(network.Ties, t => Assert.Equal(Found(scratch.Store, $"{known[t.First].Condition} {known[t.Second].Condition}"), t.Count));
        Assert.Contains(network.Nodes, n => n.Filings == 3 && known[n.Party].Names.Count == 2);

        var bounded = Coapplicants.Of(Hits(scratch.Store, "*"), mostNodes: 3, mostTies: 2);
        Assert.True(bounded.Nodes.Count <= 3 && bounded.Ties.Count <= 2);
        Assert.Equal(4, bounded.AllTies);
    }

    [Fact]
    public void A_rectangle_is_divided_without_gap_and_in_the_shares_of_the_weights()
    {
        var random = new Random(3);
        for (var run = 0; run < 200; run++)
        {
            double[] weights = [.. Enumerable.Range(0, 1 + random.Next(60)).Select(_ => 1.0 + random.Next(10_000)).OrderDescending()];
            var whole = new Area(random.Next(50), random.Next(50), 50 + random.Next(700), 50 + random.Next(500));
            var areas = Squares.Divide(weights, whole);
            for (var i = 0; i < weights.Length; i++)
            {
                Assert.Equal(weights[i] / weights.Sum() * whole.Width * whole.Height, areas[i].Width * areas[i].Height, 1e-4);
                Assert.True(areas[i].X >= whole.X - 1e-6 && areas[i].Y >= whole.Y - 1e-6 && areas[i].X + areas[i].Width <= whole.X + whole.Width + 1e-6 && areas[i].Y + areas[i].Height <= whole.Y + whole.Height + 1e-6);
            }
            for (var i = 0; i < areas.Count; i++)
                for (var j = i + 1; j < areas.Count; j++)
                    Assert.False(areas[i].X + 1e-6 < areas[j].X + areas[j].Width && areas[j].X + 1e-6 < areas[i].X + areas[i].Width && areas[i].Y + 1e-6 < areas[j].Y + areas[j].Height && areas[j].Y + 1e-6 < areas[i].Y + areas[i].Height, $"{areas[i]} {areas[j]}");
        }
    }

    [Fact]
    public void The_same_network_has_the_same_places_and_who_is_tied_stands_nearer()
    {
        // Two groups, each tied within.
        (int, int, double)[] ties = [(0, 1, 1), (1, 2, 1), (0, 2, 1), (3, 4, 1), (4, 5, 1), (3, 5, 1), (2, 3, 0.1)];
        var places = Springs.Lay(6, ties);
        Assert.Equal(places, Springs.Lay(6, ties));
        Assert.All(places, p => Assert.True(p.X is >= 0 and <= 1 && p.Y is >= 0 and <= 1));
        double Far(int a, int b) => Math.Sqrt(Math.Pow(places[a].X - places[b].X, 2) + Math.Pow(places[a].Y - places[b].Y, 2));
        Assert.True(Far(0, 1) < Far(0, 4) && Far(3, 4) < Far(1, 4), string.Join(' ', places));
        Assert.All(Springs.Lay(40, []), p => Assert.True(double.IsFinite(p.X) && double.IsFinite(p.Y)));
        Assert.Single(Springs.Lay(1, []));
    }
}
