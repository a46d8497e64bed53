using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Statistics;

/// <summary>一期填报: how complete and timely it is by level, and the returns of the offices in reach.</summary>
public static class ShowRound
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    /// <summary>A return.</summary>
    public sealed record Row(StatisticalReturn Return, string Code, string Office, DivisionLevel? Level, bool Late, int Answers)
    {
        /// <summary>What the platform holds of it where it was not sent.</summary>
        public HeldReturn Held { get; init; }
        /// <summary>The office's liaison person; null where there is none.</summary>
        public string? Liaison { get; init; }
        /// <summary>Figures that were sent, that the platform holds, or that stand in the draft.</summary>
        public int Filled => Return.SentAt is null ? Math.Max(Held.Figures, Return.Filled) : Return.Filled;
    }

    /// <summary>The page.</summary>
    public sealed record View(CollectionRound Round, FormDefinition Form, string Owner, IReadOnlyList<LevelProgress> Levels, IReadOnlyList<Row> Rows, int Page, int Total, bool Waiting)
    {
        /// <summary>True where the reader may change the days, give an office longer, and withdraw it.</summary>
        public bool MayChange { get; init; }
        /// <summary>What was typed to change it.</summary>
        public ChangeRound.Form? Typed { get; init; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics/collections/{id:long}", Show).Inside();
        routes.MapGet("/statistics/collections/{id:long}/returns.csv", Export).Inside();
        routes.MapGet("/statistics/collections/{id:long}/returns.xlsx", Export).Inside();
    }

    /// <summary>The page's view. <c>collection.missing</c> where it may not be seen.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, CollectionId id, int page, bool waiting, int size, CancellationToken cancel)
    {
        var found = await (
            from round in db.VisibleCollections(actor)
            join owner in db.Organisations on round.OwnerId equals owner.Id
            where round.Id == id
            select new { round, owner.Name, owner.Path }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (found is null || !StatisticsFiles.InUse.Forms.TryGetValue(found.round.Form, out var form)) return new Missing("collection.missing");
        var returns = db.AskedReturns(actor, found.round);
        var held = await CollectionDesk.Held(db, actor, found.round, cancel);
        var whole = held.Where(h => h.Value.Whole).Select(h => h.Key).ToList();
        if (waiting) returns = returns.Where(r => r.SentAt == null && !whole.Contains(r.OrganisationId));
        var total = await returns.CountAsync(cancel);
        page = Paging.Within(page, total, size);
        var rows = await (
            from sheet in returns
            join office in db.Organisations on sheet.OrganisationId equals office.Id
            orderby office.Level, office.Code
            select new { sheet, office.Code, office.Name, office.Level, Answers = db.FindingAnswers.Count(a => a.ReturnId == sheet.Id) }).AsNoTracking().Skip((page - 1) * size).Take(size).ToListAsync(cancel);
        var liaisons = await Liaisons.Of(db, [.. rows.Select(r => r.sheet.OrganisationId)], cancel);
        return new View(found.round, form, found.Name, await CollectionDesk.Progress(db, actor, found.round, cancel, held),
            [.. rows.Select(r => new Row(r.sheet, r.Code, r.Name, r.Level, r.sheet.FirstSentAt is { } at && Domain.Calendar.ChinaTime.DayOf(at) > found.round.DueOn, r.Answers) { Held = r.sheet.SentAt is null ? held.GetValueOrDefault(r.sheet.OrganisationId) : default, Liaison = liaisons.GetValueOrDefault(r.sheet.OrganisationId) })], page, total, waiting)
        {
            MayChange = found.round.WithdrawnAt is null && CollectionDesk.MayOpen(actor, found.Path),
        };
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), int.TryParse(visit.Asked("page"), out var page) ? page : 1, visit.Asked("waiting") == "1", PageSize, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<CollectionPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, new(id), 1, visit.Asked("waiting") == "1", 5_000, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile($"{view.Form.Code}-{Period.FromKey(view.Round.Period)}",
            [new(words["stat.code"]), new(words["stat.office"], 30), new(words["stat.level"]), new(words["stat.sent-at"]), new(words["stat.late"]), new(words["stat.filled"]), new(words["stat.asked"]), new(words["filings.answers"]), new(words["stat.own-lock"]), new(words["stat.own-lock-why"], 30), new(words["liaison.person"])],
            view.Rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.Code), Cell.Of(words.Organisation(r.Code, r.Office)), Cell.Of(r.Level is { } level ? words.Of(level) : null),
                Cell.Of(r.Return.SentAt is { } at ? Visit.Moment(at) : r.Held.Whole ? words["stat.held"] : null), Cell.Of(r.Late ? words["stat.late"] : null), Cell.Of((decimal)r.Filled), Cell.Of((decimal)r.Return.Asked), Cell.Of(r.Answers), Cell.Of(r.Return.LocksOn), Cell.Of(r.Return.ExtensionReason), Cell.Of(r.Liaison)]))
            .As(visit.Path, cancel);
    }
}
