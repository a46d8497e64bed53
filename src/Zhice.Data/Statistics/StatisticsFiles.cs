using Zhice.Data.Definitions;
using Zhice.Data.Indicators;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>Forms and rules from YAML, one a file, checked against the elements.</summary>
/// <param name="Forms">Forms by code.</param>
/// <param name="Rules">Rules in the order of codes.</param>
/// <param name="Elements">The elements by code.</param>
public sealed record StatisticsCatalogue(IReadOnlyDictionary<string, FormDefinition> Forms, IReadOnlyList<ValidationRule> Rules, IReadOnlyDictionary<string, DataElement> Elements)
{
    /// <summary>The elements of a form, in its order.</summary>
    public IReadOnlyList<DataElement> ElementsOf(FormDefinition form) => [.. form.Elements.Select(code => Elements[code])];

    /// <summary>The rules that speak of elements of the form only.</summary>
    public IReadOnlyList<ValidationRule> RulesOf(FormDefinition form) => [.. Rules.Where(r => r.Elements.All(form.Elements.Contains))];
}

/// <summary>Reads <c>data/forms</c> and <c>data/rules</c>; a fault names file and line.</summary>
public static class StatisticsFiles
{
    static readonly Lazy<StatisticsCatalogue> shipped = new(LoadShipped);

    static readonly Dictionary<string, PeriodKind> periods = new(StringComparer.Ordinal)
    {
        ["year"] = PeriodKind.Year, ["half"] = PeriodKind.Half, ["quarter"] = PeriodKind.Quarter, ["month"] = PeriodKind.Month,
    };
    static readonly Dictionary<string, DivisionLevel> levels = new(StringComparer.Ordinal)
    {
        ["province"] = DivisionLevel.Province, ["city"] = DivisionLevel.City, ["county"] = DivisionLevel.County,
    };
    static readonly Dictionary<string, RuleKind> kinds = new(StringComparer.Ordinal)
    {
        ["comparison"] = RuleKind.Comparison, ["range"] = RuleKind.Range, ["sum"] = RuleKind.Sum, ["year-on-year"] = RuleKind.YearOnYear,
    };
    static readonly Dictionary<string, Importance> importances = new(StringComparer.Ordinal)
    {
        ["error"] = Importance.Error, ["warning"] = Importance.Warning, ["notice"] = Importance.Notice,
    };
    static readonly Dictionary<string, Comparison> comparisons = new(StringComparer.Ordinal)
    {
        ["at-most"] = Comparison.AtMost, ["at-least"] = Comparison.AtLeast, ["below"] = Comparison.Below, ["above"] = Comparison.Above,
        ["same"] = Comparison.Same, ["other"] = Comparison.Other,
    };

    /// <summary>The forms and rules that come with the program.</summary>
    /// <exception cref="InvalidDataException">A file of ours has a fault.</exception>
    public static StatisticsCatalogue Shipped => shipped.Value;

    /// <summary>The forms and rules that this process asks by: those of the instance laid over the program's (<see cref="InstanceDefinitions.Use"/>).</summary>
    public static StatisticsCatalogue InUse => InstanceDefinitions.Statistics ?? Shipped;

