using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Definitions;

/// <summary>A figure under the definition in force and under the draft.</summary>
/// <param name="Office">The office.</param>
/// <param name="Now">The figure in force, rounded; null where the indicator is new.</param>
/// <param name="Then">The figure of the draft, rounded.</param>
public sealed record DraftFigure(Organisation Office, Figure? Now, Figure Then);

/// <summary>A definition as it was pasted, checked against all others.</summary>
/// <param name="Kind">Its kind (<see cref="InstanceDefinitions.Kinds"/>).</param>
/// <param name="Code">Its code; empty where none can be read.</param>
/// <param name="Text">The text.</param>
/// <param name="Faults">What is wrong, with lines; those of other files name them.</param>
/// <param name="Versions">The versions of an indicator with the elements and units of their formulas; empty for other kinds, and where something is wrong.</param>
/// <param name="Changes">Keys in which it differs from the definition in force, with both values; of an indicator version by version.</param>
/// <param name="Replaces">True where a definition of this code is in force.</param>
public sealed record DefinitionDraft(string Kind, string Code, string Text, IReadOnlyList<FileFault> Faults, IReadOnlyList<(IndicatorDefinition Definition, BoundFormula Formula)> Versions,
    IReadOnlyList<(string Key, string? Now, string? Then)> Changes, bool Replaces)
{
    /// <summary>Longest text, in UTF-16 units.</summary>
    public const int Longest = 60_000;

    /// <summary>Figures of the last whole year for some offices; empty for other kinds.</summary>
    public IReadOnlyList<DraftFigure> Figures { get; init; } = [];
    /// <summary>The year of <see cref="Figures"/>.</summary>
    public int Year { get; init; }

    /// <summary>Name of an element or indicator as the draft would know it; empty where there is none.</summary>
    public string Name(string code) => Catalogue?.Element(code)?.Name ?? (Catalogue?.Versions(code) is [.., var newest] ? newest.Name : "");

    internal IndicatorCatalogue? Catalogue { get; init; }
}

/// <summary>口径编辑: checks a pasted definition against the running ones and keeps it for the next start. Definitions are read once when the program starts, so that no figure changes its meaning while somebody computes by it.</summary>
public static partial class DefinitionDesk
{
    /// <summary>True for who may keep definitions: administrators of the nation.</summary>
    public static bool May(Actor actor) => (actor ?? throw new ArgumentNullException(nameof(actor))).Holds(Role.NationalAdministrator);

