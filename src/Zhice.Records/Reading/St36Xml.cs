using System.Xml.Linq;
using Zhice.Records.Model;

namespace Zhice.Records.Reading;

/// <summary>WIPO ST.36 and what descends from it: USPTO since 2004, EPO, DOCDB exchange documents.</summary>
static class St36Xml
{
    internal static IpRecord? Read(XElement root)
    {
        if (root.Child("SDOBI") is { } tagged) return SdobiXml.Read(root, tagged);
        var head = root.Child("us-bibliographic-data-grant") ?? root.Child("us-bibliographic-data-application") ?? root.Child("bibliographic-data") ?? root;
        var publication = Reference(head, "publication-reference");
        var application = Reference(head, "application-reference");
        var country = publication.First("country").Written() ?? root.Said("country") ?? "US";
        var code = publication.First("kind").Written() ?? root.Said("kind");
        var number = XmlParts.Number(country, publication.First("doc-number").Written() ?? root.Said("doc-number"), code);
        var applied = application.First("doc-number").Written();
        var published = XmlParts.Day(publication.First("date").Written() ?? root.Said("date-publ"));
        // The source takes a document back.
        if (root.Said("status") is "D" or "d" && root.Name.LocalName == "exchange-document") return number is null ? null : new IpRecord { Kind = XmlParts.Kind(null, code, null), Office = country, Publication = number, Deleted = true };
        var (classes, bad) = Classes(head);
        var more = XmlParts.Remarks(country == "CN" ? applied : null, bad);
        if ((root.Said("family-id") ?? root.First("patent-family").Said("family-id")) is { Length: > 0 and < 30 } family) more["family-id"] = family;
        return new IpRecord
        {
            Kind = XmlParts.Kind(null, code, Plain(head, "application-reference").Said("appl-type")), Office = country,
            Application = applied is null ? null : XmlParts.Number(application.First("country").Written() ?? country, applied), Filed = XmlParts.Day(application.First("date").Written()),
            Publication = number, Published = published, Granted = XmlParts.Grant(country, code, published),
            Title = Preferred(head.All("invention-title")).Words(), Abstract = Preferred(root.All("abstract").Where(a => a.Ancestors().All(e => e.Name.LocalName != "description"))).Words(),
            Claims = string.Join('\n', root.Child("claims").All("claim").Select(c => c.Words())), Description = root.Child("description").Words(),
            Classes = classes, Parties = [.. Parties(head)],
            Citations = [.. head.All("patcit").Select(Cited).OfType<Citation>().DistinctBy(c => c.Number)],
            Priorities = [.. OneForm(head.All("priority-claim")).Select(Document).Select(p => XmlParts.Number(p.First("country").Written(), p.First("doc-number").Written())).Concat(Earlier(head)).OfType<string>().Distinct()],
            Family = [.. Family(root.First("patent-family")).Concat(Related(head)).Where(member => member != number).Distinct()],
            Events = Events(root), More = more,
        };
    }

    /// <summary>A member of a family as the services of the EPO give it: the document, and beside it what happened to the right.</summary>
    internal static IpRecord? ReadMember(XElement member)
    {
        if (member.First("exchange-document") is not { } document || Read(document) is not { } record) return null;
        return record with { Events = [.. record.Events.Concat(Events(member)).Distinct()] };
    }

    // What an application of the United States goes on from: provisional ones and its parents, each by its number of application.
    static IEnumerable<string?> Earlier(XElement head) =>
        head.Child("us-related-documents") is not { } related ? [] : related.All("us-provisional-application").Concat(related.All("parent-doc")).Concat(related.All("parent-pct-document"))
            .Select(d => d.Child("document-id")).Select(d => Application(d.First("country").Written(), d.First("doc-number").Written()));

    // And what of the family was published: the parent's grant, the international publication and the earlier publication of the same application.
    static IEnumerable<string> Related(XElement head) =>
        head.Child("us-related-documents") is not { } related ? [] : related.All("parent-grant-document").Concat(related.All("related-publication"))
            .Select(d => d.First("document-id")).Select(d => XmlParts.Number(d.First("country").Written(), d.First("doc-number").Written(), d.First("kind").Written() is { Length: <= 2 } kind && kind != "00" ? kind : null)).OfType<string>();

    // An international application says so in its number, whatever country stands beside it.
    static string? Application(string? country, string? number) => number?.StartsWith("PCT", StringComparison.Ordinal) is true ? XmlParts.Number(null, number) : XmlParts.Number(country, number);

    // INPADOC: code and words as attributes, the day of the gazette as a part; free text stands in a part further down.
    static List<LegalEvent> Events(XElement root)
    {
        var events = new List<LegalEvent>();
        foreach (var happened in root.All("legal"))
        {
            var on = happened.Descendants().FirstOrDefault(e => e.Name.LocalName.StartsWith("L007", StringComparison.Ordinal)).Written() ?? happened.Said("date");
            if (happened.Said("code")?.Trim() is not { Length: > 0 } code || XmlParts.Day(on) is not { } day) continue;
            string[] said = [.. new[] { happened.Said("desc")?.Trim(), happened.Descendants().FirstOrDefault(e => e.Name.LocalName.StartsWith("L510", StringComparison.Ordinal)).Written(), happened.Child("text").Written() }.OfType<string>().Where(t => t.Length > 0).Distinct()];
            var one = new LegalEvent(day, code, said.Length == 0 ? null : string.Join("; ", said));
            if (!events.Contains(one)) events.Add(one);
        }
        return events;
    }

    // A reference may have its document in several forms within it: the one with country, number and kind apart.
    static XElement Document(XElement reference) => reference.All("document-id").OrderBy(d => d.Said("document-id-type") switch { "docdb" or null => 0, "original" => 2, _ => 1 }).FirstOrDefault() ?? reference;

