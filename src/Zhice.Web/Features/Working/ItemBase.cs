using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Web.Features.Working;

/// <summary>The obligation that a piece of work comes from, as the pages of the break-down show it.</summary>
/// <param name="Obligation">The obligation.</param>
/// <param name="Organisation">Who owes it.</param>
/// <param name="Task">The task.</param>
/// <param name="Measure">The measure.</param>
/// <param name="Commitments">Its sentences.</param>
/// <param name="On">Due day in force.</param>
/// <param name="Whole">False where the reader sees only what was handed to an office in reach.</param>
public sealed record ItemBase(
    Obligation Obligation, Organisation Organisation, ProgrammeTask Task, ProgrammeMeasure Measure, IReadOnlyList<ProgrammeCommitment> Commitments, DateOnly? On, bool Whole)
{
    /// <summary>Address of the obligation's page.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"/obligations/{Obligation.Id.Value}");

    /// <summary>Number and title of the task.</summary>
    public string Title => Task.Number is null ? Task.Title : $"{Task.Number}　{Task.Title}";

    /// <summary>Loads it for a reader; null where the reader may not see it.</summary>
    internal static async Task<ItemBase?> Load(ZhiceDb db, Actor actor, ObligationId id, CancellationToken cancel)
    {
        var visible = db.VisibleWork(actor);
        var given = db.GivenItems(actor);
        var head = await (
            from obligation in db.Obligations
            where obligation.Id == id && obligation.WithdrawnBy == null && (visible.Any(o => o.Id == obligation.Id) || given.Any(i => i.ObligationId == obligation.Id))
            join organisation in db.Organisations on obligation.OrganisationId equals organisation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            join measure in db.Measures on obligation.MeasureId equals measure.Id
            join programme in db.Programmes on obligation.ProgrammeId equals programme.Id
            from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
            select new { Obligation = obligation, Organisation = organisation, Task = task, Measure = measure, programme.Year, ExtendedTo = (DateOnly?)state.ExtendedTo, Whole = visible.Any(o => o.Id == obligation.Id) })
            .FirstOrDefaultAsync(cancel);
        if (head is null) return null;
        var commitments = await db.Commitments.Where(c => c.MeasureId == head.Measure.Id && c.WithdrawnBy == null).OrderBy(c => c.Ordinal).ToListAsync(cancel);
        var due = DueDays.Of(head.Task.Due, commitments.Select(c => c.Due));
        return new ItemBase(head.Obligation, head.Organisation, head.Task, head.Measure, commitments, head.ExtendedTo ?? DueDays.Day(due, head.Year), head.Whole);
    }
}
