using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Domain.Assessment;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Reporting;
using Zhice.Domain.Statistics;
using Zhice.Domain.Working;

namespace Zhice.Data.Assessment;

/// <summary>Reads what a score is made of: obligations with their state and reports, figures with their targets and release. Ten commands, whatever the number of offices.</summary>
public static class FactGathering
{
    /// <summary>Facts of offices as they stand now, in the order of codes; people's acts, sheets and marks are not in them.</summary>
    public static async Task<IReadOnlyList<SubjectFacts>> Gather(ZhiceDb db, AssessmentRound round, AssessmentScheme scheme, IReadOnlyList<Organisation> offices, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(round);
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(offices);
        var ids = offices.Select(o => o.Id).ToList();
        var obligations = scheme.Items.Any(i => i.Rule is ObligationRule) ? await Obligations(db, round, ids, cancel) : [];
        var rules = scheme.Items.Select(i => i.Rule).OfType<IndicatorRule>().Select(r => r.Indicator).Distinct(StringComparer.Ordinal).ToList();
        var figures = rules.Count > 0 ? await Figures(db, round.Year, rules, ids, cancel) : [];
        return [.. offices.OrderBy(o => o.Code, StringComparer.Ordinal).Select(o => new SubjectFacts(o.Code, o.Name,
            [.. obligations.Where(f => f.Office == o.Id).Select(f => f.Fact)], [.. figures.Where(f => f.Office == o.Id).Select(f => f.Fact)], [], [], []))];
    }

    static async Task<List<(OrganisationId Office, ObligationFact Fact)>> Obligations(ZhiceDb db, AssessmentRound round, List<OrganisationId> offices, CancellationToken cancel)
    {
        var rows = await (
            from obligation in db.Obligations
            join task in db.Tasks on obligation.TaskId equals task.Id
            join found in db.ObligationStates on obligation.Id equals found.ObligationId into states
            from state in states.DefaultIfEmpty()
            where obligation.ProgrammeId == round.ProgrammeId && obligation.WithdrawnBy == null && offices.Contains(obligation.OrganisationId)
            orderby obligation.Id
            select new { obligation, task.Number, task.Section, task.Title, task.Due, State = state }).AsNoTracking().ToListAsync(cancel);
        var sentences = (await (
            from commitment in db.Commitments
            join task in db.Tasks on commitment.TaskId equals task.Id
            where task.ProgrammeId == round.ProgrammeId && commitment.WithdrawnBy == null
            select new { commitment.MeasureId, commitment.Due }).AsNoTracking().ToListAsync(cancel)).ToLookup(c => c.MeasureId, c => c.Due);
        var reports = await db.Reports.AsNoTracking().Where(r => r.ProgrammeId == round.ProgrammeId && r.State == ReportState.Accepted && offices.Contains(r.OrganisationId))
            .GroupBy(r => r.ObligationId).Select(g => new { g.Key, Last = g.Max(r => r.Id) }).ToDictionaryAsync(g => g.Key, g => g.Last.Value, cancel);
        var facts = new List<(OrganisationId, ObligationFact)>(rows.Count);
        foreach (var row in rows)
        {
            var due = DueDays.Of(row.Due, sentences[row.obligation.MeasureId]);
            facts.Add((row.obligation.OrganisationId, new(row.obligation.Id.Value, row.obligation.TaskId.Value, row.Number ?? "", row.Section ?? "", row.Title, row.obligation.Level,
                row.State?.Choice ?? OptChoice.Undecided, row.State?.Status ?? WorkStatus.NotStarted, DueDays.AsksStage(due), row.State?.ExtendedTo ?? DueDays.Day(due, round.Year), row.State?.ReportedOn,
                reports.TryGetValue(row.obligation.Id, out var report) ? report : null)));
        }
        return facts;
    }

