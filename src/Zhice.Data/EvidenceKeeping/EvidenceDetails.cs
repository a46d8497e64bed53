using Zhice.Domain;
using Zhice.Domain.Documents;

namespace Zhice.Data.EvidenceKeeping;

/// <summary>What a person says about a piece of evidence.</summary>
/// <param name="Title">Name as shown and searched; for a file it may stay empty, and the file's name is taken.</param>
/// <param name="EffectiveFrom">First day of what it proves; null where it was not said, which is refused.</param>
/// <param name="EffectiveTo">Last day; null where it goes on.</param>
/// <param name="Disclosure">Who may see it; null where it was not said, which is refused.</param>
public sealed record EvidenceDetails(string Title, DateOnly? EffectiveFrom, DateOnly? EffectiveTo, Disclosure? Disclosure)
{
    /// <summary>Longest title, in UTF-16 units.</summary>
    public const int MostTitle = 200;

    /// <summary>What is wrong with it, all at once.</summary>
    /// <param name="isFile">True for a file, whose name may stand for a title.</param>
    public IEnumerable<Defect> Defects(bool isFile)
    {
        var title = Title.Trim();
        if ((title.Length == 0 && !isFile) || title.Length > MostTitle || title.Any(char.IsControl)) yield return new Defect("evidence.title-wrong", "title", MostTitle);
        if (EffectiveFrom is not { Year: >= 1950 and <= 2100 } from) yield return new Defect("evidence.from", "from");
        else if (EffectiveTo is { } to && (to < from || to.Year > 2200)) yield return new Defect("evidence.to", "to");
        if (Disclosure is null) yield return new Defect("evidence.disclosure", "disclosure");
    }
}

/// <summary>What a version of a piece of evidence is made of: a file that has been looked into and digested, or a reference.</summary>
/// <param name="FileName">The file's name, made safe; null for a reference.</param>
/// <param name="MediaType">Type found in its content.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256, lower-case hexadecimal.</param>
/// <param name="Sm3">SM3, lower-case hexadecimal.</param>
/// <param name="Reference">The address, the number of the case, or what names the indicator value; null for a file. A case and a value have the file of what they said, too.</param>
public sealed record EvidenceContent(string? FileName, string? MediaType, long Size, string? Sha256, string? Sm3, string? Reference)
{
    /// <summary>Longest reference, in UTF-16 units.</summary>
    public const int MostReference = 1000;

    /// <summary>A kept file.</summary>
    public static EvidenceContent File(string name, FileType type, Storage.FileDigests digests)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(digests);
        return new(name, type.MediaType, digests.Size, digests.Sha256, digests.Sm3, null);
    }

    /// <summary>An address, or why it is none: it must be http or https, without a password in it.</summary>
    public static Outcome<EvidenceContent> Referring(string? reference)
    {
        var text = reference?.Trim() ?? "";
        if (text.Length is 0 or > MostReference || text.Any(char.IsControl)) return new Invalid(new Defect("evidence.reference", "reference", MostReference));
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") && address.UserInfo.Length == 0 && address.Host.Length > 0
            ? new EvidenceContent(null, null, 0, null, null, text) : new Invalid(new Defect("evidence.address", "reference"));
    }
}
