using System.Reflection;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Domain.Indicators;

namespace Zhice.Data.Definitions;

/// <summary>本单位口径: elements, indicators, forms and rules of an instance, from a folder of its own, laid over those that come with the program. No rebuild is needed: they are read when the program starts.</summary>
/// <remarks>
/// A file of a new name adds a definition; one of a known name takes the other's place, and then must hold every version that came with the program as it was: it may add versions and better words,
/// and never changes what an old period's figure means. With any fault nothing of the folder is used.
/// </remarks>
public static class InstanceDefinitions
{
    static readonly string[] kinds = ["elements", "indicators", "forms", "rules"];

    /// <summary>The kinds of definition, by their folders.</summary>
    public static IReadOnlyList<string> Kinds => kinds;
    static (IndicatorCatalogue Indicators, StatisticsCatalogue Statistics)? inUse;

    /// <summary>Name of the folder within the data folder of an instance; it holds <c>elements</c>, <c>indicators</c>, <c>forms</c> and <c>rules</c>.</summary>
    public const string Folder = "data";

    internal static IndicatorCatalogue? Indicators => inUse?.Indicators;
    internal static StatisticsCatalogue? Statistics => inUse?.Statistics;

    /// <summary>What a folder and the program make together.</summary>
    /// <param name="Indicators">Elements and indicators that are sound.</param>
    /// <param name="Statistics">Forms and rules that are sound.</param>
    /// <param name="Faults">The faults, with full paths of the folder's files.</param>
    /// <param name="Added">Codes of the folder's files that the program has no file for, each with its kind.</param>
    /// <param name="Replaced">Those that take the place of the program's.</param>
    public sealed record Laid(IndicatorCatalogue Indicators, StatisticsCatalogue Statistics, IReadOnlyList<FileFault> Faults, IReadOnlyList<string> Added, IReadOnlyList<string> Replaced)
    {
        /// <summary>File and line of a key of a version of an indicator; null where there is no such version.</summary>
        public required Func<string, int, string, (string File, int Line)?> Place { get; init; }
    }

    /// <summary>Reads a folder over the program's files; uses nothing.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Laid Read(string folder) => Read(folder, null);

    /// <summary>The same with one file of the folder as it would be; nothing is written.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="draft">Kind, name of the file with ending, and text; null for the folder as it is.</param>
    internal static Laid Read(string folder, (string Kind, string File, string Text)? draft)
    {
        var (added, replaced, astray) = (new List<string>(), new List<string>(), new List<FileFault>());
        List<(string File, string Text)> Over(string kind)
        {
            var files = Shipped(kind).ToDictionary(f => Path.GetFileName(f.File), StringComparer.Ordinal);
            foreach (var (path, text) in DefinitionFolder.Files(folder, kind, astray))
            {
                (files.ContainsKey(Path.GetFileName(path)) ? replaced : added).Add($"{kind}/{Path.GetFileNameWithoutExtension(path)}");
                files[Path.GetFileName(path)] = (path, text);
            }
            if (draft is { } one && one.Kind == kind) files[one.File] = (one.File, one.Text);
            return [.. files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value)];
        }

        var files = kinds.ToDictionary(kind => kind, Over, StringComparer.Ordinal);
        DefinitionFolder.Strays(folder, kinds, astray);
        var (indicators, faults, place) = DefinitionFiles.ReadPlaced(files["elements"], files["indicators"], DefinitionFiles.Shipped);
        var (statistics, others) = StatisticsFiles.Read(files["forms"], files["rules"], indicators.Elements.ToDictionary(e => e.Code, StringComparer.Ordinal));
        return new(indicators, statistics, [.. astray, .. faults, .. others], added, replaced) { Place = place };
    }

    /// <summary>Reads a folder and, where it is sound, has this process compute and ask by it. To be called once, before anything is read; a folder that is not there is no fault.</summary>
    public static Laid? Use(string folder)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateDirectories(folder).Any()) return null;
        var laid = Read(folder);
        if (laid.Faults.Count == 0) inUse = (laid.Indicators, laid.Statistics);
        return laid;
    }

    /// <summary>The program's file of a definition, to begin one's own with; null where there is none.</summary>
    public static string? Text(string kind, string code) => Shipped(kind).Where(f => Path.GetFileNameWithoutExtension(f.File) == code).Select(f => f.Text).FirstOrDefault();

    /// <summary>The JSON Schema of a kind of definition, for editors; elements and indicators have one.</summary>
    /// <param name="kind"><c>elements</c>, <c>indicators</c>, <c>forms</c> or <c>rules</c>.</param>
    public static string SchemaOf(string kind) => Resource($"data/{SchemaFolder(kind)}/schema.json");

    /// <summary>The folder in which the schema of a kind lies, as the first line of its files says.</summary>
    public static string SchemaFolder(string kind) => kind is "elements" ? "indicators" : kind;

    internal static IEnumerable<(string File, string Text)> Shipped(string kind) => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(n => n.StartsWith($"data/{kind}/", StringComparison.Ordinal) && n.EndsWith(".yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => (name, Resource(name)));

    static string Resource(string name)
    {
        using var text = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The program was built without {name}."));
        return text.ReadToEnd();
    }
}
