using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Checks;

/// <content>Checks of offices, targets, rounds, computations and releases.</content>
public static partial class ConfigurationCheck
{
    static IEnumerable<(SelfCheck, Func<CheckFacts, IEnumerable<CheckFinding>>)> OfWork()
    {
        const CheckArea office = CheckArea.Offices, target = CheckArea.Targets, collecting = CheckArea.Collecting, publishing = CheckArea.Publishing;
        yield return Of(office, Importance.Warning, "office.no-liaison", f => Answering(f).Where(o => !f.Liaisons.Exists(l => l.Liaison.OrganisationId == o.Id)).Select(o => Shown(o, "/statistics/offices")));
        yield return Of(office, Importance.Error, "office.liaison-closed", f => f.Liaisons.Where(l => l.Closed).Select(l => Person(f, l)));
        yield return Of(office, Importance.Warning, "office.liaison-elsewhere", f => f.Liaisons.Where(l => !l.Closed && !f.Grants.Contains((l.Liaison.OrganisationId, l.Liaison.AccountId))).Select(l => Person(f, l)));
        yield return Of(office, Importance.Notice, "office.liaison-shared", f => f.Liaisons.GroupBy(l => l.Liaison.AccountId).Where(g => g.Count() > 5).Select(g => new CheckFinding(g.First().Name, "/statistics/offices", new("selfcheck.offices", null, g.Count()))));
        yield return Of(office, Importance.Warning, "office.liaison-ended", f => f.Liaisons.Where(l => f.Office(l.Liaison.OrganisationId) is { } o && !o.ExistsOn(f.Today)).Select(l => Person(f, l)));
        yield return Of(office, Importance.Warning, "office.no-account", f => Answering(f).Where(o => !f.Grants.Any(g => g.Office == o.Id)).Select(o => Shown(o, "/accounts")));
        yield return Of(office, Importance.Notice, "office.no-second", f => f.Standing.Where(o => o.Level == DivisionLevel.Province && !f.Administered.Contains(o.Id)).Select(o => Shown(o, "/accounts")));
        yield return Of(office, Importance.Error, "office.no-heir", f => f.Offices.Where(o => o.ValidTo is not null && o.ValidTo <= f.Today && o.Kind == OrganisationKind.LocalOffice && !f.Successions.Exists(s => s.PredecessorId == o.Id)).Select(o => Shown(o, "/statistics/offices")));
        yield return Of(office, Importance.Error, "office.heir-gone", f => f.Successions.Where(s => f.Office(s.SuccessorId) is { } heir && !heir.ExistsOn(s.On)).Select(s => Succeeded(f, s)));
        yield return Of(office, Importance.Error, "office.shares", f => f.Successions.GroupBy(s => (s.PredecessorId, s.On)).Where(g => Math.Abs(g.Sum(s => s.Share) - 1m) > 0.0001m).Select(g => Succeeded(f, g.First())));
        yield return Of(office, Importance.Error, "office.still-standing", f => f.Successions.Where(s => s.Kind != SuccessionKind.Rename && s.PredecessorId != s.SuccessorId && s.On <= f.Today && f.Office(s.PredecessorId) is { ValidTo: null }).Select(s => Succeeded(f, s)));
        yield return Of(office, Importance.Error, "office.parent-ended", f => f.Standing.Where(o => o.ParentId is { } parent && f.Office(parent) is { ValidTo: { } until } && until <= f.Today).Select(o => Shown(o)));
        yield return Of(office, Importance.Error, "office.no-parent", f => f.Standing.Where(o => o.Kind == OrganisationKind.LocalOffice && o.ParentId is null).Select(o => Shown(o)));
        yield return Of(office, Importance.Error, "office.upside-down", f => f.Standing.Where(o => o.ParentId is { } parent && f.Office(parent) is { Level: { } above } && o.Level is { } level && level <= above).Select(o => Shown(o)));
        yield return Of(office, Importance.Warning, "office.no-division", f => f.Standing.Where(o => o.Kind == OrganisationKind.LocalOffice && (o.DivisionCode is null || o.Level is null)).Select(o => Shown(o)));
        yield return Of(office, Importance.Error, "office.same-division", f => f.Standing.Where(o => o.DivisionCode is not null && o.Kind == OrganisationKind.LocalOffice).GroupBy(o => o.DivisionCode).Where(g => g.Count() > 1).SelectMany(g => g).Select(o => Shown(o)));
        yield return Of(office, Importance.Notice, "office.unverified", f => f.Standing.Where(o => o.Unverified).Select(o => Shown(o)));
        yield return Of(office, Importance.Error, "office.no-nation", f => f.Standing.Any(o => o.Kind == OrganisationKind.NationalOffice) ? [] : [new("–", "/organisations")]);

        yield return Of(target, Importance.Error, "target.unknown", f => f.Targets.Where(t => f.Catalogue.Versions(t.Indicator).Count == 0).Select(t => Shown(f, t)));
        yield return Of(target, Importance.Warning, "target.twice", f => f.Targets.GroupBy(t => (t.Indicator, t.OrganisationId, t.Year, t.Growth)).Where(g => g.Select(t => (t.Comparator, t.Value)).Distinct().Count() > 1).Select(g => Shown(f, g.First())));
        yield return Of(target, Importance.Error, "target.unfit", f => f.Targets.Where(t => t.Growth && f.Catalogue.Versions(t.Indicator) is [.., { FilingCount: true }]).Select(t => Shown(f, t)));
        yield return Of(target, Importance.Warning, "target.watched", f => f.Targets.Where(t => f.Catalogue.Versions(t.Indicator) is [.., { Direction: IndicatorDirection.Watched }]).Select(t => Shown(f, t)));
        yield return Of(target, Importance.Notice, "target.no-sentence", f => f.Targets.Where(t => t.FoundTargetId is null).Select(t => Shown(f, t)));
        yield return Of(target, Importance.Warning, "target.ended-office", f => f.Targets.Where(t => t.Year >= f.Today.Year && f.Office(t.OrganisationId) is { ValidTo: not null } o && !o.ExistsOn(f.Today)).Select(t => Shown(f, t)));
        yield return Of(target, Importance.Warning, "target.no-figure", f => f.Targets.Where(t => t.Year == f.LastYear && f.Figures.All(x => x.Code != t.Indicator || x.Known == 0)).Select(t => Shown(f, t)));
        yield return Of(target, Importance.Notice, "target.none-this-year", f => f.Targets.Count == 0 || f.Targets.Exists(t => t.Year >= f.Today.Year) ? [] : [new($"{f.Today.Year}", "/indicators")]);
        yield return Of(target, Importance.Error, "target.wrong-way", f => f.Targets.Where(t => !t.Growth && f.Catalogue.Versions(t.Indicator) is [.., var d] && ((d.Direction == IndicatorDirection.HigherIsBetter && t.Comparator == TargetComparator.AtMost)
            || (d.Direction == IndicatorDirection.LowerIsBetter && t.Comparator == TargetComparator.AtLeast))).Select(t => Shown(f, t)));

        yield return Of(collecting, Importance.Warning, "round.overdue", f => f.Rounds.Where(r => r.Round.StageOn(f.Today) == CollectionStage.Late && r.Sent < r.Asked).Select(r => Shown(f, r, r.Asked - r.Sent)));
        yield return Of(collecting, Importance.Warning, "round.locked-missing", f => f.Rounds.Where(r => r.Round.StageOn(f.Today) == CollectionStage.Locked && r.Sent < r.Asked).Select(r => Shown(f, r, r.Asked - r.Sent)));
        yield return Of(collecting, Importance.Error, "round.nobody", f => f.Rounds.Where(r => r.Asked == 0).Select(r => Shown(f, r, 0)));
        yield return Of(collecting, Importance.Notice, "round.weekend", f => f.Rounds.Where(r => r.Round.DueOn >= f.Today && r.Round.DueOn.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday).Select(r => Shown(f, r, 0)));
        yield return Of(collecting, Importance.Warning, "round.disputes", f => f.Rounds.Where(r => r.Disputes > 0).Select(r => Shown(f, r, r.Disputes)));
        yield return Of(collecting, Importance.Warning, "correction.waiting", f => f.WaitingCorrections == 0 ? [] : [new($"{f.WaitingCorrections}", "/statistics/corrections")]);
        yield return Of(collecting, Importance.Notice, "round.none-open", f => f.Rounds.Exists(r => r.Round.StageOn(f.Today) is CollectionStage.Open or CollectionStage.Planned or CollectionStage.Late) ? [] : [new($"{f.Today:yyyy-MM-dd}", "/statistics")]);

        yield return Of(publishing, Importance.Warning, "run.waiting", f => f.Runs.Where(r => r.KnownBatch < f.LastBatch).Select(r => new CheckFinding($"{r.Year}", "/indicators")));
        yield return Of(publishing, Importance.Error, "run.none", f => f.Runs.Count == 0 && f.Values.Exists(v => v.Ever) ? [new("–", "/indicators")] : []);
        yield return Of(publishing, Importance.Warning, "run.no-last-year", f => f.Runs.Count > 0 && !f.Runs.Exists(r => r.Year == f.LastYear) ? [new($"{f.LastYear}", "/statistics/load")] : []);
        yield return Of(publishing, Importance.Notice, "run.invented", f => f.Runs.Exists(r => r.Demonstration) ? [new("–", "/indicators")] : []);
        yield return Of(publishing, Importance.Warning, "release.late", f => f.Releases.Where(r => r.Release.State < ReleaseState.Published && r.Release.PlannedOn < f.Today).Select(Shown));
        yield return Of(publishing, Importance.Notice, "release.unlocked", f => f.Releases.Where(r => r.Release.State == ReleaseState.Published && r.Release.PlannedOn.AddDays(365) < f.Today).Select(Shown));
        yield return Of(publishing, Importance.Notice, "release.older-values", f => f.Releases.Where(r => r.Release.State >= ReleaseState.Published && r.Release.KnownBatch < f.LastBatch).GroupBy(r => r.Release.Code, StringComparer.Ordinal).Select(g => Shown(g.MaxBy(r => r.Release.Revision))));
        yield return Of(publishing, Importance.Notice, "release.none", f => f.Releases.Exists(r => r.Release.State >= ReleaseState.Published) ? [] : [new("–", "/statistics/releases")]);
        yield return Of(publishing, Importance.Warning, "exclusion.no-effect", f => f.Exclusions.Where(x => x.Effects == 0).Select(x => new CheckFinding(x.Set.Name, "/indicators/exclusions")));
        yield return Of(publishing, Importance.Warning, "exclusion.no-member", f => f.Exclusions.Where(x => x.Members == 0).Select(x => new CheckFinding(x.Set.Name, "/indicators/exclusions")));
        yield return Of(publishing, Importance.Notice, "exclusion.endless", f => f.Exclusions.Where(x => x.Set.ValidTo is null && x.Set.ValidFrom.AddYears(3) < f.Today).Select(x => new CheckFinding(x.Set.Name, "/indicators/exclusions")));
    }

