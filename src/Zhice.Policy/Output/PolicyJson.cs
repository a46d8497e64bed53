using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Zhice.Policy.Output;

/// <summary>Writes and reads the JSON of a parse. Its fields and words are fixed in docs/policy-json.md; the same document gives the same bytes.</summary>
public static class PolicyJson
{
    const int FlushAt = 1 << 16;

    static readonly JsonWriterOptions Options = new() { Indented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The JSON of <paramref name="document"/> in UTF-8 without a byte order mark, ending with a line end.</summary>
    public static byte[] Write(PolicyDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        using var buffer = new MemoryStream();
        Write(document, buffer);
        return buffer.ToArray();
    }

    /// <summary>Writes the same bytes to <paramref name="target"/> as they are made: the JSON of a long text is many times its length.</summary>
    public static void Write(PolicyDocument document, Stream target)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(target);
        using (var json = new Utf8JsonWriter(target, Options)) Document(json, document);
        target.WriteByte((byte)'\n');
    }

    /// <summary>The document that <see cref="Write(PolicyDocument)"/> wrote.</summary>
    /// <exception cref="FormatException">A word or field is not of this format.</exception>
    /// <exception cref="JsonException">The bytes are no JSON.</exception>
    public static PolicyDocument ReadDocument(ReadOnlyMemory<byte> utf8) => PolicyJsonReader.Read(utf8);

    static void Document(Utf8JsonWriter json, PolicyDocument document)
    {
        json.WriteStartObject();
        json.WriteString("title", document.Title);
        if (document.Year is { } year) json.WriteNumber("year", year); else json.WriteNull("year");
        json.WriteString("issuer", document.Issuer);
        json.WriteString("documentNumber", document.DocumentNumber);
        Date(json, "issuedOn", document.IssuedOn);
        json.WriteString("kind", PolicyWords.Of(document.Kind));
        List(json, "sections", document.Sections, Section);
        List(json, "tasks", document.Tasks, Task);
        List(json, "targets", document.Targets, Target);
        List(json, "submissions", document.Submissions, Submission);
        List(json, "citations", document.Citations, (w, c) => { w.WriteString("name", c.Name); Range(w, "span", c.Span); });
        Ranges(json, "unparsed", document.Unparsed);
        Ranges(json, "noise", document.Noise);
        json.WriteNumber("coverage", document.Coverage);
        Date(json, "publishedOn", document.PublishedOn);
        json.WriteBoolean("firstNamedLeads", document.FirstNamedLeads);
        List(json, "definitions", document.Definitions, (w, d) =>
        {
            w.WriteString("shortName", d.ShortName);
            w.WriteString("fullName", d.FullName);
            Range(w, "span", d.Span);
        });
        List(json, "parts", document.Parts, (w, p) =>
        {
            w.WriteString("role", PolicyWords.Of(p.Role));
            Range(w, "span", p.Span);
            w.WriteString("node", p.NodeId);
        });
        List(json, "places", document.Places, Place);
        LongText(json, "text", document.Text);
        json.WriteEndObject();
    }

    /// <summary>A string in segments, so that the writer never holds it whole.</summary>
    static void LongText(Utf8JsonWriter json, string name, string text)
    {
        json.WritePropertyName(name);
        for (var at = 0; at < text.Length; at += FlushAt)
        {
            json.WriteStringValueSegment(text.AsSpan(at, Math.Min(FlushAt, text.Length - at)), at + FlushAt >= text.Length);
            json.Flush();
        }
        if (text.Length == 0) json.WriteStringValue("");
    }

