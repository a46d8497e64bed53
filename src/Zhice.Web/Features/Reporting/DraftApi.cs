using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Reporting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Reporting;

/// <summary>/api/v1/reports/{id}/draft: the words of a report, read with an ETag and saved with If-Match, so that nobody writes over another's words.</summary>
public static partial class DraftApi
{
    /// <summary>How answers are written: names of states rather than numbers, Chinese as it is.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>What one save says.</summary>
    /// <param name="From">First day of the period.</param>
    /// <param name="To">Last day.</param>
    /// <param name="Status">The status claimed.</param>
    /// <param name="Result">The result claimed.</param>
    /// <param name="Narrative">The narrative.</param>
    /// <param name="Commitments">Keys of the sentences.</param>
    public sealed record Words(DateOnly From, DateOnly To, WorkStatus Status, WorkResult Result, string Narrative, IReadOnlyList<long> Commitments)
    {
        internal static Words Of(ReportContent content) =>
            new(content.From, content.To, content.Status, content.Result, content.Narrative, [.. content.Commitments.Select(c => c.Value)]);
    }

    /// <summary>A report as it stands.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="Obligation">The obligation's number.</param>
    /// <param name="State">Where it is on its way.</param>
    /// <param name="Version">Counts changes of any kind.</param>
    /// <param name="Revision">Number of the newest save.</param>
    /// <param name="SavedAt">When it was saved.</param>
    /// <param name="MayWrite">True when the reader may write on.</param>
    /// <param name="Words">What it says.</param>
    /// <param name="Page">Address of its page.</param>
    public sealed record Draft(long Id, long Obligation, ReportState State, int Version, int Revision, DateTimeOffset SavedAt, bool MayWrite, Words Words, string Page)
    {
        /// <summary>Its entity tag.</summary>
        [JsonIgnore]
        public string Tag => TagOf(Revision, Version);
    }

    /// <summary>What a save sends.</summary>
    /// <param name="From">First day of the period, 2026-01-01.</param>
    /// <param name="To">Last day.</param>
    /// <param name="Status">Name of the status.</param>
    /// <param name="Result">Name of the result.</param>
    /// <param name="Narrative">The narrative.</param>
    /// <param name="Commitments">Keys of the sentences.</param>
    public sealed record Save(string? From, string? To, string? Status, string? Result, string? Narrative, IReadOnlyList<long>? Commitments);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/reports/{id:long}/draft", Show);
        routes.MapPut("/api/v1/reports/{id:long}/draft", Put).WithMetadata(new RequestSizeLimitAttribute(ReportsApi.Body));
    }

    internal static string Address(ReportId id) => string.Create(CultureInfo.InvariantCulture, $"/api/v1/reports/{id.Value}/draft");

    /// <summary>Loads it. Refusals: those of <see cref="ReportCase.Load"/>.</summary>
    public static async Task<Outcome<Draft>> Run(ZhiceDb db, Actor actor, ReportId id, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await ReportCase.Load(db, actor, id, ChinaTime.Today(clock), cancel)).Accepted(out var found, out var refusal)) return refusal;
        var report = found.Report;
        var saved = await db.ReportRevisions.AsNoTracking().SingleAsync(r => r.ReportId == id && r.Number == report.Revision, cancel);
        return new Draft(id.Value, report.ObligationId.Value, report.State, report.Version, report.Revision, saved.At, found.May(WayAction.Write),
            Words.Of(ReportContent.Of(saved)), string.Create(CultureInfo.InvariantCulture, $"/reports/{id.Value}"));
    }

    static async Task<IResult> Show(long id, HttpContext http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, new(id), clock, cancel)).Accepted(out var draft, out var refusal)) return Answer.Problem(visit, refusal);
        http.Response.Headers.ETag = draft.Tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        return http.Request.Headers.IfNoneMatch == draft.Tag ? Results.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Json(draft, Json);
    }

    static async Task<IResult> Put(
        long id, Save save, [FromHeader(Name = "If-Match")] string? origin, HttpResponse response, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var report = new ReportId(id);
        if (string.IsNullOrWhiteSpace(origin))
            return Answer.Problem(visit, new Invalid(new Defect("report.if-match-needed", "If-Match")), StatusCodes.Status428PreconditionRequired);
        if (Tag().Match(origin.Trim()) is not { Success: true } tag || !int.TryParse(tag.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var revision)
            || !int.TryParse(tag.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out var version))
            return Answer.Problem(visit, new Invalid(new Defect("report.if-match", "If-Match")));
        if (!WriteReport.Read(save.From, save.To, save.Status, save.Result, save.Narrative, save.Commitments ?? []).Accepted(out var content, out var refusal))
            return Answer.Problem(visit, refusal);
        if ((await ReportDesk.Save(db, visit.Actor, report, new SaveOrigin(version, revision), content, clock, cancel)).Accepted(out var saved, out refusal))
        {
            response.Headers.ETag = TagOf(saved.Revision, saved.Version);
            return TypedResults.Json(new { id, saved.Version, saved.Revision, SavedAt = saved.At }, Json);
        }
        return refusal.Code == "report.conflict" ? await Both(db, visit, report, revision, content, response, refusal, clock, cancel) : Answer.Problem(visit, refusal);
    }

    // The second of two who write at once: 412 with both versions, a proposal that holds what both wrote, and the tag to send it with.
    static async Task<IResult> Both(
        ZhiceDb db, Visit visit, ReportId id, int began, ReportContent mine, HttpResponse response, Refusal refusal, TimeProvider clock, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        if (!(await Run(db, visit.Actor, id, clock, cancel)).Accepted(out var draft, out var unseen)) return Answer.Problem(visit, unseen);
        var saves = await db.ReportRevisions.AsNoTracking().Where(r => r.ReportId == id && (r.Number == began || r.Number == draft.Revision)).ToListAsync(cancel);
        var theirs = ReportContent.Of(saves.Single(r => r.Number == draft.Revision));
        var origin = saves.Find(r => r.Number == began) is { } start ? ReportContent.Of(start) : mine;
        response.Headers.ETag = draft.Tag;
        return Answer.Problem(visit, refusal, StatusCodes.Status412PreconditionFailed,
            new("yours", JsonSerializer.SerializeToElement(Words.Of(mine), Json)),
            new("theirs", JsonSerializer.SerializeToElement(draft, Json)),
            new("joined", JsonSerializer.SerializeToElement(Words.Of(WriteReport.Join(origin, theirs, mine)), Json)));
    }

    static string TagOf(int revision, int version) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}.{version}\"");

    [GeneratedRegex("^\"([0-9]{1,9})\\.([0-9]{1,9})\"$")]
    private static partial Regex Tag();
}
