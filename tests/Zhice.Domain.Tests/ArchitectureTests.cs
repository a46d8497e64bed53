using System.Text.RegularExpressions;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Tests;

/// <summary>The dependency rule of the design and the house rules, executed on the source.</summary>
public sealed partial class ArchitectureTests
{
    static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Zhice.Policy"] = [],
        ["Zhice.Domain"] = [],
        ["Zhice.Records"] = ["Zhice.Domain"],
        ["Zhice.Data"] = ["Zhice.Domain", "Zhice.Policy", "Zhice.Records"],
        ["Zhice.Data.ModelWriter"] = ["Zhice.Data"],
        ["Zhice.Data.Prepared"] = ["Zhice.Data", "Zhice.Data.ModelWriter"],
        ["Zhice.Web"] = ["Zhice.Data", "Zhice.Domain", "Zhice.Policy", "Zhice.Records"],
        ["Zhice.Cli"] = ["Zhice.Web", "Zhice.Data", "Zhice.Data.Prepared", "Zhice.Domain", "Zhice.Policy", "Zhice.Records"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Fact]
    public void The_domain_knows_nothing_but_the_base_class_library() =>
        Assert.DoesNotContain(typeof(Obligation).Assembly.GetReferencedAssemblies(), a => !a.Name!.StartsWith("System", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_those_below_it(string project)
    {
        var file = File.ReadAllText(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"));
        var references = Reference().Matches(file).Select(m => m.Groups["project"].Value).ToList();
        Assert.Equal(Allowed[project].Length > 0, references.Count > 0);
        Assert.Subset(Allowed[project].ToHashSet(StringComparer.Ordinal), references.ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Zhice.Domain", new string[0])]
    [InlineData("Zhice.Policy", new[] { "AngleSharp" })]
    [InlineData("Zhice.Records", new[] { "Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3" })]
    public void The_libraries_below_take_no_package_but_these(string project, string[] packages)
    {
        var file = File.ReadAllText(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"));
        Assert.Subset(packages.ToHashSet(StringComparer.Ordinal), Package().Matches(file).Select(m => m.Groups["package"].Value).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void A_module_of_the_domain_uses_another_only_through_what_that_one_publishes()
    {
        var root = Path.Combine(Repository.Root, "src", "Zhice.Domain");
        var files = Sources("src/Zhice.Domain").Select(path => (Module: Path.GetRelativePath(root, path).Split('/')[0], Path: path, Text: File.ReadAllText(path))).ToList();
        var secrets = files.SelectMany(f => InternalType().Matches(f.Text).Select(m => (f.Module, Name: m.Groups["name"].Value))).ToList();
        Assert.NotEmpty(secrets);
        foreach (var (module, name) in secrets)
            Assert.DoesNotContain(files, f => f.Module != module && Regex.IsMatch(f.Text, $@"\b{name}\b"));
    }

    [Fact]
    public void No_file_is_longer_than_four_hundred_lines() =>
        Assert.Empty(Sources("src").Concat(Sources("tests")).Concat(Sources("bench")).Where(path => File.ReadLines(path).Count() > 400)
            .Select(path => Path.GetRelativePath(Repository.Root, path)));

    [Fact]
    public void Nothing_is_left_to_do_in_the_source()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception", "#reg" + "ion"];
        Assert.Empty(Sources("src").Where(path => marks.Any(mark => File.ReadAllText(path).Contains(mark, StringComparison.Ordinal)))
            .Select(path => Path.GetRelativePath(Repository.Root, path)));
    }

    static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories)
        .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal))
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex("""<ProjectReference\sInclude="[^"]*/(?<project>[^/"]+)\.csproj" """, RegexOptions.IgnorePatternWhitespace)] private static partial Regex Reference();
    [GeneratedRegex("""PackageReference\sInclude="(?<package>[^"]+)" """, RegexOptions.IgnorePatternWhitespace)] private static partial Regex Package();
    [GeneratedRegex(@"^internal (?:sealed |static |abstract |readonly |partial )*(?:class|record|struct|record struct|enum) (?<name>\w+)", RegexOptions.Multiline)] private static partial Regex InternalType();
}
