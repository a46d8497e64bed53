using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Audit;
using Zhice.Domain.Calendar;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Audit;

/// <summary>审计日志: who did what to what, newest first, and how far the chain is sealed.</summary>
public static class ListAudit
{
    /// <summary>Entries a page.</summary>
    public const int PageSize = 50;

    /// <summary>What is asked for; null leaves a filter open.</summary>
    /// <param name="Action">Begin of an action, such as <c>account.</c>.</param>
    /// <param name="Subject">Begin of a subject, such as <c>document/12</c>.</param>
    /// <param name="Login">The account's login.</param>
    /// <param name="From">First day, Chinese time.</param>
    /// <param name="To">Last day, included.</param>
    /// <param name="Page">Page, from 1.</param>
    public sealed record Request(string? Action = null, string? Subject = null, string? Login = null, DateOnly? From = null, DateOnly? To = null, int Page = 1);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Entries">The page of entries.</param>
    /// <param name="Total">Entries that match.</param>
    /// <param name="All">Entries in the log.</param>
    /// <param name="Sealed">Entries linked into the chain.</param>
    /// <param name="Head">Hash of the newest sealed entry, hexadecimal; null before the first.</param>
    public sealed record View(Request Asked, IReadOnlyList<Row> Entries, int Total, int All, int Sealed, string? Head);

    /// <summary>One entry.</summary>
    public sealed record Row(AuditEntry Entry, string? Login, string Body)
    {
        /// <summary>Name of the key of a program that acted for the account; null where the person did.</summary>
        public string? Key { get; } = KeyOf(Body);

        static string? KeyOf(string body)
        {
            using var parsed = JsonDocument.Parse(body);
            return parsed.RootElement.TryGetProperty("key", out var key) ? key.GetString() : null;
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/audit", Handle);

    /// <summary>Loads a page of the log.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request request, CancellationToken cancel)
    {
        if (!AccessPolicy.MayReadAudit(actor)) return new Forbidden("access.denied");
        IQueryable<AuditEntry> entries = db.AuditEntries;
        if (request.Action is { } action) entries = entries.Where(e => e.Action.StartsWith(action));
        if (request.Subject is { } subject) entries = entries.Where(e => e.Subject.StartsWith(subject));
        if (request.Login is { } login) entries = entries.Where(e => db.Accounts.Any(a => a.Id == e.By && a.Login == login));
        if (request.From is { } from) entries = entries.Where(e => e.At >= Begin(from));
        if (request.To is { } to) entries = entries.Where(e => e.At < Begin(to.AddDays(1)));
        var total = await entries.CountAsync(cancel);
        var rows = await (
            from entry in entries
            orderby entry.Id descending
            from account in db.Accounts.Where(a => a.Id == entry.By).DefaultIfEmpty()
            select new { entry, Login = (string?)account.Login }).Skip((request.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var state = await db.AuditEntries.GroupBy(_ => 1).Select(g => new { All = g.Count(), Sealed = g.Count(e => e.Sequence != null) }).FirstOrDefaultAsync(cancel);
        var head = await db.AuditEntries.Where(e => e.Sequence != null).OrderByDescending(e => e.Sequence).Select(e => e.Hash).FirstOrDefaultAsync(cancel);
        return new View(request, rows.ConvertAll(r => new Row(r.entry, r.Login, Encoding.UTF8.GetString(r.entry.Body))), total,
            state?.All ?? 0, state?.Sealed ?? 0, head is null ? null : Convert.ToHexStringLower(head));
    }

    static DateTimeOffset Begin(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), ChinaTime.Offset).ToUniversalTime();

    static async Task<IResult> Handle(
        string? action, string? subject, string? login, DateOnly? from, DateOnly? to, int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new Request(Text(action), Text(subject), Text(login), from, to, Math.Clamp(page ?? 1, 1, 100_000)), cancel))
            .Accepted(out var view, out var refusal)
            ? Answer.Page<AuditPage>(view)
            : Answer.Refused(visit, refusal);

    static string? Text(string? typed) => typed?.Trim() is { Length: > 0 and <= 120 } text ? text : null;
}
