using System.Collections.Frozen;
using Zhice.Records.Model;
using Zhice.Records.Reading;
using Zhice.Records.Text;

namespace Zhice.Records.Names;

/// <summary>A row of the table of classes and emerging industries.</summary>
/// <param name="Symbol">The class of the IPC, in normal writing.</param>
/// <param name="Code">The industry: <c>1.2</c>, or deeper as <c>1.2.1</c>.</param>
/// <param name="Only">It holds where title, abstract or claims have any of these; none for always.</param>
/// <param name="Without">It does not hold where they have any of these.</param>
public sealed record IndustryRow(string Symbol, string Code, IReadOnlyList<string> Only, IReadOnlyList<string> Without);

/// <summary>战略性新兴产业 of patents by their classes, after a table of the office (战略性新兴产业分类与国际专利分类参照关系表) that is imported: the program brings only the forty industries with it.</summary>
/// <remarks>A class counts as it stands, not with what is below it. A row may be limited to texts with certain words, or without them.</remarks>
public sealed class EmergingIndustries
{
    static readonly char[] Between = [';', '；', '|', '、'];
    static readonly (string Field, string[] Heads)[] Heads =
    [
        ("ipc", ["ipc", "ipc分类号", "国际专利分类", "国际专利分类号", "分类号"]), ("code", ["code", "sei", "sei_code", "产业代码", "战略性新兴产业代码", "战略性新兴产业分类"]),
        ("only", ["only", "关键词", "限定词"]), ("without", ["without", "不包括", "排除词"]),
    ];

    readonly FrozenDictionary<string, IndustryRow[]> rows;

    /// <summary>Takes in a table.</summary>
    public EmergingIndustries(IEnumerable<IndustryRow> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        rows = table.GroupBy(r => r.Symbol, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>No table.</summary>
    public static EmergingIndustries None { get; } = new([]);

    /// <summary>The industries that come with the program (<c>data/industries/emerging.csv</c>): code, two figures, and name.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = Shipped();

    static Dictionary<string, string> Shipped()
    {
        using var reader = new StreamReader(typeof(EmergingIndustries).Assembly.GetManifestResourceStream("emerging.csv")!);
        return Csv.Read(reader.ReadToEnd()).Skip(1).ToDictionary(r => r.Fields[0], r => r.Fields[1], StringComparer.Ordinal);
    }

    /// <summary>Name of the industry that a code stands for or below; the code where there is none.</summary>
    public static string NameOf(string code) => Above(code) is { } industry ? Names[industry] : code;

    static string? Above(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var parts = code.TrimEnd('*').Split('.');
        return parts.Length >= 2 && parts.All(p => p.Length > 0 && p.All(char.IsAsciiDigit)) && Names.ContainsKey($"{parts[0]}.{parts[1]}") ? $"{parts[0]}.{parts[1]}" : null;
    }

    /// <summary>Reads a table: CSV with a head, a column of classes and one of codes, and where rows are limited columns of words, which 、 or ; separates.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or a row has no class of the IPC or no industry; the line is named.</exception>
    public static IReadOnlyList<IndustryRow> Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var reader = new StreamReader(stream, leaveOpen: true);
        Dictionary<string, int>? places = null;
        var table = new List<IndustryRow>();
        foreach (var row in TableText.Read(reader, ','))
        {
            if (row.Fault is not null) throw new InvalidDataException($"line {row.Line}: {row.Fields[0]}");
            if (places is null)
            {
                places = Heads.Select(h => (h.Field, Place: row.Fields.ToList().FindIndex(f => h.Heads.Contains(f.Trim().TrimStart('\uFEFF').ToLowerInvariant())))).Where(h => h.Place >= 0).ToDictionary(h => h.Field, h => h.Place, StringComparer.Ordinal);
                if (!places.ContainsKey("ipc") || !places.ContainsKey("code")) throw new InvalidDataException($"line {row.Line}: {string.Join(',', row.Fields)}");
                continue;
            }
            string Field(string name) => places.TryGetValue(name, out var place) && place < row.Fields.Count ? CjkBigrams.Fold(row.Fields[place]).Trim() : "";
            if (ClassSymbol.Normal("IPC", Field("ipc")) is not { } symbol || Above(Field("code")) is null) throw new InvalidDataException($"line {row.Line}: {Field("ipc")} {Field("code")}");
            table.Add(new(symbol, Field("code").TrimEnd('*'), Words(Field("only")), Words(Field("without"))));
        }
        return places is null || table.Count == 0 ? throw new InvalidDataException("line 1: –") : table;
    }

    internal static string[] Words(string text) => text.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The industries of a record by its classes, each once, in the order of the table.</summary>
    public IReadOnlyList<string> Of(IpRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (rows.Count == 0 || record.Kind > RecordKind.Design) return [];
        List<string>? found = null;
        string? text = null;
        foreach (var mark in record.Classes)
            if (mark.Scheme == "IPC" && rows.TryGetValue(mark.Symbol, out var held))
                foreach (var row in held)
                    if (!(found ??= []).Contains(row.Code) && Holds(row)) found.Add(row.Code);
        return found ?? (IReadOnlyList<string>)[];

        bool Holds(IndustryRow row)
        {
            if (row.Only.Count == 0 && row.Without.Count == 0) return true;
            text ??= CjkBigrams.Fold(string.Join('\n', record.Title, record.Abstract, record.Claims));
            return (row.Only.Count == 0 || row.Only.Any(w => text.Contains(w, StringComparison.Ordinal))) && !row.Without.Any(w => text.Contains(w, StringComparison.Ordinal));
        }
    }
}
