using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Documents;
using Zhice.Data.Publishing;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Difference;
using Zhice.Domain.Programme.Rules;
using Zhice.Web.Visits;
using Answer = Zhice.Web.Hosting.Answer;

namespace Zhice.Web.Features.Documents;

/// <summary>发布: first what it would do, in numbers and open questions; then, when a person accepts just that, the programme.</summary>
public static class PublishDocument
{
    /// <summary>What was chosen.</summary>
    /// <param name="Programme">The programme to publish to; null for a new one.</param>
    /// <param name="Year">Year of the work.</param>
    /// <param name="Name">Name of a new programme.</param>
    /// <param name="AsOf">The day whose organisations and statuses count.</param>
    /// <param name="Replaces">The document of the programme whose place it takes, as a new edition; null for none.</param>
    public sealed record Request(ProgrammeId? Programme, int Year, string Name, DateOnly AsOf, DocumentId? Replaces = null);

    /// <summary>The page.</summary>
    /// <param name="Found">The document.</param>
    /// <param name="Reading">Its reading with corrections.</param>
    /// <param name="Programmes">Programmes that it can be published to.</param>
    /// <param name="Chosen">What was chosen; the usual before.</param>
    /// <param name="LastAsOf">The day that counted when the document was last published to the chosen programme; null for the first time.</param>
    /// <param name="Others">Other documents that the chosen programme holds now, those that order largely the same first.</param>
    /// <param name="Preview">What publishing would do; null before it is asked for.</param>
    public sealed record View(
        FoundDocument Found, StoredReading Reading, IReadOnlyList<YearProgramme> Programmes, Request Chosen, DateOnly? LastAsOf,
        IReadOnlyList<HeldDocument> Others, Preview? Preview)
    {
        /// <summary>Corrections of the document whose place it takes, which do not come over; 0 for none.</summary>
        public int LeftBehind { get; init; }

        /// <summary>The programme's year, where it is not the document's; null where they agree or one of them is not known.</summary>
        public int? OtherYear => (Programmes.FirstOrDefault(p => p.Id == Chosen.Programme)?.Year ?? Chosen.Year) is var year && Found.Document.Year is { } own && own != year ? year : null;
    }

    /// <summary>What publishing would do, in the numbers that a person decides by.</summary>
    /// <param name="Computed">The computation and the difference.</param>
    /// <param name="Counts">Obligations by kind of organisation and level of duty.</param>
    /// <param name="Unfit">Targets that may not serve to assess an office, with the code of the reason.</param>
    /// <param name="Differences">What is new, changed and gone, by measure; none for a first publication.</param>
    /// <param name="Rewordings">Words of tasks that stay which would change.</param>
    /// <param name="Unseeing">Organisations that would owe tasks of a document which they may not see.</param>
    public sealed record Preview(
        PublicationPreview Computed, IReadOnlyList<Count> Counts, IReadOnlyList<(TargetDraft Target, string Why)> Unfit, IReadOnlyList<ProposedChange> Differences, IReadOnlyList<Rewording> Rewordings, int Unseeing)
    {
        /// <summary>Open questions, equal ones together.</summary>
        public IReadOnlyList<IGrouping<(PendingReason Reason, string Words), Question>> Open { get; } =
            [.. Computed.Computation.Questions.Where(q => q.Decision is null)
                .GroupBy(q => (q.Reason, Words: q.Subject ?? q.Rule?.Quote.Words ?? "")).OrderBy(g => g.Key.Reason).ThenByDescending(g => g.Count())];
    }

