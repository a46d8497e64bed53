using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>好差评: five levels, once for a case, voluntary. The rating is kept without the case and the person; who rated gets a code by which the answer is found.</summary>
public static class Ratings
{
    const string AnswerLimit = "bad-rating-answer";

    /// <summary>Fewest applicants of an item at an office among whom a rating is hidden: where fewer could have rated, the item is not kept with it.</summary>
    public const int Crowd = 5;

    /// <summary>In how many days before the rating they were decided.</summary>
    public const int CrowdDays = 90;

    // Cases of the office that are looked through, the newest first.
    const int CrowdCases = 1000;

    /// <summary>Rates; answers the code. Refusals: <c>case.missing</c>, <c>case.party</c>, <c>rating.level</c>, <c>rating.words</c>, <c>rating.early</c>, <c>rating.once</c>.</summary>
    public static async Task<Outcome<string>> Rate(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, int level, string? words, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(house);
        if (!(await CaseBook.Open(db, house, actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (!opened.IsApplicant) return new Forbidden("case.party");
        if (level is < 1 or > 5) return new Invalid(new Defect("rating.level", "level"));
        var text = words?.ReplaceLineEndings("\n").Trim() ?? "";
        if (text.Length > ServiceRating.LongestWords || FieldRules.Deceives(text, lines: true)) return new Invalid(new Defect("rating.words", "words", ServiceRating.LongestWords));
        if (!opened.State.Closed && opened.State.Phase != CasePhase.Decided) return new Blocked("rating.early");
        var today = opened.Facts.Today;
        var by = level <= 2 && house.Limits.On(AnswerLimit, today).Accepted(out var limit, out _) && CaseClock.Foreseen(limit.Clock(today), opened.Calendar) is { } last ? last : (DateOnly?)null;
        var receipt = ServiceHouse.Lot(16);
        var hidden = await Crowded(db, opened.Row, today, cancel);
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.ServiceCases.Where(c => c.Id == id && !c.Rated).ExecuteUpdateAsync(set => set.SetProperty(c => c.Rated, true), cancel) == 0) return new Blocked("rating.once");
        // A key by lot and a day instead of a moment: neither the order nor the time leads back to who rated. No audit entry, for the same reason.
        db.Add(new ServiceRating
        {
            Id = RandomNumberGenerator.GetInt32(1, int.MaxValue) * 4096L + RandomNumberGenerator.GetInt32(4096), Item = hidden ? opened.Row.Item : "", OfficeId = opened.Office.Id, Level = level, Words = text.Length == 0 ? null : text,
            On = today, AnswerBy = by, Receipt = TextDigest.Of(receipt),
        });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return receipt;
    }

    static async Task<bool> Crowded(ZhiceDb db, ServiceCase row, DateOnly today, CancellationToken cancel)
    {
        var (office, item, since) = (row.OfficeId, row.Item, today.AddDays(-CrowdDays));
        return await db.ServiceCases.Where(c => c.OfficeId == office).OrderByDescending(c => c.Id).Take(CrowdCases).Where(c => c.Item == item && c.Phase >= CasePhase.Decided && c.DecidedOn >= since)
            .Select(c => c.ApplicantId).Distinct().Take(Crowd).CountAsync(cancel) >= Crowd;
    }

    /// <summary>Ratings of offices as their staff reads them: from the day after, when those of a day come together, so that none is seen arrive beside the case that it is about.</summary>
    public static IQueryable<ServiceRating> Shown(ZhiceDb db, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.ServiceRatings.Where(r => r.On < today);
    }

    /// <summary>The rating of a code; null where there is none.</summary>
    public static Task<ServiceRating?> Find(ZhiceDb db, string receipt, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var digest = TextDigest.Of(receipt.Trim().ToUpperInvariant());
        return db.ServiceRatings.AsNoTracking().FirstOrDefaultAsync(r => r.Receipt == digest, cancel);
    }

    /// <summary>Answers a rating for its office. Refusals: <c>rating.missing</c>, <c>rating.words</c>, <c>rating.answered</c>.</summary>
    public static async Task<Outcome<ServiceRating>> Answer(ZhiceDb db, ServiceHouse house, Actor actor, long id, string answer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        var offices = Visibility.CaseOffices(actor);
        var row = await db.ServiceRatings.AsTracking().FirstOrDefaultAsync(r => r.Id == id && offices.Contains(r.OfficeId), cancel);
        if (row is null) return new Missing("rating.missing");
        if (row.AnsweredOn is not null) return new Blocked("rating.answered");
        if (answer.ReplaceLineEndings("\n").Trim() is not { Length: > 0 and <= ServiceRating.LongestWords } text || FieldRules.Deceives(text, lines: true)) return new Invalid(new Defect("rating.words", "answer", ServiceRating.LongestWords));
        (row.Answer, row.AnsweredOn) = (text, ChinaTime.Today(house.Clock));
        Audit.AuditLog.Append(db, actor, house.Clock.GetUtcNow(), "service.rating-answer", "service-rating", new { item = row.Item, level = row.Level });
        await db.SaveChangesAsync(cancel);
        return row;
    }
}
