using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Zhice.Data;
using Zhice.Domain;
using Zhice.Domain.Calendar;
using Zhice.Domain.Statistics;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Statistics;

/// <summary>开放数据: published figures for everyone under an address that stays, as page, CSV and JSON, in every revision, and as known on a day.</summary>
public static class OpenData
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>A release on the list.</summary>
    public sealed record Row(string Code, string Title, int Period, int Revision, DateTimeOffset PublishedAt, string Owner, bool Demonstration);

    /// <summary>The list.</summary>
    public sealed record ListView(IReadOnlyList<Row> Rows, int Page, int Total);

    /// <summary>A revision on the list of them.</summary>
    public sealed record Revision(int Number, DateTimeOffset PublishedAt, string? Reason, string Digest, string Link);

    /// <summary>A release.</summary>
    /// <param name="Release">The revision that is shown.</param>
    /// <param name="Owner">Who publishes.</param>
    /// <param name="Body">Its figures.</param>
    /// <param name="Revisions">All published revisions, the newest first.</param>
    public sealed record View(StatisticalRelease Release, string Owner, ReleaseBody Body, IReadOnlyList<Revision> Revisions)
    {
        /// <summary>Offices of the rows that ended within the period, as is known now: their day, and who took their places.</summary>
        public IReadOnlyList<Ended> Ended { get; init; } = [];
    }

    /// <summary>An office that ended within the period of a release: it answers for its part of it.</summary>
    public sealed record Ended(string Code, string Name, DateOnly On, IReadOnlyList<string> Heirs);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/open/statistics", List);
        routes.MapGet("/open/statistics/method", () => Answer.Page<OpenMethodPage>());
        routes.MapGet("/open/statistics/{release}", Show);
        routes.MapGet("/open/statistics/{release}/data.csv", Csv);
        routes.MapGet("/open/statistics/{release}/data.xlsx", Csv);
        routes.MapGet("/open/statistics/{release}/data.json", Json);
    }

    /// <summary>A published revision: the newest, the one asked for by number, or the newest that was published by the end of a day in China.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, string code, int? number, DateOnly? known, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var published = await (
            from release in db.StatisticalReleases
            join step in db.ReleaseSteps on release.Id equals step.ReleaseId
            where release.Code == code && release.State >= ReleaseState.Published && step.To == ReleaseState.Published
            orderby release.Revision descending
            select new { release.Id, Revision = new Revision(release.Revision, step.At, release.Reason, release.Digest, release.Link!) }).AsNoTracking().Take(100).ToListAsync(cancel);
        var wanted = published.FirstOrDefault(p => (number is null || p.Revision.Number == number) && (known is null || ChinaTime.DayOf(p.Revision.PublishedAt) <= known));
        if (wanted is null) return new Missing("open.missing");
        var row = await (
            from release in db.StatisticalReleases
            join owner in db.Organisations on release.OwnerId equals owner.Id
            where release.Id == wanted.Id
            select new { release, owner.Name }).AsNoTracking().FirstAsync(cancel);
        return new View(row.release, row.Name, ReleaseBody.Read(row.release.Body), [.. published.Select(p => p.Revision)]);
    }

    // What cannot be read is refused: who asks for the figures of a day is not given those of today.
    static async Task<Outcome<View>> Asked(string release, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        int? number = null;
        DateOnly? known = null;
        if (visit.Asked("revision") is { Length: > 0 } revision)
        {
            if (!int.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var asked)) return new Invalid(new Defect("open.revision-wrong", "revision", revision));
            number = asked;
        }
        if (visit.Asked("known") is { Length: > 0 } day)
        {
            if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked)) return new Invalid(new Defect("indicator.known-wrong", "known", day));
            known = asked;
        }
        return await Run(db, release, number, known, cancel);
    }

    static async Task<IResult> List(Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        // Of each release its newest published revision.
        var visible = db.StatisticalReleases.Where(r => r.State >= ReleaseState.Published
            && !db.StatisticalReleases.Any(later => later.Code == r.Code && later.Revision > r.Revision && later.State >= ReleaseState.Published));
        var total = await visible.CountAsync(cancel);
        var page = Paging.Within(int.TryParse(visit.Asked("page"), out var asked) ? asked : 1, total, PageSize);
        var rows = await (
            from release in visible
            join owner in db.Organisations on release.OwnerId equals owner.Id
            join step in db.ReleaseSteps on release.Id equals step.ReleaseId
            where step.To == ReleaseState.Published
            orderby step.At descending, release.Code
            select new Row(release.Code, release.Title, release.Period, release.Revision, step.At, owner.Name, release.Demonstration)).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return Answer.Page<OpenListPage>(new ListView(rows, page, total));
    }

    static async Task<IResult> Show(string release, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Asked(release, visit, db, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<OpenReleasePage>(view with { Ended = await EndedWithin(db, view, cancel) }) : Answer.Refused(visit, refusal);

    static async Task<IReadOnlyList<Ended>> EndedWithin(ZhiceDb db, View view, CancellationToken cancel)
    {
        var period = Period.FromKey(view.Release.Period);
        var (first, last, rows) = (period.FirstDay, period.LastDay, view.Body.Rows.Select(r => r.Code).ToHashSet(StringComparer.Ordinal));
        var found = await (
            from succession in db.Successions
            join gone in db.Organisations on succession.PredecessorId equals gone.Id
            join heir in db.Organisations on succession.SuccessorId equals heir.Id
            where succession.WithdrawnAt == null && succession.On > first && succession.On <= last && gone.ValidTo == succession.On
            orderby gone.Code, heir.Code
            select new { gone.Code, gone.Name, succession.On, Heir = heir.Name }).AsNoTracking().Take(1_000).ToListAsync(cancel);
        return [.. found.Where(f => rows.Contains(f.Code)).GroupBy(f => f.Code).Select(g => new Ended(g.Key, g.First().Name, g.First().On, [.. g.Select(f => f.Heir)]))];
    }

    static async Task<IResult> Csv(string release, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await Asked(release, visit, db, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var (words, body) = (visit.Words, view.Body);
        var columns = ReleaseSheet.Of(body, words);
        // Figures before exclusions stand in a column of their own, wherever there are any.
        var shown = columns.SelectMany(c => c.Cells.Any(x => x.Before is not null) ? (IReadOnlyList<(ShownColumn Of, bool Before)>)[(c, false), (c, true)] : [(c, false)]).ToList();
        var (period, revision, invented) = (Cell.Of(body.Period), Cell.Of(view.Release.Revision), Cell.Of(view.Release.Demonstration ? words["release.invented"] : null));
        IReadOnlyList<Cell> total = [Cell.Of(null as string), Cell.Of(words[ReleaseSheet.TotalWord(body)]), .. shown.Select(c => Of(c.Of.Total, c.Before)), period, revision, invented];
        IReadOnlyList<Cell> covered = [Cell.Of(null as string), Cell.Of(words["indicator.coverage"]), .. shown.Select(c => Cell.Of(c.Before ? null : $"{c.Of.Covered}/{c.Of.Expected}")), period, revision, invented];
        IReadOnlyList<IReadOnlyList<Cell>> people = columns.All(c => c.People is null) ? [] : [[Cell.Of(null as string), Cell.Of(words["release.people", body.WeightsOf!.Value]), .. shown.Select(c => Cell.Of(c.Before ? null : c.Of.People)), period, revision, invented]];
        // What the office that publishes says of itself stands on lines of its own, wherever it is not what the rows make.
        IReadOnlyList<IReadOnlyList<Cell>> own = columns.All(c => c.Own is null) ? [] :
        [
            [Cell.Of(null as string), Cell.Of(words["release.own"]), .. shown.Select(c => c.Of.Own is { } said ? Of(said, c.Before) : Cell.Of(null as string)), period, revision, invented],
            [Cell.Of(null as string), Cell.Of(words["release.own-coverage"]), .. shown.Select(c => Cell.Of(c.Before || c.Of.Own is null ? null : $"{c.Of.OwnCoverage.Covered}/{c.Of.OwnCoverage.Expected}")), period, revision, invented],
        ];
        return await new TableFile($"{body.Code}-{view.Release.Revision}",
            [new(words["stat.code"]), new(words["stat.office"], 30), .. shown.Select(c => new TableColumn($"{c.Of.Name}（{c.Of.Unit}{(c.Before ? "，" + words["indicator.before"] : "")}）")), new(words["stat.period"]), new(words["release.revision"]), new(words["load.note"], 20)],
            [total, covered, .. people, .. own, .. body.Rows.Select((r, at) => (IReadOnlyList<Cell>)[Cell.Of(r.Code), Cell.Of(words.Organisation(r.Code, r.Name)), .. shown.Select(c => Of(c.Of.Cells[at], c.Before)), period, revision, invented])]).As(visit.Path, cancel);

        static Cell Of(ReleaseCell cell, bool before) => before ? Cell.Of(cell.Before?.Replace(",", "", StringComparison.Ordinal)) : cell.Value is { } value ? Cell.Of(value) : Cell.Of(cell.Text == "–" ? null : cell.Text);
    }

    // With the link before and the text that stands in the chain, anyone makes the link anew: SHA-256 of the one, a line break and the other.
    static async Task<string> Before(ZhiceDb db, StatisticalRelease release, CancellationToken cancel)
    {
        var place = release.Sequence - 1;
        return await db.StatisticalReleases.Where(r => r.Sequence == place).Select(r => r.Link).FirstOrDefaultAsync(cancel) ?? "";
    }

    // The figures are the very text that the digest was made of.
    static async Task<IResult> Json(string release, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await Asked(release, visit, db, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var before = await Before(db, view.Release, cancel);
        var linked = ReleaseBody.LinkedText(view.Release, view.Revisions.First(r => r.Number == view.Release.Revision).PublishedAt);
        // The first releases were chained by a shorter text.
        if (TextDigest.Of($"{before}\n{linked}") != view.Release.Link) linked = ReleaseBody.LinkedText(view.Release, null);
        var whole = new JsonObject
        {
            ["title"] = view.Release.Title, ["publisher"] = view.Owner, ["revision"] = view.Release.Revision, ["reason"] = view.Release.Reason, ["demonstration"] = view.Release.Demonstration,
            ["digest"] = view.Release.Digest, ["sequence"] = view.Release.Sequence, ["link"] = view.Release.Link, ["linkBefore"] = before, ["linkedText"] = linked, ["knownBatch"] = view.Release.KnownBatch, ["figures"] = JsonNode.Parse(view.Release.Body),
        };
        return Results.Text(whole.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), MediaTypeHeaderValue.Parse("application/json; charset=utf-8").ToString());
    }
}
