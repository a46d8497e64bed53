using Zhice.Domain.Organisations;

namespace Zhice.Domain.Programme.Rules;

/// <summary>One statement of an applicability rule: who, and whether they must.</summary>
/// <param name="Who">Whom the words name.</param>
/// <param name="Words">The words.</param>
/// <param name="Must">True 必做, false 选做, null where neither is said.</param>
public sealed record RuleClause(ClauseSubject Who, string Words, bool? Must);

/// <summary>Whom a clause names.</summary>
public abstract record ClauseSubject
{
    /// <summary>各省、各市、各县（市、区）: every division of a level, but those excepted by name.</summary>
    /// <param name="Level">The level that the words name; null for 各地, where the rule's own level counts.</param>
    /// <param name="Except">Names after 除 or before 除外.</param>
    public sealed record Every(DivisionLevel? Level, IReadOnlyList<string> Except) : ClauseSubject;

    /// <summary>北京、江苏省: one division by name.</summary>
    /// <param name="Division">The division.</param>
    public sealed record Named(Division Division) : ClauseSubject;

    /// <summary>强市建设示范城市: whoever holds a status on the day.</summary>
    /// <param name="Name">The status.</param>
    /// <param name="Words">The words for it, written out.</param>
    public sealed record Status(StatusName Name, string Words) : ClauseSubject;

    /// <summary>有条件的省份: every division of the level may opt in.</summary>
    /// <param name="Level">The level that the words name; null where the rule's own level counts.</param>
    public sealed record Capable(DivisionLevel? Level) : ClauseSubject;

    /// <summary>其他省份 after others were named: the rest of the level.</summary>
    public sealed record Rest : ClauseSubject;

    /// <summary>涉及省份, 有关地区: nobody can say who from the words.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Unnamed(PendingReason Reason) : ClauseSubject;
}
