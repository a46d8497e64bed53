using System.Globalization;
using Xunit;
using Zhice.Policy.Corrections;

namespace Zhice.Policy.Tests.Corrections;

public sealed class SurvivalTests
{
    [Theory]
    [InlineData("", ".x")]              // a better parser gives other ids over the same text
    [InlineData("前言一段，说明来历。", "")] // another edition of the text, every range shifted
    [InlineData("前言一段，说明来历。", ".x")]
    public void A_correction_survives_a_reading_with_other_ids_and_places(string preface, string idShift)
    {
        var before = SmallReading.Usual();
        var corrections = new List<Correction>();
        var reviewed = before;
        Do(CorrectionOperation.Set, new(NodeKind.Assignment, "t1", 1), null, ("organisation", "战略规划司"));
        Do(CorrectionOperation.Split, new(NodeKind.Commitment, "t3.m1.c2"), null, ("at", "7"));
        Do(CorrectionOperation.Set, new(NodeKind.Measure, "t1.m2"), null, ("scope", "concerned-regions"));
        Do(CorrectionOperation.Set, new(NodeKind.Target, null, 0), null, ("value", "15.5"));
        Do(CorrectionOperation.Add, NodeRef.Document, "另有安排的从其规定。", ("kind", "task"), ("as", "text"));

        var (after, lost) = Review.Apply(SmallReading.Usual(preface, idShift.Replace(".", "", StringComparison.Ordinal)), corrections);
        Assert.Empty(lost);
        Invariants.Hold(after);
        Assert.Equal("战略规划司", after.Tasks[0].Assignments[1].Organisation);
        Assert.Equal(ActorScope.ConcernedRegions, after.Tasks[0].Measures[1].Scope);
        Assert.Equal(15.5m, after.Targets[0].Value);
        // The same words stand in task 2 as well: the surroundings decide which sentence was meant.
        Assert.Single(after.Tasks[1].Measures[0].Commitments);
        Assert.Equal(["举办会议。", "完善审查标准，", "推进对话。"], after.Tasks[3].Measures[0].Commitments.Select(c => c.Text));

        void Do(CorrectionOperation operation, NodeRef node, string? words, params (string, string)[] to)
        {
            Span? selection = words is null ? null : new Span(reviewed.Text.IndexOf(words, StringComparison.Ordinal), reviewed.Text.IndexOf(words, StringComparison.Ordinal) + words.Length);
            var made = Corrector.Make(reviewed, operation, node, selection, to.ToDictionary(v => v.Item1, v => v.Item2));
            Assert.NotNull(made);
            corrections.Add(made);
            var (next, reason) = Review.ApplyOne(reviewed, made);
            Assert.Null(reason);
            reviewed = next;
        }
    }

    [Fact]
    public void A_correction_whose_words_are_gone_is_listed_and_the_others_hold()
    {
        var before = SmallReading.Usual();
        var gone = Corrector.Make(before, CorrectionOperation.Set, new(NodeKind.Task, "t2"), null, new Dictionary<string, string> { ["title"] = "甲" })!;
        var holds = Corrector.Make(before, CorrectionOperation.Set, new(NodeKind.Task, "t3"), null, new Dictionary<string, string> { ["title"] = "乙" })!;
        var without = Review.Apply(before, [Corrector.Make(before, CorrectionOperation.Remove, new(NodeKind.Task, "t2"), null, new Dictionary<string, string>())!]).Document;

        var (document, lost) = Review.Apply(without, [gone, holds]);
        Assert.Equal((0, LossReason.PlaceNotFound), (Assert.Single(lost).Index, lost[0].Reason));
        Assert.Equal("乙", document.Tasks[^1].Title);
    }

