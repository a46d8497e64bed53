using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Submitting;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Submitting;

/// <summary>引用指标数据: which figures of the platform stand beside a task. They are read, never typed.</summary>
public static class ChooseFigures
{
    /// <summary>A figure that may be taken.</summary>
    /// <param name="Field">The figure as it would be taken, or as it was.</param>
    /// <param name="Chosen">True where the task holds it.</param>
    /// <param name="Likely">True where the indicator's name resembles the task's words.</param>
    public sealed record Offer(IndicatorField Field, bool Chosen, bool Likely);

    /// <summary>The page.</summary>
    public sealed record View(OpenedSubmission Opened, BodyItem Item, IReadOnlyList<Offer> Offers)
    {
        /// <summary>Address of the task.</summary>
        public string At => $"/submissions/{Opened.Submission.Id.Value}/items/{Item.Key}";
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/submissions/{id:long}/items/{key}/figures", Show);
        routes.MapPost("/submissions/{id:long}/items/{key}/figures", Save).DisableAntiforgery();
    }

    /// <summary>The page's view: what is chosen first, then what resembles the task, then the rest in the order of names.</summary>
    public static async Task<Outcome<View>> Load(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, SubmissionId id, string key, DateOnly today, CancellationToken cancel)
    {
        if (!(await SubmissionDesk.ToWrite(db, actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (opened.Body.Items.FirstOrDefault(i => i.Key == key) is not { } item) return new Missing("submission.item-missing");
        var figures = await SubmissionFigures.Of(db, actor, catalogue, opened.Office, opened.Programme.Year, today, cancel);
        var chosen = item.Fields ?? [];
        var words = item.Title + string.Concat(item.Paragraphs.SelectMany(p => p.Sentences).Select(s => s.Commitment?.Words).Distinct());
        return new View(opened, item,
        [
            .. chosen.Select(field => new Offer(field, true, true)),
            .. figures.Values.Where(f => chosen.All(c => c.Indicator != f.Indicator)).Select(f => new Offer(f, false, TargetDesk.Likeness(f.Name, words) >= TargetDesk.LeastLike))
                .OrderByDescending(o => o.Likely).ThenBy(o => o.Field.Name, StringComparer.Ordinal),
        ]);
    }

    static async Task<IResult> Show(long id, string key, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel) =>
        (await Load(db, visit.Actor, catalogue, new(id), key, visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<SubmissionFiguresPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Save(long id, string key, HttpRequest http, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (!(await Load(db, visit.Actor, catalogue, new(id), key, visit.Today, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var figures = view.Offers.ToDictionary(o => o.Field.Indicator, o => o.Field, StringComparer.Ordinal);
        var codes = form["indicator"].OfType<string>().ToList();
        var saved = await SubmissionDesk.Save(db, visit.Actor, new(id), int.TryParse(form["revision"], out var revision) ? revision : 0, $"figures/{key}",
            body => body.Items.FirstOrDefault(i => i.Key == key)?.Fields ?? [],
            body => body.Items.FirstOrDefault(i => i.Key == key) is { } item
                ? BodyEditing.Choose(item, codes, figures).Accepted(out var with, out var wrong) ? body.With(with) : wrong
                : new Missing("submission.item-missing"),
            clock, cancel);
        if (saved.Accepted(out _, out refusal)) return Answer.Done(visit, $"/submissions/{id}/items/{key}", "submission.figures-saved");
        db.ChangeTracker.Clear();
        return Answer.Again<SubmissionFiguresPage>(visit, view with { Offers = [.. view.Offers.Select(o => o with { Chosen = codes.Contains(o.Field.Indicator) })] }, refusal);
    }
}
