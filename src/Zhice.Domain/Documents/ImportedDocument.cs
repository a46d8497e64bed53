using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Documents;

/// <summary>Key of an imported document.</summary>
public readonly record struct DocumentId(long Value);

/// <summary>政策文件 as the office keeps it: the file, its metadata as checked by a person, and how far the work on it has come.</summary>
public sealed class ImportedDocument
{
    /// <summary>Key.</summary>
    public DocumentId Id { get; init; }
    /// <summary>标题; what the file states, or what a person supplied.</summary>
    public required string Title { get; set; }
    /// <summary>Year whose work it orders; null until known.</summary>
    public int? Year { get; set; }
    /// <summary>发文机关; null until known.</summary>
    public string? Issuer { get; set; }
    /// <summary>发文字号; null until known.</summary>
    public string? DocumentNumber { get; set; }
    /// <summary>成文日期; null until known.</summary>
    public DateOnly? IssuedOn { get; set; }
    /// <summary>发布日期; null until known.</summary>
    public DateOnly? PublishedOn { get; set; }
    /// <summary>Kind, in the spelling of docs/policy-json.md.</summary>
    public required string Kind { get; set; }
    /// <summary>主动公开, 依申请公开 or 不予公开 (政府信息公开条例).</summary>
    public Disclosure Disclosure { get; set; }
    /// <summary>The organisation that imported and keeps it; those who reach it may see a document that is not public.</summary>
    public OrganisationId OwnerId { get; init; }
    /// <summary>Name of the file as uploaded.</summary>
    public required string FileName { get; init; }
    /// <summary>SHA-256 of the file, lower-case hexadecimal: its address in the file store.</summary>
    public required string FileDigest { get; init; }
    /// <summary>Size of the file in bytes.</summary>
    public long FileSize { get; init; }
    /// <summary>SHA-256 of the canonical text as UTF-8: the text version that spans count in.</summary>
    public required string TextDigest { get; init; }
    /// <summary>Where the work stands.</summary>
    public DocumentState State { get; set; }
    /// <summary>Share of the body that was understood, 0 to 1, of the current reading.</summary>
    public double Coverage { get; set; }
    /// <summary>Number of tasks in the current reading.</summary>
    public int TaskCount { get; set; }
    /// <summary>True for a document of the demonstration.</summary>
    public bool Demonstration { get; init; }
    /// <summary>Who imported it.</summary>
    public AccountId ImportedBy { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset ImportedAt { get; init; }
    /// <summary>Counts changes; a write with an old number is refused.</summary>
    public int Version { get; set; }
}

/// <summary>公开属性.</summary>
public enum Disclosure
{
    /// <summary>主动公开: everyone.</summary>
    Public,
    /// <summary>依申请公开: accounts of the offices concerned.</summary>
    OnRequest,
    /// <summary>不予公开: the owner's own subtree only.</summary>
    Withheld,
}

/// <summary>How far the work on a document has come.</summary>
public enum DocumentState
{
    /// <summary>Read by the machine, not yet checked.</summary>
    Read,
    /// <summary>Checked by a person.</summary>
    Checked,
    /// <summary>Part of a programme.</summary>
    Published,
}

/// <summary>The canonical text and the machine's reading of a document.</summary>
public sealed class DocumentReading
{
    /// <summary>The document.</summary>
    public DocumentId DocumentId { get; init; }
    /// <summary>The frozen canonical text.</summary>
    public required string Text { get; init; }
    /// <summary>The blocks of the reader, as JSON, so that a newer parser can read again without the file.</summary>
    public required string Source { get; init; }
    /// <summary>The current parse, as docs/policy-json.md writes it, corrections not applied.</summary>
    public required string Parse { get; set; }
    /// <summary>Version of the parser that made it.</summary>
    public required string Parser { get; set; }
    /// <summary>When it was made.</summary>
    public DateTimeOffset ParsedAt { get; set; }
}

/// <summary>A person's correction of a reading: append-only; undoing is a further entry.</summary>
public sealed class DocumentCorrection
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The document.</summary>
    public DocumentId DocumentId { get; init; }
    /// <summary>1, 2, 3 … within the document.</summary>
    public int Ordinal { get; init; }
    /// <summary>The correction as JSON: operation, anchor (quote and context), from, to.</summary>
    public required string Body { get; init; }
    /// <summary>The ordinal that this entry undoes; null for a correction proper.</summary>
    public int? Undoes { get; init; }
    /// <summary>Who.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}
