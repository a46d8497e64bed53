using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Reporting;

namespace Zhice.Domain.Tests.Reporting;

/// <summary>Duties, deputies and superiors.</summary>
public sealed class WhoActs
{
    static readonly OrganisationId Nation = new(1), Department = new(2), Ministry = new(3), Province = new(10), City = new(11), County = new(12);
    static readonly DateOnly Day = new(2026, 6, 15);
    static readonly AccountId Me = new(1), Colleague = new(2);

    [Theory]
    [InlineData(Role.RegionalOfficer, "Write")]
    [InlineData(Role.RegionalAdministrator, "Write Review SignOff")]
    [InlineData(Role.DepartmentOfficer, "Write Review SignOff")]
    [InlineData(Role.Auditor, "")]
    [InlineData(Role.SystemAdministrator, "")]
    public void Without_duties_the_roles_decide(Role role, string steps) =>
        Assert.Equal(steps, string.Join(' ', Staffing.Of(Me, [new(Me, role, City)], [], Day).Select(d => d.Step)));

    [Fact]
    public void A_duty_takes_the_step_from_everyone_else()
    {
        OfficeRole[] roles = [new(Me, Role.RegionalAdministrator, City), new(Colleague, Role.RegionalOfficer, City)];
        OfficeDuty[] duties = [Duty(Colleague, OfficeStep.Review)];
        Assert.Equal([OfficeStep.Write, OfficeStep.SignOff], Staffing.Of(Me, roles, duties, Day).Select(d => d.Step));
        Assert.Equal([OfficeStep.Write, OfficeStep.Review], Staffing.Of(Colleague, roles, duties, Day).Select(d => d.Step));
        Assert.Empty(Staffing.Of(Colleague, [], duties, Day)); // who no longer holds a role there does nothing there
    }

    [Theory]
    [InlineData("2026-06-14", false)]
    [InlineData("2026-06-15", true)] // first day
    [InlineData("2026-06-20", true)] // last day
    [InlineData("2026-06-21", false)]
    public void A_deputy_acts_between_two_days_for_somebody_who_could(string day, bool may)
    {
        OfficeRole[] roles = [new(Me, Role.RegionalOfficer, City), new(Colleague, Role.RegionalAdministrator, City)];
        OfficeDuty[] duties = [Duty(Me, OfficeStep.SignOff, Colleague, new(2026, 6, 15), new(2026, 6, 20)), Duty(Colleague, OfficeStep.Review, Me)];
        var held = Staffing.Of(Me, roles, duties, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(may, held.Contains(new HeldDuty(City, OfficeStep.SignOff, Colleague)));
        Assert.DoesNotContain(Staffing.Of(Colleague, roles, duties, Day), d => d.For == Me); // an officer has no review to be stood in for
    }

    [Theory]
    [InlineData(Role.RegionalAdministrator, "province", "city", true)]
    [InlineData(Role.RegionalOfficer, "province", "city", false)] // officers write; they do not review
    [InlineData(Role.RegionalAdministrator, "province", "county", true)] // the role reaches the subtree
    [InlineData(Role.RegionalAdministrator, "city", "city", false)]
    [InlineData(Role.RegionalAdministrator, "city", "province", false)]
    [InlineData(Role.NationalAdministrator, "nation", "province", true)]
    [InlineData(Role.NationalAdministrator, "nation", "ministry", true)] // runs the programme, though the ministry is not below it
    [InlineData(Role.DepartmentOfficer, "department", "city", true)] // its own task, in all regions
    [InlineData(Role.DepartmentOfficer, "department", "ministry", false)] // departments do not review one another
    [InlineData(Role.Auditor, "nation", "province", false)]
    public void The_superior_is_the_office_above_the_owner_of_the_programme_or_the_department_of_the_task(Role role, string at, string office, bool superior)
    {
        var (own, path) = Place(at);
        var actor = new Actor(Me, "我", [new HeldRole(role, own, path)]);
        var (id, officePath) = Place(office);
        var local = office is "province" or "city" or "county";
        var reporting = new ReportingOffice(id, officePath, local ? OrganisationKind.LocalOffice : OrganisationKind.Ministry,
            office switch { "county" => City, "city" => Province, "province" => Nation, _ => null });
        var duties = Staffing.Of(Me, [new(Me, role, own)], [], Day);
        Assert.Equal(superior, Superior.Person(actor, duties, reporting, Nation, [Department]).Holds(WayLevel.Superior));
    }

    [Fact]
    public void A_department_that_is_not_assigned_to_the_task_is_no_superior()
    {
        var actor = new Actor(Me, "我", [new HeldRole(Role.DepartmentOfficer, Department, "/1/2/")]);
        var duties = Staffing.Of(Me, [new(Me, Role.DepartmentOfficer, Department)], [], Day);
        Assert.Empty(Superior.Person(actor, duties, new(City, "/1/10/11/", OrganisationKind.LocalOffice, Province), Nation, []).Levels);
    }

    static (OrganisationId, string) Place(string name) => name switch
    {
        "nation" => (Nation, "/1/"),
        "department" => (Department, "/1/2/"),
        "ministry" => (Ministry, "/3/"),
        "province" => (Province, "/1/10/"),
        "city" => (City, "/1/10/11/"),
        _ => (County, "/1/10/11/12/"),
    };

    static OfficeDuty Duty(AccountId account, OfficeStep step, AccountId? stoodFor = null, DateOnly? from = null, DateOnly? until = null) =>
        new() { OrganisationId = City, AccountId = account, Step = step, DeputyOf = stoodFor, From = from ?? new(2026, 1, 1), Until = until };
}
