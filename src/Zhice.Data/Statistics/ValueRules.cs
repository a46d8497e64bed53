using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>What a single value must keep, whatever way it comes in: a known element, organisation and period, a number that fits, the element's unit.</summary>
internal sealed class ValueRules
{
    readonly Dictionary<string, (DataElement Element, int Key)> elements;
    readonly Dictionary<string, Office> offices;
    readonly Dictionary<string, Period?> periods = new(StringComparer.Ordinal);
    readonly LockedCells locked;
    readonly DateOnly today;
    readonly Dictionary<string, (DataElement Element, int Key)>.AlternateLookup<ReadOnlySpan<char>> elementsByText;
    readonly Dictionary<string, Office>.AlternateLookup<ReadOnlySpan<char>> officesByText;
    readonly Dictionary<string, Period?>.AlternateLookup<ReadOnlySpan<char>> periodsByText;

    sealed record Office(int Id, DateOnly From, DateOnly? To, bool Writable, string? Successors);

    ValueRules(Dictionary<string, (DataElement, int)> elements, Dictionary<string, Office> offices, IReadOnlyDictionary<int, Organisation> byId, LockedCells locked, DateOnly today)
    {
        (this.elements, this.offices, Organisations, this.locked, this.today) = (elements, offices, byId, locked, today);
        elementsByText = this.elements.GetAlternateLookup<ReadOnlySpan<char>>();
        officesByText = this.offices.GetAlternateLookup<ReadOnlySpan<char>>();
        periodsByText = periods.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Every organisation by its key.</summary>
    public IReadOnlyDictionary<int, Organisation> Organisations { get; }

    /// <summary>Reads what the rules need: organisations with their days and successors. Two commands, besides those for new keys of elements.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Whose values they are: a national administrator writes for all, a regional one for the subtree, officers for their own office.</param>
    /// <param name="elements">The elements by code.</param>
    /// <param name="keys">Their short keys.</param>
    /// <param name="locked">What changes by correction only.</param>
    /// <param name="today">The day it is, in China.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<ValueRules> Load(
        ZhiceDb db, Actor actor, IReadOnlyDictionary<string, DataElement> elements, IReadOnlyDictionary<string, int> keys, LockedCells locked, DateOnly today, CancellationToken cancel)
    {
        var successors = (await (
            from s in db.Successions
            join o in db.Organisations on s.SuccessorId equals o.Id
            where s.WithdrawnAt == null
            orderby s.Id
            select new { s.PredecessorId, o.Name }).AsNoTracking().ToListAsync(cancel)).ToLookup(s => s.PredecessorId, s => s.Name);
        var offices = new Dictionary<string, Office>(StringComparer.Ordinal);
        var twice = new HashSet<string>(StringComparer.Ordinal);
        var all = await db.Organisations.AsNoTracking().OrderBy(o => o.Id).ToListAsync(cancel);
        foreach (var o in all)
        {
            var office = new Office((int)o.Id.Value, o.ValidFrom, o.ValidTo, AccessPolicy.MayImport(actor, o.Path), successors.Contains(o.Id) ? string.Join('、', successors[o.Id]) : null);
            offices[o.Code] = office;
            // A name that two have means neither.
            if (twice.Contains(o.Name) || !offices.TryAdd(o.Name, office)) { offices.Remove(o.Name); twice.Add(o.Name); }
        }
        var named = elements.Where(e => keys.ContainsKey(e.Key)).ToDictionary(e => e.Key, e => (e.Value, keys[e.Key]), StringComparer.Ordinal);
        // Under the Chinese head people write the Chinese name; one that two elements have means neither.
        foreach (var one in elements.Values.Where(e => keys.ContainsKey(e.Code)).GroupBy(e => e.Name, StringComparer.Ordinal).Where(g => g.Count() == 1).Select(g => g.Single())) named.TryAdd(one.Name, (one, keys[one.Code]));
        return new ValueRules(named, offices, all.ToDictionary(o => (int)o.Id.Value), locked, today);
    }

    /// <summary>The value, or what is wrong with it: the first thing found, with the line as its first argument.</summary>
    public Defect? Take(ReadOnlySpan<char> element, ReadOnlySpan<char> organisation, ReadOnlySpan<char> period, ReadOnlySpan<char> value, ReadOnlySpan<char> unit, int line, out IncomingValue taken)
    {
        taken = default;
        if (!elementsByText.TryGetValue(element, out var known)) return Wrong("load.element", line, element);
        if (!officesByText.TryGetValue(organisation, out var office)) return Wrong("load.organisation", line, organisation);
        if (!periodsByText.TryGetValue(period, out var found)) periodsByText[period] = found = Period.TryParse(period.ToString(), out var read) ? read : null;
        if (found is not { } when) return Wrong("load.period", line, period);
        if (Time(when, office, line, organisation) is { } late) return late;
        if (!office.Writable) return Wrong("load.forbidden", line, organisation);
        if (locked.Holds(known.Element.Code, when, office.Id)) return Wrong("load.locked", line, $"{known.Element.Name} {when}");
        if (!unit.IsEmpty && !unit.SequenceEqual(known.Element.Unit.Text))
            return new Defect("load.unit", "file", line, known.Element.Name, known.Element.Unit.Text, unit.ToString());
        if (Number(known.Element, value, line, out var stored) is { } wrong) return wrong;
        taken = new IncomingValue(known.Key, when.Key, office.Id, stored, line);
        return null;
    }

    Defect? Time(Period period, Office office, int line, ReadOnlySpan<char> organisation)
    {
        if (period.FirstDay > today) return Wrong("load.future", line, period.ToString());
        if (period.LastDay >= today) return Wrong("load.unfinished", line, period.ToString());
        // An office that ended in the middle of a period has the figures of its part of it.
        if (office.From > period.LastDay) return new Defect("load.not-yet", "file", line, organisation.ToString(), Day(office.From));
        if (office.To is { } to && to <= period.FirstDay) return new Defect("load.ended", "file", line, organisation.ToString(), Day(to), office.Successors ?? "–");
        return null;
    }

    static Defect? Number(DataElement element, ReadOnlySpan<char> text, int line, out long stored)
    {
        stored = 0;
        // Most figures are plain whole numbers; the long way costs five times as much.
        if (text.Length is > 0 and <= 12 && !text.ContainsAnyExceptInRange('0', '9') && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
        {
            stored = whole * 1_000_000;
            return null;
        }
        if (StoredFigure.Fault(text, out var figure) is { } fault) return new Defect(fault + "-line", "file", line, Shown(text));
        return SheetCheck.Fault(element, figure) is { } wrong ? new Defect(wrong + "-line", "file", line, Shown(text), element.Name, element.Decimals) : Kept(figure, out stored);

        static Defect? Kept(decimal figure, out long stored)
        {
            stored = StoredFigure.ToStored(figure);
            return null;
        }
    }

    static Defect Wrong(string code, int line, ReadOnlySpan<char> text) => new(code, "file", line, Shown(text));

    static string Shown(ReadOnlySpan<char> text) => text.Length > 60 ? $"{text[..60]}…" : text.ToString();

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
