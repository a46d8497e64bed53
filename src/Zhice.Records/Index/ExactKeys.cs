using Zhice.Records.Model;
using Zhice.Records.Names;

namespace Zhice.Records.Index;

/// <summary>What a record is found by as it stands: classes, numbers, divisions, whole names, further fields.</summary>
internal static class ExactKeys
{
    /// <summary>Kind of term as <see cref="Keys"/> names it, and its text; some more than once.</summary>
    internal static IEnumerable<(byte Space, string Text)> Of(IpRecord record)
    {
        foreach (var mark in record.Classes)
            foreach (var symbol in mark.Scheme is "IPC" or "CPC" or "LOC" ? ClassSymbol.Path(mark.Symbol) : [mark.Symbol])
                yield return (Keys.Class, mark.Scheme is "IPC" or "CPC" ? symbol : mark.Scheme + ":" + symbol);
        foreach (var written in (string?[])[record.Application, record.Publication])
            if (written is not null && RecordNumber.Read(written, record.Office) is { } n)
            {
                yield return (Keys.Number, n.Text);
                yield return (Keys.Number, n.Stem);
            }
        foreach (var citation in record.Citations)
        {
            yield return (Keys.Cites, citation.Number);
            if (RecordNumber.Read(citation.Number) is { } n) yield return (Keys.Cites, n.Stem);
        }
        if (record.Applicant?.Division is { Length: 6 } division)
            foreach (var length in (int[])[2, 4, 6]) yield return (Keys.Region, division[..length]);
        foreach (var party in record.Parties)
            if (party.Role == PartyRole.Applicant) yield return (Keys.Party, PartyName.Normal(party.Name));
        foreach (var (name, value) in record.More) yield return (Keys.More, $"{name}={value}");
    }
}
