using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Zhice.Policy;
using Zhice.Policy.Corrections;

namespace Zhice.Web.Features.Documents.Reader;

/// <summary>Writes a piece of the original text as HTML: line by line, each run of words with its look, its offset and its node.</summary>
/// <remarks>Written by hand because every character counts: a component's own white space would shift the offsets of a selection.</remarks>
internal sealed class ChunkHtml(PolicyDocument document, Span? shown = null)
{
    static readonly HtmlEncoder encoder = HtmlEncoder.Create(UnicodeRanges.All);

    readonly IReadOnlyList<TextSegment> segments = TextSegments.Of(document);
    readonly Dictionary<int, List<Span>> anchors = Anchors(document, shown);

    /// <summary>The piece with its highlights.</summary>
    public string Write(Span chunk, Func<SourcePlace, string> place)
    {
        var html = new StringBuilder(chunk.Length * 3);
        var (open, last) = (false, "");
        foreach (var segment in TextSegments.Within(segments, chunk))
        {
            var at = segment.Span.Start;
            while (at < segment.Span.End)
            {
                if (!open)
                {
                    last = OpenLine(html, at, place, last);
                    open = true;
                }
                var newline = document.Text.IndexOf('\n', at, segment.Span.End - at);
                var end = newline < 0 ? segment.Span.End : newline;
                if (end > at) Run(html, segment, at, end);
                at = end;
                if (newline < 0) continue;
                html.Append("</div></div>");
                open = false;
                at = newline + 1;
            }
        }
        if (open) html.Append("</div></div>");
        return html.ToString();
    }

    // The margin names a place where it begins, not at each of its lines.
    string OpenLine(StringBuilder html, int at, Func<SourcePlace, string> place, string last)
    {
        var end = document.Text.IndexOf('\n', at);
        var blank = string.IsNullOrWhiteSpace(document.Text[at..(end < 0 ? document.Text.Length : end)]);
        html.Append(blank ? "<div class=\"ln gap\">" : "<div class=\"ln\">");
        var label = !blank && PlaceAt(at) is { } here ? place(here) : "";
        if (label.Length > 0 && label != last) html.Append("<span class=\"pl\" data-pl=\"").Append(encoder.Encode(label)).Append("\"></span>");
        html.Append("<div class=\"tx\">");
        return label.Length > 0 ? label : last;
    }

    void Run(StringBuilder html, TextSegment segment, int start, int end)
    {
        html.Append("<span class=\"sg r-").Append(Spelling.Of(segment.Role));
        if (segment.Mark is { } mark) html.Append(" m-").Append(mark is NodeKind.Task or NodeKind.Commitment ? "deadline" : Spelling.Of(mark));
        if (shown is { } asked && asked.Start < end && start < asked.End) html.Append(" asked");
        html.Append('"');
        var first = true;
        var extra = new StringBuilder();
        if (anchors.TryGetValue(start, out var spans))
            foreach (var span in spans)
            {
                if (first) html.Append(" id=\"s=").Append(span.Start).Append('-').Append(span.End).Append('"');
                else extra.Append("<i id=\"s=").Append(span.Start).Append('-').Append(span.End).Append("\"></i>");
                first = false;
            }
        html.Append(CultureInfo.InvariantCulture, $" data-s=\"{start}\"");
        if (segment.Node is { } node) html.Append(" data-n=\"").Append(encoder.Encode(node.ToString())).Append("\" data-b=\"").Append(segment.Block).Append('"');
        html.Append('>').Append(extra).Append(encoder.Encode(document.Text[start..end])).Append("</span>");
    }

    SourcePlace? PlaceAt(int at)
    {
        var places = document.Places;
        int low = 0, high = places.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (places[middle].Span.End <= at) low = middle + 1;
            else high = middle;
        }
        // The place in which the line begins, or the first one inside it.
        var line = document.Text.IndexOf('\n', at);
        return low < places.Count && places[low].Span.Start < (line < 0 ? document.Text.Length : line) ? places[low] : null;
    }

    // Every node's range is an address: #s=12-30 leads to its first words, without script too.
    static Dictionary<int, List<Span>> Anchors(PolicyDocument document, Span? shown)
    {
        var anchors = new Dictionary<int, List<Span>>();
        if (shown is { } asked) Add(asked);
        foreach (var section in document.Sections) Add(section.Span);
        foreach (var task in document.Tasks)
        {
            Add(task.Span);
            if (task.TitleSpan is { } title) Add(title);
            foreach (var assignment in task.Assignments) Add(assignment.Span);
            foreach (var measure in task.Measures)
            {
                Add(measure.Span);
                foreach (var rule in measure.Applicability) Add(rule.Span);
                foreach (var commitment in measure.Commitments)
                {
                    Add(commitment.Span);
                    foreach (var assignment in commitment.Assignments) Add(assignment.Span);
                }
            }
        }
        foreach (var target in document.Targets) Add(target.Span);
        foreach (var duty in document.Submissions) Add(duty.Span);
        return anchors;

        void Add(Span span)
        {
            if (span.IsEmpty) return;
            if (!anchors.TryGetValue(span.Start, out var list)) anchors[span.Start] = list = [];
            if (!list.Contains(span)) list.Add(span);
        }
    }
}
