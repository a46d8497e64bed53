using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>How many cards an office has.</summary>
/// <param name="Id">The office.</param>
/// <param name="Code">Its code.</param>
/// <param name="Office">Its name.</param>
/// <param name="Red">Cases with a red card.</param>
/// <param name="Yellow">Cases with a yellow card and no red one.</param>
public sealed record AlarmCount(OrganisationId Id, string Code, string Office, int Red, int Yellow);

/// <summary>
/// 电子监察: the first yellow and the first red day of a case stand in its row, counted anew with each action, so that lists compare days and nothing needs to fire. What was counted by other rules, another
/// calendar or an older program is counted anew by the clock over cases.
/// </summary>
public static class AlarmDesk
{
    const int Stretch = 200;

    /// <summary>By what the days of open cases were counted: rules, definitions' limits of the law, and working days.</summary>
    public static string Basis(LimitBook limits, WorkCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(calendar);
        // Most of the time the calendar is the program's own, one object for all.
        if (bases.TryGetValue(calendar, out var known) && known.Limits == limits) return known.Basis;
        var basis = Counted(limits, calendar);
        bases.AddOrUpdate(calendar, new(limits, basis));
        return basis;
    }

    sealed record Known(LimitBook Limits, string Basis);

    static readonly ConditionalWeakTable<WorkCalendar, Known> bases = [];

    static string Counted(LimitBook limits, WorkCalendar calendar)
    {
        return TextDigest.Of(string.Join('\n', AlarmFiles.Rules.Select(r => r.ToString()).Concat(limits.All.Select(l => l.ToString())).Concat(calendar.Rows.Select(r => r.ToString()))))[..16];
    }

    /// <summary>Counts the days of a case as its state is.</summary>
    internal static void Follow(ServiceCase row, ServiceItem item, CaseState state, LimitBook limits, WorkCalendar calendar, string basis)
    {
        var alarms = CaseAlarms.Of(item, state, limits, calendar, AlarmFiles.Rules);
        (row.YellowOn, row.RedOn, row.AlarmBasis) = (alarms.Min(a => (DateOnly?)a.YellowOn), alarms.Min(a => (DateOnly?)a.Due)?.AddDays(1), basis);
    }

    /// <summary>Counts open cases anew whose days were counted otherwise, and with them the day by which they are due; answers how many. Safe to stop at any time.</summary>
    public static async Task<int> CatchUp(ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        var calendar = await Calendars.Load(db, cancel);
        var (basis, seen) = (Basis(house.Limits, calendar), 0);
        while (true)
        {
            db.ChangeTracker.Clear();
            var rows = await db.ServiceCases.AsTracking().Where(c => c.Phase >= CasePhase.Received && c.Phase <= CasePhase.Decided && c.AlarmBasis != basis).OrderBy(c => c.Id).Take(Stretch).ToListAsync(cancel);
            if (rows.Count == 0) return seen;
            var keys = rows.ConvertAll(r => r.Id);
            var actions = (await db.CaseActions.AsNoTracking().Where(a => keys.Contains(a.CaseId)).OrderBy(a => a.CaseId).ThenBy(a => a.Sequence).ToListAsync(cancel)).ToLookup(a => a.CaseId);
            foreach (var row in rows)
            {
                row.AlarmBasis = basis;
                if (ItemOf(house, row) is not { } item) continue; // its definition is gone: a fault that the clock over timers reports
                var state = CaseState.Of(item, actions[row.Id].Select(a => a.Action));
                row.DueOn = CaseClock.Of(item, state, house.Limits, calendar).Certain;
                Follow(row, item, state, house.Limits, calendar, basis);
            }
            try
            {
                await db.SaveChangesAsync(cancel);
                seen += rows.Count;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody acted on one of them meanwhile: the same stretch is read again.
            }
        }
    }

    static ServiceItem? ItemOf(ServiceHouse house, ServiceCase row) => house.Catalogue.Versions(row.Item).FirstOrDefault(item => item.Version == row.ItemVersion);

    /// <summary>Open cases with a card on a day: of the reader's offices and of those below them.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="today">Today in China.</param>
    /// <param name="level">Red: red ones only; yellow: those that are yellow and not red; none: both.</param>
    public static IQueryable<ServiceCase> Carded(ZhiceDb db, Actor actor, DateOnly today, AlarmLevel level = AlarmLevel.None) => At(db.SupervisedCases(actor), today, level);

    /// <summary>Those of some open cases that have a card on a day.</summary>
    public static IQueryable<ServiceCase> At(IQueryable<ServiceCase> cases, DateOnly today, AlarmLevel level) => level switch
    {
        AlarmLevel.Red => cases.Where(c => c.Phase >= CasePhase.Received && c.Phase <= CasePhase.Decided && c.RedOn <= today),
        AlarmLevel.Yellow => cases.Where(c => c.Phase >= CasePhase.Received && c.Phase <= CasePhase.Decided && c.YellowOn <= today && c.RedOn > today),
        _ => cases.Where(c => c.Phase >= CasePhase.Received && c.Phase <= CasePhase.Decided && c.YellowOn <= today),
    };

    /// <summary>Cards by office, those with most red ones first. One command.</summary>
    public static async Task<IReadOnlyList<AlarmCount>> Counts(ZhiceDb db, Actor actor, DateOnly today, CancellationToken cancel)
    {
        var counts = await (
            from row in Carded(db, actor, today)
            join organisation in db.Organisations on row.OfficeId equals organisation.Id
            group row by new { organisation.Id, organisation.Code, organisation.Name } into office
            select new { office.Key.Id, office.Key.Code, office.Key.Name, Red = office.Count(c => c.RedOn <= today), All = office.Count() }).ToListAsync(cancel);
        return [.. counts.Select(c => new AlarmCount(c.Id, c.Code, c.Name, c.Red, c.All - c.Red)).OrderByDescending(c => c.Red).ThenByDescending(c => c.Yellow).ThenBy(c => c.Code, StringComparer.Ordinal)];
    }

    /// <summary>The cards of some cases, each with all its clocks that have one. Two commands.</summary>
    public static async Task<ILookup<CaseId, CaseAlarm>> Explained(ZhiceDb db, ServiceHouse house, IReadOnlyList<ServiceCase> rows, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(house);
        var keys = rows.Select(r => r.Id).ToList();
        var calendar = await Calendars.Load(db, cancel);
        var actions = (await db.CaseActions.AsNoTracking().Where(a => keys.Contains(a.CaseId)).OrderBy(a => a.CaseId).ThenBy(a => a.Sequence).ToListAsync(cancel)).ToLookup(a => a.CaseId);
        return rows.SelectMany(row =>
        {
            if (ItemOf(house, row) is not { } item) return [];
            return CaseAlarms.Of(item, CaseState.Of(item, actions[row.Id].Select(a => a.Action)), house.Limits, calendar, AlarmFiles.Rules).Where(a => a.Level(today) != AlarmLevel.None).Select(a => (row.Id, Alarm: a));
        }).ToLookup(pair => pair.Id, pair => pair.Alarm);
    }
}
