using Zhice.Records.Model;
using Zhice.Records.Names;

namespace Zhice.Records.Index;

/// <summary>What a record is found by as it stands: classes, numbers, divisions, whole names, further fields.</summary>
internal static class ExactKeys
{
    /// <summary>The further field of the day on which the examination as to substance took effect; read off the legal events where the source has no such field.</summary>
    internal const string ExaminedOn = "exam-on";

    // Words of the Chinese gazette, and of INPADOC, whose codes are SE01 and, before 2015, C10.
    static bool IsExamination(LegalEvent happened) => happened.Code is "SE01" or "C10" || happened.Text is { } text
        && (text.Contains("实质审查的生效", StringComparison.Ordinal) || text.Contains("实质审查生效", StringComparison.Ordinal) || text.Contains("entry into substantive examination", StringComparison.OrdinalIgnoreCase));

    /// <summary>Kind of term as <see cref="Keys"/> names it, and its text; some more than once.</summary>
    internal static IEnumerable<(byte Space, string Text)> Of(IpRecord record)
    {
        foreach (var mark in record.Classes)
            foreach (var symbol in ClassSymbol.Found(mark)) yield return (Keys.Class, symbol);
        foreach (var written in (string?[])[record.Application, record.Publication])
            if (written is null) continue;
            else if (record.Kind > RecordKind.Design)
            {
                yield return (Keys.Number, written);
                if (written.Length > 2 && written.StartsWith(record.Office, StringComparison.Ordinal) && written.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0) yield return (Keys.Number, written[2..]);
            }
            else if (RecordNumber.Read(written, record.Office) is { } n)
            {
                yield return (Keys.Number, n.Text);
                yield return (Keys.Number, n.Stem);
            }
        foreach (var citation in record.Citations)
        {
            yield return (Keys.Cites, citation.Number);
            if (RecordNumber.Read(citation.Number) is { } n) yield return (Keys.Cites, n.Stem);
        }
        foreach (var priority in record.Priorities) yield return (Keys.Priority, RecordNumber.StemOf(priority));
        foreach (var member in record.Family.Concat(record.Priorities)) yield return (Keys.Family, RecordNumber.StemOf(member));
        if (record.Applicant?.Division is { Length: 6 } division)
            foreach (var length in (int[])[2, 4, 6]) yield return (Keys.Region, division[..length]);
        foreach (var party in record.Parties)
            if (party.Role == PartyRole.Applicant)
            {
                yield return (Keys.Party, PartyName.Normal(party.Name));
                yield return (Keys.PartyKind, PartyName.CodeOf(PartyName.KindOf(party.Name)));
            }
        // 实质审查的生效: months of examination are counted from it.
        if (!record.More.ContainsKey(ExaminedOn) && record.Events.Where(IsExamination).Select(e => (DateOnly?)e.On).Min() is { } on) yield return (Keys.More, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ExaminedOn}={on:yyyy-MM-dd}"));
        if (ContractRight.Of(record) is { } right) yield return (Keys.More, $"{ContractRight.Field}={right}");
        foreach (var (name, value) in record.More) yield return (Keys.More, $"{name}={value}");
    }
}
