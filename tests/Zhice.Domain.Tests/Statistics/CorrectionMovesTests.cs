using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Domain.Tests.Statistics;

/// <summary>A correction takes two people.</summary>
public sealed class CorrectionMovesTests
{
    const string Province = "/1/340/", City = "/1/340/3401/";
    static readonly DateTimeOffset now = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);

    static Actor Person(long account, Role role, string path) => new(new AccountId(account), $"人员{account}", [new HeldRole(role, new OrganisationId(account), path)]);

    static ValueCorrection Asked() => new() { Element = "pledge_projects", Period = Period.Parse("2026Q3").Key, Before = 36, After = 38, Reason = "漏报两个续期项目", AskedBy = new AccountId(7), AskedAt = now };

    static string? Decide(ValueCorrection correction, Actor actor, bool accept = true, string opinion = "已核对台账", int version = 0) => CorrectionMoves.Decide(correction, version, accept, opinion, actor, City, now)?.Code;

    [Theory]
    [InlineData(8, Role.RegionalOfficer, City, null)] // a colleague
    [InlineData(8, Role.RegionalAdministrator, Province, null)] // the province's administrator
    [InlineData(8, Role.NationalAdministrator, "/1/", null)]
    [InlineData(7, Role.RegionalOfficer, City, "correction.second-person")]
    [InlineData(7, Role.NationalAdministrator, "/1/", "correction.second-person")] // not from above either
    [InlineData(8, Role.RegionalOfficer, "/1/340/3402/", "access.denied")] // a neighbour
    [InlineData(8, Role.Auditor, "/1/", "access.denied")] // who reads all changes nothing
    public void Who_asked_never_decides_and_of_the_others_the_office_and_those_above_it(int account, Role role, string path, string? refused)
    {
        var correction = Asked();
        Assert.Equal(refused, Decide(correction, Person(account, role, path)));
        Assert.Equal(refused is null ? (CorrectionState.Accepted, new AccountId(8), 1) : (CorrectionState.Asked, (AccountId?)null, 0), (correction.State, correction.DecidedBy, correction.Version));
    }

    [Fact]
    public void One_person_with_two_roles_is_one_person()
    {
        var both = new Actor(new AccountId(7), "人员7", [new HeldRole(Role.RegionalOfficer, new OrganisationId(1), City), new HeldRole(Role.RegionalAdministrator, new OrganisationId(2), Province)]);
        Assert.Equal("correction.second-person", Decide(Asked(), both));
        Assert.False(CorrectionMoves.MayDecide(both, City, new AccountId(7)));
    }

    [Fact]
    public void It_is_decided_once_as_it_was_seen_and_not_refused_without_a_word()
    {
        var (colleague, correction) = (Person(8, Role.RegionalOfficer, City), Asked());
        Assert.Equal("correction.opinion", Decide(correction, colleague, accept: false, opinion: " "));
        Assert.Equal("correction.decided", Decide(correction, colleague, version: 1)); // somebody changed it since
        Assert.Null(Decide(correction, colleague, accept: false, opinion: " 与台账不符 "));
        Assert.Equal((CorrectionState.Refused, "与台账不符"), (correction.State, correction.Opinion));
        Assert.Equal("correction.decided", Decide(correction, Person(9, Role.RegionalAdministrator, Province), version: 1));
    }
}
