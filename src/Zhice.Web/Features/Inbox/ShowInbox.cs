using Zhice.Data;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Inbox;

/// <summary>本周要办: one list of everything that waits for the reader.</summary>
public static class ShowInbox
{
    /// <summary>Things a page.</summary>
    public const int PageSize = 50;

    /// <summary>How far ahead due days are listed.</summary>
    public enum Horizon
    {
        /// <summary>Overdue, and up to Sunday.</summary>
        Week,
        /// <summary>Overdue, and thirty days ahead.</summary>
        Month,
        /// <summary>Whatever has a day.</summary>
        All,
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Due">How far ahead.</param>
    /// <param name="Kind">Only this kind; null for all.</param>
    /// <param name="Page">Page, from 1.</param>
    public sealed record Request(Horizon Due = Horizon.Week, InboxKind? Kind = null, int Page = 1);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Items">The page of things.</param>
    /// <param name="Total">Things that match.</param>
    /// <param name="Counts">Things of each kind, whatever kind is asked for.</param>
    /// <param name="Today">Today in China.</param>
    /// <param name="Until">Last day of the horizon; null for none.</param>
    public sealed record View(Request Asked, IReadOnlyList<InboxItem> Items, int Total, IReadOnlyList<(InboxKind Kind, int Count)> Counts, DateOnly Today, DateOnly? Until);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/inbox", Handle);

    /// <summary>Loads the list for those who do the business of an office.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request asked, DateOnly today, CancellationToken cancel)
    {
        if (actor.IsPublic) return new Forbidden("access.denied");
        var until = Until(asked.Due, today);
        var all = await Data.Supervision.Inbox.Load(db, actor, today, until, beside: false, cancel);
        var shown = asked.Kind is { } kind ? [.. all.Where(i => i.Kind == kind)] : all;
        return new View(asked, [.. shown.Skip((asked.Page - 1) * PageSize).Take(PageSize)], shown.Count,
            [.. all.GroupBy(i => i.Kind).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()))], today, until);
    }

    /// <summary>Last day of a horizon: this week's Sunday, thirty days ahead, none.</summary>
    public static DateOnly? Until(Horizon horizon, DateOnly today) => horizon switch
    {
        Horizon.Week => today.AddDays((7 - (int)today.DayOfWeek) % 7),
        Horizon.Month => today.AddDays(30),
        _ => null,
    };

    /// <summary>Where a thing is worked on.</summary>
    public static string Address(InboxItem item) => item.Kind switch
    {
        InboxKind.Obligation => $"/obligations/{item.Id}",
        InboxKind.WorkItem => $"/obligations/{item.Above}/items/{item.Id}",
        InboxKind.Decision => $"/programmes/{item.Id}/decisions",
        InboxKind.SubmissionToBegin => "/submissions",
        InboxKind.CaseRed => $"/service-cases/alarms?level=Red&office={item.OfficeCode}",
        InboxKind.CaseYellow => $"/service-cases/alarms?level=Yellow&office={item.OfficeCode}",
        InboxKind.RetentionOver => $"/service-archives?show={nameof(Services.ListArchives.Part.Due)}&office={item.OfficeCode}",
        InboxKind.ReturnToSend => $"/statistics/returns/{item.Id}",
        InboxKind.CorrectionToDecide => "/statistics/corrections",
        InboxKind.DisputeToAnswer => $"/statistics/returns/{item.Above}",
        InboxKind.Blocked => $"/blockers?task={item.Id}",
        InboxKind.LetterToAnswer or InboxKind.LetterToClose or InboxKind.LetterToIssue => $"/letters/{item.Id}",
        InboxKind.SubmissionToFinish or InboxKind.SubmissionReturned or InboxKind.SubmissionToSign or InboxKind.SubmissionToReceive => $"/submissions/{item.Id}",
        _ => $"/reports/{item.Id}",
    };

    static async Task<IResult> Handle(string? due, string? kind, int? page, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var asked = new Request(Enum.TryParse<Horizon>(due, true, out var horizon) && Enum.IsDefined(horizon) ? horizon : Horizon.Week,
            Enum.TryParse<InboxKind>(kind, out var known) && Enum.IsDefined(known) ? known : null, Math.Clamp(page ?? 1, 1, 1_000));
        return (await Run(db, visit.Actor, asked, visit.Today, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<InboxPage>(view) : Answer.Refused(visit, refusal);
    }
}