    static async Task<List<(OrganisationId Office, IndicatorFact Fact)>> Figures(ZhiceDb db, int year, List<string> codes, List<OrganisationId> offices, CancellationToken cancel)
    {
        var catalogue = DefinitionFiles.InUse;
        var definitions = await db.IndicatorDefinitions.AsNoTracking().Where(d => codes.Contains(d.Code)).ToDictionaryAsync(d => d.Id, d => (d.Code, d.Version), cancel);
        var keys = definitions.Keys.ToList();
        var (now, before) = (Period.OfYear(year).Key, Period.OfYear(year - 1).Key);
        var rows = await db.IndicatorFigures.AsNoTracking().Where(f => keys.Contains(f.Definition) && (f.Period == now || f.Period == before) && offices.Contains(f.OrganisationId)).ToListAsync(cancel);
        var targets = await db.IndicatorTargets.AsNoTracking().Where(t => codes.Contains(t.Indicator) && t.Year == year && !t.Growth && t.WithdrawnAt == null && offices.Contains(t.OrganisationId)).ToListAsync(cancel);
        var batch = await db.RollUpRuns.AsNoTracking().Where(r => r.Year == year).Select(r => (int?)r.KnownBatch).FirstOrDefaultAsync(cancel);
        var releases = await db.StatisticalReleases.AsNoTracking().Where(r => r.Period == now && r.State >= ReleaseState.Published).OrderByDescending(r => r.Revision)
            .Select(r => new { r.Code, r.Revision, r.Content, r.Level }).ToListAsync(cancel);
        // A published figure is taken as it was published, whatever was computed since; of two releases the later one holds.
        var published = (await (
            from figure in db.PublishedFigures
            join release in db.StatisticalReleases on figure.ReleaseId equals release.Id
            where codes.Contains(figure.Indicator) && figure.Period == now && offices.Contains(figure.OrganisationId)
            orderby figure.Sequence
            select new { figure, release.Code, release.Revision }).AsNoTracking().ToListAsync(cancel))
            .GroupBy(p => (p.figure.Indicator, p.figure.OrganisationId)).ToDictionary(g => g.Key, g => g.Last());
        var facts = new List<(OrganisationId, IndicatorFact)>();
        foreach (var code in codes)
        {
            var parts = catalogue.InForce(code, Period.OfYear(year)) is { } inForce ? catalogue.FormulaOf(inForce)?.Parts.Select(p => p.Code).ToList() ?? [] : [];
            var release = releases.FirstOrDefault(r => parts.Count > 0 && r.Level == DivisionLevel.Province && parts.All(p => r.Content.Split(',').Contains(p, StringComparer.Ordinal)));
            var source = release is null ? string.Create(CultureInfo.InvariantCulture, $"run/{year}@{batch ?? 0}") : string.Create(CultureInfo.InvariantCulture, $"{release.Code}/{release.Revision}");
            foreach (var row in rows.Where(r => r.Period == now && definitions[r.Definition].Code == code))
            {
                if (catalogue.Versions(code).FirstOrDefault(v => v.Version == definitions[row.Definition].Version) is not { } version) continue;
                var fixedFigure = published.GetValueOrDefault((code, row.OrganisationId));
                // What rests on too little to be published alone is still what the office is judged by.
                var (shown, from) = fixedFigure is null || fixedFigure.figure.State == FigureState.TooFew ? (row.Figure.Rounded(version.Decimals, version.Rounding), source)
                    : (fixedFigure.figure.Figure, string.Create(CultureInfo.InvariantCulture, $"{fixedFigure.Code}/{fixedFigure.Revision}"));
                var earlier = rows.FirstOrDefault(r => r.Period == before && r.OrganisationId == row.OrganisationId && definitions[r.Definition].Code == code);
                facts.Add((row.OrganisationId, new(code, version.Version, Period.FromKey(now).ToString(), shown.OrNull,
                    earlier?.Figure.Rounded(version.Decimals, version.Rounding).OrNull, targets.FirstOrDefault(t => t.OrganisationId == row.OrganisationId && t.Indicator == code)?.Value,
                    version.Direction == IndicatorDirection.LowerIsBetter, version.Unit.Text, from)));
            }
        }
        return facts;
    }
}
