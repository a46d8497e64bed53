using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;
using Zhice.Records.Text;

namespace Zhice.Data.Supervision;

/// <summary>The ladder that a programme uses.</summary>
/// <param name="ProgrammeId">The programme.</param>
/// <param name="Rungs">Its rungs, by day.</param>
/// <param name="ActiveFrom">No rung of an earlier day fires.</param>
/// <param name="Paused">True while nothing fires.</param>
/// <param name="Own">False while it is the one that every programme begins with.</param>
/// <param name="Version">Version of the programme's own; 0 for none.</param>
public sealed record LadderInUse(ProgrammeId ProgrammeId, IReadOnlyList<Rung> Rungs, DateOnly ActiveFrom, bool Paused, bool Own, int Version);

/// <summary>What a ladder would have done, or is to do.</summary>
/// <param name="Date">The due day and how many are open on it.</param>
/// <param name="Effective">The last day in time; null where the calendar does not know it.</param>
/// <param name="Rungs">When each rung fires.</param>
/// <param name="Now">The rungs that would fire at the next turn of the clock.</param>
public sealed record LadderPreview(OpenDate Date, DateOnly? Effective, IReadOnlyList<PlannedRung> Rungs, IReadOnlyList<Rung> Now);

/// <summary>督办阶梯 of programmes.</summary>
public static class Ladders
{
    /// <summary>The ladder that a programme begins with, from data/supervision/ladder.csv.</summary>
    public static IReadOnlyList<Rung> Default { get; } = Ladder.Ordered(Csv.Read(CalendarCsv.Embedded("ladder.csv")).Skip(1).Select(line => new Rung(line.Fields[0] switch
    {
        "reminder" => RungKind.Reminder,
        "overdue" => RungKind.OverdueNotice,
        "yellow-card" => RungKind.YellowCard,
        "red-card" => RungKind.RedCard,
        "urging-letter" => RungKind.UrgingLetter,
        var other => throw new InvalidDataException($"ladder.csv, line {line.Line}: kind {other}."),
    }, int.Parse(line.Fields[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))));

    /// <summary>The ladders of some programmes, or of all. Two commands.</summary>
    public static async Task<IReadOnlyList<LadderInUse>> Load(ZhiceDb db, ProgrammeId? only = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var programmes = await (
            from programme in db.Programmes.AsNoTracking()
            where only == null || programme.Id == only
            from ladder in db.Ladders.Where(l => l.ProgrammeId == programme.Id).DefaultIfEmpty()
            select new { programme.Id, programme.CreatedAt, Ladder = ladder }).ToListAsync(cancel);
        var rungs = (await db.Rungs.AsNoTracking().Where(r => only == null || r.ProgrammeId == only).ToListAsync(cancel)).ToLookup(r => r.ProgrammeId, r => new Rung(r.Kind, r.Days));
        return [.. programmes.Select(p => p.Ladder is { } own
            ? new LadderInUse(p.Id, Ladder.Ordered(rungs[p.Id]), own.ActiveFrom, own.Paused, true, own.Version)
            : new LadderInUse(p.Id, Default, ChinaTime.DayOf(p.CreatedAt), false, false, 0))];
    }

    /// <summary>What a ladder does with the programme's open due days, and what it would do at once.</summary>
    public static IReadOnlyList<LadderPreview> Preview(WorkCalendar calendar, LadderInUse ladder, IEnumerable<OpenDate> open, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        return
        [
            .. open.Where(o => o.ProgrammeId == ladder.ProgrammeId).OrderBy(o => o.Due.On).ThenBy(o => o.Source).Select(date =>
                DueRules.Project(calendar, date.Due.On, date.Due.YearEnd).Accepted(out var due, out _)
                    ? new LadderPreview(date, due.Effective, Ladder.Plan(calendar, ladder.Rungs, due.Effective),
                        ladder.Paused ? [] : [.. Ladder.Due(calendar, ladder.Rungs, due.Effective, ladder.ActiveFrom, today).Select(p => p.Rung)])
                    : new LadderPreview(date, null, [.. ladder.Rungs.Select(r => new PlannedRung(r, null))], [])),
        ];
    }

    /// <summary>
    /// Sets the ladder of a programme. Refusals: <c>programme.missing</c>, <c>access.denied</c>, <c>ladder.changed</c> (somebody else changed it meanwhile),
    /// and those of <see cref="Ladder.Check"/>.
    /// </summary>
    public static async Task<Outcome<LadderInUse>> Save(
        ZhiceDb db, Actor actor, ProgrammeId id, IReadOnlyList<Rung> rungs, DateOnly activeFrom, bool paused, int version, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (await OwnerPath(db, actor, id, cancel) is not { } path) return new Missing("programme.missing");
        if (!AccessPolicy.MayPublish(actor, path)) return new Forbidden("access.denied");
        if (Ladder.Check(rungs) is { Count: > 0 } defects) return new Invalid(defects);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var ladder = await db.Ladders.AsTracking().FirstOrDefaultAsync(l => l.ProgrammeId == id, cancel);
        if ((ladder?.Version ?? 0) != version) return new Blocked("ladder.changed");
        if (ladder is null) db.Ladders.Add(ladder = new ProgrammeLadder { ProgrammeId = id, ActiveFrom = activeFrom });
        (ladder.ActiveFrom, ladder.Paused, ladder.Version) = (activeFrom, paused, ladder.Version + 1);
        db.Rungs.RemoveRange(await db.Rungs.AsTracking().Where(r => r.ProgrammeId == id).ToListAsync(cancel));
        await db.SaveChangesAsync(cancel);
        db.Rungs.AddRange(rungs.Select(r => new ProgrammeRung { ProgrammeId = id, Kind = r.Kind, Days = r.Days }));
        AuditLog.Append(db, actor, clock.GetUtcNow(), "ladder.set", $"programme/{id.Value}",
            new { rungs = Ladder.Ordered(rungs).Select(r => $"{r.Kind} {r.Days}"), activeFrom, paused });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new LadderInUse(id, Ladder.Ordered(rungs), activeFrom, paused, true, ladder.Version);
    }

    /// <summary>Path of the organisation that runs a programme; null where there is none, or the reader may not know of it.</summary>
    public static async Task<string?> OwnerPath(ZhiceDb db, Actor actor, ProgrammeId id, CancellationToken cancel = default) => await (
        from programme in Access.Visibility.VisibleProgrammes(db, actor)
        where programme.Id == id
        join owner in db.Organisations on programme.OwnerId equals owner.Id
        select owner.Path).FirstOrDefaultAsync(cancel);
}
