using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Web.Features.Programmes;

/// <summary>How many offices of a level, in one column of the board, owe a task in one way.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Column">First digits of the division code (<see cref="RegionColumns"/>).</param>
/// <param name="Office">Level of the offices.</param>
/// <param name="Level">必做, 选做 or not said.</param>
/// <param name="Offices">Number of offices.</param>
public readonly record struct BoardCount(TaskId TaskId, string Column, DivisionLevel Office, ObligationLevel Level, int Offices);

/// <summary>Counts of standing obligations for the boards, kept in memory until something is published or decided.</summary>
/// <remarks>
/// A board of 60 tasks stands on 200,000 obligations, which no store groups in a page's time. They change only with a publication or a
/// decision; a stamp of both, read with one command, tells whether what is kept still holds, on every node alike.
/// </remarks>
public sealed class BoardCounts
{
    readonly ConcurrentDictionary<ProgrammeId, (Stamp Stamp, FrozenDictionary<TaskId, BoardCount[]> Counts)> kept = new();

    /// <summary>Counts of all offices by task. What the reader may not see must be taken out by the caller.</summary>
    public async Task<FrozenDictionary<TaskId, BoardCount[]>> Of(ZhiceDb db, ProgrammeId programme, RegionColumns columns, CancellationToken cancel)
    {
        var stamp = await Now(db, programme, cancel);
        if (kept.TryGetValue(programme, out var found) && found.Stamp == stamp) return found.Counts;
        var counts = await Count(db, db.Obligations.Where(o => o.ProgrammeId == programme), columns, cancel);
        kept[programme] = (stamp, counts);
        return counts;
    }

    /// <summary>Groups obligations by task, column, level of office and level of duty: one command.</summary>
    internal static async Task<FrozenDictionary<TaskId, BoardCount[]>> Count(ZhiceDb db, IQueryable<Obligation> obligations, RegionColumns columns, CancellationToken cancel)
    {
        var width = columns.Width;
        var rows = await (
            from obligation in obligations
            where obligation.WithdrawnBy == null
            join organisation in db.Organisations on obligation.OrganisationId equals organisation.Id
            where organisation.DivisionCode != null && organisation.Level != null
            group organisation.Id by new
            {
                obligation.TaskId, Column = organisation.DivisionCode!.Substring(0, EF.Constant(width)), Office = organisation.Level!.Value, obligation.Level,
            } into cell
            select new { cell.Key, Offices = cell.Distinct().Count() }).ToListAsync(cancel);
        return rows.Select(r => new BoardCount(r.Key.TaskId, r.Key.Column, r.Key.Office, r.Key.Level, r.Offices))
            .GroupBy(c => c.TaskId).ToFrozenDictionary(g => g.Key, g => g.ToArray());
    }

    static async Task<Stamp> Now(ZhiceDb db, ProgrammeId programme, CancellationToken cancel) =>
        await db.Programmes.Where(p => p.Id == programme).Select(p => new Stamp(
            p.Version,
            db.Publications.Where(u => u.ProgrammeId == programme).Max(u => (PublicationId?)u.Id),
            db.Decisions.Where(d => d.ProgrammeId == programme).Sum(d => d.Version),
            db.Obligations.Max(o => (ObligationId?)o.Id))).FirstAsync(cancel);

    readonly record struct Stamp(int Version, PublicationId? LastPublication, int Decisions, ObligationId? LastObligation);
}
