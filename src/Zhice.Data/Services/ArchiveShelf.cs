using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>How many cases of an office are past their retention.</summary>
/// <param name="Id">The office.</param>
/// <param name="Code">Its code.</param>
/// <param name="Office">Its name.</param>
/// <param name="Count">How many.</param>
public sealed record RetentionCount(OrganisationId Id, string Code, string Office, int Count);

/// <summary>A list on which a case stands.</summary>
/// <param name="List">The list.</param>
/// <param name="Line">The case's line.</param>
public sealed record ArchiveMention(ArchiveList List, ArchiveLine Line);

/// <summary>What archives there are to ask for: lists, cases that may be handed over, cases past their retention. One rule of who sees what stands before all of them.</summary>
public static class ArchiveShelf
{
    /// <summary>Lists of the reader's offices and of those below them.</summary>
    public static IQueryable<ArchiveList> Visible(ZhiceDb db, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (AccessPolicy.ReadsAll(actor)) return db.ArchiveLists;
        var offices = db.SupervisedOffices(actor);
        return db.ArchiveLists.Where(l => offices.Contains(l.OfficeId));
    }

    /// <summary>Cases that were archived and handed over by no list, a draft included.</summary>
    public static IQueryable<ServiceCase> Ready(ZhiceDb db, Actor actor) => db.SupervisedCases(actor).Where(c => c.Phase == CasePhase.Archived && c.ArchiveListId == null);

    /// <summary>Cases whose last day of retention is over and of which nobody decided that they are destroyed.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="today">Today in China; the last day itself is still kept.</param>
    public static IQueryable<ServiceCase> Due(ZhiceDb db, Actor actor, DateOnly today) => db.SupervisedCases(actor).Where(c => c.KeepUntil < today && c.DestroyOn == null); // a case that is not over has no such day

    /// <summary>Cases past their retention by office: only those of the reader's own offices, whose work it is. One command.</summary>
    public static async Task<IReadOnlyList<RetentionCount>> DueCounts(ZhiceDb db, Actor actor, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var own = Visibility.CaseOffices(actor);
        if (own.Count == 0) return [];
        var rows = await (
            from row in db.ServiceCases
            where own.Contains(row.OfficeId) && row.KeepUntil < today && row.DestroyOn == null
            join office in db.Organisations on row.OfficeId equals office.Id
            group row by new { office.Id, office.Code, office.Name } into all
            select new { all.Key, Count = all.Count() }).ToListAsync(cancel);
        return [.. rows.Select(r => new RetentionCount(r.Key.Id, r.Key.Code, r.Key.Name, r.Count)).OrderBy(r => r.Code, StringComparer.Ordinal)];
    }

    /// <summary>How many lists wait for the reader to sign as the second person. One command.</summary>
    public static Task<int> Waiting(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        var (own, me) = (Visibility.CaseOffices(actor), actor.AccountId);
        List<OrganisationId> administered = [.. actor.Roles.Where(r => r.Role is Role.NationalAdministrator or Role.RegionalAdministrator).Select(r => r.OrganisationId)];
        return own.Count == 0 || me is null ? Task.FromResult(0)
            : db.ArchiveLists.CountAsync(l => l.State == ArchiveListState.Signed && l.FirstBy != me && own.Contains(l.OfficeId) && (l.Kind != ArchiveListKind.Appraisal || administered.Contains(l.OfficeId)), cancel);
    }

    /// <summary>Where the archive of a case went, as far as the reader sees the lists, the newest first; drafts and what was given up are no way that it went. One command.</summary>
    public static async Task<IReadOnlyList<ArchiveMention>> Of(ZhiceDb db, Actor actor, CaseId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await (
            from line in db.ArchiveLines
            where line.CaseId == id
            join list in Visible(db, actor) on line.ListId equals list.Id
            where list.State == ArchiveListState.Closed || list.State == ArchiveListState.Signed
            orderby line.Id descending
            select new { list, line }).AsNoTracking().Take(20).ToListAsync(cancel);
        return rows.ConvertAll(r => new ArchiveMention(r.list, r.line));
    }
}
