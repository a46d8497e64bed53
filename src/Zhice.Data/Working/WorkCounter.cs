using Zhice.Domain.Programme;

namespace Zhice.Data.Working;

/// <summary>How often the work of a programme has changed. One row that is locked until the change is committed, so that the numbers become visible in their order.</summary>
public sealed class WorkCounter
{
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>Changes so far.</summary>
    public long Changes { get; init; }
}
