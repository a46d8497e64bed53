using System.Text.Json.Serialization;

namespace Zhice.Domain.Surveys;

/// <summary>问卷: whom it asks and what. Data, one file each under <c>data/surveys</c>; a survey keeps the one that it was begun with.</summary>
public sealed record SurveyDefinition
{
    /// <summary>Stable name, that of the file.</summary>
    public required string Code { get; init; }
    /// <summary>Name.</summary>
    public required string Name { get; init; }
    /// <summary>English name.</summary>
    public required string EnglishName { get; init; }
    /// <summary>Where the groups, questions and weights come from.</summary>
    public required string Source { get; init; }
    /// <summary>True where they were not compared with a method in force.</summary>
    public bool Unverified { get; init; }
    /// <summary>Code of the data element that takes the index; null for none.</summary>
    public string? IndexElement { get; init; }
    /// <summary>Code of the data element that takes the number of answers; null for none.</summary>
    public string? AnswersElement { get; init; }
    /// <summary>The groups; their weights are per cent and make 100.</summary>
    public required IReadOnlyList<SurveyGroup> Groups { get; init; }
    /// <summary>The questions.</summary>
    public required IReadOnlyList<SurveyQuestion> Questions { get; init; }

    /// <summary>Questions that make the score.</summary>
    [JsonIgnore]
    public IEnumerable<SurveyQuestion> Scales => Questions.Where(q => q.Kind == QuestionKind.Scale);

    /// <summary>What is wrong with it; null when it may be used.</summary>
    public string? Fault() =>
        Groups.Count == 0 || Groups.Any(g => g.Weight <= 0) || Groups.Sum(g => g.Weight) != 100 ? "The weights of the groups lie above 0 and make 100."
        : Groups.DistinctBy(g => g.Code, StringComparer.Ordinal).Count() < Groups.Count ? "A group stands there twice."
        : !Scales.Any() ? "At least one question makes the score."
        : Questions.DistinctBy(q => q.Code, StringComparer.Ordinal).Count() < Questions.Count ? "A question stands there twice."
        : null;
}

/// <summary>受访群体.</summary>
/// <param name="Code">Stable name.</param>
/// <param name="Name">Name.</param>
/// <param name="EnglishName">English name.</param>
/// <param name="Weight">Per cent of the index.</param>
public sealed record SurveyGroup(string Code, string Name, string EnglishName, decimal Weight);

/// <summary>A question.</summary>
/// <param name="Code">Stable name.</param>
/// <param name="Name">The words.</param>
/// <param name="EnglishName">The words in English.</param>
/// <param name="Kind">How it is answered.</param>
public sealed record SurveyQuestion(string Code, string Name, string EnglishName, QuestionKind Kind);

/// <summary>How a question is answered.</summary>
public enum QuestionKind
{
    /// <summary>1 很不满意 to 5 很满意, or 0 不了解, which does not count.</summary>
    Scale,
    /// <summary>A text of at most 500 characters, which may be left out.</summary>
    Text,
}
