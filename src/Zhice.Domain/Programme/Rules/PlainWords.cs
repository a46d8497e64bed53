using System.Text;
using System.Text.RegularExpressions;

namespace Zhice.Domain.Programme.Rules;

/// <summary>Official wording made comparable: white space gone, one form of punctuation, definitions in brackets gone.</summary>
public static partial class PlainWords
{
    /// <summary>Removes white space, turns full-width letters and digits into plain ones and half-width Chinese punctuation into full-width.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || c is '\u200B' or '\uFEFF') continue;
            plain.Append(c switch
            {
                ',' => '，', ';' => '；', ':' => '：', '(' or '〔' or '﹝' => '（', ')' or '〕' or '﹞' => '）',
                >= '\uFF10' and <= '\uFF19' or >= '\uFF21' and <= '\uFF3A' or >= '\uFF41' and <= '\uFF5A' => (char)(c - 0xFEE0),
                _ => c,
            });
        }
        return plain.ToString();
    }

    /// <summary>As <see cref="Of"/>, and without （以下统称“…”） and quotation marks, which name a thing but do not change it.</summary>
    public static string Undefined(string text) => Quotes().Replace(Definition().Replace(Of(text), ""), "");

    /// <summary>Without any bracketed insertion: 省（区、市） becomes 省.</summary>
    public static string WithoutBrackets(string plain) => Bracket().Replace(plain, "");

    [GeneratedRegex("（以下(?:统称|简称|合称|并称|称)[^（）]*）")]
    private static partial Regex Definition();

    [GeneratedRegex("[“”\"‘’「」『』]")]
    private static partial Regex Quotes();

    [GeneratedRegex("（[^（）]*）")]
    private static partial Regex Bracket();
}
