using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Assessment;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Organisations;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Assessment;

/// <summary>一轮考核: the scoreboard with ranking, groups, map and firmness of places; for who organises, people and stages.</summary>
public static class ShowRound
{
    /// <summary>By how much weights are moved to see how firm a place is.</summary>
    public const decimal Change = 0.2m;

    /// <summary>An office on the scoreboard.</summary>
    public sealed record Row(Organisation Office, DateTimeOffset? SelfSentAt, SubjectScore? Score, RankedScore? Rank, PlaceRange? Range);

    /// <summary>A person of the round.</summary>
    public sealed record Member(string Login, string Name, MemberDuty Duty);

    /// <summary>A tile of the map.</summary>
    public sealed record Tile(int Column, int Row, Organisation Office, string Prefix, SubjectScore Score, int Place, int Fifth);

    /// <summary>The page.</summary>
    public sealed record View(RoundHead Head, IReadOnlyList<Row> Rows, IReadOnlyList<Tile> Tiles, IReadOnlyList<KeptScores.Published> Revisions, int? Revision, bool Organises, bool SeesAll, IReadOnlyList<Member> Members,
        int Sheets, int Scored, IReadOnlyList<(string Office, string Name, string Measure, string Ground, long Id)> Incentives);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assessment/rounds/{id:long}", Show);
        routes.MapGet("/assessment/rounds/{id:long}/scores.csv", Export);
        routes.MapGet("/assessment/rounds/{id:long}/scores.xlsx", Export);
        routes.MapPost("/assessment/rounds/{id:long}", Act).DisableAntiforgery();
    }

    /// <summary>The scoreboard: eleven commands at most.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, KeptScores kept, RoundId id, int? revision, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(kept);
        ArgumentNullException.ThrowIfNull(actor);
        if (await RoundBook.Head(db, actor, id, cancel) is not { } head) return new Missing("assess.round-missing");
        var subjects = await RoundBook.Listed(db, id, null, cancel);
        var (published, organises) = (head.Round.State == RoundState.Published, RoundMoves.MayOrganise(actor, head.Owner.Path));
        var seen = subjects.Where(s => head.MaySee(actor, s.Office)).ToList();
        if (!published && seen.Count == 0 && head.Person.Duties.Count == 0) return new Missing("assess.round-missing");
        var revisions = published ? await KeptScores.Revisions(db, id, cancel) : [];
        if (revision is { } asked && revisions.All(r => r.Revision != asked)) return new Missing("assess.round-missing");
        var seesAll = published || seen.Count == subjects.Count;
        // Who sees one office only is shown that one, and no place among others whom he does not see.
        var scores = seen.Count == 0 ? [] : await kept.Standing(db, head, revisions, revision, seesAll ? null : seen[0].Office.Code, cancel);
        var ranked = seesAll && scores.Count == subjects.Count ? Ranking.Of(scores).ToDictionary(r => r.Score.Office, StringComparer.Ordinal) : [];
        var ranges = ranked.Count == 0 ? [] : Ranking.Sensitivity(head.Scheme, [.. scores], Change).ToDictionary(r => r.Office, StringComparer.Ordinal);
        var byCode = scores.ToDictionary(s => s.Office, StringComparer.Ordinal);
        List<Row> rows = [.. seen.Select(s => new Row(s.Office, s.Subject.SelfSentAt, byCode.GetValueOrDefault(s.Office.Code), ranked.GetValueOrDefault(s.Office.Code), ranges.GetValueOrDefault(s.Office.Code)))
            .OrderBy(r => r.Rank?.Place ?? int.MaxValue).ThenBy(r => r.Office.Code, StringComparer.Ordinal)];
        var members = !organises ? [] : await (
            from member in db.RoundMembers
            join account in db.Accounts on member.AccountId equals account.Id
            where member.RoundId == id && member.EndedAt == null
            orderby member.Duty, account.Id
            select new Member(account.Login, account.DisplayName, member.Duty)).AsNoTracking().Take(500).ToListAsync(cancel);
        var sheets = !organises ? null : await db.ExpertSheets.Where(s => db.AssessmentSubjects.Any(x => x.Id == s.SubjectId && x.RoundId == id))
            .GroupBy(s => 1).Select(g => new { All = g.Count(), Scored = g.Count(s => db.ExpertScores.Any(e => e.SheetId == s.Id)) }).FirstOrDefaultAsync(cancel);
        var incentives = !published ? [] : await (
            from entry in db.IncentiveEntries
            join office in db.Organisations on entry.OrganisationId equals office.Id
            where entry.RoundId == id && entry.WithdrawnAt == null
            orderby entry.Id
            select new { office.Code, office.Name, entry.Measure, entry.Ground, entry.Id }).AsNoTracking().Take(200).ToListAsync(cancel);
        return new View(head, rows, Tiles(rows), revisions, revision, organises, seesAll, members, sheets?.All ?? 0, sheets?.Scored ?? 0, [.. incentives.Select(i => (i.Code, i.Name, i.Measure, i.Ground, i.Id))]);
    }

    static List<Tile> Tiles(List<Row> rows)
    {
        var ranked = rows.Where(r => r.Rank is not null && r.Office.Level == DivisionLevel.Province).ToList();
        return [.. ranked.Select((row, at) => (row, at, Prefix: row.Office.DivisionCode![..2])).Where(r => ProvinceTiles.Places.ContainsKey(r.Prefix))
            .Select(r => new Tile(ProvinceTiles.Places[r.Prefix].Column, ProvinceTiles.Places[r.Prefix].Row, r.row.Office, r.Prefix, r.row.Score!, r.row.Rank!.Place, 1 + r.at * 5 / ranked.Count))];
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, KeptScores kept, CancellationToken cancel) =>
        (await Run(db, visit.Actor, kept, new(id), int.TryParse(visit.Asked("revision"), out var revision) ? revision : null, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<RoundPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, Visit visit, ZhiceDb db, KeptScores kept, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, kept, new(id), int.TryParse(visit.Asked("revision"), out var revision) ? revision : null, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var (words, scheme) = (visit.Words, view.Head.Scheme);
        return await new TableFile($"assessment-{id}",
            [new(words["assess.place"], 8), new(words["assess.office"], 28), new(words["assess.code"], 16), new(words.Of(MarkColumn.Self)), new(words.Of(MarkColumn.Review)), new(words["assess.score"]),
                .. scheme.Groups.Select(g => new TableColumn(AssessmentWords.Title(words, g))), .. scheme.Items.Where(i => i.Rule is not VetoRule).Select(i => new TableColumn(AssessmentWords.Title(words, i))), new(words["assess.veto"])],
            view.Rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.Rank?.Place), Cell.Of(words.Organisation(r.Office.Code, r.Office.Name)), Cell.Of(r.Office.Code), Cell.Of(r.Score?.Self), Cell.Of(r.Score?.Review), Cell.Of(r.Score?.Total),
                .. scheme.Groups.Select(g => Cell.Of(r.Score?.Group(g.Code))), .. scheme.Items.Where(i => i.Rule is not VetoRule).Select((_, n) => Cell.Of(r.Score?.Items[n].Final)), Cell.Of(r.Score?.Vetoes.Sum(v => v.Points))])).As(visit.Path, cancel);
    }

    static async Task<IResult> Act(long id, HttpRequest http, Visit visit, ZhiceDb db, KeptScores kept, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var (round, actor) = (new RoundId(id), visit.Actor);
        var (said, refusal) = form["act"].ToString() switch
        {
            "move" => ("assess.moved-on", Why(await RoundDesk.Move(db, actor, round, Number(form["version"]), (RoundState)Number(form["to"]), clock, cancel))),
            "refresh" => ("assess.refreshed", Why(await RoundDesk.Refresh(db, actor, round, clock, cancel))),
            "name" => ("assess.named", Why(await RoundDesk.Name(db, actor, round, form["login"].ToString(), (MemberDuty)Number(form["duty"]), clock, cancel))),
            "recuse" => ("assess.recused", Why(await RoundDesk.Recuse(db, actor, round, form["person"].ToString(), form["office"].ToString().Trim(), form["reason"].ToString(), clock, cancel))),
            "deal" => ("assess.dealt", Why(await ExpertDesk.Deal(db, actor, round, clock, cancel))),
            "encourage" => ("assess.encouraged", Why(await IncentiveDesk.Add(db, actor, round, form["office"].ToString().Trim(), form["measure"].ToString(), form["ground"].ToString(), clock, cancel))),
            "withdraw" => ("assess.discouraged", Why(await IncentiveDesk.Withdraw(db, actor, round, Number(form["entry"]), form["reason"].ToString(), clock, cancel))),
            _ => ("", new Missing("assess.round-missing")),
        };
        if (refusal is null) return Answer.Done(visit, $"/assessment/rounds/{id}", said);
        db.ChangeTracker.Clear();
        return refusal is not (Forbidden or Missing) && (await Run(db, actor, kept, round, null, cancel)).Accepted(out var view, out _) ? Answer.Again<RoundPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    internal static Refusal? Why<T>(Outcome<T> outcome) where T : notnull => outcome.Accepted(out _, out var refusal) ? null : refusal;

    internal static int Number(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