    /// <summary>Obligations of one kind of organisation.</summary>
    /// <param name="Kind">The kind.</param>
    /// <param name="Level">Level of the division that an office serves; null for others.</param>
    /// <param name="Mandatory">必做.</param>
    /// <param name="Optional">选做.</param>
    /// <param name="Unstated">Not said.</param>
    /// <param name="Organisations">Organisations concerned.</param>
    public sealed record Count(OrganisationKind Kind, DivisionLevel? Level, int Mandatory, int Optional, int Unstated, int Organisations);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/documents/{id:long}/publish", Show);
        routes.MapPost("/documents/{id:long}/publish", Handle).DisableAntiforgery();
    }

    /// <summary>What publishing would do; nothing is stored.</summary>
    public static async Task<Outcome<Preview>> Propose(ZhiceDb db, Actor actor, DocumentId id, StoredReading reading, Request request, CancellationToken cancel)
    {
        if (!(await Publisher.Preview(db, actor, Asked(id, reading, request), cancel)).Accepted(out var computed, out var refusal)) return refusal;
        var kinds = await db.Organisations.AsNoTracking().Select(o => new { o.Id, o.Code, o.Name, o.Kind, o.Level, o.Path }).ToDictionaryAsync(o => o.Id, cancel);
        var counts = computed.Computation.Owed.GroupBy(o => (kinds[o.Organisation].Kind, kinds[o.Organisation].Level))
            .Select(g => new Count(g.Key.Kind, g.Key.Level, g.Count(o => o.Level == ObligationLevel.Mandatory), g.Count(o => o.Level == ObligationLevel.Optional),
                g.Count(o => o.Level == ObligationLevel.Unstated), g.Select(o => o.Organisation).Distinct().Count()))
            .OrderBy(c => c.Kind).ThenBy(c => c.Level).ToList();
        var unfit = computed.Draft.Targets.Select(t => (t, Why: TargetFitness.Unfit(t.What, t.Growth, t.Unit))).Where(t => t.Why is not null).Select(t => (t.t, t.Why!)).ToList();
        var (disclosure, owner) = (computed.Document.Disclosure, kinds[computed.Document.OwnerId].Path);
        var unseeing = computed.Computation.Owed.Select(o => o.Organisation).Distinct().Count(o => !AccessPolicy.DebtorSeesDocument(disclosure, owner, kinds[o].Path));
        return new Preview(computed, counts, unfit, ProposedChanges.Of(computed, kinds.ToDictionary(o => o.Key, o => (o.Value.Code, o.Value.Name))), Rewording.Of(computed.Draft.Tasks, computed.Match), unseeing);
    }

    /// <summary>Publishes what was accepted, and nothing else.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The document.</param>
    /// <param name="request">What was chosen.</param>
    /// <param name="accepted">Digest of the proposal that a person saw; null to publish what is computed now.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops before anything is stored.</param>
    public static async Task<Outcome<PublicationResult>> Run(
        ZhiceDb db, Actor actor, DocumentId id, Request request, string? accepted, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Readable(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        db.ChangeTracker.Clear();
        return await Publisher.Publish(db, actor, Asked(id, found.Reading, request), accepted, clock, cancel);
    }

    /// <summary>A document that may be published, with its reading.</summary>
    sealed record Publishable(FoundDocument Found, StoredReading Reading);

    static async Task<Outcome<Publishable>> Readable(ZhiceDb db, Actor actor, DocumentId id, CancellationToken cancel)
    {
        if (!(await DocumentAccess.Find(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!found.MayPublish) return new Forbidden("access.denied");
        if (await Readings.Load(db, id, cancel) is not { } reading) throw new InvalidDataException($"Document {id.Value} has no reading.");
        return new Publishable(found, reading);
    }

    static PublicationRequest Asked(DocumentId id, StoredReading reading, Request request) =>
        new(id, request.Programme, request.Year, request.Name, request.AsOf, reading.Document, reading.Entries.Count(e => e.Correction is not null && e.Stands && e.Lost is null), request.Replaces);

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await Page(db, visit, new(id), visit.Asked, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        if (visit.Asked("asOf") is null || view.Found.Document.Year is null) return Answer.Page<PublishPage>(view);
        return (await Propose(db, visit.Actor, new(id), view.Reading, view.Chosen, cancel)).Accepted(out var preview, out refusal)
            ? Answer.Page<PublishPage>(view with { Preview = preview })
            : Answer.Again<PublishPage>(visit, view, refusal);
    }

    static async Task<IResult> Handle(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (!(await Page(db, visit, new(id), name => form[name].ToString() is { Length: > 0 } value ? value : null, cancel)).Accepted(out var view, out var refusal))
            return Answer.Refused(visit, refusal);
        if (view.Found.Document.Year is null) return Answer.Again<PublishPage>(visit, view, new Blocked("publish.year-missing"));
        if ((await Run(db, visit.Actor, new(id), view.Chosen, form["digest"], clock, cancel)).Accepted(out var done, out refusal))
            return Answer.Done(visit, $"/programmes/{done.Programme.Value}", "publish.done");
        db.ChangeTracker.Clear();
        // What was accepted is no longer what would happen: show what would happen now.
        var again = (await Propose(db, visit.Actor, new(id), view.Reading, view.Chosen, cancel)).Accepted(out var preview, out _) ? preview : null;
        return Answer.Again<PublishPage>(visit, view with { Preview = again }, refusal);
    }

    static async Task<Outcome<View>> Page(ZhiceDb db, Visit visit, DocumentId id, Func<string, string?> asked, CancellationToken cancel)
    {
        if (!(await Readable(db, visit.Actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        // Only into programmes whose owner the reader publishes for: a local plan becomes a programme of its own office.
        var programmes = (await (
            from programme in db.VisibleProgrammes(visit.Actor)
            join owner in db.Organisations on programme.OwnerId equals owner.Id
            orderby programme.Year descending, programme.Id
            select new { programme, owner.Path }).Take(500).ToListAsync(cancel)).Where(p => AccessPolicy.MayPublish(visit.Actor, p.Path)).Select(p => p.programme).Take(50).ToList();
        var published = await db.Publications.Where(p => p.DocumentId == id).OrderByDescending(p => p.Id).Select(p => new { p.ProgrammeId, p.AsOf }).Take(200).ToListAsync(cancel);
        var year = int.TryParse(asked("year"), out var number) ? number : found.Found.Document.Year ?? visit.Today.Year;
        ProgrammeId? into = asked("programme") switch
        {
            null => published.FirstOrDefault()?.ProgrammeId ?? await HoldingNamesake(db, visit.Actor, found.Found.Document, cancel),
            "new" => null,
            var key => long.TryParse(key, out var programme) ? new ProgrammeId(programme) : null,
        };
        // Another day than the last one's would mix changes of statuses with those of the reading: it has to be chosen, and is said.
        var lastAsOf = published.FirstOrDefault(p => p.ProgrammeId == into)?.AsOf;
        var chosen = new Request(into, year, asked("name") ?? await UsualName(db, visit, found.Found.Document, year, cancel),
            DateOnly.TryParseExact(asked("asOf"), "yyyy-MM-dd", out var day) ? day : lastAsOf ?? visit.Today,
            long.TryParse(asked("replaces"), out var replaced) ? new DocumentId(replaced) : null);
        var others = into is { } held ? await HeldDocuments.Of(db, visit.Actor, held, id, found.Reading.Document, cancel) : [];
        // A choice made for another programme says nothing here.
        if (!others.Any(o => o.Id == chosen.Replaces)) chosen = chosen with { Replaces = null };
        // The difference is against what the other document published, so its day counts as well.
        var before = chosen.Replaces is not { } taken ? null
            : await db.Publications.Where(p => p.ProgrammeId == into && p.DocumentId == taken).OrderByDescending(p => p.Id).Select(p => new { p.AsOf, p.Corrections }).FirstOrDefaultAsync(cancel);
        return new View(found.Found, found.Reading, programmes, chosen, lastAsOf ?? before?.AsOf, others, null) { LeftBehind = before?.Corrections ?? 0 };
    }

    /// <summary>The programme that holds a document of the same title and owner: a new file of it is most often a new edition. Null where none does.</summary>
    static async Task<ProgrammeId?> HoldingNamesake(ZhiceDb db, Actor actor, ImportedDocument document, CancellationToken cancel) => await (
        from other in db.VisibleDocuments(actor)
        where other.Title == document.Title && other.OwnerId == document.OwnerId && other.Id != document.Id
        join task in db.Tasks on other.Id equals task.DocumentId
        where task.WithdrawnBy == null
        orderby task.Id descending
        select (ProgrammeId?)task.ProgrammeId).FirstOrDefaultAsync(cancel);

    // 关于印发《…》的通知: a region's programme is called as its document is.
    static async Task<string> UsualName(ZhiceDb db, Visit visit, ImportedDocument document, int year, CancellationToken cancel)
    {
        if (!await db.Organisations.AnyAsync(o => o.Id == document.OwnerId && o.Kind == OrganisationKind.LocalOffice, cancel)) return visit.Words["publish.defaultName", year];
        var title = document.Title;
        var (open, close) = (title.IndexOf('《', StringComparison.Ordinal), title.LastIndexOf('》'));
        var name = open >= 0 && close > open + 1 && title.EndsWith("通知", StringComparison.Ordinal) ? title[(open + 1)..close] : title;
        return name.Length <= 200 ? name : name[..200];
    }
}
