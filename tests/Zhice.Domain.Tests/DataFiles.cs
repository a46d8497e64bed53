namespace Zhice.Domain.Tests;

/// <summary>The facts under data/ hold together.</summary>
public sealed class DataFiles
{
    [Fact]
    public void Divisions_name_their_source_and_its_version() =>
        Assert.StartsWith("# china-division 2.7.0", File.ReadLines(Path.Combine(Repository.Root, "data", "divisions", "divisions.csv")).First(), StringComparison.Ordinal);

    [Fact]
    public void The_package_is_locked_to_that_version() =>
        Assert.Contains("\"china-division\": \"2.7.0\"", File.ReadAllText(Path.Combine(Repository.Root, "package-lock.json")), StringComparison.Ordinal);

    [Fact]
    public void Every_division_lies_under_one_that_stands_before_it()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var f in Rows("divisions/divisions.csv"))
        {
            Assert.True(f[0].Length == 6 && f[0].All(char.IsAsciiDigit), f[0]);
            Assert.True(f[3].Length == 0 || seen.Contains(f[3]), $"{f[0]} lies under {f[3]}");
            Assert.True(seen.Add(f[0]), $"{f[0]} stands twice");
        }
    }

    [Fact]
    public void Divisions_agree_with_a_second_copy_of_the_list()
    {
        var folder = Repository.SharedPolicies is { } policies ? Path.Combine(Path.GetDirectoryName(policies)!, "divisions") : null;
        if (!Directory.Exists(folder)) Assert.Skip("The folder of division lists (../shared/divisions) is not here.");
        var ours = Rows("divisions/divisions.csv").Select(f => $"{f[0]} {f[1]}").ToHashSet(StringComparer.Ordinal);
        foreach (var file in (string[])["provinces.csv", "cities.csv", "areas.csv"])
            foreach (var row in File.ReadLines(Path.Combine(folder, file)).Skip(1).Select(line => line.Split(',')))
            {
                var name = row[1].Trim('"');
                if (name is "市辖区" or "县" || name.EndsWith("直辖县级行政区划", StringComparison.Ordinal)) continue; // placeholders
                Assert.Contains($"{row[0].PadRight(6, '0')} {name}", ours);
            }
    }

    [Fact]
    public void Organisations_and_aliases_name_what_exists()
    {
        var divisions = Rows("divisions/divisions.csv").Select(f => f[0]).ToHashSet(StringComparer.Ordinal);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var f in Rows("organisations/organisations.csv"))
        {
            Assert.Equal(7, f.Length);
            Assert.True(f[4].Length == 0 || codes.Contains(f[4]), $"{f[0]} lies under {f[4]}");
            Assert.True(f[5].Length == 0 || divisions.Contains(f[5]), $"{f[0]} serves {f[5]}");
            Assert.NotEqual("", f[6]);
            Assert.True(codes.Add(f[0]), $"{f[0]} stands twice");
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var f in Rows("organisations/aliases.csv"))
        {
            Assert.Contains(f[0], codes);
            Assert.True(names.Add(f[1]), $"{f[1]} stands twice");
        }
    }

    [Fact]
    public void Every_province_has_an_English_name_with_its_source()
    {
        var provinces = Rows("divisions/divisions.csv").Where(f => f[2] == "province").Select(f => f[0]);
        var english = Rows("divisions/english.csv").ToList();
        Assert.Equal(provinces, english.Select(f => f[0]));
        Assert.All(english, f => Assert.True(f is [_, { Length: > 0 }, { Length: > 0 }] && f[1].All(char.IsAscii), string.Join(',', f)));
    }

    static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(Repository.Root, "data", file)).Where(line => !line.StartsWith('#')).Skip(1).Select(line => line.Split(','));
}
