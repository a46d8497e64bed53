using Zhice.Domain.Programme;

namespace Zhice.Web.Features.Programmes;

/// <summary>What a cell of the board says, from the weakest to the strongest.</summary>
public enum CellState
{
    /// <summary>Nothing is owed.</summary>
    None,
    /// <summary>Who owes it is to be decided.</summary>
    Open,
    /// <summary>选做.</summary>
    Optional,
    /// <summary>Due, and not said whether mandatory.</summary>
    Unstated,
    /// <summary>必做.</summary>
    Mandatory,
}

/// <summary>Order and origin of the states.</summary>
public static class CellStates
{
    /// <summary>The state that a level of obligation makes.</summary>
    public static CellState Of(ObligationLevel level) => level switch
    {
        ObligationLevel.Mandatory => CellState.Mandatory,
        ObligationLevel.Optional => CellState.Optional,
        ObligationLevel.Unstated => CellState.Unstated,
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Not a level."),
    };

    /// <summary>The stronger of two.</summary>
    public static CellState Stronger(CellState one, CellState other) => one > other ? one : other;

    /// <summary>Tone of the tag that shows a level.</summary>
    public static string Tone(ObligationLevel level) => level switch
    {
        ObligationLevel.Mandatory => "red",
        ObligationLevel.Optional => "green",
        _ => "amber",
    };
}
