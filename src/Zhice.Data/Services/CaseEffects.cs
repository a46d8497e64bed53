using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Services;

/// <summary>What follows from an action besides the state: timers, opinions that are awaited, days at steps.</summary>
internal static class CaseEffects
{
    // Where the calendar of a year is not known yet, the clock looks again every day.
    static readonly TimeSpan LookAgain = TimeSpan.FromDays(1);

    public static void Timers(ZhiceDb db, ServiceHouse house, OpenedCase opened, CaseState after, CaseAction action)
    {
        var (kind, last) = action.Kind switch
        {
            CaseActionKind.Submit or CaseActionKind.Answer => (CaseActionKind.DeemAccepted, CaseClock.ReturnBy(after, house.Limits, opened.Calendar)),
            CaseActionKind.Return => (CaseActionKind.Lapse, after.AnswerBy),
            _ => (CaseActionKind.Submit, null),
        };
        if (kind == CaseActionKind.Submit || (kind == CaseActionKind.DeemAccepted && !opened.Item.CountsAsAccepted)) return;
        db.Add(new CaseTimer
        {
            CaseId = opened.Row.Id, Kind = kind, Sequence = action.Sequence,
            DueAt = last is { } day ? new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, ChinaTime.Offset).ToUniversalTime() : action.At + LookAgain,
        });
    }

    public static async Task Opinions(ZhiceDb db, CaseId id, CaseAction action, CancellationToken cancel)
    {
        if (action.Kind == CaseActionKind.AskJoint) db.Add(new CaseReviewer { CaseId = id, OrganisationId = new OrganisationId(action.Payload.Organisation!.Value) });
        else if (action.Kind == CaseActionKind.AskExpert) db.Add(new CaseReviewer { CaseId = id, AccountId = new AccountId(action.Payload.Account!.Value) });
        else if (action.Kind is CaseActionKind.JointOpinion or CaseActionKind.ExpertOpinion or CaseActionKind.Recall)
        {
            var (office, expert) = (action.Payload.Organisation is { } o ? new OrganisationId(o) : (OrganisationId?)null, action.Payload.Account is { } a ? new AccountId(a) : (AccountId?)null);
            var row = await db.CaseReviewers.AsTracking().FirstAsync(r => r.CaseId == id && r.AnsweredAt == null && (expert == null ? r.OrganisationId == office : r.AccountId == expert), cancel);
            // Who is no longer asked no longer reads the case.
            if (action.Kind == CaseActionKind.Recall) db.Remove(row);
            else row.AnsweredAt = action.At;
        }
    }

    public static async Task Sides(ZhiceDb db, CaseId id, CaseAction action, CancellationToken cancel)
    {
        var said = action.Payload;
        if (action.Kind == CaseActionKind.Serve) db.Add(new CaseOpponent { CaseId = id, Number = said.Side!.Value, Name = said.Title!, Code = ServiceHouse.Lot(12) });
        else if (action.Kind == CaseActionKind.Enter)
        {
            var row = await db.CaseOpponents.AsTracking().FirstAsync(o => o.CaseId == id && o.Number == said.Side, cancel);
            (row.ApplicantId, row.EnteredAt) = (new ApplicantId(said.Applicant!.Value), action.At);
        }
        else if (action is { Kind: CaseActionKind.PutEvidence, Payload.File: { } file })
            db.Add(new CaseMaterial { CaseId = id, Material = CaseExhibit.Material, Sha256 = file.Sha256, FileName = file.Name, MediaType = file.MediaType, Size = file.Size, At = action.At });
    }

    public static void Stays(ZhiceDb db, OpenedCase opened, CaseState after)
    {
        for (var i = 0; i < after.Stays.Count; i++)
            if (after.Stays[i] is { To: { } to } stay && (i >= opened.State.Stays.Count || opened.State.Stays[i].To is null))
                db.Add(new CaseStay { CaseId = opened.Row.Id, Item = opened.Row.Item, Step = stay.Step, Days = to.DayNumber - stay.From.DayNumber, EndedOn = to });
    }
}
