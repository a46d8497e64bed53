using System.Net;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Data.Surveys;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Surveys;

namespace Zhice.Data.Tests.Surveys;

public sealed class SqliteSurveys(PostgresCluster cluster) : SurveyContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresSurveys(PostgresCluster cluster) : SurveyContract(StoreProvider.PostgreSql, cluster);

/// <summary>A survey on both stores: strata, anonymous answers with their limit, invitations, the result and the figures that it gives to indicators.</summary>
public abstract class SurveyContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    static readonly Standing Clock = new(new(2026, 5, 10));
    static readonly IPAddress Home = IPAddress.Parse("203.0.113.7");

    [Fact]
    public async Task Twenty_answers_from_one_place_are_counted_and_limited_and_the_place_cannot_be_told_afterwards()
    {
        await Opened();
        var outcomes = new List<string>();
        for (var i = 0; i < 20; i++) outcomes.Add((await Answer(i, Home)).Refusal());
        Assert.Equal(10, outcomes.Count(o => o == "accepted"));
        Assert.Equal(10, outcomes.Count(o => o == "survey.place"));
        Assert.Equal("accepted", (await Answer(20, IPAddress.Parse("203.0.113.8"))).Refusal());
        Assert.Equal((11, 10), (Db.SurveyAnswers.Count(), Db.Surveys.AsNoTracking().Single().Refused));

        // Nothing of the address stands anywhere; today's hash depends on today's key.
        var place = Db.SurveyPlaces.AsNoTracking().Single(p => p.Taken == 10).Place;
        var key = Db.SurveyPlaceKeys.AsNoTracking().Single().Key;
        Assert.Equal(place, SurveyIntake.Place(key, Home));
        Assert.NotEqual(place, SurveyIntake.Place(new byte[32], Home));

        // The day after, key and counts are gone, and the place may answer again under another hash.
        Assert.Equal("accepted", (await Answer(21, Home, new Standing(new(2026, 5, 11)))).Refusal());
        Assert.NotEqual(key, Db.SurveyPlaceKeys.AsNoTracking().Single().Key);
        Assert.NotEqual(place, Db.SurveyPlaces.AsNoTracking().Single().Place);
    }

    [Fact]
    public async Task Many_forms_sent_at_once_from_one_place_are_counted_one_by_one()
    {
        await Opened();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(async () =>
        {
            await using var db = Store.CreateContext();
            return (await SurveyIntake.Take(db, "s2026", Given(i), Home, Clock, Cancel)).Refusal();
        }, Cancel)));
        Assert.Equal(SurveyIntake.MostFromOnePlace, outcomes.Count(o => o == "accepted"));
        Assert.Equal(SurveyIntake.MostFromOnePlace, Db.SurveyAnswers.Count());
    }

    [Fact]
    public async Task The_same_form_twice_is_one_answer_and_an_invitation_is_used_once()
    {
        var survey = await Opened();
        Assert.True((bool)(await Answer(1, Home)).Accept());
        Assert.False((bool)(await Answer(1, Home)).Accept());
        Assert.Single(Db.SurveyAnswers);
        Db.ChangeTracker.Clear();
        var token = (await SurveyDesk.Invite(Db, Admin, survey.Id, "holder", "340000", 3, Clock, Cancel)).Accept()[0];
        Assert.DoesNotContain(Db.SurveyInvitations.AsNoTracking().ToList(), i => i.TokenHash.Contains(token, StringComparison.Ordinal));
        Db.ChangeTracker.Clear();
        Assert.Equal("accepted", (await SurveyIntake.Take(Db, "s2026", Given(2) with { Group = "public", Token = token }, Home, Clock, Cancel)).Refusal());
        Assert.Equal("survey.token-used", (await SurveyIntake.Take(Db, "s2026", Given(3) with { Token = token }, Home, Clock, Cancel)).Refusal());
        Assert.Equal("survey.token", (await SurveyIntake.Take(Db, "s2026", Given(4) with { Token = "0000" }, Home, Clock, Cancel)).Refusal());
        Assert.Equal(("holder", true), Db.SurveyAnswers.AsNoTracking().OrderBy(a => a.Id).Last() is var last ? (last.Group, last.Invited) : default); // as invited, not as typed
        var table = await SurveyDesk.Tabulate(Db, Db.Surveys.AsNoTracking().Single(), Cancel);
        Assert.Equal((2, 3, 1), (table.Answers, table.Invited, table.ByInvitation));
    }

    [Fact]
    public async Task What_is_not_answered_is_named_and_nothing_is_taken_outside_the_days()
    {
        await Opened();
        Assert.False((await SurveyIntake.Take(Db, "s2026", Given(1) with { Values = new Dictionary<string, int> { ["law"] = 9 } }, Home, Clock, Cancel)).Accepted(out _, out var refusal));
        Assert.Equal(8, refusal.Defects.Count(d => d.Code == "survey.unanswered"));
        Assert.Equal("survey.not-open", (await Answer(1, Home, new Standing(new(2026, 6, 1)))).Refusal());
        Assert.Equal("survey.stratum", (await SurveyIntake.Take(Db, "s2026", Given(1) with { Division = "110000" }, Home, Clock, Cancel)).Refusal());
        Assert.Empty(Db.SurveyAnswers);
    }

    [Fact]
    public async Task A_published_result_is_frozen_and_feeds_the_data_elements_of_the_office_and_its_regions()
    {
        var survey = await Opened();
        for (var i = 0; i < 30; i++)
            Assert.Equal("accepted", (await SurveyIntake.Take(Db, "s2026", Given(i) with { Group = ((string[])["holder", "professional", "public"])[i % 3] }, IPAddress.Parse($"198.51.100.{i + 1}"), Clock, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        (await SurveyDesk.Move(Db, Admin, survey.Id, Version(), SurveyState.Closed, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var published = (await SurveyDesk.Publish(Db, Admin, survey.Id, Version(), Clock, Cancel)).Accept();
        Assert.Equal(100m, SurveyDesk.Published(published).Result.Index.Value); // all said 5
        Assert.Equal(64, published.Digest.Length);
        var element = Db.ElementKeys.Single(e => e.Code == "protection_satisfaction").Id;
        var offices = new[] { (int)Db.Organisation("cnipa").Id.Value, (int)Db.Organisation("office-340000").Id.Value };
        Assert.Equal([100m, 100m], Db.Observations.AsNoTracking().Where(o => o.Element == element).ToList().Select(o => o.Value!.Value));
        Assert.Equal(offices.Order(), Db.Observations.AsNoTracking().Where(o => o.Element == element).Select(o => o.Organisation).ToList().Order());
        Assert.Equal("survey.not-now", (await SurveyDesk.Publish(Db, Admin, survey.Id, Version(), Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task Every_wrong_row_of_strata_is_named_and_only_the_owners_administrator_runs_a_survey()
    {
        var survey = (await SurveyDesk.Begin(Db, Admin, Request, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.False((await SurveyDesk.SetStrata(Db, Admin, survey.Id, 0, "某群体,340000,10,5\nholder,无此地,10,5\nholder,340000,5,10\nholder,320000,10\nholder,330000,10,5\nholder,330000,10,5", Clock, Cancel)).Accepted(out _, out var refusal));
        Assert.Equal(["1 survey.row-group", "2 survey.row-division", "3 survey.row-quota", "4 survey.row-columns", "6 survey.row-twice"], refusal.Defects.Select(d => $"{d.Arguments[0]} {d.Code}"));
        Assert.Empty(Db.SurveyStrata);
        Assert.Equal("survey.group-missing", (await SurveyDesk.Move(Db, Admin, survey.Id, 0, SurveyState.Open, Clock, Cancel)).Refusal());
        Assert.IsType<Forbidden>((await SurveyDesk.Begin(Db, Db.Actor(Role.RegionalOfficer, "office-340000"), Request with { Owner = "office-340000" }, Clock, Cancel)).Accepted(out _, out refusal) ? null : refusal);
        Assert.IsType<Forbidden>((await SurveyDesk.Move(Db, Db.Actor(Role.RegionalAdministrator, "office-340000"), survey.Id, 0, SurveyState.Open, Clock, Cancel)).Accepted(out _, out refusal) ? null : refusal);
    }

    static SurveyRequest Request => new("protection-satisfaction", "cnipa", "s2026", "2026年满意度调查", 2026, new(2026, 5, 1), new(2026, 5, 31));

    int Version() => Db.Surveys.AsNoTracking().Single().Version;

    async Task<Survey> Opened()
    {
        var survey = (await SurveyDesk.Begin(Db, Admin, Request, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        (await SurveyDesk.SetStrata(Db, Admin, survey.Id, 0, "holder,340000,1000,50\n专业人士,安徽省,500,50\npublic,340000,60000000,50\n", Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        (await SurveyDesk.Move(Db, Admin, survey.Id, 1, SurveyState.Open, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        return survey;
    }

    static GivenAnswer Given(int i) => new("holder", "340000", SurveyFiles.Definitions[0].Scales.ToDictionary(q => q.Code, _ => 5, StringComparer.Ordinal), new Dictionary<string, string>(), null, $"form-key-of-answer-{i}");

    Task<Outcome<object>> Answer(int i, IPAddress from, TimeProvider? clock = null) => SurveyIntake.Take(Db, "s2026", Given(i), from, clock ?? Clock, Cancel);

    sealed class Standing(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day.ToDateTime(new TimeOnly(2, 0)), TimeSpan.Zero);
    }
}
