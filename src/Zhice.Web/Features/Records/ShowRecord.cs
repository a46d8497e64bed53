using Zhice.Domain;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Records;

/// <summary>记录页: one record with all that is known of it, who cites it, and what is like it.</summary>
public static class ShowRecord
{
    const int MostSimilar = 10, MostText = 60_000, MostMembers = 50, MostNumbers = 60;

    /// <summary>The page.</summary>
    /// <param name="Record">The record; long texts are cut.</param>
    /// <param name="Dataset">Its dataset.</param>
    /// <param name="CitedBy">How many records cite it.</param>
    /// <param name="Same">Other publications of the same application.</param>
    /// <param name="Similar">What is like it.</param>
    /// <param name="Cut">True where a long text was cut.</param>
    /// <param name="Missing">What could not be asked for citations, other publications and similar records.</param>
    /// <param name="Also">Other datasets that hold its number.</param>
    public sealed record View(IpRecord Record, Dataset Dataset, long CitedBy, IReadOnlyList<IpRecord> Same, IReadOnlyList<IpRecord> Similar, bool Cut, MissingRecords Missing, IReadOnlyList<Dataset> Also)
    {
        /// <summary>Codes of emerging industries by its classes, after the table that was imported.</summary>
        public IReadOnlyList<string> Industries { get; init; } = [];

        /// <summary>Records of its family, other publications of the application left out; at most <see cref="MostMembers"/>.</summary>
        public IReadOnlyList<IpRecord> Members { get; init; } = [];

        /// <summary>The query of all records of its family, itself among them, and how many they are; null where it has none.</summary>
        public (string Query, long Count)? Family { get; init; }

        /// <summary>The record that bears a number of the family; null where none is held.</summary>
        public IpRecord? Held(string number) => RecordNumber.Read(number)?.Stem is { } stem ? Members.Concat(Same).Append(Record).FirstOrDefault(m => new[] { m.Publication, m.Application }.Any(own => own is not null && RecordNumber.Read(own)?.Stem == stem)) : null;
    }

