using Zhice.Records.Model;
using Zhice.Records.Query;

namespace Zhice.Records.Reading;

/// <summary>Makes records of the rows of a table.</summary>
static class TableRecords
{
    const int MostNamed = 20, MostOfName = 60;
    static readonly char[] ListSigns = [';', '；', '|', '\n'], ClassSigns = [';', '；', '|', '\n', ',', '，', '[', ']', '"'];

    static readonly (string Field, PartyRole Role)[] Roles =
    [
        ("inventor", PartyRole.Inventor), ("agency", PartyRole.Agency), ("agent", PartyRole.Agent), ("transferee", PartyRole.Transferee), ("pledgee", PartyRole.Pledgee), ("respondent", PartyRole.Respondent),
    ];

    internal static IEnumerable<ReadRecord> Read(IEnumerable<TableRow> rows, TableMapping? mapping, Func<long> position)
    {
        Func<IReadOnlyList<string>, string, string>? of = null;
        string[] more = [];
        var width = 0;
        string? told = null;
        foreach (var row in rows)
        {
            if (row.Fault is not null)
            {
                yield return new ReadRecord(row.Line, null, row.Fault, row.Fields[0], position());
                continue;
            }
            if (of is null)
            {
                mapping ??= TableMapping.Guess(row.Fields);
                string[] head = [.. row.Fields.Select(f => f.TrimStart('\uFEFF'))];
                (of, width, more) = (mapping.Over(head), row.Fields.Count, [.. mapping.More]);
                if (mapping.Unused(head).Select(Short).Take(MostNamed).ToList() is { Count: > 0 } unused) told = "ingest.columns\t" + string.Join("、", unused);
                continue;
            }
            yield return One(row, width, of, more) with { Position = position(), Told = told };
            told = null;
        }
    }

    static string Short(string text) => XmlParts.OneLine(text.Length > MostOfName ? text[..MostOfName] : text);

    static ReadRecord One(TableRow row, int width, Func<IReadOnlyList<string>, string, string> of, string[] more)
    {
        string Field(string name) => of(row.Fields, name);
        if (row.Fields.Count > width) return new ReadRecord(row.Line, null, "record.columns", row.Fields[0]);
        if (row.Fields.Any(f => f.Contains('\uFFFD', StringComparison.Ordinal))) return new ReadRecord(row.Line, null, "record.encoding", row.Fields[0]);
        var office = Field("office") is { Length: 2 } country ? country.ToUpperInvariant() : "CN";
        var (application, publication) = (RecordNumber.Read(Field("application"), office), RecordNumber.Read(Field("publication"), office));
        var kind = Field("kind") is { Length: > 0 } written ? (QueryValues.Read("kind", written) as KindNode)?.Kind : XmlParts.Kind(application?.Text, publication is null ? null : publication.Text[publication.Stem.Length..], null);
        if (kind is null) return new ReadRecord(row.Line, null, "record.kind", Field("kind"));
        var patent = kind <= RecordKind.Design;
        if (patent && publication is { Form: NumberForm.Publication }) office = publication.Text[..2];
        var own = OwnNumber.Publication(kind.Value, Field("publication"), office);
        try
        {
            var extra = more.Select(m => (Name: m[5..], Value: Field(m))).Where(m => m.Value.Length > 0).ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);
            var (classes, bad) = Classes(Field);
            if (patent && application is { CheckHolds: false }) extra["check-digit"] = Field("application");
            var status = QueryValues.Read("status", Field("status")) as StatusNode;
            if (status is null && Field("status").Length > 0) extra["bad-status"] = Short(Field("status"));
            if (bad > 0) extra["bad-class"] = bad.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return new ReadRecord(row.Line, new IpRecord
            {
                Kind = kind.Value, Office = office, Application = OwnNumber.Application(kind.Value, Field("application"), office, own is not null), Publication = own,
                Filed = XmlParts.Day(Field("filed")), Published = XmlParts.Day(Field("published")), Granted = XmlParts.Day(Field("granted")), Ended = XmlParts.Day(Field("ended")),
                Status = status?.Status ?? RecordStatus.Unknown,
                Title = Field("title"), Abstract = Field("abstract"), Claims = Field("claims"), Description = Field("description"), Classes = classes, Parties = Parties(Field),
                Citations = [.. Numbers(Field("cites")).Select(n => new Citation(n))], Priorities = [.. Numbers(Field("priority"))], Family = [.. Numbers(Field("family"))], Events = [.. List(Field("event")).Select(Event).Distinct()], More = extra,
            });
        }
        catch (BadDayException day)
        {
            return new ReadRecord(row.Line, null, "record.day", day.Message);
        }
    }

    static (List<ClassMark> Classes, int Bad) Classes(Func<string, string> field)
    {
        var (classes, bad) = (new List<ClassMark>(), 0);
        foreach (var scheme in (string[])["ipc", "cpc", "loc", "nice", "vienna", "gbt4754"])
            foreach (var written in field(scheme).Split(ClassSigns, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                if (XmlParts.Mark(scheme.ToUpperInvariant(), written) is not { } mark) bad++;
                else if (!classes.Contains(mark)) classes.Add(mark);
        return (classes, bad);
    }

    static List<Party> Parties(Func<string, string> field)
    {
        var address = field("address") is { Length: > 0 } text ? text : null;
        var parties = new List<Party>();
        foreach (var name in List(field("applicant"))) parties.Add(XmlParts.Party(PartyRole.Applicant, name, parties.Count == 0 ? address : null, null));
        foreach (var (name, role) in Roles)
            foreach (var one in List(field(name))) parties.Add(new Party(role, one));
        return parties;
    }

    // The day first; then a code of capitals and figures where there is one, and words.
    static LegalEvent Event(string written)
    {
        var parts = written.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        var day = XmlParts.Day(parts[0]) ?? throw new BadDayException(written.Length > 60 ? written[..60] : written);
        var said = parts.Length > 1 ? parts[1].Trim() : throw new BadDayException(written);
        var first = said.Split(' ', 2)[0];
        var coded = first.Length is > 1 and <= 12 && first.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '-');
        var (code, words) = coded ? (first, said[first.Length..].Trim()) : (said.Length > 60 ? said[..60] : said, said);
        return new LegalEvent(day, code, words.Length == 0 ? null : words);
    }

    static string[] List(string text) => text.Split(ListSigns, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    static IEnumerable<string> Numbers(string text) => List(text).Select(n => RecordNumber.Read(n)?.Text).OfType<string>().Distinct();
}
