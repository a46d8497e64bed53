using System.Globalization;
using System.Text.RegularExpressions;

namespace Zhice.Domain.WhiteBooks;

/// <summary>The words of a chapter: paragraphs, fields in them, and figures that somebody typed where a field should stand. Pure.</summary>
public static partial class BookText
{
    /// <summary>The book's year, and the year before it; they need no source.</summary>
    public const string Year = "year", LastYear = "last-year";

    /// <summary>Codes of the fields that a text names, each once, in order; the years are none.</summary>
    public static IReadOnlyList<string> Fields(string text) =>
        [.. Token().Matches(text).Select(m => m.Groups[1].Value).Where(code => code is not (Year or LastYear)).Distinct(StringComparer.Ordinal)];

    /// <summary>Paragraphs of a text: one a line, empty lines left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="year">The book's year.</param>
    public static IReadOnlyList<BodyParagraph> Paragraphs(string text, int year)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Select(line => line.StartsWith("## ", StringComparison.Ordinal)
            ? new BodyParagraph(true, Runs(line[3..].Trim(), year)) : new BodyParagraph(false, Runs(line, year)))];
    }

    static List<BodyRun> Runs(string line, int year)
    {
        var runs = new List<BodyRun>();
        var from = 0;
        var words = "";
        foreach (Match token in Token().Matches(line))
        {
            words += line[from..token.Index];
            from = token.Index + token.Length;
            if (token.Groups[1].Value is Year or LastYear) words += (token.Groups[1].Value == Year ? year : year - 1).ToString(CultureInfo.InvariantCulture);
            else
            {
                if (words.Length > 0) runs.Add(new BodyRun(words, null));
                runs.Add(new BodyRun("", token.Groups[1].Value));
                words = "";
            }
        }
        words += line[from..];
        if (words.Length > 0) runs.Add(new BodyRun(words, null));
        return runs;
    }

    /// <summary>Figures that were typed: digits outside fields, years, days, titles in 《》 and numbers of documents; and numbers in Chinese with a measure word or after 百分之.</summary>
    /// <remarks>A figure in such a text is a field with its source; what is typed has none.</remarks>
    public static IReadOnlyList<string> Typed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Figure().Matches(Allowed().Replace(text, match => new string('　', match.Length))).Select(m => m.Value).Distinct(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"\{\{\s*([a-z][a-z0-9_-]{0,59})\s*\}\}")]
    private static partial Regex Token();

    // Fields; titles; 国知发运字〔2022〕17号; 2025年, 2025年1月, 2025年1月1日, 2025—2026年; 第12条.
    [GeneratedRegex(@"\{\{.*?\}\}|《[^》]*》|〔\d{4}〕\d+号|(?:19|20)\d{2}(?:[—–-](?:19|20)\d{2})?年(?:\d{1,2}月(?:\d{1,2}日)?)?|第\d+[条项款号]")]
    private static partial Regex Allowed();

    [GeneratedRegex(@"[0-9０-９][0-9０-９,，.．]*(?:\s*[%％‰万亿]?(?:个百分点|[件家个项元人次份所名])?)?|百分之[零〇一二三四五六七八九十百点]+|[一二三四五六七八九十百千万亿两]{2,}[余多]?(?:件|家|个|项|亿元|万元|元|人|次|份|所|名|条|批)")]
    private static partial Regex Figure();
}
