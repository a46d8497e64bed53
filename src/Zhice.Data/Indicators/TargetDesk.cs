using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Indicators;

/// <summary>A target found in a document that may be one of an indicator: a person says whether.</summary>
/// <param name="Found">What the reading found.</param>
/// <param name="Document">Title of the document.</param>
/// <param name="Year">Year of the programme it was published to.</param>
/// <param name="Likeness">How like the words are to the indicator's name, 0 to 1.</param>
/// <param name="Value">The value in the indicator's unit, or in % where it is a growth.</param>
/// <param name="Meant">The office that it probably speaks of: the one below the issuer that the sentence names, else the issuer.</param>
public sealed record TargetOffer(FoundTarget Found, string Document, int Year, double Likeness, decimal Value, Organisation Meant)
{
    /// <summary>True where the sentence asks for more filings.</summary>
    public bool Filings => TargetSentences.RewardsFilings(Found.What, Found.Growth);
}

/// <summary>目标值: offered from what documents say, confirmed and withdrawn by a person.</summary>
public static partial class TargetDesk
{
    /// <summary>Words less like than this are not offered.</summary>
    public const double LeastLike = 0.45;

    // Quantities are read in pieces, the newest first, until all were looked at.
    const int Piece = 2_000;

    /// <summary>Targets of documents that the reader may see and that may be meant: those that speak of the office and the most alike first, at most ten, without those that were confirmed. Two commands, and one more for every two thousand quantities.</summary>
    public static async Task<IReadOnlyList<TargetOffer>> Offers(ZhiceDb db, Actor actor, IndicatorDefinition definition, Organisation office, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(office);
        var visible = db.VisibleDocuments(actor);
        var offers = new List<TargetOffer>();
        for (var before = long.MaxValue; ;)
        {
            var found = await (
                from target in db.FoundTargets
                where target.Id < before
                join programme in db.Programmes on target.ProgrammeId equals programme.Id
                join document in db.Documents on target.DocumentId equals document.Id
                join owner in db.Organisations on document.OwnerId equals owner.Id
                where visible.Any(v => v.Id == document.Id) && !db.IndicatorTargets.Any(t => t.FoundTargetId == target.Id && t.Indicator == definition.Code && t.WithdrawnAt == null)
                orderby target.Id descending
                select new { Target = target, document.Title, programme.Year, Owner = owner }).AsNoTracking().Take(Piece).ToListAsync(cancel);
            offers.AddRange(found.Select(f => (Found: f, Value: Fits(f.Target, definition) ? InUnit(f.Target, definition) : null))
                .Where(f => f.Value is not null)
                .Select(f => new TargetOffer(f.Found.Target, f.Found.Title, YearOf(f.Found.Target, f.Found.Year), Likeness(f.Found.Target.What, definition.Name), f.Value!.Value, f.Found.Owner))
                .Where(o => o.Likeness >= LeastLike));
            if (found.Count < Piece) break;
            before = found[^1].Target.Id;
        }
        if (offers.Count == 0) return [];
        var issuers = offers.ConvertAll(o => o.Meant.Id).Distinct().ToList();
        var below = (await db.Organisations.AsNoTracking().Where(o => o.Kind == OrganisationKind.LocalOffice && o.ParentId != null && issuers.Contains(o.ParentId.Value) && o.ValidTo == null).ToListAsync(cancel)).ToLookup(o => o.ParentId!.Value);
        return [.. offers.Select(o => o with { Meant = Named(below[o.Meant.Id], o.Found.Quote.Words) ?? o.Meant })
            .OrderByDescending(o => o.Meant.Id == office.Id).ThenByDescending(o => o.Likeness).ThenByDescending(o => o.Year).Take(10)];
    }

    // Of several that are named none is meant alone.
    static Organisation? Named(IEnumerable<Organisation> offices, string words) =>
        offices.Where(o => Place().Match(o.Name) is { Success: true } place && words.Contains(place.Value, StringComparison.Ordinal)).Take(2).ToList() is [var only] ? only : null;

    [GeneratedRegex("^.{1,12}?(?:自治区|自治州|地区|省|市|州|盟|县|区)")]
    private static partial Regex Place();

