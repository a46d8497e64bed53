using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Domain.Tests.Statistics;

public sealed class DatedTotalsTests
{
    static readonly DateOnly Today = new(2026, 11, 21);
    static readonly Period[] Years = [.. Enumerable.Range(2022, 4).Select(Period.OfYear)];
    static readonly OrganisationId East = new(100), West = new(200);

    static Organisation Office(int id, OrganisationId parent, DateOnly? from = null, DateOnly? to = null) => new()
    {
        Id = new(id), Code = $"o{id}", Name = $"o{id}", Kind = OrganisationKind.LocalOffice, ParentId = parent, Path = $"/{parent.Value}/{id}/", Level = DivisionLevel.City,
        ValidFrom = from ?? new(1949, 10, 1), ValidTo = to,
    };

    static Succession Takes(int from, int to, DateOnly on, decimal share = 1, SuccessionKind kind = SuccessionKind.Merger) =>
        new() { PredecessorId = new(from), SuccessorId = new(to), On = on, Share = share, Kind = kind, Source = "测试" };

    static Dictionary<(OrganisationId, Period), decimal> Values(params (int Office, int Year, decimal Value)[] values) =>
        values.ToDictionary(v => (new OrganisationId(v.Office), Period.OfYear(v.Year)), v => v.Value);

    [Fact]
    public void A_merger_within_a_superior_changes_no_total_and_the_coverage_says_how_many_stood()
    {
        var merged = new DateOnly(2024, 1, 1);
        Organisation[] offices = [Office(1, East), Office(2, East, to: merged)];
        var rows = DatedTotals.Run(offices, East, [Takes(2, 1, merged)], Years, Values((1, 2022, 10), (2, 2022, 5), (1, 2023, 11), (2, 2023, 6), (1, 2024, 18), (1, 2025, 20)), Today);

        Assert.Equal([15m, 17m, 18m, 20m], rows.Select(r => r.AsThen.Value));
        Assert.Equal([15m, 17m, 18m, 20m], rows.Select(r => r.AsNow.Value));
        Assert.Equal([15m, 17m, 18m, 20m], rows.Select(r => r.Bridged.Value));
        Assert.Equal([(2, 2), (2, 2), (1, 1), (1, 1)], rows.Select(r => (r.AsThen.Covered, r.AsThen.Expected)));
    }

    [Fact]
    public void One_that_ends_in_mid_year_answers_for_its_part_and_both_count_that_year()
    {
        var merged = new DateOnly(2024, 7, 1);
        Organisation[] offices = [Office(1, East), Office(2, East, to: merged)];
        var rows = DatedTotals.Run(offices, East, [Takes(2, 1, merged)], Years, Values((1, 2024, 18), (2, 2024, 3), (1, 2025, 20)), Today);

        Assert.Equal(new CoveredTotal(21, 2, 2), rows[2].AsThen);
        Assert.Equal(new CoveredTotal(21, 1, 1), rows[2].AsNow);
        Assert.Equal(new CoveredTotal(null, 0, 2), rows[0].AsThen); // nothing is no figure, and not zero
    }

    [Fact]
    public void A_city_that_went_to_another_province_is_in_the_old_one_then_and_in_the_new_one_now()
    {
        var moved = new DateOnly(2024, 1, 1);
        Organisation[] offices = [Office(1, East), Office(2, East, to: moved), Office(3, West), Office(4, West, from: moved)];
        var values = Values((1, 2023, 10), (2, 2023, 30), (3, 2023, 20), (1, 2024, 12), (3, 2024, 22), (4, 2024, 33));
        Succession[] change = [Takes(2, 4, moved, kind: SuccessionKind.Rename)];
        var east = DatedTotals.Run(offices, East, change, Years, values, Today);
        var west = DatedTotals.Run(offices, West, change, Years, values, Today);

        Assert.Equal((40m, 10m), (east[1].AsThen.Value, east[1].AsNow.Value));
        Assert.Equal((20m, 50m), (west[1].AsThen.Value, west[1].AsNow.Value));
        // The joint is 2023: the series before it is put on the new footing, 10 ÷ 40 and 50 ÷ 20.
        Assert.Equal((10m, 50m), (east[1].Bridged.Value, west[1].Bridged.Value));
        Assert.Equal((12m, 55m), (east[2].Bridged.Value, west[2].Bridged.Value));
    }

