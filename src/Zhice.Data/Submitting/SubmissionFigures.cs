using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Submitting;

/// <summary>What the platform holds of an office's indicators, for a submission to take over.</summary>
public static class SubmissionFigures
{
    /// <summary>The last known year up to <paramref name="year"/> of every indicator, by its code: the published figure where there is one, else the computed one. Five commands at most.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who asks: figures that are not published show only to those who may see them.</param>
    /// <param name="catalogue">The definitions.</param>
    /// <param name="office">The office.</param>
    /// <param name="year">The programme's year.</param>
    /// <param name="today">The day in China.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<IReadOnlyDictionary<string, IndicatorField>> Of(
        ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, Organisation office, int year, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(office);
        var published = await PublishedBook.OfOffice(db, catalogue, office.Id, cancel);
        var releases = await Releases(db, office.Id, cancel);
        var computed = AccessPolicy.MaySeeFigures(actor, office.Path)
            ? await IndicatorBook.OfOffice(db, catalogue, office.Id, cancel)
            : new Dictionary<string, (SeriesPoint, IReadOnlyList<SeriesPoint> Years)>(StringComparer.Ordinal);
        var fields = new Dictionary<string, IndicatorField>(StringComparer.Ordinal);
        foreach (var code in published.Keys.Concat(computed.Keys).Distinct(StringComparer.Ordinal))
        {
            var told = Last(published.TryGetValue(code, out var p) ? p.Years : [], year);
            var made = Last(computed.TryGetValue(code, out var c) ? c.Years : [], year);
            var isPublished = told is not null && (made is null || told.Period.Year >= made.Period.Year);
            if ((isPublished ? told : made) is not { } point) continue;
            var versions = catalogue.Versions(code);
            var definition = versions.FirstOrDefault(v => v.Version == point.Version) ?? versions[^1];
            fields[code] = new IndicatorField(code, definition.Version, definition.Name, point.Period.ToString(),
                point.Figure.Value.ToString($"F{definition.Decimals}", CultureInfo.InvariantCulture), definition.Unit.Text,
                isPublished ? releases.GetValueOrDefault((code, point.Period.Key)) : null, null, null, today);
        }
        return fields;
    }

    /// <summary>Codes of the indicators that targets of a programme's tasks were confirmed for; one command.</summary>
    internal static async Task<ILookup<Domain.Programme.TaskId, (string Code, TaskTarget Target)>> Confirmed(ZhiceDb db, Domain.Programme.ProgrammeId programme, CancellationToken cancel) =>
        (await (
            from found in db.FoundTargets
            where found.ProgrammeId == programme && found.TaskId != null
            join target in db.IndicatorTargets on found.Id equals target.FoundTargetId
            where target.WithdrawnAt == null
            orderby target.Id
            select new { Task = found.TaskId!.Value, target.Indicator, found.What, found.Comparator, found.Value, found.Unit }).AsNoTracking().ToListAsync(cancel))
        .ToLookup(t => t.Task, t => (t.Indicator, new TaskTarget(t.What, t.Comparator, t.Value, t.Unit)));

    static SeriesPoint? Last(IReadOnlyList<SeriesPoint> years, int year) => years.Where(p => p.Figure.IsKnown && p.Period.Year <= year).MaxBy(p => p.Period.Year);

    static async Task<Dictionary<(string, int), string>> Releases(ZhiceDb db, OrganisationId office, CancellationToken cancel) =>
        (await (
            from figure in db.PublishedFigures
            where figure.OrganisationId == office && figure.Period % 100 == 0
            join release in db.StatisticalReleases on figure.ReleaseId equals release.Id
            orderby figure.Sequence
            select new { figure.Indicator, figure.Period, release.Code }).AsNoTracking().ToListAsync(cancel))
        .GroupBy(f => (f.Indicator, f.Period)).ToDictionary(g => g.Key, g => g.Last().Code);
}
