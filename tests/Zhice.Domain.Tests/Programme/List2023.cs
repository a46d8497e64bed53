using System.Text.Json;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Rules;
using static Zhice.Domain.Tests.Programme.Draft;

namespace Zhice.Domain.Tests.Programme;

/// <summary>The 2023 list, from the facts in its gold file, with a full invented set of pilot and model cities: counted once by the rules and once by hand.</summary>
public sealed class List2023
{
    const int Provinces = 31 + 1; // and the corps

    // Invented, every one: not the real lists.
    static readonly string[] Pilots = ["130100", "140100", "210100", "220100", "230100", "330200", "350200", "360100", "410300", "430200"];
    static readonly string[] Models = ["320100", "320500", "330100", "340100", "370100", "420100", "440100"];
    static readonly string[] PatentCentres = ["320000", "410000", "420000", "440000", "510000"];
    static readonly string[] MarkCentres = ["310000", "440000", "500000"]; // one of them has both
    static readonly string[] Marks = ["320000", "330000", "440000"];

    [Fact]
    public void Its_rules_oblige_as_many_offices_as_they_say()
    {
        var result = ObligationRules.Compute(Tasks(), Facts());
        var measures = Gold().SelectMany(t => t.Groups).ToList();

        // Counted here from the words alone: each rule's own figure, and in a measure the sum, as provinces and cities never meet.
        var expected = measures.Sum(m => m.Rules.Sum(rule => rule switch
        {
            "各省必做" or "各省选做" => Provinces,
            "专利、商标审查协作中心涉及省份必做" => PatentCentres.Union(MarkCentres).Count(),
            "地理标志专用标志使用核准改革试点省份必做" => Marks.Length,
            "涉及省份必做" => 0,
            _ when rule.Contains("试点、示范城市", StringComparison.Ordinal) => Pilots.Length + Models.Length,
            _ when rule.Contains("示范城市", StringComparison.Ordinal) => Models.Length,
            _ => throw new Xunit.Sdk.XunitException($"A rule that this count does not know: {rule}"),
        }));
        var departments = Gold().Sum(t => t.Departments);

        Assert.Equal(expected, result.Owed.Count(o => o.Basis != ObligationBasis.Assigned));
        Assert.Equal(departments, result.Owed.Count(o => o.Basis == ObligationBasis.Assigned));
        Assert.Equal([PendingReason.ConcernedUnnamed, PendingReason.ConcernedUnnamed], result.Questions.Select(q => q.Reason));
    }

    [Theory]
    [InlineData("office-650000", 22, 3)] // nineteen lines 各省必做 and three 各省选做
    [InlineData("office-660000", 22, 3)] // the corps, like any province
    public void A_province_without_any_status_owes_what_every_province_owes(string office, int lines, int optional)
    {
        var owed = ObligationRules.Compute(Tasks(), Facts()).Owed.Where(o => Country.CodeOf(o.Organisation) == office).ToList();
        Assert.Equal((lines, optional), (owed.Count, owed.Count(o => o.Level == ObligationLevel.Optional)));
    }

    [Fact]
    public void A_model_city_may_do_what_a_pilot_city_is_not_asked()
    {
        var owed = ObligationRules.Compute(Tasks(), Facts()).Owed;
        var model = owed.Where(o => Country.CodeOf(o.Organisation) == "office-340100").ToList();
        var pilot = owed.Where(o => Country.CodeOf(o.Organisation) == "office-130100").ToList();

        Assert.Equal((9, 4), (model.Count(o => o.Level == ObligationLevel.Mandatory), model.Count(o => o.Level == ObligationLevel.Optional)));
        Assert.Equal((9, 1), (pilot.Count(o => o.Level == ObligationLevel.Mandatory), pilot.Count(o => o.Level == ObligationLevel.Optional)));
        Assert.All(model, o => Assert.NotNull(o.Status));
        Assert.DoesNotContain(owed, o => Country.CodeOf(o.Organisation) == "office-130200"); // a city without a status
    }

    static CountryFacts Facts() => new Country()
        .Status("国家知识产权强市建设试点城市", Pilots).Status("国家知识产权强市建设示范城市", Models)
        .Status("专利审查协作中心所在省份", PatentCentres).Status("商标审查协作中心所在省份", MarkCentres)
        .Status("地理标志专用标志使用核准改革试点省份", Marks).On();

    static List<TaskDraft> Tasks() => [.. Gold().Select((task, i) => new TaskDraft
    {
        SourceId = $"t{i + 1}", Title = task.Title, Assignments = task.Assignments,
        Measures = [.. task.Groups.Select((group, j) => new MeasureDraft
        {
            SourceId = $"t{i + 1}.m{j + 1}", Scope = group.Scope, Quote = Quote(group.Words),
            Rules = [.. group.Rules.Select(words => Rule(words.Contains("城市", StringComparison.Ordinal) ? DivisionLevel.City : DivisionLevel.Province, words))],
        })],
    })];

    sealed record GoldTask(string Title, AssignmentDraft[] Assignments, int Departments, IReadOnlyList<(MeasureScope Scope, string Words, string[] Rules)> Groups);

    static IEnumerable<GoldTask> Gold()
    {
        var folder = Repository.SharedPolicies;
        var file = folder is null ? null : Path.Combine(folder, "gold", "2023-task-list.json");
        if (!File.Exists(file)) Assert.Skip("The folder of real documents (../shared/policies) is not here.");
        using var gold = JsonDocument.Parse(File.ReadAllText(file));
        return [.. gold.RootElement.GetProperty("tasks").EnumerateArray().Select(Task)];
    }

    static GoldTask Task(JsonElement task)
    {
        var scopes = task.GetProperty("measures").EnumerateArray().Select(m => (Scope: m.GetProperty("scope").GetString()!, Words: m.GetProperty("text_starts").GetString()!)).ToList();
        var rules = task.GetProperty("obligations").EnumerateArray().Select(o => (Level: o.GetProperty("level").GetString()!, Text: o.GetProperty("text").GetString()!)).ToList();
        // Who a line belongs to (the gold's own note): a second group is the 涉及地区 measure's; with one group its city line, where that measure speaks of cities.
        var second = rules.Count < 2 ? -1 : rules.FindIndex(1, r => r.Level == "province");
        var concerned = scopes.Exists(s => s.Scope == "concerned");
        var groups = scopes.Select(s => (Scope(s.Scope), s.Words, s.Scope switch
        {
            "all" => rules.Where((r, i) => second > 0 ? i < second : !concerned || r.Level == "province").Select(r => r.Text).ToArray(),
            "concerned" => [.. rules.Where((r, i) => second > 0 ? i >= second : r.Level == "city").Select(r => r.Text)],
            _ => [],
        })).ToList();
        var assignments = task.GetProperty("assignments").EnumerateArray().Select(a => By(a.GetProperty("org").GetString()!)).ToArray();
        return new GoldTask(task.GetProperty("title").GetString()!, assignments, assignments.Length, groups);
    }

    static MeasureScope Scope(string gold) => gold switch
    {
        "national" => MeasureScope.National,
        "all" => MeasureScope.AllRegions,
        "concerned" => MeasureScope.ConcernedRegions,
        _ => throw new Xunit.Sdk.XunitException($"A scope that this count does not know: {gold}"),
    };
}
