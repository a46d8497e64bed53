using Microsoft.EntityFrameworkCore;
using Zhice.Domain;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>A figure that the platform holds already, so that nobody is asked for it.</summary>
/// <param name="Value">The figure.</param>
/// <param name="From">Which record it comes from, in words: code and values.</param>
/// <param name="Stored">True where it stands as an observation already.</param>
/// <param name="Cases">True where cases of services, ratings or records make it, so that there is a list of them.</param>
/// <param name="Records">True where it is counted from the record store.</param>
public sealed record HeldFigure(decimal Value, Defect From, bool Stored, bool Cases = false, bool Records = false);

/// <summary>What the platform holds of an office's figures for a period.</summary>
/// <param name="Whole">Figures that need not be asked, by element.</param>
/// <param name="Parts">Figures of cases that are only a part of what is asked, by element.</param>
public sealed record HeldFigures(IReadOnlyDictionary<string, HeldFigure> Whole, IReadOnlyDictionary<string, CaseFigure> Parts);

/// <summary>免填数据: what registers, imported files and returns of shorter periods already say (国务院令第716号第七条: what is shared is not asked again).</summary>
public static class PlatformData
{
    /// <summary>The figures that need not be asked, by element: at most nine commands.</summary>
    /// <param name="db">The store.</param>
    /// <param name="elements">The elements of the form.</param>
    /// <param name="office">The office.</param>
    /// <param name="period">The period.</param>
    /// <param name="locked">True once the period is locked: what was sent then stands, whatever the cases say since.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<HeldFigures> Held(ZhiceDb db, IReadOnlyList<DataElement> elements, Organisation office, Period period, bool locked, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(office);
        var held = new Dictionary<string, HeldFigure>(StringComparer.Ordinal);
        if (elements.Any(e => e.Code == "cities") && office is { Level: DivisionLevel.Province, DivisionCode: { } province })
        {
            var day = period.LastDay;
            var cities = await db.Divisions.CountAsync(d => d.Level == DivisionLevel.City && d.ParentCode == province && d.ValidFrom <= day && (d.ValidTo == null || d.ValidTo > day), cancel);
            // A municipality has counties and no cities: there the register is silent.
            if (cities > 0) held["cities"] = new(cities, new Defect("held.divisions", "cities", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), cities), false);
        }
        var (byCases, byRecords) = (elements.Any(e => CaseFigures.IsFed(db.Items, e)), db.Records is { Exists: true } && elements.Any(e => e.FromRecords is not null));
        var ground = byCases || byRecords ? await CaseFigures.Ground(db, office, period, cancel) : ([], []);
        var cases = await CaseFigures.Read(db, elements, office, period, ground, cancel);
        var parts = cases.Where(c => !c.Value.Whole && c.Value.Cases > 0).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        foreach (var (code, figure) in cases.Where(c => c.Value.Whole)) held[code] = new(figure.Value, new Defect("held.cases", code, figure.Cases), false, true);
        if (byRecords)
            foreach (var (code, figure) in RecordFigures.Read(db, elements, office, period, ground).Where(r => r.Value.Whole && !held.ContainsKey(r.Key)))
                held[code] = new(figure.Value, new Defect("held.records", code, figure.Found), false, true, true);
        var shorter = Shorter(period).ToList();
        var codes = elements.Select(e => e.Code).ToList();
        var values = await Observations.Read(db, new(codes, [period, .. shorter.SelectMany(s => s)]) { Organisations = [office.Id] }, cancel);
        if (values.Count == 0) return new(held, parts);
        var batches = values.Where(v => v.Period == period).Select(v => v.Batch).Distinct().ToList();
        // What the office itself filled in is its own to change; what came by file or from the platform is held.
        var sources = await db.ObservationBatches.AsNoTracking().Where(b => batches.Contains(b.Id)).ToDictionaryAsync(b => b.Id, cancel);
        foreach (var element in elements)
        {
            if (held.TryGetValue(element.Code, out var counted) && !(locked && counted.Cases)) continue;
            var own = values.Where(v => v.Element == element.Code).ToDictionary(v => v.Period);
            if (own.TryGetValue(period, out var stands))
            {
                if (sources[stands.Batch] is { Source: ObservationSource.Import } batch)
                    held[element.Code] = new(stands.Value, new Defect("held.file", element.Code, batch.Id, batch.Note ?? ""), true);
                else if (counted is not null) held[element.Code] = new(stands.Value, stands.Value == counted.Value ? counted.From : new Defect(counted.Records ? "held.records-then" : "held.cases-then", element.Code, StoredFigure.Write(counted.Value)), true, true, counted.Records);
                // What the platform filled in before is made anew below; what was typed is the office's own.
                if (sources[stands.Batch].Source != ObservationSource.Platform) continue;
            }
            // Who appears in two quarters counts once in the year: no sum of theirs answers the question.
            if (held.ContainsKey(element.Code) || element.Kind == ElementKind.Distinct) continue;
            foreach (var periods in shorter)
                if (periods.All(own.ContainsKey))
                {
                    var value = element.Kind == ElementKind.Flow ? periods.Sum(p => own[p].Value) : own[periods[^1]].Value;
                    held[element.Code] = new(value, new Defect(element.Kind == ElementKind.Flow ? "held.sum" : "held.last", element.Code, periods[0].ToString(), periods[^1].ToString()), false);
                    break;
                }
        }
        return new(held, parts);
    }

    /// <summary>The shorter periods that make one up, the longest kind first: fewer figures, and nearer to what an office answers.</summary>
    internal static IEnumerable<List<Period>> Shorter(Period period)
    {
        foreach (var kind in (PeriodKind[])[PeriodKind.Half, PeriodKind.Quarter, PeriodKind.Month])
            if (kind > period.Kind && period.Parts(kind).ToList() is { Count: > 1 } parts) yield return parts;
    }
}
