using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Web.Features.Services;

/// <summary>A letter: a case and the action that it tells of. What it names is that of then, whatever was done since.</summary>
/// <param name="Case">The case.</param>
/// <param name="Action">The action.</param>
/// <param name="Then">The state after it.</param>
/// <param name="Office">Who sends it: the office that had the case then.</param>
public sealed record CaseLetter(OpenedCase Case, CaseActionRow Action, CaseState Then, string Office)
{
    /// <summary>Last day of the law after it; null where none is known.</summary>
    public DateOnly? Due { get; init; }
    /// <summary>True where that day is counted without the holidays of a year that are not announced yet.</summary>
    public bool Unknown { get; init; }
    /// <summary>The office that the case goes to, with a transfer; null for others.</summary>
    public string? To { get; init; }
    /// <summary>Last day of the answer that a served notice asks for; null where it is not certain.</summary>
    public DateOnly? Answer { get; init; }
    /// <summary>The code that stands in a served notice, for the office that serves it; null for others, and once it was used.</summary>
    public string? Code { get; init; }
    /// <summary>Names of the members of the panel, its head first.</summary>
    public IReadOnlyList<string> Panel { get; init; } = [];
}

/// <summary>通知书: makes letters of the actions that they tell of.</summary>
internal static class CaseLetters
{
    /// <summary>True for actions that a letter tells of.</summary>
    public static bool Tells(CaseActionKind kind) => kind is CaseActionKind.Accept or CaseActionKind.DeemAccepted or CaseActionKind.Return or CaseActionKind.Decline or CaseActionKind.ApproveExtension or CaseActionKind.Decide or CaseActionKind.Transfer
        or CaseActionKind.OpenHearing or CaseActionKind.AskExpert or CaseActionKind.Suspend or CaseActionKind.Lapse or CaseActionKind.Withdraw or CaseActionKind.Correct or CaseActionKind.Replace or CaseActionKind.Revoke or CaseActionKind.Reopen
        or CaseActionKind.Serve or CaseActionKind.FormPanel or CaseActionKind.GrantAfter or CaseActionKind.RefuseAfter;

    /// <summary>Makes one. Three commands at most.</summary>
    /// <param name="db">The store.</param>
    /// <param name="house">What cases are worked with.</param>
    /// <param name="opened">The case.</param>
    /// <param name="action">The action.</param>
    /// <param name="inside">True for the office's own side, which hands over the code of a served notice.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<CaseLetter> Of(ZhiceDb db, ServiceHouse house, OpenedCase opened, CaseActionRow action, bool inside, CancellationToken cancel)
    {
        var then = CaseState.Of(opened.Item, opened.Actions.Where(a => a.Sequence <= action.Sequence).Select(a => a.Action));
        var holding = CaseClock.Of(opened.Item, then, house.Limits, opened.Calendar);
        var (from, to) = (OfficeOf(opened, action), action.Kind == CaseActionKind.Transfer && action.Action.Payload.Organisation is { } there ? new OrganisationId(there) : (OrganisationId?)null);
        List<OrganisationId> asked = [from, .. to is { } elsewhere ? [elsewhere] : Array.Empty<OrganisationId>()];
        var names = await db.Organisations.Where(o => asked.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, cancel);
        var (id, side) = (opened.Row.Id, action.Action.Payload.Side);
        var (answer, unknown) = action.Kind == CaseActionKind.Serve && opened.Item.OtherParty is { } other ? other.AnswerBy(then.Served[^1], house.Limits, opened.Calendar) : (null, false);
        return new(opened, action, then, names.GetValueOrDefault(from, opened.Office.Name))
        {
            Due = holding.Statutory?.Due, Unknown = holding.Unknown, To = to is { } target ? names.GetValueOrDefault(target) : null, Answer = unknown ? null : answer,
            Code = inside && action.Kind == CaseActionKind.Serve ? await db.CaseOpponents.Where(o => o.CaseId == id && o.Number == side && o.ApplicantId == null).Select(o => o.Code).FirstOrDefaultAsync(cancel) : null,
            Panel = await Panel(db, action, cancel),
        };
    }

    /// <summary>The office that had the case when an action was taken: its own where an officer took it; else where it lay by the actions before it, or, where none says, by the first that an officer took.</summary>
    internal static OrganisationId OfficeOf(OpenedCase opened, CaseActionRow action)
    {
        if (ByOffice(action) is { } own) return own;
        foreach (var before in opened.Actions.Where(a => a.Sequence < action.Sequence).Reverse())
            if (before.Kind is CaseActionKind.Transfer or CaseActionKind.Submit or CaseActionKind.Pass && before.Action.Payload.Organisation is { } to) return new(to);
            else if (ByOffice(before) is { } acted) return acted;
        return opened.Actions.Where(a => a.Sequence > action.Sequence).Select(ByOffice).FirstOrDefault(office => office is not null) ?? opened.Office.Id;

        static OrganisationId? ByOffice(CaseActionRow row) => row.Party is CaseParty.Officer or CaseParty.Approver ? row.OrganisationId : null;
    }

    // Both sides are told the members, so that they may ask for one to stand back.
    static async Task<IReadOnlyList<string>> Panel(ZhiceDb db, CaseActionRow action, CancellationToken cancel)
    {
        if (action.Action.Payload.Panel is not { } panel) return [];
        var members = panel.Select(member => new AccountId(member)).ToList();
        var names = await db.Accounts.Where(a => members.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancel);
        return [.. members.Select(member => names.GetValueOrDefault(member, "–"))];
    }
}
