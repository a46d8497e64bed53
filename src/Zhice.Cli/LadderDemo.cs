using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;

namespace Zhice.Cli;

/// <summary>
/// Something to see of the ladder: a few overdue obligations are extended so that one rung of each kind falls on the last working day, from which the ladder
/// fires. What is long overdue besides stays silent, as its rungs lie before that day.
/// </summary>
internal sealed class LadderDemo(ZhiceStore store, TimeProvider clock)
{
    internal async Task Build(Actor nation, ProgrammeId programme)
    {
        var today = ChinaTime.Today(clock);
        using var db = store.CreateContext();
        var calendar = await Calendars.Load(db).ConfigureAwait(false);
        // A year without a notice has no working days: then nothing fires, here as elsewhere.
        if (!calendar.OnOrBefore(today).Accepted(out var day, out _)) return;
        var ladder = (await Ladders.Load(db, programme).ConfigureAwait(false))[0];
        var overdue = await (
            from obligation in db.Obligations.AsNoTracking()
            join task in db.Tasks on obligation.TaskId equals task.Id
            join office in db.Organisations on obligation.OrganisationId equals office.Id
            where obligation.ProgrammeId == programme && obligation.WithdrawnBy == null && obligation.Level == ObligationLevel.Mandatory
                && task.WithdrawnBy == null && task.Due.On != null && task.Due.On < day.AddDays(-40)
                && office.Kind == OrganisationKind.LocalOffice && !db.ObligationStates.Any(s => s.ObligationId == obligation.Id)
            orderby office.Code == "office-340000" descending, obligation.Id
            select new { obligation.Id, obligation.OrganisationId }).Take(400).ToListAsync().ConfigureAwait(false);
        foreach (var (rung, owed) in ladder.Rungs.Where(r => r.Kind != RungKind.Reminder).OrderByDescending(r => r.Days).Zip(overdue.DistinctBy(o => o.OrganisationId)))
            if (calendar.Add(day, -rung.Days).Accepted(out var due, out _))
                await Do(fresh => ObligationWork.Extend(fresh, nation, owed.Id, due, "等待配套办法印发（演示）。", 0, clock)).ConfigureAwait(false);
        await Do(fresh => Ladders.Save(fresh, nation, programme, ladder.Rungs, day, paused: false, ladder.Version, clock)).ConfigureAwait(false);
        using (var sweeping = store.CreateContext()) await new Sweep().Run(sweeping, clock).ConfigureAwait(false);

        var draft = await db.Letters.AsNoTracking().FirstOrDefaultAsync(l => l.ProgrammeId == programme && l.State == LetterState.Draft).ConfigureAwait(false);
        if (draft is null) return;
        using var issuing = store.CreateContext();
        // Near the year's end the answer may fall into a year without a notice: then the draft is left to be seen.
        await Letters.Issue(issuing, nation, draft.Id, draft.Version, draft.Demand, draft.AnswerDays, clock).ConfigureAwait(false);
    }

    async Task<T> Do<T>(Func<ZhiceDb, Task<Outcome<T>>> useCase) where T : notnull
    {
        using var db = store.CreateContext();
        return (await useCase(db).ConfigureAwait(false)).Accepted(out var done, out var refusal)
            ? done
            : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code} {string.Join(", ", refusal.Defects)}");
    }
}
