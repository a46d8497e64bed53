using Zhice.Data.Definitions;
using Zhice.Data.Statistics;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Indicators;

/// <summary>Reads definitions from YAML: one element or one indicator a file. The keys are described for editors in <c>data/indicators/schema.json</c>.</summary>
public static class DefinitionFiles
{
    static readonly Lazy<IndicatorCatalogue> shipped = new(LoadShipped);

    static readonly Dictionary<string, ElementKind> kinds = new(StringComparer.Ordinal) { ["flow"] = ElementKind.Flow, ["stock"] = ElementKind.Stock, ["distinct"] = ElementKind.Distinct };
    static readonly Dictionary<string, PeriodKind> periods = new(StringComparer.Ordinal)
    {
        ["year"] = PeriodKind.Year, ["half"] = PeriodKind.Half, ["quarter"] = PeriodKind.Quarter, ["month"] = PeriodKind.Month,
    };
    static readonly Dictionary<string, IndicatorDirection> directions = new(StringComparer.Ordinal)
    {
        ["higher"] = IndicatorDirection.HigherIsBetter, ["lower"] = IndicatorDirection.LowerIsBetter, ["watched"] = IndicatorDirection.Watched,
    };
    static readonly Dictionary<string, IndicatorKind> natures = new(StringComparer.Ordinal)
    {
        ["预期性"] = IndicatorKind.Expected, ["约束性"] = IndicatorKind.Binding, ["导向性"] = IndicatorKind.Guiding,
    };
    static readonly Dictionary<string, RollUp> rollUps = new(StringComparer.Ordinal)
    {
        ["sum"] = RollUp.Sum, ["weighted-mean"] = RollUp.WeightedMean, ["recompute"] = RollUp.Recompute, ["none"] = RollUp.None,
    };
    static readonly Dictionary<string, Rounding> roundings = new(StringComparer.Ordinal)
    {
        ["half-up"] = Rounding.HalfUp, ["half-even"] = Rounding.HalfEven, ["down"] = Rounding.Down,
    };

    /// <summary>A kind of element as files write it.</summary>
    internal static string Written(ElementKind kind) => kinds.First(k => k.Value == kind).Key;

    /// <summary>The headings that indicators are listed under.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["创造", "运用", "保护", "管理", "服务"];

    /// <summary>The definitions that come with the program, from <c>data/elements</c> and <c>data/indicators</c>.</summary>
    public static IndicatorCatalogue Shipped => shipped.Value;

    /// <summary>The definitions that this process computes by: those that come with the program, with those of the instance laid over them (<see cref="InstanceDefinitions.Use"/>).</summary>
    public static IndicatorCatalogue InUse => InstanceDefinitions.Indicators ?? Shipped;

    /// <summary>Reads files and puts them together.</summary>
    /// <param name="elements">Names and texts of the files of elements.</param>
    /// <param name="indicators">Names and texts of the files of indicators.</param>
    /// <param name="kept">Definitions whose versions must be found again as they were; null where nothing came before.</param>
    /// <returns>The catalogue of all that is sound, and the faults in the order of files and lines.</returns>
    public static (IndicatorCatalogue Catalogue, IReadOnlyList<FileFault> Faults) Read(
        IEnumerable<(string File, string Text)> elements, IEnumerable<(string File, string Text)> indicators, IndicatorCatalogue? kept = null)
    {
        var (catalogue, faults, _) = ReadPlaced(elements, indicators, kept);
        return (catalogue, faults);
    }

