using System.Globalization;
using System.Text;
using System.Xml;

namespace Zhice.Policy.Output;

/// <summary>Writes a reading as Akoma Ntoso 3.0 (OASIS), so that tools for legal texts can address its sentences.</summary>
/// <remarks>
/// Sections are <c>section</c>, tasks <c>article</c>, measures <c>paragraph</c>, commitments <c>point</c>. The eIds are made of the
/// document's own ids (sec_s2.1, art_t14, art_t14__para_m2__point_c1), so they are as stable as those.
/// </remarks>
public static class AkomaNtoso
{
    const string Namespace = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

    /// <summary>The XML in UTF-8 without a byte order mark.</summary>
    public static byte[] Write(PolicyDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        using var buffer = new MemoryStream();
        var settings = new XmlWriterSettings { Indent = true, IndentChars = " ", NewLineChars = "\n", Encoding = new UTF8Encoding(false), CheckCharacters = false };
        using (var xml = XmlWriter.Create(buffer, settings))
        {
            xml.WriteStartElement("akomaNtoso", Namespace);
            xml.WriteStartElement("doc", Namespace);
            xml.WriteAttributeString("name", PolicyWords.Of(document.Kind));
            Meta(xml, document);
            Preface(xml, document);
            xml.WriteStartElement("mainBody", Namespace);
            Body(xml, document);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return buffer.ToArray();
    }

    static void Meta(XmlWriter xml, PolicyDocument document)
    {
        var date = (document.IssuedOn ?? (document.Year is { } y ? new DateOnly(y, 1, 1) : new DateOnly(1, 1, 1))).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var work = "/akn/cn/doc/" + (document.Year is { } year ? year.ToString(CultureInfo.InvariantCulture) : "undated") + "/" + Digest(document.Text);
        xml.WriteStartElement("meta", Namespace);
        xml.WriteStartElement("identification", Namespace);
        xml.WriteAttributeString("source", "#zhice");
        foreach (var (level, suffix) in ((string, string)[])[("FRBRWork", ""), ("FRBRExpression", "/zho@"), ("FRBRManifestation", "/zho@.xml")])
        {
            xml.WriteStartElement(level, Namespace);
            Value(xml, "FRBRthis", work + suffix + "/!main");
            Value(xml, "FRBRuri", work + suffix);
            xml.WriteStartElement("FRBRdate", Namespace);
            xml.WriteAttributeString("date", date);
            xml.WriteAttributeString("name", "issued");
            xml.WriteEndElement();
            xml.WriteStartElement("FRBRauthor", Namespace);
            xml.WriteAttributeString("href", "#issuer");
            xml.WriteEndElement();
            if (level == "FRBRWork")
            {
                Value(xml, "FRBRcountry", "cn");
                if (document.DocumentNumber is not null) Value(xml, "FRBRnumber", document.DocumentNumber);
            }
            if (level == "FRBRExpression")
            {
                xml.WriteStartElement("FRBRlanguage", Namespace);
                xml.WriteAttributeString("language", "zho");
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        References(xml, document);
        xml.WriteEndElement();
    }

    static void References(XmlWriter xml, PolicyDocument document)
    {
        xml.WriteStartElement("references", Namespace);
        xml.WriteAttributeString("source", "#zhice");
        Organisation(xml, "issuer", document.Issuer ?? "");
        Organisation(xml, "zhice", "Zhice");
        var names = document.Tasks.SelectMany(t => t.Assignments.Concat(t.Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Assignments))).Select(a => a.Organisation).Distinct(StringComparer.Ordinal);
        foreach (var name in names) Organisation(xml, "org-" + Digest(name), name);
        xml.WriteEndElement();
    }

    static void Organisation(XmlWriter xml, string id, string name)
    {
        xml.WriteStartElement("TLCOrganization", Namespace);
        xml.WriteAttributeString("eId", id);
        xml.WriteAttributeString("href", "/ontology/organization/cn/" + id);
        xml.WriteAttributeString("showAs", Clean(name));
        xml.WriteEndElement();
    }

    static void Value(XmlWriter xml, string element, string value)
    {
        xml.WriteStartElement(element, Namespace);
        xml.WriteAttributeString("value", Clean(value));
        xml.WriteEndElement();
    }

    static void Preface(XmlWriter xml, PolicyDocument document)
    {
        if (document.Title is null) return;
        xml.WriteStartElement("preface", Namespace);
        xml.WriteStartElement("p", Namespace);
        Element(xml, "docTitle", document.Title);
        if (document.DocumentNumber is not null) Element(xml, "docNumber", document.DocumentNumber);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    static void Element(XmlWriter xml, string name, string text)
    {
        xml.WriteStartElement(name, Namespace);
        xml.WriteString(Clean(text));
        xml.WriteEndElement();
    }

    /// <summary>Sections open where they begin and close before the next one at their level; tasks stand in the innermost.</summary>
    static void Body(XmlWriter xml, PolicyDocument document)
    {
        var open = new Stack<PolicySection>();
        var next = 0;
        foreach (var task in document.Tasks)
        {
            while (next < document.Sections.Count && document.Sections[next].Span.Start <= task.Span.Start) Open(xml, open, document.Sections[next++]);
            Task(xml, task);
        }
        while (next < document.Sections.Count) Open(xml, open, document.Sections[next++]);
        while (open.Count > 0) { xml.WriteEndElement(); open.Pop(); }
        if (document.Tasks.Count > 0 || document.Sections.Count > 0) return;
        Element(xml, "p", document.Text);
    }

    static void Open(XmlWriter xml, Stack<PolicySection> open, PolicySection section)
    {
        while (open.Count > 0 && open.Peek().Level >= section.Level) { xml.WriteEndElement(); open.Pop(); }
        xml.WriteStartElement("section", Namespace);
        xml.WriteAttributeString("eId", "sec_" + section.Id);
        if (section.Number is not null) Element(xml, "num", section.Number);
        Element(xml, "heading", section.Title);
        open.Push(section);
    }

    static void Task(XmlWriter xml, PolicyTask task)
    {
        var id = "art_" + task.Id;
        xml.WriteStartElement("article", Namespace);
        xml.WriteAttributeString("eId", id);
        if (task.Assignments.Count > 0) xml.WriteAttributeString("refersTo", string.Join(' ', task.Assignments.Select(a => "#org-" + Digest(a.Organisation))));
        if (task.Number is not null) Element(xml, "num", task.Number);
        if (task.Title is not null) Element(xml, "heading", task.Title);
        foreach (var measure in task.Measures)
        {
            var paragraph = id + "__para_" + measure.Id[(measure.Id.LastIndexOf('.') + 1)..];
            xml.WriteStartElement("paragraph", Namespace);
            xml.WriteAttributeString("eId", paragraph);
            xml.WriteAttributeString("class", PolicyWords.Of(measure.Scope));
            foreach (var commitment in measure.Commitments) Commitment(xml, paragraph, commitment);
            if (measure.Commitments.Count == 0) Content(xml, paragraph, measure.Text);
            xml.WriteEndElement();
        }
        if (task.Measures.Count == 0) Content(xml, id, task.Title ?? "");
        xml.WriteEndElement();
    }

    static void Commitment(XmlWriter xml, string paragraph, Commitment commitment)
    {
        var id = paragraph + "__point_" + commitment.Id[(commitment.Id.LastIndexOf('.') + 1)..];
        xml.WriteStartElement("point", Namespace);
        xml.WriteAttributeString("eId", id);
        if (commitment.Assignments.Count > 0) xml.WriteAttributeString("refersTo", string.Join(' ', commitment.Assignments.Select(a => "#org-" + Digest(a.Organisation))));
        Content(xml, id, commitment.Text);
        xml.WriteEndElement();
    }

    static void Content(XmlWriter xml, string id, string text)
    {
        xml.WriteStartElement("content", Namespace);
        xml.WriteAttributeString("eId", id + "__content");
        Element(xml, "p", text);
        xml.WriteEndElement();
    }

    static string Digest(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    /// <summary>Characters that XML 1.0 cannot hold become U+FFFD.</summary>
    static string Clean(string text) => text.All(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)) ? text : string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));
}
