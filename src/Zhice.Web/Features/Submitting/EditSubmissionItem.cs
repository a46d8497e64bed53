using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Reporting;
using Zhice.Domain.Submitting;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Submitting;

/// <summary>修改一项任务的文字和佐证: paragraphs in text areas, and below them what stands behind each sentence. Works without script.</summary>
public static class EditSubmissionItem
{
    /// <summary>The page.</summary>
    /// <param name="Opened">The submission.</param>
    /// <param name="Item">The task as it stands.</param>
    /// <param name="Texts">Words in the text areas: what was typed, when the form is shown again.</param>
    /// <param name="Added">Words of new paragraphs, as typed.</param>
    /// <param name="Theirs">True where somebody else changed the task meanwhile: the page shows both.</param>
    /// <param name="Candidates">Evidence of the task's accepted reports and of the office, to link.</param>
    /// <param name="Reports">Accepted reports on the task, to link.</param>
    public sealed record View(
        OpenedSubmission Opened, BodyItem Item, IReadOnlyList<string> Texts, string Added, bool Theirs, IReadOnlyList<EvidenceSource> Candidates, IReadOnlyList<ReportSource> Reports)
    {
        /// <summary>Address of the page.</summary>
        public string At => $"/submissions/{Opened.Submission.Id.Value}/items/{Item.Key}";
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/submissions/{id:long}/items/{key}", Show);
        routes.MapPost("/submissions/{id:long}/items/{key}", Save).DisableAntiforgery();
        routes.MapPost("/submissions/{id:long}/items/{key}/links", Link).DisableAntiforgery();
    }

    /// <summary>The page's view.</summary>
    public static async Task<Outcome<View>> Load(ZhiceDb db, Actor actor, SubmissionId id, string key, CancellationToken cancel)
    {
        if (!(await SubmissionDesk.ToWrite(db, actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (opened.Body.Items.FirstOrDefault(i => i.Key == key) is not { } item) return new Missing("submission.item-missing");
        var here = item.Paragraphs.SelectMany(p => p.Sentences).SelectMany(s => s.Evidence).ToList();
        var office = await (
            from piece in db.Evidence
            where piece.OrganisationId == opened.Office.Id && piece.WithdrawnAt == null
            join version in db.EvidenceVersions on new { EvidenceId = piece.Id, Number = piece.Revision } equals new { version.EvidenceId, version.Number }
            orderby piece.Id descending
            select new EvidenceSource(piece.Id.Value, version.Number, piece.Title, version.Sha256)).Take(200).ToListAsync(cancel);
        var reports = await (
            from report in db.Reports
            where report.State == ReportState.Accepted && report.OrganisationId == opened.Office.Id && report.ProgrammeId == opened.Programme.Id
            join obligation in db.Obligations on report.ObligationId equals obligation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            where task.SourceId == item.Source.Task
            join document in db.Documents on task.DocumentId equals document.Id
            where document.TextDigest == item.Source.Document
            orderby report.To descending, report.Id descending
            select new ReportSource(report.Id.Value, report.Revision, report.From, report.To)).Take(24).ToListAsync(cancel);
        return new View(opened, item, [.. item.Paragraphs.Select(p => p.Words)], "", Theirs: false,
            [.. here.Concat(office).Distinct()], [.. item.Paragraphs.Where(p => p.Report is not null).Select(p => p.Report!).Concat(reports).Distinct()]);
    }

    static async Task<IResult> Show(long id, string key, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Load(db, visit.Actor, new(id), key, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<SubmissionItemPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Save(long id, string key, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var texts = new List<string>();
        while (form.TryGetValue($"p{texts.Count.ToString(CultureInfo.InvariantCulture)}", out var text)) texts.Add(text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal));
        var added = form["added"].ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        var seen = int.TryParse(form["revision"], out var revision) ? revision : 0;
        var saved = await SubmissionDesk.Save(db, visit.Actor, new(id), seen, $"item/{key}", body => Find(body, key),
            body => Find(body, key) is { } item
                ? BodyEditing.Rewrite(item, texts, added).Accepted(out var written, out var wrong) ? body.With(written) : wrong
                : new Missing("submission.item-missing"),
            clock, cancel);
        if (saved.Accepted(out _, out var refusal)) return Answer.Done(visit, $"/submissions/{id}/items/{key}", "submission.saved");
        return await Again(id, key, texts, added, refusal, visit, db, cancel);
    }

    // What the person typed stays in the text areas; what the other one saved stands beside it, and the next save is over that one.
    static async Task<IResult> Again(long id, string key, List<string> texts, string added, Refusal refusal, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        if (!(await Load(db, visit.Actor, new(id), key, cancel)).Accepted(out var view, out var unseen)) return Answer.Refused(visit, unseen);
        if (refusal.Code != "submission.changed") return Answer.Again<SubmissionItemPage>(visit, Fits(view, texts) ? view with { Texts = texts, Added = added } : view, refusal);
        var mine = Fits(view, texts)
            ? view with { Texts = texts, Added = added, Theirs = true }
            : view with { Added = string.Join('\n', [.. texts, added]).Trim(), Theirs = true };
        return Answer.Again<SubmissionItemPage>(visit, mine, refusal);
    }

    static bool Fits(View view, List<string> texts) => texts.Count == view.Item.Paragraphs.Count;

    static async Task<IResult> Link(long id, string key, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (!(await Load(db, visit.Actor, new(id), key, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var paragraph = int.TryParse(form["paragraph"], out var p) ? p : -1;
        var sentence = int.TryParse(form["sentence"], out var s) ? s : -1;
        var chosen = form["evidence"].Select(v => v ?? "").ToHashSet(StringComparer.Ordinal);
        var evidence = view.Candidates.Where(c => chosen.Contains(Name(c))).ToList();
        var report = view.Reports.FirstOrDefault(r => form["report"] == r.Key.ToString(CultureInfo.InvariantCulture));
        var saved = await SubmissionDesk.Save(db, visit.Actor, new(id), int.TryParse(form["revision"], out var revision) ? revision : 0, $"link/{key}", body => Find(body, key),
            body => Find(body, key) is { } item
                ? BodyEditing.Link(item, paragraph, sentence, evidence, report).Accepted(out var linked, out var wrong) ? body.With(linked) : wrong
                : new Missing("submission.item-missing"),
            clock, cancel);
        if (saved.Accepted(out _, out refusal)) return Answer.Done(visit, $"/submissions/{id}/items/{key}#s-{paragraph}-{sentence}", "submission.linked");
        db.ChangeTracker.Clear();
        return (await Load(db, visit.Actor, new(id), key, cancel)).Accepted(out view, out var unseen)
            ? Answer.Again<SubmissionItemPage>(visit, view, refusal)
            : Answer.Refused(visit, unseen);
    }

    /// <summary>A piece of evidence as the form names it.</summary>
    internal static string Name(EvidenceSource piece) => string.Create(CultureInfo.InvariantCulture, $"{piece.Key}.{piece.Number}");

    static BodyItem? Find(SubmissionBody body, string key) => body.Items.FirstOrDefault(item => item.Key == key);
}
