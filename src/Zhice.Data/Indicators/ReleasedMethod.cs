using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Indicators;

/// <summary>What a release says of an indicator beside its figures: they are shown by it, whatever the definition's file says by now.</summary>
/// <param name="Code">Code.</param>
/// <param name="Name">Name.</param>
/// <param name="EnglishName">English name.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Decimals">Places of its figures.</param>
/// <param name="Rounding">How they were cut to these; null where the release does not say.</param>
/// <param name="Version">Version of the definition.</param>
/// <param name="Formula">Its formula.</param>
/// <param name="PublishWhen">What a figure had to rest on to be published alone; null where any was.</param>
public sealed record ReleasedMethod(string Code, string Name, string EnglishName, string Unit, int Decimals, string? Rounding, int Version, string Formula, string? PublishWhen)
{
    // By the digest of the body: what has this digest says this, in whatever store it lies.
    static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, ReleasedMethod>> kept = new(StringComparer.Ordinal);
    const int Most = 2_000;

    /// <summary>The methods of some releases, by the digest of their bodies and the code of the indicator: one command where one of them was not read before, else none.</summary>
    internal static async Task<Func<string, string, ReleasedMethod?>> Of(ZhiceDb db, IEnumerable<string> digests, CancellationToken cancel)
    {
        var missing = digests.Distinct(StringComparer.Ordinal).Where(d => !kept.ContainsKey(d)).ToList();
        if (missing.Count > 0)
        {
            if (kept.Count + missing.Count > Most) kept.Clear();
            foreach (var release in await db.StatisticalReleases.AsNoTracking().Where(r => missing.Contains(r.Digest)).Select(r => new { r.Digest, r.Body }).ToListAsync(cancel))
                kept[release.Digest] = Read(release.Body);
        }
        return (digest, code) => kept.TryGetValue(digest, out var methods) ? methods.GetValueOrDefault(code) : null;
    }

    static Dictionary<string, ReleasedMethod> Read(string body)
    {
        try
        {
            return (ReleaseBody.Read(body).Indicators ?? []).ToDictionary(i => i.Code, i => new ReleasedMethod(i.Code, i.Name, i.EnglishName, i.Unit, i.Decimals, i.Rounding, i.Version, i.Formula, i.PublishWhen), StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return []; // damaged: the verifier says so, and the page shows the figures without it
        }
    }

    /// <summary>The definition as the release had it: that of the catalogue with name, unit, places, rounding and formula of the release; where its file is gone, what the release says and nothing else.</summary>
    public IndicatorDefinition In(IndicatorCatalogue catalogue, PeriodKind shortest)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var known = catalogue.Versions(Code).FirstOrDefault(v => v.Version == Version) ?? new IndicatorDefinition
        {
            Code = Code, Version = Version, ValidFrom = DateOnly.MinValue, Name = Name, EnglishName = EnglishName, Group = DefinitionFiles.Groups[0], Unit = Domain.Indicators.Unit.One, Decimals = Decimals,
            Direction = IndicatorDirection.Watched, Kind = IndicatorKind.Expected, Period = shortest, Formula = placeholder, RollUp = RollUp.None, Source = "", Quality = new(null, null, null, null, null),
        };
        return known with
        {
            Name = Name, EnglishName = EnglishName, Decimals = Decimals, Rounding = Enum.TryParse<Rounding>(Rounding, out var rounding) ? rounding : known.Rounding,
            Unit = Domain.Indicators.Unit.TryParse(Unit, out var unit) ? unit : known.Unit, Formula = Domain.Indicators.Formula.Parse(Formula).Accepted(out var formula, out _) ? formula : known.Formula,
            PublishWhen = PublishWhen is { } least ? LeastBase.Parse(least) : null,
        };
    }

    static readonly Formula placeholder = Domain.Indicators.Formula.Parse("x").Accepted(out var formula, out _) ? formula : throw new InvalidOperationException("'x' is a formula.");
}
