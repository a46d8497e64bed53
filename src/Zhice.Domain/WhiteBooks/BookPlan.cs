using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhice.Domain.WhiteBooks;

/// <summary>Chapters and fields of a book, as a template gives them and officers change them.</summary>
/// <param name="Chapters">Chapters, in order.</param>
/// <param name="Fields">Fields that the texts may name.</param>
public sealed record BookPlan(IReadOnlyList<BookChapter> Chapters, IReadOnlyList<BookField> Fields)
{
    /// <summary>Most fields of a book.</summary>
    public const int MostFields = 200;

    /// <summary>The chapter of a code; null where there is none.</summary>
    public BookChapter? Chapter(string code) => Chapters.FirstOrDefault(c => c.Code == code);

    /// <summary>The same with one chapter replaced by the one of equal code.</summary>
    public BookPlan With(BookChapter chapter) => this with { Chapters = [.. Chapters.Select(c => c.Code == chapter.Code ? chapter : c)] };

    /// <summary>Codes of fields that no text names.</summary>
    public IReadOnlyList<string> Unused()
    {
        var named = Chapters.SelectMany(c => BookText.Fields(c.Text)).ToHashSet(StringComparer.Ordinal);
        return [.. Fields.Select(f => f.Code).Where(code => !named.Contains(code))];
    }
}

/// <summary>A chapter.</summary>
/// <param name="Code">Code, which never changes.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Text">Its words, a paragraph a line; a line that begins with <c>## </c> is a heading; <c>{{field}}</c> stands for a figure.</param>
public sealed record BookChapter(string Code, string Title, string Text)
{
    /// <summary>Longest text, in UTF-16 units.</summary>
    public const int LongestText = 20_000;
}

/// <summary>数据字段: what a figure in the text is, and where it comes from.</summary>
/// <param name="Code">Name in the text.</param>
/// <param name="Label">What it is, in words.</param>
/// <param name="Source">Which records it is taken from.</param>
/// <param name="Show">What of them is shown.</param>
/// <param name="Of">Code of the indicator or data element of a release; null for other sources.</param>
/// <param name="Office">Code of the office whose figure it is; null for the office that publishes the book.</param>
/// <param name="Years">Years before or after the book's: -1 for the year before.</param>
public sealed record BookField(string Code, string Label, FieldSource Source, FieldShow Show, string? Of = null, string? Office = null, int Years = 0)
{
    /// <summary>True for sources that have figures of other years: cases and submissions are told of the book's own year.</summary>
    public static bool HasYears(FieldSource source) => source is FieldSource.Release or FieldSource.Assessment or FieldSource.Survey;

    /// <summary>What can be shown of a source.</summary>
    public static IReadOnlyList<FieldShow> Shows(FieldSource source) => source switch
    {
        FieldSource.Release => [FieldShow.Value, FieldShow.Change, FieldShow.Growth],
        FieldSource.Assessment => [FieldShow.Count, FieldShow.Mean, FieldShow.Highest, FieldShow.Lowest, FieldShow.Names],
        FieldSource.Survey => [FieldShow.Value, FieldShow.Margin, FieldShow.Count, FieldShow.Rate],
        FieldSource.Case => [FieldShow.Count, FieldShow.Names],
        FieldSource.Submission => [FieldShow.Count, FieldShow.OnTime, FieldShow.Late, FieldShow.Absent, FieldShow.Rate],
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };
}

/// <summary>Where a figure comes from.</summary>
public enum FieldSource
{
    /// <summary>统计发布: the newest published release that holds the indicator or element for the year.</summary>
    Release,
    /// <summary>考核: the newest publication of the year's round.</summary>
    Assessment,
    /// <summary>满意度调查, published.</summary>
    Survey,
    /// <summary>典型案例 of the year's work, published.</summary>
    Case,
    /// <summary>年度成效报送 of the year's work.</summary>
    Submission,
}

/// <summary>What of a source is shown.</summary>
public enum FieldShow
{
    /// <summary>数值; of a survey, the index.</summary>
    Value,
    /// <summary>较上年增减: the difference to the year before, said as a rise or a fall.</summary>
    Change,
    /// <summary>较上年增长率: the same in per cent of the year before.</summary>
    Growth,
    /// <summary>数量: offices assessed, answers, cases, offices asked to submit.</summary>
    Count,
    /// <summary>平均.</summary>
    Mean,
    /// <summary>最高.</summary>
    Highest,
    /// <summary>最低.</summary>
    Lowest,
    /// <summary>名单: offices in the first places, titles of cases.</summary>
    Names,
    /// <summary>误差 at 95 %.</summary>
    Margin,
    /// <summary>比率: response rate, share that came in time.</summary>
    Rate,
    /// <summary>按时.</summary>
    OnTime,
    /// <summary>逾期.</summary>
    Late,
    /// <summary>未报.</summary>
    Absent,
}

/// <summary>Plans and bodies as canonical JSON: the same content, the same text.</summary>
public static class BookJson
{
    static readonly JsonSerializerOptions options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes a plan.</summary>
    public static string Write(BookPlan plan) => JsonSerializer.Serialize(plan, options);

    /// <summary>Writes a body.</summary>
    public static string Write(BookBody body) => JsonSerializer.Serialize(body, options);

    /// <summary>Reads a plan that was written.</summary>
    /// <exception cref="JsonException">The text is damaged.</exception>
    public static BookPlan ReadPlan(string text) => JsonSerializer.Deserialize<BookPlan>(text, options) ?? throw new JsonException("No plan.");

    /// <summary>Reads a body that was written.</summary>
    /// <exception cref="JsonException">The text is damaged.</exception>
    public static BookBody ReadBody(string text) => JsonSerializer.Deserialize<BookBody>(text, options) ?? throw new JsonException("No body.");
}
