using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Assessment;
using Zhice.Data.Definitions;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Assessment;

/// <summary>考核方案: versions of schemes, each readable, and the editor that saves a changed one as the next version.</summary>
public static class ManageSchemes
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>A version on the list.</summary>
    public sealed record Row(SchemeId Id, string Code, int Version, string Title, DateOnly ValidFrom, DateOnly? ValidTo, string Owner, DateTimeOffset At, int Rounds, bool Demonstration);

    /// <summary>The list.</summary>
    public sealed record ListView(IReadOnlyList<Row> Rows, int Page, int Total, bool MayEdit);

    /// <summary>A version.</summary>
    public sealed record View(SchemeVersion Saved, AssessmentScheme Scheme, IReadOnlyList<Defect> Warnings, IReadOnlyList<(SchemeId Id, int Version)> Versions, bool MayEdit);

    /// <summary>The editor.</summary>
    /// <param name="Text">The text.</param>
    /// <param name="Warnings">What its author should read before it goes on.</param>
    /// <param name="Base">The version that it came from; null for a new scheme.</param>
    /// <param name="Scheme">The scheme as far as the text can be read; null where it cannot.</param>
    /// <param name="Faults">What is wrong, with lines.</param>
    public sealed record EditView(string Text, IReadOnlyList<Defect> Warnings, SchemeVersion? Base, AssessmentScheme? Scheme, IReadOnlyList<FileFault> Faults);

    static EditView Looked(string text, SchemeVersion? from)
    {
        if (text.Length > SchemeDesk.Longest) return new(text, [], from, null, []);
        var (scheme, faults) = SchemeFiles.Draft("scheme.yaml", text, DefinitionFiles.InUse);
        return new(text, scheme is null ? [] : SchemeCheck.Warnings(scheme, DefinitionFiles.InUse), from, scheme, faults);
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assessment/schemes", List);
        routes.MapGet("/assessment/schemes/{id:long}", Show);
        routes.MapGet("/assessment/schemes/{id:long}/file.yaml", File);
        routes.MapGet("/assessment/schemes/edit", Edit);
        routes.MapPost("/assessment/schemes/edit", Save).DisableAntiforgery();
    }

    // A scheme is public once a published round used it; before, those see it who open its rounds, score in them or are assessed.
    static IQueryable<SchemeVersion> Visible(ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.AssessmentSchemes;
        var (offices, rounds) = (AccessPolicy.Offices(actor), ListRounds.Visible(db, actor));
        return db.AssessmentSchemes.Where(s => offices.Contains(s.OwnerId) || rounds.Any(r => r.SchemeId == s.Id));
    }

    static async Task<IResult> List(Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var visible = Visible(db, visit.Actor);
        var total = await visible.CountAsync(cancel);
        var page = Math.Clamp(int.TryParse(visit.Asked("page"), out var asked) ? asked : 1, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await (
            from scheme in visible
            join owner in db.Organisations on scheme.OwnerId equals owner.Id
            orderby scheme.Code, scheme.Version descending
            select new Row(scheme.Id, scheme.Code, scheme.Version, scheme.Title, scheme.ValidFrom, scheme.ValidTo, owner.Name, scheme.At, db.AssessmentRounds.Count(r => r.SchemeId == scheme.Id), scheme.Demonstration))
            .AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return Answer.Page<SchemesPage>(new ListView(rows, page, total, MayEdit(visit.Actor)));
    }

    static bool MayEdit(Actor actor) => actor.HoldsAny(Role.NationalAdministrator, Role.RegionalAdministrator);

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var key = new SchemeId(id);
        if (await Visible(db, visit.Actor).AsNoTracking().FirstOrDefaultAsync(s => s.Id == key, cancel) is not { } saved) return Answer.Refused(visit, new Missing("assess.scheme-missing"));
        var versions = await Visible(db, visit.Actor).AsNoTracking().Where(s => s.Code == saved.Code).OrderByDescending(s => s.Version).Take(100).Select(s => new { s.Id, s.Version }).ToListAsync(cancel);
        var scheme = SchemeFiles.Stored(saved);
        return Answer.Page<SchemePage>(new View(saved, scheme, SchemeCheck.Warnings(scheme, DefinitionFiles.InUse), [.. versions.Select(v => (v.Id, v.Version))], MayEdit(visit.Actor)));
    }

    static async Task<IResult> File(long id, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var key = new SchemeId(id);
        return await Visible(db, visit.Actor).AsNoTracking().FirstOrDefaultAsync(s => s.Id == key, cancel) is { } saved
            ? Results.Text(saved.Text, "text/plain; charset=utf-8") : Answer.Refused(visit, new Missing("assess.scheme-missing"));
    }

    static async Task<IResult> Edit(Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!MayEdit(visit.Actor)) return Answer.Refused(visit, new Forbidden("access.denied"));
        var key = new SchemeId(long.TryParse(visit.Asked("from"), out var from) ? from : 0);
        var saved = await Visible(db, visit.Actor).AsNoTracking().FirstOrDefaultAsync(s => s.Id == key, cancel);
        var text = saved is null ? SchemeFiles.Shipped.First().Text : saved.Text.Replace($"version: {saved.Version}", $"version: {saved.Version + 1}", StringComparison.Ordinal);
        return Answer.Page<SchemeEditor>(Looked(text, saved));
    }

    static async Task<IResult> Save(HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (!MayEdit(visit.Actor)) return Answer.Refused(visit, new Forbidden("access.denied"));
        var text = form["text"].ToString();
        if (form["do"] == "apply")
        {
            var points = form.Where(f => f.Key.StartsWith("points-", StringComparison.Ordinal) && decimal.TryParse(f.Value.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
                .ToDictionary(f => f.Key["points-".Length..], f => decimal.Parse(f.Value.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture), StringComparer.Ordinal);
            text = text.Length > SchemeDesk.Longest ? text : SchemeFiles.WithPoints(text, points);
        }
        var looked = Looked(text, null);
        if (form["do"].ToString() is "check" or "apply") return Answer.Page<SchemeEditor>(looked);
        // A rule that rewards filing counts is saved by who has read the sentence, and by nobody else.
        if (looked.Warnings.Count > 0 && form["read"] != "1") return Answer.Again<SchemeEditor>(visit, looked, new Invalid([.. looked.Warnings.Select(w => w with { Field = "text" })]));
        if ((await SchemeDesk.Save(db, visit.Actor, DefinitionFiles.InUse, text, visit.Demonstration, clock, cancel)).Accepted(out var saved, out var refusal)) return Answer.Done(visit, $"/assessment/schemes/{saved.Id.Value}", "scheme.saved");
        return refusal is Forbidden ? Answer.Refused(visit, refusal) : Answer.Again<SchemeEditor>(visit, looked, Spoken(visit, refusal));
    }

    // A fault of the file carries the code of another sentence: it is put into the reader's language here.
    static Refusal Spoken(Visit visit, Refusal refusal) => refusal is not Invalid ? refusal : new Invalid([.. refusal.Defects.Select(d =>
        d.Code != "scheme.fault" ? d : new Defect(d.Code, d.Field, d.Arguments[0], visit.Words[(string)d.Arguments[1], [.. d.Arguments.Skip(2)]]))]);
}
