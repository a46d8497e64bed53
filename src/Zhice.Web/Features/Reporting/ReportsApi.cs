using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Reporting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Reporting;

/// <summary>/api/v1/obligations/{id}/reports: the reports of an obligation, and a new one. Permissions are those of the pages.</summary>
public static class ReportsApi
{
    /// <summary>Most rows of a page.</summary>
    public const int Most = 200;

    /// <summary>Bytes of a request: 20,000 characters, escaped.</summary>
    internal const long Body = 2 * 1024 * 1024;

    /// <summary>A report in the list.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="State">Where it is on its way.</param>
    /// <param name="Revision">Number of the newest save.</param>
    /// <param name="From">First day of the period.</param>
    /// <param name="To">Last day.</param>
    /// <param name="BegunAt">When it was begun.</param>
    /// <param name="MovedAt">When it last moved on its way.</param>
    /// <param name="Draft">Address of its words.</param>
    public sealed record Item(long Id, ReportState State, int Revision, DateOnly From, DateOnly To, DateTimeOffset BegunAt, DateTimeOffset? MovedAt, string Draft);

    /// <summary>A page of the list.</summary>
    /// <param name="Items">Newest first.</param>
    /// <param name="Next">Address of the next page; null on the last.</param>
    public sealed record Page(IReadOnlyList<Item> Items, string? Next);

    /// <summary>A new report. Without words an empty draft is begun, or the open one answered; with any, all of from, to, status and result are needed.</summary>
    /// <param name="Copy">True to begin with the words of the last report.</param>
    /// <param name="From">First day of the period, 2026-01-01.</param>
    /// <param name="To">Last day.</param>
    /// <param name="Status">Name of the status.</param>
    /// <param name="Result">Name of the result.</param>
    /// <param name="Narrative">The narrative.</param>
    /// <param name="Commitments">Keys of the sentences.</param>
    public sealed record NewReport(bool? Copy, string? From, string? To, string? Status, string? Result, string? Narrative, IReadOnlyList<long>? Commitments)
    {
        /// <summary>True where it says something.</summary>
        internal bool Speaks => From is not null || To is not null || Status is not null || Result is not null || Narrative is not null || Commitments is not null;
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/obligations/{id:long}/reports", List);
        routes.MapPost("/api/v1/obligations/{id:long}/reports", Create).WithMetadata(new RequestSizeLimitAttribute(Body));
    }

    /// <summary>A page of the reports that the reader may see, newest first; pages from 1.</summary>
    public static async Task<Outcome<Page>> Run(ZhiceDb db, Actor actor, ObligationId id, int number, int size, CancellationToken cancel)
    {
        if (actor.IsPublic) return new Forbidden("access.denied");
        if (!await db.VisibleObligations(actor).AnyAsync(o => o.Id == id, cancel)) return new Missing("obligation.missing");
        var rows = await db.VisibleReports(actor).Where(r => r.ObligationId == id).OrderByDescending(r => r.Id).Skip((number - 1) * size).Take(size + 1).ToListAsync(cancel);
        var items = rows.Take(size).Select(r => new Item(r.Id.Value, r.State, r.Revision, r.From, r.To, r.CreatedAt, r.MovedAt, DraftApi.Address(r.Id))).ToList();
        var next = rows.Count > size ? string.Create(CultureInfo.InvariantCulture, $"/api/v1/obligations/{id.Value}/reports?size={size}&page={number + 1}") : null;
        return new Page(items, next);
    }

    static async Task<IResult> List(long id, int? page, int? size, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), Math.Clamp(page ?? 1, 1, 100_000), Math.Clamp(size ?? 50, 1, Most), cancel)).Accepted(out var found, out var refusal)
            ? TypedResults.Json(found, DraftApi.Json)
            : Answer.Problem(visit, refusal);

    static async Task<IResult> Create(
        long id, NewReport? asked, [FromHeader(Name = "Idempotency-Key")] string? key, HttpResponse response, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        asked ??= new NewReport(null, null, null, null, null, null, null);
        if (visit.Actor.IsPublic) return Answer.Problem(visit, new Forbidden("access.denied"));
        if (key is not null && (key.Length is 0 or > ReportRequests.LongestKey || key.AsSpan().ContainsAnyExceptInRange('!', '~')))
            return Answer.Problem(visit, new Invalid(new Defect("report.key", "Idempotency-Key")));
        ReportContent? content = null;
        if (asked.Speaks && !WriteReport.Read(asked.From, asked.To, asked.Status, asked.Result, asked.Narrative, asked.Commitments ?? []).Accepted(out content, out var refusal))
            return Answer.Problem(visit, refusal);
        (string, string)? named = key is null ? null : (key, Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { id, asked }))));
        if (!(await ReportRequests.Begin(db, visit.Actor, new(id), asked.Copy == true, content, named, clock, cancel)).Accepted(out var begun, out refusal))
            return Answer.Problem(visit, refusal);
        db.ChangeTracker.Clear();
        if (!(await DraftApi.Run(db, visit.Actor, begun.Report, clock, cancel)).Accepted(out var draft, out refusal)) return Answer.Problem(visit, refusal);
        response.Headers.Location = DraftApi.Address(begun.Report);
        response.Headers.ETag = draft.Tag;
        return TypedResults.Json(draft, DraftApi.Json, statusCode: begun.Begun ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
