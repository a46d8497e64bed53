using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Searching;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Records.Text;

namespace Zhice.Data.EvidenceKeeping;

/// <summary>Narrows the library; null leaves a filter open.</summary>
/// <param name="Words">Words of the title or of a file's name.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Disclosure">公开属性.</param>
/// <param name="Office">Code of the office that holds it.</param>
/// <param name="Programme">Only what reports of this programme use.</param>
/// <param name="On">Only what proves something on this day.</param>
/// <param name="Withdrawn">True for withdrawn evidence instead of standing.</param>
public sealed record EvidenceFilter(
    string? Words = null, EvidenceKind? Kind = null, Disclosure? Disclosure = null, string? Office = null, ProgrammeId? Programme = null, DateOnly? On = null, bool Withdrawn = false);

/// <summary>One piece of evidence in a list, at the newest version that the reader may see.</summary>
/// <param name="Evidence">The evidence.</param>
/// <param name="Version">The version.</param>
/// <param name="Holder">Code and name of the office that holds it.</param>
/// <param name="Uses">Number of uses that the reader may know of.</param>
public sealed record EvidenceRow(Evidence Evidence, EvidenceVersion Version, (string Code, string Name) Holder, int Uses);

/// <summary>A piece of evidence by its name.</summary>
/// <param name="Id">The evidence.</param>
/// <param name="Title">Its title.</param>
/// <param name="Files">Names of its files that the reader may see.</param>
public sealed record NamedEvidence(EvidenceId Id, string Title, IReadOnlyList<string> Files)
{
    /// <summary>What is searched: the title, and the names of the files below it.</summary>
    public string Text => string.Join('\n', Files.Prepend(Title));
}

/// <summary>A page of the library.</summary>
/// <param name="Rows">Newest first.</param>
/// <param name="Total">Number in all, counted up to <see cref="EvidenceSearch.Limit"/>.</param>
public sealed record EvidencePage(IReadOnlyList<EvidenceRow> Rows, int Total);

/// <summary>Uploads that were not needed again, in the reports of a programme.</summary>
/// <param name="Programme">The programme.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uses">Uses of evidence.</param>
/// <param name="Reused">Those of them that needed no upload.</param>
public sealed record EvidenceReuse(ProgrammeId Programme, string Name, int Uses, int Reused);

/// <summary>The library as the reader may see it.</summary>
public static class EvidenceSearch
{
    /// <summary>Rows that are counted, and candidates of the index that are looked at.</summary>
    public const int Limit = 10_000;

    /// <summary>A page; at most five commands.</summary>
    public static async Task<EvidencePage> Find(ZhiceDb db, Actor actor, EvidenceFilter filter, int page, int size, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var found = db.VisibleEvidence(actor).Where(e => filter.Withdrawn ? e.WithdrawnAt != null : e.WithdrawnAt == null);
        if (filter.Kind is { } kind) found = found.Where(e => e.Kind == kind);
        if (filter.Disclosure is { } disclosure) found = found.Where(e => e.Disclosure == disclosure);
        if (filter.Office is { } office) found = found.Where(e => db.Organisations.Any(o => o.Id == e.OrganisationId && o.Code == office));
        if (filter.On is { } day) found = found.Where(e => e.EffectiveFrom <= day && (e.EffectiveTo == null || e.EffectiveTo >= day));
        if (filter.Programme is { } programme)
            found = found.Where(e => db.VisibleEvidenceUses(actor).Any(u => u.EvidenceId == e.Id && db.Reports.Any(r => r.Id == u.ReportId && r.ProgrammeId == programme)));

        IReadOnlyList<EvidenceId> ids;
        int total;
        if (filter.Words is { } words)
        {
            var all = await Named(db, actor, found, words, cancel);
            total = all.Count;
            ids = [.. all.Skip((page - 1) * size).Take(size).Select(e => e.Id)];
        }
        else
        {
            total = await found.Take(Limit).CountAsync(cancel);
            ids = await found.OrderByDescending(e => e.Id).Skip((page - 1) * size).Take(size).Select(e => e.Id).ToListAsync(cancel);
        }
        return new EvidencePage(await Rows(db, actor, ids, cancel), total);
    }

    /// <summary>Standing evidence that bears every word in its title or in the name of a file that the reader may see, newest first; two commands.</summary>
    public static Task<IReadOnlyList<NamedEvidence>> Named(ZhiceDb db, Actor actor, string words, CancellationToken cancel) =>
        Named(db, actor, db.VisibleEvidence(actor).Where(e => e.WithdrawnAt == null), words, cancel);

    static async Task<IReadOnlyList<NamedEvidence>> Named(ZhiceDb db, Actor actor, IQueryable<Evidence> found, string words, CancellationToken cancel)
    {
        var looked = (await TokenTable.Evidence.Newest(db, words, [], Limit, cancel)).Select(id => new EvidenceId(id)).ToList();
        if (looked.Count == 0) return [];
        var texts = await (
            from evidence in found
            where looked.Contains(evidence.Id)
            join version in db.VisibleEvidenceVersions(actor) on evidence.Id equals version.EvidenceId
            select new { evidence.Id, evidence.Title, version.FileName }).ToListAsync(cancel);
        var wanted = CjkBigrams.Words(words);
        return [.. texts.GroupBy(t => t.Id)
            .Select(g => new NamedEvidence(g.Key, g.First().Title, [.. g.Select(t => t.FileName).OfType<string>().Distinct(StringComparer.Ordinal)]))
            .Where(e => CjkBigrams.Find(e.Text, wanted) is not null).OrderByDescending(e => e.Id.Value)];
    }

    static async Task<IReadOnlyList<EvidenceRow>> Rows(ZhiceDb db, Actor actor, IReadOnlyList<EvidenceId> ids, CancellationToken cancel)
    {
        if (ids.Count == 0) return [];
        var rows = await (
            from evidence in db.Evidence.AsNoTracking()
            where ids.Contains(evidence.Id)
            join holder in db.Organisations on evidence.OrganisationId equals holder.Id
            join version in db.VisibleEvidenceVersions(actor) on evidence.Id equals version.EvidenceId
            select new { evidence, version, holder.Code, holder.Name }).ToListAsync(cancel);
        var uses = await db.VisibleEvidenceUses(actor).Where(u => ids.Contains(u.EvidenceId)).GroupBy(u => u.EvidenceId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return [.. rows.GroupBy(r => r.evidence.Id).OrderByDescending(g => g.Key.Value).Select(g => g.MaxBy(r => r.version.Number)!)
            .Select(r => new EvidenceRow(r.evidence, r.version, (r.Code, r.Name), uses.GetValueOrDefault(r.evidence.Id)))];
    }

    /// <summary>How often evidence was used and how often no upload was needed, for each programme, within what the reader may know of; one command.</summary>
    public static async Task<IReadOnlyList<EvidenceReuse>> Reuse(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        var counts = await (
            from use in db.VisibleEvidenceUses(actor)
            join report in db.Reports on use.ReportId equals report.Id
            join programme in db.Programmes on report.ProgrammeId equals programme.Id
            group use by new { programme.Id, programme.Name, programme.Year } into g
            orderby g.Key.Year descending, g.Key.Id descending
            select new { g.Key.Id, g.Key.Name, Uses = g.Count(), Reused = g.Count(u => u.Reused) }).Take(50).ToListAsync(cancel);
        return [.. counts.Select(c => new EvidenceReuse(c.Id, c.Name, c.Uses, c.Reused))];
    }
}
