using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Zhice.Data.Definitions;
using Zhice.Domain.Assessment;
using Zhice.Domain.Indicators;
using Zhice.Domain;

namespace Zhice.Data.Assessment;

/// <summary>Reads schemes and the facts of law from YAML; a fault names file and line. The keys are described for editors in <c>data/schemes/schema.json</c>.</summary>
public static class SchemeFiles
{
    static readonly Dictionary<string, Rounding> roundings = new(StringComparer.Ordinal)
    {
        ["half-up"] = Rounding.HalfUp, ["half-even"] = Rounding.HalfEven, ["down"] = Rounding.Down,
    };
    static readonly Dictionary<string, IndicatorMeasure> measures = new(StringComparer.Ordinal)
    {
        ["value"] = IndicatorMeasure.Value, ["target"] = IndicatorMeasure.Target, ["growth"] = IndicatorMeasure.Growth,
    };
    static readonly string[] kinds = ["completion", "timeliness", "indicator", "deduction", "expert", "veto"];
    // A text never changes under its digest, so what was read of it stays.
    static readonly ConcurrentDictionary<string, AssessmentScheme> read = new(StringComparer.Ordinal);
    const int MostKept = 64;

    static readonly Lazy<LawFacts> law = new(LoadLaw);

    /// <summary>The facts of law that come with the program.</summary>
    /// <exception cref="InvalidDataException">The file of ours has a fault.</exception>
    public static LawFacts Law => law.Value;