    static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStartObject();
            write(json, value);
            json.WriteEndObject();
            if (json.BytesPending > FlushAt) json.Flush();
        }
        json.WriteEndArray();
    }

    static void Range(Utf8JsonWriter json, string name, Span? span)
    {
        if (span is not { } range)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteNumber("start", range.Start);
        json.WriteNumber("end", range.End);
        json.WriteEndObject();
    }

    static void Ranges(Utf8JsonWriter json, string name, IEnumerable<Span> spans) =>
        List(json, name, spans, (w, s) => { w.WriteNumber("start", s.Start); w.WriteNumber("end", s.End); });

    static void Date(Utf8JsonWriter json, string name, DateOnly? date) =>
        json.WriteString(name, date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    static void Section(Utf8JsonWriter json, PolicySection section)
    {
        json.WriteString("id", section.Id);
        json.WriteString("number", section.Number);
        json.WriteString("title", section.Title);
        json.WriteNumber("level", section.Level);
        json.WriteString("parent", section.ParentId);
        Range(json, "span", section.Span);
    }

    static void Task(Utf8JsonWriter json, PolicyTask task)
    {
        json.WriteString("id", task.Id);
        json.WriteString("number", task.Number);
        json.WriteStartArray("sectionPath");
        foreach (var title in task.SectionPath) json.WriteStringValue(title);
        json.WriteEndArray();
        json.WriteString("title", task.Title);
        List(json, "measures", task.Measures, Measure);
        List(json, "assignments", task.Assignments, Assignment);
        Deadline(json, task.Deadline);
        Range(json, "span", task.Span);
        Range(json, "titleSpan", task.TitleSpan);
    }

    static void Measure(Utf8JsonWriter json, Measure measure)
    {
        json.WriteString("scope", PolicyWords.Of(measure.Scope));
        json.WriteString("text", measure.Text);
        Range(json, "span", measure.Span);
        List(json, "commitments", measure.Commitments, Commitment);
        List(json, "applicability", measure.Applicability, (w, r) =>
        {
            w.WriteString("level", r.Level == RegionLevel.Unstated ? null : PolicyWords.Of(r.Level));
            w.WriteString("text", r.Text);
            if (r.Must is { } must) w.WriteBoolean("must", must); else w.WriteNull("must");
            Range(w, "span", r.Span);
        });
        json.WriteString("id", measure.Id);
        Range(json, "scopeSpan", measure.ScopeSpan);
    }

    static void Commitment(Utf8JsonWriter json, Commitment commitment)
    {
        json.WriteString("text", commitment.Text);
        Range(json, "span", commitment.Span);
        List(json, "assignments", commitment.Assignments, Assignment);
        Deadline(json, commitment.Deadline);
        List(json, "targets", commitment.Targets, Target);
        json.WriteString("id", commitment.Id);
    }

    static void Assignment(Utf8JsonWriter json, Assignment assignment)
    {
        json.WriteString("organisation", assignment.Organisation);
        json.WriteString("role", PolicyWords.Of(assignment.Role));
        json.WriteString("mode", PolicyWords.Of(assignment.Mode));
        Range(json, "span", assignment.Span);
    }

    static void Deadline(Utf8JsonWriter json, Deadline deadline)
    {
        json.WriteStartObject("deadline");
        json.WriteString("kind", PolicyWords.Of(deadline.Kind));
        Date(json, "date", deadline.Date);
        json.WriteString("text", deadline.Text);
        Range(json, "span", deadline.Span);
        json.WriteEndObject();
    }

    static void Target(Utf8JsonWriter json, QuantityTarget target)
    {
        json.WriteString("what", target.What);
        json.WriteString("comparator", PolicyWords.Of(target.Comparator));
        json.WriteNumber("value", target.Value);
        json.WriteString("unit", target.Unit);
        json.WriteBoolean("growth", target.Growth);
        Date(json, "due", target.Due);
        json.WriteString("task", target.TaskId);
        json.WriteString("commitment", target.CommitmentId);
        Range(json, "span", target.Span);
    }

    static void Submission(Utf8JsonWriter json, SubmissionDuty duty)
    {
        json.WriteStartArray("who");
        foreach (var who in duty.Who) json.WriteStringValue(who);
        json.WriteEndArray();
        Date(json, "due", duty.Due);
        json.WriteString("to", duty.To);
        json.WriteString("what", duty.What);
        json.WriteStartArray("form");
        foreach (var form in duty.Form) json.WriteStringValue(form);
        json.WriteEndArray();
        Range(json, "span", duty.Span);
    }

    static void Place(Utf8JsonWriter json, SourcePlace place)
    {
        Range(json, "span", place.Span);
        Number(json, "page", place.Page);
        Number(json, "row", place.Row);
        Number(json, "column", place.Column);
        Number(json, "line", place.Line);
    }

    static void Number(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number) json.WriteNumber(name, number); else json.WriteNull(name);
    }
}
