using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Selection;
using Zhice.Domain.Statistics;
using Zhice.Domain.Surveys;
using Zhice.Records.Text;

namespace Zhice.Data.Surveys;

/// <summary>A survey that is begun.</summary>
public sealed record SurveyRequest(string Definition, string Owner, string Code, string Title, int Year, DateOnly? OpensOn, DateOnly? ClosesOn)
{
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
}

/// <summary>满意度调查: begins, fills with strata, opens, closes and publishes surveys.</summary>
public static partial class SurveyDesk
{
    /// <summary>Most strata of a survey: three groups in every county.</summary>
    public const int MostStrata = 12_000;

    /// <summary>Begins a draft.</summary>
    /// <returns>Refusals: <c>access.denied</c>, and all defects at once.</returns>
    public static async Task<Outcome<Survey>> Begin(ZhiceDb db, Actor actor, SurveyRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        var owner = await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == request.Owner, cancel);
        if (owner is null || actor.AccountId is not { } by || !AccessPolicy.MayPublish(actor, owner.Path)) return new Forbidden("access.denied");
        var defects = new List<Defect>();
        var definition = SurveyFiles.Find(request.Definition);
        if (definition is null) defects.Add(new Defect("survey.definition", "definition"));
        if (!Address().IsMatch(request.Code)) defects.Add(new Defect("survey.code", "code"));
        else if (await db.Surveys.AnyAsync(s => s.Code == request.Code, cancel)) defects.Add(new Defect("survey.code-taken", "code"));
        if (request.Title.Trim().Length is 0 or > 200 || StorableText.Check(request.Title, "title") is not null) defects.Add(new Defect("survey.title", "title", 200));
        if (request.Year is < 1985 or > 2100) defects.Add(new Defect("survey.year", "year"));
        if (request.OpensOn is null || request.ClosesOn is null || request.ClosesOn < request.OpensOn) defects.Add(new Defect("survey.days", "closesOn"));
        if (defects.Count > 0) return new Invalid(defects);
        var now = clock.GetUtcNow();
        var survey = new Survey
        {
            Code = request.Code, Title = request.Title.Trim(), Definition = JsonSerializer.Serialize(definition, TermsJson.Options), OwnerId = owner.Id, Year = request.Year,
            OpensOn = request.OpensOn!.Value, ClosesOn = request.ClosesOn!.Value, By = by, At = now, Demonstration = request.Demonstration,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Add(survey);
        await db.SaveChangesAsync(cancel);
        AuditLog.Append(db, actor, now, "survey.begin", $"survey/{survey.Id.Value}", new { survey.Code, definition = request.Definition, owner = request.Owner });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return survey;
    }