    [Fact]
    public void The_ratio_of_a_joint_is_of_those_that_have_both_figures_and_an_incomplete_merger_shrinks_nothing()
    {
        var merged = new DateOnly(2025, 1, 1);
        Organisation[] offices = [Office(1, East), Office(2, East), Office(3, East, to: merged)];
        // The third said nothing for its last year, so that its heir has no whole figure for it either.
        var rows = DatedTotals.Run(offices, East, [Takes(3, 2, merged)], Years, Values((1, 2022, 10), (2, 2022, 20), (3, 2022, 30), (1, 2024, 11), (2, 2024, 22), (1, 2025, 12), (2, 2025, 60)), Today);
        Assert.Equal((33m, 11m), (rows[2].AsThen.Value, rows[2].AsNow.Value));
        Assert.Equal([60m, null, 33m, 72m], rows.Select(r => r.Bridged.Value)); // not 60 × 11 ÷ 33
        Assert.Equal((1, 3), (rows[0].Bridged.Covered, rows[0].Bridged.Expected));
    }

    [Fact]
    public void Where_one_that_left_has_no_figure_at_the_joint_no_bridge_is_said()
    {
        var moved = new DateOnly(2025, 1, 1);
        Organisation[] offices = [Office(1, East), Office(2, East, to: moved), Office(3, West, from: moved)];
        var rows = DatedTotals.Run(offices, East, [Takes(2, 3, moved, kind: SuccessionKind.Rename)], Years, Values((1, 2023, 10), (2, 2023, 5), (1, 2024, 11), (1, 2025, 12)), Today);
        Assert.Equal([null, null, null, 12m], rows.Select(r => r.Bridged.Value));
    }

    [Fact]
    public void An_heir_that_did_not_report_is_not_covered_by_what_it_inherited()
    {
        var split = new DateOnly(2026, 1, 1);
        Organisation[] offices = [Office(1, East, to: split), Office(2, East), Office(3, East)];
        Succession[] change = [Takes(1, 2, split, 0.6m, SuccessionKind.Split), Takes(1, 3, split, 0.4m, SuccessionKind.Split)];
        var rows = DatedTotals.Run(offices, East, change, Years, Values((1, 2025, 99)), Today);
        Assert.Equal((new CoveredTotal(99, 1, 3), new CoveredTotal(null, 0, 2)), (rows[3].AsThen, rows[3].AsNow));
        var all = DatedTotals.Run(offices, East, change, Years, Values((1, 2025, 100), (2, 2025, 10)), Today);
        Assert.Equal(new CoveredTotal(70, 1, 2), all[3].AsNow); // 10 + 60; what the other heir holds is not known whole
    }

    [Fact]
    public void A_split_passes_shares_and_what_is_not_passed_stays()
    {
        var split = new DateOnly(2024, 1, 1);
        Succession[] change = [Takes(1, 2, split, 0.6m, SuccessionKind.Split), Takes(1, 3, split, 0.3m, SuccessionKind.Split), Takes(3, 4, new(2025, 1, 1))];
        var heirs = new SuccessionShares(change, Today).Of(new(1)).ToDictionary(h => h.Heir.Value, h => h.Share);
        Assert.Equal(new Dictionary<long, decimal> { [1] = 0.1m, [2] = 0.6m, [4] = 0.3m }, heirs);
        Assert.Equal([(new OrganisationId(1), 1m)], new SuccessionShares(change, new(2023, 12, 31)).Of(new(1)));
    }

