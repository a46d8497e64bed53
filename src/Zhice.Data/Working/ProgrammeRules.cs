using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Data.Working;

/// <summary>The rules that a programme's administrator sets for its work.</summary>
public static class ProgrammeRules
{
    /// <summary>Sets them. Refusals: <c>programme.missing</c>, <c>rules.forbidden</c>, <c>work.changed</c>, <c>rules.choose</c>, <c>rules.warn</c>, <c>rules.silent</c>.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The programme.</param>
    /// <param name="chooseUntil">Last day of the choice; null for the year's end.</param>
    /// <param name="warnDays">0 to 365.</param>
    /// <param name="silentDays">1 to 400.</param>
    /// <param name="version">The version that the person saw; 0 where none were set.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops before anything is stored.</param>
    public static async Task<Outcome<WorkingRules>> Set(
        ZhiceDb db, Actor actor, ProgrammeId id, DateOnly? chooseUntil, int? warnDays, int? silentDays, int version, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var head = await (
            from programme in db.VisibleProgrammes(actor)
            where programme.Id == id
            join owner in db.Organisations on programme.OwnerId equals owner.Id
            select new { programme.Year, owner.Path }).FirstOrDefaultAsync(cancel);
        if (head is null) return new Missing("programme.missing");
        if (!AccessPolicy.MayPublish(actor, head.Path)) return new Forbidden("rules.forbidden");
        var stored = await db.WorkingRules.AsTracking().FirstOrDefaultAsync(r => r.ProgrammeId == id, cancel);
        if ((stored?.Version ?? 0) != version) return new Blocked("work.changed");
        var defects = new List<Defect>();
        if (chooseUntil is { } day && (day.Year < head.Year - 1 || day.Year > head.Year + 1)) defects.Add(new Defect("rules.choose", "chooseUntil"));
        if (warnDays is null or < 0 or > 365) defects.Add(new Defect("rules.warn", "warnDays"));
        if (silentDays is null or < 1 or > 400) defects.Add(new Defect("rules.silent", "silentDays"));
        if (defects.Count > 0) return new Invalid(defects);

        var rules = stored ?? new WorkingRules { ProgrammeId = id };
        (rules.ChooseUntil, rules.WarnDays, rules.SilentDays) = (chooseUntil, warnDays!.Value, silentDays!.Value);
        rules.Version++;
        if (stored is null) db.WorkingRules.Add(rules);
        AuditLog.Append(db, actor, clock.GetUtcNow(), "programme.rules", string.Create(CultureInfo.InvariantCulture, $"programme/{id.Value}"),
            new { chooseUntil, rules.WarnDays, rules.SilentDays });
        await db.SaveChangesAsync(cancel);
        return rules;
    }
}
