using Microsoft.EntityFrameworkCore;
using Zhice.Data.Documents;
using Zhice.Data.Storage;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Rules;

namespace Zhice.Data.Publishing;

/// <summary>What has happened since a document was last published to a programme, and will show there only when it is published again.</summary>
/// <param name="Programme">The programme.</param>
/// <param name="Name">Its name.</param>
/// <param name="Year">Its year.</param>
/// <param name="Document">The document.</param>
/// <param name="Title">Its title.</param>
/// <param name="OwnerPath">Path of the organisation that keeps the document: who may publish for it may publish it again.</param>
/// <param name="AsOf">The day that the last publication counts.</param>
/// <param name="Corrections">Corrections of the reading that were made, or taken back, since.</param>
/// <param name="Statuses">Statuses that a rule of the document names and of which a fact of that day was recorded or withdrawn since.</param>
public sealed record WaitingChange(
    ProgrammeId Programme, string Name, int Year, DocumentId Document, string Title, string OwnerPath, DateOnly AsOf, int Corrections, IReadOnlyList<string> Statuses);

/// <summary>Publications that no longer say what would be published today. The difference itself is shown where it is accepted, on the publish page.</summary>
public static class WaitingChanges
{
    /// <summary>Publications that are looked at, the newest first.</summary>
    public const int Most = 200;

    sealed record Row(ProgrammeId Programme, string Name, int Year, DocumentId Document, string Title, string OwnerPath, DateOnly AsOf, DateTimeOffset At, bool Corrected, bool Facts);

