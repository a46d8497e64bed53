using System.Globalization;
using System.Text;
using System.Text.Json;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Names;
using Zhice.Records.Query;
using Zhice.Records.Store;

namespace Zhice.Records.Relational;

/// <summary>A record as the row of a relational table: what queries ask for, and the whole record as JSON.</summary>
/// <param name="Key">What makes it the same record.</param>
/// <param name="Kind">Number of the kind.</param>
/// <param name="Status">Number of the legal state.</param>
/// <param name="Days">Day numbers: of sorting, filing, grant, end, publication; 0 for none.</param>
/// <param name="Region">Division of the first applicant, six digits; 0 for none.</param>
/// <param name="MainClass">The main subclass as a number.</param>
/// <param name="Classes">Its subclasses of IPC and CPC as numbers, each once.</param>
/// <param name="Length">Positions of title, abstract, claims and description, as the index counts them: for ranking.</param>
/// <param name="Tokens">Distinct tokens, a letter for where they stand before each.</param>
/// <param name="Lasts">Distinct last characters of Chinese runs, a letter before each: counted for ranking, not searched.</param>
/// <param name="Exact">What it is found by as it stands, a letter for its kind before each.</param>
/// <param name="Texts">Title, abstract, claims, description, names, applicants, inventors, agencies, legal events, each as <see cref="TokenText"/> writes it.</param>
/// <param name="Body">The record as JSON.</param>
public sealed record RecordRow(string Key, int Kind, int Status, IReadOnlyList<int> Days, int Region, int MainClass, IReadOnlyList<int> Classes, int Length, IReadOnlyList<string> Tokens, IReadOnlyList<string> Lasts, IReadOnlyList<string> Exact, IReadOnlyList<string> Texts, string Body)
{
    /// <summary>How many shards the rows are spread over. A row's shard never changes, so that more servers mean moving shards, not rows.</summary>
    public const int Shards = 16;

    /// <summary>Letter before a mark among what a record is found by as it stands.</summary>
    internal const string Fact = "F";

    /// <summary>What a record of a large pledge is found by as it stands.</summary>
    public static IReadOnlyList<string> LargePledge { get; } = [Fact + QueryValues.NameOf(RecordFacts.LargePledge)];

    /// <summary>True for the number of a Chinese application among what a record is found by as it stands: twelve digits, or eight before October 2003.</summary>
    public static bool IsApplication(string exact)
    {
        ArgumentNullException.ThrowIfNull(exact);
        return exact.Length is 15 or 11 && exact[0] == (char)Keys.Number && exact.AsSpan(1).StartsWith("CN") && exact.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary>The shard of a key: the key of the partitioning.</summary>
    public int Shard => ShardOf(Key);

    /// <summary>The year of filing; 0 for none.</summary>
    public int Year => Days[1] == 0 ? 0 : DateOnly.FromDayNumber(Days[1]).Year;

    /// <summary>The shard of a key.</summary>
    public static int ShardOf(string key)
    {
        // FNV-1a over UTF-16: the same on every machine and in every version.
        var hash = 2166136261u;
        foreach (var c in key) hash = (hash ^ c) * 16777619;
        return (int)((hash ^ hash >> 16) % Shards);
    }

    /// <summary>The row of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="industries">Emerging industries by class; null for what the record itself says alone.</param>
    public static RecordRow Of(IpRecord record, EmergingIndustries? industries = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        var (tokens, lasts) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        string[] parts = [record.Title, record.Abstract, record.Claims, record.Description];
        var length = 0;
        // As SegmentBuilder places them: two positions between parts, none for claims and a description that are not there.
        for (var i = 0; i < parts.Length; i++)
            if (i < 2 || parts[i].Length > 0) length += (i == 0 ? 0 : 2) + TokenText.Collect(Keys.Text, parts[i], tokens, lasts);
        var names = new StringBuilder[4];
        for (var i = 0; i < names.Length; i++) names[i] = new StringBuilder();
        foreach (var party in record.Parties.Where(p => p.Role != PartyRole.Examiner))
        {
            var (space, place) = party.Role switch
            {
                PartyRole.Applicant or PartyRole.Transferee or PartyRole.Pledgee or PartyRole.Respondent => (Keys.Applicant, 1),
                PartyRole.Inventor => (Keys.Inventor, 2),
                _ => (Keys.Agency, 3),
            };
            TokenText.Collect(Keys.Text, party.Name, tokens, lasts);
            TokenText.Collect(space, party.Name, tokens, lasts);
            var text = TokenText.Of(party.Name);
            names[0].Append(text).Append(TokenText.Part);
            names[place].Append(text).Append(TokenText.Part);
        }
        var events = new StringBuilder();
        foreach (var happened in record.Events)
        {
            TokenText.Collect(Keys.Event, happened.Words, tokens, lasts);
            events.Append(TokenText.Of(happened.Words)).Append(TokenText.Part);
        }
        var exact = ExactKeys.Of(record).Select(k => (char)k.Space + k.Text).ToHashSet(StringComparer.Ordinal);
        var facts = RecordFactsOf.Record(record, industries ?? EmergingIndustries.None);
        foreach (var fact in Enum.GetValues<RecordFacts>().Where(f => f != RecordFacts.None && facts.HasFlag(f))) exact.Add(Fact + QueryValues.NameOf(fact));
        string[] texts = [.. parts.Select(TokenText.Of), .. names.Select(n => n.ToString()), events.ToString()];
        return new RecordRow(record.Key!, (int)record.Kind, (int)record.Status, [Day(record.SortDay), Day(record.Filed), Day(record.Granted), Day(record.Ended), Day(record.Published)],
            int.TryParse(record.Applicant?.Division, NumberStyles.None, CultureInfo.InvariantCulture, out var region) ? region : 0, ClassCode.Of(record.MainClass), ClassCode.Subclasses(record),
            length, [.. tokens], [.. lasts], [.. exact], texts, JsonSerializer.Serialize(record, RecordJson.Default.IpRecord));
    }

    static int Day(DateOnly? day) => day?.DayNumber ?? 0;
}
