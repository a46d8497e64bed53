using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Cli;

/// <summary>指标演示: invented values of all elements for 31 provinces and the corps, five years by year and the last three by month, computed at once.</summary>
/// <remarks>Every value follows from the two tables in data/demo and a hash of its place: the same on every machine. None of them is a fact about a region.</remarks>
internal sealed class IndicatorDemo(ZhiceStore store, TimeProvider clock)
{
    const int Years = 5;

    readonly IndicatorCatalogue catalogue = DefinitionFiles.InUse;

    // What the yearly releases hold: one for each heading, and those with a target.
    static readonly string[] released =
    [
        "high_value_density", "high_value_stock", "invention_pendency", "trademark_pendency", "grant_rate", "pledge_sme_count", "pledge_sme_growth", "pledge_financing", "industrialisation_rate", "pii_share",
        "gi_mark_coverage", "city_service_coverage", "aid_completion", "service_satisfaction",
    ];

    internal async Task Build(Actor nation, Actor drafter, Actor second)
    {
        var last = ChinaTime.Today(clock).Year;
        using var db = store.CreateContext();
        var file = new MemoryStream(Encoding.UTF8.GetBytes(Values(last)));
        var request = new LoadRequest(catalogue.Elements.ToDictionary(e => e.Code, StringComparer.Ordinal)) { Name = "演示数据.csv", Demonstration = true, Reason = "演示数据，均为虚构，不作说明" };
        if (!(await ObservationLoad.Run(db, nation, file, request, clock, CancellationToken.None).ConfigureAwait(false)).Accepted(out _, out var refusal))
            throw new InvalidOperationException($"The demonstration's values were refused: {string.Join("; ", refusal.Defects.Take(5).Select(d => $"{d.Code} {string.Join(", ", d.Arguments)}"))}");
        var releases = new DemoReleases(store, clock);
        StatisticalRelease? newest = null;
        for (var year = last - Years; year < last; year++)
            newest = await releases.Publish(drafter, second, nation, new($"indicators-{year}-demo", $"{year}年知识产权主要指标（演示）", Period.OfYear(year).ToString(), DivisionLevel.Province, released, ChinaTime.Today(clock), "cnipa") { Demonstration = true })
                .ConfigureAwait(false);
        await Exclude(db, nation, last - 1).ConfigureAwait(false);
        db.ChangeTracker.Clear();
        // What was published before the notice is restated by a second revision, and stays readable.
        await releases.Restate(drafter, second, nation, newest!.Id, "按通报剔除非正常专利申请相关主体的专利后重述（演示）").ConfigureAwait(false);
        await Aim(db, nation, last).ConfigureAwait(false);
        db.ChangeTracker.Clear();
        for (var year = last - Years; year <= last; year++) await IndicatorRun.Compute(db, catalogue, year, clock, false, CancellationToken.None).ConfigureAwait(false);
    }

    string Values(int last)
    {
        var regions = Rows("indicator-regions.csv").Select(r => (Office: r[0], People: Number(r[1]), Strength: Number(r[2]), Prefectures: Number(r[3]))).ToList();
        var rules = Rows("indicator-elements.csv").Select(r => new Rule(catalogue.Element(r[0])!, r[1], (double)Number(r[2]), (double)Number(r[3]), (double)Number(r[4]), r[5] == "month")).ToList();
        var today = ChinaTime.Today(clock);
        var text = new StringBuilder("element,organisation,period,value\n");
        foreach (var (office, people, strength, prefectures) in regions)
            for (var year = last - Years; year <= last; year++)
            {
                var made = new Dictionary<string, double>(StringComparer.Ordinal)
                {
                    ["people"] = (double)people, ["prefectures"] = (double)prefectures, ["strength"] = (double)(people * strength) / 10, ["1"] = 1,
                };
                foreach (var rule in rules)
                {
                    var grown = Math.Pow(rule.Growth, year - (last - Years));
                    // Whether a region is strong in something changes slowly; a little of it changes every year.
                    var own = 1 + rule.Spread * (Chance(rule.Element.Code, office, 0) - 0.5) + 0.15 * rule.Spread * (Chance(rule.Element.Code, office, year) - 0.5);
                    made[rule.Element.Code] = made[rule.Of] * rule.Factor * grown * own;
                    Write(text, rule, office, year, year >= last - 2, made[rule.Element.Code], today);
                }
                Write(text, new Rule(catalogue.Element("agencies_d")!, "", 0, 0, 0, false), office, year, false,
                    Math.Max(0, Round(made["agencies"]) - Round(made["agencies_a"]) - Round(made["agencies_b"]) - Round(made["agencies_c"])), today);
            }
        return text.ToString();
    }

