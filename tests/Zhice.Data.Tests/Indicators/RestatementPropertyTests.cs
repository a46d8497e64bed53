using Zhice.Data.Indicators;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Indicators;

/// <summary>Restating twice is restating once: random values with gaps, exclusions of two years and a formula with two divisions, beside a computation written the plain way.</summary>
public sealed class RestatementPropertyTests
{
    static readonly DateOnly Later = new(2026, 3, 1);
    static readonly string[] Elements = ["a", "b"];
    static readonly int[] Years = [2025, 2024];

    static string Element(string code) => $"code: {code}\nname: {code}\nenglish: {code}\nunit: 件\nkind: flow\ndefinition: 定义\nsource: 来源\n";

    static IndicatorCatalogue Catalogue()
    {
        var (catalogue, faults) = DefinitionFiles.Read([("a.yaml", Element("a")), ("b.yaml", Element("b"))], [("it.yaml", """
            code: it
            name: 比率之差
            english: It
            group: 保护
            unit: 百分点
            decimals: 2
            direction: higher
            kind: 导向性
            period: year
            formula: points(a / b, prior(a) / prior(b))
            roll-up: recompute
            exclusions: 扣除
            valid-from: 2020-01-01
            source: 来源
            """)]);
        Assert.Empty(faults);
        return catalogue;
    }

    static Organisation Office(long id) => new()
    {
        Id = new(id), Code = $"o{id}", Name = $"o{id}", Kind = id == 1 ? OrganisationKind.NationalOffice : OrganisationKind.LocalOffice,
        ParentId = id == 1 ? null : new OrganisationId(1), Path = id == 1 ? "/1/" : $"/1/{id}/", ValidFrom = new(2000, 1, 1),
    };

    [Fact]
    public void Restating_twice_equals_once_and_is_what_the_reduced_values_make()
    {
        var catalogue = Catalogue();
        var plan = YearPlan.Of(catalogue, [catalogue.Versions("it")[0]]);
        var states = new HashSet<FigureState>();
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var offices = Enumerable.Range(1, random.Next(2, 8)).Select(id => Office(id)).ToArray();
            var tree = new ReportingTree(offices, 2025);
            var values = new Dictionary<(string Element, int Year, long Office), long>();
            foreach (var office in offices.Skip(1))
                foreach (var year in new[] { 2024, 2025 })
                    foreach (var element in Elements)
                        if (random.Next(8) > 0) values[(element, year, office.Id.Value)] = random.Next(3) == 0 ? 0 : random.Next(1, 2_000);
            List<AppliedEffect> effects = [.. values.Where(v => v.Value > 0 && random.Next(4) == 0)
                .Select((v, at) => new AppliedEffect(at + 1, v.Key.Element, Period.OfYear(v.Key.Year).Key, v.Key.Office, random.Next(1, (int)v.Value + 1) * 1_000_000L))];

            Dictionary<long, (Figure After, Figure Before)> Restated(IReadOnlyList<AppliedEffect> taken)
            {
                var years = Years.Select(year =>
                {
                    var read = new ValueYear(tree, [.. catalogue.Elements], year);
                    foreach (var (at, value) in values.Where(v => v.Key.Year == year)) read.Take(at.Element, Period.OfYear(year).Key, at.Office, value * 1_000_000L);
                    return read;
                }).ToList();
                var found = new Dictionary<long, (Figure, Figure)>();
                Assert.Empty(YearFigures.Roll(plan, tree, taken, years[0], years[1], Later, (_, figure, _) =>
                {
                    if (figure.Period == Period.OfYear(2025).Key) found[figure.Organisation] = (figure.After.Rounded(6), figure.Before.Rounded(6));
                }));
                return found;
            }

            var once = Restated(effects);
            Assert.Equal(once, Restated(effects)); // twice
            Assert.Equal(once, Restated([.. effects.AsEnumerable().Reverse()])); // in whatever order the sets were recorded
            var none = Restated([]);
            foreach (var (office, (after, before)) in once)
            {
                Assert.Equal(none[office].After, before); // what was reported stays as it was
                Assert.Equal(Plain(office, effects), after);
                states.Add(after.State);
            }

            Figure Plain(long office, List<AppliedEffect> taken)
            {
                long? Left(string element, int year, long at) => values.TryGetValue((element, year, at), out var value)
                    ? value - taken.Where(e => e.Element == element && e.Period == Period.OfYear(year).Key && e.Organisation == at).Sum(e => e.Millionths) / 1_000_000L : null;
                var whole = offices.Skip(1).Select(o => o.Id.Value).Where(o => office == 1 || o == office)
                    .Select(o => (A: Left("a", 2025, o), B: Left("b", 2025, o), C: Left("a", 2024, o), D: Left("b", 2024, o)))
                    .Where(p => p is { A: not null, B: not null, C: not null, D: not null }).ToList();
                if (whole.Count == 0) return Figure.Missing;
                decimal a = whole.Sum(p => p.A!.Value), b = whole.Sum(p => p.B!.Value), c = whole.Sum(p => p.C!.Value), d = whole.Sum(p => p.D!.Value);
                return b == 0m || d == 0m ? Figure.DividedByZero : Figure.Of((a / b - c / d) * 100m).Rounded(6);
            }
        }
        Assert.Superset(new HashSet<FigureState> { FigureState.Known, FigureState.Missing, FigureState.DividedByZero }, states);
    }
}
