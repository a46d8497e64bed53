using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain.Organisations;

namespace Zhice.Web.Features.Accounts;

/// <summary>The organisation that a person means by what was typed or picked.</summary>
public static class OrganisationPicker
{
    /// <summary>The standing organisation of that code, name or alias; null where there is none, or more than one of that name.</summary>
    public static async Task<Organisation?> Find(ZhiceDb db, string typed, CancellationToken cancel)
    {
        var text = typed.Trim();
        // A picked entry reads "安徽省知识产权局 office-340000".
        var last = text.LastIndexOf(' ');
        var code = last < 0 ? text : text[(last + 1)..];
        if (text.Length is 0 or > 200) return null;
        var found = await db.Organisations.Where(o => o.ValidTo == null
            && (o.Code == code || o.Name == text || db.OrganisationAliases.Any(a => a.OrganisationId == o.Id && a.Name == text))).Take(3).ToListAsync(cancel);
        return found.Find(o => o.Code == code) ?? (found.Count == 1 ? found[0] : null);
    }
}
