using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;
using Zhice.Records.Text;

namespace Zhice.Data.Services;

/// <summary>What somebody asks about an item.</summary>
/// <param name="Item">Code of the item.</param>
/// <param name="Office">Code of the office that is to answer.</param>
/// <param name="Question">The question.</param>
/// <param name="Contact">How to reach who asks; empty where they do not say.</param>
/// <param name="MayPublish">True where question and answer may be published.</param>
public sealed record ConsultationRequest(string Item, string Office, string Question, string Contact, bool MayPublish);

/// <summary>咨询: anybody asks the competent office about an item without an account, and finds the answer by a code; published answers are for everybody.</summary>
public static class Consultations
{
    /// <summary>Published answers that are looked at for one search.</summary>
    public const int MostSearched = 500;

    /// <summary>Asks; answers the code by which the answer is found. Refusals: <c>service.missing</c>, <c>case.office</c>, <c>consultation.question</c>, <c>consultation.contact</c>.</summary>
    public static async Task<Outcome<string>> Ask(ZhiceDb db, ServiceHouse house, ConsultationRequest request, bool demonstration, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(request);
        var now = house.Clock.GetUtcNow();
        if (house.Catalogue.Find(request.Item, ChinaTime.DayOf(now)) is not { } item) return new Missing("service.missing");
        var defects = new List<Defect>();
        var question = request.Question.ReplaceLineEndings("\n").Trim();
        if (question.Length is 0 or > Consultation.LongestWords || FieldRules.Deceives(question, lines: true)) defects.Add(new("consultation.question", "question", Consultation.LongestWords));
        var contact = request.Contact.Trim();
        if (contact.Length > Consultation.LongestContact || FieldRules.Deceives(contact, lines: false)) defects.Add(new("consultation.contact", "contact", Consultation.LongestContact));
        var office = await CaseDrafts.Offices(db, item).AsNoTracking().FirstOrDefaultAsync(o => o.Code == request.Office, cancel);
        if (office is null) defects.Add(new("case.office", "office"));
        if (defects.Count > 0) return new Invalid(defects);
        var receipt = ServiceHouse.Lot(16);
        db.Add(new Consultation
        {
            Item = item.Code, OfficeId = office!.Id, Question = question, Contact = contact.Length == 0 ? null : contact, MayPublish = request.MayPublish, At = now, Receipt = TextDigest.Of(receipt), Demonstration = demonstration,
        });
        await db.SaveChangesAsync(cancel);
        return receipt;
    }

    /// <summary>The question of a code; null where there is none.</summary>
    public static Task<Consultation?> Find(ZhiceDb db, string receipt, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(receipt);
        var digest = TextDigest.Of(receipt.Trim().ToUpperInvariant());
        return db.Consultations.AsNoTracking().FirstOrDefaultAsync(c => c.Receipt == digest, cancel);
    }

    /// <summary>Questions that the actor's offices answer; whoever reads all sees all.</summary>
    public static IQueryable<Consultation> Of(ZhiceDb db, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (AccessPolicy.ReadsAll(actor)) return db.Consultations;
        var offices = Visibility.CaseOffices(actor);
        return db.Consultations.Where(c => offices.Contains(c.OfficeId));
    }

    /// <summary>Published questions with their answers, of one item or of all.</summary>
    public static IQueryable<Consultation> Published(ZhiceDb db, string? item)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Consultations.Where(c => c.Published && (item == null || c.Item == item));
    }

    /// <summary>Published questions that hold all words, the newest first: of the newest <see cref="MostSearched"/>. One command.</summary>
    public static async Task<IReadOnlyList<Consultation>> Search(ZhiceDb db, string? item, string words, CancellationToken cancel)
    {
        var terms = CjkBigrams.Words(words);
        return [.. (await Published(db, item).AsNoTracking().OrderByDescending(c => c.Id).Take(MostSearched).ToListAsync(cancel)).Where(c => CjkBigrams.Find($"{c.Question} {c.Answer}", terms) is not null)];
    }

    /// <summary>Answers for the office; an answer may be put right later. Published only where who asked let it be. Refusals: <c>consultation.missing</c>, <c>consultation.answer</c>, <c>consultation.private</c>.</summary>
    public static async Task<Outcome<Consultation>> Answer(ZhiceDb db, ServiceHouse house, Actor actor, long id, string answer, bool publish, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(answer);
        var offices = Visibility.CaseOffices(actor);
        var row = await db.Consultations.AsTracking().FirstOrDefaultAsync(c => c.Id == id && offices.Contains(c.OfficeId), cancel);
        if (row is null) return new Missing("consultation.missing");
        if (answer.ReplaceLineEndings("\n").Trim() is not { Length: > 0 and <= Consultation.LongestWords } text || FieldRules.Deceives(text, lines: true)) return new Invalid(new Defect("consultation.answer", "answer", Consultation.LongestWords));
        if (publish && !row.MayPublish) return new Blocked("consultation.private");
        var now = house.Clock.GetUtcNow();
        (row.Answer, row.AnsweredAt, row.AnsweredBy, row.Published) = (text, now, actor.AccountId, publish);
        AuditLog.Append(db, actor, now, "service.consultation-answer", $"service-consultation/{row.Id}", new { item = row.Item, publish });
        await db.SaveChangesAsync(cancel);
        return row;
    }
}
