using FsCheck;
using FsCheck.Fluent;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using static Zhice.Domain.Tests.Indicators.Definitions;

namespace Zhice.Domain.Tests.Indicators;

/// <summary>Roll-up over random trees with gaps, beside a computation written the plain way: one office asks the ones below it.</summary>
public sealed class RollUpPropertyTests
{
    static readonly DataElement[] Elements = [Element("a", "件"), Element("b", "件"), Element("w", "人")];
    static readonly DateOnly Later = new(2025, 3, 1);

    sealed record Case(Organisation[] Offices, Dictionary<(string Element, long Office), int> Values);

    static Case Make(int seed)
    {
        var random = new Random(seed);
        var offices = new List<Organisation> { Office(1, null, "/1/") };
        for (var id = 2; id <= random.Next(2, 40); id++)
        {
            var above = offices[random.Next(offices.Count)];
            offices.Add(Office(id, above.Id.Value, $"{above.Path}{id}/"));
        }
        var values = new Dictionary<(string, long), int>();
        var inner = offices.Select(o => o.ParentId).OfType<OrganisationId>().ToHashSet();
        foreach (var office in offices)
            foreach (var element in Elements)
                // Leaves report mostly, offices above them seldom; zeros come up as denominators and weights.
                if (random.Next(10) < (inner.Contains(office.Id) ? 1 : 8)) values[(element.Code, office.Id.Value)] = random.Next(8) == 0 ? 0 : random.Next(1, 1_000_000);
        return new([.. offices.OrderBy(_ => random.Next())], values);
    }

    static Organisation Office(long id, long? parent, string path) => new()
    {
        Id = new(id), Code = $"o{id}", Name = $"o{id}", Kind = id == 1 ? OrganisationKind.NationalOffice : OrganisationKind.LocalOffice,
        ParentId = parent is { } p ? new OrganisationId(p) : null, Path = path, ValidFrom = new(2000, 1, 1),
    };

    static Dictionary<long, RolledFigure> Roll(IndicatorDefinition definition, Case made)
    {
        var (catalogue, faults) = IndicatorCatalogue.Build(Elements, [definition]);
        Assert.Empty(faults);
        var tree = new ReportingTree(made.Offices, 2024);
        var year = new ValueYear(tree, Elements);
        foreach (var ((element, office), value) in made.Values) year.Take(element, Period.OfYear(2024).Key, office, value * 1_000_000L);
        year.Complete(Later);
        var found = new Dictionary<long, RolledFigure>();
        new YearRollUp(tree, year, null, Later).Run(definition, catalogue.FormulaOf(definition)!, f => { if (f.Slot == 0) found[tree.Offices[f.Office].Id.Value] = f; });
        return found;
    }

    /// <summary>What an office hands up: whether it has anything, its sums, its weighted total, and its figure.</summary>
    sealed record Plain(bool Has, decimal A, decimal B, decimal Total, decimal Weight, Figure Figure, int Known, int Expected);

    static Plain Ask(RollUp rule, bool ratio, Case made, long office)
    {
        decimal? Value(string element) => made.Values.TryGetValue((element, office), out var value) ? value : null;
        var (a, b, w) = (Value("a"), Value("b"), Value("w"));
        if (a is { } x && (!ratio || b is not null) && (rule != RollUp.WeightedMean || w is not null))
        {
            var figure = Of(ratio, x, b ?? 0);
            return new(true, x, b ?? 0, figure.IsKnown ? figure.Value * (w ?? 0) : 0, figure.IsKnown ? w ?? 0 : 0, figure, 1, 1);
        }
        var below = made.Offices.Where(o => o.ParentId?.Value == office).Select(o => Ask(rule, ratio, made, o.Id.Value)).ToList();
        var given = rule == RollUp.None ? [] : below.Where(p => p.Has).ToList();
        if (rule == RollUp.None && below.Count > 0) return new(false, 0, 0, 0, 0, Figure.NotRolledUp, 0, 0);
        if (given.Count == 0) return new(false, 0, 0, 0, 0, Figure.Missing, 0, below.Count);
        var (sumA, sumB, total, weight) = (given.Sum(p => p.A), given.Sum(p => p.B), given.Sum(p => p.Total), given.Sum(p => p.Weight));
        var worst = given.Select(p => p.Figure.State).Where(s => s > FigureState.Known).DefaultIfEmpty(FigureState.Known).Max();
        var whole = rule switch
        {
            RollUp.Recompute => Of(ratio, sumA, sumB),
            _ when worst > FigureState.Known => worst == FigureState.DividedByZero ? Figure.DividedByZero : Figure.TooLarge,
            RollUp.Sum => Figure.Of(given.Sum(p => p.Figure.Value)),
            _ => weight == 0 ? Figure.DividedByZero : Figure.Of(total / weight),
        };
        return new(true, sumA, sumB, total, weight, whole, given.Count, below.Count);
    }

