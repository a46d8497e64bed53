using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Data.Access;

/// <summary>The newest programmes that a reader may see: asked for by most pages, and for most readers answered without the filters of <see cref="Visibility"/>.</summary>
public static class ProgrammeShelf
{
    // Far more than are shown.
    const int Looked = 200;

    sealed record Row(YearProgramme Programme, string OwnerPath, bool AnyPublic);

    /// <summary>True where the owner is in reach or a document is public: then <see cref="Visibility.VisibleProgrammes"/> holds the programme. False where only that can tell.</summary>
    /// <param name="actor">The reader.</param>
    /// <param name="ownerPath">Path of the organisation that runs the programme.</param>
    /// <param name="anyPublic">True where a public document was published to it.</param>
    public static bool SurelySees(Actor actor, string ownerPath, bool anyPublic) =>
        anyPublic || AccessPolicy.MaySeeDocument(actor, Disclosure.Withheld, ownerPath, concerned: false);

    /// <summary>The newest that the reader may see, newest first, of one year the programme of the higher office first. One command, for some readers two.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">The reader.</param>
    /// <param name="most">How many at most, up to 100.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<List<YearProgramme>> Newest(ZhiceDb db, Actor actor, int most, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, Looked / 2);
        var rows = await All(db).ToListAsync(cancel);
        var seen = rows.Where(r => SurelySees(actor, r.OwnerPath, r.AnyPublic)).Select(r => r.Programme.Id).ToHashSet();
        if (seen.Count < rows.Count)
        {
            var documents = await NotPublic(db, [.. rows.Select(r => r.Programme.Id).Where(id => !seen.Contains(id))], [.. AccessPolicy.Offices(actor)]).ToListAsync(cancel);
            if (documents.Count == Most) return await Filtered(db, actor, most, cancel);
            seen.UnionWith(documents.Where(d => AccessPolicy.MaySeeDocument(actor, d.Disclosure, d.OwnerPath, d.Concerned)).Select(d => d.Programme));
        }
        return seen.Count < most && rows.Count == Looked ? await Filtered(db, actor, most, cancel) : [.. rows.Select(r => r.Programme).Where(p => seen.Contains(p.Id)).Take(most)];
    }

    static Task<List<YearProgramme>> Filtered(ZhiceDb db, Actor actor, int most, CancellationToken cancel) =>
        db.VisibleProgrammes(actor).OrderByDescending(p => p.Year).ThenBy(p => db.Organisations.Where(o => o.Id == p.OwnerId).Select(o => o.Path.Length).First()).ThenByDescending(p => p.Id).Take(most).ToListAsync(cancel);

    // Documents of programmes without a public one: far fewer than these.
    const int Most = 500;

    sealed record Closed(ProgrammeId Programme, Disclosure Disclosure, string OwnerPath, bool Concerned);

    static readonly Func<ZhiceDb, List<ProgrammeId>, List<OrganisationId>, IAsyncEnumerable<Closed>> NotPublic =
        OnceCompiled.Query((ZhiceDb db, List<ProgrammeId> programmes, List<OrganisationId> offices) => (
            from publication in db.Publications
            where programmes.Contains(publication.ProgrammeId)
            join document in db.Documents on publication.DocumentId equals document.Id
            join owner in db.Organisations on document.OwnerId equals owner.Id
            orderby publication.Id
            select new Closed(publication.ProgrammeId, document.Disclosure, owner.Path, db.Tasks.Where(t => t.WithdrawnBy == null
                && (db.Assignments.Where(a => a.WithdrawnBy == null && a.OrganisationId != null && offices.Contains(a.OrganisationId.Value)).Select(a => a.TaskId).Contains(t.Id)
                    || db.Obligations.Where(o => o.WithdrawnBy == null && offices.Contains(o.OrganisationId)).Select(o => o.TaskId).Contains(t.Id)))
                .Select(t => t.DocumentId).Contains(document.Id))).Take(Most));

    static readonly Func<ZhiceDb, IAsyncEnumerable<Row>> All = OnceCompiled.Query((ZhiceDb db) => db.Programmes.AsNoTracking()
        .OrderByDescending(p => p.Year).ThenBy(p => db.Organisations.Where(o => o.Id == p.OwnerId).Select(o => o.Path.Length).First()).ThenByDescending(p => p.Id).Take(Looked)
        .Select(p => new Row(p, db.Organisations.Where(o => o.Id == p.OwnerId).Select(o => o.Path).First(),
            db.Publications.Any(u => u.ProgrammeId == p.Id && db.Documents.Any(d => d.Id == u.DocumentId && d.Disclosure == Disclosure.Public)))));
}