    /// <summary>The same, with the place of every version: its file and the line of one of its keys.</summary>
    internal static (IndicatorCatalogue Catalogue, IReadOnlyList<FileFault> Faults, Func<string, int, string, (string File, int Line)?> Place) ReadPlaced(
        IEnumerable<(string File, string Text)> elements, IEnumerable<(string File, string Text)> indicators, IndicatorCatalogue? kept)
    {
        var faults = new List<FileFault>();
        var places = new Dictionary<(string Code, int Version), (string File, YamlReader Reader)>();
        var foundElements = new List<DataElement>();
        var foundIndicators = new List<IndicatorDefinition>();
        foreach (var (file, text) in elements)
        {
            if (YamlReader.Open(file, text, faults) is not { } reader || Sound(faults, () => Element(file, reader, kept)) is not { } element) continue;
            foundElements.Add(element);
            places.TryAdd((element.Code, 0), (file, reader));
        }
        foreach (var (file, text) in indicators)
        {
            if (YamlReader.Open(file, text, faults) is not { } reader) continue;
            foreach (var (version, place) in Sound(faults, () => Versions(file, reader, kept)) ?? [])
            {
                foundIndicators.Add(version);
                places.TryAdd((version.Code, version.Version), (file, place));
                places.TryAdd((version.Code, 0), (file, reader));
            }
        }
        var (catalogue, inCatalogue) = IndicatorCatalogue.Build(foundElements, foundIndicators);
        foreach (var fault in inCatalogue)
        {
            var (file, reader) = places.GetValueOrDefault((fault.Code, fault.Version), places.GetValueOrDefault((fault.Code, 0)));
            faults.Add(new(file, reader.LineOf(fault.Defect.Field), fault.Defect));
        }
        return (catalogue, [.. faults.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line)],
            (code, version, key) => places.TryGetValue((code, version), out var at) || places.TryGetValue((code, 0), out at) ? (at.File, at.Reader.LineOf(key)) : null);
    }

    /// <summary>Reads a folder with <c>elements/*.yaml</c> and <c>indicators/*.yaml</c>, such as <c>data</c>.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static (IndicatorCatalogue Catalogue, IReadOnlyList<FileFault> Faults) ReadFolder(string folder)
    {
        var astray = new List<FileFault>();
        var (elements, indicators) = (DefinitionFolder.Files(folder, "elements", astray), DefinitionFolder.Files(folder, "indicators", astray));
        var (catalogue, faults) = Read(elements, indicators);
        return (catalogue, [.. astray, .. faults]);
    }

    // A file with a fault of its own gives nothing: half a definition would compute something else.
    static T? Sound<T>(List<FileFault> faults, Func<T> read) where T : class
    {
        var before = faults.Count;
        var found = read();
        return faults.Count == before ? found : null;
    }

    static DataElement Element(string file, YamlReader reader, IndicatorCatalogue? kept)
    {
        var element = new DataElement
        {
            Code = Code(file, reader),
            Name = reader.Required("name"),
            EnglishName = reader.Required("english"),
            Unit = UnitOf(reader),
            Kind = reader.OneOf("kind", kinds),
            Decimals = reader.Whole("decimals", 0, 6, 0),
            NonNegative = reader.Flag("non-negative", true),
            Definition = reader.Required("definition"),
            Source = reader.Required("source"),
            FromRatings = Levels(reader),
            FromRecords = Query(reader, "from-records"),
            FromRecordsUndated = Query(reader, "from-records-undated"),
            Measure = reader.Text("from-records-measure") is { } measure ? Measure(reader, measure) : RecordMeasure.Count,
            EachApplicationOnce = reader.Flag("each-application-once"),
            Unverified = reader.Flag("unverified"),
        };
        reader.Close();
        DefinitionVersions.Hold(element, kept?.Element(element.Code), reader);
        return element;
    }

    static string? Query(YamlReader reader, string key)
    {
        if (reader.Text(key) is not { } text) return null;
        if (RecordFigures.Sample(text) is null) reader.Wrong(key, "element.records", text);
        return text;
    }

    static RecordMeasure Measure(YamlReader reader, string text)
    {
        if (text == "exam-months") return RecordMeasure.ExamMonths;
        if (text != "hundred-millions") reader.Wrong("from-records-measure", "yaml.word", "from-records-measure", text, "exam-months, hundred-millions");
        return RecordMeasure.HundredMillions;
    }

    static List<int> Levels(YamlReader reader)
    {
        var levels = new List<int>();
        foreach (var text in reader.Texts("from-ratings"))
            if (text is ['1' or '2' or '3' or '4' or '5'] && !levels.Contains(text[0] - '0')) levels.Add(text[0] - '0');
            else reader.Wrong("from-ratings", "yaml.word", "from-ratings", text, "1, 2, 3, 4, 5");
        return levels;
    }

    static List<(IndicatorDefinition Definition, YamlReader Reader)> Versions(string file, YamlReader reader, IndicatorCatalogue? kept)
    {
        var code = Code(file, reader);
        if (pages.Contains(code, StringComparer.Ordinal)) reader.Wrong("code", "definition.page", code);
        var later = reader.Later("later").ToList();
        List<(IndicatorDefinition, YamlReader)> versions = [(Version(code, 1, reader), reader)];
        foreach (var version in later) versions.Add((Version(code, versions.Count + 1, version), version));
        DefinitionVersions.Hold(versions, kept?.Versions(code) ?? []);
        return versions;
    }

    static IndicatorDefinition Version(string code, int version, YamlReader reader)
    {
        var group = reader.Required("group");
        if (group.Length > 0 && !Groups.Contains(group, StringComparer.Ordinal)) reader.Wrong("group", "yaml.word", "group", group, string.Join(", ", Groups));
        var quality = reader.Below("quality");
        var definition = new IndicatorDefinition
        {
            Code = code,
            Version = version,
            ValidFrom = reader.Day("valid-from"),
            Break = reader.Text("break"),
            Name = reader.Required("name"),
            EnglishName = reader.Required("english"),
            Group = group,
            Unit = UnitOf(reader),
            Decimals = reader.Whole("decimals", 0, 6),
            Rounding = reader.OneOf("rounding", roundings, Rounding.HalfUp),
            Direction = reader.OneOf("direction", directions),
            Kind = reader.OneOf("kind", natures),
            Period = reader.OneOf("period", periods),
            Formula = FormulaOf(reader),
            Denominator = reader.Text("denominator"),
            RollUp = reader.OneOf("roll-up", rollUps),
            Weight = reader.Text("weight"),
            Exclusions = reader.Text("exclusions"),
            PublishWhen = Least(reader),
            Source = reader.Required("source"),
            Quality = new(quality?.Text("verification"), quality?.Text("sources"), quality?.Text("accuracy"), quality?.Text("limits"), quality?.Text("compensation")),
            Unverified = reader.Flag("unverified"),
            FilingCount = reader.Flag("filing-count"),
        };
        if (definition.ValidFrom != default && (definition.ValidFrom < days.First || definition.ValidFrom > days.Last)) reader.Wrong("valid-from", "definition.day", definition.ValidFrom, days.First, days.Last);
        quality?.Close();
        reader.Close();
        return definition;
    }

    static LeastBase? Least(YamlReader reader)
    {
        if (reader.Text("publish-when") is not { } text) return null;
        if (LeastBase.Parse(text) is { } least) return least;
        reader.Wrong("publish-when", "definition.publish-when", text);
        return null;
    }

    static string Code(string file, YamlReader reader)
    {
        var code = reader.Required("code");
        if (code.Length > 0 && !DataElement.IsCode(code)) reader.Wrong("code", "definition.code", code);
        else if (code.Length > 0 && Path.GetFileNameWithoutExtension(file) != code) reader.Wrong("code", "definition.file", code);
        return code;
    }

    // Addresses of pages beside those of indicators: /indicators/board is the board.
    static readonly string[] pages = ["board", "exclusions"];

    // Before the first patent law nothing was counted, and nobody plans so far ahead: a slip of the hand.
    static readonly (DateOnly First, DateOnly Last) days = (new(1985, 1, 1), new(2100, 12, 31));

    static Unit UnitOf(YamlReader reader)
    {
        var text = reader.Required("unit");
        if (Unit.TryParse(text, out var unit)) return unit;
        if (text.Length > 0) reader.Wrong("unit", "definition.unit", text);
        return Unit.One;
    }

    static readonly Formula placeholder = Formula.Parse("x").Accepted(out var formula, out _) ? formula : throw new InvalidOperationException("'x' is a formula.");

    static Formula FormulaOf(YamlReader reader)
    {
        var text = reader.Required("formula");
        if (text.Length == 0) return placeholder; // noted already, so the definition is not used
        if (Formula.Parse(text).Accepted(out var formula, out var refusal)) return formula;
        reader.Wrong(refusal.Defects[0]);
        return placeholder;
    }

    static IndicatorCatalogue LoadShipped()
    {
        var (catalogue, faults) = Read(InstanceDefinitions.Shipped("elements"), InstanceDefinitions.Shipped("indicators"));
        return faults.Count == 0 ? catalogue : throw new InvalidDataException($"The program was built with faulty definitions: {string.Join("; ", faults)}");
    }
}