    /// <summary>Records like a text or a record.</summary>
    /// <param name="Asked">The text or number.</param>
    /// <param name="Of">The record that was compared; null for a text.</param>
    /// <param name="Rows">What is like it.</param>
    /// <param name="Missing">What could not be asked.</param>
    /// <param name="Fault">Why nothing was searched; null when it was.</param>
    public sealed record SimilarView(string Asked, IpRecord? Of, IReadOnlyList<SearchRecords.Row> Rows, MissingRecords Missing, Refusal? Fault = null);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/records/item/{number}", Show);
        routes.MapGet("/records/similar", Similar);
    }

    /// <summary>Loads one record by its key.</summary>
    public static async Task<Outcome<View>> Run(IRecordSource records, string key, bool inside, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (!(await records.Find(key, inside, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var datasets = await records.Datasets(cancel);
        if (datasets.FirstOrDefault(d => d.Id == found.Dataset) is not { } dataset || dataset.Inside && !inside) return new Missing("records.missing");
        var record = found.Record;
        var cited = record.Publication is { } publication ? new SearchRequest(Number(ExactField.Cites, publication), Take: 0, Inside: inside) : null;
        var same = record.Application is { } application ? new SearchRequest(new ExactNode(ExactField.Number, application), Take: 10, Inside: inside) : null;
        if (!(await Asked(records, cited, cancel)).Accepted(out var citing, out refusal) || !(await Asked(records, same, cancel)).Accepted(out var others, out refusal)
            || !(await records.Similar(record.Title, record.Abstract + " " + record.Claims, MostSimilar, found.Id, inside, cancel)).Accepted(out var similar, out refusal)) return refusal;
        var cut = record.Description.Length > MostText;
        var kin = Kin(record);
        if (!(await Asked(records, kin is null ? null : new SearchRequest(kin, Take: MostMembers, Inside: inside), cancel)).Accepted(out var family, out refusal)) return refusal;
        var members = (await records.Load([.. family.Hits.Select(h => h.Id)], cancel)).Records.Select(r => r.Record).Where(r => r.Key != record.Key && (r.Application is null || r.Application != record.Application)).ToList();
        return new View(cut ? record with { Description = record.Description[..MostText] } : record, dataset, citing.Total,
            [.. (await records.Load([.. others.Hits.Select(h => h.Id)], cancel)).Records.Select(r => r.Record).Where(r => r.Key != record.Key)], [.. similar.Records.Select(r => r.Record)], cut,
            citing.Missing.Any ? citing.Missing : others.Missing.Any ? others.Missing : similar.Missing, [.. datasets.Where(d => found.Also?.Contains(d.Id) is true && (inside || !d.Inside))])
        {
            Members = members, Family = members.Count > 0 ? (kin!.ToString(), family.Total) : null,
        };
    }

    // Its own numbers, those of its members and its priorities: who bears one of them, or names one, is of the family; and who has its number.
    static QueryNode? Kin(IpRecord record)
    {
        if (record.Kind > RecordKind.Design) return null;
        string?[] own = [record.Application, record.Publication];
        QueryNode[] numbers = [.. own.Concat(record.Priorities).Concat(record.Family).OfType<string>().Select(n => RecordNumber.Read(n)?.Stem).OfType<string>().Distinct().Take(MostNumbers).Select(n => new ExactNode(ExactField.Family, n))];
        if (record.More.TryGetValue("family-id", out var id)) numbers = [.. numbers, new ExactNode(ExactField.More, "family-id=" + id)];
        return numbers.Length switch { 0 => null, 1 => numbers[0], _ => new OrNode(numbers) };
    }

    static async Task<Outcome<RecordAnswer>> Asked(IRecordSource records, SearchRequest? request, CancellationToken cancel) =>
        request is null ? new RecordAnswer(0, 0, [], null, MissingRecords.None) : await records.Search(request, cancel);

    static ExactNode Number(ExactField field, string number) => new(field, RecordNumber.Read(number)?.Stem ?? number);

    /// <summary>The query that finds those: a citation is known by its number without the code of its kind, as it may be of the application or of the grant.</summary>
    internal static string Citing(string publication) => "cites:" + Number(ExactField.Cites, publication).Value;

    /// <summary>How many records cite one.</summary>
    internal static int CitedBy(RecordSnapshot snapshot, IpRecord record, bool inside) =>
        record.Publication is { } number && RecordSearch.Run(snapshot, new SearchRequest(Number(ExactField.Cites, number), Take: 0, Inside: inside)).Accepted(out var found, out _) ? found.Total : 0;

    static async Task<IResult> Show(string number, Visit visit, IRecordSource records, RecordStore store, CancellationToken cancel) =>
        // A number may have a stroke in it, which a path keeps as it was sent.
        (await Run(records, number.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), RecordQuery.Inside(visit), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<RecordPage>(view with { Industries = store.IndustriesOf(view.Record) })
        : RecordQuery.Refused(visit, refusal);

    static async Task<IResult> Similar(string? text, Visit visit, IRecordSource records, CancellationToken cancel)
    {
        var (asked, inside) = (text?.Trim() ?? "", RecordQuery.Inside(visit));
        if (asked.Length > 4_000) asked = asked[..4_000];
        if (asked.Length == 0) return Answer.Page<SimilarPage>(new SimilarView(asked, null, [], MissingRecords.None));
        StoredRecord? of = null;
        if (asked.Length < 60 && RecordNumber.Read(asked) is { } number && (await records.Search(new SearchRequest(new ExactNode(ExactField.Number, number.Text), Take: 1, Inside: inside), cancel)).Accepted(out var one, out _))
            of = (await records.Load([.. one.Hits.Select(h => h.Id)], cancel)).Records is [var loaded] ? loaded : null;
        var (title, body) = of is null ? ("", asked) : (of.Record.Title, of.Record.Abstract + " " + of.Record.Claims);
        if (!(await records.Similar(title, body, SearchRecords.PageSize, of?.Id ?? 0, inside, cancel)).Accepted(out var found, out var fault)) return Answer.Page<SimilarPage>(new SimilarView(asked, of?.Record, [], MissingRecords.None, fault), RecordQuery.Silent(fault) ?? StatusCodes.Status200OK);
        var datasets = await records.Datasets(cancel);
        return Answer.Page<SimilarPage>(new SimilarView(asked, of?.Record, [.. found.Records.Select(r => SearchRecords.Shown(r, datasets, new AllNode()))], found.Missing));
    }
}
