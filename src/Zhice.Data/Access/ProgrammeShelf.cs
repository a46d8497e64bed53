using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Data.Access;

/// <summary>The newest programmes that a reader may see: asked for by most pages, and for most readers answered without those of <see cref="Visibility"/>.</summary>
public static class ProgrammeShelf
{
    // Far more than are shown.
    const int Looked = 200;

    /// <param name="Programme">The programme.</param>
    /// <param name="OwnerPath">Path of the organisation that runs it.</param>
    /// <param name="AnyPublic">A public document was published to it.</param>
    /// <param name="AnyOnRequest">One that is given on request was.</param>
    /// <param name="Concerned">Such a one gives work to an office of the reader.</param>
    /// <param name="Foreign">One that is not public belongs to another organisation.</param>
    sealed record Row(YearProgramme Programme, string OwnerPath, bool AnyPublic, bool AnyOnRequest, bool Concerned, bool Foreign);

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
        var rows = await All(db, [.. AccessPolicy.Offices(actor)]).ToListAsync(cancel);
        var seen = new List<YearProgramme>();
        foreach (var row in rows)
        {
            if (seen.Count == most) return seen;
            if (SurelySees(actor, row.OwnerPath, row.AnyPublic) || (row.AnyOnRequest && AccessPolicy.MaySeeDocument(actor, Disclosure.OnRequest, row.OwnerPath, row.Concerned)))
                seen.Add(row.Programme);
            else if (row.Foreign) return await Filtered(db, actor, most, cancel);
        }
        return seen.Count < most && rows.Count == Looked ? await Filtered(db, actor, most, cancel) : seen;
    }

    static Task<List<YearProgramme>> Filtered(ZhiceDb db, Actor actor, int most, CancellationToken cancel) =>
        db.VisibleProgrammes(actor).OrderByDescending(p => p.Year).ThenBy(p => db.Organisations.Where(o => o.Id == p.OwnerId).Select(o => o.Path.Length).First()).ThenByDescending(p => p.Id).Take(most).ToListAsync(cancel);

    static readonly Func<ZhiceDb, List<OrganisationId>, IAsyncEnumerable<Row>> All = OnceCompiled.Query((ZhiceDb db, List<OrganisationId> offices) => db.Programmes.AsNoTracking()
        .OrderByDescending(p => p.Year).ThenBy(p => db.Organisations.Where(o => o.Id == p.OwnerId).Select(o => o.Path.Length).First()).ThenByDescending(p => p.Id).Take(Looked)
        .Select(p => new Row(p, db.Organisations.Where(o => o.Id == p.OwnerId).Select(o => o.Path).First(),
            db.Publications.Any(u => u.ProgrammeId == p.Id && db.Documents.Any(d => d.Id == u.DocumentId && d.Disclosure == Disclosure.Public)),
            db.Publications.Any(u => u.ProgrammeId == p.Id && db.Documents.Any(d => d.Id == u.DocumentId && d.Disclosure == Disclosure.OnRequest)),
            !db.Publications.Any(u => u.ProgrammeId == p.Id && db.Documents.Any(d => d.Id == u.DocumentId && d.Disclosure == Disclosure.Public))
                && db.Publications.Any(u => u.ProgrammeId == p.Id && db.Documents.Any(d => d.Id == u.DocumentId && d.Disclosure == Disclosure.OnRequest)
                    && db.Tasks.Where(t => t.WithdrawnBy == null
                            && (db.Assignments.Where(a => a.WithdrawnBy == null && a.OrganisationId != null && offices.Contains(a.OrganisationId.Value)).Select(a => a.TaskId).Contains(t.Id)
                                || db.Obligations.Where(o => o.WithdrawnBy == null && offices.Contains(o.OrganisationId)).Select(o => o.TaskId).Contains(t.Id)))
                        .Select(t => t.DocumentId).Contains(u.DocumentId)),
            db.Publications.Any(u => u.ProgrammeId == p.Id && db.Documents.Any(d => d.Id == u.DocumentId && d.Disclosure != Disclosure.Public && d.OwnerId != p.OwnerId)))));
}
