using Zhice.Domain.Calendar;

namespace Zhice.Domain.Services;

/// <summary>Who a case waits for.</summary>
public enum CaseHolder
{
    /// <summary>Nobody: it is over.</summary>
    Nobody,
    /// <summary>The applicant.</summary>
    Applicant,
    /// <summary>The competent office.</summary>
    Office,
    /// <summary>Everybody who may object.</summary>
    Public,
}

/// <summary>谁在办、到哪天: who holds a case and until when.</summary>
/// <param name="Holder">Who.</param>
/// <param name="Due">The last day in time; null where there is none, where the clock stands, or where the calendar does not reach.</param>
/// <param name="Statutory">The clock of the law; null where none runs.</param>
/// <param name="Promised">The clock that the office promised; null where none runs.</param>
/// <param name="Stopped">True while a special step stops the clock.</param>
/// <param name="Unknown">True where the days after the last known year are counted without its holidays: they are shown as not verified, and nothing is done by them.</param>
public sealed record CaseHolding(CaseHolder Holder, DateOnly? Due, ClockProjection? Statutory, ClockProjection? Promised, bool Stopped, bool Unknown)
{
    /// <summary>The last day in time where it is certain.</summary>
    public DateOnly? Certain => Unknown ? null : Due;
}

/// <summary>The clocks of a case: days to accept or return, to answer, to decide, to deliver. Days are counted by the one clock of the platform (行政许可法第八十二条, 专利法实施细则第五条).</summary>
public static class CaseClock
{
    /// <summary>Name of the limit within which papers are returned or count as accepted.</summary>
    public const string Defects = "permit-defects";

    /// <summary>Name of the limit within which a decision is delivered.</summary>
    public const string Delivery = "permit-delivery";

    /// <summary>Working days that an applicant has to answer a return where the office names no day.</summary>
    public const int AnswerDays = 15;

    /// <summary>Last day to return or accept the papers that came in; null where the calendar does not reach.</summary>
    public static DateOnly? ReturnBy(CaseState state, LimitBook book, WorkCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.ReceivedOn is { } received ? Ends(Defects, received, book, calendar) : null;
    }