    [Fact]
    public void A_correction_reads_back_as_it_was_written()
    {
        var reading = SmallReading.Usual();
        var made = Corrector.Make(reading, CorrectionOperation.Add, new(NodeKind.Commitment, "t1.m1.c2"), new Span(3, 9), new Dictionary<string, string> { ["kind"] = "target", ["value"] = "1" })!;
        var json = CorrectionJson.Write(made);
        Assert.Equal(json, CorrectionJson.Write(CorrectionJson.Read(json)));
        Assert.Contains("\"operation\":\"add\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Undoing_gives_back_what_was_and_undoing_the_undoing_does_it_again()
    {
        var reading = SmallReading.Usual();
        var one = Corrector.Make(reading, CorrectionOperation.Remove, new(NodeKind.Task, "t1"), null, new Dictionary<string, string>())!;
        var two = Corrector.Make(reading, CorrectionOperation.Set, new(NodeKind.Task, "t3"), null, new Dictionary<string, string> { ["title"] = "乙" })!;
        var entries = new List<CorrectionEntry> { new(1, one, null), new(2, two, null) };
        var both = Print();
        entries.Add(new(3, null, 1));
        Assert.Equal([2], Review.Standing(entries).Select(e => e.Ordinal));
        entries.Add(new(4, null, 2));
        Assert.Equal(Invariants.Print(reading), Print());
        entries.AddRange([new(5, null, 4), new(6, null, 3)]);
        Assert.Equal(both, Print());

        string Print() => Invariants.Print(Review.Apply(reading, [.. Review.Standing(entries).Select(e => e.Correction!)]).Document);
    }

    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 120));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_sequence_of_corrections_keeps_the_partition_and_undoing_it_gives_the_reading_back(int seed)
    {
        var random = new Random(seed);
        var before = SmallReading.Usual();
        var reviewed = before;
        var entries = new List<CorrectionEntry>();
        for (var step = 0; step < 40; step++)
        {
            if (Any(random, reviewed) is not { } correction) continue;
            var (next, reason) = Review.ApplyOne(reviewed, correction);
            if (reason is not null) continue;
            Invariants.Hold(next);
            Assert.Equal(before.Text, next.Text);
            entries.Add(new(entries.Count + 1, correction, null));
            reviewed = next;
        }
        Assert.True(entries.Count > 5, "the sequence says nothing when almost every step is refused");
        Assert.Equal(Invariants.Print(reviewed), Invariants.Print(Review.Apply(before, [.. entries.Select(e => e.Correction!)]).Document));
        foreach (var entry in entries.ToList()) entries.Add(new(entries.Count + 1, null, entry.Ordinal));
        Assert.Equal(Invariants.Print(before), Invariants.Print(Review.Apply(before, [.. Review.Standing(entries).Select(e => e.Correction!)]).Document));
    }

    static Correction? Any(Random random, PolicyDocument document)
    {
        var nodes = new List<NodeRef> { NodeRef.Document };
        nodes.AddRange(document.Sections.Select(s => new NodeRef(NodeKind.Section, s.Id)));
        foreach (var task in document.Tasks)
        {
            nodes.Add(new(NodeKind.Task, task.Id));
            nodes.AddRange(task.Assignments.Select((_, i) => new NodeRef(NodeKind.Assignment, task.Id, i)));
            foreach (var measure in task.Measures)
            {
                nodes.Add(new(NodeKind.Measure, measure.Id));
                nodes.AddRange(measure.Applicability.Select((_, i) => new NodeRef(NodeKind.Applicability, measure.Id, i)));
                nodes.AddRange(measure.Commitments.Select(c => new NodeRef(NodeKind.Commitment, c.Id)));
            }
        }
        nodes.AddRange(document.Targets.Select((_, i) => new NodeRef(NodeKind.Target, null, i)));
        var node = nodes[random.Next(nodes.Count)];
        var start = random.Next(document.Text.Length - 1);
        var selection = new Span(start, Math.Min(document.Text.Length, start + 1 + random.Next(25)));
        var kinds = Enum.GetValues<NodeKind>();
        var at = random.Next(40).ToString(CultureInfo.InvariantCulture);
        return random.Next(8) switch
        {
            0 => Make(CorrectionOperation.Split, null, ("at", at)),
            1 => Make(CorrectionOperation.Merge, null),
            2 => Make(CorrectionOperation.Remove, null),
            3 => Make(CorrectionOperation.Mark, selection, ("role", random.Next(2) == 0 ? "noise" : "narrative")),
            4 => Make(CorrectionOperation.Set, random.Next(2) == 0 ? selection : null, ("title", "改"), ("deadline", "by-year-end")),
            5 => Make(CorrectionOperation.Set, random.Next(2) == 0 ? selection : null, ("title", "改")),
            _ => Make(CorrectionOperation.Add, selection, ("kind", Spelling.Of(kinds[random.Next(kinds.Length)])), ("organisation", "某司" + at), ("value", "3"), ("what", "件数")) is { } made ? Cleaned(made) : null,
        };

        Correction? Make(CorrectionOperation operation, Span? words, params (string, string)[] to) =>
            Corrector.Make(document, operation, node, words, to.ToDictionary(v => v.Item1, v => v.Item2));

        // Each kind takes its own fields only.
        static Correction Cleaned(Correction made) => made with
        {
            To = made.To.Where(v => v.Key == "kind" || made.To["kind"] == "assignment" && v.Key == "organisation" || made.To["kind"] == "target" && v.Key is "value" or "what")
                .ToDictionary(v => v.Key, v => v.Value),
        };
    }
}
