namespace Zhice.Domain.Services;

/// <summary>What a field holds.</summary>
public enum FieldType
{
    /// <summary>One line of text.</summary>
    Text,
    /// <summary>Several lines of text.</summary>
    LongText,
    /// <summary>A decimal number.</summary>
    Number,
    /// <summary>An amount in yuan, with two decimals at most.</summary>
    Money,
    /// <summary>A day.</summary>
    Date,
    /// <summary>One of the options.</summary>
    Choice,
    /// <summary>Yes or no.</summary>
    YesNo,
    /// <summary>A Chinese application or patent number with its check digit.</summary>
    PatentNumber,
    /// <summary>统一社会信用代码 (GB 32100-2015), 18 characters with a check character.</summary>
    CreditCode,
    /// <summary>手机号码 or a telephone number.</summary>
    Phone,
    /// <summary>共同申请人: 统一社会信用代码 or 申请人编号 of a registered applicant, who signs the application too.</summary>
    Signer,
    /// <summary>A whole number: of persons, patents, years.</summary>
    Whole,
    /// <summary>Chinese application or patent numbers, one a line, each once.</summary>
    PatentNumbers,
}

/// <summary>A value that may be chosen.</summary>
/// <param name="Code">As it is stored.</param>
/// <param name="Name">As it is shown.</param>
public sealed record FieldOption(string Code, string Name);

/// <summary>A field of an item's form.</summary>
/// <param name="Code">Name within the item, which conditions and the register use.</param>
/// <param name="Name">As it is shown.</param>
/// <param name="EnglishName">The same in English.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Required">True where it must be filled while it is shown.</param>
/// <param name="Most">Characters of a text, or the greatest number; null for the type's own bound.</param>
/// <param name="Least">The least number; null for none.</param>
/// <param name="Options">What may be chosen; none for other types.</param>
/// <param name="When">The condition under which it is asked; null where it always is.</param>
/// <param name="Help">A sentence beside it; null for none.</param>
/// <param name="Prefill">What the platform knows of the applicant and fills in, such as <c>applicant.name</c>; null for nothing.</param>
/// <param name="Personal">True for personal data, which neither register nor open data shows.</param>
/// <param name="Computed">How the platform computes it from fields before it; null where it is typed.</param>
/// <param name="MaskNames">True where it names parties: the register shows names of natural persons masked (张某).</param>
public sealed record FormField(
    string Code, string Name, string EnglishName, FieldType Type, bool Required, decimal? Most, decimal? Least, IReadOnlyList<FieldOption> Options, Condition? When, string? Help,
    string? Prefill, bool Personal, Arithmetic? Computed = null, bool MaskNames = false)
{
    /// <summary>Most characters that a text may have where its definition does not say less.</summary>
    public int Length => Type switch
    {
        FieldType.LongText or FieldType.PatentNumbers => (int)(Most ?? 4000),
        FieldType.Text => (int)(Most ?? 200),
        _ => 40,
    };

    /// <summary>True where it holds a number that can be computed with.</summary>
    public bool IsNumber => Type is FieldType.Number or FieldType.Whole or FieldType.Money;
}

/// <summary>A rule over several fields of a form, such as <c>until &gt; from</c>: a value that is the name of a field stands for what that field holds.</summary>
/// <param name="Must">What must hold once its fields are filled.</param>
/// <param name="Say">What the applicant is told where it does not.</param>
/// <param name="Fields">Names that it compares, on both sides: fields and whatever else <see cref="RuleNames"/> knows.</param>
/// <param name="Warns">True where it stops nothing: the applicant is told before handing in, and the officer beside the case.</param>
public sealed record FormRule(Condition Must, string Say, IReadOnlyList<string> Fields, bool Warns = false);
