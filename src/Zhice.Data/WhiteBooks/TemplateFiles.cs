using System.Reflection;
using Zhice.Data.Definitions;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Domain.Indicators;
using Zhice.Domain.WhiteBooks;

namespace Zhice.Data.WhiteBooks;

/// <summary>A template of a book.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Title">Title of a book, with the year as a field.</param>
/// <param name="EnglishTitle">What it is, in English.</param>
/// <param name="Source">The document that asks for such a book.</param>
/// <param name="Unverified">True where the source was not compared with its original.</param>
/// <param name="Plan">Chapters and fields that a book begins with.</param>
public sealed record BookTemplate(string Code, string Title, string EnglishTitle, string Source, bool Unverified, BookPlan Plan);

/// <summary>Reads templates of books from YAML; a fault names file and line. The keys are described for editors in <c>data/white-books/schema.json</c>.</summary>
public static class TemplateFiles
{
    static readonly Dictionary<string, FieldSource> sources = Words<FieldSource>();
    static readonly Dictionary<string, FieldShow> shows = Words<FieldShow>();

    static readonly Lazy<IReadOnlyList<BookTemplate>> shipped = new(Load);

    /// <summary>Templates that come with the program, in the order of codes.</summary>
    /// <exception cref="InvalidDataException">A file of ours has a fault.</exception>
    public static IReadOnlyList<BookTemplate> Shipped => shipped.Value;

    /// <summary>The template of a code; null where there is none.</summary>
    public static BookTemplate? Find(string code) => Shipped.FirstOrDefault(t => t.Code == code);

    /// <summary>Reads a template.</summary>
    /// <returns>The template where there is no fault, and the faults in the order of lines.</returns>
    public static (BookTemplate? Template, IReadOnlyList<FileFault> Faults) Read(string file, string text)
    {
        var faults = new List<FileFault>();
        if (YamlReader.Open(file, text, faults) is not { } reader) return (null, faults);
        var (chapters, fields) = (reader.Items("chapters").ToList(), reader.Items("fields").ToList());
        if (chapters.Count == 0) reader.Wrong("chapters", "yaml.required", "chapters");
        var (headings, codes) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var plan = new BookPlan(
            [.. chapters.Select(c => Closed(c, new BookChapter(Code(c, headings), c.Required("title"), c.Text("text") ?? "")))],
            [.. fields.Select(f => Closed(f, Field(f, codes)))]);
        foreach (var (chapter, at) in plan.Chapters.Zip(chapters))
            foreach (var defect in BookMoves.Faults(new BookPlan([chapter], plan.Fields)).Where(d => d.Code != "book.empty")) at.Wrong("text", defect.Code, [.. defect.Arguments]);
        var template = new BookTemplate(reader.Required("code"), reader.Required("title"), reader.Required("english"), reader.Required("source"), reader.Flag("unverified"), plan);
        reader.Close();
        return faults.Count > 0 ? (null, [.. faults.OrderBy(f => f.Line)]) : (template, []);
    }

    static BookField Field(YamlReader reader, HashSet<string> codes)
    {
        var source = reader.OneOf("source", sources);
        var show = reader.OneOf("show", shows);
        if (!BookField.Shows(source).Contains(show)) reader.Wrong("show", "book.show");
        var of = reader.Text("of");
        if ((source == FieldSource.Release) != (of is not null)) reader.Wrong("of", "book.of");
        else if (of is not null && !IsFigure(of)) reader.Wrong("of", "book.of");
        var years = reader.Whole("years", -10, 1, 0);
        if (years != 0 && !BookField.HasYears(source)) reader.Wrong("years", "book.years");
        return new(Code(reader, codes), reader.Required("label"), source, show, of, reader.Text("office"), years);
    }

    /// <summary>True for the code of an indicator or a data element.</summary>
    public static bool IsFigure(string code) => DefinitionFiles.InUse.Versions(code).Count > 0 || StatisticsFiles.InUse.Elements.ContainsKey(code);

    static string Code(YamlReader reader, HashSet<string> codes)
    {
        var code = reader.Required("code");
        if (code.Length > 0 && (!DataElement.IsCode(code) || code is BookText.Year or BookText.LastYear || !codes.Add(code))) reader.Wrong("code", "definition.code", code);
        return code;
    }

    static T Closed<T>(YamlReader reader, T read)
    {
        reader.Close();
        return read;
    }

    static Dictionary<string, T> Words<T>() where T : struct, Enum =>
        Enum.GetValues<T>().ToDictionary(value => string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}")), StringComparer.Ordinal);

    static List<BookTemplate> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var templates = new List<BookTemplate>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("data/white-books/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var text = new StreamReader(stream);
            var (template, faults) = Read(name, text.ReadToEnd());
            templates.Add(template ?? throw new InvalidDataException(string.Join("; ", faults)));
        }
        return templates;
    }
}
