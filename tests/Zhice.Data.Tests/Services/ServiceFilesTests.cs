using Zhice.Data.Services;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

/// <summary>Definitions of service items: those that come with the program are sound, and a fault names file, line and reason.</summary>
public sealed class ServiceFilesTests
{
    [Fact]
    public void The_items_of_the_program_are_sound_and_whole()
    {
        Assert.True(ServiceFiles.Shipped.On(new(2026, 11, 22)).Count >= 36);
        Assert.All(ServiceFiles.Shipped.All, item =>
        {
            Assert.NotEmpty(item.Basis);
            Assert.NotEmpty(item.Conditions);
            Assert.Contains(item.Decisions, decision => decision.Grants);
            // 国令第716号 第七条: shared, or a reason why not; never both, never neither.
            Assert.All(item.Materials, material => Assert.NotEqual(material.SharedFrom is null, material.AskedBecause is null));
        });
    }

    [Fact]
    public void Every_item_of_the_program_names_what_its_applications_are_known_by_and_never_by_a_place_or_a_court()
    {
        Assert.All(ServiceFiles.Shipped.All, item =>
        {
            Assert.NotEmpty(item.Identity);
            Assert.NotEmpty(item.CaseTitle);
            var fields = item.Identity.SelectMany(part => part.Split(" | ")).Concat(item.CaseTitle).Select(code => item.Form.First(f => f.Code == code)).ToList();
            Assert.DoesNotContain(fields, field => field.Code is "region" or "court" or "place" || field.Name.Contains("法院", StringComparison.Ordinal) && !field.Name.Contains("案号", StringComparison.Ordinal));
            Assert.All(item.Form.Where(f => f.Name.Contains('%') || f.Name.Contains('％')), f => Assert.DoesNotContain(f.Code, item.Statistics?.Values ?? []));
        });
    }

    [Fact]
    public void An_item_goes_through_whole()
    {
        var item = Sound(Small);

        Assert.Equal(("small", 1, new DateOnly(2026, 1, 1), ServiceKind.Record, ServiceLevel.City), (item.Code, item.Version, item.ValidFrom, item.Kind, item.Level));
        Assert.Equal(("permit-decision", null), (item.Statutory!.Statutory, item.Statutory.Own));
        Assert.Equal(new TimeBudget(10, LimitUnit.WorkingDay), item.Promised);
        Assert.Equal(["use", "size"], item.Form.Select(field => field.Code));
        Assert.Equal("use = trade", item.Form[1].When!.ToString());
        Assert.True(item.Materials[0].Exempt);
        Assert.Equal("《民法典》第二条", item.Basis[0].Citation);
        Assert.Equal(5, item.RetentionYears);
    }

    [Fact]
    public void A_change_after_the_decision_brings_no_form_that_asks_for_more_than_it_has()
    {
        var item = Sound(Small.Replace("result: {", "after:\n  - { code: change, name: 变更, english: Change, leads-to: 变更, limit: 5 日, law: 民法典, fields: [{ code: use, name: 用途, english: Use, type: choice, options: [{ code: trade, name: 经营 }, { code: study, name: 研究 }] }] }\nresult: {", StringComparison.Ordinal));
        var request = item.After[0];
        Assert.Equal("form.after-field", Assert.Single(request.Check(item, new Dictionary<string, string> { ["use"] = "study" }, _ => "trade", new(new(2026, 9, 7))).Defects).Code);
        Assert.Empty(request.Check(item, new Dictionary<string, string> { ["use"] = "trade", ["size"] = "3" }, _ => "study", new(new(2026, 9, 7))).Defects);
    }

    [Fact]
    public void A_count_is_a_whole_number_and_what_is_renewed_within_its_form_is_sound()
    {
        var item = Sound(Small.Replace("type: number", "type: whole", StringComparison.Ordinal).Replace("result: {", """
            after:
              - { code: change, name: 变更, english: Change, leads-to: 变更, limit: 5 日, law: 民法典, fields: [{ code: size, name: 规模, english: Size, type: whole, least: 1, most: 9 }] }
            result: { valid-months: 60,
            """.ReplaceLineEndings("\n").TrimEnd(), StringComparison.Ordinal));
        Assert.Equal(["form.whole"], FormCheck.Run(item, code => code == "use" ? "trade" : "1.5", complete: true).Defects.Select(d => d.Code));
        // Persons, patents and years of the program's own items are whole.
        var counts = ServiceFiles.Shipped.On(new(2026, 11, 22)).SelectMany(i => i.Form).Where(f => f.Name.Contains("人数", StringComparison.Ordinal) || f.Name.Contains("件数", StringComparison.Ordinal)).ToList();
        Assert.True(counts.Count > 15);
        Assert.All(counts, field => Assert.Equal(FieldType.Whole, field.Type));
    }

