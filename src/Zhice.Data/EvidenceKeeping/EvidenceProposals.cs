using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Searching;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Records.Text;

namespace Zhice.Data.EvidenceKeeping;

/// <summary>What evidence is looked for.</summary>
/// <param name="Office">The office that is to prove something.</param>
/// <param name="Task">The task.</param>
/// <param name="Measure">The measure.</param>
/// <param name="From">First day of the period; null where any time will do.</param>
/// <param name="To">Last day.</param>
/// <param name="Report">The report, whose own evidence is not proposed; null before there is one.</param>
public sealed record EvidenceNeed(Organisation Office, TaskId Task, MeasureId Measure, DateOnly? From, DateOnly? To, ReportId? Report);

/// <summary>A piece of evidence that is held already and fits.</summary>
/// <param name="Evidence">The evidence.</param>
/// <param name="Number">Its newest version.</param>
/// <param name="Holder">Code and name of the office that holds it.</param>
/// <param name="SameMeasure">True where another report used it for the same sentences.</param>
/// <param name="SameTask">True where another report used it for the same task.</param>
/// <param name="Alike">Share of the title's words that stand in task and measure, 0 to 1.</param>
public sealed record ProposedEvidence(Evidence Evidence, int Number, (string Code, string Name) Holder, bool SameMeasure, bool SameTask, double Alike);

/// <summary>Finds what need not be asked for again: evidence of the office, of offices below and above, that was used for the same or is named alike, and whose time fits.</summary>
public static class EvidenceProposals
{
    /// <summary>Share of a title's words from which it counts as alike.</summary>
    const double LeastAlike = 0.3;
    const int MostCandidates = 400;

    // Pairs of characters that stand in most tasks of every programme and tell nothing apart.
    static readonly HashSet<string> Common = new(
        ["知识", "识产", "产权", "工作", "推进", "加强", "开展", "完善", "建设", "实施", "机制", "制度", "推动", "提升", "促进", "发展", "质量", "高质", "强化", "深入", "落实", "管理",
         "情况", "关于", "方案", "通知", "印发", "年度", "报告", "材料", "佐证", "文件", "办法", "本地", "地区", "各地", "国家", "相关", "有关", "进一", "一步", "做好", "建立", "健全"],
        StringComparer.Ordinal);

    /// <summary>What fits, best first.</summary>
    /// <param name="db">The context; three commands.</param>
    /// <param name="actor">Who asks: only what may be seen is proposed.</param>
    /// <param name="need">What is looked for.</param>
    /// <param name="most">Most proposals.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<IReadOnlyList<ProposedEvidence>> Find(ZhiceDb db, Actor actor, EvidenceNeed need, int most, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(need);
        var words = await db.Measures.Where(m => m.Id == need.Measure)
            .Join(db.Tasks, m => m.TaskId, t => t.Id, (m, t) => new { m.Quote.Words, t.Title }).FirstOrDefaultAsync(cancel);
        if (words is null) return [];
        var wanted = Tokens($"{words.Title}\n{words.Words}");
        var near = await Near(db, wanted, need.Office, cancel);
        var candidates = near.Select(id => new EvidenceId(id)).ToList();
        var above = Above(need.Office.Path);
        var (path, behind) = (need.Office.Path, need.Office.Path[..^1] + "0");
        var (first, last) = (need.From, need.To);
        var rows = await (
            from evidence in db.VisibleEvidence(actor)
            where evidence.WithdrawnAt == null && (last == null || evidence.EffectiveFrom <= last) && (first == null || evidence.EffectiveTo == null || evidence.EffectiveTo >= first)
            where need.Report == null || !db.EvidenceUses.Any(u => u.ReportId == need.Report && u.EvidenceId == evidence.Id)
            join holder in db.Organisations on evidence.OrganisationId equals holder.Id
            where (string.Compare(holder.Path, path) >= 0 && string.Compare(holder.Path, behind) < 0) || above.Contains(holder.Id)
            let sameTask = db.EvidenceUses.Any(u => u.EvidenceId == evidence.Id && db.Reports.Any(r => r.Id == u.ReportId && db.Obligations.Any(o => o.Id == r.ObligationId && o.TaskId == need.Task)))
            where candidates.Contains(evidence.Id) || sameTask
            orderby evidence.Id descending
            select new
            {
                evidence, holder.Code, holder.Name, sameTask,
                sameMeasure = db.EvidenceUses.Any(u => u.EvidenceId == evidence.Id && db.Reports.Any(r => r.Id == u.ReportId && db.Obligations.Any(o => o.Id == r.ObligationId && o.MeasureId == need.Measure))),
            })
            .AsNoTracking().Take(MostCandidates).ToListAsync(cancel);
        return [.. rows
            .Select(r => new ProposedEvidence(r.evidence, r.evidence.Revision, (r.Code, r.Name), r.sameMeasure, r.sameTask, Alikeness(Tokens(r.evidence.Title), wanted)))
            .Where(p => p.SameTask || p.Alike >= LeastAlike)
            .OrderByDescending(p => Weight(p, need.Office.Id)).ThenByDescending(p => p.Evidence.Id.Value)
            .Take(most)];
    }

    static double Weight(ProposedEvidence proposed, OrganisationId office) =>
        proposed.Alike + (proposed.SameMeasure ? 1 : proposed.SameTask ? 0.5 : 0) + (proposed.Evidence.OrganisationId == office ? 0.25 : 0);

    /// <summary>Share of the first text's tokens that the second has too; one shared token alone is chance.</summary>
    internal static double Alikeness(IReadOnlySet<string> title, IReadOnlySet<string> wanted)
    {
        var shared = title.Count(wanted.Contains);
        return shared < 2 ? 0 : (double)shared / title.Count;
    }

    internal static IReadOnlySet<string> Tokens(string text) =>
        CjkBigrams.Tokens(text).Where(token => token.Length > 1 && !Common.Contains(token) && !token.All(char.IsAsciiDigit)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Newest evidence of the office, those below and those above that shares a token.</summary>
    static async Task<IReadOnlyList<long>> Near(ZhiceDb db, IReadOnlySet<string> tokens, Organisation office, CancellationToken cancel)
    {
        if (tokens.Count == 0) return [];
        var above = string.Join(',', Above(office.Path).Select(id => id.Value.ToString(CultureInfo.InvariantCulture)).DefaultIfEmpty("0"));
        return await TokenTable.Evidence.Any(db, tokens.Take(200), "JOIN ev_evidence e ON e.id = {key} JOIN org_organisation o ON o.id = e.organisation_id",
            $"((o.path >= {{0}} AND o.path < {{1}}) OR o.id IN ({above})) AND e.withdrawn_at IS NULL", [office.Path, office.Path[..^1] + "0"], MostCandidates, cancel);
    }

    // The organisations above a path are the keys that it is made of, its own at the end.
    static List<OrganisationId> Above(string path) =>
        [.. Organisation.KeysOf(path)];
}
