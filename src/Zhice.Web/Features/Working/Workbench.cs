using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Working;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Web.Features.Working;

/// <summary>工作台: what is mine, by light, and what is most urgent; for the start page of who does business for an office.</summary>
/// <remarks>
/// It looks at every programme of this year and the last one, not at the newest alone: a programme that is published in December, or a second one
/// of the same year, must not hide the work that is under way.
/// </remarks>
/// <param name="Offices">The offices that the reader does business for, with their lights in each programme in which they owe something, the newest first; last year's only while something of it is open.</param>
/// <param name="Urgent">Red and yellow obligations, the nearest due day first.</param>
/// <param name="Pieces">Open pieces of work of the offices, the reader's own first.</param>
public sealed record Workbench(IReadOnlyList<Workbench.Office> Offices, IReadOnlyList<Workbench.Line> Urgent, IReadOnlyList<Workbench.PieceLine> Pieces)
{
    /// <summary>Lines of each list; the pages that they lead to hold the rest.</summary>
    public const int Shown = 10;

    const int MostRead = 5000;

    /// <summary>An office in a programme.</summary>
    /// <param name="Programme">The programme.</param>
    /// <param name="ProgrammeName">Its name.</param>
    /// <param name="Code">Code of the office.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Lights">Its obligations, by light.</param>
    /// <param name="ToChoose">选做 obligations on which nothing was said yet.</param>
    public sealed record Office(ProgrammeId Programme, string ProgrammeName, string Code, string Name, LightTally Lights, int ToChoose);

    /// <summary>An obligation.</summary>
    public sealed record Line(WorkReading Reading, string Title);

    /// <summary>A piece of work.</summary>
    /// <param name="Item">The piece.</param>
    /// <param name="Mine">True where the reader is in charge.</param>
    public sealed record PieceLine(WorkItem Item, bool Mine);

    /// <summary>Loads it; null for readers who do business for no office.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">The reader.</param>
    /// <param name="programmes">The programmes that are worked on, the newest first.</param>
    /// <param name="today">Today in China.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<Workbench?> Load(ZhiceDb db, Actor actor, IReadOnlyList<YearProgramme> programmes, DateOnly today, CancellationToken cancel)
    {
        var mine = AccessPolicy.Offices(actor);
        if (mine.Count == 0 || programmes.Count == 0) return null;
        var ids = programmes.Select(p => p.Id).ToList();
        var readings = await LightReader.Of(db, actor, db.Obligations.Where(o => ids.Contains(o.ProgrammeId) && o.WithdrawnBy == null && mine.Contains(o.OrganisationId))
            .OrderByDescending(o => o.Id).Take(MostRead), today, cancel);
        var offices = await db.Organisations.Where(o => mine.Contains(o.Id)).OrderBy(o => o.Path).Take(20).ToListAsync(cancel);
        var urgent = readings.Values.Where(r => r.Reading.Light >= Light.Yellow).OrderByDescending(r => r.Reading.Light).ThenBy(r => r.Last ?? DateOnly.MaxValue).ThenBy(r => r.Obligation.Id.Value).Take(Shown).ToList();
        var tasks = urgent.ConvertAll(r => r.Obligation.TaskId);
        var titles = tasks.Count == 0 ? [] : await db.Tasks.Where(t => tasks.Contains(t.Id)).Select(t => new { t.Id, t.Number, t.Title }).ToDictionaryAsync(t => t.Id, t => t.Number is null ? t.Title : $"{t.Number}　{t.Title}", cancel);
        var me = actor.AccountId;
        var pieces = await db.GivenItems(actor)
            .Where(i => mine.Contains(i.OrganisationId) && i.Status != WorkStatus.Done && i.Status != WorkStatus.NotApplicable)
            .OrderByDescending(i => i.PersonId == me).ThenBy(i => i.Due == null).ThenBy(i => i.Due).ThenByDescending(i => i.Id).Take(Shown).ToListAsync(cancel);
        var owed = readings.Values.ToLookup(r => (r.Obligation.ProgrammeId, r.Obligation.OrganisationId));
        return new Workbench(
            [.. from programme in programmes
                from office in offices
                let own = owed[(programme.Id, office.Id)]
                where own.Any(r => programme.Year >= today.Year || r.Reading.Light is Light.Green or Light.Yellow or Light.Red)
                select new Office(programme.Id, programme.Name, office.Code, office.Name, Tally(own), own.Count(r => r.Reading.Rule == LightRule.Undecided))],
            urgent.ConvertAll(r => new Line(r, titles.GetValueOrDefault(r.Obligation.TaskId, ""))),
            pieces.ConvertAll(p => new PieceLine(p, p.PersonId is not null && p.PersonId == me)));
    }

    static LightTally Tally(IEnumerable<WorkReading> readings) => readings.Aggregate(default(LightTally), (sum, reading) => sum.With(reading.Reading.Light));
}
