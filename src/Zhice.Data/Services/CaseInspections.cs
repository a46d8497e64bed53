using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Inspection;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Inspection;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>A plan of inspection that a case is a reason of.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="At">Since when.</param>
public sealed record InspectedBy(InspectionPlan Plan, DateTimeOffset At);

/// <summary>线索转检查: complaints that inspections were planned or drawn for, to be read from both sides.</summary>
public static class CaseInspections
{
    /// <summary>Plans that a reader may attach a case of an office to: those of the office that have not ended.</summary>
    public static IQueryable<InspectionPlan> Open(ZhiceDb db, Actor actor, OpenedCase opened)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(opened);
        var (office, id) = (opened.Office.Id, opened.Row.Id);
        return db.VisiblePlans(actor).Where(p => p.OwnerId == office && p.State != InspectionState.Closed && !db.CaseInspections.Any(c => c.CaseId == id && c.InspectionId == p.Id));
    }

    /// <summary>Plans that a case is a reason of, which the reader may see.</summary>
    public static Task<List<InspectedBy>> Of(ZhiceDb db, Actor actor, CaseId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        return (from link in db.CaseInspections where link.CaseId == id join plan in db.VisiblePlans(actor) on link.InspectionId equals plan.Id orderby link.Id select new InspectedBy(plan, link.At)).AsNoTracking().Take(20).ToListAsync(cancel);
    }

    /// <summary>Cases that are reasons of an inspection, which the reader may see.</summary>
    public static Task<List<ServiceCase>> Cases(ZhiceDb db, Actor actor, InspectionId id, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        return (from link in db.CaseInspections where link.InspectionId == id join row in db.VisibleCases(actor, today) on link.CaseId equals row.Id orderby link.Id select row).AsNoTracking().Take(100).ToListAsync(cancel);
    }

    internal static async Task<Outcome<CasePayload>> Plan(ZhiceDb db, Actor actor, OpenedCase opened, long? key, CancellationToken cancel)
    {
        var id = new InspectionId(key ?? 0);
        return await Open(db, actor, opened).AnyAsync(p => p.Id == id, cancel) ? new CasePayload { Inspection = key } : new Invalid(new Defect("case.inspection-unknown", "inspection"));
    }

    internal static void Follow(ZhiceDb db, CaseId id, CaseAction action)
    {
        if (action is { Kind: CaseActionKind.Inspect, Payload.Inspection: { } plan }) db.Add(new CaseInspection { CaseId = id, InspectionId = new(plan), By = action.By!.Value, At = action.At });
    }
}