    // Offices that a round of this year or the last one asks.
    static IEnumerable<Organisation> Answering(CheckFacts f)
    {
        var levels = f.Rounds.Where(r => r.Round.DueOn.Year >= f.LastYear).Select(r => f.Statistics.Forms.GetValueOrDefault(r.Round.Form)).OfType<FormDefinition>().SelectMany(x => x.Levels).ToHashSet();
        return f.Standing.Where(o => o.Kind == OrganisationKind.LocalOffice && o.Level is { } level && levels.Contains(level)).OrderBy(o => o.Level).ThenBy(o => o.Code, StringComparer.Ordinal);
    }

    static CheckFinding Shown(Organisation o, string? link = null) => new($"{o.Name} ({o.Code})", link ?? $"/organisations/{o.Code}");

    static CheckFinding Person(CheckFacts f, (StatisticalLiaison Liaison, string Name, bool Closed) l) => new($"{f.Office(l.Liaison.OrganisationId)?.Name} {l.Name}", "/statistics/offices");

    static CheckFinding Succeeded(CheckFacts f, Succession s) => new($"{f.Office(s.PredecessorId)?.Name} → {f.Office(s.SuccessorId)?.Name} {s.On:yyyy-MM-dd}", "/statistics/offices");

    static CheckFinding Shown(CheckFacts f, IndicatorTarget t) =>
        new($"{(f.Catalogue.Versions(t.Indicator) is [.., var d] ? d.Name : t.Indicator)} {t.Year} {f.Office(t.OrganisationId)?.Name}", f.Catalogue.Versions(t.Indicator).Count > 0 && f.Office(t.OrganisationId) is { } o ? $"/indicators/{t.Indicator}/targets?office={o.Code}" : "/indicators");

    static CheckFinding Shown(CheckFacts f, CheckFacts.RoundFacts r, int count) => new($"{f.Statistics.Forms.GetValueOrDefault(r.Round.Form)?.Name ?? r.Round.Form} {Period.FromKey(r.Round.Period)}", $"/statistics/collections/{r.Round.Id.Value}",
        count == 0 ? null : new("selfcheck.offices", null, count));

    static CheckFinding Shown((StatisticalRelease Release, string? Indicator) r) => new($"{r.Release.Title} ({r.Release.Code}-{r.Release.Revision})", $"/statistics/releases/{r.Release.Id.Value}");
}
