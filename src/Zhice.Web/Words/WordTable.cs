using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using Zhice.Domain;
using Zhice.Web.Visits;

namespace Zhice.Web.Words;

/// <summary>Every sentence on screen by its code, in Chinese and English.</summary>
/// <remarks>
/// They stand in the files <c>*.words</c> beside the pages that use them, one a line:
/// <c>code = 中文 | English</c>, with {0}, {1} for values; <c>#</c> begins a remark. A test checks that every code in use has both.
/// </remarks>
public sealed class WordTable
{
    static readonly List<string> faults = [];
    static readonly Lazy<FrozenDictionary<string, (string Chinese, string English)>> Table = new(Load);

    WordTable(Language language) => Language = language;

    /// <summary>Chinese.</summary>
    public static readonly WordTable Chinese = new(Language.Chinese);

    /// <summary>English.</summary>
    public static readonly WordTable English = new(Language.English);

    /// <summary>The language of this table.</summary>
    public Language Language { get; }

    /// <summary>True for English.</summary>
    public bool IsEnglish => Language == Language.English;

    /// <summary>All codes, for the test that looks for missing ones.</summary>
    public static IReadOnlyCollection<string> Codes => Table.Value.Keys;

    /// <summary>What is wrong with the files, by file and line: a line that is none, a code given twice. Empty in a sound build.</summary>
    public static IReadOnlyList<string> Faults => Table.Value.Count >= 0 ? faults : [];

    /// <summary>The sentence of a code, with values put in. A code without words shows as itself: visible, and not a failure of the page.</summary>
    public string this[string code, params ReadOnlySpan<object?> arguments]
    {
        get
        {
            if (!Table.Value.TryGetValue(code, out var pair)) return code;
            var words = IsEnglish ? pair.English : pair.Chinese;
            if (arguments.IsEmpty) return words;
            foreach (var argument in arguments)
                if (argument is TermName or DateOnly or DateTimeOffset) return string.Format(CultureInfo.InvariantCulture, words, Named(arguments));
            return string.Format(CultureInfo.InvariantCulture, words, arguments);
        }
    }

    object?[] Named(ReadOnlySpan<object?> arguments)
    {
        var named = arguments.ToArray();
        for (var i = 0; i < named.Length; i++)
            named[i] = named[i] switch
            {
                TermName name => IsEnglish ? name.English : name.Chinese,
                DateOnly day => Visit.Day(day), // not in the order of any country: 2026-11-23 in both languages
                DateTimeOffset moment => Visit.Moment(moment),
                var other => other,
            };
        return named;
    }

    /// <summary>The sentence of a defect.</summary>
    public string Of(Defect defect) => this[defect.Code, [.. defect.Arguments]];

    /// <summary>The name of a value of an enum, under the code <c>TypeName.Member</c>.</summary>
    public string Of<TEnum>(TEnum value) where TEnum : struct, Enum => this[$"{typeof(TEnum).Name}.{value}"];

    /// <summary>True when the code has words.</summary>
    public static bool Knows(string code) => Table.Value.ContainsKey(code);

    // A fault of a file costs one sentence its words, not the site its pages: a test fails for it instead.
    static FrozenDictionary<string, (string, string)> Load()
    {
        var table = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".words", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            for (var number = 1; reader.ReadLine() is { } line; number++)
            {
                if (line.Length == 0 || line[0] == '#') continue;
                var (equals, bar) = (line.IndexOf(" = ", StringComparison.Ordinal), line.LastIndexOf(" | ", StringComparison.Ordinal));
                if (equals < 1 || bar < equals) faults.Add($"{name}, line {number}: expected 'code = 中文 | English'.");
                else if (!table.TryAdd(line[..equals].Trim(), (line[(equals + 3)..bar].Trim(), line[(bar + 3)..].Trim())))
                    faults.Add($"{name}, line {number}: the code {line[..equals].Trim()} is given twice.");
            }
        }
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
