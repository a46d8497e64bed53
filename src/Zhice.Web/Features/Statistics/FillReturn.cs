using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>报表: an office's sheet, filled in as a grid with the keyboard; it is a plain form without script. The page's script asks the same checks while typing.</summary>
public static class FillReturn
{
    const string CellField = "v:", AnswerField = "answer:", SeenField = "b:";

    /// <summary>An answer that was given.</summary>
    public sealed record Given(string Finding, string Shown, string Answer, string By, DateTimeOffset At);

    /// <summary>The page.</summary>
    /// <param name="Sheet">The return.</param>
    /// <param name="Texts">What stands in the cells; what was typed, when the form is shown again.</param>
    /// <param name="Checked">The checks over it.</param>
    /// <param name="Answers">Answers that were given.</param>
    /// <param name="Typed">Answers as typed.</param>
    /// <param name="MayFill">True where the reader fills it in and it is open.</param>
    /// <param name="Stage">The stage.</param>
    /// <param name="Cells">Faults of an uploaded file, by cell; null where none was sent.</param>
    public sealed record View(
        ReturnSheet Sheet, IReadOnlyDictionary<string, string> Texts, CheckedSheet Checked, IReadOnlyList<Given> Answers, IReadOnlyDictionary<string, string> Typed, bool MayFill,
        CollectionStage Stage, IReadOnlyList<(string Cell, Defect Fault)>? Cells)
    {
        /// <summary>True where what is shown was typed and is not saved.</summary>
        public bool Unsaved { get; init; }
        /// <summary>Of cells that the reader and a colleague changed at the same time: what the colleague saved.</summary>
        public IReadOnlyDictionary<string, string> Theirs { get; init; } = new Dictionary<string, string>();
        /// <summary>Names of those who answer for the period instead of an office that had ended.</summary>
        public string Heirs { get; init; } = "";
        /// <summary>Objections to figures that were filled in.</summary>
        public IReadOnlyList<DisputeFigure.Row> Disputes { get; init; } = [];
        /// <summary>True where the reader fills in returns of the office, whatever the stage.</summary>
        public bool MayObject { get; init; }
        /// <summary>True where the reader may answer objections of others.</summary>
        public bool MayAnswer { get; init; }
    }

