using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Calendar;
using Zhice.Domain.Selection;
using Zhice.Domain.Surveys;

namespace Zhice.Data.Surveys;

/// <summary>An answer as typed.</summary>
/// <param name="Group">Code of the group; taken from the invitation where there is one.</param>
/// <param name="Division">Code of the division; the same.</param>
/// <param name="Values">Scale values by question, 0 to 5.</param>
/// <param name="Texts">Texts by question.</param>
/// <param name="Token">The token of an invitation; null for none.</param>
/// <param name="FormKey">Key of the form.</param>
public sealed record GivenAnswer(string Group, string Division, IReadOnlyDictionary<string, int> Values, IReadOnlyDictionary<string, string> Texts, string? Token, string FormKey);

/// <summary>Takes answers from everyone, without account: counted by place, where a place is a hash that nobody can turn back after the day.</summary>
public static class SurveyIntake
{
    /// <summary>Most answers that are taken from one place on one day: a household, a small office. Invitations are not counted.</summary>
    public const int MostFromOnePlace = 10;

    /// <summary>Longest text of an answer.</summary>
    public const int LongestText = 500;

    /// <summary>Takes an answer.</summary>
    /// <param name="db">The context.</param>
    /// <param name="code">Code of the survey.</param>
    /// <param name="given">The answer.</param>
    /// <param name="address">Where it came from; nothing of it is kept but today's hash. Null counts as one place.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>True when it was taken now, false when the same form had been taken before. Refusals: <c>survey.missing</c>, <c>survey.not-open</c>, <c>survey.token</c>, <c>survey.token-used</c>,
    /// <c>survey.stratum</c>, <c>survey.unanswered</c> for each question, <c>survey.text-long</c>, <c>survey.form</c>, <c>survey.place</c>.</returns>
    public static async Task<Outcome<object>> Take(ZhiceDb db, string code, GivenAnswer given, IPAddress? address, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(clock);
        var survey = await db.Surveys.AsNoTracking().FirstOrDefaultAsync(s => s.Code == code && s.State != SurveyState.Draft, cancel);
        if (survey is null) return new Missing("survey.missing");
        var today = ChinaTime.Today(clock);
        if (!survey.TakesOn(today)) return new Blocked("survey.not-open", survey.OpensOn, survey.ClosesOn);
        var definition = SurveyFiles.Of(survey);
        var (group, division) = (given.Group, given.Division);
        string? token = null;
        if (given.Token is { } typed)
        {
            token = SurveyDesk.TokenHash(typed.Trim().ToLowerInvariant());
            if (await Invitation(db, survey.Id, typed, cancel) is not { } invitation) return new Invalid(new Defect("survey.token", "token"));
            if (invitation.Used) return new Blocked("survey.token-used");
            (group, division) = (invitation.Group, invitation.DivisionCode);
        }
        var defects = new List<Defect>();
        if (given.FormKey.Length is < 16 or > 40) defects.Add(new Defect("survey.form"));
        if (!await db.SurveyStrata.AnyAsync(s => s.SurveyId == survey.Id && s.Group == group && s.DivisionCode == division, cancel)) defects.Add(new Defect("survey.stratum", "stratum"));
        foreach (var question in definition.Scales)
            if (!given.Values.TryGetValue(question.Code, out var value) || value is < 0 or > 5) defects.Add(new Defect("survey.unanswered", question.Code, question.Name));
        foreach (var (question, text) in given.Texts)
            if (text.Length > LongestText || StorableText.Check(text, question) is not null) defects.Add(new Defect("survey.text-long", question, LongestText));
        if (defects.Count > 0) return new Invalid(defects);

        var values = definition.Scales.Select(q => given.Values[q.Code]).ToList();
        var texts = definition.Questions.Where(q => q.Kind == QuestionKind.Text && given.Texts.TryGetValue(q.Code, out var text) && !string.IsNullOrWhiteSpace(text)).ToDictionary(q => q.Code, q => given.Texts[q.Code].Trim());
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.SurveyAnswers.AnyAsync(a => a.SurveyId == survey.Id && a.FormKey == given.FormKey, cancel)) return (object)false;
        if (token is null)
        {
            if (!await Counted(db, survey.Id, today, address, cancel))
            {
                await db.Surveys.Where(s => s.Id == survey.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.Refused, s => s.Refused + 1), cancel);
                await transaction.CommitAsync(cancel);
                return new Blocked("survey.place", MostFromOnePlace);
            }
        }
        else if (await db.SurveyInvitations.Where(i => i.TokenHash == token && !i.Used).ExecuteUpdateAsync(set => set.SetProperty(i => i.Used, true), cancel) == 0) return new Blocked("survey.token-used");
        db.Add(new SurveyAnswer
        {
            SurveyId = survey.Id, Group = group, DivisionCode = division, Values = string.Concat(values), Texts = texts.Count == 0 ? null : JsonSerializer.Serialize(texts, TermsJson.Options),
            Score = Tabulation.Score(values), Day = today, Invited = token is not null, FormKey = given.FormKey,
        });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (object)true;
    }

    /// <summary>The invitation that a token is good for, used or not; null for none.</summary>
    public static Task<SurveyInvitation?> Invitation(ZhiceDb db, SurveyId survey, string token, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(token);
        var hash = SurveyDesk.TokenHash(token.Trim().ToLowerInvariant());
        return db.SurveyInvitations.AsNoTracking().FirstOrDefaultAsync(i => i.TokenHash == hash && i.SurveyId == survey, cancel);
    }

    // One statement counts and asks at once, so that many forms sent together are still counted one by one.
    static async Task<bool> Counted(ZhiceDb db, SurveyId survey, DateOnly today, IPAddress? address, CancellationToken cancel)
    {
        // What is of another day goes: without its key no hash can be compared with an address.
        await db.SurveyPlaces.Where(p => p.Day != today).ExecuteDeleteAsync(cancel);
        await db.SurveyPlaceKeys.Where(k => k.Day != today).ExecuteDeleteAsync(cancel);
        var fresh = RandomNumberGenerator.GetBytes(32);
        await db.Database.ExecuteSqlAsync($"INSERT INTO svy_place_key (day, key) VALUES ({today}, {fresh}) ON CONFLICT (day) DO NOTHING", cancel);
        var key = await db.SurveyPlaceKeys.AsNoTracking().Where(k => k.Day == today).Select(k => k.Key).SingleAsync(cancel);
        var place = Place(key, address);
        await db.Database.ExecuteSqlAsync($"INSERT INTO svy_place (survey_id, day, place, taken) VALUES ({survey.Value}, {today}, {place}, 0) ON CONFLICT (survey_id, day, place) DO NOTHING", cancel);
        return await db.SurveyPlaces.Where(p => p.SurveyId == survey && p.Day == today && p.Place == place && p.Taken < MostFromOnePlace)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, p => p.Taken + 1), cancel) == 1;
    }

    /// <summary>A place: an IPv4 address, or the /64 network of an IPv6 address, which one household or office has.</summary>
    internal static string Place(byte[] key, IPAddress? address)
    {
        var bytes = address is null ? [] : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().GetAddressBytes() : address.GetAddressBytes();
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, bytes.Length == 16 ? bytes[..8] : bytes));
    }
}
