using System.Globalization;
using System.Reflection;
using Zhice.Data.Indicators;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Indicators;

/// <summary>Every indicator that comes with the program, on small made-up figures of two provinces: theirs and the nation's, computed by hand.</summary>
public sealed class ShippedFormulaTests
{
    static Organisation Office(long id, long? parent, string path) => new()
    {
        Id = new(id), Code = $"o{id}", Name = $"o{id}", Kind = id == 1 ? OrganisationKind.NationalOffice : OrganisationKind.LocalOffice,
        ParentId = parent is { } p ? new OrganisationId(p) : null, Path = path, ValidFrom = new(2000, 1, 1),
    };

    /// <param name="code">The indicator.</param>
    /// <param name="values">Elements with the values of both provinces for 2025; <c>prior.</c> for those of 2024.</param>
    /// <param name="expected">The printed figures of both and of the nation.</param>
    [Theory]
    [InlineData("abnormal_share", "abnormal_filings 123 77, patent_filings 4000 6000", "3.08 1.28 2.00")]
    [InlineData("adjudication_time", "adjudication_days 3050 1495, adjudications_closed 50 30", "61.0 49.8 56.8")]
    [InlineData("agency_share_a", "agencies_a 31 9, agencies 120 80", "25.8 11.3 20.0")]
    [InlineData("agency_share_b", "agencies_b 40 23, agencies 120 80", "33.3 28.8 31.5")]
    [InlineData("agency_share_c", "agencies_c 17 21, agencies 120 80", "14.2 26.3 19.0")]
    [InlineData("agency_share_d", "agencies_d 5 0, agencies 120 80", "4.2 0.0 2.5")]
    [InlineData("aid_completion", "aid_closed 941 33, aid_requests 1000 40", "94.1 82.5 93.7")]
    [InlineData("city_service_coverage", "cities_served 11 13, cities 16 13", "68.8 100.0 82.8")]
    [InlineData("electronic_certificate_rate", "electronic_certificates 8730 410, all_certificates 9000 500", "97.0 82.0 96.2")]
    [InlineData("electronic_filing_rate", "electronic_filings 99450 1985, all_filings 100000 2000", "99.5 99.3 99.4")]
    [InlineData("gi_mark_coverage", "gi_with_mark 57 21, gi_valid 90 60", "63.3 35.0 52.0")]
    [InlineData("grant_rate", "invention_granted 5530 777, invention_closed 10000 1400", "55.3 55.5 55.3")]
    [InlineData("high_value_density", "hv_valid 120000 1850, population 6127 365", "19.59 5.07 18.77")]
    [InlineData("high_value_pendency", "hv_exam_months 26000 4410, hv_closed 2000 300", "13.0 14.7 13.2")]
    [InlineData("industrialisation_rate", "industrialised_patents 213 77, surveyed_patents 400 350", "53.3 22.0 38.7")]
    [InlineData("invention_pendency", "invention_exam_months 155000 22400, invention_closed 10000 1400", "15.5 16.0 15.6")]
    [InlineData("long_lived_share", "long_lived_inventions 9120 333, valid_inventions 64000 1800", "14.3 18.5 14.4")]
    [InlineData("pii_share", "pii_value_added 6120 210, gdp 47050 2393", "13.01 8.78 12.80")]
    [InlineData("pledge_inclusive_share", "pledge_inclusive_projects 610 19, pledge_projects 840 57", "72.6 33.3 70.1")]
    [InlineData("pledge_per_firm", "pledge_amount 12 3, pledge_smes 150 80", "800.0 375.0 652.2")]
    [InlineData("precheck_pass_rate", "precheck_passed 1730 64, precheck_requests 2600 90", "66.5 71.1 66.7")]
    [InlineData("sei_share", "sei_valid 21120 450, valid_inventions 64000 1800", "33.0 25.0 32.8")]
    [InlineData("service_satisfaction", "ratings_good 9987 412, ratings 10000 415", "99.87 99.28 99.85")]
    [InlineData("trademark_pendency", "tm_exam_months 40500 2310, tm_closed 10000 550", "4.1 4.2 4.1")]
    [InlineData("adjudication_count", "adjudications_closed 111 11", "111 11 122")]
    [InlineData("gi_output_value", "gi_output 148.25 22.5", "148.25 22.50 170.75")]
    [InlineData("high_value_stock", "hv_valid 185 33", "185 33 218")]
    [InlineData("invention_filing_count", "invention_filings 222 44", "222 44 266")]
    [InlineData("invention_stock", "valid_inventions 259 55", "259 55 314")]
    [InlineData("navigation_count", "navigation_projects 296 66", "296 66 362")]
    [InlineData("open_licence_count", "open_licences 333 77", "333 77 410")]
    [InlineData("overseas_grant_count", "overseas_grants 370 88", "370 88 458")]
    [InlineData("patent_filing_count", "patent_filings 407 99", "407 99 506")]
    [InlineData("pledge_financing", "pledge_amount 444.25 110.5", "444.25 110.50 554.75")]
    [InlineData("pledge_sme_count", "pledge_smes 481 121", "481 121 602")]
    [InlineData("protection_centre_count", "protection_centres 518 132", "518 132 650")]
    [InlineData("sei_inventions", "sei_valid 555 143", "555 143 698")]
    [InlineData("tisc_count", "tisc 592 154", "592 154 746")]
    [InlineData("trademark_filing_count", "tm_filings 629 165", "629 165 794")]
    [InlineData("trademark_stock", "tm_valid 666 176", "666 176 842")]
    [InlineData("university_centre_count", "university_centres 703 187", "703 187 890")]
    [InlineData("transfer_licence_count", "patent_transfers 410 22, patent_licences 57 0", "467 22 489")]
    [InlineData("pledge_sme_growth", "pledge_smes 168 90, prior.pledge_smes 150 100", "12.0 -10.0 3.2")] // 258 after 250
    [InlineData("protection_satisfaction_score", "protection_satisfaction 82.5 79.1, satisfaction_respondents 300 100", "82.50 79.10 81.65")] // (82.5 × 300 + 79.1 × 100) / 400
    public void The_figure_is_what_it_is_by_hand(string code, string values, string expected)
    {
        var catalogue = DefinitionFiles.Shipped;
        var definition = catalogue.InForce(code, Period.OfYear(2025))!;
        var tree = new ReportingTree([Office(1, null, "/1/"), Office(2, 1, "/1/2/"), Office(3, 1, "/1/3/")], 2025);
        var elements = catalogue.Elements.ToList();
        var (year, before) = (new ValueYear(tree, elements), new ValueYear(tree, elements, 2024));
        foreach (var part in values.Split(", "))
        {
            var words = part.Split(' ');
            var prior = words[0].StartsWith("prior.", StringComparison.Ordinal);
            foreach (var (office, value) in new[] { (2, words[1]), (3, words[2]) })
                (prior ? before : year).Take(prior ? words[0][6..] : words[0], Period.OfYear(prior ? 2024 : 2025).Key, office, (long)(decimal.Parse(value, CultureInfo.InvariantCulture) * 1_000_000m));
        }
        var today = new DateOnly(2026, 3, 1);
        year.Complete(today);
        before.Complete(today);
        var found = new Dictionary<int, string>();
        new YearRollUp(tree, year, before, today).Run(definition, catalogue.FormulaOf(definition)!, f =>
        {
            if (f.Slot == 0) found[(int)tree.Offices[f.Office].Id.Value] = f.Figure.Rounded(definition.Decimals, definition.Rounding) is { IsKnown: true } figure
                ? figure.Value.ToString($"F{definition.Decimals}", CultureInfo.InvariantCulture) : f.Figure.State.ToString();
        });
        Assert.Equal(expected, $"{found[2]} {found[3]} {found[1]}");
    }

    [Fact]
    public void None_is_left_out() =>
        Assert.Equal(DefinitionFiles.Shipped.Codes, typeof(ShippedFormulaTests).GetMethod(nameof(The_figure_is_what_it_is_by_hand))!.GetCustomAttributes<InlineDataAttribute>().Select(d => (string)d.Data[0]!).Order(StringComparer.Ordinal));
}
