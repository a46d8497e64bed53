using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Assessment;

/// <summary>Saves schemes. A version that was saved is never written over: what is changed is the next one, and old scores stand on theirs.</summary>
public static class SchemeDesk
{
    /// <summary>Longest text, in UTF-16 units.</summary>
    public const int Longest = 200_000;

    /// <summary>Saves a text as the next version of its scheme. The version that the text names must be the next one, so that nobody overlooks another's.</summary>
    /// <returns>Refusals: <c>access.denied</c>, <c>scheme.faults</c> with a defect for each fault (line, code and its arguments), <c>scheme.version</c>, <c>scheme.same</c>, <c>scheme.long</c>.</returns>
    public static async Task<Outcome<SchemeVersion>> Save(ZhiceDb db, Actor actor, IndicatorCatalogue indicators, string text, bool demonstration, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(clock);
        var owner = await Owner(db, actor, cancel);
        if (owner is null || actor.AccountId is not { } by) return new Forbidden("access.denied");
        if (text.Length > Longest) return new Invalid(new Defect("scheme.long", "text", Longest));
        text = text.ReplaceLineEndings("\n");
        var (scheme, faults) = SchemeFiles.Read("scheme.yaml", text, indicators);
        if (scheme is null) return new Invalid([.. faults.Select(f => new Defect("scheme.fault", "text", [f.Line, f.Defect.Code, .. f.Defect.Arguments]))]);
        var last = await db.AssessmentSchemes.AsNoTracking().Where(s => s.Code == scheme.Code).OrderByDescending(s => s.Version).FirstOrDefaultAsync(cancel);
        if (last is not null && last.OwnerId != owner.Id) return new Forbidden("access.denied");
        if (last?.Digest == TextDigest.Of(text)) return new Blocked("scheme.same");
        if (scheme.Version != (last?.Version ?? 0) + 1) return new Invalid(new Defect("scheme.version", "text", scheme.Version, (last?.Version ?? 0) + 1));
        var now = clock.GetUtcNow();
        var saved = new SchemeVersion
        {
            Code = scheme.Code, Version = scheme.Version, Title = scheme.Title.Length > 300 ? scheme.Title[..300] : scheme.Title, OwnerId = owner.Id, Text = text, Digest = TextDigest.Of(text),
            ValidFrom = scheme.ValidFrom, ValidTo = scheme.ValidTo, By = by, At = now, Demonstration = demonstration,
        };
        db.Add(saved);
        AuditLog.Append(db, actor, now, "assess.scheme", $"scheme/{scheme.Code}", new { version = scheme.Version, digest = saved.Digest, warnings = SchemeCheck.Warnings(scheme, indicators).Count });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("scheme.taken", scheme.Version); // somebody saved the same version in the same moment
        }
        return saved;
    }

    /// <summary>The office in whose name the actor makes schemes and opens rounds: the first that he administers; null where there is none.</summary>
    public static async Task<Organisation?> Owner(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Roles.FirstOrDefault(r => r.Role is Role.NationalAdministrator or Role.RegionalAdministrator) is not { } held) return null;
        return await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Id == held.OrganisationId, cancel);
    }
}
