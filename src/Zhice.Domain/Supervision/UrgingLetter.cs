using System.Globalization;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Supervision;

/// <summary>Key of an urging letter.</summary>
public readonly record struct LetterId(long Value);

/// <summary>Where a letter is on its way.</summary>
public enum LetterState
{
    /// <summary>待签发: laid before the issuing office, without a number.</summary>
    Draft,
    /// <summary>已签发: waits for the answer.</summary>
    Issued,
    /// <summary>已回复: waits to be closed or sent back.</summary>
    Answered,
    /// <summary>已办结.</summary>
    Closed,
    /// <summary>不予签发: a draft that the issuing office let go, with a reason.</summary>
    Dropped,
}

/// <summary>督办单: numbered when issued, answered by the office that owes, closed by the office that issued it.</summary>
public sealed class UrgingLetter
{
    /// <summary>Key.</summary>
    public LetterId Id { get; init; }
    /// <summary>The obligation that it urges.</summary>
    public ObligationId ObligationId { get; init; }
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>The office that issues it.</summary>
    public OrganisationId IssuerId { get; init; }
    /// <summary>The office that owes the obligation and answers.</summary>
    public OrganisationId DebtorId { get; init; }
    /// <summary>The rung that laid the draft; null where a person began it.</summary>
    public long? FiringId { get; init; }
    /// <summary>Where it is.</summary>
    public LetterState State { get; private set; }
    /// <summary>Year of the series; null until issued.</summary>
    public int? Year { get; private set; }
    /// <summary>Place in the issuer's series of the year, from 1; null until issued.</summary>
    public int? Number { get; private set; }
    /// <summary>What is urged.</summary>
    public required string Demand { get; set; }
    /// <summary>Working days for the answer, counted from the day after issue.</summary>
    public int AnswerDays { get; set; } = DefaultAnswerDays;
    /// <summary>The day of issue; null until then.</summary>
    public DateOnly? IssuedOn { get; private set; }
    /// <summary>Last day for the answer, by the clock; null until issued, and while the clock is suspended.</summary>
    public DateOnly? AnswerBy { get; set; }
    /// <summary>The answer in force; null before.</summary>
    public string? Answer { get; private set; }
    /// <summary>When the draft was laid or begun.</summary>
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }

    /// <summary>Working days for an answer where nothing else is said; our own proposal.</summary>
    public const int DefaultAnswerDays = 10;

    /// <summary>Most characters of demand and answer.</summary>
    public const int Longest = 4000;

    /// <summary>The number as printed, such as 督办〔2026〕12号; null until issued.</summary>
    public string? Reference => Number is { } number ? string.Create(CultureInfo.InvariantCulture, $"督办〔{Year}〕{number}号") : null;

    /// <summary>The clock of the answer; null until issued.</summary>
    public Clock? ClockWith(IReadOnlyList<Suspension> suspensions) => IssuedOn is { } day ? new Clock(day, new TimeBudget(AnswerDays, LimitUnit.WorkingDay), suspensions) : null;

    /// <summary>Issues the draft under the next number of the series: <c>letter.not-draft</c>, or the calendar's refusal.</summary>
    public Outcome<LetterStep> Issue(int number, DateOnly today, WorkCalendar calendar, AccountId by, DateTimeOffset now)
    {
        if (State != LetterState.Draft) return new Blocked("letter.not-draft");
        if (!new Clock(today, new TimeBudget(AnswerDays, LimitUnit.WorkingDay), []).Project(calendar).Accepted(out var end, out var refusal)) return refusal;
        (State, Year, Number, IssuedOn, AnswerBy) = (LetterState.Issued, today.Year, number, today, end.Due);
        return Step(by, now, Demand);
    }

    /// <summary>Lets a draft go: <c>letter.not-draft</c>, <c>letter.words</c>.</summary>
    public Outcome<LetterStep> Drop(string reason, AccountId by, DateTimeOffset now) => Move([LetterState.Draft], "letter.not-draft", LetterState.Dropped, reason, by, now);

    /// <summary>Answers: <c>letter.not-issued</c>, <c>letter.words</c>.</summary>
    public Outcome<LetterStep> Reply(string answer, AccountId by, DateTimeOffset now)
    {
        var outcome = Move([LetterState.Issued], "letter.not-issued", LetterState.Answered, answer, by, now);
        if (outcome.Accepted(out var step, out _)) Answer = step.Words;
        return outcome;
    }

    /// <summary>Sends an answer back, to be given anew in the time that is left: <c>letter.not-answered</c>, <c>letter.words</c>.</summary>
    public Outcome<LetterStep> SendBack(string reasons, AccountId by, DateTimeOffset now) =>
        Move([LetterState.Answered], "letter.not-answered", LetterState.Issued, reasons, by, now);

    /// <summary>Closes an answered letter: <c>letter.not-answered</c>, <c>letter.words</c>.</summary>
    public Outcome<LetterStep> Close(string finding, AccountId by, DateTimeOffset now) =>
        Move([LetterState.Answered], "letter.not-answered", LetterState.Closed, finding, by, now);

    /// <summary>The defect of words of a letter; null where they may stand.</summary>
    public static Defect? CheckWords(string? words, string field) => words?.Trim().Length is > 0 and <= Longest ? null : new Defect("letter.words", field, Longest);

    Outcome<LetterStep> Move(LetterState[] from, string refused, LetterState to, string words, AccountId by, DateTimeOffset now)
    {
        if (!from.Contains(State)) return new Blocked(refused);
        if (CheckWords(words, "words") is { } defect) return new Invalid(defect);
        State = to;
        return Step(by, now, words.Trim());
    }

    LetterStep Step(AccountId by, DateTimeOffset now, string words) => new() { LetterId = Id, State = State, TakenBy = by, At = now, Words = words };
}

/// <summary>What a step did.</summary>
public enum LetterAct
{
    /// <summary>It led to the state that it names.</summary>
    Moved,
    /// <summary>中止计时.</summary>
    Suspended,
    /// <summary>恢复计时.</summary>
    Resumed,
    /// <summary>期限重算: a changed calendar gave the answer another day.</summary>
    Redated,
}

/// <summary>A step of a letter's way; append-only.</summary>
public sealed class LetterStep
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The letter.</summary>
    public LetterId LetterId { get; init; }
    /// <summary>The state that it led to, or that the letter kept.</summary>
    public LetterState State { get; init; }
    /// <summary>What it did.</summary>
    public LetterAct Act { get; init; }
    /// <summary>Who.</summary>
    public AccountId TakenBy { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Demand, answer, reasons or finding.</summary>
    public required string Words { get; init; }
}

/// <summary>Last number that an office has given in a year. Raised in the transaction that issues: no gap, no double.</summary>
public sealed class LetterSeries
{
    /// <summary>The issuing office.</summary>
    public OrganisationId IssuerId { get; init; }
    /// <summary>The year.</summary>
    public int Year { get; init; }
    /// <summary>The last number.</summary>
    public int Last { get; set; }
}

/// <summary>中止 of a letter's clock.</summary>
public sealed class LetterSuspension
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The letter.</summary>
    public LetterId LetterId { get; init; }
    /// <summary>First day that does not count.</summary>
    public DateOnly FirstDay { get; init; }
    /// <summary>First day that counts again; null while it lasts.</summary>
    public DateOnly? Until { get; set; }
    /// <summary>Why.</summary>
    public required string Reason { get; init; }
    /// <summary>Who suspended it.</summary>
    public AccountId SetBy { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}