    /// <summary>What the script sends: the cells as they stand.</summary>
    /// <param name="Return">Key of the return.</param>
    /// <param name="Texts">Texts by element.</param>
    public sealed record CheckRequest(long Return, IReadOnlyDictionary<string, string> Texts);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics/returns/{id:long}", Show).Inside();
        routes.MapPost("/statistics/returns/{id:long}", Handle).DisableAntiforgery();
        routes.MapPost("/api/v1/statistics/check", Check);
    }

    /// <summary>The page's view.</summary>
    /// <param name="db">The store.</param>
    /// <param name="visit">Who asks.</param>
    /// <param name="id">The return.</param>
    /// <param name="texts">What was typed, to show it again; null for what is saved.</param>
    /// <param name="typed">Answers as typed.</param>
    /// <param name="cancel">Stops.</param>
    /// <param name="seen">What stood in the cells when the reader began, where a colleague saved since: cells that the reader did not touch show what was saved, and those that both changed show both.</param>
    public static async Task<Outcome<View>> Run(
        ZhiceDb db, Visit visit, ReturnId id, IReadOnlyDictionary<string, string>? texts, IReadOnlyDictionary<string, string>? typed, CancellationToken cancel, IReadOnlyDictionary<string, string>? seen = null)
    {
        ArgumentNullException.ThrowIfNull(visit);
        if (!(await ReturnSheets.Open(db, visit.Actor, id, visit.Today, cancel)).Accepted(out var sheet, out var refusal)) return refusal;
        var (answers, disputes) = await DisputeFigure.Of(db, id, cancel);
        var shown = texts is null ? sheet.Texts : new Dictionary<string, string>(texts, StringComparer.Ordinal);
        var theirs = new Dictionary<string, string>(StringComparer.Ordinal);
        if (texts is not null && seen is not null) (shown, theirs) = Merged(sheet, texts, seen);
        var stage = sheet.Round.StageOn(visit.Today);
        return new View(sheet, shown, sheet.Check(shown), answers, typed ?? new Dictionary<string, string>(), ReturnDesk.MayFill(visit.Actor, sheet.Office.Path) && stage is (CollectionStage.Open or CollectionStage.Late) && sheet.Ended is null, stage, null)
        {
            Unsaved = texts is not null, Theirs = theirs, Heirs = sheet.Ended is null ? "" : await OfficeFacts.HeirsOf(db, sheet.Office.Id, cancel), Disputes = disputes, MayObject = ReturnDesk.MayFill(visit.Actor, sheet.Office.Path), MayAnswer = CollectionDesk.MayOpen(visit.Actor, sheet.Office.Path),
        };
    }

    static (Dictionary<string, string> Shown, Dictionary<string, string> Theirs) Merged(ReturnSheet sheet, IReadOnlyDictionary<string, string> texts, IReadOnlyDictionary<string, string> seen)
    {
        var (shown, theirs) = (new Dictionary<string, string>(texts, StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var code in sheet.Elements.Select(e => e.Code).Where(c => seen.ContainsKey(c) && !sheet.Held.ContainsKey(c)))
        {
            var (own, before, now) = (texts.GetValueOrDefault(code, "").Trim(), seen[code].Trim(), sheet.Texts.GetValueOrDefault(code, "").Trim());
            if (own == now || now == before) continue;
            if (own == before) shown[code] = now;
            else theirs[code] = now;
        }
        return (shown, theirs);
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit, new(id), null, null, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ReturnPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Handle(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var content = new ReturnContent(int.TryParse(form["version"], out var version) ? version : -1, Fields(form, CellField), Fields(form, AnswerField));
        Refusal? refusal;
        if (form["act"] == "send")
        {
            if ((await ReturnDesk.Send(db, visit.Actor, new(id), content, clock, cancel)).Accepted(out _, out refusal)) return Answer.Done(visit, $"/statistics/returns/{id}", "return.sent-now");
        }
        else if ((await ReturnDesk.Save(db, visit.Actor, new(id), content, clock, cancel)).Accepted(out _, out refusal)) return Answer.Done(visit, $"/statistics/returns/{id}", "return.saved-now");
        db.ChangeTracker.Clear();
        var seen = refusal is Blocked { Code: "return.changed" } ? Fields(form, SeenField) : null;
        return refusal is Invalid or Blocked && (await Run(db, visit, new(id), content.Texts, content.Answers, cancel, seen)).Accepted(out var view, out _)
            ? Answer.Again<ReturnPage>(visit, view, refusal)
            : Answer.Refused(visit, refusal!);
    }

    static Dictionary<string, string> Fields(IFormCollection form, string prefix) =>
        form.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(k => k[prefix.Length..], k => form[k].ToString(), StringComparer.Ordinal);

    // The engine of the server, asked while typing: there is no second one in the script.
    static async Task<IResult> Check([FromBody] CheckRequest request, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!Fits(request.Texts)) return Answer.Problem(visit, new Invalid(new Defect("return.long", null, ReturnDesk.LongestCell, ReturnDesk.LongestAnswer)));
        return (await ReturnSheets.Open(db, visit.Actor, new(request.Return), visit.Today, cancel)).Accepted(out var sheet, out var refusal)
            ? Results.Json(Said(sheet.Check(request.Texts), visit.Words), JsonSerializerOptions.Web) : Answer.Problem(visit, refusal);
    }

    internal static bool Fits(IReadOnlyDictionary<string, string>? texts) => texts is not null && texts.Count <= 200 && texts.Values.All(t => t is not null && t.Length <= ReturnDesk.LongestCell);

    /// <summary>What the checks found, for the page's script and for programs.</summary>
    internal static object Said(CheckedSheet found, Words.WordTable words) => new
    {
        faults = found.Faults.Select(f => new { element = f.Field, message = words.Of(f) }),
        findings = found.Findings.Select(f => new
        {
            key = f.Key, f.Elements, importance = f.Importance.ToString(), label = words.Of(f.Importance), message = words.Of(f.Said),
            instruction = f.Rule is null ? null : words.IsEnglish ? f.Rule.EnglishInstruction : f.Rule.Instruction,
        }),
        missing = found.Missing, maySend = found.MaySend,
    };
}
