using Zhice.Data.Services;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

/// <summary>What the forms state themselves is looked at: impossible days, years that are not over, no consent, parts larger than the whole.</summary>
public sealed class ServiceRulesTests
{
    static readonly DateOnly today = new(2026, 11, 23);

    /// <summary>Every item, in many examples.</summary>
    public static TheoryData<string> Items => [.. ServiceFiles.Shipped.On(today).Select(item => item.Code)];

    [Theory]
    [MemberData(nameof(Items))]
    public void An_example_is_sound_by_all_rules_within_two_months_of_its_day(string code)
    {
        var item = ServiceFiles.Shipped.Find(code, today)!;
        foreach (var number in Enumerable.Range(0, 40).Append(7_654_321))
            foreach (var day in (DateOnly[])[today.AddDays(-60), today, today.AddDays(60)])
                Assert.DoesNotContain(FormCheck.Run(item, ExampleForm.Of(item, number, today).GetValueOrDefault, complete: true, new(day)).Defects, d => !Signs(item, d.Field));
    }

    [Theory]
    [InlineData("evaluation_report_sharing", "agree", "no", "没有同意的")]
    [InlineData("evaluation_report_sharing", "report_day", "2027-06-01", "不应当晚于提交之日")]
    [InlineData("evaluation_report_sharing", "shared_until", "2021-01-01", "不应当早于提交之日")]
    [InlineData("evaluation_report_sharing", "patent", "202010000003.0", "不一致")] // an invention
    [InlineData("open_licence", "until", "2021-01-01", "已经届满")]
    [InlineData("open_licence", "until", "2099-12-01", "专利权期限")]
    [InlineData("open_licence", "kind", "utility", "不一致")]
    [InlineData("open_licence_record", "until", "2060-01-01", "专利权期限")]
    [InlineData("pledge_registration", "signed", "2027-01-01", "不应当晚于提交之日")]
    [InlineData("pledge_registration", "until", "2060-01-01", "专利权期限")]
    [InlineData("genetic_resource", "consent", "no", "事先知情同意")]
    [InlineData("agency_yearly_report", "year", "2099", "已经结束的年度")]
    [InlineData("agency_yearly_report", "year", "2026", "已经结束的年度")] // the year that runs is not over
    [InlineData("patent_intensive_product", "year", "2099", "已经结束的年度")]
    [InlineData("patent_intensive_product", "listed", "2030-01-01", "不应当晚于提交之日")]
    [InlineData("complaint", "happened", "2099-01-01", "不应当晚于提交之日")]
    [InlineData("copyright_record", "completed", "2099-01-01", "不应当晚于提交之日")]
    [InlineData("gi_mark_use", "inspected", "2001-01-01", "一年以内")]
    [InlineData("olympic_sign", "until", "2020-01-02", "届满")]
    [InlineData("genuine_software", "valid", "2020-01-01", "过期")]
    [InlineData("technology_demand", "until", "2020-01-01", "过了")]
    [InlineData("overseas_warning", "until", "2026-10-02", "过了")]
    [InlineData("plant_variety", "priority_day", "2010-01-01", "十二个月", "priority", "yes")]
    [InlineData("plant_variety", "sold_on", "2001-01-01", "超过一年", "sold", "yes", "sold_abroad", "no")]
    [InlineData("plant_variety", "sold_on", "2019-01-01", "超过六年", "sold", "yes", "sold_abroad", "yes")]
    [InlineData("rights_protection_aid", "deadline", "2020-01-01", "已经过了", "urgent", "yes")]
    [InlineData("patent_transfer", "signed", "1900-01-01", "申请年份")]
    [InlineData("licence_contract_record", "effective", "1900-01-01", "申请年份")]
    [InlineData("pledge_registration", "signed", "1900-01-01", "申请年份")]
    [InlineData("open_licence", "from", "1900-01-01", "申请年份")]
    [InlineData("open_licence_record", "from", "1900-01-01", "申请年份")]
    [InlineData("evaluation_report_sharing", "report_day", "1900-01-01", "申请年份")]
    [InlineData("funded_patent_declaration", "declared", "1900-01-01", "优先权")]
    [InlineData("funded_patent_declaration", "declared", "2026-01-01", "申请年份")] // the number is of 2020
    [InlineData("talent_directory", "since", "2199-12-31", "不应当晚于提交之日")]
    [InlineData("talent_directory", "since", "1900-01-01", "七十年")]
    [InlineData("information_centre", "since", "2199-12-31", "不应当晚于提交之日")]
    [InlineData("overseas_dispute_report", "deadline", "2026-11-22", "已经过了")]
    [InlineData("complaint", "happened", "1900-01-01", "施行之日")]
    public void A_form_that_contradicts_itself_or_the_day_is_refused(string code, string field, string value, string says, params string[] besides)
    {
        var item = ServiceFiles.Shipped.Find(code, today)!;
        var form = ExampleForm.Of(item, 3, today).ToDictionary(StringComparer.Ordinal);
        for (var i = 0; i < besides.Length; i += 2) form[besides[i]] = besides[i + 1];
        foreach (var asked in item.Form.Where(f => FormCheck.Asked(f, form) && !form.ContainsKey(f.Code) && f.Computed is null && f.Type != FieldType.Signer)) form[asked.Code] = asked.Type == FieldType.Date ? "2026-10-01" : asked.Type == FieldType.YesNo ? "no" : "演示";
        form[field] = value;
        var defects = FormCheck.Run(item, form.GetValueOrDefault, complete: true, new(today)).Defects;
        Assert.Contains(defects, d => d.Code == "form.rule" && ((string)d.Arguments[0]).Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("licence_contract_record", "effective", "2024-01-05", "第十五条")]
    [InlineData("protection_centre_record", "abnormal", "yes", "非正常申请")]
    [InlineData("model_unit", "penalised", "yes", "处罚")]
    [InlineData("data_ip_registration", "personal_data", "yes", "个人信息")]
    [InlineData("talent_directory", "since", "2026-01-01", "不满两年")]
    [InlineData("patent_transfer", "patent", "86200001.3", "已经届满")] // a utility model of 1986
    [InlineData("licence_contract_record", "until", "2026-11-22", "已经终止")]
    [InlineData("pledge_registration", "until", "2026-11-22", "已经届满")]
    [InlineData("agency_licence", "attorneys", "2000", "五百人")]
    [InlineData("patent_intensive_product", "listed", "1900-01-01", "申请年份")]
    [InlineData("complaint", "happened", "2024-01-01", "二年")]
    [InlineData("outbound_transfer_review", "planned", "2020-01-01", "已经过了")]
    [InlineData("funded_patent_declaration", "project_end", "1900-01-01", "十年")]
    public void What_stops_nothing_is_said_to_the_officer(string code, string field, string value, string says)
    {
        var item = ServiceFiles.Shipped.Find(code, today)!;
        var form = ExampleForm.Of(item, 3, today).ToDictionary(StringComparer.Ordinal);
        form[field] = value;
        Assert.Contains(FormCheck.Warnings(item, form, new(today)), said => said.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("trademark_agency_record", "credit_code", "name")]
    [InlineData("service_agency", "credit_code", "name")]
    [InlineData("agency_licence", "credit_code", "name")]
    [InlineData("protection_centre_record", "credit_code", "unit")]
    [InlineData("information_centre", "credit_code", "name")]
    [InlineData("model_unit", "credit_code", "unit")]
    [InlineData("gi_mark_use", "credit_code", "producer")]
    [InlineData("patent_intensive_product", "credit_code", "company")]
    [InlineData("data_ip_registration", "holder_code", "holder")]
    public void Another_companys_code_and_name_are_told_to_the_officer(string code, string coded, string named)
    {
        var item = ServiceFiles.Shipped.Find(code, today)!;
        var form = ExampleForm.Of(item, 3, today).ToDictionary(StringComparer.Ordinal);
        (form[coded], form[named]) = (ExampleForm.Credit(5), "演示甲公司");
        var own = FormCheck.Warnings(item, form, new(today, "演示甲公司", ExampleForm.Credit(5)));
        Assert.DoesNotContain(own, said => said.Contains("不一致", StringComparison.Ordinal));
        var other = FormCheck.Warnings(item, form, new(today, "演示乙公司", ExampleForm.Credit(6))).Where(said => said.Contains("不一致", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, other.Count);
        Assert.Contains(FormCheck.Warnings(item, form, new(today, "演示某人")), said => said.Contains("信用代码", StringComparison.Ordinal)); // a person has none
    }

    [Fact]
    public void Who_may_apply_is_told_from_the_credit_code_and_another_companys_report_is_noticed()
    {
        var warning = ServiceFiles.Shipped.Find("overseas_warning", today)!;
        var form = ExampleForm.Of(warning, 3, today);
        Assert.Single(FormCheck.Warnings(warning, form, new(today, "演示商贸有限公司", ExampleForm.Credit(5))));
        Assert.Empty(FormCheck.Warnings(warning, form, new(today, "演示指导中心", "12" + ExampleForm.Credit(5)[2..])));
        var report = ServiceFiles.Shipped.Find("agency_yearly_report", today)!;
        form = ExampleForm.Of(report, 3, today);
        Assert.Empty(FormCheck.Warnings(report, form, new(today, "", form["credit_code"])));
        Assert.Single(FormCheck.Warnings(report, form, new(today, "", ExampleForm.Credit(4))));
    }

    [Fact]
    public void The_share_of_a_product_is_computed_and_records_have_rules()
    {
        var product = ServiceFiles.Shipped.Find("patent_intensive_product", today)!;
        var form = ExampleForm.Of(product, 3, today).ToDictionary(StringComparer.Ordinal);
        (form["sales"], form["total_sales"], form["share"]) = ("100", "1000", "95");
        Assert.Equal("10", FormCheck.Run(product, form.GetValueOrDefault, complete: true, new(today)).Values["share"]);

        var insurance = ServiceFiles.Shipped.Find("pledge_registration", today)!.Records.Single();
        var said = new Dictionary<string, string>
        {
            ["insurance_insurer"] = "甲", ["insurance_policy"] = "1", ["insurance_sum"] = "10000", ["insurance_premium"] = "500", ["insurance_subsidy"] = "900", ["insurance_from"] = "2027-01-01", ["insurance_until"] = "2020-01-01",
        };
        Assert.Equal(2, FormCheck.Run(ServiceFiles.Shipped.Find("pledge_registration", today)! with { Form = insurance.Fields, Rules = insurance.Rules }, said.GetValueOrDefault, complete: true, new(today)).Defects.Count);
    }

    static bool Signs(ServiceItem item, string? field) => item.Form.Any(f => f.Type == FieldType.Signer && field == FormCheck.Prefix + f.Code);
}
