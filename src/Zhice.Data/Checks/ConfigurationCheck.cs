using Zhice.Data.Definitions;
using Zhice.Data.Statistics;
using Zhice.Domain.Accounts;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Checks;

/// <summary>配置自检: every check of definitions, offices, targets, collecting and publishing, each with what it found and what to do. It changes nothing.</summary>
public static partial class ConfigurationCheck
{
    /// <summary>Most findings of one check that are listed; the rest are counted.</summary>
    public const int Most = 25;

    /// <summary>Faults that the reader of definitions names with file and line. A server does not start with one in the files of its instance, so that here they are found between a change and the next start.</summary>
    static readonly string[] faults =
    [
        "yaml.mapping", "yaml.syntax", "yaml.text", "yaml.required", "yaml.flag", "yaml.whole", "yaml.day", "yaml.word", "yaml.list", "yaml.texts", "yaml.unknown", "yaml.code-file",
        "definition.twice", "definition.version", "definition.valid-from", "definition.break", "definition.weight", "definition.weight.idle", "definition.sum", "definition.part.later", "definition.part.changed", "definition.code",
        "definition.kept-element", "definition.kept-versions", "definition.kept-version", "definition.file", "definition.unit", "definition.other-unit", "definition.clause-missing", "definition.clause-apart",
        "formula.empty", "formula.long", "formula.deep", "formula.unexpected", "formula.ends", "formula.number", "formula.code", "formula.arguments", "formula.function", "formula.expected", "formula.unknown", "formula.zero", "formula.grows",
        "formula.part.faulty", "formula.unit.differ", "formula.unit.result", "formula.unit.points", "formula.cycle",
        "rule.units", "rule.unknown", "rule.twice", "rule.number",
    ];

    static readonly List<(SelfCheck Check, Func<CheckFacts, IEnumerable<CheckFinding>> Find)> ofFacts = [.. OfDefinitions(), .. OfWork()];

    /// <summary>All checks, by area.</summary>
    public static IReadOnlyList<SelfCheck> All { get; } = [.. faults.Select(code => new SelfCheck(code, CheckArea.Files, Importance.Error)), .. ofFacts.Select(c => c.Check)];

    /// <summary>Runs every check: eleven commands.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who asks: only those who read everything.</param>
    /// <param name="catalogue">The definitions in use.</param>
    /// <param name="folder">The instance's own definitions (<see cref="InstanceDefinitions.Folder"/> in its data folder).</param>
    /// <param name="today">The day.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Null where the reader may not see everything.</returns>
    public static async Task<IReadOnlyList<CheckResult>?> Run(ZhiceDb db, Actor actor, Domain.Indicators.IndicatorCatalogue catalogue, string folder, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (!AccessPolicy.ReadsAll(actor)) return null;
        var read = InstanceDefinitions.Read(folder).Faults.ToLookup(f => f.Defect.Code, StringComparer.Ordinal);
        var facts = await CheckFacts.Read(db, catalogue, StatisticsFiles.InUse, today, cancel);
        return [.. All.Where(c => c.Area == CheckArea.Files).Select(check => Result(check, read[check.Code].Select(f => new CheckFinding($"{Path.GetFileName(Path.GetDirectoryName(f.File))}/{Path.GetFileName(f.File)}:{f.Line}", "/indicators", f.Defect)))),
            .. ofFacts.Select(c => Result(c.Check, c.Find(facts)))];
    }

    static CheckResult Result(SelfCheck check, IEnumerable<CheckFinding> found)
    {
        var all = found.ToList();
        return new(check, [.. all.Take(Most)], all.Count);
    }

    static (SelfCheck Check, Func<CheckFacts, IEnumerable<CheckFinding>> Find) Of(CheckArea area, Importance importance, string code, Func<CheckFacts, IEnumerable<CheckFinding>> find) => (new(code, area, importance), find);
}
