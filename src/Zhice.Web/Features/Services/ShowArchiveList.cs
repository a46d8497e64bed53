using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Services;

/// <summary>A list of archived cases: written, signed by two persons, printed, taken away as table, as signed text and with its archives.</summary>
public static class ShowArchiveList
{
    /// <summary>The page.</summary>
    /// <param name="Found">The list and its office.</param>
    /// <param name="Text">What it says: once signed, what was signed.</param>
    /// <param name="Of">The list that is taken back.</param>
    /// <param name="Names">Names of those who drafted and signed it.</param>
    /// <param name="Held">Cases that it still holds; of a closed hand-over, those that were not taken back.</param>
    /// <param name="Works">True for who may write it, sign it and send it back.</param>
    /// <param name="Approves">True for who may sign an appraisal second.</param>
    /// <param name="Me">The reader.</param>
    /// <param name="Typed">What was typed; null at first.</param>
    public sealed record View(FoundArchiveList Found, ArchiveText Text, ArchiveList? Of, IReadOnlyDictionary<AccountId, string> Names, IReadOnlySet<long> Held, bool Works, bool Approves, AccountId? Me, IReadOnlyDictionary<string, string>? Typed)
    {
        /// <summary>The list.</summary>
        public ArchiveList List => Found.List;

        /// <summary>True where the reader may sign now.</summary>
        public bool Signs => Works && List.State switch { ArchiveListState.Draft => true, ArchiveListState.Signed => List.FirstBy != Me && (List.Kind != ArchiveListKind.Appraisal || Approves), _ => false };

        /// <summary>Name of an account; a dash for none.</summary>
        public string NameOf(AccountId? account) => account is { } id ? Names.GetValueOrDefault(id, "–") : "–";
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/service-archives/{id:long}", Show);
        routes.MapPost("/service-archives/{id:long}", Act).DisableAntiforgery();
        routes.MapGet("/service-archives/{id:long}/list.csv", Export);
        routes.MapGet("/service-archives/{id:long}/list.xlsx", Export);
        routes.MapGet("/service-archives/{id:long}/list.json", Signed);
        routes.MapGet("/service-archives/{id:long}/signatures.json", Signed);
        routes.MapGet("/service-archives/{id:long}/archives.zip", Bundle).WithMetadata(new IsNoPage());
    }

