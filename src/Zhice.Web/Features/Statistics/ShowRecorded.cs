using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Records.Query;
using Zhice.Records.Search;

namespace Zhice.Web.Features.Statistics;

/// <summary>从数据记录计数的来源: the query behind a figure, what it lacks, and what the exclusion sets of the period would take off it.</summary>
public static class ShowRecorded
{
    /// <summary>Members of exclusion sets that are looked up.</summary>
    public const int MostMembers = 200;

    /// <summary>The page.</summary>
    /// <param name="Element">The element.</param>
    /// <param name="Office">The office.</param>
    /// <param name="Period">The period.</param>
    /// <param name="Figure">The figure.</param>
    /// <param name="Members">Members of the sets that stand on the period's last day, with their records.</param>
    /// <param name="Together">Records of any of them, each once.</param>
    public sealed record View(DataElement Element, Organisation Office, Period Period, RecordFigure Figure, IReadOnlyList<(ExclusionMember Member, string Set, string Query, int Count)> Members, int Together);

    /// <summary>The page of a figure: one command.</summary>
    internal static async Task<View> Run(ZhiceDb db, DataElement element, Organisation office, Period period, RecordFigure figure, CancellationToken cancel)
    {
        var day = period.LastDay;
        var members = await (from member in db.ExclusionMembers
                             join set in db.ExclusionSets on member.SetId equals set.Id
                             where set.WithdrawnAt == null && set.ValidFrom <= day && (set.ValidTo == null || set.ValidTo > day)
                             orderby set.Id, member.Id
                             select new { member, set.Name }).AsNoTracking().Take(MostMembers).ToListAsync(cancel);
        var counted = members.Select(m => (Member: m.member, Set: m.Name, Found: RecordFigures.Of(db.Records!, figure, m.member))).Select(m => (m.Member, m.Set, m.Found.Query, m.Found.Count)).ToList();
        return new View(element, office, period, figure, counted, Together(db, figure, [.. counted.Where(c => c.Count > 0)]));
    }

    // A record of an excluded applicant and of an excluded agency is taken off once.
    static int Together(ZhiceDb db, RecordFigure figure, List<(ExclusionMember Member, string Set, string Query, int Count)> counted)
    {
        if (counted.Count == 0) return 0;
        var any = $"{figure.Query} ({string.Join(" OR ", counted.Select(c => c.Query[(figure.Query.Length + 1)..]).Distinct(StringComparer.Ordinal))})";
        return QueryParser.Parse(any).Accepted(out var node, out _) && RecordSearch.Collect(db.Records!.Snapshot(), node, inside: true).Accepted(out var hits, out _)
            ? hits.Count - (figure.Again > 0 ? SameApplications.Count(hits) : 0) : 0;
    }
}
