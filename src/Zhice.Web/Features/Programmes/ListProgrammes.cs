using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Programmes;

/// <summary>年度工作列表: the programmes that the reader may see, newest year first.</summary>
public static class ListProgrammes
{
    /// <summary>One programme.</summary>
    /// <param name="Programme">The programme.</param>
    /// <param name="OwnerCode">Code of the organisation that runs it.</param>
    /// <param name="Owner">Its name.</param>
    /// <param name="Tasks">Standing tasks that the reader may see.</param>
    /// <param name="Documents">Documents they come from.</param>
    /// <param name="Open">Questions that wait for a decision.</param>
    /// <param name="PublishedAt">When a document was last published to it; null before that.</param>
    public sealed record Row(YearProgramme Programme, string OwnerCode, string Owner, int Tasks, int Documents, int Open, DateTimeOffset? PublishedAt);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/programmes", Handle);

    /// <summary>The list. There are few programmes a year, so it is not paged: 200 at most.</summary>
    public static async Task<IReadOnlyList<Row>> Run(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        var tasks = db.VisibleTasks(actor).Where(t => t.WithdrawnBy == null);
        // That a visible task has an open question is no secret; the question itself is for those inside.
        var decisions = db.Decisions.Where(d => d.WithdrawnBy == null && d.DecidedAt == null && db.Measures.Any(m => m.Id == d.MeasureId && tasks.Any(t => t.Id == m.TaskId)));
        var rows = await (
            from programme in db.VisibleProgrammes(actor)
            join owner in db.Organisations on programme.OwnerId equals owner.Id
            orderby programme.Year descending, programme.Id descending
            select new
            {
                Programme = programme,
                owner.Code,
                Owner = owner.Name,
                Tasks = tasks.Count(t => t.ProgrammeId == programme.Id),
                Documents = tasks.Where(t => t.ProgrammeId == programme.Id).Select(t => t.DocumentId).Distinct().Count(),
                Open = decisions.Count(d => d.ProgrammeId == programme.Id),
                PublishedAt = db.Publications.Where(u => u.ProgrammeId == programme.Id).Max(u => (DateTimeOffset?)u.At),
            }).Take(200).ToListAsync(cancel);
        return rows.ConvertAll(r => new Row(r.Programme, r.Code, r.Owner, r.Tasks, r.Documents, r.Open, r.PublishedAt));
    }

    static async Task<IResult> Handle(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        Answer.Page<ProgrammesPage>(await Run(db, visit.Actor, cancel));
}
