using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Statistics;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Statistics;

/// <summary>审核说明汇总: all answers that offices gave to checks in a round, and who has not answered, for the offices in the reader's reach.</summary>
public static class ShowAnswers
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    /// <summary>The page.</summary>
    /// <param name="Book">The round's questions and answers after the filter.</param>
    /// <param name="Asked">The filter.</param>
    /// <param name="Page">Number of the page.</param>
    public sealed record View(AnswerBook Book, AnswerFilter Asked, int Page)
    {
        /// <summary>The lines of the page.</summary>
        public IEnumerable<AnswerLine> Shown => Book.Lines.Skip((Page - 1) * PageSize).Take(PageSize);
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics/collections/{id:long}/answers", Show);
        routes.MapGet("/statistics/collections/{id:long}/answers.csv", Export);
        routes.MapGet("/statistics/collections/{id:long}/answers.xlsx", Export);
    }

    /// <summary>The page's view. Refusals: <c>collection.missing</c>, <c>answers.filter</c>.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Visit visit, CollectionId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(visit);
        if (!Read<Importance>(visit, "importance", out var importance, out var wrong) || !Read<AnswerState>(visit, "state", out var state, out wrong)) return wrong!;
        var filter = new AnswerFilter(visit.Asked("check"), importance, state, visit.Asked("office")?.Trim());
        if (!AccessPolicy.IsInside(visit.Actor)) return new Forbidden("access.denied");
        if (await AnswerBook.Load(db, visit.Actor, id, filter, cancel) is not { } book) return new Missing("collection.missing");
        return new View(book, filter, Paging.Within(int.TryParse(visit.Asked("page"), out var page) ? page : 1, book.Lines.Count, PageSize));
    }

    static bool Read<T>(Visit visit, string field, out T? value, out Refusal? wrong) where T : struct, Enum
    {
        (value, wrong) = (null, null);
        if (visit.Asked(field) is not { } text) return true;
        if (Enum.TryParse<T>(text, out var read) && Enum.IsDefined(read)) value = read;
        else wrong = new Invalid(new Defect("answers.filter", field, text));
        return wrong is null;
    }

    /// <summary>Name of a check: of a rule the element that it checks, of a pattern its own.</summary>
    internal static string CheckName(WordTable words, string check) =>
        SheetCheck.PatternNames.Contains(check) ? words[$"answers.pattern-{check}"]
        : StatisticsFiles.InUse.Rules.FirstOrDefault(r => r.Code == check) is { } rule ? $"{words.Of(rule.Kind)}{(words.IsEnglish ? ": " : "：")}{StatisticsWords.Name(words, StatisticsFiles.InUse.Elements[rule.Element])}" : check;

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit, new(id), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<AnswersPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await Run(db, visit, new(id), cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile($"answers-{view.Book.Form.Code}-{Period.FromKey(view.Book.Round.Period)}",
            [new(words["stat.code"]), new(words["stat.office"], 30), new(words["stat.level"]), new(words["answers.state"]), new(words["answers.importance"]), new(words["answers.check"], 26), new(words["filings.finding"], 60), new(words["filings.answer"], 50),
                new(words["filings.by"]), new(words["answers.at"], 18)],
            view.Book.Lines.Select(l => (IReadOnlyList<Cell>)[Cell.Of(l.Office.Code), Cell.Of(words.Organisation(l.Office.Code, l.Office.Name)), Cell.Of(l.Office.Level is { } level ? words.Of(level) : null), Cell.Of(words.Of(l.State)),
                Cell.Of(l.Importance is { } importance ? words.Of(importance) : null), Cell.Of(l.Check.Length == 0 ? null : CheckName(words, l.Check)), Cell.Of(l.Shown is null ? null : StatisticsWords.Shown(words, l.Shown)), Cell.Of(l.Answer), Cell.Of(l.By),
                Cell.Of(l.At is { } at ? Visit.Moment(at) : null)])).As(visit.Path, cancel);
    }
}
