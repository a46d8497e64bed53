using Zhice.Domain.Programme;

namespace Zhice.Data.Searching;

/// <summary>The full-text index over tasks and commitments.</summary>
internal static class SearchIndex
{
    /// <summary>Puts texts into the index, or replaces what it holds of them, within the context's transaction.</summary>
    public static void Write(ZhiceDb db, IEnumerable<(TaskId Id, string Text)> tasks, IEnumerable<(CommitmentId Id, string Text)> commitments) =>
        TokenTable.Programme.Write(db, tasks.Select(t => (t.Id.Value * 2, t.Text)).Concat(commitments.Select(c => (c.Id.Value * 2 + 1, c.Text))));

    /// <summary>Keys of the rows that hold all tokens of the query: candidates, as pairs of characters may come from different places.</summary>
    public static Task<IReadOnlyList<long>> Candidates(ZhiceDb db, string query, CancellationToken cancel) => TokenTable.Programme.All(db, query, cancel);
}
