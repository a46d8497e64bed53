using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Items that an office prints in the line of the chapter above them.</summary>
public sealed class InlineItemTests
{
    [Theory]
    [InlineData("（一）健全行政裁决机制，6月底前出台裁决办法，年底前办结案件800件。\n（二）深化地理标志保护工程。建设示范区3个。")] // the second on its own line
    [InlineData("（一）健全行政裁决机制，6月底前出台裁决办法，年底前办结案件800件。（二）深化地理标志保护工程。建设示范区3个。")] // all in one line
    public void An_item_in_the_line_of_its_chapter_is_a_task(string items)
    {
        var document = Reader.Text($"某省知识产权局2026年工作要点\n\n一、加强创造。\n（一）培育专利组合20个。\n（二）推动专利导航。\n\n二、着力强化保护。{items}\n");

        Assert.Equal(["（一）", "（二）", "（一）", "（二）"], document.Tasks.Select(t => t.Number));
        var task = document.Tasks[2];
        Assert.Equal(["二、着力强化保护"], task.SectionPath);
        Assert.Equal([new DateOnly(2026, 6, 30), null], task.Measures.SelectMany(m => m.Commitments).Select(c => c.Deadline.Date));
        Assert.Equal(800, Assert.Single(document.Targets, t => t.TaskId == task.Id).Value);
        Assert.DoesNotContain(document.Parts, p => p.Role == PartRole.Narrative && document.Text[p.Span.Start..p.Span.End].Contains("裁决", StringComparison.Ordinal));
    }

    [Fact]
    public void An_item_behind_the_note_of_the_item_before_it_is_a_task_with_its_own_owner()
    {
        var document = Reader.Text("某省2026年工作方案\n\n一、强化保护。（一）健全裁决机制，出台裁决办法。（保护处负责）（二）建设示范区3个。（促进处负责）\n\n二、促进运用。（一）开展专利导航。（促进处负责）\n");
        Assert.Equal([("（一）", "保护处"), ("（二）", "促进处"), ("（一）", "促进处")], document.Tasks.Select(t => (t.Number!, t.Assignments.Single().Organisation)));
    }

    [Fact]
    public void Parts_of_a_sentence_that_are_counted_are_no_items() =>
        Assert.Single(Reader.Text("某省2026年工作方案\n\n一、强化保护。重点做好以下工作：（一）健全裁决机制；（二）建设示范区3个；（三）加强海关保护。\n").Tasks);
}
