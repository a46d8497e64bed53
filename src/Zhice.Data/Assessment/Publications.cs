using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain;

namespace Zhice.Data.Assessment;

/// <summary>What came out when a publication was made anew from what it was made of.</summary>
/// <param name="Round">Key of the round.</param>
/// <param name="Title">Its title.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Offices">Offices in it.</param>
/// <param name="Digest">Digest of the scores as they came out now.</param>
/// <param name="Faults">Where they differ from what was published; empty where every digit is the same.</param>
public sealed record ReplayResult(long Round, string Title, int Revision, int Offices, string Digest, IReadOnlyList<string> Faults);

/// <summary>Publishes scores with all that they are made of, and makes published ones anew.</summary>
public static class Publications
{
    /// <summary>Adds a revision to the context; the caller saves.</summary>
    internal static async Task<ScorePublication> Add(ZhiceDb db, Actor actor, RoundHead head, int revision, string? reason, DateTimeOffset now, CancellationToken cancel)
    {
        var facts = await RoundBook.Assemble(db, head.Round.Id, await RoundBook.Subjects(db, head.Round.Id, cancel), cancel);
        // What is written is what is read again: the scores are those of the text.
        var text = ScoreText.Write(facts);
        var scores = Table(head.Scheme, text);
        var publication = new ScorePublication
        {
            RoundId = head.Round.Id, Revision = revision, SchemeDigest = head.SchemeVersion.Digest, Facts = text, FactsDigest = TextDigest.Of(text), Scores = scores,
            ScoresDigest = TextDigest.Of(scores), Reason = reason, By = actor.AccountId!.Value, At = now,
        };
        db.Add(publication);
        AuditLog.Append(db, actor, now, "assess.publish", $"round/{head.Round.Id.Value}", new { revision, scheme = head.SchemeVersion.Digest, facts = publication.FactsDigest, scores = publication.ScoresDigest, reason });
        return publication;
    }

    /// <summary>Makes published scores anew and compares them digit by digit.</summary>
    /// <param name="db">The store.</param>
    /// <param name="round">The round; null for all that were published.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<IReadOnlyList<ReplayResult>> Replay(ZhiceDb db, RoundId? round, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var keys = await db.ScorePublications.AsNoTracking().Where(p => round == null || p.RoundId == round).OrderBy(p => p.RoundId).ThenBy(p => p.Revision).Select(p => p.Id).ToListAsync(cancel);
        var results = new List<ReplayResult>();
        foreach (var key in keys)
        {
            var row = await (
                from publication in db.ScorePublications
                join assessed in db.AssessmentRounds on publication.RoundId equals assessed.Id
                join scheme in db.AssessmentSchemes on assessed.SchemeId equals scheme.Id
                where publication.Id == key
                select new { publication, assessed.Title, scheme }).AsNoTracking().FirstAsync(cancel);
            results.Add(Again(row.publication, row.Title, row.scheme));
        }
        return results;
    }

    static ReplayResult Again(ScorePublication publication, string title, SchemeVersion version)
    {
        var faults = new List<string>();
        if (TextDigest.Of(version.Text) != publication.SchemeDigest) return new(publication.RoundId.Value, title, publication.Revision, 0, "", ["the scheme is not the text that was used"]);
        if (TextDigest.Of(publication.Facts) != publication.FactsDigest) faults.Add("the facts are not those that were frozen");
        if (TextDigest.Of(publication.Scores) != publication.ScoresDigest) faults.Add("the published table is not the one that was signed");
        var scores = Table(SchemeFiles.Stored(version), publication.Facts);
        var (now, then) = (ScoreText.ReadTable(scores), ScoreText.ReadTable(publication.Scores));
        if (scores != publication.Scores)
            faults.AddRange(now.Rows.Zip(then.Rows).Where(p => p.First.Office != p.Second.Office || p.First.Total != p.Second.Total).Take(20)
                .Select(p => $"{p.Second.Office}: published {p.Second.Total}, made anew {p.First.Office} {p.First.Total}").DefaultIfEmpty("the tables differ"));
        return new(publication.RoundId.Value, title, publication.Revision, now.Rows.Count, TextDigest.Of(scores), faults);
    }

    static string Table(AssessmentScheme scheme, string facts) => ScoreText.Write(scheme, Ranking.Of(ScoreText.ReadFacts(facts).Select(f => ScoringEngine.Score(scheme, f))));
}
