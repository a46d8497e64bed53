namespace Zhice.Domain.Services;

/// <summary>冲突提示: what a standing entry of a register, or that there is none, means for a decision of this item. Entries are found by a number of the form.</summary>
/// <param name="With">Code of the item that keeps the register; may be this one.</param>
/// <param name="By">The field whose value the entry holds, or is numbered with.</param>
/// <param name="When">What the entry must say, by its own fields; a value such as <c>form.until</c> is what this form says. Null where any entry will do.</param>
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
        return Absent != entries.Any(entry => Fits(form, entry));
    }

    /// <summary>Put before a field's code, it names what the form of the case says.</summary>
    public const string Form = "form.";

    /// <summary>True where an entry says what is asked for, beside a form.</summary>
    public bool Fits(IReadOnlyDictionary<string, string> form, IReadOnlyDictionary<string, string> entry)
    {
        ArgumentNullException.ThrowIfNull(form);
        return When?.With(Named(form)).Holds(entry.GetValueOrDefault) ?? true;
    }

    // What the form leaves empty equals nothing.
    Dictionary<string, string> Named(IReadOnlyDictionary<string, string> form) => When!.Compared().Where(value => value.StartsWith(Form, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)
        .ToDictionary(value => value, value => form.GetValueOrDefault(value[Form.Length..]) ?? "", StringComparer.Ordinal);
}
