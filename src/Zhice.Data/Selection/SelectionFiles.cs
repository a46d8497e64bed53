using System.Reflection;
using System.Text.Json;
using Zhice.Domain.Selection;

namespace Zhice.Data.Selection;

/// <summary>The kinds of selection that come with the program: <c>data/selections</c>, one JSON file each, after <c>kind.schema.json</c>.</summary>
public static class SelectionFiles
{
    static readonly Lazy<IReadOnlyList<SelectionKind>> kinds = new(Load);

    /// <summary>All kinds, by code.</summary>
    /// <exception cref="InvalidDataException">A file of ours has a fault.</exception>
    public static IReadOnlyList<SelectionKind> Kinds => kinds.Value;

    /// <summary>The kind of a code; null where there is none.</summary>
    public static SelectionKind? Find(string code) => Kinds.FirstOrDefault(k => k.Code == code);

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its name without folder, for what is said of a fault.</param>
    /// <param name="text">The JSON.</param>
    /// <exception cref="InvalidDataException">It is no kind: not JSON, a member is unknown or missing, a term is out of range, or the code is not the file's name.</exception>
    public static SelectionKind Read(string file, string text)
    {
        SelectionKind kind;
        try
        {
            kind = JsonSerializer.Deserialize<SelectionKind>(text, TermsJson.Options) ?? throw new InvalidDataException($"{file}: null.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{file}: {fault.Message}", fault);
        }
        if (kind.Code != Path.GetFileNameWithoutExtension(file)) throw new InvalidDataException($"{file}: the code is {kind.Code}.");
        return kind.Terms.Defects().FirstOrDefault() is { } defect ? throw new InvalidDataException($"{file}: {defect}") : kind;
    }

    static List<SelectionKind> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var found = new List<SelectionKind>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("data/selections/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            found.Add(Read(name["data/selections/".Length..], text.ReadToEnd()));
        }
        return found;
    }
}
