using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Selection;
using Zhice.Domain.Accounts;
using Zhice.Domain.Selection;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Selection;

/// <summary>评选与认定: calls for applications, the newest first.</summary>
public static class ListCalls
{
    /// <summary>Calls a page.</summary>
    public const int PageSize = 30;

    /// <summary>Most rows of an export.</summary>
    const int MostRows = 5_000;

    /// <summary>A call on the list.</summary>
    public sealed record Row(CallId Id, string Kind, string Title, CallState State, DateOnly OpensOn, DateOnly ClosesOn, DateOnly? PublicityTo, string OwnerCode, string Owner, int Applications, bool Demonstration);

    /// <summary>The page.</summary>
    /// <param name="Rows">The page of calls.</param>
    /// <param name="Page">Its number.</param>
    /// <param name="Total">Calls that match.</param>
    /// <param name="Kind">The kind asked for.</param>
    /// <param name="State">The state asked for.</param>
    /// <param name="MayDraft">True when the reader may draft one.</param>
    /// <param name="Sheets">Score sheets that wait for the reader.</param>
    public sealed record View(IReadOnlyList<Row> Rows, int Page, int Total, string? Kind, CallState? State, bool MayDraft, int Sheets);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/selections", Handle);
        routes.MapGet("/selections.csv", Export);
        routes.MapGet("/selections.xlsx", Export);
    }

    static async Task<IResult> Handle(string? kind, string? state, int? page, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var (asked, calls) = Asked(db, visit.Actor, kind, state);
        var total = await calls.CountAsync(cancel);
        var at = Paging.Within(page ?? 1, total, PageSize);
        var rows = await Rows(db, visit.Actor, calls).Skip((at - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var me = visit.Actor.AccountId;
        var waiting = me is null ? 0 : await db.ScoreSheets.CountAsync(s => s.ExpertId == me && s.SubmittedAt == null && s.EndedAt == null, cancel);
        return Answer.Page<CallsPage>(new View(rows, at, total, kind, asked, EditCall.May(visit.Actor), waiting));
    }

    static async Task<IResult> Export(string? kind, string? state, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var rows = await Rows(db, visit.Actor, Asked(db, visit.Actor, kind, state).Calls).Take(MostRows).ToListAsync(cancel);
        var words = visit.Words;
        return await new TableFile("selections",
            [new(words["selection.kind-label"], 30), new(words["selection.title-label"], 40), new(words["selection.state"]), new(words["selection.owner"], 30), new(words["selection.opens"]),
                new(words["selection.closes"]), new(words["selection.applications"])],
            rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(KindName(words, r.Kind)), Cell.Of(r.Title), Cell.Of(words.Of(r.State)), Cell.Of(words.Organisation(r.OwnerCode, r.Owner)), Cell.Of(r.OpensOn), Cell.Of(r.ClosesOn),
                Cell.Of(r.Applications)])).As(visit.Path, cancel);
    }

    static (CallState? State, IQueryable<SelectionCall> Calls) Asked(ZhiceDb db, Actor actor, string? kind, string? state)
    {
        var calls = db.VisibleCalls(actor).AsNoTracking();
        if (!string.IsNullOrEmpty(kind)) calls = calls.Where(c => c.Kind == kind);
        if (!Enum.TryParse<CallState>(state, out var one) || !Enum.IsDefined(one)) return (null, calls);
        return (one, calls.Where(c => c.State == one));
    }

    static IQueryable<Row> Rows(ZhiceDb db, Actor actor, IQueryable<SelectionCall> calls)
    {
        var visible = db.VisibleApplications(actor);
        return from call in calls
               join owner in db.Organisations on call.OwnerId equals owner.Id
               orderby call.ClosesOn descending, call.Id descending
               select new Row(call.Id, call.Kind, call.Title, call.State, call.OpensOn, call.ClosesOn, call.PublicityTo, owner.Code, owner.Name, visible.Count(a => a.CallId == call.Id), call.Demonstration);
    }

    /// <summary>A kind's name in the reader's language.</summary>
    internal static string KindName(WordTable words, string code) => SelectionFiles.Find(code) is { } kind ? words.IsEnglish ? kind.EnglishName : kind.Name : code;

    internal static string Tone(CallState state) => state switch { CallState.Open => "blue", CallState.Publicity => "amber", CallState.Awarded => "green", _ => "plain" };

    internal static string Tone(ApplicationState state) => state switch
    {
        ApplicationState.Submitted or ApplicationState.Passed => "blue",
        ApplicationState.Returned or ApplicationState.Shortlisted => "amber",
        ApplicationState.Awarded => "green",
        ApplicationState.Rejected or ApplicationState.Declined or ApplicationState.Revoked => "red",
        _ => "plain",
    };
}
