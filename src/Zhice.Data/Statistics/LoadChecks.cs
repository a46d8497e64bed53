using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Zhice.Data.Indicators;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>What the figures of a file contradict once they stand beside the others: asked of the whole batch after it was written and before it is kept.</summary>
/// <remarks>
/// Five things: what was published, sent, or counted by the platform is not replaced; no rule of importance error is broken, by the engine of the sheets; what the sheets ask about is asked here too; a longer
/// period is what its parts make; an office's own figure is what those below it make. The last three may stand with a reason, unless something published would change. One stretch is read for each period, or
/// element and year; none for each line.
/// </remarks>
internal sealed class LoadChecks
{
    readonly ZhiceDb db;
    readonly LoadRequest request;
    readonly IReadOnlyDictionary<string, int> keys;
    readonly Dictionary<int, DataElement> elements;
    readonly int batch;
    readonly Organisation[] offices;
    readonly Dictionary<int, int> places = [];
    readonly List<int>[] below;
    readonly int[] above;
    readonly List<CellFault> faults = [];

    public LoadChecks(ZhiceDb db, LoadRequest request, IReadOnlyDictionary<string, int> keys, IReadOnlyDictionary<int, Organisation> organisations, int batch)
    {
        (this.db, this.request, this.keys, this.batch) = (db, request, keys, batch);
        elements = keys.ToDictionary(k => k.Value, k => request.Elements[k.Key]);
        offices = [.. organisations.Values];
        for (var at = 0; at < offices.Length; at++) places[(int)offices[at].Id.Value] = at;
        below = [.. offices.Select(_ => new List<int>())];
        above = new int[offices.Length];
        Array.Fill(above, -1);
        for (var at = 0; at < offices.Length; at++)
            if (offices[at] is { Kind: OrganisationKind.LocalOffice, ParentId: { } parent } && places.TryGetValue((int)parent.Value, out var superior))
            {
                below[superior].Add(at);
                above[at] = superior;
            }
    }

    bool Full => faults.Count >= ObservationLoad.MostFaults;

    /// <summary>The faults, at most as many as are told.</summary>
    /// <param name="touched">Elements and periods of which the batch brought values.</param>
    /// <param name="replaced">True where a value before was ended for any of them.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<IReadOnlyList<CellFault>> Run(IReadOnlySet<(int Element, int Period)> touched, bool replaced, CancellationToken cancel)
    {
        var published = await PublishedCells.Load(db, cancel);
        if (replaced) await Replaced(touched, published, cancel);
        await Counted(touched, cancel);
        Broken(touched, cancel);
        // Rules of lesser importance and patterns ask; a reason is their answer.
        if (request.Reason is null && !Full) faults.AddRange((await LoadQuestions.Ask(db, request, elements, offices, batch, touched, cancel)).Take(ObservationLoad.MostFaults - faults.Count));
        foreach (var year in touched.GroupBy(t => (t.Element, Year: t.Period / 100)).OrderBy(g => g.Key))
            if (!Full) Contradicted(year.Key.Element, year.Key.Year, [.. year.Select(t => t.Period % 100)], published, cancel);
        return [.. faults.Take(ObservationLoad.MostFaults)];
    }

