namespace Zhice.Policy.Structure;

/// <summary>Words as they are looked for: traditional characters in their simplified form, all else as it stands.</summary>
public static class SimplifiedText
{
    static readonly Dictionary<char, char> pairs = TraditionalCharacters.Traditional.Zip(TraditionalCharacters.Simplified).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>The text in simplified characters, unit for unit; the same text where it holds no traditional one.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(pairs.ContainsKey) ? string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++) target[i] = pairs.GetValueOrDefault(source[i], source[i]);
        }) : text;
    }
}
