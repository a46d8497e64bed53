using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Zhice.Domain;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Definitions;

/// <summary>A fault in a file of definitions.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Defect">What is wrong.</param>
public sealed record FileFault(string File, int Line, Defect Defect)
{
    /// <summary>As editors understand it: <c>file:line: code arguments</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: {Defect.Code} {string.Join(", ", Defect.Arguments)}").TrimEnd();
}

/// <summary>One mapping of a YAML file, read key by key; what is wrong is noted with its line, and what nobody asked for at the end.</summary>
internal sealed class YamlReader
{
    readonly string file;
    readonly List<FileFault> faults;
    readonly YamlReader? before;
    readonly Dictionary<string, (YamlNode Value, int Line)> entries = new(StringComparer.Ordinal);
    readonly HashSet<string> asked = new(StringComparer.Ordinal);

    YamlReader(string file, List<FileFault> faults, YamlMappingNode mapping, YamlReader? before)
    {
        (this.file, this.faults, this.before, Line) = (file, faults, before, (int)mapping.Start.Line);
        foreach (var (key, value) in mapping.Children) entries[((YamlScalarNode)key).Value ?? ""] = (value, (int)key.Start.Line);
    }

    /// <summary>Where the mapping begins.</summary>
    public int Line { get; }

    /// <summary>The one mapping of a file; null with a fault where the text is something else. Anchors and aliases are refused: a small file could grow without end.</summary>
    public static YamlReader? Open(string file, string text, List<FileFault> faults)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode mapping }] && Plain(mapping)) return new(file, faults, mapping, null);
            faults.Add(new(file, 1, new("yaml.mapping")));
        }
        catch (YamlException fault)
        {
            // Of a tab in front of a key the parser names a place before it, at times the beginning of the mapping.
            var tab = Array.FindIndex(text.Split('\n'), line => line.TakeWhile(char.IsWhiteSpace).Contains('\t')) + 1;
            faults.Add(new(file, Math.Max(tab, (int)fault.Start.Line), new("yaml.syntax", null, fault.InnerException?.Message ?? fault.Message)));
        }
        return null;
    }

    static bool Plain(YamlNode node) => node.Anchor.IsEmpty && node switch
    {
        YamlMappingNode mapping => mapping.Children.All(c => c.Key is YamlScalarNode && Plain(c.Value)),
        YamlSequenceNode list => list.All(Plain),
        YamlScalarNode => true,
        _ => false,
    };

    /// <summary>The line of a key; that of the mapping where it is absent.</summary>
    public int LineOf(string? key) => key is not null && entries.TryGetValue(key, out var found) ? found.Line
        : before is not null && key is not null && before.entries.ContainsKey(key) ? before.LineOf(key) : Line;

    /// <summary>The line of what a defect is about: of the entry of a list that bears one of the names it tells, else of its key.</summary>
    public int LineOf(Defect defect)
    {
        ArgumentNullException.ThrowIfNull(defect);
        var names = defect.Arguments.OfType<string>().ToHashSet(StringComparer.Ordinal);
        return defect.Field is { } key && entries.TryGetValue(key, out var found) && found.Value is YamlSequenceNode list
            && list.Children.OfType<YamlMappingNode>().FirstOrDefault(entry => entry.Children.Values.OfType<YamlScalarNode>().Any(value => value.Value is { } text && names.Contains(text))) is { } about ? (int)about.Start.Line : LineOf(defect.Field);
    }

    /// <summary>A text; null where it is absent or empty. A later version that does not say has that of the one before it.</summary>
    public string? Text(string key)
    {
        asked.Add(key);
        if (!entries.TryGetValue(key, out var found)) return before?.Text(key);
        if (found.Value is YamlScalarNode scalar) return string.IsNullOrWhiteSpace(scalar.Value) ? null : scalar.Value.Trim();
        Wrong(key, "yaml.text", key);
        return null;
    }

    /// <summary>A text that must be there.</summary>
    public string Required(string key)
    {
        var text = Text(key);
        if (text is null && !faults.Any(f => f.File == file && f.Line == LineOf(key) && f.Defect.Field == key)) Wrong(key, "yaml.required", key);
        return text ?? "";
    }

    /// <summary>True, false, or false where it is absent.</summary>
    public bool Flag(string key, bool otherwise = false)
    {
        var text = Text(key);
        if (text is null or "true" or "false") return text is null ? otherwise : text == "true";
        Wrong(key, "yaml.flag", key, text);
        return otherwise;
    }

    /// <summary>A whole number in a range.</summary>
    public int Whole(string key, int least, int most, int? otherwise = null)
    {
        var text = Text(key);
        if (text is null && otherwise is { } absent) return absent;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        Wrong(key, "yaml.whole", key, text ?? "", least, most);
        return least;
    }

    /// <summary>A day, as 2026-01-31.</summary>
    public DateOnly Day(string key)
    {
        if (DateOnly.TryParseExact(Required(key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        if (Text(key) is { } text) Wrong(key, "yaml.day", key, text);
        return default;
    }

    /// <summary>One of some words.</summary>
    public T OneOf<T>(string key, IReadOnlyDictionary<string, T> words, T? otherwise = default)
    {
        var text = Text(key);
        if (text is null && otherwise is { } absent && !EqualityComparer<T>.Default.Equals(absent, default)) return absent;
        if (text is not null && words.TryGetValue(text, out var value)) return value;
        Wrong(key, "yaml.word", key, text ?? "", string.Join(", ", words.Keys));
        return words.Values.First();
    }

    /// <summary>The mapping below a key; null where it is absent.</summary>
    public YamlReader? Below(string key)
    {
        asked.Add(key);
        if (!entries.TryGetValue(key, out var found)) return before?.Below(key);
        if (found.Value is YamlMappingNode mapping) return new(file, faults, mapping, null);
        Wrong(key, "yaml.mapping", key);
        return null;
    }

    /// <summary>The mappings of a list, each going on from the one before it.</summary>
    public IEnumerable<YamlReader> Later(string key)
    {
        asked.Add(key);
        if (!entries.TryGetValue(key, out var found)) yield break;
        if (found.Value is not YamlSequenceNode list || list.Any(n => n is not YamlMappingNode))
        {
            Wrong(key, "yaml.list", key);
            yield break;
        }
        var last = this;
        foreach (var item in list) yield return last = new(file, faults, (YamlMappingNode)item, last);
    }

    /// <summary>The mappings of a list, each by itself; none where it is absent.</summary>
    public IEnumerable<YamlReader> Items(string key)
    {
        asked.Add(key);
        if (!entries.TryGetValue(key, out var found)) return before?.Items(key) ?? [];
        if (found.Value is YamlSequenceNode list && list.All(n => n is YamlMappingNode)) return [.. list.Select(n => new YamlReader(file, faults, (YamlMappingNode)n, null))];
        Wrong(key, "yaml.list", key);
        return [];
    }

    /// <summary>The mappings of a list, in which a plain text stands for a mapping of one key.</summary>
    public IEnumerable<YamlReader> Items(string key, string shorthand)
    {
        if (!entries.TryGetValue(key, out var found) || found.Value is not YamlSequenceNode list || list.All(n => n is YamlMappingNode)) return entries.ContainsKey(key) ? Items(key) : before?.Items(key, shorthand) ?? Items(key);
        asked.Add(key);
        return [.. list.Select(n => n is YamlMappingNode mapping ? new YamlReader(file, faults, mapping, null) : new YamlReader(file, faults, new YamlMappingNode(new YamlScalarNode(shorthand), n), null))];
    }

    /// <summary>The texts of a list; none where it is absent. One text stands for a list of one.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        asked.Add(key);
        if (!entries.TryGetValue(key, out var found)) return before?.Texts(key) ?? [];
        IEnumerable<YamlNode> nodes = found.Value is YamlSequenceNode list ? list : [found.Value];
        var texts = nodes.Select(n => (n as YamlScalarNode)?.Value?.Trim() ?? "").ToList();
        if (texts.TrueForAll(t => t.Length > 0)) return texts;
        Wrong(key, "yaml.texts", key);
        return [];
    }

    /// <summary>A decimal number with at most six places; null where it is absent or wrong.</summary>
    public decimal? Number(string key)
    {
        if (Text(key) is not { } text) return null;
        if (StoredFigure.Fault(text, out var number) is null) return number;
        Wrong(key, "rule.number", text);
        return null;
    }

    /// <summary>A decimal number that must be there; 0 with a fault where it is not.</summary>
    public decimal RequiredNumber(string key)
    {
        if (Text(key) is null) Wrong(key, "yaml.required", key);
        return Number(key) ?? 0;
    }

    /// <summary>Notes the keys that nobody asked for: a misspelt key would otherwise be silence.</summary>
    public void Close()
    {
        foreach (var (key, (_, line)) in entries)
            if (!asked.Contains(key)) faults.Add(new(file, line, new("yaml.unknown", key, key)));
    }

    public void Wrong(string key, string code, params object[] about) => faults.Add(new(file, LineOf(key), new(code, key, about)));

    public void Wrong(Defect defect) => faults.Add(new(file, LineOf(defect.Field), defect));
}
