using Microsoft.EntityFrameworkCore;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Services;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Services;

public sealed class SqliteServiceDefinitions(PostgresCluster cluster) : ServiceDefinitionContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresServiceDefinitions(PostgresCluster cluster) : ServiceDefinitionContract(StoreProvider.PostgreSql, cluster);

/// <summary>A definition comes into force while the platform runs: checked by line, published from its day on, and running cases stay on their version.</summary>
public abstract class ServiceDefinitionContract : CaseOffice
{
    readonly ServiceHouse live;

    protected ServiceDefinitionContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster) => live = House with { Catalogue = Store.Items };

    static readonly string Text = File.ReadAllText(Path.Combine(Environment.GetEnvironmentVariable("ZHICE_ROOT") ?? Repository(), "data", "services", "open_licence.yaml"));

    [Fact]
    public async Task A_new_version_holds_from_its_day_on_and_a_running_case_is_decided_by_its_own()
    {
        var (who, applicant) = await Applicant("li");
        var running = await Begun(who, applicant);
        await Do(who, running.Id, CaseActionKind.Submit);
        var late = await Begun(who, applicant, Declaration("202010123457.7")); // a draft that is not handed in in time

        var row = (await ServiceDefinitions.Draft(Db, live.Catalogue, Admin, Changed("2026-09-08"), "增加申报渠道", Now, Cancel)).Accept();
        Assert.Equal(1, live.Catalogue.Find("open_licence", new(2026, 9, 8))!.Version); // a draft is in force nowhere
        (await ServiceDefinitions.Decide(Db, live.Catalogue, Admin, row.Id, true, Now, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal(1, live.Catalogue.Find("open_licence", new(2026, 9, 7))!.Version);
        Now.Moment = Now.Moment.AddDays(1);
        Assert.Equal(row.Version, live.Catalogue.Find("open_licence", new(2026, 9, 8))!.Version);

        var begun = (await CaseDrafts.Begin(Db, live, who, "open_licence", applicant.Id, "cnipa", false, Cancel)).Accept();
        Assert.Equal(row.Version, begun.ItemVersion);
        Assert.Contains(live.ItemOf(begun).Form, f => f.Code == "channel");
        Assert.Equal("case.item-changed", (await CaseWork.Act(Db, live, who, late.Id, new(CaseActionKind.Submit, Key(), null, "", new()), Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        Assert.Equal("case.missing", (await CaseDrafts.MoveOn(Db, live, (await Applicant("zhao")).Who, late.Id, Cancel)).Refusal());
        (await CaseDrafts.MoveOn(Db, live, who, late.Id, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal((row.Version, Declaration()["title"]), (Row(late.Id).ItemVersion, CaseDrafts.Read(Row(late.Id).Draft)["title"]));
        Assert.Equal("case.not-now", (await CaseDrafts.MoveOn(Db, live, who, late.Id, Cancel)).Refusal()); // it is there
        (await CaseWork.Act(Db, live, who, late.Id, new(CaseActionKind.Submit, Key(), null, "", new()), Cancel)).Accept();
        foreach (var kind in (CaseActionKind[])[CaseActionKind.Accept, CaseActionKind.Pass]) (await CaseWork.Act(Db, live, Admin, running.Id, new(kind, Key(), null, "理由", new()), Cancel)).Accept();
        (await CaseWork.Act(Db, live, Admin, running.Id, new(CaseActionKind.Decide, Key(), null, "理由", new() { Decision = "publish" }), Cancel)).Accept();
        Assert.Equal(1, Row(running.Id).ItemVersion);

        // Another node comes to the same by its next look.
        var node = ServiceFiles.Shipped.Copy();
        Assert.Empty(await ServiceDefinitions.Refresh(Db, node, Cancel));
        Assert.Equal(row.Version, node.Find("open_licence", new(2026, 9, 8))!.Version);
        Assert.Equal(["service.define", "service.publish"], Db.AuditEntries.AsNoTracking().Where(e => e.Action == "service.define" || e.Action == "service.publish").OrderBy(e => e.Id).Select(e => e.Action).ToList());
    }

    [Fact]
    public async Task A_version_that_closes_the_item_takes_no_application_and_lets_what_was_handed_in_go_on()
    {
        var (who, applicant) = await Applicant("li");
        var running = await Begun(who, applicant);
        await Do(who, running.Id, CaseActionKind.Submit);
        var draft = await Begun(who, applicant, Declaration("202010123457.7"));
        foreach (var unknown in (string[])["open_licence", "nothing_of_the_kind"])
            Assert.Equal("definition.instead", Assert.Single(ServiceDefinitions.Check(live.Catalogue, Closing(unknown), new(2026, 9, 7)).Faults).Defect.Code);

        var row = (await ServiceDefinitions.Draft(Db, live.Catalogue, Admin, Closing("licence_contract_record"), "职能划转", Now, Cancel)).Accept();
        (await ServiceDefinitions.Decide(Db, live.Catalogue, Admin, row.Id, true, Now, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Contains(live.Catalogue.Open(new(2026, 9, 7)), item => item.Code == "open_licence");
        Now.Moment = Now.Moment.AddDays(1);
        Assert.Equal("licence_contract_record", live.Catalogue.Find("open_licence", new(2026, 9, 8))!.Closed!.Instead);
        Assert.DoesNotContain(live.Catalogue.Open(new(2026, 9, 8)), item => item.Code == "open_licence");
        Assert.Equal("case.item-closed", (await CaseDrafts.Begin(Db, live, who, "open_licence", applicant.Id, "cnipa", false, Cancel)).Refusal());
        Assert.Equal("case.item-closed", (await CaseWork.Act(Db, live, who, draft.Id, new(CaseActionKind.Submit, Key(), null, "", new()), Cancel)).Refusal());
        Assert.Equal("case.item-closed", (await CaseDrafts.MoveOn(Db, live, who, draft.Id, Cancel)).Refusal());
        foreach (var kind in (CaseActionKind[])[CaseActionKind.Accept, CaseActionKind.Pass]) (await CaseWork.Act(Db, live, Admin, running.Id, new(kind, Key(), null, "理由", new()), Cancel)).Accept();
        (await CaseWork.Act(Db, live, Admin, running.Id, new(CaseActionKind.Decide, Key(), null, "理由", new() { Decision = "publish" }), Cancel)).Accept();
    }

    [Fact]
    public async Task What_a_published_item_counts_makes_figures_and_may_be_declared_complete()
    {
        var element = StatisticsFiles.Shipped.Elements["open_licences"];
        var office = Db.Organisation("cnipa");
        var month = Period.OfMonth(2026, 9);
        var text = Changed("2026-09-07").Replace("code: open_licence\n", "code: open_licence_trial\n", StringComparison.Ordinal).Replace("place: applicant", "place: office", StringComparison.Ordinal);
        Assert.Equal("coverage.source", (await CoverageDesk.Declare(Db, Admin, "open_licence_trial", "cnipa", new(2026, 9, 1), "全部在此办理", Now, Cancel)).Refusal());
        var row = (await ServiceDefinitions.Draft(Db, live.Catalogue, Admin, text, "试点", Now, Cancel)).Accept();
        (await ServiceDefinitions.Decide(Db, live.Catalogue, Admin, row.Id, true, Now, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var (who, applicant) = await Applicant("li");
        var begun = (await CaseDrafts.Begin(Db, live, who, "open_licence_trial", applicant.Id, "cnipa", false, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Empty((await CaseDrafts.Save(Db, live, who, begun.Id, Declaration().GetValueOrDefault, Cancel)).Accept().Defects);
        Db.ChangeTracker.Clear();
        (await CaseDrafts.Attach(Db, live, who, begun.Id, "declaration", new EvidenceContent("声明.pdf", "application/pdf", 3, new string('a', 64), new string('b', 64), null), new FileDigests(3, new string('a', 64), new string('b', 64)), Cancel)).Accept();
        Assert.Empty(await CaseFigures.Read(Db, [element], office, month, Cancel));
        foreach (var (actor, kind) in new[] { (who, CaseActionKind.Submit), (Admin, CaseActionKind.Accept), (Admin, CaseActionKind.Pass) }) (await CaseWork.Act(Db, live, actor, begun.Id, new(kind, Key(), null, "理由", new()), Cancel)).Accept();
        (await CaseWork.Act(Db, live, Admin, begun.Id, new(CaseActionKind.Decide, Key(), null, "理由", new() { Decision = "publish" }), Cancel)).Accept();
        Assert.Equal((1m, false), (await CaseFigures.Read(Db, [element], office, month, Cancel))["open_licences"] is var figure ? (figure.Value, figure.Whole) : default);
        Assert.Contains("open_licence_trial", CoverageDesk.Sources(Db.Items));
        (await CoverageDesk.Declare(Db, Admin, "open_licence_trial", "cnipa", new(2026, 9, 1), "全部在此办理", Now, Cancel)).Accept();
        (await CoverageDesk.Declare(Db, Admin, "open_licence", "cnipa", new(2026, 9, 1), "全部在此办理", Now, Cancel)).Accept();
        Assert.True((await CaseFigures.Read(Db, [element], office, month, Cancel))["open_licences"].Whole);
    }

    [Fact]
    public async Task The_worked_example_of_the_documentation_is_published_and_worked_with_without_a_restart()
    {
        var docs = await File.ReadAllTextAsync(Path.Combine(Environment.GetEnvironmentVariable("ZHICE_ROOT") ?? Repository(), "docs", "services.md"), Cancel);
        var from = docs.IndexOf("```yaml\ncode: expert_register", StringComparison.Ordinal) + "```yaml\n".Length;
        var text = docs[from..docs.IndexOf("```", from, StringComparison.Ordinal)].Replace("valid-from: 2026-01-01", "valid-from: 2026-09-07", StringComparison.Ordinal);
        Assert.Null(live.Catalogue.Find("expert_register", new(2026, 9, 7)));
        var row = (await ServiceDefinitions.Draft(Db, live.Catalogue, Admin, text, "新增事项", Now, Cancel)).Accept();
        (await ServiceDefinitions.Decide(Db, live.Catalogue, Admin, row.Id, true, Now, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var (who, applicant) = await Applicant("li");
        var begun = (await CaseDrafts.Begin(Db, live, who, "expert_register", applicant.Id, "office-340000", false, Cancel)).Accept();
        Assert.Equal(row.Version, begun.ItemVersion);
    }

    [Fact]
    public async Task Faults_are_named_by_line_and_nothing_of_them_is_kept()
    {
        var lines = Text.Split('\n');
        var at = Array.FindIndex(lines, l => l.StartsWith("level:", StringComparison.Ordinal));
        var wrong = string.Join('\n', lines.Select((l, i) => i == at ? "level: 街道级" : l)).Replace("valid-from: 2024-01-20", "valid-from: 2026-09-08", StringComparison.Ordinal);
        Assert.Equal(at + 1, Assert.Single(ServiceDefinitions.Check(live.Catalogue, wrong, new(2026, 9, 7)).Faults).Line);
        foreach (var (text, code) in ((string, string)[])
            [(Changed("2026-09-06"), "definition.past"), (Text, "definition.past"), (Changed("2026-09-08") + "\nlater:\n  - { valid-from: 2027-01-01, name: 又一个 }\n", "definition.one"), (new string('#', ServiceDefinition.LongestText + 1), "definition.long")])
            Assert.Equal(code, Assert.Single(ServiceDefinitions.Check(live.Catalogue, text, new(2026, 9, 7)).Faults).Defect.Code);
        foreach (var text in (string[])["", "code: [", "- a\n- b", "code: x\n\tname: y", "&a [*a]", "code: open_licence"]) Assert.NotEmpty(ServiceDefinitions.Check(live.Catalogue, text, new(2026, 9, 7)).Faults);
        Assert.NotEqual("", (await ServiceDefinitions.Draft(Db, live.Catalogue, Admin, wrong, "理由", Now, Cancel)).Refusal());
        Assert.Equal("definition.note", (await ServiceDefinitions.Draft(Db, live.Catalogue, Admin, Changed("2026-09-08"), " ", Now, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        Assert.Empty(Db.ServiceDefinitions.AsNoTracking());
    }

    [Fact]
    public async Task Of_two_versions_for_one_day_one_is_published_and_only_by_a_national_administrator()
    {
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var province = Account("chief", Role.RegionalAdministrator, "office-340000");
        foreach (var actor in new[] { officer, province, Actor.Public }) Assert.Equal("access.denied", (await ServiceDefinitions.Draft(Db, live.Catalogue, actor, Changed("2026-09-08"), "理由", Now, Cancel)).Refusal());
        var (one, two) = ((await ServiceDefinitions.Draft(Db, live.Catalogue, Admin, Changed("2026-09-08"), "一", Now, Cancel)).Accept(), (await ServiceDefinitions.Draft(Db, live.Catalogue, Admin, Changed("2026-09-08"), "二", Now, Cancel)).Accept());
        Assert.Equal("access.denied", (await ServiceDefinitions.Decide(Db, live.Catalogue, province, one.Id, true, Now, Cancel)).Refusal());
        (await ServiceDefinitions.Decide(Db, live.Catalogue, Admin, one.Id, true, Now, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("definition.faults", (await ServiceDefinitions.Decide(Db, live.Catalogue, Admin, two.Id, true, Now, Cancel)).Refusal()); // it would not come after the other
        Db.ChangeTracker.Clear();
        (await ServiceDefinitions.Decide(Db, live.Catalogue, Admin, two.Id, false, Now, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("definition.not-now", (await ServiceDefinitions.Decide(Db, live.Catalogue, Admin, two.Id, true, Now, Cancel)).Refusal());
        Assert.Equal("definition.missing", (await ServiceDefinitions.Decide(Db, live.Catalogue, Admin, 99, true, Now, Cancel)).Refusal());
    }

    static string Changed(string day) => Text.Replace("valid-from: 2024-01-20", $"valid-from: {day}", StringComparison.Ordinal)
        .Replace("  - { code: from, name: 许可期限起始日", "  - { code: channel, name: 申报渠道, english: Channel, type: text, required: false }\n  - { code: from, name: 许可期限起始日", StringComparison.Ordinal);

    static string Closing(string instead) => Changed("2026-09-08") + $"\nclosed: {{ reason: 职能划转，不再单独受理, law: 专利法实施细则（2023年修订）, article: 第八十五条, instead: {instead} }}\n";

    static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Zhice.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? ".";
    }
}
