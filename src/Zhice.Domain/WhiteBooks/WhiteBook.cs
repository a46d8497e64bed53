using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.WhiteBooks;

/// <summary>Key of a revision of a book.</summary>
public readonly record struct WhiteBookId(long Value);

/// <summary>年度报告、白皮书: chapters of words whose figures come from what was published, under a stable address. A revision never replaces the one before it.</summary>
public sealed class WhiteBook
{
    /// <summary>Key.</summary>
    public WhiteBookId Id { get; init; }
    /// <summary>Stable name in addresses, the same for all revisions: lower-case letters, digits and hyphens.</summary>
    public required string Code { get; init; }
    /// <summary>1, 2, 3 … within the code.</summary>
    public int Revision { get; init; }
    /// <summary>Title.</summary>
    public required string Title { get; init; }
    /// <summary>Code of the template that it was begun with.</summary>
    public required string Template { get; init; }
    /// <summary>The year that it speaks of.</summary>
    public int Year { get; init; }
    /// <summary>The office that publishes.</summary>
    public OrganisationId OwnerId { get; init; }
    /// <summary>Where it stands.</summary>
    public WhiteBookState State { get; set; }
    /// <summary>Chapters and fields as they are worked on (<see cref="BookPlan"/>).</summary>
    public required string Plan { get; set; }
    /// <summary>Words with the figures of then (<see cref="BookBody"/>): made at the review, and unchanged since; empty while it is a draft.</summary>
    public string Body { get; set; } = "";
    /// <summary>SHA-256 of the body, lower-case hexadecimal; empty while it is a draft.</summary>
    public string Digest { get; set; } = "";
    /// <summary>When it was published; null before.</summary>
    public DateTimeOffset? PublishedAt { get; set; }
    /// <summary>Why the revision before was revised; null for the first.</summary>
    public string? Reason { get; init; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
    /// <summary>When it was begun.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>States of a book, in order.</summary>
public enum WhiteBookState
{
    /// <summary>起草.</summary>
    Draft,
    /// <summary>已审核: words and figures are frozen.</summary>
    Reviewed,
    /// <summary>已公布.</summary>
    Published,
}

/// <summary>One step of a book: who took it there, when.</summary>
public sealed class WhiteBookStep
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The book.</summary>
    public WhiteBookId BookId { get; init; }
    /// <summary>The state after it.</summary>
    public WhiteBookState To { get; init; }
    /// <summary>Who.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Words, where any were given.</summary>
    public string? Note { get; init; }
}

/// <summary>A chapter as somebody saved it: all of them remain.</summary>
public sealed class WhiteBookEdit
{
    /// <summary>Key, growing.</summary>
    public long Id { get; init; }
    /// <summary>The book.</summary>
    public WhiteBookId BookId { get; init; }
    /// <summary>Code of the chapter.</summary>
    public required string Chapter { get; init; }
    /// <summary>Its title as saved.</summary>
    public required string Title { get; init; }
    /// <summary>Its text as saved.</summary>
    public required string Text { get; init; }
    /// <summary>Who.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}
