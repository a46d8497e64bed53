using Microsoft.EntityFrameworkCore;
using Zhice.Data.Supervision;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;
using Zhice.Records.Text;

namespace Zhice.Data.Services;

/// <summary>保管期限: how long a case is kept stands in its row, counted from the day on which it was over.</summary>
public static class Retention
{
    const int Stretch = 200;

    /// <summary>What the texts say of archives, from data/law/archives.csv.</summary>
    public static IReadOnlyList<ArchiveRule> Rules { get; } = Read(CalendarCsv.Embedded("archives.csv"));

    /// <summary>Reads rules.</summary>
    /// <exception cref="FormatException">A line is none.</exception>
    public static IReadOnlyList<ArchiveRule> Read(string csv) => [.. Csv.Read(csv).Skip(1).Select(line =>
        line.Fields is [("handover" or "takeback" or "retention" or "appraisal" or "destruction") and var act, { Length: > 0 } law, var article, { Length: > 0 } says, ("yes" or "no") and var unverified]
            ? new ArchiveRule(act, law, article.Length == 0 ? null : article, says, unverified == "yes") : throw new FormatException($"Line {line.Line} of the rules of archives is no row of them."))];

    /// <summary>Brings a row to what an action made of the case: its retention begins on the first day of its being over, and is forgotten when it is opened again.</summary>
    internal static void Follow(ServiceCase row, ServiceItem item, bool closed, DateOnly on)
    {
        if (!closed) (row.ClosedOn, row.KeepUntil, row.DestroyOn) = (null, null, null);
        else if (row.ClosedOn is null) (row.ClosedOn, row.KeepUntil) = (on, CaseArchives.KeepUntil(item, on));
    }

    /// <summary>Counts cases that were over before there was a day of it; answers how many. Safe to stop at any time.</summary>
    public static async Task<int> CatchUp(ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        for (var seen = 0; ;)
        {
            db.ChangeTracker.Clear();
            var rows = await db.ServiceCases.AsTracking().Where(c => c.Phase > CasePhase.Decided && c.ClosedOn == null).OrderBy(c => c.Id).Take(Stretch).ToListAsync(cancel);
            if (rows.Count == 0) return seen;
            var keys = rows.ConvertAll(r => r.Id);
            var actions = (await db.CaseActions.AsNoTracking().Where(a => keys.Contains(a.CaseId)).OrderBy(a => a.CaseId).ThenBy(a => a.Sequence).ToListAsync(cancel)).ToLookup(a => a.CaseId);
            foreach (var row in rows)
            {
                if (house.Catalogue.Versions(row.Item).FirstOrDefault(i => i.Version == row.ItemVersion) is not { } item || CaseArchives.ClosedOn(item, actions[row.Id]) is not { } on)
                    row.ClosedOn = ChinaTime.DayOf(actions[row.Id].LastOrDefault()?.At ?? row.At); // its definition is gone: it is kept until somebody looks
                else Follow(row, item, true, on);
            }
            try
            {
                await db.SaveChangesAsync(cancel);
                seen += rows.Count;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody acted on one of them meanwhile: the same stretch is read again.
            }
        }
    }
}
