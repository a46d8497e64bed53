using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Selection;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Selection;
using Zhice.Web.Features.Evidence;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Selection;

/// <summary>申报: its words, materials and way; for those who run the call, its experts, scores and objections.</summary>
public static class ShowApplication
{
    /// <summary>A material: what the call asks, and what was given.</summary>
    public sealed record Material(SelectionMaterial Asked, ApplicationMaterial? Given, string? Title, string? FileName, long Size);

    /// <summary>A score sheet with its expert's name and the score by now.</summary>
    public sealed record Sheet(ScoreSheet Row, string Login, string Expert, int Scores, decimal? Total);

    /// <summary>A step and the name of who took it.</summary>
    public sealed record Step(ApplicationStep Row, string? By);

    /// <summary>The page.</summary>
    /// <param name="Application">The application.</param>
    /// <param name="Call">Its call.</param>
    /// <param name="Terms">The terms.</param>
    /// <param name="Office">The office that applies or recommends.</param>
    /// <param name="Materials">Materials as asked.</param>
    /// <param name="Steps">Its way, the first step first.</param>
    /// <param name="Sheets">Score sheets; none for those who do not run the call.</param>
    /// <param name="Objections">Objections; none for those who do not run the call.</param>
    /// <param name="Award">Key of the award; null for none.</param>
    /// <param name="Moves">What the reader may do now.</param>
    /// <param name="Runs">True when the reader sees what those see who run the call.</param>
    public sealed record View(SelectionApplication Application, SelectionCall Call, SelectionTerms Terms, Organisation Office, IReadOnlyList<Material> Materials, IReadOnlyList<Step> Steps, IReadOnlyList<Sheet> Sheets,
        IReadOnlyList<SelectionObjection> Objections, long? Award, IReadOnlySet<ApplicationMove> Moves, bool Runs);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/selections/applications/{id:long}", Handle);
        routes.MapGet("/selections/applications/{id:long}/materials/{material}", Download).WithMetadata(new IsNoPage());
    }

    /// <summary>Loads the page.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ApplicationKey id, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        var head = await (
            from application in db.VisibleApplications(actor)
            where application.Id == id
            join call in db.SelectionCalls on application.CallId equals call.Id
            join office in db.Organisations on application.OrganisationId equals office.Id
            join owner in db.Organisations on call.OwnerId equals owner.Id
            select new { application, call, office, owner.Path, Award = db.SelectionAwards.Where(a => a.ApplicationId == id).Select(a => (long?)a.Id).FirstOrDefault() }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (head is null) return new Missing("selection.application-missing");
        var terms = TermsJson.Read(head.call.Terms);
        var given = await (
            from material in db.ApplicationMaterials
            where material.ApplicationId == id && material.RemovedAt == null
            join evidence in db.Evidence on material.EvidenceId equals evidence.Id
            join version in db.EvidenceVersions on new { material.EvidenceId, material.Number } equals new { version.EvidenceId, version.Number }
            select new { material, evidence.Title, version.FileName, version.Size }).AsNoTracking().ToListAsync(cancel);
        var steps = await (
            from step in db.ApplicationSteps
            where step.ApplicationId == id
            from account in db.Accounts.Where(a => a.Id == step.By).DefaultIfEmpty()
            orderby step.Id
            select new Step(step, account.DisplayName)).AsNoTracking().Take(100).ToListAsync(cancel);
        var mayRun = AccessPolicy.MayRunSelection(actor, head.Path);
        var runs = mayRun || AccessPolicy.ReadsAll(actor);
        var sheets = runs ? await Sheets(db, id, terms, cancel) : [];
        List<SelectionObjection> objections = runs ? await db.SelectionObjections.AsNoTracking().Where(o => o.ApplicationId == id).OrderBy(o => o.Id).Take(PublicityDesk.MostOpen * 2).ToListAsync(cancel) : [];
        var facts = ApplicationFacts.Of(head.call, head.application);
        ApplicationMove[] own = [ApplicationMove.Save, ApplicationMove.Submit, ApplicationMove.Withdraw], run = [ApplicationMove.Pass, ApplicationMove.Return, ApplicationMove.Reject, ApplicationMove.Score, ApplicationMove.Decline];
        var moves = (AccessPolicy.MayApply(actor, head.office.Path) ? own : []).Concat(mayRun ? run : []).Where(move => ApplicationMoves.Decide(facts, move, today) is null).ToHashSet();
        return new View(head.application, head.call, terms, head.office,
            [.. terms.Materials.Select(m => given.Find(g => g.material.Material == m.Code) is { } one ? new Material(m, one.material, one.Title, one.FileName, one.Size) : new Material(m, null, null, null, 0))],
            steps, sheets, objections, head.Award, moves, runs);
    }

    static async Task<IReadOnlyList<Sheet>> Sheets(ZhiceDb db, ApplicationKey id, SelectionTerms terms, CancellationToken cancel)
    {
        var rows = await (
            from sheet in db.ScoreSheets
            where sheet.ApplicationId == id
            join account in db.Accounts on sheet.ExpertId equals account.Id
            orderby sheet.Id
            select new { sheet, account.Login, account.DisplayName }).AsNoTracking().Take(100).ToListAsync(cancel);
        if (rows.Count == 0) return [];
        var standing = await ScoreDesk.Standing(db, db.ScoreEntries.Where(e => db.ScoreSheets.Any(s => s.Id == e.SheetId && s.ApplicationId == id)), cancel);
        return [.. rows.Select(r => standing.TryGetValue(r.sheet.Id, out var scores)
            ? new Sheet(r.sheet, r.Login, r.DisplayName, scores.Count, terms.Sheet.All(i => scores.ContainsKey(i.Code)) ? SheetScores.Total(terms.Sheet, scores) : null)
            : new Sheet(r.sheet, r.Login, r.DisplayName, 0, null))];
    }

    static async Task<IResult> Handle(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ApplicationPage>(view) : Answer.Refused(visit, refusal);

    // Who may see the application may see its materials as they were given, wherever the evidence is held.
    static async Task<IResult> Download(long id, string material, Visit visit, HttpContext context, ZhiceDb db, ZhiceStore store, CancellationToken cancel)
    {
        var key = new ApplicationKey(id);
        var visible = db.VisibleApplications(visit.Actor);
        var version = await (
            from given in db.ApplicationMaterials
            where given.ApplicationId == key && given.Material == material && given.RemovedAt == null && visible.Any(v => v.Id == key)
            join kept in db.EvidenceVersions on new { given.EvidenceId, given.Number } equals new { kept.EvidenceId, kept.Number }
            select kept).AsNoTracking().FirstOrDefaultAsync(cancel);
        return await DownloadEvidence.Send(version, visit, context, store, cancel);
    }
}
