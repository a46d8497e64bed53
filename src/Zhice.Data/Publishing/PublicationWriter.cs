using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Rules;

namespace Zhice.Data.Publishing;

/// <summary>Writes a publication's obligations in bulk: some hundred thousand rows go past the change tracker.</summary>
internal static class PublicationWriter
{
    static readonly string[] Columns =
        ["programme_id", "task_id", "measure_id", "organisation_id", "level", "role", "basis", "rule_id", "status_id", "decision_id", "as_of", "publication_id"];

    /// <summary>Withdraws what is gone or changed, then adds what is new or changed, within the context's transaction.</summary>
    public static async Task Write(ZhiceDb db, PublicationPreview preview, Publication publication, StructureKeys keys, CancellationToken cancel)
    {
        var gone = preview.Changes.Withdrawn.Select(o => o.Id).Concat(preview.Changes.Changed.Select(c => c.Before.Id));
        foreach (var batch in gone.Chunk(5_000))
            await db.Obligations.Where(o => batch.Contains(o.Id)).ExecuteUpdateAsync(set => set.SetProperty(o => o.WithdrawnBy, publication.Id), cancel);
        cancel.ThrowIfCancellationRequested();
        BulkInsert.Write(db, "prog_obligation", Columns, Rows(preview.Changes.Added.Concat(preview.Changes.Changed.Select(c => c.After)), publication, keys));
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