    [Fact]
    public void A_later_text_says_only_what_changes_and_governs_from_its_day()
    {
        var (catalogue, faults) = ServiceFiles.Read([("small.yaml", Small + "later:\n  - { valid-from: 2027-01-01, name: 新名称, promised: 5 个工作日 }\n")]);

        Assert.Empty(faults);
        Assert.Equal([1, 2], catalogue.Versions("small").Select(item => item.Version));
        Assert.Equal(("小事项", 10), (catalogue.Find("small", new(2026, 12, 31))!.Name, catalogue.Find("small", new(2026, 12, 31))!.Promised!.Amount));
        var later = catalogue.Find("small", new(2027, 1, 1))!;
        Assert.Equal(("新名称", 5, 2), (later.Name, later.Promised!.Amount, later.Form.Count));
        Assert.Null(catalogue.Find("small", new(2025, 12, 31)));
    }

    [Theory]
    [InlineData("kind: 备案", "kind: 备安", 7, "yaml.word")]
    [InlineData("stage: 服务", "stage: 售后", 6, "service.stage-unknown")]
    [InlineData("promised: 10 个工作日", "promised: 十天", 16, "service.limit")]
    [InlineData("promised: 10 个工作日", "promised: 60 个工作日", 16, "service.promise")]
    [InlineData("statutory: permit-decision", "statutory: permit-dicision", 15, "service.limit")]
    [InlineData("when: use = trade", "when: use == trade", 26, "condition.syntax")]
    [InlineData("when: use = trade", "when: colour = red", 25, "service.condition")]
    [InlineData(", shared-from: 登记簿", "", 12, "service.shared")]
    [InlineData(", shared-from: 登记簿", ", shared-from: 登记簿, asked-because: 也要", 12, "service.shared")]
    [InlineData("register: [use]", "register: [colour]", 17, "service.register-unknown")]
    [InlineData("register: [use]", "register: [use]\naccess: { level: 内部 }", 18, "yaml.word")]
    [InlineData("register: [use]", "register: [use]\naccess: { level: 同意 }", 18, "service.access-readers")]
    [InlineData("register: [use]", "register: [use]\naccess: { level: 同意, readers: [size] }", 18, "service.access-field")]
    [InlineData("register: [use]", "register: [use]\naccess: { level: 机关, field: size, options: [{ code: trade, level: 公开 }] }", 18, "service.access-field")]
    [InlineData("register: [use]", "register: [use]\naccess: { level: 机关, field: use, options: [{ code: secret, level: 公开 }] }", 18, "service.access-option")]
    [InlineData("register: [use]", "register: [size]\naccess: { level: 机关, field: use, options: [{ code: trade, level: 公开 }] }", 18, "service.access-kept")]
    [InlineData("register: [use]", "register: [use]\naccess: { level: 机关, field: use }", 18, "service.access-options")]
    [InlineData("register: [use]", "register: [use]\nnotice: 5 个工作日\naccess: { level: 登录 }", 19, "service.access-notice")]
    [InlineData("register: [use]", "access: { level: 机关 }", 17, "service.access-register")]
    [InlineData("english: Small item", "english: Small item\nidentity: [colour]", 5, "service.identity-field")]
    [InlineData("english: Small item", "english: Small item\nidentity: [use]", 5, "service.identity-weak")]
    [InlineData("english: Small item", "english: Small item\ncase-title: [colour]", 5, "service.case-title")]
    [InlineData("grants: true", "grants: true }, { code: no, name: 调解, english: Settled, register: 机关", 14, "service.decision-register")]
    [InlineData("grants: true", "grants: true, register: 内部", 14, "yaml.word")]
    [InlineData("visits: 0", "visits: 1", 18, "service.visit-reason")]
    [InlineData("visits: 0", "visits: 0\nvisit: 1", 19, "yaml.unknown")]
    [InlineData("visits: 0", "visits: 0\nfeeds: [nonsense]", 19, "service.element")]
    [InlineData("visits: 0", "visits: 0\nfeeds: [aid_closed, aid_closed]", 19, "service.twice")]
    [InlineData("visits: 0", "visits: 0\nfeeds:\n  - { element: aid_closed, at: closd }", 20, "yaml.word")]
    [InlineData("visits: 0", "visits: 0\nfeeds:\n  - { element: aid_closed, by: office }", 20, "yaml.unknown")]
    [InlineData("visits: 0", "visits: 0\nfeeds:\n  - { element: pledge_amount, value: size, unit: 园 }", 20, "definition.unit")]
    [InlineData("visits: 0", "visits: 0\nfeeds:\n  - { element: pledge_amount }", 20, "service.feed-unit")]
    [InlineData("visits: 0", "visits: 0\nfeeds:\n  - { element: pledge_amount, value: use, unit: 元 }", 20, "service.feed-field")]
    [InlineData("visits: 0", "visits: 0\nfeeds:\n  - { element: aid_closed, when: colour = red }", 20, "service.feed-field")]
    [InlineData("visits: 0", "visits: 0\nfeeds:\n  - { element: aid_closed, decisions: [never] }", 20, "service.feed-decision")]
    [InlineData("visits: 0", "visits: 0\nfeeds:\n  - { element: gi_valid, at: closed }", 20, "service.feed-stock")]
    [InlineData("visits: 0", "visits: 0\nfeeds:\n  - { element: aid_closed, at: accepted, dated: closed }", 20, "service.feed-dated")]
    [InlineData("result: {", "  - { code: twice, name: 两倍, english: Twice, type: number, computed: size * 2 }\nafter:\n  - { code: change, name: 变更, english: Change, leads-to: 变更, limit: 5 日, law: 民法典, fields: [{ code: twice, name: 两倍, english: Twice, type: number }] }\nresult: {", 29, "service.after-computed")]
    [InlineData("result: {", "after:\n  - { code: change, name: 变更, english: Change, leads-to: 变更, limit: 5 日, law: 民法典, fields: [{ code: size, name: 规模, english: Size, type: number }] }\nresult: {", 28, "service.after-wider")] // below zero
    [InlineData("result: {", "after:\n  - { code: change, name: 变更, english: Change, leads-to: 变更, limit: 5 日, law: 民法典, fields: [{ code: use, name: 用途, english: Use, type: choice, options: [{ code: war, name: 其他 }] }] }\nresult: {", 28, "service.after-wider")]
    [InlineData("result: {", "  - { code: note, name: 说明, english: Note, type: text, most: 50 }\nafter:\n  - { code: change, name: 变更, english: Change, leads-to: 变更, limit: 5 日, law: 民法典, fields: [{ code: note, name: 说明, english: Note, type: text }] }\nresult: {", 29, "service.after-wider")]
    [InlineData("result: {", "  - { code: party, name: 当事人, english: Party, type: text, mask-names: true }\ncase-title: [party]\nresult: {", 28, "service.case-title")]
    [InlineData("result: { name: 证书", "result: { name: 证书, valid-months: 61", 30, "service.retention-short")]
    [InlineData("type: number", "type: integer", 25, "yaml.word")]
    [InlineData("grants: true", "grants: false", 14, "service.empty")]
    [InlineData("code: size", "code: use", 20, "service.twice")]
    [InlineData("name: 小事项", "name:", 3, "yaml.required")]
    [InlineData("code: small", "code: big", 1, "definition.file")]
    public void A_fault_names_its_line_and_reason(string right, string wrong, int line, string code)
    {
        Assert.Contains(right, Small, StringComparison.Ordinal);
        var (catalogue, faults) = ServiceFiles.Read([("small.yaml", Small.Replace(right, wrong, StringComparison.Ordinal))]);

        Assert.Contains(faults, fault => fault is { File: "small.yaml" } && fault.Defect.Code == code);
        var fault = faults.First(f => f.Defect.Code == code);
        Assert.Equal(line, fault.Line);
        Assert.Null(catalogue.Find("small", new(2026, 6, 1)));
    }

