using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Assessment;
using Zhice.Domain.Assessment;

namespace Zhice.Web.Features.Assessment;

/// <summary>Published scores in memory: a publication never changes, so what was reckoned of it stays. At most eight.</summary>
public sealed class KeptScores
{
    const int Most = 8;

    readonly ConcurrentDictionary<long, IReadOnlyList<SubjectScore>> kept = new();

    /// <summary>A publication without its texts.</summary>
    public sealed record Published(long Id, int Revision, string FactsDigest, string ScoresDigest, string? Reason, DateTimeOffset At);

    /// <summary>Publications of a round, the newest first. One command.</summary>
    public static Task<List<Published>> Revisions(ZhiceDb db, RoundId round, CancellationToken cancel) => db.ScorePublications.AsNoTracking().Where(p => p.RoundId == round)
        .OrderByDescending(p => p.Revision).Take(50).Select(p => new Published(p.Id, p.Revision, p.FactsDigest, p.ScoresDigest, p.Reason, p.At)).ToListAsync(cancel);

    /// <summary>Scores of a publication, in the order of codes of offices. One command at most.</summary>
    public async Task<IReadOnlyList<SubjectScore>> Of(ZhiceDb db, AssessmentScheme scheme, long publication, CancellationToken cancel)
    {
        if (kept.TryGetValue(publication, out var known)) return known;
        var facts = await db.ScorePublications.AsNoTracking().Where(p => p.Id == publication).Select(p => p.Facts).FirstAsync(cancel);
        if (kept.Count >= Most) kept.Clear();
        return kept[publication] = [.. ScoreText.ReadFacts(facts).Select(f => ScoringEngine.Score(scheme, f))];
    }

    /// <summary>Scores of a round as they stand: published ones, or what frozen facts and people's marks give now.</summary>
    /// <param name="db">The store.</param>
    /// <param name="head">The round.</param>
    /// <param name="revisions">Its publications.</param>
    /// <param name="revision">The one asked for; null for the newest.</param>
    /// <param name="only">Code of the one office that is asked for; null for all.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<IReadOnlyList<SubjectScore>> Standing(ZhiceDb db, RoundHead head, IReadOnlyList<Published> revisions, int? revision, string? only, CancellationToken cancel)
    {
        if (revisions.FirstOrDefault(r => revision is null || r.Revision == revision) is { } published) return await Of(db, head.Scheme, published.Id, cancel);
        var subjects = await RoundBook.Subjects(db, head.Round.Id, only, cancel);
        return [.. (await RoundBook.Assemble(db, head.Round.Id, subjects, cancel)).Select(f => ScoringEngine.Score(head.Scheme, f))];
    }
}
