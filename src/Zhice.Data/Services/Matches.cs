using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>A match as one of its sides reads it.</summary>
/// <param name="Match">The match.</param>
/// <param name="Offer">Register entry of the declared patent.</param>
/// <param name="Want">Register entry of the wanted technology.</param>
/// <param name="Holds">True where the reader acts for the holder of the patent; false for who wants the technology.</param>
public sealed record MatchRow(TechnologyMatch Match, RegisterEntry Offer, RegisterEntry Want, bool Holds)
{
    /// <summary>True until the reader's side has read of it.</summary>
    public bool New => (Holds ? Match.OfferReadAt : Match.WantReadAt) is null;
}

/// <summary>
/// 供需匹配: declared patents that fit wanted technologies. Looked for when either is entered in its register, in the transaction of the decision, by the index of the registers: candidates are entries that hold a word of
/// the want or its class, and each is compared as it stands. What fits is told to both sides and shown beside both entries with the words and the class that are the same.
/// </summary>
public static class Matches
{
    /// <summary>The register of declared patents.</summary>
    public const string Offers = "open_licence";

    /// <summary>The register of wanted technologies.</summary>
    public const string Wants = "technology_demand";

    /// <summary>Matches that one entry brings at most: the best.</summary>
    public const int Most = 20;

    const int MostWants = 5000;

    /// <summary>Matches of those for whom an account acts, the newest first. One command.</summary>
    public static Task<List<MatchRow>> Own(ZhiceDb db, Actor actor, DateOnly today, int most, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var own = db.OwnCases(actor, today);
        return (
            from match in db.TechnologyMatches
            join offer in db.RegisterEntries on match.OfferId equals offer.Id
            join want in db.RegisterEntries on match.WantId equals want.Id
            where offer.EndedOn == null && want.EndedOn == null && (offer.ValidTo == null || today < offer.ValidTo) && (want.ValidTo == null || today < want.ValidTo) && (own.Any(c => c.Id == offer.CaseId) || own.Any(c => c.Id == want.CaseId))
            orderby match.Id descending
            select new MatchRow(match, offer, want, own.Any(c => c.Id == offer.CaseId))).AsNoTracking().Take(most).ToListAsync(cancel);
    }

    /// <summary>Matches of a public entry, the best first; both entries stand. One command.</summary>
    public static Task<List<MatchRow>> Of(ZhiceDb db, RegisterEntry entry, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(entry);
        return (
            from match in db.TechnologyMatches
            where match.OfferId == entry.Id || match.WantId == entry.Id
            join offer in db.RegisterEntries on match.OfferId equals offer.Id
            join want in db.RegisterEntries on match.WantId equals want.Id
            where offer.EndedOn == null && want.EndedOn == null && (offer.ValidTo == null || today < offer.ValidTo) && (want.ValidTo == null || today < want.ValidTo)
            orderby match.Score descending, match.Id
            select new MatchRow(match, offer, want, match.OfferId == entry.Id)).AsNoTracking().Take(Most).ToListAsync(cancel);
    }

    /// <summary>The reader's side has read of its matches. Answers how many were new.</summary>
    public static async Task<Outcome<string>> Read(ZhiceDb db, Actor actor, TimeProvider clock, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (actor.AccountId is null) return new Forbidden("access.denied");
        var (own, now) = (db.OwnCases(actor, today), clock.GetUtcNow());
        await db.TechnologyMatches.Where(m => m.OfferReadAt == null && db.RegisterEntries.Any(e => e.Id == m.OfferId && own.Any(c => c.Id == e.CaseId))).ExecuteUpdateAsync(set => set.SetProperty(m => m.OfferReadAt, now), cancel);
        await db.TechnologyMatches.Where(m => m.WantReadAt == null && db.RegisterEntries.Any(e => e.Id == m.WantId && own.Any(c => c.Id == e.CaseId))).ExecuteUpdateAsync(set => set.SetProperty(m => m.WantReadAt, now), cancel);
        return "";
    }

    /// <summary>Looks for what fits an entry that was just written. Nothing is saved here.</summary>
    internal static async Task Find(ZhiceDb db, RegisterEntry entry, DateTimeOffset now, CancellationToken cancel)
    {
        if (entry.Item is not (Offers or Wants) || entry.Access != RegisterLevel.Public) return;
        var today = Domain.Calendar.ChinaTime.DayOf(now);
        // A correction may fit others: what was found before is found anew.
        await db.TechnologyMatches.Where(m => m.OfferId == entry.Id || m.WantId == entry.Id).ExecuteDeleteAsync(cancel);
        if (!Holds(db, entry, today)) return;
        var holder = await db.ServiceCases.Where(c => c.Id == entry.CaseId).Select(c => c.ApplicantId).FirstAsync(cancel);
        // Nobody is told of their own patent.
        var others = entry.Item == Wants ? await Offered(db, entry, holder, cancel)
            : await db.RegisterEntries.AsNoTracking().Where(e => e.Item == Wants && e.EndedOn == null && !db.ServiceCases.Any(c => c.Id == e.CaseId && c.ApplicantId == holder) && (e.ValidTo == null || today < e.ValidTo)).OrderByDescending(e => e.Id).Take(MostWants).ToListAsync(cancel);
        var fits = others.Where(o => Holds(db, o, today)).Select(o => (Other: o, Fit: entry.Item == Wants ? Compare(o, entry) : Compare(entry, o)))
            .Where(f => f.Fit.Score >= TechnologyFit.Least).OrderByDescending(f => f.Fit.Score).ThenByDescending(f => f.Other.Id).Take(Most);
        foreach (var (other, fit) in fits)
        {
            var words = string.Join('、', fit.Words);
            db.Add(new TechnologyMatch
            {
                OfferId = entry.Item == Offers ? entry.Id : other.Id, WantId = entry.Item == Wants ? entry.Id : other.Id, Words = FieldRules.Cut(words, TechnologyMatch.LongestWords), Class = fit.Class, Score = fit.Score, At = now,
            });
        }
    }

    // Whatever of the register holds one of the words, or names the subclass.
    static async Task<List<RegisterEntry>> Offered(ZhiceDb db, RegisterEntry want, ApplicantId holder, CancellationToken cancel)
    {
        var values = Certificates.Values(want);
        var keys = new HashSet<long>();
        foreach (var word in TechnologyFit.WordsOf(values.GetValueOrDefault("words") ?? "").Append(string.Concat((values.GetValueOrDefault("ipc") ?? "").Where(char.IsAsciiLetterOrDigit).Take(4))).Where(w => w.Length >= 2))
            keys.UnionWith(await RegisterIndex.Find(db, Offers, word, cancel));
        return await db.RegisterEntries.AsNoTracking().Where(e => keys.Contains(e.Id) && e.Access == RegisterLevel.Public && !db.ServiceCases.Any(c => c.Id == e.CaseId && c.ApplicantId == holder)).ToListAsync(cancel);
    }

    static bool Holds(ZhiceDb db, RegisterEntry entry, DateOnly today) => Registers.Holds(entry, db.Items.Newest(entry.Item), today);

    static TechnologyFit Compare(RegisterEntry offer, RegisterEntry want)
    {
        var (offered, wanted) = (Certificates.Values(offer), Certificates.Values(want));
        return TechnologyFit.Of(TechnologyFit.WordsOf(wanted.GetValueOrDefault("words") ?? ""), wanted.GetValueOrDefault("ipc"), offered.GetValueOrDefault("title") ?? "", offered.GetValueOrDefault("ipc"));
    }
}
