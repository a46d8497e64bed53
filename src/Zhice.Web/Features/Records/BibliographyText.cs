using System.Globalization;
using System.Text;
using Zhice.Records.Model;

namespace Zhice.Web.Features.Records;

/// <summary>Records as entries of a bibliography, as BibTeX and its descendants read them: <c>@patent</c> with the fields of biblatex; rights that are no patents are <c>@misc</c>.</summary>
static class BibliographyText
{
    internal static string Entry(IpRecord record)
    {
        var patent = record.Kind <= RecordKind.Design;
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"@{(patent ? "patent" : "misc")}{{{Label(record.Key!)},\n");
        Field(text, "title", record.Title);
        Field(text, "author", People(record, PartyRole.Inventor));
        Field(text, "holder", People(record, PartyRole.Applicant));
        Field(text, "number", record.Publication ?? record.ShownApplication);
        if (record.Publication is not null) Field(text, "addendum", record.ShownApplication is { } application ? "申请号 " + application : null);
        Field(text, "date", (record.Published ?? record.Granted ?? record.Filed)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Field(text, "eventdate", record.Filed?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Field(text, "location", patent ? record.Office : null);
        Field(text, "type", record.Kind.ToString());
        Field(text, "keywords", string.Join(", ", record.Classes.Select(c => c.Symbol)));
        if (record.Synthetic) Field(text, "note", "合成数据 synthetic data");
        return text.Append("}\n\n").ToString();
    }

    // Letters, digits and a few signs are all that a label may have.
    static string Label(string key) => string.Concat(key.Select(c => char.IsLetterOrDigit(c) || c is '-' or '.' ? c : '-'));

    static string People(IpRecord record, PartyRole role) => string.Join(" and ", record.Parties.Where(p => p.Role == role).Select(p => "{" + Plain(p.Name) + "}"));

    static void Field(StringBuilder text, string name, string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return;
        text.Append(CultureInfo.InvariantCulture, $"  {name} = {{{(name is "author" or "holder" ? value : Plain(value))}}},\n");
    }

    // No brace of a text may open or close a field, and no command may stand in it.
    static string Plain(string value)
    {
        var plain = new StringBuilder(value.Length);
        foreach (var c in value)
            plain.Append(c switch { '{' or '[' => "(", '}' or ']' => ")", '\\' => "/", '%' or '&' or '#' or '$' or '_' => "\\" + c, '~' or '^' => " ", '\n' or '\r' or '\t' => " ", _ => c.ToString() });
        return plain.ToString().Trim();
    }
}