    [Fact]
    public void A_predecessor_that_stays_keeps_what_it_reports_after_the_split()
    {
        var split = new DateOnly(2024, 1, 1);
        Organisation[] offices = [Office(1, East), Office(2, West)];
        var values = Values((1, 2023, 100), (2, 2023, 40), (1, 2024, 50), (2, 2024, 90), (1, 2025, 52), (2, 2025, 91));
        var rows = DatedTotals.Run(offices, East, [Takes(1, 2, split, 0.5m, SuccessionKind.Split)], Years, values, Today);
        Assert.Equal([100m, 50m, 52m], rows.Skip(1).Select(r => r.AsThen.Value));
        Assert.Equal([50m, 50m, 52m], rows.Skip(1).Select(r => r.AsNow.Value)); // not 25 and 26: these figures are of after the split
        Assert.Equal([50m, 50m, 52m], rows.Skip(1).Select(r => r.Bridged.Value));
        var west = DatedTotals.Run(offices, West, [Takes(1, 2, split, 0.5m, SuccessionKind.Split)], Years, values, Today);
        Assert.Equal([90m, 90m, 91m], west.Skip(1).Select(r => r.AsNow.Value));
    }

    [Theory]
    [InlineData(false, 100, 140)] // 100 in each half; of the first half's 100 (then 50 in the second) a half passes over: 150 − 50, and 90 + 50
    [InlineData(true, 150, 90)] // what is counted on the last day is of after the split
    public void Of_the_year_of_a_split_passes_over_what_its_days_before_make(bool stock, int east, int west)
    {
        var split = new DateOnly(2024, 7, 2); // 183 of 366 days before
        Organisation[] offices = [Office(1, East), Office(2, West)];
        Succession[] change = [Takes(1, 2, split, 0.5m, SuccessionKind.Split)];
        var values = Values((1, 2024, 150), (2, 2024, 90));
        Assert.Equal(((decimal?)east, (decimal?)west), (Of(East), Of(West)));

        decimal? Of(OrganisationId superior) => DatedTotals.Run(offices, superior, change, Years, values, Today, stock)[2].AsNow.Value is { } sum ? decimal.Round(sum, 6) : null;
    }

    [Fact]
    public void What_came_to_an_heir_after_it_was_split_is_not_split_again()
    {
        Succession[] changes = [Takes(2, 3, new(2023, 1, 1), 0.5m, SuccessionKind.Split), Takes(1, 2, new(2024, 1, 1))];
        Assert.Equal([(new OrganisationId(2), 1m)], new SuccessionShares(changes, Today).Of(new(1), Period.OfYear(2022), false));
        // The office that was split in 2023 and merged in 2025 passes on the rest.
        Succession[] twice = [Takes(2, 3, new(2023, 1, 1), 0.5m, SuccessionKind.Split), Takes(2, 4, new(2025, 1, 1))];
        Assert.Equal(new Dictionary<long, decimal> { [3] = 0.5m, [4] = 0.5m }, new SuccessionShares(twice, Today).Of(new(2), Period.OfYear(2022), false).ToDictionary(h => h.Heir.Value, h => h.Share));
        Assert.Equal([(new OrganisationId(4), 1m)], new SuccessionShares(twice, Today).Of(new(2), Period.OfYear(2024), false));
    }