    // DOCDB gives each reference in several forms; its own form has country, number and kind apart.
    static XElement? Reference(XElement head, string name) =>
        head.Elements().Where(e => e.Name.LocalName == name).OrderBy(e => e.Said("data-format") switch { "docdb" or null => 0, "original" => 1, _ => 2 }).FirstOrDefault().First("document-id");

    // A member's publication comes in several forms, too, and the record itself is a member of its family.
    static IEnumerable<string> Family(XElement? family) =>
        (family.All("family-member") is var members && members.Any() ? members : family is null ? [] : [family])
            .SelectMany(member => OneForm(member.All("publication-reference"))).Select(p => XmlParts.Number(p.First("country").Written(), p.First("doc-number").Written(), p.First("kind").Written())).OfType<string>();

    /// <summary>Of elements that come in several forms of the same data (docdb, docdba, original, epodoc) those of one form: the original where it is Chinese, else the source's own.</summary>
    static List<XElement> OneForm(IEnumerable<XElement> elements)
    {
        var forms = elements.GroupBy(e => e.Said("data-format") ?? "").ToList();
        if (forms.Count < 2) return [.. forms.SelectMany(f => f)];
        static int Order(IGrouping<string, XElement> form) => form.Key switch
        {
            "original" when form.Any(e => e.Words().Any(c => c is >= '\u3400' and <= '\u9FFF')) => 0, "docdb" => 1, "" => 2, "docdba" => 3, "original" => 4, _ => 5,
        };
        return [.. forms.MinBy(Order)!];
    }

    static XElement? Plain(XElement head, string name) => head.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    // Chinese first, then English, then whatever there is.
    internal static XElement? Preferred(IEnumerable<XElement> texts) => texts.OrderBy(t => t.Said("lang")?.ToLowerInvariant() switch { "zh" => 0, "en" or null => 1, _ => 2 }).FirstOrDefault();

    static (List<ClassMark> Classes, int Bad) Classes(XElement head)
    {
        var (classes, bad) = (new List<ClassMark>(), 0);
        foreach (var (name, scheme) in new[] { ("classification-ipcr", "IPC"), ("classification-cpc", "CPC"), ("patent-classification", "CPC") })
            foreach (var mark in head.All(name).Where(m => name != "patent-classification" || m.First("classification-scheme").Said("scheme") is null or ['C', 'P', 'C', ..]).Where(m => m.Ancestors().All(a => a.Name.LocalName is not ("us-references-cited" or "references-cited" or "us-citation"))))
            {
                var parts = mark.Child("section") is null ? mark.Child("text").Written() ?? mark.Child("classification-symbol").Written()
                    : $"{mark.Child("section").Written()}{mark.Child("class").Written()}{mark.Child("subclass").Written()}{mark.Child("main-group").Written()}/{mark.Child("subgroup").Written()}";
                Add(scheme, parts);
            }
        foreach (var old in head.Elements().Where(e => e.Name.LocalName == "classification-ipc"))
            foreach (var mark in old.All("main-classification").Concat(old.All("further-classification")).Concat(old.Elements().Where(e => e.Name.LocalName == "text"))) Add("IPC", mark.Written());
        foreach (var design in head.All("classification-locarno")) Add("LOC", design.Child("main-classification").Written());
        return (classes, bad);

        void Add(string scheme, string? written)
        {
            if (XmlParts.Mark(scheme, written) is not { } mark) bad++;
            else if (!classes.Contains(mark)) classes.Add(mark);
        }
    }

    static IEnumerable<Party> Parties(XElement head)
    {
        var owners = head.Child("assignees").All("assignee").Concat(head.Child("us-assignees").All("assignee")).ToList();
        var applicants = OneForm(head.All("applicant").Concat(head.All("us-applicant")));
        // Before 2012 the applicants of the United States are the inventors; who owns the right is the assignee.
        var inventors = OneForm(head.All("inventor")).Concat(applicants.Where(a => a.Said("app-type") is "applicant-inventor")).ToList();
        foreach (var owner in owners.Count > 0 ? owners : applicants)
            if (Of(owner, PartyRole.Applicant) is { } party) yield return party;
        foreach (var inventor in inventors)
            if (Of(inventor, PartyRole.Inventor) is { } party) yield return party;
        foreach (var agent in head.All("agent"))
            if (Of(agent, PartyRole.Agency) is { } party) yield return party;
        foreach (var examiner in head.All("primary-examiner"))
            if (Of(examiner, PartyRole.Examiner) is { } party) yield return party;
    }

    static Party? Of(XElement element, PartyRole role)
    {
        var name = element.First("orgname").Written() ?? string.Join(' ', new[] { element.First("first-name").Written(), element.First("last-name").Written() }.OfType<string>());
        if (name.Length == 0) name = (element.First("name") ?? element.First("applicant-name") ?? element.First("inventor-name")).Written() ?? "";
        if (name.Length == 0) return null;
        var address = element.First("address");
        var country = (address.First("country") ?? element.First("residence", "country")).Written();
        return XmlParts.Party(role, name, string.Join(", ", new[] { address.First("street").Written(), address.First("city").Written(), address.First("state").Written() }.OfType<string>()) is { Length: > 0 } text ? text : null, country is { Length: 2 } ? country : null);
    }

    static Citation? Cited(XElement citation) =>
        XmlParts.Number(citation.First("country").Written(), citation.First("doc-number").Written(), citation.First("kind").Written() is { Length: <= 2 } kind && kind != "00" ? kind : null) is { } number ? new Citation(number, citation.Parent.First("category").Written() is { Length: <= 2 } c ? c : null) : null;
}