    [Fact]
    public void A_limit_that_is_no_longer_in_force_on_the_first_day_is_a_fault()
    {
        var (_, faults) = ServiceFiles.Read([("small.yaml", Small.Replace("statutory: permit-decision", "statutory: layout-review-request", StringComparison.Ordinal))]);
        Assert.Equal("limit.not-in-force", Assert.Single(faults).Defect.Code);
    }

    [Fact]
    public void The_worked_example_of_the_documentation_is_an_item()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Zhice.slnx"))) root = root.Parent!;
        var text = File.ReadAllText(Path.Combine(root.FullName, "docs", "services.md"));
        var example = text[(text.IndexOf("```yaml", StringComparison.Ordinal) + 8)..];
        example = example[..example.IndexOf("```", StringComparison.Ordinal)];

        Assert.True(example.Split('\n').Length < 100);
        var (catalogue, faults) = ServiceFiles.Read([("expert_register.yaml", example)]);
        Assert.Empty(faults);
        Assert.NotNull(catalogue.Find("expert_register", new(2026, 11, 22)));
    }

    static ServiceItem Sound(string text)
    {
        var (catalogue, faults) = ServiceFiles.Read([("small.yaml", text)]);
        Assert.Empty(faults);
        return Assert.Single(catalogue.All);
    }

    const string Small = """
        code: small
        valid-from: 2026-01-01
        name: 小事项
        english: Small item
        summary: 试验用的事项。
        stage: 服务
        kind: 备案
        level: 市级
        competent: 市知识产权局
        audience: [企业]
        conditions: [有一个条件]
        materials: [{ code: paper, name: 证明, english: Proof, form: 电子件, source: 政府部门核发, law: 民法典, shared-from: 登记簿 }]
        steps: [{ code: one, name: 受理, english: Acceptance, who: 受理人员, limit: permit-defects, standard: 齐全, outcome: 受理 }]
        decisions: [{ code: yes, name: 准予, english: Granted, grants: true }]
        statutory: permit-decision
        promised: 10 个工作日
        register: [use]
        visits: 0
        form:
          - code: use
            name: 用途
            english: Use
            type: choice
            options: [{ code: trade, name: 经营 }, { code: study, name: 研究 }]
          - { code: size, name: 规模, english: Size, type: number,
              when: use = trade, least: 0 }
        result: { name: 证书, delivery: [电子送达] }
        remedies: [申请行政复议]
        basis: [{ law: 民法典, article: 第二条 }]
        retention: 5

        """;
}
