using Zhice.Domain.Programme;

namespace Zhice.Domain.Working;

/// <summary>The due time of an obligation, from the words of its task and of the sentences of its measure.</summary>
public static class DueDays
{
    /// <summary>How documents spell “年内有阶段性成果” in a reading (docs/policy-json.md).</summary>
    public const string StageKind = "stage-result-within-year";

    /// <summary>How a reading spells that nothing is said.</summary>
    public const string NoneKind = "none";

    /// <summary>The task's own due time where it states one; else the last day among the sentences, for the measure is done when all of them are.</summary>
    public static DueTime Of(DueTime task, IEnumerable<DueTime> sentences)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.Kind != NoneKind) return task;
        var stated = sentences.Where(due => due.Kind != NoneKind).ToList();
        return stated.Where(due => due.On is not null).MaxBy(due => due.On) ?? stated.FirstOrDefault() ?? task;
    }

    /// <summary>The last day in time: the one that the words name, and for “年内” the last of the programme's year. Null where the words name neither: none is invented.</summary>
    public static DateOnly? Day(DueTime due, int year)
    {
        ArgumentNullException.ThrowIfNull(due);
        return due.On ?? (AsksStage(due) ? new DateOnly(year, 12, 31) : null);
    }

    /// <summary>True where a stage result is all that is asked for within the year.</summary>
    public static bool AsksStage(DueTime due) => due.Kind == StageKind;
}