    /// <summary>Names and texts of the schemes that come with the program.</summary>
    public static IEnumerable<(string File, string Text)> Shipped => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(n => n.StartsWith("data/schemes/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(n => (n, Resource(n)));

    /// <summary>Reads a scheme and checks it against the indicators.</summary>
    /// <returns>The scheme where there is no fault, and the faults in the order of lines.</returns>
    public static (AssessmentScheme? Scheme, IReadOnlyList<FileFault> Faults) Read(string file, string text, IndicatorCatalogue indicators)
    {
        var (scheme, faults) = Draft(file, text, indicators);
        return (faults.Count > 0 ? null : scheme, faults);
    }

    /// <summary>Reads a scheme that is being written.</summary>
    /// <returns>The scheme wherever its text can be read, though its sums or indicators be wrong; and the faults in the order of lines.</returns>
    public static (AssessmentScheme? Scheme, IReadOnlyList<FileFault> Faults) Draft(string file, string text, IndicatorCatalogue indicators)
    {
        var faults = new List<FileFault>();
        var places = new Dictionary<string, YamlReader>(StringComparer.Ordinal);
        var scheme = Parse(file, text, faults, places);
        if (scheme is not null)
            foreach (var defect in SchemeCheck.Faults(scheme, indicators))
                faults.Add(new(file, defect.Field is { Length: > 0 } code && places.TryGetValue(code, out var at) ? at.Line : places[""].LineOf("groups"), defect));
        return (scheme, [.. faults.OrderBy(f => f.Line)]);
    }

    /// <summary>The text with other weights of groups and points of items; all else stays as it was written, comments included.</summary>
    /// <param name="text">A text that can be read; any other comes back as it is.</param>
    /// <param name="points">New weights and points by code; codes that the text does not have are passed over.</param>
    public static string WithPoints(string text, IReadOnlyDictionary<string, decimal> points)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(points);
        var places = new Dictionary<string, YamlReader>(StringComparer.Ordinal);
        if (Parse("scheme", text, [], places) is not { } scheme) return text;
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        foreach (var (code, key, old) in scheme.Groups.Select(g => (g.Code, "weight", g.Weight)).Concat(scheme.Items.Select(i => (i.Code, "points", i.Points))))
        {
            if (!points.TryGetValue(code, out var wanted) || wanted == old) continue;
            var line = places[code].LineOf(key) - 1;
            // On a line of its own, or among others after its code: an act of the item has points too.
            var pattern = $@"((?:\bcode:\s*{Regex.Escape(code)}\b.*?)?\b{key}:\s*)[0-9.]+";
            lines[line] = new Regex(pattern).Replace(lines[line], match => match.Groups[1].Value + wanted.ToString(CultureInfo.InvariantCulture), 1);
        }
        return string.Join('\n', lines);
    }

    /// <summary>Reads a scheme that was saved before: it was checked then, and what it meant then it means now.</summary>
    /// <exception cref="InvalidDataException">The text is damaged.</exception>
    public static AssessmentScheme Stored(SchemeVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (read.TryGetValue(version.Digest, out var known)) return known;
        if (TextDigest.Of(version.Text) != version.Digest) throw new InvalidDataException($"Version {version.Version} of scheme {version.Code} is not the text that was saved.");
        if (read.Count >= MostKept) read.Clear();
        return read[version.Digest] = Stored(version.Text);
    }

    static AssessmentScheme Stored(string text)
    {
        var faults = new List<FileFault>();
        return Parse("stored", text, faults, []) ?? throw new InvalidDataException($"A stored scheme is damaged: {string.Join("; ", faults)}");
    }

    static AssessmentScheme? Parse(string file, string text, List<FileFault> faults, Dictionary<string, YamlReader> places)
    {
        if (YamlReader.Open(file, text, faults) is not { } reader) return null;
        places[""] = reader;
        var groups = reader.Items("groups").ToList();
        if (groups.Count == 0) reader.Wrong("groups", "yaml.required", "groups");
        var scheme = new AssessmentScheme
        {
            Code = Code(reader), Version = reader.Whole("version", 1, 999), Title = reader.Required("title"), EnglishTitle = reader.Required("english"), ValidFrom = reader.Day("valid-from"),
            ValidTo = reader.Text("valid-to") is null ? null : reader.Day("valid-to"), Total = reader.RequiredNumber("total"), Decimals = reader.Whole("decimals", 0, 4),
            Rounding = reader.OneOf("rounding", roundings, Rounding.HalfUp), Source = reader.Required("source"), Unverified = reader.Flag("unverified"),
            Groups = [.. groups.Select(g => Group(g, places))],
        };
        reader.Close();
        return faults.Count == 0 ? scheme : null;
    }

    static SchemeGroup Group(YamlReader reader, Dictionary<string, YamlReader> places)
    {
        var items = reader.Items("items").ToList();
        if (items.Count == 0) reader.Wrong("items", "yaml.required", "items");
        var group = new SchemeGroup(Code(reader), reader.Required("title"), reader.Required("english"), reader.RequiredNumber("weight"), [.. items.Select(i => Item(i, places))]);
        places.TryAdd(group.Code, reader);
        reader.Close();
        return group;
    }

    static SchemeItem Item(YamlReader reader, Dictionary<string, YamlReader> places)
    {
        var item = new SchemeItem(Code(reader), reader.Required("title"), reader.Required("english"), reader.RequiredNumber("points"), reader.Required("source"), Rule(reader));
        places.TryAdd(item.Code, reader);
        reader.Close();
        return item;
    }

    static ItemRule Rule(YamlReader reader)
    {
        switch (reader.Required("rule"))
        {
            case "completion":
                return new ObligationRule(false, reader.Texts("tasks"), reader.Text("section"), reader.Number("stage-credit") ?? 0.5m, 0);
            case "timeliness":
                return new ObligationRule(true, reader.Texts("tasks"), reader.Text("section"), 0, reader.Number("late-credit") ?? 0);
            case "indicator":
                return new IndicatorRule(reader.Required("indicator"), reader.OneOf("by", measures), [.. reader.Items("intervals").Select(i =>
                {
                    var interval = new ScoreInterval(i.Number("from"), i.RequiredNumber("share"));
                    i.Close();
                    return interval;
                })]);
            case "deduction":
                return new DeductionRule(Acts(reader, withPoints: true));
            case "expert":
                return new ExpertRule(reader.Whole("experts", 1, 9), reader.Number("least") ?? 0, reader.RequiredNumber("most"), reader.Required("guide"));
            case "veto":
                return new VetoRule(Acts(reader, withPoints: false), reader.Number("cap"), reader.Text("group"));
            case var other:
                if (other.Length > 0) reader.Wrong("rule", "yaml.word", "rule", other, string.Join(", ", kinds));
                return new ObligationRule(false, [], null, 0, 0);
        }
    }

    static List<DeductionAct> Acts(YamlReader reader, bool withPoints) => [.. reader.Items("acts").Select(a =>
    {
        var act = new DeductionAct(Code(a), a.Required("title"), a.Required("english"), withPoints ? a.RequiredNumber("points") : 0, withPoints ? a.Number("most") : null);
        a.Close();
        return act;
    })];

    static string Code(YamlReader reader)
    {
        var code = reader.Required("code");
        if (code.Length > 0 && !DataElement.IsCode(code)) reader.Wrong("code", "definition.code", code);
        return code;
    }

    static LawFacts LoadLaw()
    {
        var faults = new List<FileFault>();
        const string file = "data/law/assessment.yaml";
        var reader = YamlReader.Open(file, Resource(file), faults) ?? throw new InvalidDataException(string.Join("; ", faults));
        var facts = new LawFacts(reader.Whole("objection-days", 1, 365), reader.Whole("review-days", 1, 365),
            [.. reader.Items("methods").Select(m => new InspectionMethod(m.Required("code"), m.Required("name"), m.Required("english")))],
            [.. reader.Items("facts").Select(f => new LawFact(f.Required("code"), f.Required("document"), f.Text("article"), f.Day("in-force"), f.Required("says"), f.Required("english"), f.Flag("unverified")))]);
        reader.Close();
        return faults.Count == 0 ? facts : throw new InvalidDataException(string.Join("; ", faults));
    }

    static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
