using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Supervision;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Supervision;

/// <summary>督办单: those that the reader's offices issue or answer, newest first.</summary>
public static class ListLetters
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    /// <summary>What is asked for; null leaves a filter open.</summary>
    public sealed record Request(LetterState? State = null, int Page = 1);

    /// <summary>One letter.</summary>
    public sealed record Row(UrgingLetter Letter, string Issuer, string IssuerCode, string Debtor, string DebtorCode, string Task);

    /// <summary>The page.</summary>
    public sealed record View(Request Asked, IReadOnlyList<Row> Rows, int Total, DateOnly Today);

    /// <summary>Most rows of an export.</summary>
    public const int Exported = 10_000;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/letters", Handle);
        routes.MapGet("/letters.csv", Export);
        routes.MapGet("/letters.xlsx", Export);
    }

    /// <summary>Loads a page.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request asked, DateOnly today, CancellationToken cancel, int size = PageSize)
    {
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var letters = Letters.Visible(db, actor);
        if (asked.State is { } state) letters = letters.Where(l => l.State == state);
        var total = await letters.CountAsync(cancel);
        var page = letters.OrderByDescending(l => l.Id).Skip((asked.Page - 1) * size).Take(size);
        var rows = await (
            from letter in page
            join issuer in db.Organisations on letter.IssuerId equals issuer.Id
            join debtor in db.Organisations on letter.DebtorId equals debtor.Id
            join obligation in db.Obligations on letter.ObligationId equals obligation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            orderby letter.Id descending
            select new Row(letter, issuer.Name, issuer.Code, debtor.Name, debtor.Code, task.Title)).ToListAsync(cancel);
        return new View(asked, rows, total, today);
    }

    static Request Asked(string? state, int? page) =>
        new(Enum.TryParse<LetterState>(state, out var known) && Enum.IsDefined(known) ? known : null, Math.Clamp(page ?? 1, 1, 10_000));

    static async Task<IResult> Export(string? state, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, Asked(state, 1), visit.Today, cancel, Exported)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile("letters",
            [
                new(words["letter.number"], 18), new(words["letter.about"], 40), new(words["letter.issuer"], 28), new(words["letter.debtor"], 28), new(words["letter.state"], 12),
                new(words["letter.answerBy"], 12), new(words["letter.demand"], 60),
            ],
            view.Rows.Select(r => (IReadOnlyList<Cell>)
            [
                Cell.Of(r.Letter.Reference ?? words["letter.unnumbered"]), Cell.Of(r.Task), Cell.Of(words.Organisation(r.IssuerCode, r.Issuer)),
                Cell.Of(words.Organisation(r.DebtorCode, r.Debtor)), Cell.Of(words.Of(r.Letter.State)), Cell.Of(r.Letter.AnswerBy), Cell.Of(r.Letter.Demand),
            ])).As(visit.Path, cancel);
    }

    static async Task<IResult> Handle(string? state, int? page, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        return (await Run(db, visit.Actor, Asked(state, page), visit.Today, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<LettersPage>(view) : Answer.Refused(visit, refusal);
    }
}