    // “…缩短至50日，到2027年预审合格率达到80%”: the day belongs to what stands behind it.
    internal static int YearOf(FoundTarget found, int programme)
    {
        if (found.Due is not { } due) return programme;
        var words = found.Quote.Words;
        var (what, year) = (found.What.Length == 0 ? -1 : words.IndexOf(found.What, StringComparison.Ordinal), words.IndexOf($"{due.Year}年", StringComparison.Ordinal));
        // A year at the beginning of the next clause is that clause's; “达到80%（2027年）” is not.
        var clause = year < 0 ? -1 : words.LastIndexOfAny(['，', '；', ',', ';'], year);
        return what >= 0 && clause > what && year - clause <= 6 ? programme : due.Year;
    }

    // A growth of a count is no growth of a share, a mean time or a score, and one of filings is offered to counts of filings only.
    internal static bool Fits(FoundTarget found, IndicatorDefinition definition)
    {
        if (!found.Growth) return true;
        var grows = definition.Formula.References.Any(r => r.YearsBack > 0);
        var ratio = !grows && (definition.Unit.CombinesWith(Unit.Percent) || definition.Unit.Dimension.Text is "百分点" or "月" or "日" or "年" or "分");
        return (!ratio || TargetSentences.IsShare(found.What)) && (definition.FilingCount || !TargetSentences.RewardsFilings(found.What, true));
    }

    /// <summary>Sets a target: from a sentence where <paramref name="found"/> names one, else on a person's own source.</summary>
    /// <returns>Refusals: <c>target.forbidden</c>, <c>target.missing</c>, <c>target.value</c>, <c>target.year</c>, <c>target.source</c>, <c>target.twice</c>.</returns>
    public static async Task<Outcome<IndicatorTarget>> Confirm(ZhiceDb db, Actor actor, IndicatorDefinition definition, Organisation office, TargetRequest request, long? found, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(office);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        if (!AccessPolicy.MaySetTargets(actor, office.Path)) return new Forbidden("target.forbidden");
        if (found is { } id && !(await Offers(db, actor, definition, office, cancel)).Any(o => o.Found.Id == id)) return new Missing("target.missing");
        var defects = new List<Defect>();
        if (request.Value is not { } value || Math.Abs(value) > Figure.Limit || decimal.Round(value, 6) != value || (request.Growth && Math.Abs(value) > 10_000m)) defects.Add(new Defect("target.value-wrong", "value"));
        else if (!request.Growth && OutOfSense(definition, value) is { } sense) defects.Add(new Defect(sense, "value", StoredFigure.Write(value)));
        if (request.Year is < 2019 or > 2050) defects.Add(new Defect("target.year-wrong", "year", 2019, 2050));
        if (string.IsNullOrWhiteSpace(request.Source) || request.Source.Length > 1000) defects.Add(new Defect("target.source", "source", 1000));
        if (!Enum.IsDefined(request.Comparator)) defects.Add(new Defect("target.comparator-wrong", "comparator"));
        if (defects.Count > 0) return new Invalid(defects);
        if (await db.IndicatorTargets.AnyAsync(t => t.Indicator == definition.Code && t.OrganisationId == office.Id && t.Year == request.Year && t.Growth == request.Growth && t.WithdrawnAt == null, cancel))
            return new Blocked("target.twice", request.Year);
        var now = clock.GetUtcNow();
        var target = new IndicatorTarget
        {
            Indicator = definition.Code, OrganisationId = office.Id, Year = request.Year, Comparator = request.Comparator, Value = request.Value!.Value, Growth = request.Growth,
            FoundTargetId = found, Source = request.Source!.Trim(), By = actor.AccountId!.Value, At = now,
        };
        db.IndicatorTargets.Add(target);
        AuditLog.Append(db, actor, now, "indicator.target", $"indicator/{definition.Code}", new
        {
            office = office.Code, year = request.Year, comparator = request.Comparator.ToString(), value = request.Value, growth = request.Growth, found,
        });
        await db.SaveChangesAsync(cancel);
        return target;
    }