    /// <summary>Sets the strata of a draft from CSV: group, division (code or name), population, quota. All rows or none.</summary>
    /// <returns>A defect for every wrong row with its line: <c>survey.row-*</c>.</returns>
    public static async Task<Outcome<Survey>> SetStrata(ZhiceDb db, Actor actor, SurveyId id, int version, string csv, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(csv);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, id, version, cancel)).Accepted(out var survey, out var refusal)) return refusal;
        if (survey.State != SurveyState.Draft) return new Blocked("survey.not-now");
        var definition = SurveyFiles.Of(survey);
        var tree = new DivisionTree(await db.Divisions.AsNoTracking().ToListAsync(cancel), survey.OpensOn, "000000");
        var (defects, strata) = (new List<Defect>(), new Dictionary<(string, string), SurveyStratum>());
        foreach (var row in Csv.Read(csv))
        {
            var cells = row.Fields.Select(f => f.Trim()).ToList();
            if (cells.Count == 0 || (cells.Count == 1 && cells[0].Length == 0)) continue;
            if (cells.Count < 4) { defects.Add(new Defect("survey.row-columns", "strata", row.Line)); continue; }
            var group = definition.Groups.FirstOrDefault(g => g.Code == cells[0] || g.Name == cells[0]);
            var division = cells[1].Length == 6 && cells[1].All(char.IsAsciiDigit) ? tree.Find(cells[1]) : tree.Named(cells[1], DivisionLevel.Province);
            if (group is null) defects.Add(new Defect("survey.row-group", "strata", row.Line, cells[0]));
            if (division is null) defects.Add(new Defect("survey.row-division", "strata", row.Line, cells[1]));
            if (!long.TryParse(cells[2], NumberStyles.None, CultureInfo.InvariantCulture, out var population) || population is < 1 or > 2_000_000_000) defects.Add(new Defect("survey.row-population", "strata", row.Line));
            if (!int.TryParse(cells[3], NumberStyles.None, CultureInfo.InvariantCulture, out var quota) || quota < 0 || quota > population) defects.Add(new Defect("survey.row-quota", "strata", row.Line));
            if (group is not null && division is not null && !strata.TryAdd((group.Code, division.Code), new SurveyStratum { SurveyId = id, Group = group.Code, DivisionCode = division.Code, Population = population, Quota = quota }))
                defects.Add(new Defect("survey.row-twice", "strata", row.Line));
        }
        if (defects.Count == 0 && strata.Count is 0 or > MostStrata) defects.Add(new Defect("survey.strata", "strata", MostStrata));
        if (defects.Count > 0) return new Invalid(defects.Take(50).ToList());
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.SurveyStrata.Where(s => s.SurveyId == id).ExecuteDeleteAsync(cancel);
        db.AddRange(strata.Values);
        if (!(await Kept(db, actor, survey, "survey.strata", new { strata = strata.Count, quota = strata.Values.Sum(s => (long)s.Quota) }, clock, cancel)).Accepted(out _, out refusal)) return refusal;
        await transaction.CommitAsync(cancel);
        return survey;
    }

    /// <summary>Opens or closes a survey.</summary>
    public static async Task<Outcome<Survey>> Move(ZhiceDb db, Actor actor, SurveyId id, int version, SurveyState to, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, id, version, cancel)).Accepted(out var survey, out var refusal)) return refusal;
        if (to is not (SurveyState.Open or SurveyState.Closed) || survey.State != to - 1) return new Blocked("survey.not-now");
        if (to == SurveyState.Open)
        {
            var groups = await db.SurveyStrata.Where(s => s.SurveyId == id).Select(s => s.Group).Distinct().ToListAsync(cancel);
            if (SurveyFiles.Of(survey).Groups.FirstOrDefault(g => !groups.Contains(g.Code)) is { } missing) return new Blocked("survey.group-missing", missing.Name);
        }
        survey.State = to;
        return to == SurveyState.Open ? await Kept(db, actor, survey, "survey.open", new { survey.ClosesOn }, clock, cancel) : await Kept(db, actor, survey, "survey.close", new { survey.Refused }, clock, cancel);
    }

    /// <summary>Makes invitations for a stratum. The tokens are given once; their digests are kept.</summary>
    public static async Task<Outcome<IReadOnlyList<string>>> Invite(ZhiceDb db, Actor actor, SurveyId id, string group, string division, int count, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, id, null, cancel)).Accepted(out var survey, out var refusal)) return refusal;
        if (survey.State is not (SurveyState.Draft or SurveyState.Open)) return new Blocked("survey.not-now");
        if (count is < 1 or > 5_000) return new Invalid(new Defect("survey.invite-count", "count", 5_000));
        if (!await db.SurveyStrata.AnyAsync(s => s.SurveyId == id && s.Group == group && s.DivisionCode == division, cancel)) return new Invalid(new Defect("survey.stratum", "stratum"));
        var tokens = Enumerable.Range(0, count).Select(_ => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))).ToList();
        db.AddRange(tokens.Select(t => new SurveyInvitation { TokenHash = TokenHash(t), SurveyId = id, Group = group, DivisionCode = division }));
        AuditLog.Append(db, actor, clock.GetUtcNow(), "survey.invite", $"survey/{id.Value}", new { group, division, count });
        await db.SaveChangesAsync(cancel);
        return tokens;
    }

    /// <summary>Tabulates the answers as they are. Four commands.</summary>
    public static async Task<SurveyTable> Tabulate(ZhiceDb db, Survey survey, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(survey);
        var (id, definition) = (survey.Id, SurveyFiles.Of(survey));
        var strata = await db.SurveyStrata.AsNoTracking().Where(s => s.SurveyId == id).ToListAsync(cancel);
        var sums = new Dictionary<(string, string), StratumSums>();
        var scales = definition.Scales.ToList();
        var counts = new int[scales.Count, 6];
        var (answers, byInvitation) = (0, 0);
        await foreach (var answer in db.SurveyAnswers.AsNoTracking().Where(a => a.SurveyId == id).Select(a => new { a.Group, a.DivisionCode, a.Score, a.Values, a.Invited }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            answers++;
            if (answer.Invited) byInvitation++;
            for (var i = 0; i < scales.Count && i < answer.Values.Length; i++) counts[i, answer.Values[i] - '0']++;
            if (answer.Score is { } score) sums[(answer.Group, answer.DivisionCode)] = sums.GetValueOrDefault((answer.Group, answer.DivisionCode)).With(score);
        }
        var invited = await db.SurveyInvitations.CountAsync(i => i.SurveyId == id, cancel);
        var codes = strata.Select(s => s.DivisionCode).Distinct(StringComparer.Ordinal).ToList();
        var names = await db.Divisions.AsNoTracking().Where(d => d.ValidTo == null && codes.Contains(d.Code)).ToDictionaryAsync(d => d.Code, d => d.Name, cancel);
        return new SurveyTable(Tabulation.Of(definition, [.. strata.Select(s => (s, sums.GetValueOrDefault((s.Group, s.DivisionCode))))]), answers, invited, byInvitation, survey.Refused, strata.Sum(s => (long)s.Quota),
            [.. scales.Select((q, i) => new QuestionCounts(q.Code, [.. Enumerable.Range(0, 6).Select(v => counts[i, v])]))], names);
    }

    /// <summary>Publishes the result of a closed survey: frozen with its digest, and written to the data elements that the questionnaire names.</summary>
    public static async Task<Outcome<Survey>> Publish(ZhiceDb db, Actor actor, SurveyId id, int version, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, id, version, cancel)).Accepted(out var survey, out var refusal)) return refusal;
        if (survey.State != SurveyState.Closed) return new Blocked("survey.not-now");
        var table = await Tabulate(db, survey, cancel);
        if (table.Result.Index.Value is not { } index) return new Blocked("survey.too-few", Tabulation.Fewest);
        var definition = SurveyFiles.Of(survey);
        (survey.State, survey.Body, survey.PublishedAt) = (SurveyState.Published, JsonSerializer.Serialize(table, TermsJson.Options), clock.GetUtcNow());
        survey.Digest = TextDigest.Of(survey.Body);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var values = await Values(db, survey, definition, table, index, cancel);
        if (values.Count > 0) await Batches.Write(db, new BatchHead(ObservationSource.Platform, actor.AccountId) { OrganisationId = survey.OwnerId, Digest = survey.Digest, Note = survey.Title, Demonstration = survey.Demonstration }, values, clock, cancel);
        if (!(await Kept(db, actor, survey, "survey.publish", new { index, survey.Digest, table.Answers, values = values.Count }, clock, cancel)).Accepted(out _, out refusal)) return refusal;
        await transaction.CommitAsync(cancel);
        return survey;
    }

    // The whole for the office that asks, the regions for their offices.
    static async Task<List<(string, Period, OrganisationId, decimal?)>> Values(ZhiceDb db, Survey survey, SurveyDefinition definition, SurveyTable table, decimal index, CancellationToken cancel)
    {
        var values = new List<(string, Period, OrganisationId, decimal?)>();
        var year = Period.OfYear(survey.Year);
        var codes = table.Result.Regions.Where(r => r.Value.Value is not null).Select(r => r.Key).ToList();
        var offices = await db.Organisations.AsNoTracking().Where(o => o.Kind == OrganisationKind.LocalOffice && o.DivisionCode != null && codes.Contains(o.DivisionCode) && o.ValidTo == null && o.Id != survey.OwnerId)
            .Select(o => new { o.Id, o.DivisionCode }).ToListAsync(cancel);
        if (definition.IndexElement is { } element && StatisticsFiles.InUse.Elements.ContainsKey(element))
            values.AddRange([(element, year, survey.OwnerId, index), .. offices.Select(o => (element, year, o.Id, table.Result.Regions[o.DivisionCode!].Value))]);
        if (definition.AnswersElement is { } answers && StatisticsFiles.InUse.Elements.ContainsKey(answers))
            values.AddRange([(answers, year, survey.OwnerId, table.Result.Index.Answers), .. offices.Select(o => (answers, year, o.Id, (decimal?)table.Result.Regions[o.DivisionCode!].Answers))]);
        return values;
    }

    /// <summary>The result as it was published.</summary>
    public static SurveyTable Published(Survey survey)
    {
        ArgumentNullException.ThrowIfNull(survey);
        return JsonSerializer.Deserialize<SurveyTable>(survey.Body, TermsJson.Options)!;
    }

    /// <summary>What is kept of a token.</summary>
    internal static string TokenHash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    static async Task<Outcome<Survey>> Find(ZhiceDb db, Actor actor, SurveyId id, int? version, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var row = await (from survey in db.Surveys.AsTracking() where survey.Id == id join owner in db.Organisations on survey.OwnerId equals owner.Id select new { survey, owner.Path }).FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("survey.missing");
        if (!AccessPolicy.MayPublish(actor, row.Path)) return new Forbidden("access.denied");
        return version is null || row.survey.Version == version ? row.survey : new Blocked("survey.changed");
    }

    static async Task<Outcome<Survey>> Kept(ZhiceDb db, Actor actor, Survey survey, string action, object details, TimeProvider clock, CancellationToken cancel)
    {
        survey.Version++;
        AuditLog.Append(db, actor, clock.GetUtcNow(), action, $"survey/{survey.Id.Value}", details);
        try
        {
            await db.SaveChangesAsync(cancel);
            return survey;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Blocked("survey.changed");
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,59}$")]
    private static partial Regex Address();
}

/// <summary>How often each value of a scale question was given.</summary>
/// <param name="Question">Its code.</param>
/// <param name="Counts">Answers by value: 0 不了解, then 1 to 5.</param>
public sealed record QuestionCounts(string Question, IReadOnlyList<int> Counts);

/// <summary>A survey as tabulated.</summary>
/// <param name="Result">The estimates.</param>
/// <param name="Answers">All answers, those without a score included.</param>
/// <param name="Invited">Invitations that were made.</param>
/// <param name="ByInvitation">Answers by invitation.</param>
/// <param name="Refused">Answers refused because too many came from one place.</param>
/// <param name="Quota">Answers wanted.</param>
/// <param name="Questions">The scale questions.</param>
/// <param name="Divisions">Names of the divisions by code.</param>
public sealed record SurveyTable(SurveyResult Result, int Answers, int Invited, int ByInvitation, int Refused, long Quota, IReadOnlyList<QuestionCounts> Questions, IReadOnlyDictionary<string, string> Divisions);
