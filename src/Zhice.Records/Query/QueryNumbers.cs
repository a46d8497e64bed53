using System.Text.RegularExpressions;
using Zhice.Records.Model;
using Zhice.Records.Text;

namespace Zhice.Records.Query;

/// <summary>A number of a query whose check digit does not fit what stands before it.</summary>
/// <param name="Written">As typed, without blanks.</param>
/// <param name="Fitting">The digit that would fit.</param>
public sealed record DoubtfulNumber(string Written, char Fitting);

/// <summary>Numbers in queries, in any writing: what is read as one, and by which normal writings it is looked up.</summary>
public static partial class QueryNumbers
{
    /// <summary>What a number finds: a patent's by its normal writing, another record's by its own; null for what is no number.</summary>
    internal static QueryNode? Read(string written)
    {
        var (patent, own) = (OnlyOwn(written) ? null : RecordNumber.Read(written)?.Text, OwnNumber.Asked(written));
        string[] texts = [.. new[] { patent, own }.OfType<string>().Distinct()];
        return texts.Length switch { 0 => null, 1 => new ExactNode(ExactField.Number, texts[0]), _ => new OrNode([.. texts.Select(t => new ExactNode(ExactField.Number, t))]) };
    }

    // 皖知法裁字〔2023〕12号 has digits, but they are no number of a patent.
    static bool OnlyOwn(string written) => CjkBigrams.Fold(written).Any(c => CjkBigrams.IsChinese(c) && !"第号专利申请公开告授权注册登记".Contains(c, StringComparison.Ordinal));

    /// <summary>A number written with blanks or commas, as people copy it from a paper: the whole query is one. CN 2020 1 0123456.7, US 7,272,630 B2.</summary>
    public static QueryNode? Whole(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var text = Narrow(query.Trim());
        if (text.Length is < 8 or > 40 || !text.Contains(' ', StringComparison.Ordinal)) return null;
        return Application().IsMatch(text) && RecordNumber.Read(text) is { Form: NumberForm.ChineseApplication } application ? new ExactNode(ExactField.Number, application.Text)
            : Publication().IsMatch(text) && text.Count(char.IsAsciiDigit) >= 6 && RecordNumber.Read(text) is { Form: not NumberForm.Other } publication ? new ExactNode(ExactField.Number, publication.Text) : null;
    }

    /// <summary>How long the number is that begins at a place of a query and has blanks in it, with other words behind or none; 0 where none does.</summary>
    internal static int Spaced(string query, int at)
    {
        // What people write is short, and a look at all of a long query for each of its words would take its time.
        var text = Narrow(query.Substring(at, Math.Min(query.Length - at, 48)));
        return Spaced().Match(text) is { Success: true } found && Whole(found.Value) is not null ? found.Length : 0;
    }

    /// <summary>A word that can only be a number; one of digits alone is looked for in the text too. Null for any other word.</summary>
    internal static QueryNode? Bare(string word)
    {
        var text = Narrow(word);
        if (Digits().IsMatch(text) && RecordNumber.Read(text) is { Form: NumberForm.ChineseApplication } application)
            return text.Contains('.', StringComparison.Ordinal) ? new ExactNode(ExactField.Number, application.Text)
                : new OrNode([new ExactNode(ExactField.Number, application.Text), new ExactNode(ExactField.Number, text.ToUpperInvariant()), new WordsNode(TextField.Any, CjkBigrams.Fold(text))]);
        return text.Length is >= 9 and < 30 && char.IsAsciiLetter(text[0]) && RecordNumber.Read(text) is { Form: not NumberForm.Other } number
            && number.Text.Count(char.IsAsciiDigit) >= 6 && text.Count(char.IsAsciiLetter) <= 4 ? new ExactNode(ExactField.Number, number.Text) : null;
    }

    /// <summary>True for a text that a search box takes as a number, whole or as a single word.</summary>
    public static bool Is(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        return Whole(text) is not null || text.Length > 0 && !text.Any(char.IsWhiteSpace) && Bare(text) is not null;
    }

    /// <summary>Application numbers of a query that was read as <paramref name="node"/>, whose check digit does not fit: they are looked up without it, and whoever typed one is told.</summary>
    public static IReadOnlyList<DoubtfulNumber> Doubtful(string query, QueryNode node)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(node);
        var looked = Numbers(node).ToHashSet(StringComparer.Ordinal);
        if (looked.Count == 0) return [];
        var text = Whole(query) is not null ? Narrow(query).Replace(" ", "", StringComparison.Ordinal) : Blanks().Replace(Narrow(query), "");
        return [.. Checked().Matches(text).Select(m => (Stem: m.Groups[1].Value, Check: char.ToUpperInvariant(m.Groups[2].Value[0]), m.Value))
            .Where(m => looked.Contains("CN" + m.Stem) && RecordNumber.CheckDigit(m.Stem) != m.Check).Select(m => new DoubtfulNumber(m.Value, RecordNumber.CheckDigit(m.Stem))).Distinct()];
    }

    static IEnumerable<string> Numbers(QueryNode node) => node switch
    {
        ExactNode { Field: ExactField.Number } exact => [exact.Value],
        AndNode and => and.Parts.SelectMany(Numbers),
        OrNode or => or.Parts.SelectMany(Numbers),
        NotNode not => Numbers(not.Part),
        _ => [],
    };

    // Full-width signs and letters as plain ones, capitals kept.
    static string Narrow(string text) => string.Concat(text.Select(c => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c == '\u3000' ? ' ' : c));

    [GeneratedRegex("^(?:(?:CN|ZL|cn|zl)[ ]*){0,2}[0-9][0-9 ]+(?:[.][ ]*)?[0-9Xx]$")]
    private static partial Regex Application();
    [GeneratedRegex("^(?:[A-Z]{2}|cn)[ ]*[0-9][0-9 ,./-]*[0-9](?:[ ]*[A-Z][0-9]?)?$")]
    private static partial Regex Publication();
    // CN 2020 1 0123456.7, ZL 98 1 01234.5, US 7,272,630 B2, EP 3 456 789 B1: blanks stand where people set them, so that other words beside the number stay words.
    [GeneratedRegex("^(?:(?:(?:CN|ZL)[ ]*){0,2}(?:19|20)[0-9]{2}[ ]*[1-389][ ]*[0-9]{7}(?:[ ]*[.][ ]*[0-9X])?|(?:(?:CN|ZL)[ ]*){1,2}[0-9]{2}[ ]*[1-389][ ]*[0-9]{5}[ ]*[.][ ]*[0-9X]|[A-Z]{2}[ ]*(?:[0-9]{1,3}(?:[ ,][0-9]{3})+|[0-9][0-9,./-]*[0-9])(?:[ ]*[A-Z][0-9]?)?)(?![^\\s()])", RegexOptions.IgnoreCase)]
    private static partial Regex Spaced();
    [GeneratedRegex("(?<=[0-9])[ ]+(?=[0-9. ]*[.][ ]*[0-9Xx](?![0-9A-Za-z]))|(?<=[0-9][.])[ ]+(?=[0-9Xx](?![0-9A-Za-z]))")]
    private static partial Regex Blanks();
    [GeneratedRegex("^(?:[0-9]{12}(?:[.]?[0-9Xx])?|[0-9]{8}[.][0-9Xx]|[123]0[0-9]{13})$")]
    private static partial Regex Digits();
    [GeneratedRegex("(?<![0-9])([0-9]{12})[.]?([0-9Xx])(?![0-9A-Za-z])")]
    private static partial Regex Checked();
}
