using System.Globalization;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Services;

/// <summary>Key of a list of archived cases.</summary>
public readonly record struct ArchiveListId(long Value);

/// <summary>What a list does with its cases.</summary>
public enum ArchiveListKind
{
    /// <summary>移交清单: the office hands archives over to its archive unit.</summary>
    HandOver,
    /// <summary>退还清单: the archive unit gives back what an earlier list handed over.</summary>
    TakeBack,
    /// <summary>鉴定表: cases past their retention are kept longer or given up for destruction.</summary>
    Appraisal,
}

/// <summary>How far a list is.</summary>
public enum ArchiveListState
{
    /// <summary>起草中: may be changed or given up.</summary>
    Draft,
    /// <summary>一方已签字: its text stands; the second person signs it or sends it back.</summary>
    Signed,
    /// <summary>双方已签字: never changed again.</summary>
    Closed,
    /// <summary>已放弃: kept, without effect.</summary>
    GivenUp,
}

/// <summary>What an appraisal says of a case.</summary>
public enum ArchiveVerdict
{
    /// <summary>待定; always so in lists that appraise nothing.</summary>
    Open,
    /// <summary>继续保管, until a day.</summary>
    Keep,
    /// <summary>永久保管.</summary>
    Permanent,
    /// <summary>销毁.</summary>
    Destroy,
}

/// <summary>A list of archived cases of one office, signed by two persons. Lists are never deleted; what two signed is undone by a new list only.</summary>
public sealed class ArchiveList
{
    /// <summary>Most cases of a list.</summary>
    public const int MostLines = 100;
    /// <summary>Longest name of the archive unit.</summary>
    public const int LongestParty = 120;
    /// <summary>Longest note, opinion or reason.</summary>
    public const int LongestWords = 1000;

    /// <summary>Key.</summary>
    public ArchiveListId Id { get; init; }
    /// <summary>What it does.</summary>
    public ArchiveListKind Kind { get; init; }
    /// <summary>The office whose cases they are.</summary>
    public OrganisationId OfficeId { get; init; }
    /// <summary>The list that is taken back; null for other kinds.</summary>
    public ArchiveListId? Of { get; init; }
    /// <summary>The archive unit (接收单位), such as 局档案室; empty in an appraisal.</summary>
    public string Party { get; set; } = "";
    /// <summary>A note to a hand-over, the reason of a taking back, the opinion of an appraisal (鉴定意见).</summary>
    public string Words { get; set; } = "";
    /// <summary>How far it is.</summary>
    public ArchiveListState State { get; set; }
    /// <summary>Who drafted it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>The text that was signed, JSON; null for a draft.</summary>
    public string? Body { get; set; }
    /// <summary>SHA-256 of the text in UTF-8; null for a draft.</summary>
    public string? Digest { get; set; }
    /// <summary>The instance's public key by which the signatures are checked; null for a draft.</summary>
    public string? PublicKey { get; set; }
    /// <summary>Who signed first: hands over, gives back, appraises; null for a draft.</summary>
    public AccountId? FirstBy { get; set; }
    /// <summary>When; null for a draft.</summary>
    public DateTimeOffset? FirstAt { get; set; }
    /// <summary>SM2 signature by the instance of what the first signed; null for a draft.</summary>
    public string? FirstSignature { get; set; }
    /// <summary>Who signed second: takes over, takes back, approves. Another person than the first; null until then.</summary>
    public AccountId? SecondBy { get; set; }
    /// <summary>When; null until then.</summary>
    public DateTimeOffset? SecondAt { get; set; }
    /// <summary>SM2 signature by the instance of what the second signed; null until then.</summary>
    public string? SecondSignature { get; set; }
    /// <summary>Why it was sent back or given up last; empty otherwise.</summary>
    public string Remark { get; set; } = "";
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
    /// <summary>Counts changes: of two at once, one finds that the other was first.</summary>
    public int Version { get; set; }

    /// <summary>Its number: YJ (移交), TH (退还) or JD (鉴定), the year of the draft, the key.</summary>
    public string Number => string.Create(CultureInfo.InvariantCulture, $"{Letters(Kind)}-{ChinaTime.DayOf(At).Year}-{Id.Value:D5}");

    /// <summary>The key behind a number; null for what is none.</summary>
    public static ArchiveListId? KeyOf(string? number) => number?.Trim().ToUpperInvariant().Split('-') is [var letters, { Length: 4 }, var key] && Enum.GetValues<ArchiveListKind>().Any(kind => Letters(kind) == letters)
        && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new(id) : null;

    static string Letters(ArchiveListKind kind) => kind switch
    {
        ArchiveListKind.HandOver => "YJ",
        ArchiveListKind.TakeBack => "TH",
        ArchiveListKind.Appraisal => "JD",
        _ => throw new InvalidOperationException($"A new kind of list needs its letters here: {kind}."),
    };
}

