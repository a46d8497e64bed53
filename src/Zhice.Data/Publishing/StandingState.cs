using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Difference;
using Zhice.Domain.Programme.Rules;

namespace Zhice.Data.Publishing;

/// <summary>Loads what a computation needs.</summary>
internal static partial class StandingState
{
    /// <summary>What the programme holds of the document now, and of the one whose place it takes; tracked, so that the publisher can change it.</summary>
    public static async Task<StandingProgramme> Load(ZhiceDb db, ProgrammeId programme, DocumentId document, DocumentId? replaced, CancellationToken cancel)
    {
        var other = replaced ?? document;
        var tasks = await db.Tasks.Where(t => t.ProgrammeId == programme && (t.DocumentId == document || t.DocumentId == other) && t.WithdrawnBy == null)
            .OrderBy(t => t.DocumentId == other ? 0 : 1).ThenBy(t => t.Ordinal).ToListAsync(cancel);
        if (tasks.Count == 0) return StandingProgramme.Empty;

        var taskIds = db.Tasks.Where(t => t.ProgrammeId == programme && (t.DocumentId == document || t.DocumentId == other) && t.WithdrawnBy == null).Select(t => t.Id);
        var measures = await db.Measures.Where(m => taskIds.Contains(m.TaskId) && m.WithdrawnBy == null).OrderBy(m => m.TaskId).ThenBy(m => m.Ordinal).ToListAsync(cancel);
        var measureIds = db.Measures.Where(m => taskIds.Contains(m.TaskId) && m.WithdrawnBy == null).Select(m => m.Id);
        var decisions = await db.Decisions.Where(d => measureIds.Contains(d.MeasureId) && d.WithdrawnBy == null).OrderBy(d => d.Id).ToListAsync(cancel);
        var decisionIds = db.Decisions.Where(d => measureIds.Contains(d.MeasureId) && d.WithdrawnBy == null).Select(d => d.Id);
        return new StandingProgramme(tasks, measures,
            await db.Commitments.Where(c => measureIds.Contains(c.MeasureId) && c.WithdrawnBy == null).OrderBy(c => c.MeasureId).ThenBy(c => c.Ordinal).ToListAsync(cancel),
            await db.Rules.Where(r => measureIds.Contains(r.MeasureId) && r.WithdrawnBy == null).OrderBy(r => r.MeasureId).ThenBy(r => r.Ordinal).ToListAsync(cancel),
            await db.Assignments.Where(a => taskIds.Contains(a.TaskId) && a.WithdrawnBy == null).OrderBy(a => a.TaskId).ThenBy(a => a.Id).ToListAsync(cancel),
            await db.Obligations.Where(o => taskIds.Contains(o.TaskId) && o.WithdrawnBy == null).OrderBy(o => o.Id)
                .Select(o => new StandingObligation(o.Id, o.MeasureId, o.OrganisationId, o.Level, o.Role, o.Basis, o.RuleId, o.StatusId, o.DecisionId)).ToListAsync(cancel),
            decisions,
            await db.DecisionMembers.Where(m => decisionIds.Contains(m.DecisionId)).OrderBy(m => m.DecisionId).ThenBy(m => m.OrganisationId).ToListAsync(cancel));
    }

    /// <summary>The country as of a day.</summary>
    /// <param name="db">The store.</param>
    /// <param name="asOf">The day.</param>
    /// <param name="owner">Division of the office in whose name the document was imported; 000000 for the nation.</param>
    /// <param name="issuer">Who issued it, as printed: a city's plan that its province imports speaks of the city.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<CountryFacts> Country(ZhiceDb db, AsOf asOf, string owner, string? issuer, CancellationToken cancel)
    {
        var divisions = await db.Divisions.AsNoTracking().ToListAsync(cancel);
        return await Country(db, asOf, divisions, Region(divisions, asOf, owner, issuer), cancel);
    }

    static string Region(List<Division> divisions, AsOf asOf, string owner, string? issuer) =>
        owner != "000000" && issuer is not null && OfRegion().Match(issuer) is { Success: true } match
            && new DivisionTree(divisions, asOf.Day, owner) is var tree && tree.Named(match.Groups["where"].Value, tree.LevelBelowTop) is { } own ? own.Code : owner;

    [GeneratedRegex("^(?<where>[^\\s]{1,12}?[省市州盟区县旗])(?:人民政府|政府|知识产权|市场监督管理|委员会|党委|委)")]
    private static partial Regex OfRegion();

    static async Task<CountryFacts> Country(ZhiceDb db, AsOf asOf, List<Division> divisions, string jurisdiction, CancellationToken cancel) => new(
        divisions,
        await db.Organisations.AsNoTracking().ToListAsync(cancel),
        await db.OrganisationAliases.AsNoTracking().OrderBy(a => a.Id).ToListAsync(cancel),
        await db.Statuses.AsNoTracking().ToListAsync(cancel),
        asOf, jurisdiction);
}
