using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>What a sheet would be asked about the figures of a file: rules of importance warning and the patterns, by the engine of the sheets, over what stands once the file is in.</summary>
/// <remarks>Read period by period for all offices at once. A file of more than <see cref="MostSheets"/> offices and periods is a history and not a return, and is asked nothing.</remarks>
internal static class LoadQuestions
{
    /// <summary>Most pairs of office and period that are looked at.</summary>
    public const int MostSheets = 1_000;

    /// <summary>The questions, as faults at the lines that brought the figures.</summary>
    public static async Task<IReadOnlyList<CellFault>> Ask(
        ZhiceDb db, LoadRequest request, IReadOnlyDictionary<int, DataElement> elements, IReadOnlyList<Organisation> offices, int batch, IReadOnlySet<(int Element, int Period)> touched, CancellationToken cancel)
    {
        var (codes, periods) = (touched.Select(t => t.Element).Distinct().ToList(), touched.Select(t => t.Period).Distinct().ToList());
        var brought = db.Observations.AsNoTracking().Where(o => codes.Contains(o.Element) && periods.Contains(o.Period) && o.Batch == batch && o.EndedBy == 0 && o.Value != null);
        if (await brought.Select(o => new { o.Organisation, o.Period }).Distinct().Take(MostSheets + 1).CountAsync(cancel) is var sheets && sheets > MostSheets) return [];
        var rows = await brought.Select(o => new { o.Element, o.Period, o.Organisation }).ToListAsync(cancel);
        var (keys, known) = (elements.ToDictionary(e => e.Value.Code, e => e.Key, StringComparer.Ordinal), offices.ToDictionary(o => (int)o.Id.Value));
        var faults = new List<CellFault>();
        foreach (var period in rows.GroupBy(r => r.Period).OrderBy(g => g.Key))
        {
            var when = Period.FromKey(period.Key);
            var here = period.GroupBy(r => r.Organisation).ToDictionary(g => known[g.Key], g => g.Select(r => elements[r.Element].Code).ToHashSet(StringComparer.Ordinal));
            foreach (var (asked, rules) in Sheets(request, elements.Values, when, here.Values.SelectMany(c => c).ToHashSet(StringComparer.Ordinal)))
            {
                var among = here.Where(h => asked.Any(e => h.Value.Contains(e.Code))).Select(h => h.Key).ToList();
                var backgrounds = await CheckBackgrounds.Of(db, asked, among, when, cancel);
                foreach (var office in among)
                {
                    var texts = backgrounds[office.Id].Standing.ToDictionary(v => v.Key, v => StoredFigure.Write(v.Value), StringComparer.Ordinal);
                    foreach (var finding in SheetCheck.Run(asked, texts, rules, backgrounds[office.Id].Background).Findings)
                        // The bounds of a distinct count are asked about with the parts of its year.
                        if (finding.Importance == Importance.Warning && finding.Check != "distinct" && (finding.Elements.Count == 0 || finding.Elements.Any(here[office].Contains)))
                            faults.Add(new($"{finding.Said.Code}-line", [office.Name, when.ToString(), .. finding.Said.Arguments], (int)office.Id.Value,
                                [.. here[office].Where(code => finding.Elements.Count == 0 || finding.Elements.Contains(code)).Select(code => (keys[code], period.Key))]) { Asks = true });
                }
            }
        }
        return faults;
    }

    // The sheets on which the figures would have been asked for, and one more for those that no form of such periods asks.
    static IEnumerable<(IReadOnlyList<DataElement> Asked, IReadOnlyList<ValidationRule> Rules)> Sheets(LoadRequest request, IEnumerable<DataElement> all, Period period, HashSet<string> brought)
    {
        var known = all.ToDictionary(e => e.Code, StringComparer.Ordinal);
        var left = new HashSet<string>(brought, StringComparer.Ordinal);
        foreach (var form in StatisticsFiles.InUse.Forms.Values.Where(f => f.Period == period.Kind && f.Elements.Any(brought.Contains)).OrderBy(f => f.Code, StringComparer.Ordinal))
        {
            left.ExceptWith(form.Elements);
            yield return Sheet(form.Elements.Where(known.ContainsKey));
        }
        if (left.Count > 0) yield return Sheet(left.Order(StringComparer.Ordinal));

        (IReadOnlyList<DataElement>, IReadOnlyList<ValidationRule>) Sheet(IEnumerable<string> codes)
        {
            var asked = codes.Select(code => known[code]).ToList();
            return (asked, [.. request.Rules.Where(r => r.Importance == Importance.Warning && r.Elements.All(code => asked.Exists(e => e.Code == code)))]);
        }
    }
}
