using System.Security.Cryptography;
using System.Text.Json;
using Zhice.Policy;
using Zhice.Policy.Corrections;

namespace Zhice.Web.Features.Documents.Reader;

/// <summary>One block of the structure: the document's own facts, a heading, or a task with all below it.</summary>
/// <param name="Key">The section's or task's id; <see cref="DocumentKey"/> for the first.</param>
/// <param name="Level">Level in the tree, from 1.</param>
/// <param name="Section">The heading; null for others.</param>
/// <param name="Task">The task; null for others.</param>
/// <param name="Targets">Indexes of the targets that stand in it, in the document's list.</param>
public sealed record OutlineBlock(string Key, int Level, PolicySection? Section, PolicyTask? Task, IReadOnlyList<int> Targets)
{
    /// <summary>Key of the document's own block.</summary>
    public const string DocumentKey = "doc";

    /// <summary>Tasks rendered whole with the page; the others show their titles until they are opened or come into view.</summary>
    public const int WithPage = 120;

    /// <summary>The blocks in reading order, the document first.</summary>
    public static IReadOnlyList<OutlineBlock> Of(PolicyDocument document)
    {
        var targets = document.Targets.Select((t, i) => (t.TaskId, Index: i)).ToLookup(t => t.TaskId ?? "", t => t.Index);
        var levels = document.Sections.ToDictionary(s => s.Id, s => s.Level, StringComparer.Ordinal);
        var blocks = document.Sections.Select(s => (s.Span.Start, Order: 0, Block: new OutlineBlock(s.Id, s.Level, s, null, [])))
            .Concat(document.Tasks.Select((t, i) => (t.Span.Start, Order: i + 1, Block: new OutlineBlock(t.Id, 1, null, t, [.. targets[t.Id]]))))
            .OrderBy(b => b.Start).ThenBy(b => b.Order).Select(b => b.Block).ToList();
        var level = 0;
        for (var index = 0; index < blocks.Count; index++)
        {
            if (blocks[index].Section is { } section) level = levels[section.Id];
            else blocks[index] = blocks[index] with { Level = level + 1 };
        }
        return [new OutlineBlock(DocumentKey, 1, null, null, [.. targets[""]]), .. blocks];
    }

    /// <summary>True when the block shows the same in two readings; most are the same instances and are not looked into.</summary>
    public static bool Same(OutlineBlock one, PolicyDocument before, OutlineBlock other, PolicyDocument after) =>
        (one.Task is not null && ReferenceEquals(one.Task, other.Task) && one.Level == other.Level && one.Targets.SequenceEqual(other.Targets))
        || one.Signature(before) == other.Signature(after);

    /// <summary>Equal for two readings exactly when the block shows the same in both.</summary>
    string Signature(PolicyDocument document)
    {
        object shown = Key == DocumentKey
            ? new { Facts = NodeValues.Of(document, NodeRef.Document), document.Submissions, Targets = Targets.Select(i => document.Targets[i]) }
            : Section is not null ? Section : Task!;
        return Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { shown, Level, Targets })));
    }
}
