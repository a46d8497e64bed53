using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Zhice.Records.Model;
using Zhice.Records.Names;

namespace Zhice.Records.Reading;

/// <summary>What the readers of XML have in common: elements by local name, texts, days, parties.</summary>
static partial class XmlParts
{
    internal static IEnumerable<XElement> All(this XElement? element, string name) => element?.Descendants().Where(e => e.Name.LocalName == name) ?? [];

    internal static XElement? First(this XElement? element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) element = element.All(name).FirstOrDefault();
        return element;
    }

    internal static XElement? Child(this XElement? element, string name) => element?.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    // Stands between paragraphs until breaks within them are gone.
    const char Apart = '\u001F';

    /// <summary>All text with single blanks; paragraphs are kept apart.</summary>
    internal static string Words(this XElement? element)
    {
        if (element is null) return "";
        var text = new StringBuilder();
        foreach (var node in element.DescendantNodes().OfType<XText>())
        {
            if (text.Length > 0 && node.Parent?.Name.LocalName is "p" or "P" or "paragraph" or "Paragraphs" or "claim-text" or "ClaimText" or "heading" or "Heading" or "PTEXT" && node.PreviousNode is null) text.Append(Apart);
            // Formulas stand in some files as MathML within a text of their own: their signs are text, their tags are none.
            text.Append(node.Parent?.Name.LocalName == "MathText" ? System.Net.WebUtility.HtmlDecode(Tags().Replace(node.Value, "").Replace("&CenterDot;", "·", StringComparison.Ordinal)) : node.Value);
        }
        return Spaces().Replace(Breaks().Replace(text.ToString(), ""), " ").Trim();
    }

    internal static string? Written(this XElement? element) => element.Words() is { Length: > 0 } text ? text : null;

    internal static string? Said(this XElement? element, string name) => element?.Attributes().FirstOrDefault(a => a.Name.LocalName == name)?.Value;

    internal static DateOnly? Day(string? written)
    {
        var day = RecordDay.Read(written, out var impossible);
        return impossible ? throw new BadDayException(written!) : day;
    }

    /// <summary>The number of a document in normal writing; null when none. Numbers of the international office have their country in themselves, too: WO 89/02682.</summary>
    internal static string? Number(string? country, string? number, string? kind = null)
    {
        if (number is null) return null;
        var said = country is { Length: 2 } && number.TrimStart().StartsWith(country, StringComparison.OrdinalIgnoreCase) && number.TrimStart().AsSpan(2).TrimStart() is { Length: > 0 } rest && char.IsAsciiDigit(rest[0]);
        return RecordNumber.Read((said ? "" : country) + number + (kind is { Length: <= 2 } ? kind : ""), country ?? "CN")?.Text;
    }

    /// <summary>A class in normal writing; null when it cannot be.</summary>
    internal static ClassMark? Mark(string scheme, string? written) => written is not null && ClassSymbol.Normal(scheme, written) is { } symbol ? new ClassMark(scheme, symbol) : null;

    internal static Party Party(PartyRole role, string name, string? address, string? country) =>
        new(role, name, address, country, country is null or "CN" ? DivisionFinder.Shipped.Find(address) : null);

    internal static RecordKind Kind(string? number, string? code, string? type)
    {
        if (type?.ToLowerInvariant() is "design" or "30" || code is ['S', ..]) return RecordKind.Design;
        if (type is "20" || code is ['U' or 'Y', ..]) return RecordKind.UtilityModel;
        return number is { Length: 14 } && number.StartsWith("CN", StringComparison.Ordinal) ? number[6] switch { '2' or '9' => RecordKind.UtilityModel, '3' => RecordKind.Design, _ => RecordKind.Invention } : RecordKind.Invention;
    }

    /// <summary>The day of grant where the code of a publication says that it is the announcement of a grant; null where it does not, or is a corrected or limited one, whose day is another.</summary>
    /// <remarks>China: B, U and S are grants since 1993, of applications laid open for opposition before; C and Y were grants of 1993 to 2010. A kind with a figure (B8, C1) is a correction or a part declared invalid. United States: not P1, P4 and P9, which are applications for plants.</remarks>
    internal static DateOnly? Grant(string office, string? code, DateOnly? published) => (office, code?.Trim()) switch
    {
        ("CN", "B" or "C" or "U" or "Y" or "S") => published >= new DateOnly(1993, 1, 1) ? published : null,
        ("US", "P1" or "P4" or "P9") or ("US", [_, '8' or '9']) => null,
        ("US", ['B' or 'S' or 'E' or 'P', ..]) or ("EP", "B1") => published,
        _ => null,
    };

    /// <summary>More about a number: whether its check digit fits; a fault of it is kept for the quality report.</summary>
    internal static Dictionary<string, string> Remarks(string? application, int badClasses)
    {
        var more = new Dictionary<string, string>(StringComparer.Ordinal);
        if (application is not null && RecordNumber.Read(application) is { CheckHolds: false }) more["check-digit"] = application;
        if (badClasses > 0) more["bad-class"] = badClasses.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return more;
    }

    /// <summary>A text on one line without tabs.</summary>
    internal static string OneLine(string text) => Spaces().Replace(text, " ");

    // Line breaks inside Chinese text stand for nothing.
    [GeneratedRegex(@"(?<=[\u3000-\u303F\u3400-\u9FFF\uFF00-\uFFEF])\s*\n\s*(?=[\u3400-\u9FFF])")]
    private static partial Regex Breaks();
    [GeneratedRegex(@"[\s\u001F]+")]
    private static partial Regex Spaces();
    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
