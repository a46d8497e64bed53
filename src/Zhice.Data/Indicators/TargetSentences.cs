using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Indicators;

namespace Zhice.Data.Indicators;

/// <summary>The sentence that sets a target.</summary>
/// <param name="Document">Its document.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Open">True where the reader may open the document: nobody else reads its words or its title.</param>
/// <param name="Filings">True where it asks for more filings, whatever indicator it was confirmed for.</param>
public sealed record TargetSentence(DocumentId Document, int Start, int End, bool Open, bool Filings);

/// <summary>目标原句: what the sentences behind targets say, and who may read them.</summary>
public static partial class TargetSentences
{
    /// <summary>The sentences of some targets, by their keys; a target of a person's own has none. One command.</summary>
    public static async Task<Dictionary<long, TargetSentence>> Read(ZhiceDb db, Actor actor, IEnumerable<IndicatorTarget> targets, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var found = targets.Select(t => t.FoundTargetId).OfType<long>().Distinct().ToList();
        if (found.Count == 0) return [];
        var visible = db.VisibleDocuments(actor);
        return (await db.FoundTargets.Where(t => found.Contains(t.Id))
            .Select(t => new { t.Id, t.DocumentId, t.Quote.Start, t.Quote.End, t.What, t.Growth, Open = visible.Any(v => v.Id == t.DocumentId) }).ToListAsync(cancel))
            .ToDictionary(t => t.Id, t => new TargetSentence(t.DocumentId, t.Start, t.End, t.Open, RewardsFilings(t.What, t.Growth)));
    }

    /// <summary>The words that a target rests on; null where they stand in a document that the reader may not open.</summary>
    public static string? SourceOf(IndicatorTarget target, TargetSentence? sentence)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.FoundTargetId is null || sentence is { Open: true } ? target.Source : null;
    }

    /// <summary>True where a quantity of a document is a growth of filings: 专利申请量增长10%.</summary>
    /// <param name="what">What is counted, as the reading found it.</param>
    /// <param name="growth">True where it is a growth over the year before.</param>
    public static bool RewardsFilings(string what, bool growth) => growth && Filings().IsMatch(what) && !IsShare(what);

    /// <summary>True for the name of a share, a rate or a time: growth of a count is no growth of it.</summary>
    public static bool IsShare(string what) => Share().IsMatch(what);

    [GeneratedRegex("申请(?:受理)?(?:总?量|总?数|件数|数量|$)|申请.{0,4}同比")]
    private static partial Regex Filings();

    [GeneratedRegex("率|占比|比重|比例|占.{0,12}的|覆盖面|满意度|周期|时长|时限")]
    private static partial Regex Share();
}
