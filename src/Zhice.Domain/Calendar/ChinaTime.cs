namespace Zhice.Domain.Calendar;

/// <summary>China's time: eight hours ahead of UTC the whole year. Every day of the platform is a day there, wherever the machine stands.</summary>
public static class ChinaTime
{
    /// <summary>Its distance from UTC.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The day of a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(Offset).DateTime);

    /// <summary>The hour of a moment, 0–23.</summary>
    public static int HourOf(DateTimeOffset moment) => moment.ToOffset(Offset).Hour;

    /// <summary>The day it is.</summary>
    public static DateOnly Today(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return DayOf(clock.GetUtcNow());
    }
}
