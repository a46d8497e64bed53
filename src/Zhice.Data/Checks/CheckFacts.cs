using Microsoft.EntityFrameworkCore;
using Zhice.Data.Statistics;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Checks;

/// <summary>What the checks go by, read once: eleven commands.</summary>
internal sealed class CheckFacts
{
    public required IndicatorCatalogue Catalogue { get; init; }
    public required StatisticsCatalogue Statistics { get; init; }
    public required DateOnly Today { get; init; }
    public required List<Organisation> Offices { get; init; }
    public required List<(StatisticalLiaison Liaison, string Name, bool Closed)> Liaisons { get; init; }
    public required HashSet<(OrganisationId Office, AccountId Account)> Grants { get; init; }
    public required HashSet<OrganisationId> Administered { get; init; }
    public required List<Succession> Successions { get; init; }
    public required List<IndicatorTarget> Targets { get; init; }
    public required List<RoundFacts> Rounds { get; init; }
    public required List<RollUpRun> Runs { get; init; }
    public required int LastBatch { get; init; }
    public required List<(string Code, bool Ever, bool Lately, bool Yearly)> Values { get; init; }
    public required List<FigureFacts> Figures { get; init; }
    public required List<(ExclusionSet Set, int Members, int Effects, string? Element)> Exclusions { get; init; }
    public required List<(StatisticalRelease Release, string? Indicator)> Releases { get; init; }
    public required int WaitingCorrections { get; init; }

    /// <summary>A round, with how many answer.</summary>
    public sealed record RoundFacts(CollectionRound Round, int Asked, int Sent, int Disputes);

    /// <summary>The nation's and the provinces' figures of an indicator's last whole year, counted.</summary>
    public sealed record FigureFacts(string Code, int Year, int Known, int Broken, int Contradicted, int Expected);

    /// <summary>Days that a correction may wait before it is told.</summary>
    public const int CorrectionDays = 10;

    public int LastYear => Today.Year - 1;

    public IEnumerable<Organisation> Standing => Offices.Where(o => o.ExistsOn(Today));

    public Organisation? Office(OrganisationId id) => byId.GetValueOrDefault(id);

    readonly Dictionary<OrganisationId, Organisation> byId = [];

    public static async Task<CheckFacts> Read(ZhiceDb db, IndicatorCatalogue catalogue, StatisticsCatalogue statistics, DateOnly today, CancellationToken cancel)
    {
        var year = (today.Year - 1) * 100;
        var from = year - 100;
        var before = new DateTimeOffset(today.AddDays(-CorrectionDays).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var runs = await db.RollUpRuns.AsNoTracking().Select(r => new { Run = r, Batch = db.ObservationBatches.Max(b => (int?)b.Id) ?? 0, Corrections = db.ValueCorrections.Count(c => c.DecidedAt == null && c.AskedAt < before) }).ToListAsync(cancel);
        var facts = new CheckFacts
        {
            Catalogue = catalogue, Statistics = statistics, Today = today,
            Offices = await db.Organisations.AsNoTracking().Where(o => o.Kind == OrganisationKind.NationalOffice || o.Kind == OrganisationKind.LocalOffice).ToListAsync(cancel),
            Liaisons = [.. (await (from liaison in db.Liaisons join account in db.Accounts on liaison.AccountId equals account.Id where liaison.To == null select new { liaison, account.DisplayName, account.Closed })
                .AsNoTracking().ToListAsync(cancel)).Select(l => (l.liaison, l.DisplayName, l.Closed))],
            Grants = [], Administered = [],
            Successions = await db.Successions.AsNoTracking().Where(s => s.WithdrawnAt == null).ToListAsync(cancel),
            Targets = await db.IndicatorTargets.AsNoTracking().Where(t => t.WithdrawnAt == null).ToListAsync(cancel),
            Rounds = [.. (await db.CollectionRounds.AsNoTracking().Where(c => c.WithdrawnAt == null).Select(c => new { c, Asked = db.StatisticalReturns.Count(r => r.CollectionId == c.Id), Sent = db.StatisticalReturns.Count(r => r.CollectionId == c.Id && r.SentAt != null),
                Disputes = db.FigureDisputes.Count(d => d.AnsweredAt == null && db.StatisticalReturns.Any(r => r.Id == d.ReturnId && r.CollectionId == c.Id)) }).ToListAsync(cancel)).Select(r => new RoundFacts(r.c, r.Asked, r.Sent, r.Disputes))],
            Runs = runs.ConvertAll(r => r.Run), LastBatch = runs.Count == 0 ? 0 : runs[0].Batch, WaitingCorrections = runs.Count == 0 ? 0 : runs[0].Corrections,
            // One look into the key of the values for each element, not a count of them.
            Values = [.. (await db.ElementKeys.AsNoTracking().Select(e => new { e.Code, Ever = db.Observations.Any(o => o.Element == e.Id), Lately = db.Observations.Any(o => o.Element == e.Id && o.Period >= from),
                Yearly = db.Observations.Any(o => o.Element == e.Id && o.Period == year) }).ToListAsync(cancel)).Select(v => (v.Code, v.Ever, v.Lately, v.Yearly))],
            Figures = [.. (await (
                from figure in db.IndicatorFigures
                join definition in db.IndicatorDefinitions on figure.Definition equals definition.Id
                where figure.Period == year
                group figure by definition.Code into all
                select new
                {
                    all.Key, Known = all.Count(f => f.State == FigureState.Known), Broken = all.Count(f => f.State == FigureState.DividedByZero || f.State == FigureState.TooLarge || f.State == FigureState.NotANumber),
                    Contradicted = all.Count(f => f.Below != null), Expected = all.Max(f => f.Expected),
                }).ToListAsync(cancel)).Select(f => new FigureFacts(f.Key, year / 100, f.Known, f.Broken, f.Contradicted, f.Expected))],
            Exclusions = [.. (await db.ExclusionSets.AsNoTracking().Where(s => s.WithdrawnAt == null).Select(s => new { s, Members = db.ExclusionMembers.Count(m => m.SetId == s.Id), Effects = db.ExclusionEffects.Count(e => e.SetId == s.Id),
                Element = db.ExclusionEffects.Where(e => e.SetId == s.Id).Select(e => e.Element).FirstOrDefault() }).ToListAsync(cancel)).Select(s => (s.s, s.Members, s.Effects, (string?)s.Element))],
            Releases = [.. (await (from release in db.StatisticalReleases select new { release, Indicator = db.PublishedFigures.Where(f => f.ReleaseId == release.Id).Select(f => f.Indicator).FirstOrDefault() }).AsNoTracking().ToListAsync(cancel))
                .Select(r => (r.release, (string?)r.Indicator))],
        };
        foreach (var grant in await db.RoleGrants.AsNoTracking().Where(g => g.RevokedAt == null && AccessPolicy.BusinessRoles.Contains(g.Role)).Select(g => new { g.OrganisationId, g.AccountId, g.Role }).ToListAsync(cancel))
        {
            facts.Grants.Add((grant.OrganisationId, grant.AccountId));
            if (grant.Role is Role.NationalAdministrator or Role.RegionalAdministrator) facts.Administered.Add(grant.OrganisationId);
        }
        foreach (var office in facts.Offices) facts.byId[office.Id] = office;
        return facts;
    }
}
