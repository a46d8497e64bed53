using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Definitions;
using Zhice.Domain.Indicators;

namespace Zhice.Data.Indicators;

/// <summary>口径版本: what a version computes never changes under its number, neither in the program's files, nor in those of an instance, nor beside what this instance computed by it.</summary>
public static class DefinitionVersions
{
    /// <summary>SHA-256 of what decides the printed and the published figure: formula, unit, roll-up, weight, period, first day, places, rounding, what is left out by rule, what a figure must rest on, and whether it counts filings.</summary>
    public static string Digest(IndicatorDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Hash($"{Places(definition)}\n{Clause(definition.Exclusions)}\n{definition.PublishWhen}\n{definition.FilingCount}");
    }

    /// <summary>The digests as they were made before, the last one first: without clauses, and without places and rounding. What was loaded under one of them is taken over under the one of now.</summary>
    public static IReadOnlyList<string> DigestsBefore(IndicatorDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return [Hash(Places(definition)), Hash(Core(definition))];
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static string Core(IndicatorDefinition definition) =>
        string.Join('\n', definition.Formula.Text, definition.Unit.Text, definition.RollUp, definition.Weight, definition.Period, definition.ValidFrom.ToString("O", CultureInfo.InvariantCulture));

    static string Places(IndicatorDefinition definition) => string.Create(CultureInfo.InvariantCulture, $"{Core(definition)}\n{definition.Decimals}\n{definition.Rounding}");

    // Blanks and breaks of lines are no other clause.
    static string? Clause(string? text) => text is null ? null : string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Versions that compute something else than when this instance loaded them first: figures that were kept, and releases, say that they were made by them.</summary>
    public static async Task<IReadOnlyList<(string Code, int Version)>> Changed(ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        var loaded = await db.IndicatorDefinitions.AsNoTracking().ToDictionaryAsync(d => (d.Code, d.Version), d => d.Digest, cancel);
        return [.. catalogue.Definitions.Where(d => loaded.TryGetValue((d.Code, d.Version), out var before) && before != Digest(d) && !DigestsBefore(d).Contains(before, StringComparer.Ordinal)).Select(d => (d.Code, d.Version))];
    }

    /// <summary>The same as faults with file and line, as the server and the check say them.</summary>
    /// <param name="db">The store.</param>
    /// <param name="laid">What the program and the folder of the instance make together; null for the program's own.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<IReadOnlyList<FileFault>> ChangedIn(ZhiceDb db, InstanceDefinitions.Laid? laid, CancellationToken cancel) =>
        [.. (await ElementMemory.Changed(db, laid?.Indicators ?? DefinitionFiles.InUse, cancel)).Select(c => Placed(laid, c)), .. (await Changed(db, laid?.Indicators ?? DefinitionFiles.InUse, cancel)).Select(c => Placed(laid, c.Code, c.Version))];

    static FileFault Placed(InstanceDefinitions.Laid? laid, ElementChange change) =>
        laid?.Place(change.Code, 0, change.Key) is { } at ? new(at.File, at.Line, change.Defect) : new($"elements/{change.Code}.yaml", 1, change.Defect);

    static FileFault Placed(InstanceDefinitions.Laid? laid, string code, int version) =>
        laid?.Place(code, version, "formula") is { } at ? new(at.File, at.Line, new("definition.changed", "formula", code, version)) : new($"indicators/{code}.yaml", 1, new("definition.changed", "formula", code, version));

    /// <summary>Codes of indicators of which figures were published and whose file is gone.</summary>
    public static async Task<IReadOnlyList<string>> Gone(ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        return [.. (await db.PublishedFigures.Select(f => f.Indicator).Distinct().ToListAsync(cancel)).Where(code => catalogue.Versions(code).Count == 0).Order(StringComparer.Ordinal)];
    }

    // The key in which a version differs from the one that came with the program; null where in none that decides a figure.
    internal static string? Differs(IndicatorDefinition definition, IndicatorDefinition shipped) =>
        definition.Formula.Text != shipped.Formula.Text ? "formula"
        : definition.Unit.Text != shipped.Unit.Text ? "unit"
        : definition.RollUp != shipped.RollUp ? "roll-up"
        : definition.Weight != shipped.Weight ? "weight"
        : definition.Period != shipped.Period ? "period"
        : definition.ValidFrom != shipped.ValidFrom ? "valid-from"
        : definition.Decimals != shipped.Decimals ? "decimals"
        : definition.Rounding != shipped.Rounding ? "rounding"
        : Clause(definition.Exclusions) != Clause(shipped.Exclusions) ? "exclusions"
        : definition.PublishWhen != shipped.PublishWhen ? "publish-when"
        : definition.FilingCount != shipped.FilingCount ? "filing-count"
        : null;

    internal static void Hold(DataElement element, DataElement? shipped, YamlReader reader)
    {
        if (shipped is null) return;
        if (element.Unit.Text != shipped.Unit.Text) reader.Wrong("unit", "definition.kept-element", element.Code, "unit");
        else if (element.Kind != shipped.Kind) reader.Wrong("kind", "definition.kept-element", element.Code, "kind");
        else if (element.Decimals < shipped.Decimals) reader.Wrong("decimals", "definition.kept-element", element.Code, "decimals");
    }

    internal static void Hold(List<(IndicatorDefinition Definition, YamlReader Reader)> versions, IReadOnlyList<IndicatorDefinition> shipped)
    {
        if (versions.Count < shipped.Count) versions[^1].Reader.Wrong("code", "definition.kept-versions", versions[0].Definition.Code, shipped.Count);
        foreach (var ((definition, reader), before) in versions.Zip(shipped))
            if (Differs(definition, before) is { } key) reader.Wrong(key, "definition.kept-version", definition.Version, key);
    }
}
