using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Statistics;

/// <summary>全量声明: declares that from a day on all cases of an item under an office are handled here, and withdraws it.</summary>
public static class CoverageDesk
{
    /// <summary>True when the actor may declare for the office and all below it.</summary>
    public static bool MayDeclare(Actor actor, string officePath) => CollectionDesk.MayOpen(actor, officePath);

    /// <summary>What may be declared: items that count into elements, and ratings.</summary>
    public static IReadOnlyList<string> Sources(ServiceCatalogue items) =>
        [.. items.All.Where(item => item.Feeds.Count > 0).Select(item => item.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), CaseCoverage.Ratings, CaseCoverage.Records];

    /// <summary>Declares. The office is named by its code, or by a name that no other one bears. Refusals: <c>access.denied</c>, <c>coverage.office</c>, <c>coverage.source</c>, <c>coverage.day</c>, <c>coverage.reason</c>, <c>coverage.national</c>, <c>coverage.there</c>.</summary>
    public static async Task<Outcome<CaseCoverage>> Declare(ZhiceDb db, Actor actor, string source, string office, DateOnly? from, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (!actor.HoldsAny(Role.NationalAdministrator, Role.RegionalAdministrator)) return new Forbidden("access.denied");
        var named = await db.Organisations.AsNoTracking().Where(o => o.Code == office || o.Name == office && o.ValidTo == null).OrderByDescending(o => o.Code == office).Take(2).ToListAsync(cancel);
        if (named is not [var chosen, ..] || chosen.Code != office && named.Count > 1) return new Invalid(new Defect("coverage.office", "organisation"));
        if (!MayDeclare(actor, chosen.Path)) return new Forbidden("access.denied");
        var defects = new List<Defect>();
        if (!Sources(db.Items).Contains(source, StringComparer.Ordinal)) defects.Add(new("coverage.source", "source"));
        if (from is not { } day || day.Year < 2000 || day > ChinaTime.Today(clock).AddYears(2)) defects.Add(new("coverage.day", "from"));
        if (reason.Trim() is not { Length: > 0 and <= CaseCoverage.LongestReason } words || FieldRules.Deceives(words, lines: false)) defects.Add(new("coverage.reason", "reason", CaseCoverage.LongestReason));
        if (defects.Count > 0) return new Invalid(defects);
        // Cases of the national office are not a province's to vouch for.
        if (db.Items.Versions(source) is [.., { Level: ServiceLevel.National }] && chosen.Kind != OrganisationKind.NationalOffice) return new Blocked("coverage.national");
        if (await db.CaseCoverages.AnyAsync(c => c.Source == source && c.OrganisationId == chosen.Id && c.WithdrawnAt == null, cancel)) return new Blocked("coverage.there");
        var now = clock.GetUtcNow();
        var row = new CaseCoverage { Source = source, OrganisationId = chosen.Id, From = from!.Value, Reason = reason.Trim(), By = actor.AccountId!.Value, At = now };
        db.Add(row);
        AuditLog.Append(db, actor, now, "statistics.coverage", $"organisation/{chosen.Code}", new { source, from = row.From });
        await db.SaveChangesAsync(cancel);
        return row;
    }

    /// <summary>Withdraws: from now on the cases are a part only. Refusals: <c>coverage.missing</c>, <c>access.denied</c>.</summary>
    public static async Task<Outcome<CaseCoverage>> Withdraw(ZhiceDb db, Actor actor, long id, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var found = await (from coverage in db.CaseCoverages join office in db.Organisations on coverage.OrganisationId equals office.Id where coverage.Id == id && coverage.WithdrawnAt == null select new { coverage, office.Path, office.Code })
            .AsTracking().FirstOrDefaultAsync(cancel);
        if (found is null) return new Missing("coverage.missing");
        if (!MayDeclare(actor, found.Path)) return new Forbidden("access.denied");
        found.coverage.WithdrawnAt = clock.GetUtcNow();
        AuditLog.Append(db, actor, found.coverage.WithdrawnAt.Value, "statistics.coverage-withdraw", $"organisation/{found.Code}", new { source = found.coverage.Source });
        await db.SaveChangesAsync(cancel);
        return found.coverage;
    }
}
