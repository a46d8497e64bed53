using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Data.Documents;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Policy;
using Zhice.Policy.Corrections;
using Zhice.Web.Features.Documents.Reader;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Documents;

/// <summary>更正: a person changes the reading, or takes a change back; each change is one entry of the list of corrections.</summary>
public static class CorrectDocument
{
    /// <summary>What was asked for.</summary>
    /// <param name="Version">Version of the document that the person has before them; another is refused (409).</param>
    /// <param name="Operation">Operation, as spelled in the JSON; or <c>undo</c>, <c>redo</c>.</param>
    /// <param name="Node">The node, as <see cref="NodeRef"/> writes it; null for the document.</param>
    /// <param name="Start">Start of the selected words; null without a selection.</param>
    /// <param name="End">Their end.</param>
    /// <param name="To">New values by field.</param>
    /// <param name="Ordinal">With undo: the entry to take back; null for the last.</param>
    public sealed record Request(int Version, string Operation, string? Node, int? Start, int? End, Dictionary<string, string>? To, int? Ordinal);

    /// <summary>What became of it.</summary>
    /// <param name="Found">The document, with its new version.</param>
    /// <param name="Before">The reading before.</param>
    /// <param name="After">The reading after.</param>
    public sealed record Response(FoundDocument Found, StoredReading Before, StoredReading After);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/documents/{id:long}/corrections", Handle).DisableAntiforgery();

    /// <summary>Makes one entry. Refused: no right, an old version, a node that is not there, a change that does not fit.</summary>
    public static async Task<Outcome<Response>> Run(ZhiceDb db, Actor actor, DocumentId id, Request request, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await DocumentAccess.FindToCorrect(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (found.Document.Version != request.Version) return new Blocked("document.changed");
        var before = await Readings.Load(db, id, cancel) ?? throw new InvalidDataException($"Document {id.Value} has no reading.");

        Correction? correction = null;
        int? undoes = null;
        switch (request.Operation)
        {
            case "undo":
                undoes = request.Ordinal is { } asked ? before.Entries.FirstOrDefault(e => e.Ordinal == asked && e.Stands)?.Ordinal : before.Undoable?.Ordinal;
                if (undoes is null) return new Blocked("correct.nothing-to-undo");
                break;
            case "redo":
                undoes = before.Redoable?.Ordinal;
                if (undoes is null) return new Blocked("correct.nothing-to-redo");
                break;
            default:
                if (!Make(before.Document, request).Accepted(out correction, out refusal)) return refusal;
                break;
        }

        await Append(db, actor, found.Document, before, correction, undoes, clock.GetUtcNow());
        var after = await Save(db, found.Document, cancel);
        return after.Accepted(out var reading, out refusal) ? new Response(found, before, reading) : refusal;
    }

    static Outcome<Correction> Make(PolicyDocument document, Request request)
    {
        if (!Spelling.TryRead(request.Operation, out CorrectionOperation operation)) return new Invalid(new Defect("correct.operation"));
        var node = NodeRef.Document;
        if (request.Node is not null && !NodeRef.TryParse(request.Node, out node)) return new Invalid(new Defect("correct.place"));
        Span? selection = request.Start is { } start && request.End is { } end ? new Span(start, end) : null;
        var to = request.To ?? [];
        if (to.Count > 20 || to.Any(v => v.Value is null || v.Value.Length > 2000 || v.Key.Length > 40)) return new Invalid(new Defect("correct.value"));
        if (Corrector.Make(document, operation, node, selection, to) is not { } made) return new Invalid(new Defect("correct.place"));
        return Review.ApplyOne(document, made).Reason switch
        {
            null => made,
            LossReason.ValueNotUnderstood => new Invalid(new Defect("correct.value")),
            LossReason.WordsElsewhere => new Invalid(new Defect("correct.elsewhere")),
            LossReason.NotPossible => new Invalid(new Defect("correct.not-possible")),
            _ => new Invalid(new Defect("correct.place")),
        };
    }

    /// <summary>Adds the entry to the context, with its line in the audit log.</summary>
    internal static async Task Append(
        ZhiceDb db, Actor actor, ImportedDocument document, StoredReading before, Correction? correction, int? undoes, DateTimeOffset now)
    {
        var ordinal = before.Entries.Count == 0 ? 1 : before.Entries[^1].Ordinal + 1;
        await db.DocumentCorrections.AddAsync(new DocumentCorrection
        {
            DocumentId = document.Id,
            Ordinal = ordinal,
            Body = correction is null ? "{}" : CorrectionJson.Write(correction),
            Undoes = undoes,
            By = actor.AccountId!.Value,
            At = now,
        });
        AuditLog.Append(db, actor, now, correction is null ? "document.undo" : "document.correct", $"document/{document.Id.Value}",
            new { ordinal, undoes, operation = correction?.Operation.ToString(), node = correction?.Anchor.Kind.ToString(), correction?.From, correction?.To });
        document.Version++;
    }

    /// <summary>Saves, and brings the document's own row in line with the reading; refused when someone was faster.</summary>
    internal static async Task<Outcome<StoredReading>> Save(ZhiceDb db, ImportedDocument document, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
            var after = await Readings.Load(db, document.Id, cancel) ?? throw new InvalidDataException($"Document {document.Id.Value} has no reading.");
            TakeFacts(document, after.Document);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return after;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Blocked("document.changed");
        }
        catch (DbUpdateException) when (db.Entry(document).State != EntityState.Detached)
        {
            // Two with the same ordinal: the unique index let one through.
            return new Blocked("document.changed");
        }
    }

    static void TakeFacts(ImportedDocument document, PolicyDocument reading)
    {
        document.Title = ImportDocument.Shortened(reading.Title ?? Path.GetFileNameWithoutExtension(document.FileName), 300);
        document.Year = reading.Year;
        document.Issuer = reading.Issuer;
        document.DocumentNumber = reading.DocumentNumber;
        document.IssuedOn = reading.IssuedOn;
        document.PublishedOn = reading.PublishedOn;
        document.Kind = Spelling.Of(reading.Kind);
        document.Coverage = reading.Coverage;
        document.TaskCount = reading.Tasks.Count;
    }

    static async Task<IResult> Handle(
        long id, [FromBody] Request request, Visit visit, HttpContext context, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, new(id), request, clock, cancel)).Accepted(out var made, out var refusal)) return Answer.Problem(visit, refusal);
        return Fragments.Answer(await Changes.Between(context.RequestServices, db, visit, made, cancel));
    }
}
