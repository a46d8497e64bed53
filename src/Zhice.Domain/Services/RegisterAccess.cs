namespace Zhice.Domain.Services;

/// <summary>Who may read an entry of a register. The numbers are stored.</summary>
public enum RegisterLevel
{
    /// <summary>公开: everybody.</summary>
    Public,
    /// <summary>登录: whoever has an account.</summary>
    SignedIn,
    /// <summary>同意: the companies that the holder named, until the day that it named.</summary>
    Consent,
    /// <summary>机关: those who may see the case, and nobody else.</summary>
    Office,
}

/// <summary>The level of a register's entry by what was chosen in its form.</summary>
/// <param name="Option">Code of the option.</param>
/// <param name="Level">The level that it means.</param>
public sealed record OptionLevel(string Option, RegisterLevel Level);

/// <summary>查阅级别: who may read the entries of an item's register. Whoever may see the case may always read its entry.</summary>
/// <param name="Level">The level of all entries, and of those whose choice means none.</param>
/// <param name="Field">The choice of the form by which the level of an entry is told; null where all have one.</param>
/// <param name="Options">What the options of that field mean.</param>
/// <param name="Readers">Fields of credit codes: the companies that the holder lets read.</param>
/// <param name="Until">The field of the last day on which they may; null without an end.</param>
public sealed record RegisterAccess(RegisterLevel Level, string? Field, IReadOnlyList<OptionLevel> Options, IReadOnlyList<string> Readers, string? Until)
{
    /// <summary>The field that says whether the holder agrees; only “yes” lets anybody read. Null where naming readers is agreeing.</summary>
    public string? Agree { get; init; }

    /// <summary>A register that everybody may read.</summary>
    public static readonly RegisterAccess Everybody = new(RegisterLevel.Public, null, [], [], null);

    /// <summary>True where some entry is not for everybody.</summary>
    public bool Restricted => Level != RegisterLevel.Public || Options.Any(option => option.Level != RegisterLevel.Public);

    /// <summary>The level of an entry with these values.</summary>
    public RegisterLevel Of(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Field is not null && values.TryGetValue(Field, out var chosen) && Options.FirstOrDefault(option => option.Option == chosen) is { } found ? found.Level : Level;
    }

    /// <summary>What is wrong with it for the form of an item; none where it is sound.</summary>
    internal IEnumerable<Defect> Check(ServiceItem item)
    {
        var fields = item.FieldsByCode();
        if (Restricted && item.RegisterFields.Count == 0) yield return new("service.access-register", "access");
        // What is under public notice is shown to everybody: an entry that is not for everybody cannot be.
        if (Restricted && item.Notice is not null) yield return new("service.access-notice", "access");
        if (Field is null != (Options.Count == 0)) yield return new("service.access-options", "access");
        if (Field is not null)
        {
            if (!fields.TryGetValue(Field, out var choice) || choice.Type != FieldType.Choice) yield return new("service.access-field", "access", Field);
            else if (!item.RegisterFields.Contains(Field, StringComparer.Ordinal)) yield return new("service.access-kept", "access", Field);
            else if (Options.FirstOrDefault(option => choice.Options.All(offered => offered.Code != option.Option)) is { } stray) yield return new("service.access-option", "access", stray.Option);
        }
        if (Readers.Count == 0 && (Level == RegisterLevel.Consent || Options.Any(option => option.Level == RegisterLevel.Consent))) yield return new("service.access-readers", "access");
        if (Agree is not null && (!fields.TryGetValue(Agree, out var asked) || asked.Type != FieldType.YesNo)) yield return new("service.access-field", "access", Agree);
        foreach (var reader in Readers)
            if (!fields.TryGetValue(reader, out var named) || named.Type != FieldType.CreditCode) yield return new("service.access-field", "access", reader);
        if (Until is not null && (!fields.TryGetValue(Until, out var last) || last.Type != FieldType.Date)) yield return new("service.access-field", "access", Until);
    }
}

/// <summary>A company that the holder of a register entry lets read it.</summary>
public sealed class RegisterReader
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The entry.</summary>
    public long EntryId { get; init; }
    /// <summary>统一社会信用代码 of the company.</summary>
    public required string CreditCode { get; init; }
    /// <summary>First day on which it may no longer read; null without an end.</summary>
    public DateOnly? ValidTo { get; init; }
}
