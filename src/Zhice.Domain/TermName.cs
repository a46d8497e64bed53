namespace Zhice.Domain;

/// <summary>A name in both languages, as an argument of a <see cref="Defect"/>: the sentence takes the one of its reader.</summary>
/// <param name="Chinese">中文.</param>
/// <param name="English">In English.</param>
public sealed record TermName(string Chinese, string English)
{
    /// <summary>A name that has one writing only.</summary>
    public static implicit operator TermName(string name) => new(name, name);

    /// <summary>The name with a figure behind it.</summary>
    public TermName With(string figure) => new($"{Chinese} {figure}", $"{English} {figure}");

    /// <summary>Several names behind each other.</summary>
    public static TermName Join(IEnumerable<TermName> names)
    {
        var all = names.ToList();
        return new(string.Join('、', all.Select(n => n.Chinese)), string.Join(", ", all.Select(n => n.English)));
    }

    /// <summary>The Chinese name, which is the one that records keep.</summary>
    public override string ToString() => Chinese;
}
