using System.Text.RegularExpressions;

namespace Zhice.Web.Exports;

/// <summary>Texts that a spreadsheet would run as a formula when a file is opened or a cell is edited (CWE-1236).</summary>
/// <remarks>A text that begins with = + - @, a tab or a carriage return, also behind apostrophes, gets one apostrophe more on its way out and
/// loses one on its way in: <see cref="In"/> of <see cref="Out"/> is the text itself, whatever it was.</remarks>
public static partial class Harmless
{
    /// <summary>The text as it is written to a file.</summary>
    public static string Out(string text) => Risky().IsMatch(text) ? "'" + text : text;

    /// <summary>The text as it was before <see cref="Out"/>.</summary>
    public static string In(string text) => text.StartsWith('\'') && Risky().IsMatch(text) ? text[1..] : text;

    [GeneratedRegex(@"^'*[=+\-@\t\r]")]
    private static partial Regex Risky();
}
