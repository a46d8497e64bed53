using System.Globalization;
using Zhice.Records.Model;
using Zhice.Records.Names;

namespace Zhice.Records.Reading;

/// <summary>What a line of JSON says of a record, checked as tables and XML are: a hand-written line may have numbers and classes in any writing, or nothing where something must stand.</summary>
static class JsonRecords
{
    static readonly DateOnly First = new(1790, 1, 1), Last = new(2200, 12, 31);

    /// <summary>The record, or the reason why there is none.</summary>
    internal static (IpRecord? Record, string? Reason) Read(IpRecord read)
    {
        var record = read.Whole();
        if (HasNull(record)) return (null, "record.null");
        if (!Enum.IsDefined(record.Kind)) return (null, "record.kind");
        if (!Enum.IsDefined(record.Status) || record.Parties.Any(p => !Enum.IsDefined(p.Role)) || record.Office.Length != 2) return (null, "record.json");
        if (new[] { record.Filed, record.Published, record.Granted, record.Ended }.Concat(record.Events.Select(e => (DateOnly?)e.On)).Any(day => day < First || day > Last)) return (null, "record.day");
        var (classes, bad) = Classes(record);
        var more = record.More.Where(m => m.Key is not ("bad-class" or "check-digit")).ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
        if (bad > 0) more["bad-class"] = bad.ToString(CultureInfo.InvariantCulture);
        if (record.Kind <= RecordKind.Design && record.Application is { } written && RecordNumber.Read(written, record.Office) is { CheckHolds: false }) more["check-digit"] = written.Length > 60 ? written[..60] : written;
        var publication = OwnNumber.Publication(record.Kind, record.Publication, record.Office);
        return (record with
        {
            Publication = publication, Application = OwnNumber.Application(record.Kind, record.Application, record.Office, publication is not null), Classes = classes, More = more, Parties = [.. record.Parties.Select(Placed)],
            Citations = [.. record.Citations.Select(c => c with { Number = Normal(c.Number, record.Office) }).DistinctBy(c => c.Number)], Priorities = Normal(record.Priorities, record.Office), Family = Normal(record.Family, record.Office),
        }, null);
    }

    static string[] Normal(IReadOnlyList<string> written, string office) => [.. written.Select(n => Normal(n, office)).Where(n => n.Length > 0).Distinct()];

    // What is no number of a patent, as of a paper that is cited, stays as it stands.
    static string Normal(string written, string office) => RecordNumber.Read(written, office) is { Form: not NumberForm.Other } number ? number.Text : written.Trim();

    static bool HasNull(IpRecord record) =>
        record.Parties.Any(p => p?.Name is null) || record.Classes.Any(c => c?.Scheme is null || c.Symbol is null) || record.Citations.Any(c => c?.Number is null) || record.Priorities.Any(p => p is null)
        || record.Family.Any(f => f is null) || record.Events.Any(e => e?.Code is null) || record.More.Any(m => m.Value is null);

    static (List<ClassMark> Classes, int Bad) Classes(IpRecord record)
    {
        var (classes, bad) = (new List<ClassMark>(record.Classes.Count), 0);
        foreach (var mark in record.Classes)
            if (XmlParts.Mark(mark.Scheme.ToUpperInvariant(), mark.Symbol) is not { } known) bad++;
            else if (!classes.Contains(known)) classes.Add(known);
        return (classes, bad);
    }

    // A division that nobody knows is none; where none is told, the address tells it.
    static Party Placed(Party party)
    {
        var known = party.Division is { Length: 6 } code && DivisionFinder.Shipped.Knows(code) ? party.Division : null;
        return known is null && party.Address is not null ? XmlParts.Party(party.Role, party.Name, party.Address, party.Country) : party with { Division = known };
    }
}
