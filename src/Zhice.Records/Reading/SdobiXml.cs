using System.Text.RegularExpressions;
using System.Xml.Linq;
using Zhice.Records.Model;

namespace Zhice.Records.Reading;

/// <summary>Full text of the EPO after ST.36, whose bibliographic part (SDOBI) has the INID codes as tags: B110 number, B542 title, B721 inventor.</summary>
static partial class SdobiXml
{
    internal static IpRecord? Read(XElement root, XElement head)
    {
        var country = head.First("B190").Written() ?? root.Said("country") ?? "EP";
        var code = head.First("B130").Written() ?? root.Said("kind");
        var published = Day(head.First("B140")) ?? XmlParts.Day(root.Said("date-publ"));
        var number = XmlParts.Number(country, head.First("B110").Written() ?? root.Said("doc-number"), code);
        var (classes, bad) = Classes(head);
        return new IpRecord
        {
            Kind = XmlParts.Kind(null, code, null), Office = country, Publication = number, Published = published,
            Application = Application(country, head.First("B210").Written()), Filed = Day(head.First("B220")),
            // B450 is the mention of the grant; documents before it may name the day on which it is to come.
            Granted = code is ['B', ..] ? Day(head.First("B450")) ?? XmlParts.Grant(country, code, published) : null,
            Title = Title(head), Abstract = St36Xml.Preferred(root.Elements().Where(e => e.Name.LocalName == "abstract")).Words(),
            Claims = string.Join('\n', St36Xml.Preferred(root.Elements().Where(e => e.Name.LocalName == "claims")).All("claim").Select(c => c.Words())),
            Description = St36Xml.Preferred(root.Elements().Where(e => e.Name.LocalName == "description")).Words(),
            Classes = classes, Parties = [.. Parties(head).DistinctBy(p => (p.Role, p.Name))], Priorities = [.. Priorities(head.First("B300")).Distinct()],
            Citations = [.. head.All("B561").Select(c => Cited(c.Written())).OfType<Citation>().DistinctBy(c => c.Number)],
            // The publication by the international office, and the documents that this one was divided from.
            Family = [.. head.All("B871").Concat(head.First("B600").All("pdoc")).Select(d => d.First("pnum").Written()).Select(n => XmlParts.Number(n is [>= 'A' and <= 'Z', >= 'A' and <= 'Z', ..] ? null : country, n)).OfType<string>().Where(n => n != number).Distinct()],
            More = XmlParts.Remarks(country == "CN" ? head.First("B210").Written() : null, bad),
        };
    }

    static DateOnly? Day(XElement? dated) => XmlParts.Day(dated.First("date").Written());

    // 18700001.2: the figure behind the dot is a check digit, which other sources leave out.
    static string? Application(string country, string? written) => XmlParts.Number(country, country == "EP" && written is not null ? CheckDigit().Replace(written, "") : written);

    // Titles follow the code of their language.
    static string Title(XElement head)
    {
        var titles = new List<(string Language, string Text)>();
        var language = "";
        foreach (var part in head.First("B540")?.Elements() ?? [])
            if (part.Name.LocalName == "B541") language = part.Words().ToLowerInvariant();
            else if (part.Name.LocalName == "B542") titles.Add((part.Said("lang")?.ToLowerInvariant() ?? language, part.Words()));
        return titles.Count == 0 ? head.First("B540").Words() : titles.OrderBy(t => t.Language switch { "zh" => 0, "en" or "" => 1, _ => 2 }).First().Text;
    }

    static (List<ClassMark> Classes, int Bad) Classes(XElement head)
    {
        var (classes, bad) = (new List<ClassMark>(), 0);
        foreach (var (scheme, written) in head.All("classification-ipcr").Select(m => ("IPC", m.Child("text").Written())).Concat(head.All("classification-cpc").Select(m => ("CPC", m.Child("text").Written())))
            .Concat(head.All("B511").Concat(head.All("B512")).Select(m => ("IPC", (string?)m.Value.Trim('\n', '\r')))))
            if (XmlParts.Mark(scheme, written) is not { } mark) bad++;
            else if (!classes.Contains(mark)) classes.Add(mark);
        return (classes, bad);
    }

    // The parts of several priorities follow each other: a number, its day, its country, and the next number.
    static IEnumerable<string> Priorities(XElement? claims)
    {
        string? number = null;
        foreach (var part in claims?.Elements() ?? [])
            if (part.Name.LocalName == "B310") number = part.Written();
            else if (part.Name.LocalName == "B330" && Application(part.First("ctry").Written() ?? "", number) is { } priority)
            {
                yield return priority;
                number = null;
            }
    }

    static IEnumerable<Party> Parties(XElement head)
    {
        // Who owns the patent stands in B730, who asks for it in B710.
        foreach (var (tag, role) in new[] { (head.First("B731") is null ? "B711" : "B731", PartyRole.Applicant), ("B721", PartyRole.Inventor), ("B725", PartyRole.Inventor), ("B741", PartyRole.Agency), ("B746", PartyRole.Examiner) })
            foreach (var party in head.All(tag))
                if (party.First("snm").Written() is { } name)
                {
                    var (address, country) = (party.First("adr"), party.First("adr", "ctry").Written());
                    yield return XmlParts.Party(role, name, string.Join(", ", new[] { address.First("str").Written(), address.First("city").Written() }.OfType<string>()) is { Length: > 0 } text ? text : null, country is { Length: 2 } ? country : null);
                }
    }

    // EP-A1- 1 234 567, WO-A2-2008/123456
    static Citation? Cited(string? written) =>
        Document().Match(written ?? "") is { Success: true } m && XmlParts.Number(m.Groups[1].Value, m.Groups[3].Value, m.Groups[2].Value) is { } number ? new Citation(number) : null;

    [GeneratedRegex(@"\.[0-9X]\s*$")]
    private static partial Regex CheckDigit();
    [GeneratedRegex(@"^\s*([A-Z]{2})\s*-\s*([A-Z][0-9]?)\s*-\s*([A-Z]{0,3}\s*[0-9][0-9 ./,-]*)")]
    private static partial Regex Document();
}
