namespace Zhice.Web.Tests;

/// <summary>A clock that stands until it is moved.</summary>
public sealed class TestClock : TimeProvider
{
    DateTimeOffset now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;
}
