using System.Globalization;
using System.Text;

namespace Zhice.Domain.Supervision;

/// <summary>A day in a calendar feed.</summary>
/// <param name="Uid">Stable name of the entry, the same in every reading of the feed.</param>
/// <param name="Day">The day; the entry takes all of it.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">More, with line feeds; empty for none.</param>
/// <param name="Address">Where it is worked on; null for none.</param>
public sealed record FeedEntry(string Uid, DateOnly Day, string Summary, string Description, string? Address);

/// <summary>Writes iCalendar (RFC 5545): escaped text, lines ended by CRLF and folded at 75 octets without cutting a character.</summary>
public static class ICalendar
{
    const int MostOctets = 75;

    /// <summary>A calendar of whole days.</summary>
    /// <param name="name">The calendar's name.</param>
    /// <param name="entries">Its entries.</param>
    /// <param name="now">The moment of writing.</param>
    public static string Write(string name, IEnumerable<FeedEntry> entries, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Zhice//Supervision//ZH");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "METHOD:PUBLISH");
        Line(text, $"X-WR-CALNAME:{Escape(name)}");
        Line(text, "X-PUBLISHED-TTL:PT6H");
        foreach (var entry in entries)
        {
            Line(text, "BEGIN:VEVENT");
            Line(text, $"UID:{Escape(entry.Uid)}");
            Line(text, string.Create(CultureInfo.InvariantCulture, $"DTSTAMP:{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}"));
            Line(text, string.Create(CultureInfo.InvariantCulture, $"DTSTART;VALUE=DATE:{entry.Day:yyyyMMdd}"));
            // The end is the first day after it (RFC 5545, 3.6.1).
            Line(text, string.Create(CultureInfo.InvariantCulture, $"DTEND;VALUE=DATE:{entry.Day.AddDays(1):yyyyMMdd}"));
            Line(text, $"SUMMARY:{Escape(entry.Summary)}");
            if (entry.Description.Length > 0) Line(text, $"DESCRIPTION:{Escape(entry.Description)}");
            if (entry.Address is { } address) Line(text, $"URL:{address}");
            Line(text, "TRANSP:TRANSPARENT");
            Line(text, "END:VEVENT");
        }
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    /// <summary>Text as a value: backslash, semicolon, comma and line feed escaped, other control characters left out.</summary>
    public static string Escape(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = new StringBuilder(value.Length + 8);
        foreach (var c in value)
            _ = c switch
            {
                '\\' or ';' or ',' => text.Append('\\').Append(c),
                '\n' => text.Append("\\n"),
                _ when char.IsControl(c) => text,
                _ => text.Append(c),
            };
        return text.ToString();
    }

    static void Line(StringBuilder text, string content)
    {
        var octets = 0;
        foreach (var rune in content.EnumerateRunes())
        {
            // A folded line begins with a space, which counts.
            if (octets + rune.Utf8SequenceLength > MostOctets)
            {
                text.Append("\r\n ");
                octets = 1;
            }
            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }
}