    /// <summary>Reads files.</summary>
    /// <param name="forms">Names and texts of the files of forms.</param>
    /// <param name="rules">Names and texts of the files of rules.</param>
    /// <param name="elements">The elements that they speak of.</param>
    /// <returns>All that is sound, and the faults in the order of files and lines.</returns>
    public static (StatisticsCatalogue Catalogue, IReadOnlyList<FileFault> Faults) Read(
        IEnumerable<(string File, string Text)> forms, IEnumerable<(string File, string Text)> rules, IReadOnlyDictionary<string, DataElement> elements)
    {
        var faults = new List<FileFault>();
        var foundForms = Sound(forms, faults, reader => Form(reader, elements)).ToDictionary(f => f.Code, StringComparer.Ordinal);
        var foundRules = Sound(rules, faults, reader => Rule(reader, elements)).OrderBy(r => r.Code, StringComparer.Ordinal).ToList();
        return (new StatisticsCatalogue(foundForms, foundRules, elements), [.. faults.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line)]);
    }

    static List<T> Sound<T>(IEnumerable<(string File, string Text)> files, List<FileFault> faults, Func<YamlReader, T> read)
    {
        var sound = new List<T>();
        foreach (var (file, text) in files)
        {
            var before = faults.Count;
            if (YamlReader.Open(file, text, faults) is not { } reader) continue;
            var found = read(reader);
            // The file's name is the code: two files cannot then have one code.
            if (reader.Text("code") is { } code && code != Path.GetFileNameWithoutExtension(file)) reader.Wrong("code", "yaml.code-file", code);
            reader.Close();
            if (faults.Count == before) sound.Add(found);
        }
        return sound;
    }

    static FormDefinition Form(YamlReader reader, IReadOnlyDictionary<string, DataElement> elements)
    {
        var opens = reader.Whole("opens-after", 1, 366);
        var due = reader.Whole("due-after", opens, 366);
        return new FormDefinition
        {
            Code = reader.Required("code"), Name = reader.Required("name"), EnglishName = reader.Required("english"), Period = reader.OneOf("period", periods),
            Levels = [.. Words(reader, "levels").Where(word => Known(reader, "levels", word, levels.ContainsKey(word))).Select(word => levels[word])],
            Elements = Codes(reader, "elements", elements), OpensAfter = opens, DueAfter = due, LocksAfter = reader.Whole("locks-after", due + 1, 732), Source = reader.Required("source"),
        };
    }

    static ValidationRule Rule(YamlReader reader, IReadOnlyDictionary<string, DataElement> elements)
    {
        var kind = reader.OneOf("kind", kinds);
        var element = reader.Required("element");
        Known(reader, "element", element, elements.ContainsKey(element));
        var other = kind == RuleKind.Comparison ? reader.Text("other") : null;
        var parts = kind == RuleKind.Sum ? Codes(reader, "parts", elements) : [];
        if (other is not null) Known(reader, "other", other, elements.ContainsKey(other));
        // Wrong units cannot be compared: said when the file is read, not when a figure comes.
        foreach (var beside in (string[])[.. other is null ? parts : [other]])
            if (elements.TryGetValue(element, out var left) && elements.TryGetValue(beside, out var right) && !left.Unit.CombinesWith(right.Unit))
                reader.Wrong(other is null ? "parts" : "other", "rule.units", left.Unit.Text, right.Unit.Text);
        var (least, most) = (kind == RuleKind.Sum ? null : Number(reader, "least"), kind is RuleKind.Range or RuleKind.YearOnYear ? Number(reader, "most") : null);
        if (kind is RuleKind.Range or RuleKind.YearOnYear && least is null && most is null) reader.Wrong("least", "yaml.required", "least");
        if (kind == RuleKind.Comparison && other is null && least is null) reader.Wrong("other", "yaml.required", "other");
        // A rule that no figure can keep, or that every figure keeps, is a slip of the hand.
        if (least > most) reader.Wrong("most", "rule.empty", least!.Value, most!.Value);
        if (other == element) reader.Wrong("other", "rule.itself", element);
        return new ValidationRule
        {
            Code = reader.Required("code"), Kind = kind, Importance = reader.OneOf("importance", importances), Element = element, Other = other, Parts = parts,
            Comparison = kind == RuleKind.Comparison ? reader.OneOf("comparison", comparisons) : default, Least = least, Most = most,
            PartsMayFallShort = kind == RuleKind.Sum && reader.Flag("parts-may-fall-short"), Tolerance = Number(reader, "tolerance") ?? 0,
            Instruction = reader.Required("instruction"), EnglishInstruction = reader.Required("english"),
        };
    }

    static string[] Words(YamlReader reader, string key) => reader.Required(key).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    static List<string> Codes(YamlReader reader, string key, IReadOnlyDictionary<string, DataElement> elements)
    {
        var codes = Words(reader, key).ToList();
        foreach (var code in codes) Known(reader, key, code, elements.ContainsKey(code));
        if (codes.Distinct(StringComparer.Ordinal).Count() < codes.Count) reader.Wrong(key, "rule.twice", key);
        return codes;
    }

    static bool Known(YamlReader reader, string key, string word, bool known)
    {
        if (!known) reader.Wrong(key, "rule.unknown", word);
        return known;
    }

    static decimal? Number(YamlReader reader, string key)
    {
        if (reader.Text(key) is not { } text) return null;
        if (StoredFigure.Fault(text, out var number) is null) return number;
        reader.Wrong(key, "rule.number", text);
        return null;
    }

    static StatisticsCatalogue LoadShipped()
    {
        var elements = DefinitionFiles.Shipped.Elements.ToDictionary(e => e.Code, StringComparer.Ordinal);
        var (catalogue, faults) = Read(InstanceDefinitions.Shipped("forms"), InstanceDefinitions.Shipped("rules"), elements);
        return faults.Count == 0 ? catalogue : throw new InvalidDataException(string.Join(Environment.NewLine, faults));
    }
}
