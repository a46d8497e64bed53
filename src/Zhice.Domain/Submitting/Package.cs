using Zhice.Domain.Organisations;

namespace Zhice.Domain.Submitting;

/// <summary>A file that goes between instances: one content, and the SM2 signature over its canonical bytes.</summary>
/// <param name="Format"><see cref="Format1"/>.</param>
/// <param name="Key">Fingerprint of the signing key.</param>
/// <param name="Signature">SM2 signature (GB/T 32918.2, digest SM3, identity 1234567812345678), ASN.1 DER in base64.</param>
/// <param name="Submission">A submission; null in an answer.</param>
/// <param name="Answer">The receiver's answer; null in a submission.</param>
public sealed record Package(string Format, string Key, string Signature, PackedSubmission? Submission, PackedAnswer? Answer)
{
    /// <summary>The one format of today.</summary>
    public const string Format1 = "zhice-submission/1";

    /// <summary>What is signed; null where the file holds none or both.</summary>
    public string? Signed() => (Submission, Answer) switch
    {
        ({ } submission, null) => BodyJson.Write(submission),
        (null, { } answer) => BodyJson.Write(answer),
        _ => null,
    };

    /// <summary>Reads a file; refused with <c>package.broken</c> where it is no package, or not written as ours are.</summary>
    /// <remarks>A byte changed outside the content makes it unreadable here; one inside makes the signature false.</remarks>
    public static Outcome<Package> Read(string text) =>
        BodyJson.Read<Package>(text) is { Format: Format1 } package && package.Signed() is not null ? package : new Invalid(new Defect("package.broken", "file"));
}

/// <summary>A year's work, in words that another instance understands.</summary>
/// <param name="Year">The year.</param>
/// <param name="Name">Its name.</param>
/// <param name="Owner">Code of the organisation that runs it.</param>
public sealed record PackedProgramme(int Year, string Name, string Owner);

/// <summary>A submission as it is sent.</summary>
/// <param name="Kind">Always <c>submission</c>, so that one signed content never passes for the other.</param>
/// <param name="Programme">The year's work.</param>
/// <param name="From">The office.</param>
/// <param name="To">The receiver.</param>
/// <param name="Revision">Number of the revision.</param>
/// <param name="SubmittedAt">When it was signed, by the sender's clock.</param>
/// <param name="SignedBy">Name of who signed.</param>
/// <param name="Digest">SM3 of the body's canonical bytes.</param>
/// <param name="Demonstration">True for one of the demonstration.</param>
/// <param name="Body">The words.</param>
public sealed record PackedSubmission(
    string Kind, PackedProgramme Programme, OfficeName From, OfficeName To, int Revision, DateTimeOffset SubmittedAt, string SignedBy, string Digest,
    bool Demonstration, SubmissionBody Body);

/// <summary>The receiver's answer: a receipt, or a return with all reasons.</summary>
/// <param name="Kind">Always <c>answer</c>.</param>
/// <param name="Programme">The year's work.</param>
/// <param name="From">The receiver of the submission, who answers.</param>
/// <param name="To">The office that submitted.</param>
/// <param name="Revision">Number of the revision that is answered.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="At">When.</param>
/// <param name="By">Name of who answered.</param>
/// <param name="Receipt">Number of the receipt; null in a return.</param>
/// <param name="Reasons">The reasons of a return, one a line; null in a receipt.</param>
public sealed record PackedAnswer(
    string Kind, PackedProgramme Programme, OfficeName From, OfficeName To, int Revision, string Digest, DateTimeOffset At, string By, string? Receipt, string? Reasons);

/// <summary>What an instance holds already about the office and the year of a package.</summary>
/// <param name="Imported">True where it came by package before; false for one written here.</param>
/// <param name="State">Where it is.</param>
/// <param name="Revision">Number of the revision in force.</param>
/// <param name="Digest">Its digest.</param>
public sealed record HeldSubmission(bool Imported, SubmissionState State, int Revision, string Digest);

/// <summary>What becomes of a package or an answer that is genuine.</summary>
public enum Arrival
{
    /// <summary>It is taken.</summary>
    Taken,
    /// <summary>The same was taken before: nothing changes.</summary>
    Known,
}

/// <summary>Whether a package fits what is held. Whether it is genuine has been decided before.</summary>
public static class ArrivalRules
{
    /// <summary>A submission: taken, known already, or refused with the reason.</summary>
    public static Outcome<Decided> Submission(PackedSubmission came, HeldSubmission? held)
    {
        ArgumentNullException.ThrowIfNull(came);
        if (held is null) return new Decided(Arrival.Taken);
        if (!held.Imported) return new Blocked("package.made-here");
        if (came.Revision == held.Revision)
            return came.Digest == held.Digest ? new Decided(Arrival.Known) : new Blocked("package.two-of-one-number", came.Revision);
        if (came.Revision < held.Revision) return new Blocked("package.older", came.Revision, held.Revision);
        return held.State == SubmissionState.Received ? new Blocked("package.received-already", held.Revision) : new Decided(Arrival.Taken);
    }

    /// <summary>An answer to a submission of this instance.</summary>
    public static Outcome<Decided> Answer(PackedAnswer came, HeldSubmission held)
    {
        ArgumentNullException.ThrowIfNull(came);
        ArgumentNullException.ThrowIfNull(held);
        if (held.Imported) return new Blocked("package.not-ours");
        var to = came.Receipt is null ? SubmissionState.Returned : SubmissionState.Received;
        if (came.Revision < held.Revision) return new Blocked("package.older", came.Revision, held.Revision);
        if (came.Revision > held.Revision || came.Digest != held.Digest) return new Blocked("package.other-words");
        if (held.State == to) return new Decided(Arrival.Known);
        return held.State == SubmissionState.Submitted ? new Decided(Arrival.Taken) : new Blocked("package.not-waiting");
    }

    /// <summary>What was decided.</summary>
    public sealed record Decided(Arrival Arrival);

    /// <summary>True when a key registered for one organisation signs for another: the same, or one below it.</summary>
    public static bool SignsFor(Organisation registered, Organisation sender)
    {
        ArgumentNullException.ThrowIfNull(registered);
        ArgumentNullException.ThrowIfNull(sender);
        return registered.Reaches(sender);
    }
}
