using Zhice.Data.Services;
using Zhice.Domain.Services;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Services;

/// <summary>Names, colours and addresses of cases on screen.</summary>
internal static class CaseText
{
    /// <summary>Rows a page of every list of cases.</summary>
    public const int PageSize = 30;

    /// <summary>Colour of a phase; its name always stands beside it.</summary>
    public static string Tone(CasePhase phase) => phase switch
    {
        CasePhase.Draft => "plain",
        CasePhase.Received or CasePhase.Handling or CasePhase.Notice => "blue",
        CasePhase.Returned => "amber",
        CasePhase.Decided or CasePhase.Delivered => "green",
        CasePhase.Declined or CasePhase.Lapsed or CasePhase.Revoked or CasePhase.Ended => "red",
        _ => "plain",
    };

    /// <summary>The card of an open case on a day.</summary>
    public static AlarmLevel Alarm(ServiceCase row, DateOnly today) => row.Phase is < CasePhase.Received or > CasePhase.Decided ? AlarmLevel.None : row.RedOn <= today ? AlarmLevel.Red : row.YellowOn <= today ? AlarmLevel.Yellow : AlarmLevel.None;

    /// <summary>Colour of a card; its name always stands beside it.</summary>
    public static string Tone(AlarmLevel level) => level switch { AlarmLevel.Red => "red", AlarmLevel.Yellow => "amber", _ => "green" };

    /// <summary>Which clock of a case it is, how much of it is used, and until when.</summary>
    public static string Alarm(CaseAlarm alarm, ServiceItem item, DateOnly today, WordTable words) => words["alarm.says",
        alarm.Step is { } step ? words["alarm.step", Step(item, step, words)] : words.Of(alarm.Rule.Kind), ServiceText.Budget(alarm.Budget, words), Visit.Day(alarm.Start), alarm.Used(today), alarm.Days, Visit.Day(alarm.Due)];

    /// <summary>Name of a step in the reader's language.</summary>
    public static string Step(ServiceItem item, string code, WordTable words) =>
        item.Steps.FirstOrDefault(step => step.Code == code) is { } step ? words.IsEnglish ? step.EnglishName : step.Name : code;

    /// <summary>Name of a field in the reader's language.</summary>
    public static string Field(FormField field, WordTable words) => words.IsEnglish ? field.EnglishName : field.Name;

    /// <summary>A value in words.</summary>
    public static string Value(FormField field, string? value) => Certificates.Shown(field, value);

    /// <summary>Name of a decision in the reader's language; a dash for none.</summary>
    public static string Decision(ServiceItem item, string? code, WordTable words) =>
        item.Decisions.FirstOrDefault(decision => decision.Code == code) is { } found ? words.IsEnglish ? found.EnglishName : found.Name : "–";

    /// <summary>Name of a side of a case: the applicant's, or that of the party that was served.</summary>
    public static string Side(OpenedCase opened, int? side) => side is null or 0 ? opened.Applicant.Name : opened.State.Served.FirstOrDefault(party => party.Number == side)?.Name ?? "–";

    /// <summary>Who holds the case and until when, as one sentence.</summary>
    public static string Holding(OpenedCase opened, WordTable words) => Held(opened, words) + Unverified(opened.Holding.Due, opened, words);

    /// <summary>A last day; marked where the holidays of its year are not announced yet.</summary>
    public static string Due(DateOnly? due, OpenedCase opened, WordTable words) => Visit.Day(due) + Unverified(due, opened, words);

    static string Unverified(DateOnly? due, OpenedCase opened, WordTable words) => due is { } day && !opened.Calendar.Covers(day.Year) ? words["svc.unverified-year", day.Year] : "";

    static string Held(OpenedCase opened, WordTable words)
    {
        var holding = opened.Holding;
        if (opened.State.Suspended is { } special && holding.Stopped) return words["svc.held-stopped", special];
        return (holding.Holder, holding.Due) switch
        {
            (CaseHolder.Nobody, _) => words["svc.held-nobody"],
            (CaseHolder.Applicant, null) => words["svc.held-applicant-open"],
            (CaseHolder.Applicant, { } by) => words["svc.held-applicant", Visit.Day(by)],
            // After its last day the notice holds nobody: the office decides.
            (CaseHolder.Public, { } over) when over < opened.Facts.Today => (holding.Statutory?.Due, holding.Promised?.Due) is var (law, promise) && (promise is null || law < promise ? law : promise) is { } last
                ? words["svc.held-office", words.Organisation(opened.Office), Visit.Day(last)] : words["svc.held-office-open", words.Organisation(opened.Office)],
            (CaseHolder.Public, { } by) => words["svc.held-public", Visit.Day(by)],
            (_, { } by) => words["svc.held-office", words.Organisation(opened.Office), Visit.Day(by)],
            _ when holding.Unknown => words["svc.held-office-unknown", words.Organisation(opened.Office)],
            _ => words["svc.held-office-open", words.Organisation(opened.Office)],
        };
    }

    /// <summary>True where the applicant's side reads the words of an action; opinions and objections stay in the office.</summary>
    public static bool Tells(CaseActionKind kind) => kind is not (CaseActionKind.ExpertOpinion or CaseActionKind.JointOpinion or CaseActionKind.AskExtension or CaseActionKind.Inspect or CaseActionKind.Deliberate);

    /// <summary>True where the sides of a case see that an action was taken; what the panel deliberates stays in it.</summary>
    public static bool Shows(CaseActionKind kind) => kind is not (CaseActionKind.Inspect or CaseActionKind.Deliberate);

    /// <summary>The address of a case for its applicant.</summary>
    public static string Own(CaseId id) => FormattableString.Invariant($"/my/cases/{id.Value}");

    /// <summary>The address of a case for an officer.</summary>
    public static string Desk(CaseId id) => FormattableString.Invariant($"/service-cases/{id.Value}");

    /// <summary>A key for a form: the same page sent twice is one action.</summary>
    public static string NewKey() => Guid.NewGuid().ToString("N");
}
