using System.Text.RegularExpressions;
using Xunit;
using Zhice.Domain;
using Zhice.Web.Words;

namespace Zhice.Web.Tests;

public sealed partial class WordTests
{
    static readonly string Root = FindRoot();
    static readonly string[] Projects = ["Zhice.Domain", "Zhice.Data", "Zhice.Web"];

    [Fact]
    public void Every_code_in_a_page_or_a_refusal_has_words_in_both_languages()
    {
        var missing = from file in Sources()
                      from Match match in CodeInUse().Matches(File.ReadAllText(file))
                      let code = match.Groups[1].Value
                      where !WordTable.Knows(code)
                      select $"{Path.GetRelativePath(Root, file)}: {code}";

        Assert.Empty(missing.Distinct());
    }

    [Fact]
    public void The_files_of_words_have_no_fault_and_no_code_twice() => Assert.Empty(WordTable.Faults);

    [Fact]
    public void Both_languages_say_something_and_take_the_same_values()
    {
        foreach (var code in WordTable.Codes)
        {
            var (chinese, english) = (Raw(WordTable.Chinese, code), Raw(WordTable.English, code));
            Assert.False(string.IsNullOrWhiteSpace(chinese), code);
            Assert.False(string.IsNullOrWhiteSpace(english), code);
            Assert.True(Holes(chinese).SetEquals(Holes(english)), code);
        }
    }

    /// <summary>An enum is on screen when any of its members has words; then all must have.</summary>
    [Fact]
    public void An_enum_with_a_name_on_screen_has_one_for_every_member()
    {
        var missing = from type in typeof(Outcome<>).Assembly.GetTypes().Concat(typeof(Zhice.Policy.RegionLevel).Assembly.GetTypes())
                      where type.IsEnum && Enum.GetNames(type).Any(member => WordTable.Knows($"{type.Name}.{member}"))
                      from member in Enum.GetNames(type)
                      where !WordTable.Knows($"{type.Name}.{member}")
                      select $"{type.Name}.{member}";

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_action_that_is_written_to_the_audit_log_has_a_name_on_screen()
    {
        var actions = (from file in Sources()
                       from Match match in ActionWritten().Matches(File.ReadAllText(file))
                       select match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        Assert.True(actions.Count > 12, $"{actions.Count} actions");
        Assert.All(actions, action => Assert.True(WordTable.Knows($"audited.{action}"), action));
    }

    static string Raw(WordTable table, string code) => table[code];

    static HashSet<string> Holes(string words) => [.. Hole().Matches(words).Select(m => m.Value)];

    static IEnumerable<string> Sources() =>
        from project in Projects
        from file in Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*", SearchOption.AllDirectories)
        where file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)
        where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
        select file;

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zhice.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    // Words["code"…], and the codes that refusals and flashes are made with.
    [GeneratedRegex("""(?:Words\[|new Defect\(|new Missing\(|new Forbidden\(|new Blocked\(|Answer\.Done\(visit, [^;]*?, )"([a-zA-Z]+(?:\.[a-zA-Z0-9-]+)+)\x22""")]
    private static partial Regex CodeInUse();

    [GeneratedRegex("""AuditLog\.Append\([^;]{0,120}?"([a-z]+\.[a-z-]+)\x22""")]
    private static partial Regex ActionWritten();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Hole();
}
