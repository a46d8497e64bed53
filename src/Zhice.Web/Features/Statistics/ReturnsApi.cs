using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>报表接口: what an office owes, its sheet with what the platform holds, the checks, a file taken into the draft, and the sending, for programs of the office; the rules are those of the page.</summary>
public static class ReturnsApi
{
    const long Largest = 5L * 1024 * 1024;
    const int LongestKey = 150;

    /// <summary>What is to be checked.</summary>
    /// <param name="Texts">Texts by element.</param>
    public sealed record Cells(IReadOnlyDictionary<string, string>? Texts);

    /// <summary>What is sent.</summary>
    /// <param name="Version">The version that the program has read.</param>
    /// <param name="Texts">Texts by element; held figures are not taken.</param>
    /// <param name="Answers">Answers to findings, by their keys.</param>
    public sealed record Sending(int Version, IReadOnlyDictionary<string, string>? Texts, IReadOnlyDictionary<string, string>? Answers);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/statistics/returns", Due);
        routes.MapGet("/api/v1/statistics/returns/{id:long}", Show);
        routes.MapPost("/api/v1/statistics/returns/{id:long}/check", Check);
        routes.MapPost("/api/v1/statistics/returns/{id:long}/send", Send);
        routes.MapPost("/api/v1/statistics/returns/{id:long}/file", Take).WithMetadata(new RequestSizeLimitAttribute(Largest));
    }

    static async Task<IResult> Due(Visit visit, ZhiceDb db, CancellationToken cancel) => visit.Actor.IsPublic ? Answer.Problem(visit, new Forbidden("access.denied"))
        : Results.Json(new
        {
            returns = (await StatisticsDuties.Returns(db, visit.Actor, visit.Today, cancel)).Select(r => new { id = r.Return.Value, title = r.Title, office = r.Code, dueOn = r.Due, overdue = visit.Today > r.Due, self = $"/api/v1/statistics/returns/{r.Return.Value}" }),
        }, JsonSerializerOptions.Web);

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await ReturnSheets.Open(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var sheet, out var refusal)) return Answer.Problem(visit, refusal);
        var (answers, _) = await DisputeFigure.Of(db, new(id), cancel);
        return Results.Json(new
        {
            id, form = sheet.Form.Code, period = sheet.Period.ToString(), office = sheet.Office.Code, version = sheet.Return.Version, stage = sheet.Round.StageOn(visit.Today).ToString(),
            sheet.Round.OpensOn, sheet.Round.DueOn, sheet.Round.LocksOn, sheet.Return.SentAt, sheet.Return.FirstSentAt,
            cells = sheet.Elements.Select(e => new
            {
                element = e.Code, name = StatisticsWords.Name(visit.Words, e), unit = e.Unit.Text, text = sheet.Texts.GetValueOrDefault(e.Code), held = sheet.Held.ContainsKey(e.Code),
                from = sheet.Held.TryGetValue(e.Code, out var held) ? visit.Words.Of(held.From) : null, yearBefore = sheet.Background.YearBefore.TryGetValue(e.Code, out var before) ? before : (decimal?)null,
            }),
            checks = FillReturn.Said(sheet.Check(), visit.Words), answers = answers.Select(a => new { finding = a.Finding, said = StatisticsWords.Shown(visit.Words, a.Shown), a.Answer, a.By, a.At }),
        }, JsonSerializerOptions.Web);
    }

    static async Task<IResult> Check(long id, [FromBody] Cells cells, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!FillReturn.Fits(cells.Texts)) return TooLong(visit);
        return (await ReturnSheets.Open(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var sheet, out var refusal)
            ? Results.Json(FillReturn.Said(sheet.Check(cells.Texts!), visit.Words), JsonSerializerOptions.Web) : Answer.Problem(visit, refusal);
    }

    // Repeated under its key, the last sending says what it did and does nothing; an older one finds that the version has moved on.
    static async Task<IResult> Send(long id, [FromBody] Sending sent, [FromHeader(Name = "Idempotency-Key")] string? key, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (visit.Actor.AccountId is not { } account) return Answer.Problem(visit, new Forbidden("access.denied"));
        if (key is not { Length: > 0 and <= LongestKey }) return Answer.Problem(visit, new Invalid(new Defect("load.key")));
        if (!FillReturn.Fits(sent.Texts) || sent.Answers is { Count: > 400 } || sent.Answers?.Values.Any(a => a is null) == true) return TooLong(visit);
        var answers = sent.Answers ?? new Dictionary<string, string>();
        var (mine, digest) = ($"{account.Value}:{key}:", Digest(sent.Version, sent.Texts!, answers));
        ReturnId sheet = new(id);
        if (await db.VisibleReturns(visit.Actor).AsNoTracking().Where(r => r.Id == sheet).Select(r => r.RequestKey).FirstOrDefaultAsync(cancel) is { } last && last.StartsWith(mine, StringComparison.Ordinal))
            return last == mine + digest ? await Done(200, known: true) : Answer.Problem(visit, new Blocked("return.key-reused"));
        return (await ReturnDesk.Send(db, visit.Actor, sheet, new ReturnContent(sent.Version, sent.Texts!, answers) { RequestKey = mine + digest }, clock, cancel)).Accepted(out _, out var refusal)
            ? await Done(201, known: false) : Answer.Problem(visit, refusal);

        async Task<IResult> Done(int status, bool known)
        {
            var now = await db.StatisticalReturns.AsNoTracking().Where(r => r.Id == sheet).Select(r => new { r.Version, r.SentAt, r.FirstSentAt, r.Filled, r.Asked }).SingleAsync(cancel);
            return Results.Json(new { id, now.Version, now.SentAt, now.FirstSentAt, now.Filled, now.Asked, known }, JsonSerializerOptions.Web, statusCode: status);
        }
    }

    static async Task<IResult> Take(long id, int? version, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await ReturnSheets.Open(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var sheet, out var refusal)) return Answer.Problem(visit, refusal);
        if (!ReturnDesk.MayFill(visit.Actor, sheet.Office.Path)) return Answer.Problem(visit, new Forbidden("access.denied"));
        var name = http.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) == true ? "api.csv" : "api.xlsx";
        if (!(await ReturnFile.Keep(db, visit, sheet, http.Body, name, version ?? -1, clock, cancel)).Accepted(out var kept, out refusal)) return Answer.Problem(visit, refusal);
        if (kept.Faults.Count > 0)
            return Answer.Problem(visit, new Invalid([.. kept.Faults.Take(20).Select(f => f.Fault)]), null, new KeyValuePair<string, object?>("cells", kept.Faults.Take(100).Select(f => new { cell = f.Cell, message = visit.Words.Of(f.Fault) })));
        return Results.Json(new { id, version = sheet.Return.Version + 1, filled = kept.Filled, emptied = kept.Emptied, left = kept.Left, ignored = kept.Ignored }, JsonSerializerOptions.Web);
    }

    static IResult TooLong(Visit visit) => Answer.Problem(visit, new Invalid(new Defect("return.long", null, ReturnDesk.LongestCell, ReturnDesk.LongestAnswer)));

    static string Digest(int version, IReadOnlyDictionary<string, string> texts, IReadOnlyDictionary<string, string> answers) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        JsonSerializer.Serialize(new { version, texts = texts.OrderBy(t => t.Key, StringComparer.Ordinal), answers = answers.OrderBy(a => a.Key, StringComparer.Ordinal) }))));
}
