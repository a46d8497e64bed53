using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Rules;
using static Zhice.Domain.Tests.Programme.Draft;

namespace Zhice.Domain.Tests.Programme;

/// <summary>Names on tasks find organisations, and an unknown one is asked about.</summary>
public sealed class NamesOnTasks
{
    [Theory]
    [InlineData("运用促进司", "cnipa-utilisation")]
    [InlineData("知识产权运用促进司", "cnipa-utilisation")]
    [InlineData("国家知识产权局运用促进司", "cnipa-utilisation")]
    [InlineData("专利局自动化部", "cnipa-patent-automation")]
    [InlineData("自动化部", "cnipa-patent-automation")]
    [InlineData("审业部", "cnipa-patent-examination")]
    [InlineData("国际合作司(港澳台办公室)", "cnipa-international")] // half-width brackets
    [InlineData("知识产权局", "cnipa")] // as the 2019 plan writes it
    [InlineData("国家知识产权局", "cnipa")]
    [InlineData("发展改革委", "ministry-development")]
    [InlineData("国家发展和改革委员会", "ministry-development")]
    [InlineData("国家税务总局", "ministry-tax")]
    [InlineData("高法院", "ministry-court")]
    [InlineData("安徽省知识产权局", "office-340000")]
    [InlineData("江苏省局", "office-320000")]
    [InlineData("四川省知识产权服务促进中心", "office-510000")]
    [InlineData("四川省知识产权局", "office-510000")]
    public void A_name_finds_its_organisation(string name, string code) =>
        Assert.Equal(code, Country.CodeOf(Assert.Single(Compute(name).Owed).Organisation));

    [Theory]
    [InlineData("各地方知识产权局", 32)] // 2022 guideline
    [InlineData("各省局", 32)]
    [InlineData("各省（区、市）知识产权局", 32)]
    [InlineData("各地区知识产权局", 32)]
    [InlineData("各市知识产权局", 333)]
    public void A_group_is_every_office_of_its_level_not_said_whether_mandatory(string name, int count)
    {
        var result = Compute(name);
        Assert.Equal(count, result.Owed.Count);
        Assert.All(result.Owed, o => Assert.Equal((ObligationBasis.AllRegions, ObligationLevel.Unstated), (o.Basis, o.Level)));
    }

    static Country WithBodies() => new Country().Body("340000", "安徽省科学技术厅", "省科技厅").Body("320000", "江苏省科学技术厅", "省科技厅").Body("340100", "合肥市科学技术局", "市科技局");

    [Theory]
    [InlineData("省科技厅", "安徽省科学技术厅")] // its short name in its own region
    [InlineData("省科学技术厅", "安徽省科学技术厅")] // the full one with the region's class in front
    [InlineData("安徽省科学技术厅", "安徽省科学技术厅")]
    [InlineData("省科技厅（农村处）", "安徽省科学技术厅")]
    [InlineData("省知识产权局（运用促进处）", "安徽省知识产权局")]
    [InlineData("合肥市科学技术局", "合肥市科学技术局")] // below it, by its full name
    public void In_a_provinces_own_programme_its_departments_are_meant(string name, string expected)
    {
        var country = WithBodies();
        var result = ObligationRules.Compute([Task(Measure(MeasureScope.Unspecified), By(name))], country.On(jurisdiction: "340000"));
        Assert.Empty(result.Questions);
        Assert.Equal(expected, country.NameOf(Assert.Single(result.Owed).Organisation));
    }

    [Theory]
    [InlineData("340000", "市知识产权局")] // a city's, of which the words do not say the name
    [InlineData("340000", "区知识产权局")]
    [InlineData("340100", "省知识产权局")]
    public void The_office_of_another_level_is_not_the_programmes_own(string region, string name)
    {
        var result = ObligationRules.Compute([Task(Measure(MeasureScope.Unspecified), By(name))], new Country().On(jurisdiction: region));
        Assert.Empty(result.Owed);
        Assert.Equal(PendingReason.OrganisationUnknown, Assert.Single(result.Questions).Reason);
    }

    [Theory]
    [InlineData("340100", "市知识产权局", "office-340100")]
    [InlineData("340100", "市市场监管局〔市知识产权局〕", "office-340100")]
    [InlineData("310000", "市知识产权局", "office-310000")]
    [InlineData("450000", "自治区知识产权局", "office-450000")]
    [InlineData("340000", "知识产权局", "office-340000")]
    public void The_office_of_the_programmes_own_level_is_meant(string region, string name, string code) =>
        Assert.Equal(code, Country.CodeOf(Assert.Single(ObligationRules.Compute([Task(Measure(MeasureScope.Unspecified), By(name))], new Country().On(jurisdiction: region)).Owed).Organisation));

    [Theory]
    [InlineData("000000", "省科技厅", PendingReason.OrganisationUnknown)] // of which province is not said
    [InlineData("340000", "市科技局", PendingReason.OrganisationUnknown)] // of which city neither
    [InlineData("340000", "江苏省科学技术厅", PendingReason.OutsideRegion)]
    public void A_department_of_another_region_is_not_meant_by_a_short_name_and_owes_nothing(string region, string name, PendingReason reason)
    {
        var result = ObligationRules.Compute([Task(Measure(MeasureScope.Unspecified), By(name))], WithBodies().On(jurisdiction: region));
        Assert.Empty(result.Owed);
        Assert.Equal(reason, Assert.Single(result.Questions).Reason);
    }

    [Theory]
    [InlineData("联席会议成员单位")]
    [InlineData("有关部门")]
    [InlineData("火星事务司")]
    public void A_name_that_nobody_has_is_asked_about(string name)
    {
        var question = Assert.Single(Compute(name).Questions);
        Assert.Equal((PendingReason.OrganisationUnknown, name), (question.Reason, question.Subject));
    }

    [Fact]
    public void A_mark_on_a_sentence_obliges_for_the_measure_and_the_lead_wins()
    {
        var commitment = new CommitmentDraft("c1", Quote("开展研究。"), new DueTime("none", null, null), [By("条法司", AssignedRole.Lead), By("国际合作司", AssignedRole.Participant)]);
        var measure = Measure(MeasureScope.Unspecified) with { Commitments = [commitment, commitment with { Assignments = [By("条法司", AssignedRole.Participant)] }] };

        var owed = ObligationRules.Compute([Task(measure)], new Country().On()).Owed;

        Assert.Equal(["cnipa-law Lead", "cnipa-international Participant"], owed.Select(o => $"{Country.CodeOf(o.Organisation)} {o.Role}"));
    }

    static Computation Compute(string name) => ObligationRules.Compute([Task(Measure(MeasureScope.Unspecified), By(name))], new Country().On());
}
