using System.Globalization;
using System.Text;
using Zhice.Records.Model;
using Zhice.Records.Names;

namespace Zhice.Records.Generating;

/// <summary>Makes any number of invented Chinese patents: the same seed and place always give the same record. All are marked synthetic.</summary>
/// <remarks>Words are drawn with weights that fall off, so that some combinations are common and most are rare, as in real collections.</remarks>
public sealed class SyntheticRecords(int seed)
{
    static readonly DateOnly First = new(2005, 1, 1);
    static readonly DateOnly Last = new(2026, 6, 30);
    static readonly int Days = Last.DayNumber - First.DayNumber;
    static readonly (string Code, string Name, string Province)[] Cities = AllCities();

    /// <summary>Records from one place on.</summary>
    /// <param name="from">Place of the first, from 0.</param>
    /// <param name="count">How many.</param>
    public IEnumerable<IpRecord> Make(long from, long count)
    {
        for (var i = from; i < from + count; i++) yield return Make(i);
    }

    /// <summary>The record of one place, from 0 to 99,999,999.</summary>
    public IpRecord Make(long place)
    {
        var dice = new Dice((ulong)seed * 0x9E3779B97F4A7C15 ^ (ulong)(place + 1) * 0xBF58476D1CE4E5B9);
        var kind = dice.Below(100) switch { < 60 => RecordKind.Invention, < 92 => RecordKind.UtilityModel, _ => RecordKind.Design };
        var filed = First.AddDays((int)(Days * Math.Sqrt(dice.Below(1_000_000) / 1_000_000.0)));
        var main = dice.Skewed(Vocabulary.Classes.Length);
        var words = Enumerable.Range(0, 5).Select(_ => Compound(ref dice, main)).ToArray();
        var (granted, status, ended) = Fate(ref dice, kind, filed);
        var published = kind == RecordKind.Invention ? filed.AddDays(180 + dice.Below(370)) : granted ?? filed.AddDays(200);
        if (published > Last) published = Last;
        var application = Application(kind, filed.Year, place);
        return new IpRecord
        {
            Kind = kind, Application = application, Filed = filed, Publication = Publication(kind, place), Published = published, Granted = granted, Ended = ended, Status = status,
            Title = Title(ref dice, kind, words), Abstract = kind == RecordKind.Design ? "" : Abstract(ref dice, kind, words, main),
            Classes = Marks(ref dice, kind, main), Parties = Parties(ref dice, main), More = More(ref dice, kind, granted), Synthetic = true,
            Family = kind == RecordKind.Invention && dice.Below(100) < 4 ? [$"US{11_000_000 + place}B2"] : [],
            Citations = place > 100 && dice.Below(100) < 25 ? [.. Enumerable.Range(0, 1 + dice.Below(4)).Select(_ => new Citation(Publication(RecordKind.Invention, Near(ref dice, place))))] : [],
        };
    }

    static long Near(ref Dice dice, long place) => place - 1 - dice.Below((int)Math.Min(place, 5_000));

    static (DateOnly? Granted, RecordStatus Status, DateOnly? Ended) Fate(ref Dice dice, RecordKind kind, DateOnly filed)
    {
        var wait = kind == RecordKind.Invention ? 500 + dice.Below(700) : 120 + dice.Below(200);
        var decided = filed.AddDays(wait);
        if (decided > Last) return (null, RecordStatus.Pending, null);
        var luck = dice.Below(100);
        if (kind == RecordKind.Invention && luck < 28) return (null, RecordStatus.Refused, null);
        if (kind == RecordKind.Invention && luck < 40) return (null, RecordStatus.Withdrawn, null);
        var ended = decided.AddDays(365 * (2 + dice.Below(14)));
        return ended <= Last ? (decided, RecordStatus.Ended, ended) : (decided, RecordStatus.InForce, null);
    }

    static string Application(RecordKind kind, int year, long place) => string.Create(CultureInfo.InvariantCulture, $"CN{year}{(int)kind}{place % 10_000_000:0000000}");

    // Real publication numbers have nine digits and begin with 1, 2 or 3; synthetic ones begin with 9.
    static string Publication(RecordKind kind, long place) => string.Create(CultureInfo.InvariantCulture, $"CN9{place:00000000}{kind switch { RecordKind.Invention => 'A', RecordKind.UtilityModel => 'U', _ => 'S' }}");

    static string Compound(ref Dice dice, int main)
    {
        // A class prefers some words, so that classes and words belong together.
        var first = dice.Below(3) == 0 ? dice.Skewed(Vocabulary.Roots.Length) : (main * 7 + dice.Skewed(12)) % Vocabulary.Roots.Length;
        return Vocabulary.Roots[first] + Vocabulary.Roots[dice.Skewed(Vocabulary.Roots.Length)];
    }

    static string Title(ref Dice dice, RecordKind kind, string[] words)
    {
        var thing = dice.Pick(Vocabulary.Things);
        return kind switch
        {
            RecordKind.Design => $"{words[0]}{thing}",
            RecordKind.UtilityModel => $"一种{words[0]}用{words[1]}{thing}",
            _ => dice.Below(2) == 0 ? $"一种基于{words[0]}的{words[1]}方法及{thing}" : $"{words[0]}{thing}及其{words[1]}方法",
        };
    }

