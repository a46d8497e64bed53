using Zhice.Policy;
using Zhice.Policy.Corrections;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Documents.Reader;

/// <summary>Values of corrections as a reader says them.</summary>
internal static class ReaderWords
{
    /// <summary>A value in the reader's language; words of the document come back as they are.</summary>
    public static string Value(WordTable words, string field, string value) => field switch
    {
        "role" when Spelling.TryRead(value, out AssignmentRole role) => words.Of(role),
        "role" when Spelling.TryRead(value, out PartRole part) => words.Of(part),
        "mode" when Spelling.TryRead(value, out AssignmentMode mode) => words.Of(mode),
        "scope" when Spelling.TryRead(value, out ActorScope scope) => words.Of(scope),
        "deadline" when Spelling.TryRead(value, out DeadlineKind kind) => words.Of(kind),
        "kind" when Spelling.TryRead(value, out DocumentKind kind) => words.Of(kind),
        "level" when Spelling.TryRead(value, out RegionLevel level) => words.Of(level),
        "comparator" when Spelling.TryRead(value, out Comparator comparator) => words.Of(comparator),
        "must" or "growth" when value is "true" or "false" => words[field == "must" ? value == "true" ? "reader.must" : "reader.may" : $"reader.{value}"],
        _ => value,
    };
}
