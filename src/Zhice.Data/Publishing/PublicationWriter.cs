using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Difference;
using Zhice.Domain.Programme.Rules;
using Zhice.Domain.Working;

namespace Zhice.Data.Publishing;

/// <summary>Writes a publication's obligations in bulk: some hundred thousand rows go past the change tracker.</summary>
internal static class PublicationWriter
{
    static readonly string[] Columns =
        ["programme_id", "task_id", "measure_id", "organisation_id", "level", "role", "basis", "rule_id", "status_id", "decision_id", "as_of", "publication_id"];

    static readonly string[] EventColumns = ["programme_id", "obligation_id", "at", "by", "kind", "about"];

    /// <summary>Withdraws what is gone, gives what changed its new reason, and adds what is new, within the context's transaction.</summary>
    public static async Task Write(ZhiceDb db, PublicationPreview preview, Publication publication, StructureKeys keys, CancellationToken cancel)
    {
        var gone = preview.Changes.Withdrawn.Select(o => o.Id);
        foreach (var batch in gone.Chunk(5_000))
            await db.Obligations.Where(o => batch.Contains(o.Id)).ExecuteUpdateAsync(set => set.SetProperty(o => o.WithdrawnBy, publication.Id), cancel);
        await Change(db, preview.Changes.Changed, publication, keys, cancel);
        cancel.ThrowIfCancellationRequested();
        BulkInsert.Write(db, "prog_obligation", Columns, Rows(preview.Changes.Added, publication, keys));
    }

    // The obligation stays, for reports, evidence and fired rungs hang on it. Those with the same reason change together: one statement for thousands.
    static async Task Change(ZhiceDb db, IReadOnlyList<ChangedObligation> changed, Publication publication, StructureKeys keys, CancellationToken cancel)
    {
        foreach (var group in changed.GroupBy(c => (c.After.Level, c.After.Role, c.After.Basis, Rule: c.After.Rule is { } rule ? keys.Rules[rule] : (RuleId?)null, c.After.Status, c.After.Decision)))
        {
            var (level, role, basis, rule, status, decision) = group.Key;
            foreach (var batch in group.Select(c => c.Before.Id).Chunk(5_000))
                await db.Obligations.Where(o => batch.Contains(o.Id)).ExecuteUpdateAsync(set => set.SetProperty(o => o.Level, level).SetProperty(o => o.Role, role)
                    .SetProperty(o => o.Basis, basis).SetProperty(o => o.RuleId, rule).SetProperty(o => o.StatusId, status).SetProperty(o => o.DecisionId, decision)
                    .SetProperty(o => o.AsOf, publication.AsOf), cancel);
        }
        var levels = changed.Where(c => c.Before.Level != c.After.Level).ToList();
        if (levels.Count > 0) BulkInsert.Write(db, "work_event", EventColumns, levels.Select(c => (object?[])
            [publication.ProgrammeId.Value, c.Before.Id.Value, publication.At.UtcDateTime, publication.By == default ? null : publication.By.Value, (int)WorkEventKind.LevelChanged, c.After.Level.ToString()]));
    }

    static IEnumerable<object?[]> Rows(IEnumerable<Owed> owed, Publication publication, StructureKeys keys)
    {
        var row = new object?[Columns.Length];
        (row[0], row[10], row[11]) = (publication.ProgrammeId.Value, publication.AsOf, publication.Id.Value);
        MeasureDraft? measure = null;
        foreach (var debt in owed)
        {
            if (!ReferenceEquals(measure, debt.Measure)) (measure, row[1], row[2]) = (debt.Measure, keys.Tasks[debt.Task].Value, keys.Measures[debt.Measure].Value);
            row[3] = debt.Organisation.Value;
            row[4] = (int)debt.Level;
            row[5] = (int)debt.Role;
            row[6] = (int)debt.Basis;
            row[7] = debt.Rule is null ? null : keys.Rules[debt.Rule].Value;
            row[8] = debt.Status?.Value;
            row[9] = debt.Decision?.Value;
            yield return row;
        }
    }
}
