using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Services;

/// <summary>咨询: a question of the public about an item, for the office that is competent. Who asked is not kept, only how to reach them where they say so.</summary>
public sealed class Consultation
{
    /// <summary>Longest question, and longest answer.</summary>
    public const int LongestWords = 2000;

    /// <summary>Longest contact.</summary>
    public const int LongestContact = 200;

    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>Code of the item.</summary>
    public required string Item { get; init; }
    /// <summary>The office that answers.</summary>
    public OrganisationId OfficeId { get; init; }
    /// <summary>The question.</summary>
    public required string Question { get; init; }
    /// <summary>How to reach who asked, for the office only; null where they did not say.</summary>
    public string? Contact { get; init; }
    /// <summary>True where who asked lets question and answer be published.</summary>
    public bool MayPublish { get; init; }
    /// <summary>When it was asked.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Digest of the code by which who asked finds the answer.</summary>
    public required string Receipt { get; init; }
    /// <summary>The answer; null before it.</summary>
    public string? Answer { get; set; }
    /// <summary>When it was answered.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }
    /// <summary>Who answered.</summary>
    public AccountId? AnsweredBy { get; set; }
    /// <summary>True where question and answer are shown to everybody.</summary>
    public bool Published { get; set; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
}
