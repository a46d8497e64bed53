using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Web.Features.Programmes;
using Zhice.Web.Features.Working;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Home;

/// <summary>首页: what this is, and what waits for the one who asks.</summary>
public static class ShowHome
{
    /// <summary>The page.</summary>
    /// <param name="Programmes">The newest programmes.</param>
    /// <param name="Own">What the reader's own organisations owe in this year's programmes and later ones, the newest first; where all are older, in the newest year's.</param>
    /// <param name="Bench">The reader's work in them; null for readers who do business for no office.</param>
    /// <param name="Waiting">Documents that have been read and wait to be checked by the reader.</param>
    /// <param name="Tasks">Standing tasks that the reader may see.</param>
    /// <param name="Documents">Documents that the reader may see.</param>
    public sealed record View(
        IReadOnlyList<ListProgrammes.Row> Programmes, IReadOnlyList<OwnDuty> Own, Workbench? Bench, IReadOnlyList<WaitingDocument> Waiting, int Tasks, int Documents);

    /// <summary>Obligations of one level that an organisation owes.</summary>
    public sealed record OwnDuty(ProgrammeId Programme, string ProgrammeName, string Code, string Name, ObligationLevel Level, int Count);

    /// <summary>A document to check.</summary>
    public sealed record WaitingDocument(DocumentId Id, string Title, double Coverage, int Tasks, DateTimeOffset ImportedAt);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", Handle);

    /// <summary>Loads the page for the reader.</summary>
    public static async Task<View> Run(ZhiceDb db, Actor actor, DateOnly today, CancellationToken cancel)
    {
        var programmes = await ListProgrammes.Run(db, actor, cancel);
        var offices = AccessPolicy.Offices(actor);
        var current = Current(programmes, today);
        var own = current.Count == 0 || offices.Count == 0 ? [] : await Duties(db, offices, [.. current.Where(p => p.Year >= Math.Min(today.Year, current[0].Year)).Select(p => p.Id)], cancel);
        var bench = await Workbench.Load(db, actor, current, today, cancel);
        var documents = await db.VisibleDocuments(actor).CountAsync(cancel);
        return new View([.. programmes.Take(5)], own, bench, await Waiting(db, actor, cancel), programmes.Sum(p => p.Tasks), documents);
    }

    // What is worked on: this year's programmes, next year's that is out already, and last year's whose report is still to come; where all are older, the newest year's.
    static List<YearProgramme> Current(IReadOnlyList<ListProgrammes.Row> programmes, DateOnly today)
    {
        if (programmes.Count == 0) return [];
        var from = Math.Min(programmes[0].Programme.Year, today.Year) - 1;
        return [.. programmes.Where(p => p.Programme.Year >= from).Select(p => p.Programme)];
    }

    static async Task<IReadOnlyList<OwnDuty>> Duties(ZhiceDb db, IReadOnlyList<OrganisationId> offices, IReadOnlyList<ProgrammeId> programmes, CancellationToken cancel) => await (
        from obligation in db.Obligations
        where programmes.Contains(obligation.ProgrammeId) && offices.Contains(obligation.OrganisationId) && obligation.WithdrawnBy == null
        join organisation in db.Organisations on obligation.OrganisationId equals organisation.Id
        join programme in db.Programmes on obligation.ProgrammeId equals programme.Id
        group obligation by new { obligation.ProgrammeId, Programme = programme.Name, programme.Year, organisation.Code, organisation.Name, obligation.Level } into duty
        orderby duty.Key.Year descending, duty.Key.ProgrammeId descending, duty.Key.Code, duty.Key.Level
        select new OwnDuty(duty.Key.ProgrammeId, duty.Key.Programme, duty.Key.Code, duty.Key.Name, duty.Key.Level, duty.Count())).ToListAsync(cancel);

    static async Task<IReadOnlyList<WaitingDocument>> Waiting(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        if (AccessPolicy.Reach(actor).Count == 0) return [];
        var read = await (
            from document in db.VisibleDocuments(actor)
            where document.State == DocumentState.Read
            join owner in db.Organisations on document.OwnerId equals owner.Id
            orderby document.ImportedAt descending
            select new { Document = document, owner.Path }).Take(100).ToListAsync(cancel);
        return [.. read.Where(r => AccessPolicy.MayCorrect(actor, r.Path)).Take(10).Select(r =>
            new WaitingDocument(r.Document.Id, r.Document.Title, r.Document.Coverage, r.Document.TaskCount, r.Document.ImportedAt))];
    }

    static async Task<IResult> Handle(Visit visit, ZhiceDb db, CancellationToken cancel) => Answer.Page<HomePage>(await Run(db, visit.Actor, visit.Today, cancel));
}
