using System.Text.Json;
using Xunit;

namespace Zhice.Policy.Tests.Corrections;

static class Invariants
{
    /// <summary>What every reading keeps: parts partition the text, spans lie in it, ids are unique, parts name living nodes, copies agree.</summary>
    public static void Hold(PolicyDocument document)
    {
        var at = 0;
        foreach (var part in document.Parts)
        {
            Assert.True(part.Span.Start == at && part.Span.End > at, $"part {part} does not follow {at}");
            at = part.Span.End;
        }
        Assert.Equal(document.Text.Length, at);

        var ids = document.Sections.Select(s => s.Id).Concat(document.Tasks.SelectMany(t => t.Measures.SelectMany(m => m.Commitments.Select(c => c.Id).Append(m.Id)).Append(t.Id))).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Empty(document.Parts.Where(p => p.NodeId is not null).Select(p => p.NodeId!).Except(ids));
        Assert.All(Spans(document), s => Assert.True(s.Start >= 0 && s.End >= s.Start && s.End <= document.Text.Length, $"span {s} is out of the text"));
        Assert.All(document.Tasks.SelectMany(t => t.Measures.Select(m => (t, m))), x => Assert.StartsWith(x.t.Id + ".", x.m.Id, StringComparison.Ordinal));
        Assert.All(document.Tasks.SelectMany(t => t.Measures).SelectMany(m => m.Commitments.Select(c => (m, c))), x =>
        {
            Assert.StartsWith(x.m.Id + ".", x.c.Id, StringComparison.Ordinal);
            Assert.True(x.m.Span.Contains(x.c.Span), $"{x.c.Id} {x.c.Span} is not within {x.m.Id} {x.m.Span}");
            Assert.Equal(document.Targets.Where(t => t.CommitmentId == x.c.Id), x.c.Targets);
            Assert.NotEqual("", x.c.Text);
        });
        Assert.InRange(document.Coverage, 0, 1);
    }

    /// <summary>The whole reading as text, to compare two.</summary>
    public static string Print(PolicyDocument document) => JsonSerializer.Serialize(document);

    static IEnumerable<Span> Spans(PolicyDocument document)
    {
        foreach (var section in document.Sections) yield return section.Span;
        foreach (var target in document.Targets) yield return target.Span;
        foreach (var task in document.Tasks)
        {
            yield return task.Span;
            if (task.TitleSpan is { } title) yield return title;
            foreach (var assignment in task.Assignments) yield return assignment.Span;
            foreach (var measure in task.Measures)
            {
                yield return measure.Span;
                foreach (var rule in measure.Applicability) yield return rule.Span;
            }
        }
    }
}