    /// <summary>True where the law or the definition lets the limit be extended.</summary>
    public static bool MayExtend(ServiceItem item, CaseState state, LimitBook book)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Law(item, state, book)?.Extension is not null;
    }

    /// <summary>Last day of a public notice that begins on a day. Working days are refused where the calendar does not reach; months end on their day, or on the Monday after a weekend.</summary>
    public static Outcome<DateOnly> NoticeTo(ServiceItem item, DateOnly from, LimitBook book, WorkCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(book);
        if (item.Notice is not { } notice) return new Blocked("case.notice-none");
        Clock clock;
        if (notice.Own is { } own) clock = new Clock(from, own, []);
        else if (book.On(notice.Statutory!, from).Accepted(out var law, out var unknown)) clock = law.Clock(from);
        else return unknown;
        if (clock.Project(calendar).Accepted(out var ends, out var refusal)) return ends.Due!.Value;
        if (clock.Budget.Unit == LimitUnit.WorkingDay) return refusal;
        var nominal = clock.Budget.Unit == LimitUnit.Month ? from.AddMonths(clock.Budget.Amount) : from.AddDays(clock.Budget.Amount);
        return nominal.DayOfWeek switch { DayOfWeek.Saturday => nominal.AddDays(2), DayOfWeek.Sunday => nominal.AddDays(1), _ => nominal };
    }

    /// <summary>Who holds the case, and until when.</summary>
    /// <param name="item">The definition.</param>
    /// <param name="state">The state.</param>
    /// <param name="book">The limits of the law.</param>
    /// <param name="calendar">The working days.</param>
    public static CaseHolding Of(ServiceItem item, CaseState state, LimitBook book, WorkCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(state);
        return state.Phase switch
        {
            CasePhase.Draft => new(CaseHolder.Applicant, null, null, null, false, false),
            CasePhase.Received => Arrived(item, state, state.ReceivedOn!.Value, book, calendar),
            CasePhase.Returned => new(CaseHolder.Applicant, state.AnswerBy, null, null, false, false),
            CasePhase.Handling or CasePhase.Notice => Running(item, state, book, calendar),
            CasePhase.Decided when state.Asked is { } asked => Requested(item, asked, book, calendar),
            CasePhase.Decided => Plain(CaseHolder.Office, Delivery, state.DecidedOn!.Value, book, calendar),
            _ => new(CaseHolder.Nobody, null, null, null, false, false),
        };
    }

    /// <summary>The clocks of the law and of the promise, of a case that is handled; null where there is none.</summary>
    internal static (Clock? Statutory, Clock? Promised) Budgets(ServiceItem item, CaseState state, LimitBook book)
    {
        var law = Law(item, state, book);
        // A limit that the law counts from the receipt of the papers began with them, another with the acceptance; of a case that was opened again the days begin then.
        var accepted = state.AcceptedOn ?? state.ReceivedOn!.Value;
        var start = RunsFromReceipt(item, state, book) ? state.ReceivedOn ?? accepted : accepted;
        return (law?.Clock(start, state.Extended, state.Suspensions) ?? (item.Statutory?.Own is { } own ? new Clock(accepted, own, state.Suspensions) : null),
            item.Promised is { } promise && !state.Extended ? new Clock(start, promise, state.Suspensions) : null);
    }

    /// <summary>The clock of the present step's own limit; null where it has none. A limit that the law counts from the receipt of the papers begins with them while nothing but their acceptance lies before.</summary>
    internal static Clock? StepClock(ServiceItem item, CaseState state, LimitBook book)
    {
        if (item.Steps[state.Step].Limit is not { } limit || state.Stays.LastOrDefault(s => s.To is null) is not { } stay) return null;
        // The answer of the other side is awaited from the day on which the last of them received the papers.
        if (item.OtherParty is { } other && other.AnswerAt == item.Steps[state.Step].Code && state.Served.Where(party => party.AnsweredOn is null).MaxBy(party => party.On) is { } last) return Clock(other.LimitOf(last), last.On, state.Suspensions, book);
        var first = state.Step <= 1 && limit.Statutory is { } code && book.On(code, stay.From).Accepted(out var law, out _) && law.Since.StartsWith("收到", StringComparison.Ordinal);
        return Clock(limit, first ? state.ReceivedOn ?? stay.From : stay.From, state.Suspensions, book);
    }

    /// <summary>A limit of its own, or of the law, from a day on; null where the law does not know it.</summary>
    internal static Clock? Clock(ServiceLimit limit, DateOnly from, IReadOnlyList<Suspension> suspensions, LimitBook book) =>
        limit.Statutory is { } code && book.On(code, from).Accepted(out var law, out _) ? law.Clock(from, false, suspensions) : limit.Own is { } own ? new Clock(from, own, suspensions) : null;

    /// <summary>The first step's own limit from the receipt of the papers; null where the law alone limits it.</summary>
    internal static Clock? FirstStep(ServiceItem item, DateOnly received) => item.Steps[0].Limit?.Own is { } own ? new Clock(received, own, []) : null;

    // What the office has set itself for the first step is earlier than the five days of the law, or the guide says so in vain.
    static CaseHolding Arrived(ServiceItem item, CaseState state, DateOnly received, LimitBook book, WorkCalendar calendar)
    {
        var holding = Plain(CaseHolder.Office, Defects, received, book, calendar);
        if (RunsFromReceipt(item, state, book))
        {
            var (law, promise) = Budgets(item, state, book);
            holding = holding with { Statutory = Project(law, calendar).Projection, Promised = Project(promise, calendar).Projection };
        }
        var (own, unknown) = Project(FirstStep(item, received), calendar);
        return holding with { Due = Earlier(Earlier(holding.Due, own?.Due), Earlier(holding.Statutory?.Due, holding.Promised?.Due)), Unknown = holding.Unknown || unknown };
    }

    /// <summary>True where the law counts the whole limit from the receipt of the papers: it runs before their acceptance.</summary>
    internal static bool RunsFromReceipt(ServiceItem item, CaseState state, LimitBook book) => !state.Reopened && Law(item, state, book)?.Since.StartsWith("收到", StringComparison.Ordinal) == true;

    // The limit of a request that the holder made after the decision.
    static CaseHolding Requested(ServiceItem item, AfterOpen asked, LimitBook book, WorkCalendar calendar)
    {
        var (ends, unknown) = Project(item.AfterOf(asked.Code) is { } request ? Clock(request.Limit, asked.On, [], book) : null, calendar);
        return new(CaseHolder.Office, ends?.Due, null, null, false, unknown);
    }

    static CaseHolding Running(ServiceItem item, CaseState state, LimitBook book, WorkCalendar calendar)
    {
        var (law, promise) = Budgets(item, state, book);
        var (statutory, gap) = Project(law, calendar);
        var (promised, missing) = Project(promise, calendar);
        var notice = state.Phase == CasePhase.Notice; // its last day stands in the notice itself
        // Where neither the law nor the office limits the whole, the present step's own limit says until when.
        var (own, unknown) = law is null && promise is null && !notice ? Project(StepClock(item, state, book), calendar) : (null, false);
        var due = notice ? state.NoticeTo : Earlier(statutory?.Due, promised?.Due) ?? own?.Due;
        return new(notice ? CaseHolder.Public : CaseHolder.Office, due, statutory, promised, statutory?.Stopped ?? promised?.Stopped ?? own?.Stopped ?? state.Suspended is not null && state.Suspensions.Any(s => s.To is null), !notice && (gap || missing || unknown));
    }

    // Where the calendar does not reach, Monday to Friday are taken as worked for as long as the longest limits run.
    internal static (ClockProjection? Projection, bool Unknown) Project(Clock? clock, WorkCalendar calendar) =>
        clock is null ? (null, false) : clock.Project(calendar).Accepted(out var projection, out _) ? (projection, false)
        : (clock.Project(calendar.AssumedUntil(clock.Start.Year + Assumed)).Accepted(out var assumed, out _) ? assumed : null, true);

    const int Assumed = 10;

    /// <summary>The last day of a clock; where the calendar does not reach, with Monday to Friday taken as worked. Null for a clock that stands.</summary>
    public static DateOnly? Foreseen(Clock clock, WorkCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return Project(clock, calendar).Projection?.Due;
    }

    static StatutoryLimit? Law(ServiceItem item, CaseState state, LimitBook book) => item.Statutory?.Statutory is { } code && (state.AcceptedOn ?? state.ReceivedOn) is { } day
        && book.On(code, day).Accepted(out var law, out _) ? law : null;

    static DateOnly? Ends(string code, DateOnly from, LimitBook book, WorkCalendar calendar) =>
        book.On(code, from).Accepted(out var law, out _) && law.Clock(from).Project(calendar).Accepted(out var ends, out _) ? ends.Due : null;

    static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null ? other : other is null || one < other ? one : other;

    static CaseHolding Plain(CaseHolder holder, string code, DateOnly from, LimitBook book, WorkCalendar calendar)
    {
        var (ends, unknown) = Project(book.On(code, from).Accepted(out var law, out _) ? law.Clock(from) : null, calendar);
        return new(holder, ends?.Due, null, null, false, unknown);
    }
}