    static string Abstract(ref Dice dice, RecordKind kind, string[] words, int main)
    {
        var text = new StringBuilder(260);
        text.Append(kind == RecordKind.Invention ? "本发明公开了" : "本实用新型公开了").Append("一种").Append(words[0]).Append(dice.Pick(Vocabulary.Things)).Append("，涉及").Append(words[1]).Append("技术领域，包括");
        var parts = 5 + dice.Below(3);
        for (var i = 0; i < parts; i++)
        {
            text.Append(i == 0 ? "" : "、").Append(Compound(ref dice, main)).Append(dice.Pick(Vocabulary.Things));
        }
        text.Append("；所述").Append(words[2]).Append(dice.Pick(Vocabulary.Things)).Append("用于").Append(dice.Pick(Vocabulary.Verbs)).Append(words[3]).Append('，');
        for (var i = 0; i < 3; i++)
            text.Append("通过").Append(dice.Pick(Vocabulary.Verbs)).Append(Compound(ref dice, main)).Append('并').Append(dice.Pick(Vocabulary.Verbs)).Append(words[dice.Below(5)]).Append(i == 2 ? "。" : "，");
        text.Append("与现有技术相比，").Append(kind == RecordKind.Invention ? "本发明" : "本实用新型").Append("能够").Append(dice.Pick(Vocabulary.Gains)).Append('，').Append(dice.Pick(Vocabulary.Gains)).Append("，适用于").Append(words[4]).Append('和').Append(Compound(ref dice, main)).Append("等场合。");
        return text.ToString();
    }

    static List<ClassMark> Marks(ref Dice dice, RecordKind kind, int main)
    {
        if (kind == RecordKind.Design) return [new("LOC", string.Create(CultureInfo.InvariantCulture, $"{1 + main % 32:00}-{1 + dice.Below(9):00}"))];
        var marks = new List<ClassMark>();
        for (var i = 1 + dice.Below(3); i > 0; i--)
        {
            var symbol = Vocabulary.Classes[marks.Count == 0 ? main : dice.Below(2) == 0 ? main : dice.Skewed(Vocabulary.Classes.Length)];
            marks.Add(new("IPC", string.Create(CultureInfo.InvariantCulture, $"{symbol}{1 + dice.Skewed(40)}/{dice.Below(30) * 2:00}")));
        }
        return marks;
    }

    static List<Party> Parties(ref Dice dice, int main)
    {
        var parties = new List<Party>();
        for (var i = dice.Below(100) < 8 ? 2 : 1; i > 0; i--)
        {
            var (code, city, province) = Cities[dice.Skewed(Cities.Length)];
            var name = dice.Below(100) switch
            {
                < 8 => $"{city.TrimEnd('市')}{dice.Pick(Vocabulary.Names)}{dice.Pick(Vocabulary.Names)}大学",
                < 14 => Person(ref dice),
                _ => $"{city.TrimEnd('市')}{Vocabulary.Names[dice.Skewed(40)]}{Vocabulary.Names[dice.Skewed(40)]}{Vocabulary.Trades[main % Vocabulary.Trades.Length]}有限公司",
            };
            parties.Add(new(PartyRole.Applicant, name, $"{province}{city}示例路{1 + dice.Below(999)}号", "CN", code));
        }
        for (var i = 1 + dice.Below(3); i > 0; i--) parties.Add(new(PartyRole.Inventor, Person(ref dice)));
        if (dice.Below(100) < 70) parties.Add(new(PartyRole.Agency, $"示例第{1 + dice.Skewed(200)}专利代理事务所"));
        return parties;
    }

    static string Person(ref Dice dice) => dice.Pick(Vocabulary.Surnames) + dice.Pick(Vocabulary.Given) + (dice.Below(3) == 0 ? "" : dice.Pick(Vocabulary.Given));

    static Dictionary<string, string> More(ref Dice dice, RecordKind kind, DateOnly? granted)
    {
        var more = new Dictionary<string, string>(StringComparer.Ordinal);
        if (kind != RecordKind.Invention) return more;
        if (dice.Below(100) < 35) more["sei"] = string.Create(CultureInfo.InvariantCulture, $"{1 + dice.Below(9)}.{1 + dice.Below(3)}");
        if (granted is not null && dice.Below(1000) < 12) more["pledge"] = string.Create(CultureInfo.InvariantCulture, $"{(1 + dice.Below(60)) * 500_000}");
        if (granted is not null && dice.Below(1000) < 2) more["award"] = "中国专利奖（合成）";
        if (dice.Below(1000) < 15) more["abnormal"] = "1";
        return more;
    }

    static (string, string, string)[] AllCities()
    {
        var names = DivisionFinder.ShippedNames();
        var provinces = names.Where(n => n.Level == "province").ToDictionary(n => n.Code, n => n.Name, StringComparer.Ordinal);
        // Spread over the country by a fixed stride, so that the first and most frequent are not all of one province.
        var cities = names.Where(n => n.Level == "city" && provinces.ContainsKey(n.Parent)).Select(n => (n.Code, n.Name, provinces[n.Parent])).OrderBy(n => n.Code, StringComparer.Ordinal).ToArray();
        return [.. Enumerable.Range(0, cities.Length).Select(i => cities[(int)((long)i * 97 % cities.Length)])];
    }

    /// <summary>A small generator of numbers: the same on every machine and version.</summary>
    struct Dice(ulong state)
    {
        ulong state = state;

        internal int Below(int limit)
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = state;
            mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
            return (int)(((mixed ^ mixed >> 31) >> 33) % (ulong)limit);
        }

        // Low numbers come more often: the square of a fair number.
        internal int Skewed(int limit) => (int)((long)Below(65_536) * Below(65_536) * limit >> 32);

        internal T Pick<T>(T[] values) => values[Below(values.Length)];
    }
}
