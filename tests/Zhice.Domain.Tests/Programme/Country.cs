using System.Globalization;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Rules;

namespace Zhice.Domain.Tests.Programme;

/// <summary>The real divisions with an office each, the named organisations, and whatever statuses a test invents.</summary>
sealed class Country
{
    public static readonly DateOnly Today = new(2023, 6, 1);
    static readonly IReadOnlyList<Division> AllDivisions = ReadDivisions();
    static readonly IReadOnlyList<Organisation> AllOrganisations = ReadOrganisations();
    static readonly IReadOnlyList<OrganisationAlias> AllAliases = ReadAliases();

    readonly List<DatedStatus> statuses = [];

    public Country Status(string name, params string[] codes) => Status(name, new DateOnly(2022, 7, 1), null, codes);

    public Country Status(string name, DateOnly from, DateOnly? to, params string[] codes)
    {
        foreach (var code in codes)
            statuses.Add(new DatedStatus { Id = new StatusId(statuses.Count + 1), Name = name, DivisionCode = code, ValidFrom = from, ValidTo = to, Source = "test" });
        return this;
    }

    public Country Fact(DatedStatus fact)
    {
        statuses.Add(fact);
        return this;
    }

    readonly List<Organisation> bodies = [];
    readonly List<OrganisationAlias> shortNames = [];

    /// <summary>A department of a region, below its office, with the names that documents write.</summary>
    public Country Body(string region, string name, params string[] aliases)
    {
        var office = AllOrganisations.Single(o => o.DivisionCode == region && o.Kind == OrganisationKind.LocalOffice);
        var above = region.EndsWith("0000", StringComparison.Ordinal) ? "/" : AllOrganisations.Single(o => o.DivisionCode == region[..2] + "0000" && o.Kind == OrganisationKind.LocalOffice).Path;
        var id = new OrganisationId(1_000_000 + bodies.Count);
        bodies.Add(new Organisation { Id = id, Code = $"body-{region}-{bodies.Count + 1}", Name = name, Kind = OrganisationKind.LocalDepartment, ParentId = office.Id, Path = string.Create(CultureInfo.InvariantCulture, $"{above}{office.Path[1..]}{id.Value}/") });
        shortNames.AddRange(aliases.Select(a => new OrganisationAlias { Name = a, OrganisationId = id }));
        return this;
    }

    public CountryFacts On(DateOnly? day = null, string jurisdiction = "000000", DateTimeOffset? knownAt = null) =>
        new(AllDivisions, [.. AllOrganisations, .. bodies], [.. AllAliases, .. shortNames], statuses, new AsOf(day ?? Today, knownAt), jurisdiction);

    public string NameOf(OrganisationId id) => bodies.Concat(AllOrganisations).Single(o => o.Id == id).Name;

    public static string CodeOf(OrganisationId id) => AllOrganisations.Single(o => o.Id == id).Code;

    public static OrganisationId Id(string code) => AllOrganisations.Single(o => o.Code == code).Id;

    static IReadOnlyList<Division> ReadDivisions() =>
        [.. Rows("divisions/divisions.csv").Select(f => new Division
        {
            Code = f[0], Name = f[1], Level = Enum.Parse<DivisionLevel>(f[2], ignoreCase: true), ParentCode = f[3].Length == 0 ? null : f[3], ValidFrom = new DateOnly(1949, 10, 1),
        })];

    static IReadOnlyList<Organisation> ReadOrganisations()
    {
        var named = Rows("organisations/organisations.csv").Select(f => (Code: f[0], Name: f[1], Division: f[5], Kind: f[3] switch
        {
            "national-office" => OrganisationKind.NationalOffice, "department" => OrganisationKind.Department, "ministry" => OrganisationKind.Ministry, _ => OrganisationKind.LocalOffice,
        })).ToList();
        var offices = AllDivisions.Where(d => d.Level != DivisionLevel.Nation && named.TrueForAll(n => n.Division != d.Code))
            .Select(d => (Code: $"office-{d.Code}", Name: $"{d.Name}知识产权局", Division: d.Code, Kind: OrganisationKind.LocalOffice));
        return [.. named.Concat(offices).Select((o, i) => new Organisation
        {
            Id = new OrganisationId(i + 1), Code = o.Code, Name = o.Name, Kind = o.Kind, Path = string.Create(CultureInfo.InvariantCulture, $"/{i + 1}/"),
            DivisionCode = o.Division.Length == 0 ? null : o.Division,
        })];
    }

    static IReadOnlyList<OrganisationAlias> ReadAliases() =>
        [.. Rows("organisations/aliases.csv").Select(f => new OrganisationAlias { Name = f[1], OrganisationId = Id(f[0]) })];

    static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(Repository.Root, "data", file)).Where(line => !line.StartsWith('#')).Skip(1).Select(line => line.Split(','));
}

/// <summary>Short ways to write a task.</summary>
static class Draft
{
    public static Quotation Quote(string words) => new(words, 0, words.Length);

    public static AssignmentDraft By(string name, AssignedRole role = AssignedRole.Responsible) => new(name, role, "joint", 0, name.Length);

    public static RuleDraft Rule(DivisionLevel level, string words, bool? must = null) =>
        new(level, Quote(words), null, must ?? (words.EndsWith("必做", StringComparison.Ordinal) ? true : words.EndsWith("选做", StringComparison.Ordinal) ? false : null));

    public static MeasureDraft Measure(MeasureScope scope, params RuleDraft[] rules) =>
        new() { SourceId = $"m-{scope}", Scope = scope, Quote = Quote($"开展{scope}工作。"), Rules = rules };

    public static TaskDraft Task(MeasureDraft measure, params AssignmentDraft[] assignments) =>
        new() { SourceId = "t1", Title = "加强知识产权保护", Measures = [measure], Assignments = assignments };
}
