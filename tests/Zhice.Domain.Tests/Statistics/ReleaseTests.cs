using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Domain.Tests.Statistics;

public sealed class ReleaseTests
{
    const string Owner = "/1/";

    static Actor Person(int id, Role role = Role.NationalAdministrator) => new(new AccountId(id), $"{id}", [new HeldRole(role, new OrganisationId(1), Owner)]);

    static StatisticalRelease Release(ReleaseState state) => new() { Code = "c", Title = "t", Content = "e", State = state, PlannedOn = new(2026, 3, 1) };

    static ReleaseStep[] Steps(params (ReleaseState To, int By)[] steps) => [.. steps.Select((s, i) => new ReleaseStep { Id = i, To = s.To, By = new(s.By) })];

    [Theory]
    [InlineData(1, "release.second-person")] // drafted it
    [InlineData(2, "release.second-person")] // reviewed it
    [InlineData(3, null)]
    public void Who_drafted_or_reviewed_does_not_approve(int by, string? code) =>
        Assert.Equal(code, ReleaseMoves.Decide(Release(ReleaseState.Reviewed), Steps((ReleaseState.Draft, 1), (ReleaseState.Reviewed, 2)), ReleaseState.Approved, new(by), Owner, Person(by), new(2026, 3, 1))?.Code);

    [Fact]
    public void Who_sends_a_draft_back_reviews_or_approves_it_again_and_who_makes_it_anew_does_not()
    {
        string? Decided(ReleaseState state, ReleaseState to, int by, params (ReleaseState, int)[] steps) =>
            ReleaseMoves.Decide(Release(state), Steps(steps), to, new(by), Owner, Person(by), new(2026, 3, 1))?.Code;
        (ReleaseState, int)[] back = [(ReleaseState.Draft, 1), (ReleaseState.Reviewed, 2), (ReleaseState.Draft, 3)];
        Assert.Equal([null, null, "release.second-person"], ((int[])[2, 3, 1]).Select(by => Decided(ReleaseState.Draft, ReleaseState.Reviewed, by, back)));
        Assert.Null(Decided(ReleaseState.Reviewed, ReleaseState.Approved, 3, [.. back, (ReleaseState.Reviewed, 2)]));
        Assert.Equal("release.second-person", Decided(ReleaseState.Reviewed, ReleaseState.Approved, 2, [.. back, (ReleaseState.Reviewed, 2)]));
        // The reviewer who sends it back and then makes the draft anew has written it.
        Assert.Equal("release.second-person", Decided(ReleaseState.Draft, ReleaseState.Reviewed, 2, (ReleaseState.Draft, 1), (ReleaseState.Reviewed, 2), (ReleaseState.Draft, 2), (ReleaseState.Draft, 2)));
        // The drafter who takes it back stays the drafter.
        Assert.Equal("release.second-person", Decided(ReleaseState.Draft, ReleaseState.Reviewed, 1, (ReleaseState.Draft, 1), (ReleaseState.Reviewed, 2), (ReleaseState.Draft, 1)));
    }

    [Theory]
    [InlineData("2026-02-28", "release.early")]
    [InlineData("2026-03-01", null)]
    public void Nothing_is_published_before_its_announced_day(string today, string? code) =>
        Assert.Equal(code, ReleaseMoves.Decide(Release(ReleaseState.Approved), [], ReleaseState.Published, new(9), Owner, Person(9), DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture))?.Code);

    [Theory]
    [InlineData(ReleaseState.Published)]
    [InlineData(ReleaseState.Locked)]
    public void What_was_published_does_not_go_back(ReleaseState state) =>
        Assert.Equal("release.not-now", ReleaseMoves.Decide(Release(state), [], ReleaseState.Draft, new(9), Owner, Person(9), new(2026, 3, 1))?.Code);

    [Fact]
    public void An_auditor_moves_nothing() =>
        Assert.Equal("access.denied", ReleaseMoves.Decide(Release(ReleaseState.Draft), [], ReleaseState.Reviewed, new(9), Owner, Person(9, Role.Auditor), new(2026, 3, 1))?.Code);

    [Fact]
    public void The_same_figures_have_the_same_digest_however_they_were_written_and_others_another()
    {
        static string Digest(decimal value) => TextDigest.Of(new ReleaseBody("c", "2026Q1", [new("e", "甲", "A", "件", value, 1)], [new("o", "机构", [value, null])]).Write());
        Assert.Equal(Digest(1.5m), Digest(1.500m));
        Assert.Equal(Digest(100m), Digest(1e2m));
        Assert.NotEqual(Digest(1.5m), Digest(1.500001m));
    }

    [Fact]
    public void A_body_is_read_back_as_it_was_written()
    {
        var body = new ReleaseBody("c", "2026Q1", [new("e", "甲\"乙", "A", "件", null, 0)], [new("o", "机构", [0.000001m, null, -9_000_000_000_000m])]);
        Assert.Equal(body.Write(), ReleaseBody.Read(body.Write()).Write());
    }

    [Fact]
    public void Any_change_of_an_earlier_link_changes_every_later_one()
    {
        var at = new DateTimeOffset(2026, 10, 8, 2, 0, 0, TimeSpan.Zero);
        StatisticalRelease One(int sequence = 1, string code = "a", int revision = 1, string digest = "d1", string title = "季报", string? reason = null) =>
            new() { Code = code, Revision = revision, Title = title, Content = "gdp", Sequence = sequence, Digest = digest, KnownBatch = 5, Reason = reason };
        var first = ReleaseBody.Link("", One(), at);
        Assert.NotEqual(ReleaseBody.Link(first, One(2, "b"), at), ReleaseBody.Link(ReleaseBody.Link("", One(digest: "dx"), at), One(2, "b"), at));
        Assert.All((StatisticalRelease[])[One(revision: 11), One(2), One(title: "年报"), One(reason: "更正"), One(code: "b")], other => Assert.NotEqual(first, ReleaseBody.Link("", other, at)));
        Assert.NotEqual(first, ReleaseBody.Link("", One(), at.AddSeconds(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(9_000_000_000_000_000_000L)]
    [InlineData(-8_999_999_999_999_999_999L)]
    [InlineData(1_500_000)]
    public void A_stored_figure_comes_back_as_it_went(long stored) => Assert.Equal(stored, StoredFigure.ToStored(StoredFigure.FromStored(stored)));
}