/// <summary>A case on a list.</summary>
public sealed class ArchiveLine
{
    /// <summary>Most pages that may be written.</summary>
    public const int MostPages = 100_000;

    /// <summary>Key; lines are listed in its order.</summary>
    public long Id { get; init; }
    /// <summary>The list.</summary>
    public ArchiveListId ListId { get; init; }
    /// <summary>The case.</summary>
    public CaseId CaseId { get; init; }
    /// <summary>What the list does.</summary>
    public ArchiveListKind Kind { get; init; }
    /// <summary>True while the line holds its case: from the draft on, of a hand-over until it is taken back, of others until they are over. A case stands once on lists of a kind.</summary>
    public bool Standing { get; set; }
    /// <summary>Pages on paper as the officer counted them; null where nothing is on paper.</summary>
    public int? Pages { get; set; }
    /// <summary>Number of the case's last action at the first signature; 0 before.</summary>
    public int CaseVersion { get; set; }
    /// <summary>Files of the archive, its own among them; 0 before the first signature and where nothing is handed over.</summary>
    public int Files { get; set; }
    /// <summary>Their bytes.</summary>
    public long Bytes { get; set; }
    /// <summary>SHA-256 of the archive's manifest, by which each file is kept and found again; null where nothing is handed over, or not yet.</summary>
    public string? Archive { get; set; }
    /// <summary>SHA-256 of the manifest's signature file.</summary>
    public string? ArchiveSignature { get; set; }
    /// <summary>What an appraisal says.</summary>
    public ArchiveVerdict Verdict { get; set; }
    /// <summary>The new last day of retention; with <see cref="ArchiveVerdict.Keep"/>.</summary>
    public DateOnly? Until { get; set; }
    /// <summary>The last day of retention that stood at the first signature.</summary>
    public DateOnly? Was { get; set; }
}

/// <summary>What a text says of archives.</summary>
/// <param name="Act">handover, takeback, retention, appraisal or destruction.</param>
/// <param name="Law">The text.</param>
/// <param name="Article">Its article; null where it is not known.</param>
/// <param name="Says">What is done by it.</param>
/// <param name="Unverified">True where it was not compared with the text.</param>
public sealed record ArchiveRule(string Act, string Law, string? Article, string Says, bool Unverified);

/// <summary>The rules of lists. Pure.</summary>
public static class ArchiveRules
{
    /// <summary>Why the first person cannot sign; null where it can.</summary>
    /// <param name="list">The list.</param>
    /// <param name="lines">Its lines, each with the number of its case.</param>
    /// <param name="today">Today in China.</param>
    public static Refusal? First(ArchiveList list, IReadOnlyList<(ArchiveLine Line, string Number)> lines, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(lines);
        if (list.State != ArchiveListState.Draft) return new Blocked("archive.state-not");
        var defects = new List<Defect>();
        if (lines.Count == 0) defects.Add(new("archive.empty"));
        if (list.Kind == ArchiveListKind.HandOver && list.Party.Length == 0) defects.Add(new("archive.party", "party", ArchiveList.LongestParty));
        if (list.Kind != ArchiveListKind.HandOver && list.Words.Length == 0) defects.Add(new("archive.words", "words", ArchiveList.LongestWords));
        if (list.Kind == ArchiveListKind.Appraisal)
            defects.AddRange(lines.Select(l => Verdict(l.Line, l.Number, today)).OfType<Defect>());
        return defects.Count > 0 ? new Invalid(defects) : null;
    }

    static Defect? Verdict(ArchiveLine line, string number, DateOnly today) => line.Verdict switch
    {
        ArchiveVerdict.Open => new("archive.undecided", $"verdict-{line.CaseId.Value}", number),
        ArchiveVerdict.Keep when !(line.Until > today) => new("archive.until-later", $"until-{line.CaseId.Value}", number),
        _ => null,
    };

    /// <summary>Why somebody cannot sign as the second person; null where it can.</summary>
    public static Refusal? Second(ArchiveList list, AccountId? by)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (list.State != ArchiveListState.Signed) return new Blocked("archive.state-not");
        return by is null || by == list.FirstBy ? new Blocked("archive.second-person") : null;
    }

    /// <summary>The text that a signature is over: its lines end with U+000A, but for the last.</summary>
    /// <param name="digest">Digest of the list's text.</param>
    /// <param name="second">False for the first person.</param>
    /// <param name="by">The account.</param>
    /// <param name="at">When, to the microsecond.</param>
    public static string Signed(string digest, bool second, AccountId by, DateTimeOffset at) => string.Join('\n', "zhice-archive-list/1", digest, second ? "second" : "first",
        by.Value.ToString(CultureInfo.InvariantCulture), at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture));
}
