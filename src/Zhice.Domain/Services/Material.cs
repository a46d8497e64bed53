namespace Zhice.Domain.Services;

/// <summary>材料形式.</summary>
public enum MaterialForm
{
    /// <summary>原件.</summary>
    Original,
    /// <summary>复印件.</summary>
    Copy,
    /// <summary>电子件.</summary>
    Electronic,
}

/// <summary>来源渠道.</summary>
public enum MaterialSource
{
    /// <summary>申请人自备.</summary>
    Applicant,
    /// <summary>政府部门核发: a 证明 or a licence of another office.</summary>
    Government,
    /// <summary>其他, such as a bank or a testing body.</summary>
    Other,
}

/// <summary>申请材料.</summary>
/// <remarks>
/// 《国务院关于在线政务服务的若干规定》（国令第716号）第七条: what the office can have from a shared source is not asked for. So a material either names the source that
/// it is had from, or says why it cannot be; a definition that says neither is refused.
/// </remarks>
/// <param name="Code">Name within the item.</param>
/// <param name="Name">材料名称.</param>
/// <param name="EnglishName">The same in English.</param>
/// <param name="Form">Original, copy or electronic.</param>
/// <param name="Copies">份数; 0 for an electronic one.</param>
/// <param name="Source">Where the applicant has it from.</param>
/// <param name="When">The condition under which it is needed; null where it always is.</param>
/// <param name="Basis">法定依据.</param>
/// <param name="Promisable">True where a promise may stand in for it (告知承诺).</param>
/// <param name="SharedFrom">The system that it is had from, so that nobody is asked; null where it is asked for.</param>
/// <param name="AskedBecause">Why it cannot be had from a shared source; null where it is.</param>
/// <param name="Guide">How to fill or make it; null where the name says enough.</param>
public sealed record Material(
    string Code, string Name, string EnglishName, MaterialForm Form, int Copies, MaterialSource Source, Condition? When, LegalBasis Basis, bool Promisable,
    string? SharedFrom, string? AskedBecause, string? Guide)
{
    /// <summary>Stands for the item's own form as a paper, in <see cref="Sample"/> and <see cref="Blank"/>.</summary>
    public const string OwnForm = "form";

    /// <summary>样表: its address or its words; null where it is not known.</summary>
    public string? Sample { get; init; }

    /// <summary>空表: its address or its words; null where it is not known.</summary>
    public string? Blank { get; init; }

    /// <summary>True where the other side reads it too, as the copy that is served on it.</summary>
    public bool Served { get; init; }

    /// <summary>True where the applicant hands nothing in.</summary>
    public bool Exempt => SharedFrom is not null;

    /// <summary>证明事项: a proof that another office issues and that the applicant must bring.</summary>
    public bool IsProof => Source == MaterialSource.Government && !Exempt;
}
