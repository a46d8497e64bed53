using System.Globalization;
using System.Text.Json;
using Zhice.Policy.Structure;

namespace Zhice.Policy.Output;

/// <summary>One row of a check: how many values a gold file expects of a field, how many a parse gives, how many agree.</summary>
/// <param name="Field">The field.</param>
/// <param name="Expected">Number of values in the gold file.</param>
/// <param name="Found">Number of values in the parse.</param>
/// <param name="Correct">Number of values that both have.</param>
/// <param name="Scored">False where the gold file, or the text, holds nothing to compare: the row is shown as n/a.</param>
public sealed record CheckRow(string Field, int Expected, int Found, int Correct, bool Scored)
{
    /// <summary>Share of the found values that are right; 1 where none was found and none expected.</summary>
    public double Precision => Found == 0 ? Expected == 0 ? 1 : 0 : (double)Correct / Found;

    /// <summary>Share of the expected values that were found.</summary>
    public double Recall => Expected == 0 ? 1 : (double)Correct / Expected;

    /// <summary>True where nothing is missing and nothing too much, or nothing is scored.</summary>
    public bool IsPerfect => !Scored || Correct == Expected && Correct == Found;
}

/// <summary>The score of a parse against a gold file.</summary>
/// <param name="Rows">One row for each field.</param>
/// <param name="Differences">Each value that is missing (-) or too much (+), for a person to read.</param>
public sealed record CheckResult(IReadOnlyList<CheckRow> Rows, IReadOnlyList<string> Differences)
{
    /// <summary>True where every scored field has precision and recall 1.</summary>
    public bool IsPerfect => Rows.All(r => r.IsPerfect);
}

/// <summary>Scores a parse against a gold file. This is the only place that knows the gold files' own names.</summary>
public static class PolicyCheck
{
    /// <summary>Scores every field that the gold file holds.</summary>
    /// <exception cref="JsonException"><paramref name="goldJson"/> is no JSON.</exception>
    public static CheckResult Score(PolicyDocument document, ReadOnlyMemory<byte> goldJson)
    {
        ArgumentNullException.ThrowIfNull(document);
        using var gold = JsonDocument.Parse(goldJson);
        var tally = new CheckTally();
        Document(tally, document, gold.RootElement);
        GoldTasks.Score(tally, document, gold.RootElement);
        GoldQuantities.Score(tally, document, gold.RootElement);
        return tally.Result();
    }

    static void Document(CheckTally tally, PolicyDocument document, JsonElement gold)
    {
        var chapters = document.Sections.Count(s => s.Level == 1);
        Count(tally, "sections", gold, "sections", chapters);
        Count(tally, "sections", gold, "chapters", chapters);
        Count(tally, "subsections", gold, "subsections", document.Sections.Count(s => s.Level == 2));
        Stated(tally, "title", gold, "title", document.Title);
        // A year or issuer that the gold takes from elsewhere (a file's name) is not in the text: an empty parse is then right.
        Stated(tally, "year", gold, "year", document.Year?.ToString(CultureInfo.InvariantCulture), unstatedIsRight: true);
        Stated(tally, "issuer", gold, "issuer", document.Issuer);
        Stated(tally, "number", gold, "doc_number", document.DocumentNumber);
        Stated(tally, "issued on", gold, "issued_on", document.IssuedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Stated(tally, "published on", gold, "published_on", document.PublishedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (gold.TryGetProperty("kind", out var kind) && PolicyWords.KnowsKind(kind.GetString())) Stated(tally, "kind", gold, "kind", PolicyWords.Of(document.Kind));
        else tally.NotHeld("kind");
    }

    static void Count(CheckTally tally, string field, JsonElement gold, string name, int found)
    {
        if (!gold.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Number) return;
        tally.Compare(field, "", Enumerable.Range(1, value.GetInt32()).Select(Text), Enumerable.Range(1, found).Select(Text));
        static string Text(int i) => i.ToString(CultureInfo.InvariantCulture);
    }

    static void Stated(CheckTally tally, string field, JsonElement gold, string name, string? found, bool unstatedIsRight = false)
    {
        if (!gold.TryGetProperty(name, out var value) || unstatedIsRight && found is null)
        {
            tally.NotHeld(field);
            return;
        }
        var expected = value.ValueKind switch { JsonValueKind.Null => null, JsonValueKind.String => value.GetString(), _ => value.GetRawText() };
        tally.Compare(field, "", expected is null ? [] : [Key(expected)], found is null ? [] : [Key(found)]);
    }

    /// <summary>The form in which words are compared: folded, without blanks.</summary>
    internal static string Key(string text) => CharacterFold.Of(text).Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
}
