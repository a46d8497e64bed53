using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Selection;
using Zhice.Domain;
using Zhice.Domain.Selection;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Selection;

/// <summary>提出异议: open to everyone in the publicity period. The contact is shown to nobody but those who handle it.</summary>
public static class ObjectToApplication
{
    /// <summary>The page.</summary>
    /// <param name="Id">The application.</param>
    /// <param name="Applicant">Its applicant.</param>
    /// <param name="Call">The call.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="Until">Last day.</param>
    /// <param name="Objector">What was typed.</param>
    /// <param name="Contact">What was typed.</param>
    /// <param name="Words">What was typed.</param>
    public sealed record View(ApplicationKey Id, string Applicant, CallId Call, string Title, DateOnly? Until, string Objector, string Contact, string Words);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/selections/applications/{id:long}/object", Show);
        routes.MapPost("/selections/applications/{id:long}/object", Send).RequireRateLimiting(LoginLimit.Name).DisableAntiforgery();
    }

    static Task<View?> Find(ZhiceDb db, long id, (string Objector, string Contact, string Words) typed, CancellationToken cancel)
    {
        var key = new ApplicationKey(id);
        return (
            from application in db.SelectionApplications
            where application.Id == key && application.State == ApplicationState.Shortlisted
            join call in db.SelectionCalls on application.CallId equals call.Id
            where call.State == CallState.Publicity
            select new View(application.Id, application.Applicant, call.Id, call.Title, call.PublicityTo, typed.Objector, typed.Contact, typed.Words)).FirstOrDefaultAsync(cancel);
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        await Find(db, id, ("", "", ""), cancel) is { } view ? Answer.Page<ObjectPage>(view) : Answer.Refused(visit, new Missing("selection.no-publicity"));

    static async Task<IResult> Send(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var typed = (form["objector"].ToString(), form["contact"].ToString(), form["words"].ToString());
        if (await Find(db, id, typed, cancel) is not { } view) return Answer.Refused(visit, new Missing("selection.no-publicity"));
        return (await PublicityDesk.Object(db, visit.Actor, view.Id, view.Objector, view.Contact, view.Words, clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, $"/selections/{view.Call.Value}", "selection.objected") : Answer.Again<ObjectPage>(visit, view, refusal);
    }
}
