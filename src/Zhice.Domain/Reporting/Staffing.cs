using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Reporting;

/// <summary>A business role that an account holds at an office itself, not at one above it.</summary>
public readonly record struct OfficeRole(AccountId AccountId, Role Role, OrganisationId OrganisationId);

/// <summary>A step that a person may take at an office, for themselves or as somebody's deputy.</summary>
public readonly record struct HeldDuty(OrganisationId Office, OfficeStep Step, AccountId? For);

/// <summary>Who takes which step at an office on a day.</summary>
/// <remarks>
/// Where duties are given for a step, those named take it, and nobody else. Where none are, the roles decide: officers of a local office write,
/// its administrators do everything; departments and ministries have one role, which does everything. A deputy (代理) may take what
/// the one stood in for may take, between two days, both included. Who holds no role at the office any more takes no step there.
/// </remarks>
public static class Staffing
{
    /// <summary>Steps that a role gives where no duties are given.</summary>
    public static IReadOnlyList<OfficeStep> StepsOf(Role role) => role switch
    {
        Role.RegionalOfficer => [OfficeStep.Write],
        Role.RegionalAdministrator or Role.DepartmentOfficer or Role.NationalAdministrator => [OfficeStep.Write, OfficeStep.Review, OfficeStep.SignOff],
        _ => [],
    };

    /// <summary>All that a person may do, at all offices.</summary>
    /// <param name="person">Who.</param>
    /// <param name="roles">Roles of the person and of those that the person is a deputy of.</param>
    /// <param name="duties">All duties of the offices where the person holds a role.</param>
    /// <param name="day">The day.</param>
    public static IReadOnlyList<HeldDuty> Of(AccountId person, IReadOnlyList<OfficeRole> roles, IReadOnlyList<OfficeDuty> duties, DateOnly day)
    {
        var current = duties.Where(d => IsCurrent(d, day)).ToList();
        var held = new List<HeldDuty>();
        foreach (var office in roles.Where(r => r.AccountId == person).Select(r => r.OrganisationId).Distinct())
            foreach (var step in Enum.GetValues<OfficeStep>())
            {
                if (Takes(person, office, step)) held.Add(new HeldDuty(office, step, null));
                held.AddRange(current
                    .Where(d => d.AccountId == person && d.OrganisationId == office && d.Step == step && d.DeputyOf is { } principal && Takes(principal, office, step))
                    .Select(d => new HeldDuty(office, step, d.DeputyOf)).Distinct());
            }
        return held;

        bool Takes(AccountId account, OrganisationId office, OfficeStep step)
        {
            var own = roles.Where(r => r.AccountId == account && r.OrganisationId == office).ToList();
            var given = current.Where(d => d.OrganisationId == office && d.Step == step && d.DeputyOf is null).ToList();
            return own.Count > 0 && (given.Count > 0 ? given.Exists(d => d.AccountId == account) : own.Exists(r => StepsOf(r.Role).Contains(step)));
        }
    }

    /// <summary>True on every day from the first to the last, both included.</summary>
    public static bool IsCurrent(OfficeDuty duty, DateOnly day) => duty.From <= day && (duty.Until is null || day <= duty.Until);
}
