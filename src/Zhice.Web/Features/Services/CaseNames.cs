using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Services;

/// <summary>Who acted on a case, and whom it was given to or asked of: for the office's own side.</summary>
/// <param name="People">Names by account.</param>
/// <param name="Offices">Code and name by organisation.</param>
public sealed record CaseNames(IReadOnlyDictionary<AccountId, string> People, IReadOnlyDictionary<OrganisationId, (string Code, string Name)> Offices)
{
    /// <summary>Of nobody.</summary>
    public static readonly CaseNames None = new(new Dictionary<AccountId, string>(), new Dictionary<OrganisationId, (string, string)>());

    /// <summary>Reads them: two commands.</summary>
    public static async Task<CaseNames> Of(ZhiceDb db, OpenedCase opened, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(opened);
        var accounts = opened.Actions.SelectMany(a => (AccountId?[])[a.By, a.Action.Payload.Account is { } key ? new AccountId(key) : null, .. a.Action.Payload.Panel?.Select(member => (AccountId?)new AccountId(member)) ?? []]).OfType<AccountId>().Distinct().ToList();
        var offices = opened.Actions.SelectMany(a => (OrganisationId?[])[a.OrganisationId, a.Action.Payload.Organisation is { } key ? new OrganisationId(key) : null]).OfType<OrganisationId>().Distinct().ToList();
        return new(await db.Accounts.Where(a => accounts.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancel),
            await db.Organisations.Where(o => offices.Contains(o.Id)).Select(o => new { o.Id, o.Code, o.Name }).ToDictionaryAsync(o => o.Id, o => (o.Code, o.Name), cancel));
    }

    /// <summary>Person and office, whichever are known.</summary>
    public string Both(AccountId? person, OrganisationId? office, WordTable words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var name = person is { } who ? People.GetValueOrDefault(who) : null;
        var house = office is { } where && Offices.TryGetValue(where, out var found) ? words.Organisation(found.Code, found.Name) : null;
        return string.Join(words.IsEnglish ? ", " : "，", new[] { name, house }.OfType<string>());
    }
}