    /// <summary>Withdraws a target; it stays readable with its reason.</summary>
    public static async Task<Outcome<IndicatorTarget>> Withdraw(ZhiceDb db, Actor actor, string indicator, long id, string? reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var target = await db.IndicatorTargets.AsTracking().FirstOrDefaultAsync(t => t.Id == id && t.Indicator == indicator && t.WithdrawnAt == null, cancel);
        var path = target is null ? null : await db.Organisations.Where(o => o.Id == target.OrganisationId).Select(o => o.Path).FirstAsync(cancel);
        if (target is null || !AccessPolicy.MaySeeFigures(actor, path!)) return new Missing("target.missing");
        if (!AccessPolicy.MaySetTargets(actor, path!)) return new Forbidden("target.forbidden");
        if ((reason ?? "").Trim().Length is < CorrectionDesk.ShortestReason or > 500) return new Invalid(new Defect("target.reason", "reason", CorrectionDesk.ShortestReason, 500));
        (target.WithdrawnAt, target.WithdrawnBy, target.WithdrawnReason) = (clock.GetUtcNow(), actor.AccountId, reason!.Trim());
        AuditLog.Append(db, actor, clock.GetUtcNow(), "indicator.target-withdraw", $"indicator/{indicator}", new { target = id, reason = target.WithdrawnReason });
        await db.SaveChangesAsync(cancel);
        return target;
    }

    /// <summary>The comparator as a document's reading spells it.</summary>
    public static TargetComparator Comparator(string spelled) => spelled switch
    {
        ">=" => TargetComparator.AtLeast,
        ">" => TargetComparator.Above,
        "<=" => TargetComparator.AtMost,
        "<" => TargetComparator.Below,
        _ => TargetComparator.Equal,
    };

    // A count below nothing, and a share above the whole: a slip of the hand. What is compared with another year or taken from another may be either.
    static string? OutOfSense(IndicatorDefinition definition, decimal value) =>
        definition.Possible is var (least, most) && value < least ? "target.negative" : value > most ? "target.above-whole" : null;

    // A unit that cannot be the indicator's rules the sentence out; a growth has the unit of a share whatever grows.
    internal static decimal? InUnit(FoundTarget found, IndicatorDefinition definition)
    {
        var written = found.Unit switch { "个月" => "月", "天" or "自然日" or "个自然日" => "日", "个工作日" => "工作日", "个百分点" => "百分点", "户" => "家", _ => found.Unit };
        if (!Unit.TryParse(written, out var unit)) return null;
        if (found.Growth) return unit.CombinesWith(Unit.Percent) ? unit.Convert(found.Value, Unit.Percent) : null;
        // “每万人口发明专利拥有量达到 14 件” is 14 件/万人: the words in front say what the number is divided by, and nothing else does.
        if (Head(found) is { Success: true } head && !written.Contains('/', StringComparison.Ordinal))
        {
            var heads = head.Groups[1].Value switch { "千" => 1_000m, "万" => 10_000m, "十万" => 100_000m, "百万" => 1_000_000m, _ => 100_000_000m };
            return Unit.TryParse(written + "/人", out var each) ? each.Convert(found.Value, definition.Unit) is { } value ? Math.Round(value / heads, 6, MidpointRounding.AwayFromZero) : null : null;
        }
        return unit.Convert(found.Value, definition.Unit);
    }

    // In the words of the quantity, or right before them in the sentence.
    static Match Head(FoundTarget found)
    {
        if (PerHead().Match(found.What) is { Success: true } within) return within;
        var at = found.What.Length == 0 ? -1 : found.Quote.Words.IndexOf(found.What, StringComparison.Ordinal);
        return PerHead().Matches(at < 0 ? "" : found.Quote.Words).FirstOrDefault(m => m.Index + m.Length == at) ?? Match.Empty;
    }

    [GeneratedRegex("每(十万|百万|千|万|亿)(?:名|个)?(?:常住|户籍|城镇|就业|从业)?(?:人|居民|人员)(?:口|员)?")]
    private static partial Regex PerHead();

    /// <summary>Share of two-letter pieces that both texts have, of those of the shorter one.</summary>
    public static double Likeness(string one, string other)
    {
        static HashSet<string> Pieces(string text)
        {
            var letters = string.Concat(text.Where(char.IsLetterOrDigit));
            return [.. Enumerable.Range(0, Math.Max(0, letters.Length - 1)).Select(i => letters.Substring(i, 2))];
        }
        var (left, right) = (Pieces(one), Pieces(other));
        return left.Count == 0 || right.Count == 0 ? 0 : left.Intersect(right, StringComparer.Ordinal).Count() / (double)Math.Min(left.Count, right.Count);
    }
}

/// <summary>A target as a person states it.</summary>
public sealed record TargetRequest(int Year, TargetComparator Comparator, decimal? Value, bool Growth, string? Source);
