namespace Zhice.Policy.Corrections;

/// <summary>One entry of a document's list of corrections: a correction, or the undoing of an earlier entry.</summary>
/// <param name="Ordinal">1, 2, 3 … within the document.</param>
/// <param name="Correction">The correction; null where the entry undoes another.</param>
/// <param name="Undoes">The ordinal that it undoes; undoing an undoing is redoing. Null for a correction.</param>
public sealed record CorrectionEntry(int Ordinal, Correction? Correction, int? Undoes);

/// <summary>A reading with corrections applied.</summary>
/// <param name="Document">The reading as a person left it.</param>
/// <param name="Lost">Corrections that no longer find their place, in order.</param>
public sealed record ReviewResult(PolicyDocument Document, IReadOnlyList<LostCorrection> Lost);

/// <summary>Works a person's corrections into a reading. Pure and deterministic.</summary>
public static class Review
{
    /// <summary>Applies <paramref name="corrections"/> in order; each is found by its words in the reading that the ones before it left.</summary>
    /// <remarks>The partition of the text and the spans hold afterwards as before; without corrections the same instance comes back.</remarks>
    public static ReviewResult Apply(PolicyDocument document, IReadOnlyList<Correction> corrections)
    {
        var lost = new List<LostCorrection>();
        var reviewed = document;
        for (var index = 0; index < corrections.Count; index++)
        {
            var (next, reason) = ApplyOne(reviewed, corrections[index]);
            if (reason is { } why) lost.Add(new LostCorrection(index, corrections[index], why));
            reviewed = next;
        }
        return new ReviewResult(reviewed, lost);
    }

    /// <summary>Applies one correction; the same document with the reason where it cannot be.</summary>
    public static (PolicyDocument Document, LossReason? Reason) ApplyOne(PolicyDocument document, Correction correction)
    {
        var finder = new AnchorFinder(document);
        Span? selection = null;
        if (correction.Selection is { } selected)
        {
            selection = finder.Words(selected);
            if (selection is null) return (document, LossReason.WordsNotFound);
        }
        var isMark = correction.Operation == CorrectionOperation.Mark;
        if (isMark && selection is null) return (document, LossReason.WordsNotFound);
        if ((isMark ? NodeRef.Document : finder.Find(correction.Anchor)) is not { } node) return (document, LossReason.PlaceNotFound);

        var draft = new Draft(document);
        var step = new Step(draft, node, selection is { } words ? draft.Trimmed(words) : null, correction.To);
        var reason = correction.Operation switch
        {
            CorrectionOperation.Set => Fields.Set(step),
            CorrectionOperation.Add => Additions.Add(step),
            CorrectionOperation.Remove => Removals.Remove(step),
            CorrectionOperation.Split => Splits.Split(step),
            CorrectionOperation.Merge => Merges.Merge(step),
            CorrectionOperation.Move => AssignmentSteps.Move(step),
            CorrectionOperation.Mark => Additions.Mark(step),
            _ => LossReason.NotPossible,
        };
        return reason is null ? (draft.Build(), null) : (document, reason);
    }

    /// <summary>The corrections that stand after all undoing and redoing, with their ordinals, in order.</summary>
    public static IReadOnlyList<CorrectionEntry> Standing(IReadOnlyList<CorrectionEntry> entries)
    {
        // From the last to the first: an entry stands unless a later standing entry undoes it.
        var undone = new HashSet<int>();
        var standing = new List<CorrectionEntry>();
        foreach (var entry in entries.OrderByDescending(e => e.Ordinal))
        {
            if (undone.Contains(entry.Ordinal)) continue;
            if (entry.Undoes is { } ordinal) undone.Add(ordinal);
            else standing.Add(entry);
        }
        standing.Reverse();
        return standing;
    }
}

/// <summary>What one correction works with: the draft, the node found, the words found, and the new values.</summary>
internal sealed record Step(Draft Draft, NodeRef Node, Span? Selection, IReadOnlyDictionary<string, string> To)
{
    /// <summary>A value; null where the correction does not speak of it.</summary>
    public string? Value(string field) => To.TryGetValue(field, out var value) ? value.Trim() : null;

    /// <summary>A value, or null where it is absent or empty.</summary>
    public string? Words(string field) => Value(field) is { Length: > 0 } value ? value : null;
}
