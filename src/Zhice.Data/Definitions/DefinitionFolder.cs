using System.Text;

namespace Zhice.Data.Definitions;

/// <summary>Files of definitions in a folder: what is read, and what lies there and would be passed over in silence.</summary>
internal static class DefinitionFolder
{
    static readonly UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The <c>.yaml</c> files of one kind, in the order of names. A file that is not UTF-8, one with another ending (<c>.yml</c>, <c>.YAML</c>) and one in a folder below are faults.</summary>
    public static List<(string File, string Text)> Files(string folder, string kind, List<FileFault> faults)
    {
        var found = new List<(string, string)>();
        var place = Path.Combine(folder, kind);
        if (!Directory.Exists(place)) return found;
        foreach (var path in Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var direct = Path.GetDirectoryName(path) == Path.GetFullPath(place) || Path.GetDirectoryName(path) == place;
            if (!direct || Path.GetExtension(path) != ".yaml")
            {
                if (IsYaml(path)) faults.Add(new(path, 1, new("yaml.name", null, Path.GetRelativePath(folder, path))));
                continue;
            }
            try
            {
                found.Add((path, strict.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF')));
            }
            catch (DecoderFallbackException)
            {
                faults.Add(new(path, 1, new("yaml.encoding")));
            }
        }
        return found;
    }

    /// <summary>Notes files of definitions that lie beside the folders of the kinds, as in a folder with a misspelt name.</summary>
    public static void Strays(string folder, IReadOnlyCollection<string> kinds, List<FileFault> faults)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            if (IsYaml(path) && !kinds.Contains(Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar)[0], StringComparer.Ordinal))
                faults.Add(new(path, 1, new("yaml.name", null, Path.GetRelativePath(folder, path))));
    }

    static bool IsYaml(string path) => Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml";
}
