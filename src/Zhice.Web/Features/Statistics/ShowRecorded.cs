using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Web.Features.Statistics;

/// <summary>从数据记录计数的来源: the query behind a figure, what it lacks, and what the exclusion sets of the period would take off it.</summary>
public static class ShowRecorded
{
    /// <summary>Members of exclusion sets that are listed.</summary>
    public const int MostMembers = 200;

    /// <summary>The page.</summary>
    /// <param name="Element">The element.</param>
    /// <param name="Office">The office.</param>
    /// <param name="Period">The period.</param>
    /// <param name="Figure">The figure.</param>
    /// <param name="Members">Members of the sets that stand on the period's last day, with their records.</param>
    /// <param name="All">How many members there are.</param>
    /// <param name="Together">What the layer takes off: records of any of them, and those that bear the mark of an abnormal filing, each application once.</param>
    public sealed record View(DataElement Element, Organisation Office, Period Period, RecordFigure Figure, IReadOnlyList<(ExclusionMember Member, string Set, string Query, int Count)> Members, int All, int Together);

    /// <summary>The page of a figure: one command.</summary>
    internal static async Task<View> Run(ZhiceDb db, DataElement element, Organisation office, Period period, RecordFigure figure, CancellationToken cancel)
    {
        var day = period.LastDay;
        var members = await (from member in db.ExclusionMembers
                             join set in db.ExclusionSets on member.SetId equals set.Id
                             where set.WithdrawnAt == null && set.ValidFrom <= day && (set.ValidTo == null || set.ValidTo > day)
                             orderby set.Id, member.Id
                             select new { member, set.Name }).AsNoTracking().ToListAsync(cancel);
        var counted = members.Take(MostMembers).Select(m => (Member: m.member, Set: m.Name, Found: RecordFigures.Of(db.Records!, figure, m.member))).Select(m => (m.Member, m.Set, m.Found.Query, m.Found.Count)).ToList();
        return new View(element, office, period, figure, counted, members.Count, RecordFigures.Off(db.Records!, figure, [.. members.Select(m => m.member)]));
    }
}
