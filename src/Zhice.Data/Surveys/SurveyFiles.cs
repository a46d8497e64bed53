using System.Reflection;
using System.Text.Json;
using Zhice.Domain.Selection;
using Zhice.Domain.Surveys;

namespace Zhice.Data.Surveys;

/// <summary>The questionnaires that come with the program: <c>data/surveys</c>, one JSON file each.</summary>
public static class SurveyFiles
{
    static readonly Lazy<IReadOnlyList<SurveyDefinition>> definitions = new(Load);

    /// <summary>All questionnaires, by code.</summary>
    /// <exception cref="InvalidDataException">A file of ours has a fault.</exception>
    public static IReadOnlyList<SurveyDefinition> Definitions => definitions.Value;

    /// <summary>The questionnaire of a code; null where there is none.</summary>
    public static SurveyDefinition? Find(string code) => Definitions.FirstOrDefault(d => d.Code == code);

    /// <summary>The questionnaire that a survey keeps.</summary>
    public static SurveyDefinition Of(Survey survey)
    {
        ArgumentNullException.ThrowIfNull(survey);
        return JsonSerializer.Deserialize<SurveyDefinition>(survey.Definition, TermsJson.Options)!;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no questionnaire.</exception>
    public static SurveyDefinition Read(string file, string text)
    {
        SurveyDefinition definition;
        try
        {
            definition = JsonSerializer.Deserialize<SurveyDefinition>(text, TermsJson.Options) ?? throw new InvalidDataException($"{file}: null.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{file}: {fault.Message}", fault);
        }
        return definition.Fault() is { } wrong ? throw new InvalidDataException($"{file}: {wrong}") : definition;
    }

    static List<SurveyDefinition> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var found = new List<SurveyDefinition>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("data/surveys/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            found.Add(Read(name["data/surveys/".Length..], text.ReadToEnd()));
        }
        return found;
    }
}
