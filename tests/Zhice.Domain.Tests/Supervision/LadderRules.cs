using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Zhice.Domain.Supervision;
using Zhice.Domain.Tests.Calendar;

namespace Zhice.Domain.Tests.Supervision;

/// <summary>What a ladder may be, when its rungs fire, when a try is made again, and how a feed is written.</summary>
public sealed class LadderRules
{
    static readonly Rung[] Sound = [new(RungKind.Reminder, -3), new(RungKind.OverdueNotice, 1), new(RungKind.YellowCard, 5)];

    [Theory]
    [InlineData("", "ladder.empty")]
    [InlineData("Reminder 1", "ladder.reminder-late")] // a reminder after the day
    [InlineData("RedCard 0", "ladder.early")] // a card on the day
    [InlineData("Reminder -121", "ladder.far")]
    [InlineData("OverdueNotice 3,YellowCard 3", "ladder.twice")]
    [InlineData("RedCard 2,YellowCard 5", "ladder.order")] // lighter after heavier
    [InlineData("Reminder 0,OverdueNotice 1,UrgingLetter 15", "")]
    public void A_ladder_rises(string rungs, string defects) =>
        Assert.Equal(defects, string.Join(' ', Ladder.Check([.. rungs.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(r => r.Split(' '))
            .Select(r => new Rung(Enum.Parse<RungKind>(r[0]), int.Parse(r[1], System.Globalization.CultureInfo.InvariantCulture)))]).Select(d => d.Code)));

    [Theory]
    [InlineData("2026-10-08", "Reminder")] // on the due day itself only the reminder stands
    [InlineData("2026-10-09", "OverdueNotice")] // a reminder of a day gone by says nothing any more
    [InlineData("2026-10-14", "OverdueNotice YellowCard")] // what was missed is caught up with, in order
    public void Rungs_are_due_from_their_working_day(string today, string due) =>
        Assert.Equal(due, string.Join(' ', Ladder.Due(Notices.Calendar, Sound, new(2026, 10, 8), new(2026, 1, 1), Notices.Day(today)).Select(p => p.Rung.Kind)));

    [Fact]
    public void Rungs_of_days_before_the_ladder_was_set_up_stay_silent() =>
        Assert.Equal([RungKind.YellowCard], Ladder.Due(Notices.Calendar, Sound, new(2026, 10, 8), new(2026, 10, 12), new(2026, 10, 20)).Select(p => p.Rung.Kind));

    [Fact]
    public void Pauses_grow_and_the_tries_last_about_a_day()
    {
        var pauses = Enumerable.Range(1, Backoff.MostAttempts - 1).Select(Backoff.After).ToList();
        Assert.Equal(pauses.Order(), pauses);
        Assert.InRange(pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause), TimeSpan.FromHours(20), TimeSpan.FromHours(30));
    }

    [Theory]
    [InlineData(20, 8, 21, true)] // over midnight
    [InlineData(20, 8, 7, true)]
    [InlineData(20, 8, 8, false)]
    [InlineData(12, 14, 13, true)]
    [InlineData(12, 14, 14, false)]
    [InlineData(9, 9, 9, false)] // the same twice: none
    public void Quiet_hours_may_run_over_midnight(int from, int to, int hour, bool quiet) =>
        Assert.Equal(quiet, new NoticePreference { QuietFrom = from, QuietTo = to }.IsQuiet(hour));

    [Fact]
    public void A_line_of_a_feed_has_at_most_75_octets_and_unfolds_to_what_was_written() => Prop.ForAll(
        Gen.Elements("推", "专利，", "a", "😀", ";", ",", "\\", "\n", " ", "\u0001", "é").ListOf().Select(parts => string.Concat(parts)).ToArbitrary(), words =>
        {
            var feed = ICalendar.Write("日历", [new FeedEntry("u1", new(2026, 12, 31), words, words, null)], DateTimeOffset.UnixEpoch);
            var unfolded = feed.Replace("\r\n ", "", StringComparison.Ordinal);
            return feed.Split("\r\n").All(line => Encoding.UTF8.GetByteCount(line) <= 75)
                && !feed.Contains('\uFFFD', StringComparison.Ordinal)
                && unfolded.Split("\r\n").Contains($"SUMMARY:{ICalendar.Escape(words)}")
                && unfolded.Split("\r\n").Length == (words.Length == 0 ? 17 : 18);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true));

    [Fact]
    public void A_whole_day_ends_on_the_day_after_it()
    {
        var feed = ICalendar.Write("日历", [new FeedEntry("u1", new(2024, 2, 29), "到期", "", "https://example.cn/x")], DateTimeOffset.UnixEpoch);
        Assert.Contains("DTSTART;VALUE=DATE:20240229\r\nDTEND;VALUE=DATE:20240301\r\n", feed, StringComparison.Ordinal);
        Assert.EndsWith("END:VEVENT\r\nEND:VCALENDAR\r\n", feed, StringComparison.Ordinal);
    }
}
