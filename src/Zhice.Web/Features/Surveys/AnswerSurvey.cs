using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Surveys;
using Zhice.Domain;
using Zhice.Domain.Surveys;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Surveys;

/// <summary>问卷: answered by everyone without an account, on a phone, and without script. Nothing is kept but the answer and its day.</summary>
public static class AnswerSurvey
{
    /// <summary>The page.</summary>
    /// <param name="Survey">The survey.</param>
    /// <param name="Definition">Its questionnaire.</param>
    /// <param name="Divisions">Divisions of its strata.</param>
    /// <param name="Invited">Group and division of a good invitation; null without one.</param>
    /// <param name="Token">The token as given.</param>
    /// <param name="Typed">What was typed, by name of the field.</param>
    /// <param name="Key">Key of the form.</param>
    /// <param name="Open">True when answers are taken today.</param>
    public sealed record View(Survey Survey, SurveyDefinition Definition, IReadOnlyList<(string Code, string Name)> Divisions, (string Group, string Division)? Invited, string? Token,
        IReadOnlyDictionary<string, string> Typed, string Key, bool Open);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/open/surveys/{release}/answer", Show);
        routes.MapPost("/open/surveys/{release}/answer", Take).RequireRateLimiting(LoginLimit.Name).DisableAntiforgery();
        routes.MapGet("/open/surveys/{release}/thanks", Thanks);
    }

    static async Task<View?> Find(ZhiceDb db, string code, string? token, IReadOnlyDictionary<string, string> typed, string key, DateOnly today, CancellationToken cancel)
    {
        var survey = await db.Surveys.AsNoTracking().FirstOrDefaultAsync(s => s.Code == code && s.State != SurveyState.Draft, cancel);
        if (survey is null) return null;
        var id = survey.Id;
        var divisions = await db.Divisions.AsNoTracking().Where(d => d.ValidTo == null && db.SurveyStrata.Any(s => s.SurveyId == id && s.DivisionCode == d.Code)).OrderBy(d => d.Code).Select(d => new { d.Code, d.Name }).ToListAsync(cancel);
        (string, string)? invited = null;
        if (token is { Length: > 0 } && await SurveyIntake.Invitation(db, id, token, cancel) is { Used: false } found) invited = (found.Group, found.DivisionCode);
        return new View(survey, SurveyFiles.Of(survey), [.. divisions.Select(d => (d.Code, d.Name))], invited, token, typed, key, survey.TakesOn(today));
    }

    static async Task<IResult> Show(string release, string? token, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        await Find(db, release, token, new Dictionary<string, string>(), Guid.NewGuid().ToString("N"), visit.Today, cancel) is { } view
            ? Answer.Page<AnswerPage>(view) : Answer.Refused(visit, new Missing("survey.missing"));

    static async Task<IResult> Take(string release, HttpContext context, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await context.Request.ReadFormAsync(cancel);
        var typed = form.Where(f => f.Key.Length <= 60).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        var token = form["token"].ToString() is { Length: > 0 and <= 100 } one ? one : null;
        if (await Find(db, release, token, typed, form["key"].ToString(), visit.Today, cancel) is not { } view) return Answer.Refused(visit, new Missing("survey.missing"));
        var values = view.Definition.Scales.Where(q => int.TryParse(form[q.Code], NumberStyles.None, CultureInfo.InvariantCulture, out _)).ToDictionary(q => q.Code, q => int.Parse(form[q.Code]!, CultureInfo.InvariantCulture), StringComparer.Ordinal);
        var texts = view.Definition.Questions.Where(q => q.Kind == QuestionKind.Text).ToDictionary(q => q.Code, q => form[q.Code].ToString(), StringComparer.Ordinal);
        var given = new GivenAnswer(form["group"].ToString(), form["division"].ToString(), values, texts, token, view.Key);
        return (await SurveyIntake.Take(db, release, given, context.Connection.RemoteIpAddress, clock, cancel)).Accepted(out _, out var refusal)
            ? Results.LocalRedirect($"/open/surveys/{release}/thanks") : Answer.Again<AnswerPage>(visit, view, refusal);
    }

    static async Task<IResult> Thanks(string release, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        await db.Surveys.AsNoTracking().FirstOrDefaultAsync(s => s.Code == release && s.State != SurveyState.Draft, cancel) is { } survey ? Answer.Page<ThanksPage>(survey) : Answer.Refused(visit, new Missing("survey.missing"));
}