    static void Write(StringBuilder text, Rule rule, string office, int year, bool byMonth, double value, DateOnly today)
    {
        // Three regions have not reported the mark's use for the last full year, so that the coverage of a total can be seen.
        if (rule.Element.Code == "gi_with_mark" && year == today.Year - 1 && (office is "office-540000" or "office-630000" or "office-660000")) return;
        var period = Period.OfYear(year);
        if (!rule.Monthly || !byMonth)
        {
            if (period.LastDay < today) Line(text, rule.Element, office, period, value);
            return;
        }
        // A year has a shape: quiet in February, busy towards its end.
        double[] shape = [0.9, 0.62, 1.0, 0.97, 0.98, 1.06, 0.98, 0.97, 1.03, 0.9, 1.09, 1.5];
        var written = new List<decimal>();
        foreach (var month in period.Parts(PeriodKind.Month))
        {
            if (month.LastDay >= today) return;
            var step = rule.Element.Kind == ElementKind.Stock
                ? value * (1 - 0.006 * (12 - month.Number))
                : value / 12 * shape[month.Number - 1] * (0.97 + 0.06 * Chance("month", office, year * 100 + month.Number));
            Line(text, rule.Element, office, month, step);
            written.Add(Written(rule.Element, step));
        }
        // A firm that borrowed in two months counts once in the year, which is therefore reported for itself and a little less than its months make.
        if (rule.Element.Kind == ElementKind.Distinct) Line(text, rule.Element, office, period, (double)Math.Max(written.Max(), Math.Floor(written.Sum() * 0.94m)));
    }

    static void Line(StringBuilder text, DataElement element, string office, Period period, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{element.Code},{office},{period},{Written(element, value)}\n");

    static decimal Written(DataElement element, double value) => Math.Round((decimal)value, element.Decimals, MidpointRounding.AwayFromZero);

    // What a notice on abnormal filings takes off the high-value patents of three provinces.
    async Task Exclude(ZhiceDb db, Actor nation, int year)
    {
        var set = new ExclusionSet
        {
            Name = $"{year}年非正常申请人及代理机构名单（演示）", Reason = "演示：按通报剔除非正常专利申请的申请人及代理机构的相关专利，机构名称均为虚构。",
            ValidFrom = new(year, 4, 1), By = nation.AccountId!.Value, At = clock.GetUtcNow(),
        };
        db.ExclusionSets.Add(set);
        await db.SaveChangesAsync().ConfigureAwait(false);
        db.ExclusionMembers.AddRange(
            new ExclusionMember { SetId = set.Id, Kind = ExcludedKind.Applicant, Name = "虚构科技有限公司（演示）" },
            new ExclusionMember { SetId = set.Id, Kind = ExcludedKind.Agency, Name = "虚构专利代理事务所（演示）" });
        foreach (var (code, amount) in new[] { ("office-320000", 4_200m), ("office-340000", 860m), ("office-440000", 5_100m) })
        {
            var office = await db.Organisations.Where(o => o.Code == code).Select(o => o.Id).SingleAsync().ConfigureAwait(false);
            db.ExclusionEffects.Add(new ExclusionEffect { SetId = set.Id, Element = "hv_valid", OrganisationId = office, Period = Period.OfMonth(year, 12).Key, Amount = amount });
        }
        await db.SaveChangesAsync().ConfigureAwait(false);
    }

    // Targets that the demonstration's documents set, confirmed; one that a province set for itself; and one of the kind that the guideline forbids.
    async Task Aim(ZhiceDb db, Actor nation, int year)
    {
        var offices = await IndicatorBook.Offices(db, nation, null, CancellationToken.None).ConfigureAwait(false);
        var (centre, anhui) = (offices[0], offices.Single(o => o.Code == "office-340000"));
        foreach (var code in new[] { "invention_pendency", "trademark_pendency", "high_value_density", "city_service_coverage", "pledge_sme_count" })
            foreach (var offer in (await TargetDesk.Offers(db, nation, catalogue.Versions(code)[^1], centre, CancellationToken.None).ConfigureAwait(false)).GroupBy(o => o.Year).Select(g => g.First()))
                await Set(db, nation, code, centre, new(offer.Year, TargetDesk.Comparator(offer.Found.Comparator), offer.Value, offer.Found.Growth, $"{offer.Document}：“{offer.Found.Quote.Words}”"), offer.Found.Id)
                    .ConfigureAwait(false);
        await Set(db, nation, "high_value_density", anhui, new(year, TargetComparator.AtLeast, 18m, false, "演示：省年度计划（虚构）"), null).ConfigureAwait(false);
        await Set(db, nation, "patent_filing_count", anhui, new(year, TargetComparator.AtLeast, 10m, true, "演示：某地自定的增长率目标（虚构，用来说明何为不适合考核）"), null).ConfigureAwait(false);
    }

    async Task Set(ZhiceDb db, Actor nation, string code, Organisation office, TargetRequest request, long? found)
    {
        var outcome = await TargetDesk.Confirm(db, nation, catalogue.Versions(code)[^1], office, request, found, clock, CancellationToken.None).ConfigureAwait(false);
        if (!outcome.Accepted(out _, out var refusal)) throw new InvalidOperationException($"The demonstration's target of {code} was refused: {refusal.Code}");
    }

    static double Chance(string what, string office, int number) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{what}/{office}/{number}")))) / (double)uint.MaxValue;

    static double Round(double value) => Math.Round(value, MidpointRounding.AwayFromZero);

    static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    static IEnumerable<string[]> Rows(string file) =>
        Encoding.UTF8.GetString(Demonstration.File(file)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','));

    sealed record Rule(DataElement Element, string Of, double Factor, double Growth, double Spread, bool Monthly);
}
