using Zhice.Domain.Assessment;
using Zhice.Domain.Indicators;
using Zhice.Domain.Working;

namespace Zhice.Domain.Tests.Assessment;

/// <summary>What holds for every scheme and all facts: 400 of each, from fixed seeds, so that a failure can be looked at again.</summary>
public sealed class ScoringProperties
{
    const int Cases = 400;

    static AssessmentScheme Scheme(Random lot)
    {
        var groups = Enumerable.Range(0, lot.Next(2, 5)).Select(g =>
        {
            var items = Enumerable.Range(0, lot.Next(1, 5)).Select(i => Schemes.Item($"g{g}i{i}", lot.Next(1, 900) / 100m, Rule(lot))).ToList();
            var weight = items.Sum(i => i.Points);
            if (lot.Next(3) == 0) items.Add(Schemes.Item($"g{g}veto", 0, lot.Next(2) == 0 ? new VetoRule([Schemes.Fraud], lot.Next(0, 900) / 100m, null) : new VetoRule([Schemes.Fraud], null, $"g{g}")));
            return new SchemeGroup($"g{g}", "组", "Group", weight, items);
        }).ToArray();
        return Schemes.Of(groups) with { Decimals = lot.Next(2, 4), Rounding = (Rounding)lot.Next(1, 4) };
    }

    static ItemRule Rule(Random lot) => lot.Next(5) switch
    {
        0 => new ObligationRule(false, [], null, lot.Next(0, 101) / 100m, 0),
        1 => new ObligationRule(true, [], null, 0, lot.Next(0, 101) / 100m),
        2 => Schemes.Intervals((IndicatorMeasure)lot.Next(1, 4), (null, 0.1m), (lot.Next(1, 50), 0.5m), (lot.Next(50, 100), lot.Next(0, 101) / 100m)),
        3 => new DeductionRule([new("a", "甲", "A", lot.Next(1, 300) / 100m, null), new("b", "乙", "B", 0.7m, 1.4m)]),
        _ => new ExpertRule(lot.Next(1, 8), 0, 100, "看"),
    };

    static SubjectFacts Facts(Random lot, AssessmentScheme scheme, string office, bool vetoes)
    {
        var statuses = Enum.GetValues<WorkStatus>();
        var acts = new List<ActFact>();
        foreach (var item in scheme.Items)
            if (item.Rule is DeductionRule && lot.Next(2) == 0) acts.Add(new(acts.Count, item.Code, lot.Next(2) == 0 ? "a" : "b", lot.Next(1, 5), "依据"));
            else if (item.Rule is VetoRule && vetoes) acts.Add(new(acts.Count, item.Code, "fraud", 1, "依据"));
        return new(office, office,
            [.. Enumerable.Range(1, lot.Next(0, 30)).Select(n => Schemes.Owed(n, statuses[lot.Next(statuses.Length)], lot.Next(2) == 0 ? "2026-10-01" : "2026-12-20", lot.Next(3) == 0 ? null : "2026-11-30", lot.Next(4) == 0))],
            [Schemes.Figure(lot.Next(4) == 0 ? null : lot.Next(0, 20000) / 100m, lot.Next(3) == 0 ? null : lot.Next(0, 200), lot.Next(3) == 0 ? null : lot.Next(0, 200), lot.Next(2) == 0)],
            acts, [.. scheme.Items.Where(i => i.Rule is ExpertRule).SelectMany(i => Enumerable.Range(1, lot.Next(0, 7)).Select(n => new ExpertFact(n, i.Code, n, lot.Next(0, 10001) / 100m, "理由")))],
            [.. scheme.Items.Where(i => i.Rule is not VetoRule && lot.Next(5) == 0).Select((i, n) => new MarkFact(n, i.Code, (MarkColumn)lot.Next(1, 4), scheme.Cut(i.Points * lot.Next(0, 101) / 100), "理由"))]);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 4)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_trace_sums_to_the_score_and_no_item_leaves_its_points(int seed)
    {
        var lot = new Random(seed);
        for (var n = 0; n < Cases; n++)
        {
            var scheme = Scheme(lot);
            var score = ScoringEngine.Score(scheme, Facts(lot, scheme, "a", n % 2 == 0));
            Assert.Equal(score.Total, score.Trace.Sum(t => t.Points));
            Assert.InRange(score.Total, 0, scheme.Total);
            foreach (var item in score.Items)
            {
                Assert.InRange(item.Final, 0, item.Points);
                Assert.Equal(item.Final, item.Trace.Sum(t => t.Points));
                Assert.Equal(item.Points - item.Final, item.Trace.Sum(t => t.Lost)); // what is not won is named as lost
                Assert.Equal(item.Final, decimal.Round(item.Final, scheme.Decimals));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_veto_never_raises_a_score(int seed)
    {
        var lot = new Random(seed);
        for (var n = 0; n < Cases; n++)
        {
            var scheme = Scheme(lot);
            var with = Facts(lot, scheme, "a", vetoes: true);
            var without = with with { Acts = [.. with.Acts.Where(a => a.Act != "fraud")] };
            Assert.True(ScoringEngine.Score(scheme, with).Total <= ScoringEngine.Score(scheme, without).Total);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Rank_and_digits_do_not_depend_on_the_order_of_the_input(int seed)
    {
        var lot = new Random(seed);
        for (var n = 0; n < Cases / 8; n++)
        {
            var scheme = Scheme(lot);
            var facts = Enumerable.Range(1, 12).Select(o => Facts(lot, scheme, $"office-{o:00}", lot.Next(3) == 0)).ToList();
            facts.Add(facts[0] with { Office = "office-99" }); // a tie for certain
            var other = facts.Select(f => f with { Obligations = Mixed(lot, f.Obligations), Acts = Mixed(lot, f.Acts), Experts = Mixed(lot, f.Experts), Marks = Mixed(lot, f.Marks) }).ToList();
            string Text(IEnumerable<SubjectFacts> of) => ScoreText.Write(scheme, Ranking.Of(of.Select(f => ScoringEngine.Score(scheme, f))));
            Assert.Equal(Text(facts), Text(Mixed(lot, other)));
            Assert.Equal(Text(facts), Text(ScoreText.ReadFacts(ScoreText.Write(facts)))); // what was frozen scores like what was read
        }
    }

    static T[] Mixed<T>(Random lot, IReadOnlyList<T> list)
    {
        var mixed = list.ToArray();
        lot.Shuffle(mixed);
        return mixed;
    }
}
