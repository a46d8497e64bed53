using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Rules;
using static Zhice.Domain.Tests.Programme.Draft;

namespace Zhice.Domain.Tests.Programme;

/// <summary>Rules that name a status: whoever held it on the day owes the measure.</summary>
public sealed class StatusRules
{
    const string Pilot = "国家知识产权强市建设试点城市", Model = "国家知识产权强市建设示范城市";

    [Theory]
    [InlineData("强市建设试点、示范城市必做", new[] { "340100", "320100" })] // the front of 试点 and the noun of 示范 belong to both
    [InlineData("强市建设试点和示范城市必做", new[] { "340100", "320100" })]
    [InlineData("强市建设试点城市、示范城市必做", new[] { "340100", "320100" })]
    [InlineData("国家知识产权强市建设试点、示范城市必做", new[] { "340100", "320100" })]
    [InlineData("强市建设示范城市必做", new[] { "320100" })]
    [InlineData("强市建设示范市必做", new[] { "320100" })]
    [InlineData("国家知识产权强市建设（以下统称“强市建设”）示范城市必做", new[] { "320100" })] // the definition stands inside the name
    [InlineData("国家知识产权强市建设(以下简称\"强市建设\")试点城市必做", new[] { "340100" })]
    [InlineData("强市建设示范城市、合肥市必做", new[] { "340100", "320100" })] // a name beside a status
    public void Cities_owe_it_that_hold_a_status_the_words_name(string words, string[] codes)
    {
        var result = Compute(new Country().Status(Pilot, "340100").Status(Model, "320100"), City, words);

        Assert.Empty(result.Questions);
        Assert.Equal(codes.Order(StringComparer.Ordinal), Codes(result));
    }

    [Theory]
    [InlineData("专利审查协作中心所在省份", "商标审查协作中心所在省份")] // as the design names them
    [InlineData("专利审查协作中心涉及省份", "商标审查协作中心涉及省份")]
    [InlineData("国家知识产权局专利审查协作中心", "国家知识产权局商标审查协作中心")] // without a noun
    public void The_words_behind_the_second_kind_belong_to_the_first_too(string patents, string marks)
    {
        var country = new Country().Status(patents, "320000", "440000").Status(marks, "500000");
        var result = Compute(country, Province, "专利、商标审查协作中心涉及省份必做");

        Assert.Empty(result.Questions);
        Assert.Equal(["320000", "440000", "500000"], Codes(result));
    }

    [Fact]
    public void A_province_is_concerned_where_the_thing_lies_in_one_of_its_cities()
    {
        var country = new Country().Status("专利审查协作中心", "320500"); // 苏州
        Assert.Equal(["320000"], Codes(Compute(country, Province, "专利审查协作中心所在省份必做")));
    }

    [Fact]
    public void A_status_of_cities_is_not_one_of_provinces()
    {
        var country = new Country().Status("国家知识产权示范城市", "340100");
        var result = Compute(country, Province, "知识产权示范省份必做");

        Assert.Empty(result.Owed);
        Assert.Equal(PendingReason.StatusWithoutHolders, Assert.Single(result.Questions).Reason);
    }

    [Fact]
    public void The_bare_kind_never_means_another_status_with_that_kind()
    {
        var country = new Country().Status("国家知识产权示范城市", "340100").Status(Pilot, "320100");
        var result = Compute(country, City, "强市建设试点、示范城市必做");

        Assert.Equal(["320100"], Codes(result)); // 示范城市 stands for 强市建设示范城市, which nobody holds
        Assert.Equal((PendingReason.StatusWithoutHolders, "强市建设示范城市"), (result.Questions.Single().Reason, result.Questions.Single().Subject));
    }

    [Fact]
    public void Each_status_without_holders_is_a_question_of_its_own()
    {
        Assert.Equal(["强市建设试点城市", "强市建设示范城市"], Compute(new Country(), City, "强市建设试点、示范城市必做").Questions.Select(q => q.Subject));
        Assert.Equal(["专利审查协作中心涉及省份", "商标审查协作中心涉及省份"], Compute(new Country(), Province, "专利、商标审查协作中心涉及省份必做").Questions.Select(q => q.Subject));
    }

    [Theory]
    [InlineData("2022-06-30", 0)]
    [InlineData("2022-07-01", 1)] // the first day counts
    [InlineData("2025-06-30", 1)]
    [InlineData("2025-07-01", 0)] // the end is the first day on which it no longer held
    public void Only_a_status_of_the_day_counts(string day, int count)
    {
        var country = new Country().Status(Model, new DateOnly(2022, 7, 1), new DateOnly(2025, 7, 1), "340100");
        Assert.Equal(count, Compute(country, City, "强市建设示范城市必做", DateOnly.ParseExact(day, "yyyy-MM-dd")).Owed.Count);
    }

    [Fact]
    public void What_was_known_at_a_moment_can_be_asked_for()
    {
        var fact = new DatedStatus
        {
            Id = new StatusId(1), Name = Model, DivisionCode = "340100", ValidFrom = new DateOnly(2022, 7, 1), Source = "test",
            RecordedAt = new DateTimeOffset(2023, 3, 1, 0, 0, 0, TimeSpan.Zero), WithdrawnAt = new DateTimeOffset(2023, 5, 1, 0, 0, 0, TimeSpan.Zero),
        };
        var country = new Country().Fact(fact);

        Assert.Empty(Compute(country, City, "强市建设示范城市必做").Owed); // found wrong since
        Assert.Empty(Compute(country, City, "强市建设示范城市必做", knownAt: fact.RecordedAt.AddDays(-1)).Owed);
        Assert.Single(Compute(country, City, "强市建设示范城市必做", knownAt: fact.RecordedAt.AddDays(1)).Owed);
    }

    [Fact]
    public void A_district_of_a_municipality_that_was_named_a_model_city_owes_it()
    {
        var country = new Country().Status(Model, "110108", "310115"); // 海淀, 浦东
        Assert.Equal(["110108", "310115"], Codes(Compute(country, City, "强市建设示范城市必做")));
    }

    [Fact]
    public void The_stronger_statement_wins_and_names_its_own_rule_and_fact()
    {
        var country = new Country().Status(Model, "340100");
        var measure = Measure(MeasureScope.AllRegions, Rule(City, "各市选做"), Rule(City, "强市建设示范城市必做"));
        var result = ObligationRules.Compute([Task(measure)], country.On());

        Assert.Equal(333, result.Owed.Count);
        var strong = Assert.Single(result.Owed, o => o.Level == ObligationLevel.Mandatory);
        Assert.Equal((ObligationBasis.HeldStatus, new StatusId(1), "强市建设示范城市必做"), (strong.Basis, strong.Status, strong.Rule!.Quote.Words));
    }

    const DivisionLevel Province = DivisionLevel.Province, City = DivisionLevel.City;

    static IEnumerable<string> Codes(Computation result) =>
        result.Owed.Select(o => Country.CodeOf(o.Organisation)["office-".Length..]).Order(StringComparer.Ordinal);

    static Computation Compute(Country country, DivisionLevel level, string words, DateOnly? day = null, DateTimeOffset? knownAt = null) =>
        ObligationRules.Compute([Task(Measure(MeasureScope.AllRegions, Rule(level, words)))], country.On(day, knownAt: knownAt));
}
