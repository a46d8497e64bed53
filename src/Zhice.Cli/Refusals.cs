using Zhice.Domain;
using Zhice.Web.Words;

namespace Zhice.Cli;

/// <summary>What a use case refuses, said at the terminal in the words of the pages.</summary>
internal static class Refusals
{
    /// <summary>All defects, one a line.</summary>
    internal static string Said(this Refusal refusal)
    {
        var words = Tongue.InChinese ? WordTable.Chinese : WordTable.English;
        return string.Join('\n', refusal.Defects.Select(words.Of));
    }

    /// <summary>The value, or the end of the verb with the reason.</summary>
    internal static T OrRefuse<T>(this Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? value : throw new RefusedException(refusal.Said());
}
