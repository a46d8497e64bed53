using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Organisations;

/// <summary>A body to take into the directory.</summary>
/// <param name="Name">Its full name, such as 安徽省科学技术厅.</param>
/// <param name="Aliases">The names that documents write for it, such as 省科技厅.</param>
public sealed record NewBody(string Name, IReadOnlyList<string> Aliases);

/// <summary>名录维护: takes departments and bodies of a region into the directory, so that documents which name them give them their tasks, and ends them.</summary>
public static class OrganisationDesk
{
    /// <summary>Most bodies taken in at once.</summary>
    public const int Most = 200;

    /// <summary>
    /// Takes the bodies in under an IP office, from a day on: all or none. Refusals: <c>organisation.missing</c>, <c>organisation.forbidden</c>, <c>organisation.region</c> (the
    /// parent is no IP office), <c>organisation.none</c>, <c>organisation.many</c>, and for each line <c>organisation.name</c>, <c>organisation.known</c>, <c>organisation.twice</c>.
    /// </summary>
    /// <param name="db">A context without pending changes.</param>
    /// <param name="actor">Who.</param>
    /// <param name="under">Code of the region's IP office.</param>
    /// <param name="bodies">The bodies, in the order of the lines.</param>
    /// <param name="from">First day of their existence for the computation of obligations.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops before anything is stored.</param>
    /// <returns>Number of bodies taken in.</returns>
    public static async Task<Outcome<int>> Add(ZhiceDb db, Actor actor, string under, IReadOnlyList<NewBody> bodies, DateOnly from, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(bodies);
        ArgumentNullException.ThrowIfNull(clock);
        var parent = await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == under && o.ValidTo == null, cancel);
        if (parent is null) return new Missing("organisation.missing");
        if (!AccessPolicy.MayKeepDirectory(actor, parent.Path)) return new Forbidden("organisation.forbidden");
        if (parent.Kind != OrganisationKind.LocalOffice) return new Invalid(new Defect("organisation.region", "under"));
        if (bodies.Count == 0) return new Invalid(new Defect("organisation.none", "bodies"));
        if (bodies.Count > Most) return new Invalid(new Defect("organisation.many", "bodies", Most));
        if (await Defects(db, parent, bodies, cancel) is { Count: > 0 } defects) return new Invalid(defects);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var ordinal = await db.Organisations.Where(o => o.ParentId == parent.Id && o.Kind == OrganisationKind.LocalDepartment).MaxAsync(o => (int?)o.Ordinal, cancel) ?? 0;
        var made = bodies.Select((body, i) => new Organisation
        {
            Code = string.Create(CultureInfo.InvariantCulture, $"body-{parent.DivisionCode}-{ordinal + i + 1}"), Name = body.Name, Kind = OrganisationKind.LocalDepartment,
            ParentId = parent.Id, Path = parent.Path, ValidFrom = from, Ordinal = ordinal + i + 1,
        }).ToList();
        db.Organisations.AddRange(made);
        await db.SaveChangesAsync(cancel);
        foreach (var (body, row) in bodies.Zip(made))
        {
            row.Path = string.Create(CultureInfo.InvariantCulture, $"{parent.Path}{row.Id.Value}/");
            db.OrganisationAliases.AddRange(body.Aliases.Where(a => a != body.Name).Distinct(StringComparer.Ordinal).Select(a => new OrganisationAlias { Name = a, OrganisationId = row.Id }));
        }
        AuditLog.Append(db, actor, clock.GetUtcNow(), "organisation.add", $"organisation/{parent.Code}", new { under = parent.Code, from, bodies = bodies.Select(b => new { b.Name, b.Aliases }) });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return made.Count;
    }

    /// <summary>Ends a body that was taken in: from the day on it exists no more for documents; what it owed stays. Refusals: <c>organisation.missing</c>,
    /// <c>organisation.forbidden</c>, <c>organisation.kept</c> (an office of the national directory), <c>organisation.ended</c>, <c>organisation.endDay</c> (before its first day).</summary>
    public static async Task<Outcome<string>> End(ZhiceDb db, Actor actor, string code, DateOnly on, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var body = await db.Organisations.AsTracking().FirstOrDefaultAsync(o => o.Code == code, cancel);
        if (body is null) return new Missing("organisation.missing");
        if (!AccessPolicy.MayKeepDirectory(actor, body.Path)) return new Forbidden("organisation.forbidden");
        if (body.Kind != OrganisationKind.LocalDepartment) return new Blocked("organisation.kept");
        if (body.ValidTo is not null) return new Blocked("organisation.ended");
        if (on < body.ValidFrom) return new Invalid(new Defect("organisation.endDay", "on"));
        body.ValidTo = on;
        AuditLog.Append(db, actor, clock.GetUtcNow(), "organisation.end", $"organisation/{body.Code}", new { body.Code, body.Name, on });
        await db.SaveChangesAsync(cancel);
        return body.Code;
    }

    // A full name stands once in the directory; a short one once in its region.
    static async Task<List<Defect>> Defects(ZhiceDb db, Organisation parent, IReadOnlyList<NewBody> bodies, CancellationToken cancel)
    {
        var written = bodies.Select(b => b.Name).Concat(bodies.SelectMany(b => b.Aliases)).ToList();
        var known = (await db.Organisations.Where(o => o.ValidTo == null && written.Contains(o.Name)).Select(o => o.Name)
            .Union(db.OrganisationAliases.Where(a => written.Contains(a.Name) && db.Organisations.Any(o => o.Id == a.OrganisationId && o.ValidTo == null && (o.ParentId == parent.Id || o.Kind != OrganisationKind.LocalDepartment))).Select(a => a.Name))
            .ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var (defects, seen) = (new List<Defect>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (i, body) in bodies.Index())
            foreach (var name in body.Aliases.Where(a => a != body.Name).Prepend(body.Name))
            {
                if (name.Length is < 2 or > 120 || name.Any(char.IsControl)) defects.Add(new Defect("organisation.name", "bodies", i + 1, name));
                else if (known.Contains(name)) defects.Add(new Defect("organisation.known", "bodies", i + 1, name));
                else if (!seen.Add(name)) defects.Add(new Defect("organisation.twice", "bodies", i + 1, name));
            }
        return defects;
    }
}
