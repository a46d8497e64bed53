using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Zhice.Records.Model;

namespace Zhice.Records.Reading;

/// <summary>Texts of classes for the trees: the scheme files of the CPC (<c>class-scheme</c>), and tables of a symbol and its text.</summary>
public static partial class ClassTexts
{
    const int Longest = 400;

    static readonly string[] SymbolHeads = ["symbol", "code", "分类号", "代码"], TextHeads = ["text", "title", "name", "名称", "类目名称"];

    /// <summary>Symbols as the trees have them, with their texts, in the order of the file.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">Its name: <c>.xml</c> for a scheme file, else CSV with a head.</param>
    /// <param name="scheme">The scheme of a table: IPC, CPC, LOC, NICE, VIENNA or GBT4754.</param>
    /// <exception cref="InvalidDataException">The file has no such texts, or a row no symbol of the scheme; the line is named.</exception>
    public static IReadOnlyList<(string Symbol, string Text)> Read(Stream stream, string name, string? scheme)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        try
        {
            List<(string, string)> texts = [.. name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? Scheme(stream) : Table(stream, scheme ?? "")];
            return texts.Count > 0 ? texts : throw new InvalidDataException("line 1: –");
        }
        catch (XmlException fault)
        {
            throw new InvalidDataException(fault.Message);
        }
    }

    static IEnumerable<(string, string)> Scheme(Stream stream)
    {
        using var xml = XmlReader.Create(stream, new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true });
        for (string? symbol = null; !xml.EOF;)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "classification-symbol") symbol = ClassSymbol.Asked(xml.ReadElementContentAsString());
            else
            {
                if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "class-title" && Title(xml) is { Length: > 0 } text && symbol is not null) yield return (symbol, text);
                xml.Read();
            }
        }
    }

    // Parts of a title are separated; what only refers to other classes is left out.
    static string Title(XmlReader xml)
    {
        var parts = new List<StringBuilder>();
        var aside = 0;
        using var title = xml.ReadSubtree();
        while (title.Read())
            if (title.LocalName == "reference" && !title.IsEmptyElement) aside += title.NodeType switch { XmlNodeType.Element => 1, XmlNodeType.EndElement => -1, _ => 0 };
            else if (title.NodeType == XmlNodeType.Element && title.LocalName == "title-part") parts.Add(new());
            else if (aside == 0 && parts.Count > 0 && title.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace) parts[^1].Append(title.Value);
        return Bounded(string.Join("; ", parts.Select(p => p.ToString().Trim()).Where(p => p.Length > 0)));
    }

    static IEnumerable<(string, string)> Table(Stream stream, string scheme)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        var (at, said) = (-1, -1);
        foreach (var row in TableText.Read(reader, ','))
        {
            if (at < 0)
            {
                var heads = row.Fields.Select(f => f.Trim().TrimStart('\uFEFF').ToLowerInvariant()).ToList();
                (at, said) = (heads.FindIndex(SymbolHeads.Contains), heads.FindIndex(TextHeads.Contains));
                if (at < 0 || said < 0) throw new InvalidDataException($"line {row.Line}: {string.Join(',', row.Fields)}");
                continue;
            }
            if (row.Fault is not null || row.Fields.Count <= Math.Max(at, said) || Symbol(scheme, row.Fields[at]) is not { } symbol) throw new InvalidDataException($"line {row.Line}: {string.Join(',', row.Fields)}");
            if (Bounded(row.Fields[said]) is { Length: > 0 } text) yield return (symbol, text);
        }
    }

    static string? Symbol(string scheme, string written) => scheme is "IPC" or "CPC" ? ClassSymbol.Asked(written) : scheme is "LOC" or "NICE" or "VIENNA" or "GBT4754" ? ClassSymbol.AskedOf(scheme, written) : null;

    static string Bounded(string text)
    {
        var one = Spaces().Replace(text, " ").Trim();
        return one.Length > Longest ? one[..Longest] + "…" : one;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
