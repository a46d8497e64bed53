using Zhice.Domain.Reporting;

namespace Zhice.Domain.Tests.Reporting;

/// <summary>Differences between two narratives, and the joining of two that two people wrote at once.</summary>
public sealed class TwoTexts
{
    [Fact]
    public void Differences_name_the_clauses_that_changed()
    {
        var parts = TextComparison.Differences("已印发办法，开展培训3场。", "已印发办法，开展培训5场，覆盖12个县。");
        Assert.Equal([TextChange.Same, TextChange.Removed, TextChange.Added], parts.Select(p => p.Change));
        Assert.Equal("已印发办法，", parts[0].Text);
    }

    [Fact]
    public void What_two_people_changed_in_different_paragraphs_is_joined()
    {
        var joined = TextComparison.Joined("一\n二\n三", "一，改\n二\n三", "一\n二\n三，也改");
        Assert.Equal("一，改\n二\n三，也改", joined);
    }

    [Fact]
    public void Neighbouring_paragraphs_are_joined_one_by_one() => Assert.Equal("一，改\n二，也改", TextComparison.Joined("一\n二", "一，改\n二", "一\n二，也改"));

    [Fact]
    public void Where_both_changed_the_same_paragraph_both_stand() =>
        Assert.Equal("一\n甲写的\n乙写的\n三", TextComparison.Joined("一\n二\n三", "一\n甲写的\n三", "一\n乙写的\n三"));

    [Fact]
    public void The_parts_make_up_both_texts_and_no_line_that_anybody_added_is_lost()
    {
        var random = new Random(7);
        string[] lines = ["一，二。", "三；四", "五", "", "六，七，八。"];
        for (var run = 0; run < 2_000; run++)
        {
            string origin = Text(), theirs = Changed(origin), mine = Changed(origin);
            var parts = TextComparison.Differences(theirs, mine);
            Assert.Equal(theirs, string.Concat(parts.Where(p => p.Change != TextChange.Added).Select(p => p.Text)));
            Assert.Equal(mine, string.Concat(parts.Where(p => p.Change != TextChange.Removed).Select(p => p.Text)));

            var joined = TextComparison.Joined(origin, theirs, mine).Split('\n').ToHashSet(StringComparer.Ordinal);
            foreach (var line in theirs.Split('\n').Concat(mine.Split('\n')).Where(l => l.StartsWith('新'))) Assert.Contains(line, joined);
        }

        string Text() => string.Join('\n', Enumerable.Range(0, random.Next(6)).Select(_ => lines[random.Next(lines.Length)]));

        string Changed(string text)
        {
            var changed = text.Split('\n').ToList();
            for (var i = random.Next(3); i > 0; i--)
            {
                var at = random.Next(changed.Count + 1);
                if (at < changed.Count && random.Next(3) == 0) changed.RemoveAt(at);
                else changed.Insert(at, $"新{random.Next(1000)}");
                if (changed.Count == 0) changed.Add("");
            }
            return string.Join('\n', changed);
        }
    }
}
