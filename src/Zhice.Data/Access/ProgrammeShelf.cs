using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;

namespace Zhice.Data.Access;

/// <summary>The newest programmes that a reader may see: asked for by most pages, and for most readers answered without the filters of <see cref="Visibility"/>.</summary>
public static class ProgrammeShelf
{
    // Far more than are shown: the few that the filters must decide then seldom stand among those.
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
        var seen = rows.TakeWhile(r => SurelySees(actor, r.OwnerPath, r.AnyPublic)).Take(most).Select(r => r.Programme).ToList();
        if (seen.Count == most || seen.Count == rows.Count) return seen;
        return await db.VisibleProgrammes(actor).OrderByDescending(p => p.Year).ThenBy(p => db.Organisations.Where(o => o.Id == p.OwnerId).Select(o => o.Path.Length).First()).ThenByDescending(p => p.Id).Take(most).ToListAsync(cancel);
    }

    static readonly Func<ZhiceDb, IAsyncEnumerable<Row>> All = OnceCompiled.Query((ZhiceDb db) => db.Programmes.AsNoTracking()
        .OrderByDescending(p => p.Year).ThenBy(p => db.Organisations.Where(o => o.Id == p.OwnerId).Select(o => o.Path.Length).First()).ThenByDescending(p => p.Id).Take(Looked)
        .Select(p => new Row(p, db.Organisations.Where(o => o.Id == p.OwnerId).Select(o => o.Path).First(),
            db.Publications.Any(u => u.ProgrammeId == p.Id && db.Documents.Any(d => d.Id == u.DocumentId && d.Disclosure == Disclosure.Public)))));
}
