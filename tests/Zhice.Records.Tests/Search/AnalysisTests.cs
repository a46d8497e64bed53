using Xunit;
using Zhice.Records.Analysis;
using Zhice.Records.Generating;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Search;

namespace Zhice.Records.Tests.Search;

public sealed class AnalysisTests
{
    static readonly DateOnly Today = new(2026, 6, 30);

    [Fact]
    public void Tables_of_an_analysis_are_what_counting_the_records_gives()
    {
        using var scratch = new ScratchStore();
        var all = new SyntheticRecords(9).Make(0, 3_000).ToList();
        scratch.TakeInPieces(all, 500);
        Assert.True(RecordSearch.Collect(scratch.Store.Snapshot(), new AllNode(), true).Accepted(out var hits, out _));
        var result = RecordAnalysis.Of(hits, Today);

        Assert.Equal(all.GroupBy(r => r.Filed!.Value.Year).OrderBy(g => g.Key).Select(g => (g.Key, g.Count())), result.Years.Where(y => y.Filed > 0).Select(y => (y.Year, y.Filed)));
        Assert.Equal(all.Count(r => r.Granted is not null), result.Years.Sum(y => y.Granted));
        Assert.Equal(all.SelectMany(r => r.Classes.Where(c => c.Scheme == "IPC").Select(c => c.Symbol[..4]).Distinct()).CountBy(c => c).MaxBy(c => c.Value).Value, result.Classes[0].Count);
        Assert.Equal(all.GroupBy(r => r.Applicant!.Division![..2]).OrderByDescending(g => g.Count()).First().Count(), result.Provinces[0].Count);
        var waits = all.Where(r => r.Kind == RecordKind.Invention && r.Granted is not null).Select(r => r.Granted!.Value.DayNumber - r.Filed!.Value.DayNumber).Order().ToList();
        Assert.Equal(waits[waits.Count / 2] / 30.4375, result.Pendency!.Median, 6);

        var shares = all.CountBy(r => Zhice.Records.Names.PartyName.Normal(r.Applicant!.Name)).Select(c => 100.0 * c.Value / all.Count).OrderDescending().ToList();
        Assert.Equal(shares.Sum(s => s * s), result.Concentration.Hhi, 6);
        Assert.Equal(shares.Take(4).Sum() / 100, result.Concentration.Cr4, 6);

        var rolled = RecordAnalysis.RollUp(hits);
        Assert.Equal(all.Count, rolled.Values.Sum());
        Assert.All(rolled.Take(50), cell => Assert.Equal(cell.Value, all.Count(r => r.Applicant!.Division![..2] == $"{cell.Key.Province / 10000}" && r.Filed!.Value.Year == cell.Key.Year && (r.MainClass?[..4] ?? "") == ClassCode.Text(cell.Key.Class))));
    }

    [Fact]
    public void A_high_value_invention_counts_once_however_many_categories_it_meets()
    {
        using var scratch = new ScratchStore();
        scratch.Take(
        [
            Patent(1, ("sei", "1.1"), ("award", "奖")),
            Patent(2, ("pledge", "10000000")),
            Patent(3, ("pledge", "9999999")),
            Patent(4) with { Filed = new DateOnly(2016, 6, 29) },
            Patent(5) with { Filed = new DateOnly(2016, 6, 30) },
            Patent(6) with { Family = ["US7272630B2"] },
            Patent(7) with { Family = ["CN112345678B"] },
            Patent(8, ("sei", "1.1"), ("abnormal", "1")),
            Patent(9, ("sei", "1.1")) with { Status = RecordStatus.Ended },
            Patent(10, ("sei", "1.1")) with { Kind = RecordKind.UtilityModel },
            Patent(11, ("sei", "1.1")) with { Parties = [new Party(PartyRole.Applicant, "Foreign Corp", null, "US")] },
        ]);
        Assert.True(RecordSearch.Collect(scratch.Store.Snapshot(), new AllNode(), true).Accepted(out var hits, out _));
        var value = RecordAnalysis.Of(hits, Today).HighValue;

        Assert.Equal(new HighValue(InForce: 8, Emerging: 2, Foreign: 1, Kept: 1, Pledged: 1, Awarded: 1, Union: 5, Excluded: 1), value);
        Assert.Equal(4, value.Reported);
    }

    static IpRecord Patent(int number, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var extra = new Dictionary<string, string>();
        foreach (var (name, value) in more) extra[name] = value;
        return new IpRecord
        {
            Kind = RecordKind.Invention, Publication = $"CN90000{number:0000}B", Title = "某物", Filed = new DateOnly(2020, 1, 1), Granted = new DateOnly(2022, 1, 1), Status = RecordStatus.InForce,
            Parties = [new Party(PartyRole.Applicant, "某公司", null, "CN")], More = extra,
        };
    }
}
