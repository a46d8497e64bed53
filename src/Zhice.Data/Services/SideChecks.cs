using Microsoft.EntityFrameworkCore;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>What an action in a case between two sides says, checked and made whole: service, entry, answer, evidence, opinions on it, panel and its deliberation.</summary>
internal static class SideChecks
{
    /// <summary>Longest way of delivery, in UTF-16 units.</summary>
    const int LongestWay = 60;

    public static async Task<Outcome<CasePayload>> Run(ZhiceDb db, Actor actor, OpenedCase opened, CaseRequest request, CancellationToken cancel)
    {
        var (said, side) = (request.Payload, opened.Facts.Side);
        return request.Kind switch
        {
            CaseActionKind.Serve => Served(opened, said),
            CaseActionKind.Enter => await Entered(db, actor, opened, side, said.Applicant, cancel),
            CaseActionKind.AnswerClaim => Answered(opened, side ?? said.Side, said.Upheld),
            CaseActionKind.PutEvidence => Put(opened, side ?? said.Side, said),
            CaseActionKind.ExamineEvidence => Examined(opened, side ?? said.Side, said),
            CaseActionKind.FormPanel => await Formed(db, opened, said.Panel ?? [], cancel),
            _ => opened.Item.Decisions.Any(decision => decision.Code == said.Decision) ? new CasePayload { Decision = said.Decision } : new Invalid(new Defect("case.decision-unknown", "decision")),
        };
    }

    static Outcome<CasePayload> Served(OpenedCase opened, CasePayload said)
    {
        var name = Line(said.Title) ?? opened.State.Values.GetValueOrDefault(opened.Item.OtherParty!.Field);
        if (name is not { Length: > 0 and <= OtherParty.LongestName } || FieldRules.Deceives(name, lines: false)) return new Invalid(new Defect("case.party-name", "title", OtherParty.LongestName));
        if (opened.State.Served.Any(party => party.Name == name)) return new Invalid(new Defect("case.party-twice", "title", name));
        // Served before the case was accepted, or tomorrow, is a slip of the pen.
        if (said.On is not { } on || on > opened.Facts.Today || on < opened.State.AcceptedOn) return new Invalid(new Defect("case.served-on", "on", opened.State.AcceptedOn ?? opened.Facts.Today, opened.Facts.Today));
        if (Line(said.Delivery) is { } way && (way.Length > LongestWay || FieldRules.Deceives(way, lines: false))) return new Invalid(new Defect("case.served-way", "delivery", LongestWay));
        return new CasePayload { Side = opened.State.Served.Count + 1, Title = name, On = on, Abroad = said.Abroad == true ? true : null, Delivery = Line(said.Delivery) };
    }

    // Nobody stands on both sides, and nobody of the office that decides.
    static async Task<Outcome<CasePayload>> Entered(ZhiceDb db, Actor actor, OpenedCase opened, int? side, long? applicant, CancellationToken cancel)
    {
        var (key, me, today, id) = (new ApplicantId(applicant ?? 0), actor.AccountId!.Value, opened.Facts.Today, opened.Row.Id);
        if (side is null || !await Applicants.ActsFor(db, me, key, today).AnyAsync(cancel)) return new Invalid(new Defect("case.enter-applicant", "applicant"));
        if (key == opened.Row.ApplicantId || await db.ApplicantMembers.AnyAsync(m => m.AccountId == me && m.ApplicantId == opened.Row.ApplicantId, cancel)
            || await db.CaseOpponents.AnyAsync(o => o.CaseId == id && o.ApplicantId == key, cancel) || AccessPolicy.MayHandleCases(actor, opened.Office.Path)) return new Invalid(new Defect("case.enter-own", "applicant"));
        return new CasePayload { Side = side, Applicant = key.Value };
    }

    static Outcome<CasePayload> Answered(OpenedCase opened, int? side, bool? consents) =>
        !opened.State.Served.Any(party => party.Number == side && party.AnsweredOn is null) ? new Invalid(new Defect("case.side", "side"))
        : opened.Item.OtherParty!.AsksConsent && consents is null ? new Invalid(new Defect("case.yes-no", "upheld"))
        : new CasePayload { Side = side, Upheld = opened.Item.OtherParty!.AsksConsent ? consents : null };

    static Outcome<CasePayload> Put(OpenedCase opened, int? side, CasePayload said)
    {
        if (side is null || !TwoSides.Sides(opened.State).Contains(side.Value)) return new Invalid(new Defect("case.side", "side"));
        if (Line(said.Title) is not { Length: <= OtherParty.LongestName } name || FieldRules.Deceives(name, lines: false)) return new Invalid(new Defect("case.exhibit-name", "title", OtherParty.LongestName));
        return said.File is { } file ? new CasePayload { Side = side, Title = name, File = file } : new Invalid(new Defect("evidence.no-file", "file"));
    }

    static Outcome<CasePayload> Examined(OpenedCase opened, int? side, CasePayload said) =>
        side is { } mine && TwoSides.Sides(opened.State).Contains(mine) && opened.State.Exhibits.Any(exhibit => exhibit.Number == said.Exhibit && exhibit.Awaits(mine))
            ? said.Upheld is { } accepts ? new CasePayload { Side = mine, Exhibit = said.Exhibit, Upheld = accepts } : new Invalid(new Defect("case.yes-no", "upheld"))
            : new Invalid(new Defect("case.exhibit-unknown", "exhibit"));

    static async Task<Outcome<CasePayload>> Formed(ZhiceDb db, OpenedCase opened, IReadOnlyList<long> members, CancellationToken cancel)
    {
        var least = opened.Item.OtherParty!.Panel!.Value;
        if (members.Count < least || members.Count % 2 == 0 || members.Distinct().Count() < members.Count || members.Count > 15) return new Invalid(new Defect("case.panel-number", "panel", least));
        foreach (var member in members)
            if (!await CaseChecks.MayHandle(db, opened, new AccountId(member), cancel)) return new Invalid(new Defect("case.panel-officer", "panel"));
        return new CasePayload { Panel = members };
    }

    static string? Line(string? text) => text?.Trim() is { Length: > 0 } line ? line : null;
}
