using Zhice.Domain.Matching;
using Zhice.Domain.Programme;

#if BENCH
namespace Zhice.Bench;
#else
namespace Zhice.Data.Tests.Matching;
#endif

/// <summary>A labelled sample of local sentences against the national commitments of a real document. The measurement uses it too.</summary>
internal static class AlignmentSample
{
    /// <summary>What the proposals are worth.</summary>
    internal sealed record Result(int Proposed, int Right, int Labelled, IReadOnlyList<string> Wrong, IReadOnlyList<string> Missed)
    {
        internal double Precision => Proposed == 0 ? 0 : (double)Right / Proposed;
        internal double Recall => (double)Right / Labelled;
    }

    /// <summary>Commitments of a reading; with <paramref name="regional"/> only those that address regions.</summary>
    internal static IEnumerable<Sentence> Sentences(ProgrammeDraft draft, int belongs, bool regional) =>
        from task in draft.Tasks
        from measure in task.Measures
        where !regional || measure.Scope != MeasureScope.National
        from commitment in measure.Commitments
        select new Sentence(belongs * 100_000 + commitment.Quote.Start, belongs, commitment.Quote.Words, task.Title,
            BodyNames.Matters(task.Assignments.Concat(commitment.Assignments).Select(a => a.Name)));

    /// <summary>Proposes and compares with the labels: a quote of a label must name exactly one national commitment.</summary>
    internal static Result Measure(List<Sentence> national, IEnumerable<string> sample)
    {
        var all = new List<Sentence>(national);
        var labelled = new HashSet<(int, int)>();
        foreach (var line in sample.Where(l => l.Length > 0 && l[0] != '#'))
        {
            var fields = line.Split('\t');
            if (fields[1] != "-")
                foreach (var quote in fields[1].Split('|'))
                    labelled.Add((Enumerable.Range(0, national.Count).Single(i => national[i].Words.Contains(quote, StringComparison.Ordinal)), all.Count));
            all.Add(new Sentence(-all.Count, -1, fields[0], fields.Length > 2 ? fields[2] : "", []));
        }
        var index = new SentenceIndex(all, headings: true);
        var proposed = Enumerable.Range(0, national.Count).SelectMany(i => Carriers.For(index, i).Select(c => (i, c.Position))).ToHashSet();
        string Said((int National, int Local) pair) => $"{all[pair.National].Words} <- {all[pair.Local].Words}";
        return new Result(proposed.Count, proposed.Count(labelled.Contains), labelled.Count,
            [.. proposed.Where(p => !labelled.Contains(p)).Select(Said)], [.. labelled.Where(p => !proposed.Contains(p)).Select(Said)]);
    }
}
