using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Reporting;

/// <summary>The office that reports, as far as the way of its reports asks.</summary>
/// <param name="Id">Key.</param>
/// <param name="Path">Its path.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ParentId">The office above.</param>
public sealed record ReportingOffice(OrganisationId Id, string Path, OrganisationKind Kind, OrganisationId? ParentId);

/// <summary>Who the superior of a report is.</summary>
/// <remarks>
/// A local office reports to the office above it; departments, ministries, and whoever runs the programme report to the programme's owner. There,
/// those who review or sign act. Besides them the administrators of all offices further up, whose role reaches the subtree, and for
/// a task that a department is assigned to, that department, in all regions (DESIGN, Security).
/// </remarks>
public static class Superior
{
    /// <summary>The organisation that a report goes to.</summary>
    public static OrganisationId? Of(ReportingOffice office, OrganisationId programmeOwner) =>
        office.Kind == OrganisationKind.LocalOffice && office.Id != programmeOwner ? office.ParentId : programmeOwner;

    /// <summary>The levels that the actor holds on a report of the office.</summary>
    /// <param name="actor">Who asks; not the public.</param>
    /// <param name="duties">What the actor may do, at all offices (<see cref="Staffing.Of"/>).</param>
    /// <param name="office">The office that reports.</param>
    /// <param name="programmeOwner">Who runs the programme.</param>
    /// <param name="assigned">Departments that are assigned to the task.</param>
    public static WayPerson Person(
        Actor actor, IReadOnlyList<HeldDuty> duties, ReportingOffice office, OrganisationId programmeOwner, IReadOnlyCollection<OrganisationId> assigned)
    {
        var levels = new List<HeldLevel>();
        levels.AddRange(duties.Where(d => d.Office == office.Id).Select(d => new HeldLevel((WayLevel)d.Step, d.For)));
        var above = Of(office, programmeOwner);
        levels.AddRange(duties
            .Where(d => d.Step != OfficeStep.Write && (d.Office == above || (office.Kind == OrganisationKind.LocalOffice && assigned.Contains(d.Office))))
            .Select(d => new HeldLevel(WayLevel.Superior, d.For)).Distinct());
        if (actor.Roles.Any(r => r.Role is Role.RegionalAdministrator or Role.NationalAdministrator && r.OrganisationId != office.Id
            && office.Path.StartsWith(r.Path, StringComparison.Ordinal)))
            levels.Add(new HeldLevel(WayLevel.Superior, null));
        return new WayPerson(actor.AccountId ?? throw new ArgumentException("The public takes no step.", nameof(actor)), [.. levels.Distinct()]);
    }
}
