using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.WhiteBooks;

namespace Zhice.Domain.Tests.WhiteBooks;

/// <summary>Writing, review and publication of a book are done by different people.</summary>
public sealed class BookMovesTests
{
    const string Owner = "/1/";

    static readonly AccountId Writer = new(1), Reviewer = new(2), Leader = new(3);

    static Actor Nation(AccountId who) => new(who, "某人", [new HeldRole(Role.NationalAdministrator, new OrganisationId(1), Owner)]);

    static string? Decide(WhiteBookState state, WhiteBookState to, Actor actor) => BookMoves.Decide(state, to, [Writer], state == WhiteBookState.Reviewed ? Reviewer : null, actor, Owner)?.Code;

    [Fact]
    public void Who_wrote_does_not_review_and_who_wrote_or_reviewed_does_not_publish()
    {
        Assert.Equal("book.second-person", Decide(WhiteBookState.Draft, WhiteBookState.Reviewed, Nation(Writer)));
        Assert.Null(Decide(WhiteBookState.Draft, WhiteBookState.Reviewed, Nation(Reviewer)));
        Assert.Equal("book.second-person", Decide(WhiteBookState.Reviewed, WhiteBookState.Published, Nation(Writer)));
        Assert.Equal("book.second-person", Decide(WhiteBookState.Reviewed, WhiteBookState.Published, Nation(Reviewer)));
        Assert.Null(Decide(WhiteBookState.Reviewed, WhiteBookState.Published, Nation(Leader)));
    }

    [Fact]
    public void No_step_is_left_out_and_what_was_published_does_not_go_back()
    {
        Assert.Equal("book.not-now", Decide(WhiteBookState.Draft, WhiteBookState.Published, Nation(Leader)));
        Assert.Null(Decide(WhiteBookState.Reviewed, WhiteBookState.Draft, Nation(Writer)));
        Assert.Equal("book.not-now", Decide(WhiteBookState.Published, WhiteBookState.Draft, Nation(Leader)));
        Assert.Equal("book.not-now", Decide(WhiteBookState.Published, WhiteBookState.Reviewed, Nation(Leader)));
    }

    [Fact]
    public void A_department_writes_and_reviews_and_does_not_publish_and_another_province_does_neither()
    {
        var department = new Actor(Reviewer, "处室", [new HeldRole(Role.DepartmentOfficer, new OrganisationId(5), "/1/5/")]);
        Assert.Null(Decide(WhiteBookState.Draft, WhiteBookState.Reviewed, department));
        Assert.Equal("access.denied", Decide(WhiteBookState.Reviewed, WhiteBookState.Published, department with { AccountId = Leader }));
        Assert.Equal("access.denied", Decide(WhiteBookState.Draft, WhiteBookState.Reviewed, new Actor(Reviewer, "外省", [new HeldRole(Role.RegionalAdministrator, new OrganisationId(9), "/9/")])));
        Assert.Equal("access.denied", Decide(WhiteBookState.Draft, WhiteBookState.Reviewed, Actor.Public));
    }
}