    [Fact]
    public void A_change_after_the_last_period_has_its_joint_there()
    {
        var moved = new DateOnly(2026, 3, 1);
        Organisation[] offices = [Office(1, East), Office(2, East, to: moved), Office(3, West, from: moved)];
        var rows = DatedTotals.Run(offices, East, [Takes(2, 3, moved, kind: SuccessionKind.Rename)], Years, Values((1, 2024, 9), (2, 2024, 1), (1, 2025, 15), (2, 2025, 5)), Today);
        Assert.Equal((20m, 15m, 15m), (rows[3].AsThen.Value, rows[3].AsNow.Value, rows[3].Bridged.Value));
        Assert.Equal(7.5m, rows[2].Bridged.Value); // 10 × 15 ÷ 20
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_all_changes_as_now_and_bridged_are_as_then_and_before_nothing_is_lost(bool stock)
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var chance = new Random(seed);
            var (offices, changes, values) = (new List<Organisation>(), new List<Succession>(), new Dictionary<(OrganisationId, Period), decimal>());
            for (var id = 1; id <= 12; id++) offices.Add(Office(id, chance.Next(2) == 0 ? East : West));
            var last = DateOnly.MinValue;
            for (var id = 1; id <= 8; id++)
            {
                if (chance.Next(2) > 0) continue;
                var on = new DateOnly(chance.Next(2022, 2025), chance.Next(1, 13), chance.Next(1, 29));
                // Parts that stay, parts that go, and sometimes the rest later.
                changes.Add(Takes(id, chance.Next(id + 1, 13), on, chance.Next(1, 10) / 10m, SuccessionKind.Split));
                if (chance.Next(3) == 0)
                {
                    on = on.AddDays(chance.Next(1, 200));
                    changes.Add(Takes(id, chance.Next(id + 1, 13), on));
                    offices[id - 1].ValidTo = on;
                }
                last = on > last ? on : last;
            }
            var quarters = Enumerable.Range(2022, 4).SelectMany(year => Period.OfYear(year).Parts(PeriodKind.Quarter)).ToList();
            foreach (var office in offices)
                foreach (var period in quarters.Where(p => office.ValidTo is null || office.ValidTo > p.FirstDay)) values[(office.Id, period)] = chance.Next(1, 1000);
            var whole = DatedTotals.Run(offices, null, changes, quarters, values, Today, stock);
            foreach (var superior in (OrganisationId[])[East, West])
                foreach (var row in DatedTotals.Run(offices, superior, changes, quarters, values, Today, stock).Where(r => r.Period.FirstDay >= last))
                    Assert.Equal((seed, row.Period, row.AsThen, row.AsThen), (seed, row.Period, row.AsNow, row.Bridged));
            for (var at = 0; at < quarters.Count; at++)
            {
                var all = values.Where(v => v.Key.Item2 == quarters[at]).Sum(v => v.Value);
                Assert.Equal((seed, all, all), (seed, whole[at].AsThen.Value ?? 0, decimal.Round(whole[at].AsNow.Value ?? 0, 9)));
            }
        }
    }

    [Fact]
    public void Whatever_was_merged_and_split_the_parts_make_the_whole_as_then_and_as_now()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var chance = new Random(seed);
            var (offices, changes, values) = (new List<Organisation>(), new List<Succession>(), new Dictionary<(OrganisationId, Period), decimal>());
            for (var id = 1; id <= 12; id++) offices.Add(Office(id, chance.Next(2) == 0 ? East : West));
            // Heirs have higher keys, so that nothing goes round.
            for (var id = 1; id <= 8; id++)
            {
                if (chance.Next(3) > 0) continue;
                var on = new DateOnly(chance.Next(2022, 2026), chance.Next(1, 13), 1);
                var (first, second) = (chance.Next(id + 1, 13), chance.Next(id + 1, 13));
                var share = chance.Next(1, 10) / 10m;
                if (first == second) changes.Add(Takes(id, first, on));
                else changes.AddRange([Takes(id, first, on, share, SuccessionKind.Split), Takes(id, second, on, 1 - share, SuccessionKind.Split)]);
                offices[id - 1].ValidTo = on;
            }
            foreach (var office in offices)
                foreach (var period in Years)
                    if (office.ValidTo is null || office.ValidTo > period.FirstDay) values[(office.Id, period)] = chance.Next(1, 1000);

            var whole = DatedTotals.Run(offices, null, changes, Years, values, Today);
            var (east, west) = (DatedTotals.Run(offices, East, changes, Years, values, Today), DatedTotals.Run(offices, West, changes, Years, values, Today));
            for (var i = 0; i < Years.Length; i++)
            {
                var all = values.Where(v => v.Key.Item2 == Years[i]).Sum(v => v.Value);
                Assert.Equal((seed, all, all), (seed, whole[i].AsThen.Value ?? 0, whole[i].AsNow.Value ?? 0));
                Assert.Equal((seed, all), (seed, (east[i].AsThen.Value ?? 0) + (west[i].AsThen.Value ?? 0)));
                Assert.Equal((seed, all), (seed, (east[i].AsNow.Value ?? 0) + (west[i].AsNow.Value ?? 0)));
            }
        }
    }
}
