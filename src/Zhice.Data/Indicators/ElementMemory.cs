using Microsoft.EntityFrameworkCore;
using Zhice.Domain;
using Zhice.Domain.Indicators;

namespace Zhice.Data.Indicators;

/// <summary>An element of which values are stored, and that would mean something else by now.</summary>
/// <param name="Code">The element.</param>
/// <param name="Key">The key in its file: <c>unit</c> or <c>kind</c>.</param>
/// <param name="Before">What it was when its values came in, as in the file.</param>
public sealed record ElementChange(string Code, string Key, string Before)
{
    /// <summary>The same for people, in the words of <c>definition.element-changed</c>.</summary>
    public Defect Defect => new("definition.element-changed", Key, Code, Key, Before);
}

/// <summary>数据元口径: unit and kind of every element are remembered beside its values. A file that says something else would give all of them another meaning.</summary>
public static class ElementMemory
{
    /// <summary>Elements with stored values whose unit or kind is another than it was, by code.</summary>
    public static async Task<IReadOnlyList<ElementChange>> Changed(ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        var loaded = await db.LoadedElements.AsNoTracking().ToDictionaryAsync(e => e.Code, StringComparer.Ordinal, cancel);
        var differing = catalogue.Elements.Where(e => loaded.TryGetValue(e.Code, out var before) && !Same(e, before)).ToList();
        var held = await Held(db, differing, cancel);
        return [.. differing.Where(e => held.Contains(e.Code)).Select(e => loaded[e.Code] is var before && e.Unit.Text != before.Unit
            ? new ElementChange(e.Code, "unit", before.Unit) : new ElementChange(e.Code, "kind", DefinitionFiles.Written(before.Kind)))];
    }

    /// <summary>Remembers what is not remembered, and what no value rests on; anything else stays as it was.</summary>
    /// <param name="db">The store; saved.</param>
    /// <param name="catalogue">The definitions in force.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Elements that were left as they were, since values rest on them.</returns>
    public static async Task<IReadOnlyList<ElementChange>> Remember(ZhiceDb db, IndicatorCatalogue catalogue, DateTimeOffset now, CancellationToken cancel)
    {
        var changed = await Changed(db, catalogue, cancel);
        var loaded = await db.LoadedElements.AsTracking().ToDictionaryAsync(e => e.Code, StringComparer.Ordinal, cancel);
        foreach (var element in catalogue.Elements)
            if (!loaded.TryGetValue(element.Code, out var before)) db.LoadedElements.Add(new() { Code = element.Code, Unit = element.Unit.Text, Kind = element.Kind, At = now });
            else if (!Same(element, before) && !changed.Any(c => c.Code == element.Code)) (before.Unit, before.Kind, before.At) = (element.Unit.Text, element.Kind, now);
        await db.SaveChangesAsync(cancel);
        return changed;
    }

    static bool Same(DataElement element, LoadedElement before) => element.Unit.Text == before.Unit && element.Kind == before.Kind;

    static async Task<HashSet<string>> Held(ZhiceDb db, List<DataElement> elements, CancellationToken cancel)
    {
        if (elements.Count == 0) return [];
        var codes = elements.ConvertAll(e => e.Code);
        return [.. await db.ElementKeys.AsNoTracking().Where(k => codes.Contains(k.Code) && db.Observations.Any(o => o.Element == k.Id)).Select(k => k.Code).ToListAsync(cancel)];
    }
}
