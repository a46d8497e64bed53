using Zhice.Domain.Accounts;
using Zhice.Domain.Inspection;

namespace Zhice.Domain.Tests.Inspection;

public sealed class RandomDrawTests
{
    static readonly string[] offices = [.. Enumerable.Range(1, 32).Select(n => $"office-{n:00}")];
    static readonly string[] inspectors = [.. Enumerable.Range(1, 12).Select(n => $"person-{n:00}")];

    static IReadOnlyList<DrawnOffice> Draw(string seed, IReadOnlyCollection<string>? of = null, int count = 6) =>
        RandomDraw.Run(seed, of ?? offices, count, inspectors, 2, (person, office) => person[^2..] == office[^2..]).Accepted(out var drawn, out var refusal) ? drawn : throw new InvalidOperationException(refusal.Code);

    [Fact]
    public void The_same_seed_gives_the_same_lot_in_whatever_order_the_lists_come()
    {
        var drawn = RandomDraw.Write(Draw("2026-11-20 上证指数 3456.78"));
        Assert.Equal(drawn, RandomDraw.Write(Draw("2026-11-20 上证指数 3456.78", [.. offices.Reverse()])));
        Assert.NotEqual(drawn, RandomDraw.Write(Draw("2026-11-20 上证指数 3456.79")));
        Assert.Equal(drawn, RandomDraw.Write(RandomDraw.Read(drawn)));
    }

    [Fact]
    public void The_lots_that_everyone_can_make_again_choose_the_offices_that_were_drawn()
    {
        var lots = RandomDraw.Lots("seed of a test", offices);
        Assert.Equal(Draw("seed of a test").Select(d => d.Office), lots.Take(6).Select(l => l.Office));
        // printf '%s\noffice\n%s' 'seed of a test' 'office-01' | sha256sum
        Assert.Equal(TextDigest.Of("seed of a test\noffice\noffice-01"), lots.Single(l => l.Office == "office-01").Digest);
        Assert.Equal(offices.Order(StringComparer.Ordinal), lots.Select(l => l.Office).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_office_can_be_drawn_nobody_inspects_the_own_one_and_work_is_dealt_out_evenly()
    {
        var times = offices.ToDictionary(o => o, _ => 0, StringComparer.Ordinal);
        for (var n = 0; n < 300; n++)
        {
            var drawn = Draw($"seed-{n:0000}");
            Assert.Equal(6, drawn.Select(d => d.Office).Distinct().Count());
            Assert.All(drawn, d => Assert.DoesNotContain(d.Inspectors, i => i[^2..] == d.Office[^2..]));
            Assert.All(drawn.SelectMany(d => d.Inspectors).GroupBy(i => i), g => Assert.InRange(g.Count(), 1, 2)); // 12 places for 12 people, one passed over at most
            foreach (var one in drawn) times[one.Office]++;
        }
        Assert.All(times.Values, t => Assert.InRange(t, 25, 95)); // 300 × 6 / 32 = 56 expected
    }

    [Fact]
    public void Another_candidate_moves_nobody_elses_lot()
    {
        var before = Draw("seed-2026", count: 10).Select(d => d.Office).ToList();
        var after = Draw("seed-2026", [.. offices, "office-77"], 10).Select(d => d.Office).Where(o => o != "office-77").ToList();
        Assert.Equal(before.Take(after.Count), after);
    }

    [Theory]
    [InlineData("short", 3, 2, "draw.seed")]
    [InlineData("long enough", 33, 2, "draw.count")]
    [InlineData("long enough", 3, 13, "draw.team")]
    public void A_draw_that_cannot_be_made_is_refused(string seed, int count, int team, string code)
    {
        Assert.False(RandomDraw.Run(seed, offices, count, inspectors, team, (_, _) => false).Accepted(out _, out var refusal));
        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public void A_finding_is_closed_by_neither_its_finder_nor_who_put_it_right()
    {
        var finding = new InspectionFinding { Text = "台账不全", By = new AccountId(1), State = FindingState.Rectified };
        Assert.Null(InspectionMoves.MayMove(finding, FindingState.Closed, new(3), false, true, new AccountId(2)));
        Assert.Equal("inspect.recheck-other", InspectionMoves.MayMove(finding, FindingState.Closed, new(1), false, true, new AccountId(2))?.Code);
        Assert.Equal("inspect.recheck-other", InspectionMoves.MayMove(finding, FindingState.Reopened, new(2), false, true, new AccountId(2))?.Code);
        Assert.Equal("access.denied", InspectionMoves.MayMove(finding, FindingState.Closed, new(3), true, false, null)?.Code);
        Assert.Equal("inspect.finding-not-now", InspectionMoves.MayMove(finding, FindingState.Rectified, new(3), true, false, null)?.Code);
    }
}
