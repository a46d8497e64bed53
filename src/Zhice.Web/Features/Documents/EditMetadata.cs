using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Data.Documents;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Policy.Corrections;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Documents;

/// <summary>文件信息: what the text does not state is asked for; what a person supplies is a correction like any other, so that it survives.</summary>
public static class EditMetadata
{
    /// <summary>Fields that a person may supply.</summary>
    public static readonly IReadOnlyList<string> Fields = ["title", "year", "issuer", "documentNumber", "issuedOn", "publishedOn", "kind"];

    /// <summary>What was typed.</summary>
    /// <param name="Version">Version of the document that the person had before them.</param>
    /// <param name="Values">Values by field, as corrections spell them.</param>
    /// <param name="Disclosure">公开属性; null to leave it.</param>
    /// <param name="Confirmed">True when it was confirmed that organisations which owe tasks of the document may no longer see it.</param>
    public sealed record Request(int Version, IReadOnlyDictionary<string, string> Values, Disclosure? Disclosure, bool Confirmed = false);

    /// <summary>The page.</summary>
    /// <param name="Document">The document.</param>
    /// <param name="Values">Values shown.</param>
    /// <param name="Stated">Fields that the text itself states.</param>
    /// <param name="Unseeing">Organisations that owe tasks of the document and could not see it, were it withheld.</param>
    public sealed record View(ImportedDocument Document, IReadOnlyDictionary<string, string> Values, IReadOnlySet<string> Stated, int Unseeing);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/documents/{id:long}/metadata", Show);
        routes.MapPost("/documents/{id:long}/metadata", Handle).DisableAntiforgery();
    }

    /// <summary>Saves what changed: one correction for the facts, one audit entry for the disclosure; nothing where nothing changed.</summary>
    public static async Task<Outcome<ImportedDocument>> Run(ZhiceDb db, Actor actor, DocumentId id, Request request, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await DocumentAccess.FindToCorrect(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var document = found.Document;
        if (document.Version != request.Version) return new Blocked("document.changed");
        var before = await Readings.Load(db, id, cancel) ?? throw new InvalidDataException($"Document {id.Value} has no reading.");
        var present = NodeValues.Of(before.Document, NodeRef.Document);
        var to = request.Values.Where(v => Fields.Contains(v.Key) && v.Value.Trim() != present[v.Key]).ToDictionary(v => v.Key, v => v.Value.Trim());
        var defects = Defects(to);
        if (request.Disclosure is Disclosure.Withheld && document.Disclosure != Disclosure.Withheld && !request.Confirmed
            && await Unseeing(db, found, cancel) is > 0 and var unseeing) defects.Add(new Defect("metadata.unseeing", "confirmed", unseeing));
        if (defects.Count > 0) return new Invalid(defects);

        var now = clock.GetUtcNow();
        if (request.Disclosure is { } disclosure && disclosure != document.Disclosure)
        {
            AuditLog.Append(db, actor, now, "document.disclosure", $"document/{id.Value}", new { from = document.Disclosure.ToString(), to = disclosure.ToString() });
            document.Disclosure = disclosure;
            if (to.Count == 0) document.Version++;
        }
        if (to.Count > 0)
        {
            var correction = Corrector.Make(before.Document, CorrectionOperation.Set, NodeRef.Document, null, to)!;
            if (Review.ApplyOne(before.Document, correction).Reason is not null) return new Invalid(new Defect("correct.value"));
            await CorrectDocument.Append(db, actor, document, before, correction, null, now);
        }
        return (await CorrectDocument.Save(db, document, cancel)).Accepted(out _, out refusal) ? document : refusal;
    }

    // Of a document that is published: those who would owe tasks that they cannot read.
    static async Task<int> Unseeing(ZhiceDb db, FoundDocument found, CancellationToken cancel)
    {
        if (found.Document.State != DocumentState.Published) return 0;
        var id = found.Document.Id;
        var debtors = await db.Organisations.Where(o => db.Obligations.Any(b => b.OrganisationId == o.Id && b.WithdrawnBy == null
            && db.Tasks.Any(t => t.Id == b.TaskId && t.DocumentId == id))).Select(o => o.Path).ToListAsync(cancel);
        return debtors.Count(path => !AccessPolicy.DebtorSeesDocument(Disclosure.Withheld, found.OwnerPath, path));
    }

    static List<Defect> Defects(Dictionary<string, string> to)
    {
        var defects = new List<Defect>();
        if (to.TryGetValue("year", out var year) && year.Length > 0 && !(int.TryParse(year, out var number) && number is >= 1949 and <= 2200))
            defects.Add(new Defect("metadata.year", "year"));
        foreach (var field in new[] { "issuedOn", "publishedOn" })
            if (to.TryGetValue(field, out var day) && !Spelling.TryRead(day, out DateOnly? _)) defects.Add(new Defect("metadata.date", field));
        if (to.TryGetValue("title", out var title) && title.Length > 300) defects.Add(new Defect("metadata.title-long", "title"));
        return defects;
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Page(db, visit.Actor, new(id), null, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<MetadataPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Handle(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var values = Fields.Where(form.ContainsKey).ToDictionary(f => f, f => form[f].ToString());
        var request = new Request(
            int.TryParse(form["version"], out var version) ? version : -1, values,
            Enum.TryParse<Disclosure>(form["disclosure"], out var disclosure) && Enum.IsDefined(disclosure) ? disclosure : null,
            form["confirmed"] == "true");
        if ((await Run(db, visit.Actor, new(id), request, clock, cancel)).Accepted(out _, out var refusal))
            return Answer.Done(visit, $"/documents/{id}", "document.metadata-saved");
        db.ChangeTracker.Clear();
        return (await Page(db, visit.Actor, new(id), values, cancel)).Accepted(out var view, out var unseen)
            ? Answer.Again<MetadataPage>(visit, view, refusal)
            : Answer.Refused(visit, unseen);
    }

    static async Task<Outcome<View>> Page(ZhiceDb db, Actor actor, DocumentId id, IReadOnlyDictionary<string, string>? typed, CancellationToken cancel)
    {
        if (!(await DocumentAccess.FindToCorrect(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var reading = await Readings.Load(db, id, cancel) ?? throw new InvalidDataException($"Document {id.Value} has no reading.");
        var stated = NodeValues.Of(reading.Machine, NodeRef.Document).Where(v => v.Value.Length > 0).Select(v => v.Key).ToHashSet(StringComparer.Ordinal);
        // What was typed stands over what is known; a form that left a field out loses nothing.
        var values = new Dictionary<string, string>(NodeValues.Of(reading.Document, NodeRef.Document), StringComparer.Ordinal);
        foreach (var (field, value) in typed ?? new Dictionary<string, string>()) values[field] = value;
        return new View(found.Document, values, stated, found.Document.Disclosure == Disclosure.Withheld ? 0 : await Unseeing(db, found, cancel));
    }
}
