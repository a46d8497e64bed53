using System.Diagnostics;
using System.Globalization;
using Zhice.Data.Publishing;
using Zhice.Domain.Matching;
using Zhice.Policy;

namespace Zhice.Bench;

/// <summary>The years beside one another, all pairs of the reference documents; and how well local commitments are proposed for national ones.</summary>
internal static class LineageBench
{
    internal static void Run(string? policies)
    {
        if (policies is null)
        {
            Console.WriteLine("## Lineage: ../shared is absent");
            return;
        }
        string[] files = ["2019-promotion-plan.txt", "2021-task-list.txt", "2022-annual-guideline.txt", "2023-task-list.docx", "2023-work-points.txt"];
        var sentences = files.SelectMany((file, group) => Sentences(Path.Combine(policies, file), group, regional: false)).ToList();
        Console.WriteLine($"## Lineage: {files.Length} documents, {sentences.Count} commitments, all pairs, index and verdicts included (goal: 2 s)");
        for (var round = 0; round < 4; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var index = new SentenceIndex(sentences);
            var (links, same) = (0, 0);
            for (var i = 0; i < sentences.Count; i++)
                foreach (var near in index.Near(i, 3))
                {
                    links++;
                    if (Verdicts.Of(sentences[i].Words, sentences[near.Position].Words) == Verdict.Same) same++;
                }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(round == 0 ? "cold" : "warm"),-8} {Stopwatch.GetElapsedTime(start).TotalMilliseconds,8:F0} ms   {links} links, {same} of them the same words"));
        }
        Proposals(policies, "2023-task-list.docx", "alignment-sample.tsv", "the rules were fitted on it");
        Proposals(policies, "2021-task-list.txt", "alignment-sample-2021.tsv", "held out");
    }

    static void Proposals(string policies, string file, string sample, string note)
    {
        var national = Sentences(Path.Combine(policies, file), 0, regional: true).ToList();
        var result = AlignmentSample.Measure(national, File.ReadAllLines(Path.Combine(Places.Root, "tests", "Zhice.Data.Tests", "Matching", sample)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"alignment {sample,-28} precision {result.Precision:F2}, recall {result.Recall:F2} ({result.Proposed} proposals, {result.Right} right, {result.Labelled} labelled; {note})"));
    }

    static IEnumerable<Sentence> Sentences(string file, int group, bool regional)
    {
        var document = PolicyReader.Read(File.ReadAllBytes(file), Path.GetFileName(file)).Document ?? throw new InvalidDataException(file);
        return AlignmentSample.Sentences(PolicyMapping.ToDraft(document, 2023), group, regional);
    }
}
