using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Working;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Web.Features.Working;

/// <summary>工作台: what is mine in a programme, by light, and what is most urgent; for the start page of who does business for an office.</summary>
/// <param name="Programme">The programme.</param>
/// <param name="Offices">The offices that the reader does business for, with their lights.</param>
/// <param name="Urgent">Red and yellow obligations, the nearest due day first.</param>
/// <param name="ToChoose">选做 obligations on which nothing was said yet.</param>
/// <param name="Pieces">Open pieces of work of the offices, the reader's own first.</param>
public sealed record Workbench(
    ProgrammeId Programme, IReadOnlyList<Workbench.Office> Offices, IReadOnlyList<Workbench.Line> Urgent, int ToChoose, IReadOnlyList<Workbench.PieceLine> Pieces)
{
    /// <summary>Lines of each list; the pages that they lead to hold the rest.</summary>
    public const int Shown = 10;

    const int MostRead = 5000;

    /// <summary>An office with its lights.</summary>
    public sealed record Office(string Code, string Name, LightTally Lights);

    /// <summary>An obligation.</summary>
    public sealed record Line(WorkReading Reading, string Title);

    /// <summary>A piece of work.</summary>
    /// <param name="Item">The piece.</param>
    /// <param name="Mine">True where the reader is in charge.</param>
    public sealed record PieceLine(WorkItem Item, bool Mine);

    /// <summary>Loads it; null for readers who do business for no office.</summary>
    public static async Task<Workbench?> Load(ZhiceDb db, Actor actor, ProgrammeId programme, DateOnly today, CancellationToken cancel)
    {
        var mine = AccessPolicy.Offices(actor);
        if (mine.Count == 0) return null;
        var readings = await LightReader.Of(db, actor,
            db.Obligations.Where(o => o.ProgrammeId == programme && o.WithdrawnBy == null && mine.Contains(o.OrganisationId)).OrderBy(o => o.Id).Take(MostRead), today, cancel);
        var offices = await db.Organisations.Where(o => mine.Contains(o.Id)).OrderBy(o => o.Path).Take(20).ToListAsync(cancel);
        var urgent = readings.Values.Where(r => r.Reading.Light >= Light.Yellow).OrderByDescending(r => r.Reading.Light).ThenBy(r => r.Last ?? DateOnly.MaxValue).ThenBy(r => r.Obligation.Id.Value).Take(Shown).ToList();
        var tasks = urgent.ConvertAll(r => r.Obligation.TaskId);
        var titles = tasks.Count == 0 ? [] : await db.Tasks.Where(t => tasks.Contains(t.Id)).Select(t => new { t.Id, t.Number, t.Title }).ToDictionaryAsync(t => t.Id, t => t.Number is null ? t.Title : $"{t.Number}　{t.Title}", cancel);
        var me = actor.AccountId;
        var pieces = await db.GivenItems(actor)
            .Where(i => mine.Contains(i.OrganisationId) && i.Status != WorkStatus.Done && i.Status != WorkStatus.NotApplicable && db.Obligations.Any(o => o.Id == i.ObligationId && o.ProgrammeId == programme))
            .OrderByDescending(i => i.PersonId == me).ThenBy(i => i.Due == null).ThenBy(i => i.Due).ThenBy(i => i.Id).Take(Shown).ToListAsync(cancel);
        return new Workbench(programme,
            offices.ConvertAll(o => new Office(o.Code, o.Name, Tally(readings.Values.Where(r => r.Obligation.OrganisationId == o.Id)))),
            urgent.ConvertAll(r => new Line(r, titles.GetValueOrDefault(r.Obligation.TaskId, ""))),
            readings.Values.Count(r => r.Reading.Rule == LightRule.Undecided), pieces.ConvertAll(p => new PieceLine(p, p.PersonId is not null && p.PersonId == me)));
    }

    static LightTally Tally(IEnumerable<WorkReading> readings) => readings.Aggregate(default(LightTally), (sum, reading) => sum.With(reading.Reading.Light));
}
