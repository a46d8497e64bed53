using System.Text;
using Zhice.Policy.Corrections;

namespace Zhice.Policy.Tests.Corrections;

/// <summary>Writes a text together with its reading, so that the corrections are tested without the parser.</summary>
sealed class SmallReading
{
    readonly StringBuilder text = new();
    readonly List<TextPart> parts = [];
    readonly List<PolicySection> sections = [];
    readonly List<PolicyTask> tasks = [];
    readonly List<QuantityTarget> targets = [];

    /// <summary>Two sections, three tasks, notes of every kind, noise and a stretch that was not understood.</summary>
    public static PolicyDocument Usual(string preface = "", string idShift = "")
    {
        var reading = new SmallReading();
        if (preface.Length > 0) reading.Part(PartRole.Narrative, preface, null);
        reading.Part(PartRole.Metadata, "2030年试验任务清单", null);
        reading.Section("s1" + idShift, "一、强化保护", 1);
        reading.Task("t1" + idShift, "1", "完善法规", [
            ("m1", ActorScope.National, "国家局：", ["修订条例并推动立法。", "平均周期压减至16个月。"], []),
            ("m2", ActorScope.AllRegions, "各地区：", ["健全沟通机制。"], [(RegionLevel.Province, "各省必做", true)]),
        ], ["条法司", "战略司"]);
        reading.Part(PartRole.Noise, "— 3 —", null);
        reading.Task("t2" + idShift, "2", "提高质量", [("m1", ActorScope.Unspecified, null, ["完善审查标准，培育一批机构。"], [])], ["商标局"]);
        reading.Section("s2" + idShift, "二、提升服务", 1);
        reading.Part(PartRole.Unparsed, "另有安排的从其规定。", null);
        reading.Task("t3" + idShift, "3", "加强合作", [("m1", ActorScope.Unspecified, null, ["举办会议。", "完善审查标准，推进对话。"], [])], ["国际司"]);
        return reading.Done();
    }

    public void Section(string id, string title, int level)
    {
        var span = Part(PartRole.Heading, title, id);
        sections.Add(new PolicySection(id, null, title, level, null, span));
    }

    public void Task(string id, string number, string title,
        (string Id, ActorScope Scope, string? ScopeWords, string[] Sentences, (RegionLevel, string, bool?)[] Rules)[] measures, string[] organisations)
    {
        var start = text.Length;
        var titleSpan = Part(PartRole.TaskTitle, title, id);
        var made = new List<Measure>();
        foreach (var (shortId, scope, scopeWords, sentences, rules) in measures)
        {
            var measureId = $"{id}.{shortId}";
            Span? scopeSpan = scopeWords is null ? null : Part(PartRole.Scope, scopeWords, measureId);
            var commitments = new List<Commitment>();
            foreach (var sentence in sentences)
            {
                var commitmentId = $"{measureId}.c{commitments.Count + 1}";
                var span = Part(PartRole.Commitment, sentence, commitmentId);
                var commitment = new Commitment { Id = commitmentId, Text = sentence, Span = span };
                if (sentence.IndexOf("16个月", StringComparison.Ordinal) is var at and >= 0)
                {
                    var target = new QuantityTarget("平均周期", Comparator.AtMost, 16, "个月", false, null, id, commitmentId, new Span(span.Start, span.Start + at + 4));
                    targets.Add(target);
                    commitment = commitment with { Targets = [target] };
                }
                commitments.Add(commitment);
            }
            var measureSpan = new Span(commitments[0].Span.Start, commitments[^1].Span.End);
            made.Add(new Measure
            {
                Id = measureId, Scope = scope, ScopeSpan = scopeSpan, Text = string.Concat(sentences), Span = measureSpan, Commitments = commitments,
                Applicability = [.. rules.Select(r => new ApplicabilityRule(r.Item1, r.Item2, r.Item3, Part(PartRole.Applicability, r.Item2, measureId)))],
            });
        }
        var assignments = new List<Assignment>();
        var cell = text.Length;
        foreach (var organisation in organisations)
        {
            if (assignments.Count > 0) text.Append('、');
            assignments.Add(new Assignment(organisation, AssignmentRole.Responsible, organisations.Length > 1 ? AssignmentMode.Joint : AssignmentMode.Sole,
                new Span(text.Length, text.Length + organisation.Length)));
            text.Append(organisation);
        }
        parts.Add(new TextPart(PartRole.Assignment, new Span(cell, text.Length), id));
        var end = text.Length;
        Blank();
        tasks.Add(new PolicyTask
        {
            Id = id, Number = number, Title = title, TitleSpan = titleSpan, Span = new Span(start, end), Measures = made, Assignments = assignments,
            SectionPath = sections.Count > 0 ? [sections[^1].Title] : [],
        });
    }

    public Span Part(PartRole role, string words, string? nodeId)
    {
        var span = new Span(text.Length, text.Length + words.Length);
        text.Append(words);
        parts.Add(new TextPart(role, span, nodeId));
        Blank();
        return span;
    }

    void Blank()
    {
        parts.Add(new TextPart(PartRole.Blank, new Span(text.Length, text.Length + 1), null));
        text.Append('\n');
    }

    public PolicyDocument Done() => new()
    {
        Text = text.ToString(), Title = "2030年试验任务清单", Year = 2030, Kind = DocumentKind.TaskList,
        Sections = sections, Tasks = tasks, Targets = targets, Parts = parts, Coverage = Coverage.Of(text.ToString(), parts),
    };
}
