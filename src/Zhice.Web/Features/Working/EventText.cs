using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Working;

/// <summary>What an event was about, in the reader's language: stored are names of states, days and titles.</summary>
internal static class EventText
{
    public static string About(WorkEvent happened, WordTable words) => happened.About is not { } about ? "" : happened.Kind switch
    {
        WorkEventKind.Status when Enum.TryParse<WorkStatus>(about, out var status) => $"：{words.Of(status)}",
        WorkEventKind.LevelChanged when Enum.TryParse<ObligationLevel>(about, out var level) => $"：{words.Of(level)}",
        WorkEventKind.Choice when Enum.TryParse<OptChoice>(about, out var choice) => $"：{words.Of(choice)}",
        _ => $"：{about}",
    };
}
