namespace Zhice.Domain.Submitting;

/// <summary>What a person may do with a submission as a whole.</summary>
public enum SubmissionMove
{
    /// <summary>送签: the words are done.</summary>
    ToSignOff,
    /// <summary>撤回修改: by the office, before it is signed.</summary>
    TakeBack,
    /// <summary>退回修改: by who signs, with reasons.</summary>
    SendBack,
    /// <summary>签发并报送.</summary>
    Sign,
    /// <summary>接收并出具回执.</summary>
    Receive,
    /// <summary>退回: by the receiver, with all reasons at once.</summary>
    Return,
}

/// <summary>The way of a submission: which move leads from which state where.</summary>
public static class SubmissionMoves
{
    /// <summary>Longest list of reasons, in UTF-16 units.</summary>
    public const int LongestReasons = 4000;

    static readonly Dictionary<(SubmissionState From, SubmissionMove Move), SubmissionState> Ways = new()
    {
        [(SubmissionState.Draft, SubmissionMove.ToSignOff)] = SubmissionState.InSignOff,
        [(SubmissionState.Returned, SubmissionMove.ToSignOff)] = SubmissionState.InSignOff,
        // Where the office has switched 签发 off, what is written is sent (SubmissionWay.May).
        [(SubmissionState.Draft, SubmissionMove.Sign)] = SubmissionState.Submitted,
        [(SubmissionState.Returned, SubmissionMove.Sign)] = SubmissionState.Submitted,
        [(SubmissionState.InSignOff, SubmissionMove.TakeBack)] = SubmissionState.Draft,
        [(SubmissionState.InSignOff, SubmissionMove.SendBack)] = SubmissionState.Returned,
        [(SubmissionState.InSignOff, SubmissionMove.Sign)] = SubmissionState.Submitted,
        [(SubmissionState.Submitted, SubmissionMove.Receive)] = SubmissionState.Received,
        [(SubmissionState.Submitted, SubmissionMove.Return)] = SubmissionState.Returned,
    };

    /// <summary>True while the words may be changed.</summary>
    public static bool MayChange(SubmissionState state) => state is SubmissionState.Draft or SubmissionState.Returned;

    /// <summary>Moves that the state allows, whoever asks.</summary>
    public static IEnumerable<SubmissionMove> From(SubmissionState state) => Ways.Keys.Where(way => way.From == state).Select(way => way.Move);

    /// <summary>The state after a move; refused where the state does not allow it, or a return gives no reason.</summary>
    /// <param name="from">The present state.</param>
    /// <param name="move">The move.</param>
    /// <param name="reasons">Reasons, one a line; needed for both ways back.</param>
    public static Outcome<Moved> Decide(SubmissionState from, SubmissionMove move, string? reasons)
    {
        if (!Ways.TryGetValue((from, move), out var to)) return new Blocked("submission.not-now");
        if (move is not (SubmissionMove.Return or SubmissionMove.SendBack)) return new Moved(to, null);
        var lines = Sentences.Paragraphs(reasons ?? "");
        if (lines.Count == 0) return new Invalid(new Defect("submission.reasons", "reasons"));
        var all = string.Join('\n', lines);
        return all.Length > LongestReasons ? new Invalid(new Defect("submission.reasons-long", "reasons", LongestReasons)) : new Moved(to, all);
    }

    /// <summary>What a move leads to.</summary>
    /// <param name="To">The state.</param>
    /// <param name="Reasons">Reasons, one a line, blank ones taken out; null where none are asked for.</param>
    public sealed record Moved(SubmissionState To, string? Reasons);
}