    static Figure Of(bool ratio, decimal a, decimal b) => !ratio ? Figure.Of(a) : b == 0 ? Figure.DividedByZero : Figure.Of(a / b);

    [Theory]
    [InlineData(RollUp.Sum, "a", "件")]
    [InlineData(RollUp.Recompute, "a / b", "1")]
    [InlineData(RollUp.WeightedMean, "a / b", "1")]
    [InlineData(RollUp.None, "a", "件")]
    public void The_parts_make_the_whole_by_every_rule_in_every_tree(RollUp rule, string formula, string unit)
    {
        var definition = Indicator("it", formula, unit, rollUp: rule, weight: rule == RollUp.WeightedMean ? "w" : null);
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var made = Make(seed);
            var found = Roll(definition, made);
            foreach (var office in made.Offices)
            {
                var (plain, rolled) = (Ask(rule, formula.Contains('/', StringComparison.Ordinal), made, office.Id.Value), found[office.Id.Value]);
                if (plain.Figure.State != rolled.Figure.State || (plain.Known, plain.Expected) != (rolled.Known, rolled.Expected)
                    || (plain.Figure.IsKnown && Math.Abs(plain.Figure.Value - rolled.Figure.Value) > 0.000000001m)) return false;
            }
            return true;
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Putting values on today's footing loses nothing and adds nothing, whatever was merged and split.</summary>
    [Fact]
    public void Values_taken_over_by_heirs_keep_their_sum() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            Organisation[] offices = [Office(1, null, "/1/"), .. Enumerable.Range(2, 12).Select(id => Office(id, 1, $"/1/{id}/"))];
            // The first six pass their places to the last six, wholly or by halves.
            Succession Passes(long from, long to, decimal share) => new() { PredecessorId = new(from), SuccessorId = new(to), On = new(2025, 1, 1), Share = share, Source = "测试" };
            var passing = new SuccessionShares(offices.Where(o => o.Id.Value is > 1 and <= 7).SelectMany(o => random.Next(2) == 0
                ? (Succession[])[Passes(o.Id.Value, random.Next(8, 14), 1m)] : [Passes(o.Id.Value, 8, 0.5m), Passes(o.Id.Value, random.Next(9, 14), 0.5m)]), Later);
            var then = new ValueYear(new ReportingTree(offices, 2024), Elements);
            var total = 0L;
            foreach (var office in offices.Skip(1))
            {
                var value = random.Next(0, 1_000_000) * 2L;
                then.Take("a", Period.OfYear(2024).Key, office.Id.Value, value);
                total += value;
            }
            var standing = offices.Where(o => o.Id.Value is 1 or > 7).ToArray();
            var now = new ValueYear(ReportingTree.AsOn(standing, 2024, Later), Elements);
            now.TakeOver(then, passing);
            return standing.Skip(1).Sum(o => now.Of("a", Period.OfYear(2024), o.Id.Value).Value) == total / 1_000_000m;
        }).QuickCheckThrowOnFailure();
}
