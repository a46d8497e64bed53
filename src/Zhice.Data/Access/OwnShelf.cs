using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Accounts;

namespace Zhice.Data.Access;

/// <summary>What the shelves of a person's own things (filters, searches, boards, reports) have in common.</summary>
static class OwnShelf
{
    /// <summary>Holds the person's own row until the open transaction ends: two windows at once neither pass a bound together nor meet over a name or a number.</summary>
    internal static Task Hold(ZhiceDb db, AccountId me, CancellationToken cancel) => db.Accounts.Where(a => a.Id == me).ExecuteUpdateAsync(set => set.SetProperty(a => a.Version, a => a.Version), cancel);

    /// <summary>True for a name that is empty, longer than so many characters, or holds control characters.</summary>
    internal static bool IsBadName(string name, int longest) => name.Length is 0 || name.Length > longest || HasControls(name);

    /// <summary>True where a text of one line holds control characters.</summary>
    internal static bool HasControls(string text) => text.AsSpan().ContainsAnyInRange('\0', '\u001f');
}