    async Task Replaced(IReadOnlySet<(int Element, int Period)> touched, PublishedCells published, CancellationToken cancel)
    {
        var (codes, periods) = (touched.Select(t => t.Element).Distinct().ToList(), touched.Select(t => t.Period).Distinct().ToList());
        var rows = (
            from o in db.Observations
            join b in db.ObservationBatches on o.Batch equals b.Id
            where codes.Contains(o.Element) && periods.Contains(o.Period) && o.EndedBy == batch && o.Value != null
            select new { o.Element, o.Period, o.Organisation, o.Value, b.Source }).AsNoTracking().AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancel))
        {
            if (Full) return;
            var (office, period, element) = (offices[places[row.Organisation]], Period.FromKey(row.Period), elements[row.Element]);
            var code = published.Holds(element.Code, period, office.Path) ? "load.published"
                : row.Source switch { ObservationSource.Entry or ObservationSource.Correction => "load.sent", ObservationSource.Platform => "load.platform", _ => null };
            if (code is not null) faults.Add(new(code, [office.Name, period.ToString(), element.Term, With(row.Value!.Value, element)], row.Organisation, [(row.Element, row.Period)]));
        }
    }

    // Where all cases are declared to be handled here, the figure is theirs, sent or not: a file brings no other.
    async Task Counted(IReadOnlySet<(int Element, int Period)> touched, CancellationToken cancel)
    {
        var fed = touched.Where(t => CaseFigures.IsFed(db.Items, elements[t.Element])).ToList();
        if (fed.Count == 0 || Full) return;
        var declared = await db.CaseCoverages.AsNoTracking().Where(c => c.WithdrawnAt == null).Select(c => new { c.OrganisationId, c.Source, c.From }).ToListAsync(cancel);
        if (declared.Count == 0) return;
        Read(fed.Select(t => t.Element).Distinct(), fed.Select(t => t.Period).Distinct(), (element, at, organisation, value, isNew) =>
        {
            if (!isNew || Full) return;
            var (office, period) = (offices[places[organisation]], Period.FromKey(at));
            var here = declared.Where(d => d.From <= period.FirstDay && office.Path.Contains($"/{d.OrganisationId.Value}/", StringComparison.Ordinal)).Select(d => d.Source).ToHashSet(StringComparer.Ordinal);
            if (here.Count > 0 && CaseFigures.IsWhole(db.Items, elements[element], office, here))
                faults.Add(new("load.counted", [office.Name, period.ToString(), elements[element].Term, With(StoredFigure.FromStored(value), elements[element])], organisation, [(element, at)]));
        }, cancel);
    }

    void Broken(IReadOnlySet<(int Element, int Period)> touched, CancellationToken cancel)
    {
        var rules = request.Rules.Where(r => r.Importance == Importance.Error && r.Elements.All(keys.ContainsKey)).ToList();
        foreach (var key in touched.Select(t => t.Period).Distinct().Order())
        {
            var here = rules.Where(r => r.Elements.Any(code => touched.Contains((keys[code], key)))).ToList();
            if (here.Count == 0 || Full) continue;
            var period = Period.FromKey(key);
            int? before = here.Any(r => r.Kind == RuleKind.YearOnYear) && period.Year > Period.FirstYear ? period.AddYears(-1).Key : null;
            var (now, past, fresh) = (new Dictionary<int, Dictionary<string, decimal>>(), new Dictionary<int, Dictionary<string, decimal>>(), new Dictionary<int, HashSet<string>>());
            Read(here.SelectMany(r => r.Elements).Distinct().Select(code => keys[code]), before is { } earlier ? [key, earlier] : [key], (element, at, organisation, value, isNew) =>
            {
                Of(at == key ? now : past, organisation)[elements[element].Code] = StoredFigure.FromStored(value);
                if (isNew && at == key) Of(fresh, organisation).Add(elements[element].Code);
            }, cancel);
            foreach (var (organisation, brought) in fresh)
                foreach (var finding in ValidationEngine.Run(here, request.Elements, now[organisation], Of(past, organisation)))
                    if (finding.Elements.Any(brought.Contains))
                        faults.Add(new($"{finding.Said.Code}-line", [offices[places[organisation]].Name, period.ToString(), .. finding.Said.Arguments], organisation, [.. finding.Elements.Select(code => (keys[code], key))]));
        }

        static T Of<T>(Dictionary<int, T> all, int organisation) where T : new() => all.TryGetValue(organisation, out var one) ? one : all[organisation] = new T();
    }

    void Contradicted(int element, int year, HashSet<int> slots, PublishedCells published, CancellationToken cancel)
    {
        var definition = elements[element];
        var filled = Filled(element, year);
        // A year of months only contradicts nothing in itself.
        var mixed = Enumerable.Range(0, ValueYear.PartsOf.Length).Any(whole => filled.Contains(whole)
            && ValueYear.PartsOf[whole].Any(p => Enumerable.Range(p.First, p.Count).Any(part => filled.Contains(part) && (slots.Contains(whole) || slots.Contains(part)))));
        var adds = DefinitionFiles.InUse.AddsUp(definition.Code);
        if (!mixed && !adds) return;
        var (values, fresh, freshBelow) = (new long[offices.Length * Period.Slots], new bool[offices.Length * Period.Slots], new bool[offices.Length * Period.Slots]);
        Array.Fill(values, PartsCheck.None);
        Read([element], filled.Select(slot => year * 100 + slot), (_, period, organisation, value, isNew) =>
        {
            var place = places[organisation] * Period.Slots + period % 100;
            (values[place], fresh[place]) = (value, isNew);
            if (isNew && above[places[organisation]] is >= 0 and var superior) freshBelow[superior * Period.Slots + period % 100] = true;
        }, cancel);
        for (var office = 0; office < offices.Length && !Full; office++)
        {
            var row = values.AsSpan(office * Period.Slots, Period.Slots);
            var news = fresh.AsSpan(office * Period.Slots, Period.Slots);
            var under = freshBelow.AsSpan(office * Period.Slots, Period.Slots);
            if (!news.Contains(true) && !under.Contains(true)) continue;
            if (mixed && news.Contains(true))
                foreach (var conflict in PartsCheck.Run(definition, row))
                    if (news[conflict.Whole] || news[conflict.First..(conflict.Last + 1)].Contains(true))
                        Ask(definition.Kind == ElementKind.Distinct ? "load.distinct" : "load.parts", office, conflict.Whole, row[conflict.Whole], conflict.Made, [.. Enumerable.Range(conflict.First, conflict.Last - conflict.First + 1).Prepend(conflict.Whole)],
                            $"{Period.OfSlot(year, conflict.First)}–{Period.OfSlot(year, conflict.Last)}");
            if (adds && below[office].Count > 0)
                foreach (var slot in slots)
                    if (row[slot] != PartsCheck.None && (news[slot] || under[slot]) && Below(office, slot) is var (sum, known, expected) && known > 0 && Apart(sum - row[slot], known, expected))
                        Ask("load.below", office, slot, row[slot], (long)Int128.Min(sum, long.MaxValue), [slot], $"{known} / {expected}");
        }

        (Int128 Sum, int Known, int Expected) Below(int office, int slot)
        {
            var (sum, known, expected, period) = ((Int128)0, 0, 0, Period.OfSlot(year, slot));
            foreach (var child in below[office])
            {
                if (offices[child].ValidFrom > period.LastDay || offices[child].ValidTo <= period.FirstDay) continue;
                expected++;
                if (values[child * Period.Slots + slot] is not PartsCheck.None and var value) (sum, known) = (sum + value, known + 1);
            }
            return (sum, known, expected);
        }

        bool Apart(Int128 over, int known, int expected) => known == expected
            ? Int128.Abs(over) > PartsCheck.Tolerance(definition, known + 1) : definition.NonNegative && over > PartsCheck.Tolerance(definition, known + 1);

        void Ask(string code, int office, int slot, long value, long made, int[] cells, string others)
        {
            var period = Period.OfSlot(year, slot);
            // Where only those below are new, the published figure above them stays what it is.
            var own = cells.Any(cell => fresh[office * Period.Slots + cell]);
            var held = own && published.Holds(definition.Code, period, offices[office].Path);
            if (request.Reason is not null && !held) return;
            var named = own ? office : below[office].First(child => fresh[child * Period.Slots + slot]);
            faults.Add(new(held ? $"{code}-published" : code,
                [offices[office].Name, period.ToString(), definition.Term, With(StoredFigure.FromStored(value), definition), others, With(StoredFigure.FromStored(made), definition)],
                (int)offices[named].Id.Value, [.. cells.Select(cell => (element, year * 100 + cell))]));
        }
    }

    // Which periods of the year have any value of the element: nineteen looks into the index in one command.
    HashSet<int> Filled(int element, int year)
    {
        var sql = new StringBuilder("WITH c(period) AS (VALUES ").AppendJoin(',', Enumerable.Range(year * 100, Period.Slots).Select(p => $"({p.ToString(CultureInfo.InvariantCulture)})"))
            .Append(CultureInfo.InvariantCulture, $") SELECT c.period FROM c WHERE EXISTS (SELECT 1 FROM stat_observation o WHERE o.element = {element} AND o.period = c.period)");
        var filled = new HashSet<int>();
        Each(sql.ToString(), reader => filled.Add(reader.GetInt32(0) % 100));
        return filled;
    }

    void Read(IEnumerable<int> asked, IEnumerable<int> periods, Action<int, int, int, long, bool> take, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var sql = new StringBuilder("SELECT element, period, organisation, value, batch FROM stat_observation WHERE element IN (").AppendJoin(',', asked.Order())
            .Append(") AND period IN (").AppendJoin(',', periods.Order()).Append(") AND ended_by = 0 AND value IS NOT NULL");
        Each(sql.ToString(), reader => take(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt64(3), reader.GetInt32(4) == batch));
    }

    void Each(string sql, Action<System.Data.Common.DbDataReader> take)
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
#pragma warning disable CA2100 // numbers of ours, never a user's words
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        while (reader.Read()) take(reader);
    }

    static string With(decimal value, DataElement element) => $"{value.ToString("#,0.######", CultureInfo.InvariantCulture)} {element.Unit.Text}";
}