    /// <summary>Loads the list. Seven commands at most.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, ServiceHouse house, Actor actor, ArchiveListId id, IReadOnlyDictionary<string, string>? typed, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.IsPublic) return new Forbidden("access.denied");
        var found = await (from row in ArchiveShelf.Visible(db, actor) where row.Id == id join office in db.Organisations on row.OfficeId equals office.Id select new FoundArchiveList(row, office)).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (found is null) return new Missing("archive.missing");
        var list = found.List;
        var text = await ArchiveSigning.Text(db, house, found, cancel);
        var of = list.Of is { } earlier ? await db.ArchiveLists.AsNoTracking().FirstOrDefaultAsync(l => l.Id == earlier, cancel) : null;
        AccountId[] people = [.. ((AccountId?[])[list.By, list.FirstBy, list.SecondBy]).OfType<AccountId>().Distinct()];
        var names = await db.Accounts.Where(a => people.Contains(a.Id)).Select(a => new { a.Id, a.DisplayName }).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancel);
        var held = await db.ArchiveLines.Where(l => l.ListId == id && l.Standing).Select(l => l.CaseId).ToListAsync(cancel);
        return new View(found, text, of, names, held.Select(h => h.Value).ToHashSet(), AccessPolicy.MayHandleCases(actor, found.Office.Path), AccessPolicy.MayApproveCases(actor, found.Office.Path), actor.AccountId, typed);
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await Run(db, house, visit.Actor, new(id), null, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ArchiveListPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Act(long id, HttpRequest http, Visit visit, ZhiceDb db, ZhiceStore store, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var (key, seen) = (new ArchiveListId(id), CaseInput.Seen(form["seen"]));
        var outcome = form["do"].ToString() switch
        {
            "save" => await ArchiveLists.Save(db, house, visit.Actor, key, Edit(form, seen), cancel),
            "sign" => await SavedAndSigned(),
            "return" => await ArchiveSigning.Return(db, house, visit.Actor, key, seen, form["reason"], cancel),
            "give-up" => await ArchiveLists.GiveUp(db, house, visit.Actor, key, seen, form["reason"], cancel),
            "take-back" => await ArchiveLists.BeginReturn(db, house, visit.Actor, key, ListArchives.Cases(form, "case"), cancel),
            _ => new Invalid(new Defect("archive.do")),
        };
        if (outcome.Accepted(out var list, out var refusal)) return Answer.Done(visit, ListArchives.Address(list.Id), form["do"] == "sign" ? "archive.signed-now" : "svc.saved");
        return refusal is Invalid or Blocked && (await Run(db, house, visit.Actor, key, Typed(form), cancel)).Accepted(out var view, out _) ? Answer.Again<ArchiveListPage>(visit, view, refusal) : Answer.Refused(visit, refusal);

        // What stands in the form beside the button is what is signed.
        async Task<Outcome<ArchiveList>> SavedAndSigned()
        {
            if (form.ContainsKey("words"))
            {
                if (!(await ArchiveLists.Save(db, house, visit.Actor, key, Edit(form, seen), cancel)).Accepted(out var saved, out var unsaved)) return unsaved;
                seen = saved.Version;
            }
            return await ArchiveSigning.Sign(db, house, store.Files, visit.Actor, key, seen, cancel);
        }
    }

    static ArchiveEdit Edit(IFormCollection form, int? seen) => new()
    {
        Seen = seen, Party = form.ContainsKey("party") ? form["party"].ToString() : null, Words = form.ContainsKey("words") ? form["words"].ToString() : null,
        Added = form["added"].ToString().Split((char[])['\n', '\r', ',', ' ', '，', '、', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Removed = ListArchives.Cases(form, "drop"),
        // What is no number of pages is told so, and not lost: it counts as one too few.
        Pages = Of(form, "pages-").ToDictionary(f => f.Case, f => f.Text.Length == 0 ? (int?)null : CaseInput.Small(f.Text) ?? -1),
        Verdicts = Of(form, "verdict-").ToDictionary(f => f.Case, f => (Verdict(f.Text), CaseInput.Day(form[$"until-{f.Case.Value.ToString(CultureInfo.InvariantCulture)}"]))),
        Rest = Verdict(form["rest"]) is not ArchiveVerdict.Open and var rest ? (rest, CaseInput.Day(form["rest-until"])) : null,
    };

    static IEnumerable<(CaseId Case, string Text)> Of(IFormCollection form, string prefix) => form.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
        .Select(k => (Case: CaseInput.Number(k[prefix.Length..]), Text: form[k].ToString().Trim())).Where(f => f.Case is not null).DistinctBy(f => f.Case).Select(f => (new CaseId(f.Case!.Value), f.Text));

    static ArchiveVerdict Verdict(string? text) => Enum.TryParse<ArchiveVerdict>(text, out var verdict) && Enum.IsDefined(verdict) && verdict.ToString() == text ? verdict : ArchiveVerdict.Open;

    static Dictionary<string, string> Typed(IFormCollection form) => form.Where(f => f.Value.ToString().Length <= 8000).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);

    static async Task<IResult> Export(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        if (!(await Run(db, house, visit.Actor, new(id), null, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        var (list, appraises) = (view.List, view.List.Kind == ArchiveListKind.Appraisal);
        List<TableColumn> columns =
        [
            new(words["archive.no"], 8), new(words["svc.number"], 30), new(words["svc.about"], 40), new(words["service.name"], 30), new(words["archive.year"], 8), new(words["archive.closed-on"], 12), new(words["service.retention"], 12),
            new(words["archive.keep-until"], 12), new(words["archive.files"], 8), new(words["archive.pages"], 8), new(words["archive.bytes"], 14),
        ];
        if (appraises) columns.AddRange([new(words["archive.verdict"], 12), new(words["archive.until"], 12)]);
        else columns.Add(new(words["archive.digest"], 66));
        var rows = view.Text.Cases.Select((r, i) => (IReadOnlyList<Cell>)
        [
            Cell.Of(i + 1), Cell.Of(r.Number), Cell.Of(r.Title), Cell.Of(r.ItemName), Cell.Of(r.Year), Cell.Of(r.ClosedOn), Cell.Of(Years(r.RetentionYears, words)), Cell.Of(r.KeepUntil), Cell.Of(r.Files), r.Pages is { } pages ? Cell.Of(pages) : Cell.Of(""), Cell.Of(r.Bytes),
            .. appraises ? (Cell[])[Cell.Of(words.Of(r.Verdict)), Cell.Of(r.Until)] : [Cell.Of(r.Archive)],
        ]);
        // Below the cases, what makes the table a list: its number, its digest and who signed.
        IReadOnlyList<Cell>[] foot =
        [
            [Cell.Of(""), Cell.Of(words["archive.number"]), Cell.Of(list.Number)], [Cell.Of(""), Cell.Of(words["archive.state"]), Cell.Of(words.Of(list.State))], [Cell.Of(""), Cell.Of(words["archive.list-digest"]), Cell.Of(list.Digest)],
            [Cell.Of(""), Cell.Of(words[$"archive.first-{list.Kind}"]), Cell.Of(Signature(view.NameOf(list.FirstBy), list.FirstAt))], [Cell.Of(""), Cell.Of(words[$"archive.second-{list.Kind}"]), Cell.Of(Signature(view.NameOf(list.SecondBy), list.SecondAt))],
        ];
        return await new TableFile(list.Number, columns, rows.Concat(foot)).As(visit.Path, cancel);
    }

    // Byte for byte what was signed: its SHA-256 is the digest on the page.
    static async Task<IResult> Signed(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        if (!(await Run(db, house, visit.Actor, new(id), null, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var (list, signatures) = (view.List, visit.Path.EndsWith("/signatures.json", StringComparison.Ordinal));
        var text = signatures ? ArchiveBundles.Signatures(list) : list.Body;
        return text is null ? Answer.Refused(visit, new Blocked("archive.state-not")) : Results.File(Encoding.UTF8.GetBytes(text), "application/json", $"{list.Number}{(signatures ? ".signatures" : "")}.json");
    }

    static async Task<IResult> Bundle(long id, Visit visit, HttpContext context, ZhiceDb db, ZhiceStore store, ServiceHouse house, CancellationToken cancel)
    {
        if (visit.Actor.IsPublic) return Answer.Refused(visit, new Forbidden("access.denied"));
        return (await ArchiveBundles.Make(db, house, store.Files, visit.Actor, new(id), cancel)).Accepted(out var bundle, out var refusal) ? await ShowArchive.Send(context, store, bundle, cancel) : Answer.Refused(visit, refusal);
    }

    /// <summary>Years of retention in words.</summary>
    internal static string Years(int? years, WordTable words) => years is { } count ? words["service.years", count] : words["service.forever"];

    /// <summary>Name and moment of a signature; a dash while there is none.</summary>
    internal static string Signature(string name, DateTimeOffset? at) => at is { } moment ? $"{name} {Visit.Moment(moment)}" : "–";
}