    /// <summary>Checks a text; writes nothing.</summary>
    /// <param name="folder">The definitions of the instance.</param>
    /// <param name="kind">One of <see cref="InstanceDefinitions.Kinds"/>; another one is a fault of the caller.</param>
    /// <param name="text">The text.</param>
    public static DefinitionDraft Check(string folder, string kind, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!InstanceDefinitions.Kinds.Contains(kind)) throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of definition.");
        if (text.Length > DefinitionDraft.Longest) return new(kind, "", text, [new("", 1, new("draft.long", "text", DefinitionDraft.Longest))], [], [], false);
        var code = CodeLine().Match(text) is { Success: true } found ? found.Groups[1].Value : "";
        if (!DataElement.IsCode(code)) return new(kind, "", text, [new("", 1, new("definition.code", "code", code))], [], [], false);
        var laid = InstanceDefinitions.Read(folder, (kind, code + ".yaml", text));
        var catalogue = laid.Indicators;
        var before = TextInForce(folder, kind, code);
        List<(IndicatorDefinition, BoundFormula)> versions = kind == "indicators" && laid.Faults.Count == 0
            ? [.. catalogue.Versions(code).Select(v => (v, Formula: catalogue.FormulaOf(v))).Where(v => v.Formula is not null).Select(v => (v.v, v.Formula!))] : [];
        return new(kind, code, text, laid.Faults, versions, Changed(before, text), before is not null) { Catalogue = laid.Faults.Count == 0 ? catalogue : null };
    }

    /// <summary>The draft with the figures that it would compute for the last whole year: four commands; the draft itself where it is no sound indicator.</summary>
    public static async Task<DefinitionDraft> Computed(ZhiceDb db, DefinitionDraft draft, IndicatorCatalogue running, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(running);
        var year = today.Year - 1;
        if (draft.Catalogue is not { } catalogue || catalogue.InForce(draft.Code, Period.OfYear(year)) is not { } definition) return draft;
        var batch = await db.ObservationBatches.MaxAsync(b => (int?)b.Id, cancel) ?? 0;
        var then = new Dictionary<long, (Organisation Office, Figure Figure)>();
        await YearFigures.Compute(db, catalogue, new([definition], year, today, batch), (tree, figure, place) =>
        {
            if (figure.Period == year * 100 && tree.Offices[place] is { } office && (office.Kind == OrganisationKind.NationalOffice || office.Level == DivisionLevel.Province)) then[figure.Organisation] = (office, figure.After);
        }, cancel);
        var now = new Dictionary<long, Figure>();
        if (running.InForce(draft.Code, Period.OfYear(year)) is { } present)
            await YearFigures.Compute(db, running, new([present], year, today, batch), (_, figure, _) =>
            {
                if (figure.Period == year * 100 && then.ContainsKey(figure.Organisation)) now[figure.Organisation] = figure.After.Rounded(present.Decimals, present.Rounding);
            }, cancel);
        return draft with
        {
            Year = year,
            Figures = [.. then.Values.OrderBy(o => o.Office.Level).ThenBy(o => o.Office.Code, StringComparer.Ordinal)
                .Select(o => new DraftFigure(o.Office, now.TryGetValue(o.Office.Id.Value, out var figure) ? figure : null, o.Figure.Rounded(definition.Decimals, definition.Rounding)))],
        };
    }

    /// <summary>Keeps a sound definition in the folder of the instance; the next start of the server computes by it.</summary>
    /// <returns>Refusals: <c>access.denied</c>, the faults of the text, <c>draft.changed</c> where a version would compute something else than when this instance computed by it first.</returns>
    public static async Task<Outcome<DefinitionDraft>> Save(ZhiceDb db, Actor actor, string folder, string kind, string text, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (!May(actor)) return new Forbidden("access.denied");
        var draft = Check(folder, kind, text);
        if (draft.Catalogue is not { } catalogue) return new Invalid([.. draft.Faults.Select(f => f.Defect with { Field = "text" })]);
        if ((await DefinitionVersions.Changed(db, catalogue, cancel)).FirstOrDefault(c => c.Code == draft.Code) is { Code: not null } changed) return new Invalid(new Defect("draft.changed", "text", changed.Version));
        if ((await ElementMemory.Changed(db, catalogue, cancel)).FirstOrDefault(c => c.Code == draft.Code) is { } other) return new Invalid(other.Defect with { Field = "text" });
        var file = Path.Combine(folder, kind, draft.Code + ".yaml");
        AuditLog.Append(db, actor, clock.GetUtcNow(), "definition.save", $"definition/{kind}/{draft.Code}",
            new { file = $"{kind}/{draft.Code}.yaml", digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), day = ChinaTime.Today(clock), changes = draft.Changes.Select(c => c.Key) });
        // The note is written with the file: whoever finds one finds the other.
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            await db.SaveChangesAsync(cancel);
            Directory.CreateDirectory(Path.Combine(folder, kind));
            Directory.CreateDirectory(Path.Combine(folder, InstanceDefinitions.SchemaFolder(kind)));
            await File.WriteAllTextAsync(Path.Combine(folder, InstanceDefinitions.SchemaFolder(kind), "schema.json"), InstanceDefinitions.SchemaOf(kind), cancel);
            await File.WriteAllTextAsync(file + ".part", text.ReplaceLineEndings("\n"), cancel);
            File.Move(file + ".part", file, true);
            await transaction.CommitAsync(cancel);
        }
        return draft;
    }

    /// <summary>The text of a definition: that of the instance, else the program's; null where there is none.</summary>
    public static string? TextInForce(string folder, string kind, string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return !DataElement.IsCode(code) ? null : File.Exists(Path.Combine(folder, kind, code + ".yaml")) ? File.ReadAllText(Path.Combine(folder, kind, code + ".yaml")) : InstanceDefinitions.Text(kind, code);
    }

    // Line by line of keys at the margin: what an editor would show, without its blanks and remarks.
    static List<(string Key, string? Now, string? Then)> Changed(string? before, string after)
    {
        if (before is null) return [];
        var (now, then) = (Keys(before), Keys(after));
        return [.. now.Keys.Concat(then.Keys).Distinct(StringComparer.Ordinal).Select(k => (k, now.GetValueOrDefault(k), then.GetValueOrDefault(k))).Where(k => k.Item2 != k.Item3)];
    }

    static Dictionary<string, string> Keys(string text)
    {
        var (keys, last) = (new Dictionary<string, string>(StringComparer.Ordinal), "");
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Where(l => l.Length > 0 && l[0] != '#'))
            if (char.IsAsciiLetterLower(line[0]) && line.IndexOf(':', StringComparison.Ordinal) is > 0 and var at) keys[last = line[..at]] = line[(at + 1)..].Trim();
            else if (last.Length > 0) keys[last] = $"{keys[last]}\n{line.TrimEnd()}".Trim();
        return keys;
    }

    [GeneratedRegex("(?m)^code:[ \t]*([^\\s#]*)")]
    private static partial Regex CodeLine();
}
