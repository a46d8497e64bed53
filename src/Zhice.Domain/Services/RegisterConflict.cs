namespace Zhice.Domain.Services;

/// <summary>冲突提示: what a standing entry of a register, or that there is none, means for a decision of this item. Entries are found by a number of the form.</summary>
/// <param name="With">Code of the item that keeps the register; may be this one.</param>
/// <param name="By">The field whose value the entry holds, or is numbered with.</param>
/// <param name="When">What the entry must say, by its own fields; null where any will do.</param>
/// <param name="If">What this form must say; null where it does not matter.</param>
/// <param name="Absent">True where it is said when there is no such entry.</param>
/// <param name="Blocks">True where nothing can be granted while it is so.</param>
/// <param name="Say">The consequence, in words for the officer.</param>
/// <param name="Basis">Where it stands.</param>
public sealed record RegisterConflict(string With, string By, Condition? When, Condition? If, bool Absent, bool Blocks, string Say, LegalBasis Basis)
{
    /// <summary>True where it is to be said of an entry with these values, or of there being none.</summary>
    /// <param name="form">The form of the case.</param>
    /// <param name="entries">Standing entries of the register that hold the number.</param>
    public bool Says(IReadOnlyDictionary<string, string> form, IReadOnlyList<IReadOnlyDictionary<string, string>> entries)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(entries);
        if (!form.ContainsKey(By) || !(If?.Holds(form.GetValueOrDefault) ?? true)) return false;
        return Absent != entries.Any(Fits);
    }

    /// <summary>True where an entry says what is asked for.</summary>
    public bool Fits(IReadOnlyDictionary<string, string> entry) => When?.Holds(entry.GetValueOrDefault) ?? true;
}
