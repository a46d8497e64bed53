using System.Globalization;
using Zhice.Records.Index;
using Zhice.Records.Model;

namespace Zhice.Records.Store;

/// <summary>Reads the facts for analysis off a record.</summary>
static class RecordFactsOf
{
    /// <summary>Sum from which a pledge counts as large, in yuan. No official text names one: 10,000,000 until an office sets its own.</summary>
    internal const decimal LargePledge = 10_000_000m;

    internal static RecordFacts Record(IpRecord record)
    {
        var facts = RecordFacts.None;
        if (Says(record, "sei")) facts |= RecordFacts.EmergingIndustry;
        if (record.Family.Any(f => !f.StartsWith(record.Office, StringComparison.Ordinal) && f.Length > 2 && char.IsAsciiLetterUpper(f[0]) && char.IsAsciiLetterUpper(f[1]))) facts |= RecordFacts.ForeignFamily;
        if (record.More.TryGetValue("pledge", out var sum) && decimal.TryParse(sum, NumberStyles.Number, CultureInfo.InvariantCulture, out var yuan) && yuan >= LargePledge) facts |= RecordFacts.LargePledge;
        if (Says(record, "award")) facts |= RecordFacts.Award;
        if (Says(record, "abnormal")) facts |= RecordFacts.Abnormal;
        if (record.Synthetic) facts |= RecordFacts.Synthetic;
        if (record.Applicant is { } applicant && (applicant.Country ?? (applicant.Division is null ? null : "CN")) == "CN") facts |= RecordFacts.Domestic;
        if (record.Office != "CN") facts |= RecordFacts.Abroad;
        return facts;
    }

    static bool Says(IpRecord record, string name) => record.More.TryGetValue(name, out var value) && value.Length > 0 && value != "0";
}
