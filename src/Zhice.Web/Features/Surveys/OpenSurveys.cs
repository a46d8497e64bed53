using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Surveys;
using Zhice.Domain;
using Zhice.Domain.Surveys;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Surveys;

/// <summary>满意度调查的公开页: what runs, what was published, and how it was computed.</summary>
public static class OpenSurveys
{
    /// <summary>Surveys a page.</summary>
    public const int PageSize = 30;

    /// <summary>The list.</summary>
    public sealed record ListView(IReadOnlyList<Survey> Rows, int Page, int Total, DateOnly Today);

    /// <summary>A survey; its result where it is published.</summary>
    public sealed record View(Survey Survey, SurveyDefinition Definition, SurveyTable? Table, bool Open, bool Draft);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/open/surveys", List);
        routes.MapGet("/open/surveys/method", () => Answer.Page<MethodPage>());
        routes.MapGet("/open/surveys/{release}", Show);
        routes.MapGet("/open/surveys/{release}/data.csv", Data);
        routes.MapGet("/open/surveys/{release}/data.xlsx", Data);
    }

    static async Task<IResult> List(int? page, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var known = db.Surveys.Where(s => s.State != SurveyState.Draft);
        var total = await known.CountAsync(cancel);
        var at = Paging.Within(page ?? 1, total, PageSize);
        return Answer.Page<OpenSurveysPage>(new ListView(await known.AsNoTracking().OrderByDescending(s => s.Year).ThenByDescending(s => s.Id).Skip((at - 1) * PageSize).Take(PageSize).ToListAsync(cancel), at, total, visit.Today));
    }

    static async Task<View?> Find(ZhiceDb db, string code, DateOnly today, CancellationToken cancel) =>
        await db.Surveys.AsNoTracking().FirstOrDefaultAsync(s => s.Code == code && s.State != SurveyState.Draft, cancel) is { } survey
            ? new View(survey, SurveyFiles.Of(survey), survey.State == SurveyState.Published ? SurveyDesk.Published(survey) : null, survey.TakesOn(today), false) : null;

    static async Task<IResult> Show(string release, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        await Find(db, release, visit.Today, cancel) is { } view ? Answer.Page<ResultPage>(view) : Answer.Refused(visit, new Missing("survey.missing"));

    static async Task<IResult> Data(string release, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        await Find(db, release, visit.Today, cancel) is { Table: { } table } view ? await File(view.Survey, view.Definition, table, visit, cancel) : Answer.Refused(visit, new Missing("survey.missing"));

    /// <summary>The result by region and group as a file; figures of fewer than five answers are left empty.</summary>
    internal static Task<Microsoft.AspNetCore.Http.HttpResults.FileStreamHttpResult> File(Survey survey, SurveyDefinition definition, SurveyTable table, Visit visit, CancellationToken cancel)
    {
        var words = visit.Words;
        IEnumerable<IReadOnlyList<Cell>> Rows()
        {
            yield return [Cell.Of(words["survey.whole"]), Cell.Of(words["survey.all-groups"]), Cell.Of((decimal?)null), Cell.Of(table.Quota), .. Cells(table.Result.Index)];
            foreach (var group in definition.Groups) yield return [Cell.Of(words["survey.whole"]), Cell.Of(words.IsEnglish ? group.EnglishName : group.Name), Cell.Of((decimal?)null), Cell.Of((decimal?)null), .. Cells(table.Result.Groups[group.Code])];
            foreach (var (code, estimate) in table.Result.Regions.OrderBy(r => r.Key, StringComparer.Ordinal)) yield return [Cell.Of(Place(code)), Cell.Of(words["survey.all-groups"]), Cell.Of((decimal?)null), Cell.Of((decimal?)null), .. Cells(estimate)];
            foreach (var stratum in table.Result.Strata)
                yield return [Cell.Of(Place(stratum.DivisionCode)), Cell.Of(definition.Groups.First(g => g.Code == stratum.Group) is var one && words.IsEnglish ? one.EnglishName : one.Name), Cell.Of(stratum.Population), Cell.Of(stratum.Quota), .. Cells(stratum.Estimate)];
        }
        string Place(string code) => words.Division(code, table.Divisions.GetValueOrDefault(code) ?? code);
        return new TableFile(survey.Code, [new(words["survey.division"], 24), new(words["survey.group"]), new(words["survey.population"]), new(words["survey.quota"]), new(words["survey.answers"]), new(words["survey.index"]), new(words["survey.margin"])], Rows()).As(visit.Path, cancel);
    }

    static Cell[] Cells(Estimate estimate) => [Cell.Of(estimate.Answers), Cell.Of(estimate.Value), Cell.Of(estimate.Margin)];
}