    /// <summary>The changes that wait, of one programme, of some documents, or of all. One command where nothing waits, up to five else.</summary>
    /// <param name="db">The store.</param>
    /// <param name="programme">The programme; null for all.</param>
    /// <param name="documents">The documents; null for all.</param>
    /// <param name="owned">Tells by its owner's path whether a document counts; null for all.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<IReadOnlyList<WaitingChange>> Of(ZhiceDb db, ProgrammeId? programme, IReadOnlyList<DocumentId>? documents, Func<string, bool>? owned, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await Rows(db, programme is null, programme is { } one ? [one] : [], documents is null, [.. documents ?? []]).ToListAsync(cancel);
        if (owned is not null) rows.RemoveAll(r => !owned(r.OwnerPath));
        var corrections = await Corrections(db, rows, cancel);
        var statuses = await Statuses(db, rows, cancel);
        return [.. rows.Select(r => new WaitingChange(r.Programme, r.Name, r.Year, r.Document, r.Title, r.OwnerPath, r.AsOf,
                corrections.GetValueOrDefault((r.Programme, r.Document)), statuses.GetValueOrDefault((r.Programme, r.Document)) ?? []))
            .Where(w => w.Corrections > 0 || w.Statuses.Count > 0)];
    }

    // Asked for by every board that an administrator opens: compiled once.
    static readonly Func<ZhiceDb, bool, List<ProgrammeId>, bool, List<DocumentId>, IAsyncEnumerable<Row>> Rows =
        OnceCompiled.Query((ZhiceDb db, bool anyProgramme, List<ProgrammeId> programmes, bool anyDocument, List<DocumentId> documents) => (
        from publication in db.Publications
        where (anyProgramme || programmes.Contains(publication.ProgrammeId)) && (anyDocument || documents.Contains(publication.DocumentId))
            && (PublicationId?)publication.Id == db.Publications.Where(p => p.ProgrammeId == publication.ProgrammeId && p.DocumentId == publication.DocumentId).Max(p => (PublicationId?)p.Id)
            && db.Tasks.Any(t => t.ProgrammeId == publication.ProgrammeId && t.DocumentId == publication.DocumentId && t.WithdrawnBy == null)
        join document in db.Documents on publication.DocumentId equals document.Id
        join owner in db.Organisations on document.OwnerId equals owner.Id
        join year in db.Programmes on publication.ProgrammeId equals year.Id
        orderby publication.Id descending
        select new Row(year.Id, year.Name, year.Year, document.Id, document.Title, owner.Path, publication.AsOf, publication.At,
            db.DocumentCorrections.Any(c => c.DocumentId == document.Id && c.At > publication.At),
            db.Statuses.Any(s => (s.RecordedAt > publication.At || s.WithdrawnAt > publication.At)
                && s.ValidFrom <= publication.AsOf && (s.ValidTo == null || publication.AsOf < s.ValidTo)))).Take(Most));

    // What stood then and what stands now: a correction that was taken back again waits for nothing.
    static async Task<Dictionary<(ProgrammeId, DocumentId), int>> Corrections(ZhiceDb db, List<Row> rows, CancellationToken cancel)
    {
        var concerned = rows.FindAll(r => r.Corrected);
        if (concerned.Count == 0) return [];
        var documents = concerned.Select(r => r.Document).Distinct().ToList();
        var entries = (await db.DocumentCorrections.AsNoTracking().Where(c => documents.Contains(c.DocumentId))
            .Select(c => new { c.DocumentId, c.Ordinal, c.Undoes, c.At }).ToListAsync(cancel)).ToLookup(c => c.DocumentId);
        return concerned.ToDictionary(r => (r.Programme, r.Document), r =>
        {
            var proper = entries[r.Document].Where(e => e.Undoes is null).Select(e => e.Ordinal).ToHashSet();
            var then = Readings.StandingOrdinals(entries[r.Document].Where(e => e.At <= r.At).Select(e => (e.Ordinal, e.Undoes)));
            var now = Readings.StandingOrdinals(entries[r.Document].Select(e => (e.Ordinal, e.Undoes)));
            then.SymmetricExceptWith(now);
            return then.Count(proper.Contains);
        });
    }

    static async Task<Dictionary<(ProgrammeId, DocumentId), List<string>>> Statuses(ZhiceDb db, List<Row> rows, CancellationToken cancel)
    {
        var concerned = rows.FindAll(r => r.Facts);
        if (concerned.Count == 0) return [];
        var (programmes, documents) = (concerned.Select(r => r.Programme).Distinct().ToList(), concerned.Select(r => r.Document).Distinct().ToList());
        var rules = (await (
            from rule in db.Rules
            join measure in db.Measures on rule.MeasureId equals measure.Id
            join task in db.Tasks on measure.TaskId equals task.Id
            where programmes.Contains(task.ProgrammeId) && documents.Contains(task.DocumentId) && task.WithdrawnBy == null && measure.WithdrawnBy == null && rule.WithdrawnBy == null
            select new { task.ProgrammeId, task.DocumentId, rule.Level, Words = rule.FullWords ?? rule.Quote.Words }).Distinct().ToListAsync(cancel))
            .ToLookup(r => (r.ProgrammeId, r.DocumentId));
        var facts = await db.Statuses.AsNoTracking().ToListAsync(cancel);
        var names = facts.Select(f => f.Name).Distinct().ToDictionary(name => name, StatusName.Of, StringComparer.Ordinal);
        // Which division a word names is no matter here: only which statuses the rules speak of.
        var words = new RuleWords((_, _) => null, asked => names.Values.Any(asked.Agrees));
        return concerned.ToDictionary(r => (r.Programme, r.Document), r =>
        {
            var asked = rules[(r.Programme, r.Document)].SelectMany(rule => words.Read(rule.Words, rule.Level, null)).Select(c => c.Who)
                .OfType<ClauseSubject.Status>().Select(s => s.Name).Distinct().ToList();
            var (then, now) = (new AsOf(r.AsOf, r.At), new AsOf(r.AsOf));
            return facts.Where(f => then.Holds(f) != now.Holds(f) && asked.Exists(a => a.Agrees(names[f.Name])) && !AlreadyHeld(f, r)).Select(f => f.Name)
                .Distinct().Order(StringComparer.Ordinal).ToList();
        });

        // A second fact of a division that held the status then and holds it now obliges nobody new.
        bool AlreadyHeld(DatedStatus fact, Row row) => facts.Exists(f => f.Id != fact.Id && f.DivisionCode == fact.DivisionCode && f.Holder == fact.Holder
            && names[f.Name].Agrees(names[fact.Name]) && new AsOf(row.AsOf, row.At).Holds(f) && new AsOf(row.AsOf).Holds(f));
    }
}
