using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>A return that an office owes.</summary>
/// <param name="Return">The return.</param>
/// <param name="Title">The form and the period.</param>
/// <param name="Code">Code of the office.</param>
/// <param name="Office">Its name.</param>
/// <param name="Due">Last day in time.</param>
public sealed record OwedReturn(ReturnId Return, string Title, string Code, string Office, DateOnly Due);

/// <summary>A correction or an objection that waits for a second person.</summary>
/// <param name="Id">Key of the correction, or of the objection.</param>
/// <param name="Return">The return that an objection belongs to; null for a correction.</param>
/// <param name="Title">The element and the period.</param>
/// <param name="Code">Code of the office.</param>
/// <param name="Office">Its name.</param>
/// <param name="Since">When it was asked.</param>
public sealed record WaitingFigure(long Id, ReturnId? Return, string Title, string Code, string Office, DateTimeOffset Since);

/// <summary>What of statistics waits for a person, and for nobody who may not act on it.</summary>
public static class StatisticsDuties
{
    /// <summary>Most things of one kind.</summary>
    public const int Most = 200;

    /// <summary>Open returns of the offices whose business the person does, but for those of which the platform holds everything: one command, three more where there are any.</summary>
    public static async Task<IReadOnlyList<OwedReturn>> Returns(ZhiceDb db, Actor actor, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var offices = AccessPolicy.Offices(actor).ToList();
        if (offices.Count == 0) return [];
        var rows = await (
            from sheet in db.StatisticalReturns
            join round in db.CollectionRounds on sheet.CollectionId equals round.Id
            join office in db.Organisations on sheet.OrganisationId equals office.Id
            where offices.Contains(sheet.OrganisationId) && sheet.SentAt == null && round.WithdrawnAt == null && round.OpensOn <= today && (round.LocksOn > today || sheet.LocksOn > today)
            orderby round.DueOn, sheet.Id
            select new { sheet, round, office }).AsNoTracking().Take(Most).ToListAsync(cancel);
        rows.RemoveAll(r => !ReturnDesk.MayFill(actor, r.office.Path) || r.office.ValidTo <= Period.FromKey(r.round.Period).FirstDay || !StatisticsFiles.InUse.Forms.ContainsKey(r.round.Form));
        if (rows.Count == 0) return [];
        var held = await HeldReturns.Of(db, [.. rows.Select(r => (r.sheet.Id, r.round, r.office))], cancel);
        return [.. rows.Where(r => !held.GetValueOrDefault(r.sheet.Id).Whole)
            .Select(r => new OwedReturn(r.sheet.Id, $"{StatisticsFiles.InUse.Forms[r.round.Form].Name} {Period.FromKey(r.round.Period)}", r.office.Code, r.office.Name, r.round.DueOn))];
    }

    /// <summary>Corrections that somebody else asked for, of the own office or of one below: one command.</summary>
    public static async Task<IReadOnlyList<WaitingFigure>> Corrections(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        var (offices, national, under, me) = (AccessPolicy.Offices(actor).ToList(), actor.Holds(Role.NationalAdministrator), Administered(actor), actor.AccountId);
        if (offices.Count == 0 && !national && under.Count == 0) return [];
        var below = db.OrganisationsUnder(under);
        var rows = await (
            from correction in db.ValueCorrections
            join office in db.Organisations on correction.OrganisationId equals office.Id
            where correction.State == CorrectionState.Asked && correction.AskedBy != me && (national || offices.Contains(correction.OrganisationId) || below.Any(o => o.Id == correction.OrganisationId))
            orderby correction.Id
            select new { correction, office.Code, office.Name, office.Path }).AsNoTracking().Take(Most).ToListAsync(cancel);
        return [.. rows.Where(r => CorrectionMoves.MayDecide(actor, r.Path, r.correction.AskedBy))
            .Select(r => new WaitingFigure(r.correction.Id.Value, null, Title(r.correction.Element, r.correction.Period), r.Code, r.Name, r.correction.AskedAt))];
    }

    /// <summary>Objections to filled-in figures that an administrator may answer: one command, and none for anybody else.</summary>
    public static async Task<IReadOnlyList<WaitingFigure>> Disputes(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        var (national, under, me) = (actor.Holds(Role.NationalAdministrator), Administered(actor), actor.AccountId);
        if (!national && under.Count == 0) return [];
        var below = db.OrganisationsUnder(under);
        var rows = await (
            from dispute in db.FigureDisputes
            join sheet in db.StatisticalReturns on dispute.ReturnId equals sheet.Id
            join round in db.CollectionRounds on sheet.CollectionId equals round.Id
            join office in db.Organisations on sheet.OrganisationId equals office.Id
            where dispute.AnsweredAt == null && dispute.By != me && (national || below.Any(o => o.Id == sheet.OrganisationId))
            orderby dispute.Id
            select new { dispute, round.Period, office.Code, office.Name, office.Path }).AsNoTracking().Take(Most).ToListAsync(cancel);
        return [.. rows.Where(r => DisputeDesk.MayAnswer(actor, r.Path, r.dispute))
            .Select(r => new WaitingFigure(r.dispute.Id, r.dispute.ReturnId, Title(r.dispute.Element, r.Period), r.Code, r.Name, r.dispute.At))];
    }

    static string Title(string element, int period) => $"{(StatisticsFiles.InUse.Elements.TryGetValue(element, out var known) ? known.Name : element)} {Period.FromKey(period)}";

    static List<string> Administered(Actor actor) => [.. actor.Roles.Where(r => r.Role == Role.RegionalAdministrator).Select(r => r.Path).Distinct()];
}
