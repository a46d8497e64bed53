using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Web.Visits;

/// <summary>The running server's door for the command line on the same machine: a Unix socket in the data folder, which only the folder's owner can open.</summary>
/// <remarks>Whoever can open it can read the database file beside it, so it needs no password; what comes through it is signed by the account of the command line.</remarks>
public static class ConsoleDoor
{
    /// <summary>Name of the socket in the data folder.</summary>
    public const string FileName = "console.sock";

    /// <summary>Login of the command line's account. It has no password, so nobody logs in as it.</summary>
    public const string Login = "console";

    // sun_path of Linux and the BSDs; a longer path cannot be bound.
    const int LongestPath = 103;

    /// <summary>Where the socket of a data folder is; null where its path would be too long to bind, or the system has none.</summary>
    public static string? PathIn(string home) =>
        Socket.OSSupportsUnixDomainSockets && Path.Combine(home, FileName) is { Length: <= LongestPath } path ? path : null;

    /// <summary>True when the request came through the door.</summary>
    internal static bool CameThrough(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket.LocalEndPoint is UnixDomainSocketEndPoint;

    /// <summary>The command line as an actor: a national administrator with an account of its own, made at its first use.</summary>
    public static async Task<Actor> ActorOf(ZhiceDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var nation = await db.Organisations.AsNoTracking().FirstAsync(o => o.Kind == OrganisationKind.NationalOffice, cancel);
        var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Login == Login, cancel);
        if (account is null)
        {
            account = new Account { Login = Login, DisplayName = "命令行", CreatedAt = now };
            db.Accounts.Add(account);
            await db.SaveChangesAsync(cancel);
            db.RoleGrants.Add(new RoleGrant { AccountId = account.Id, Role = Role.NationalAdministrator, OrganisationId = nation.Id, GrantedAt = now });
            AuditLog.Append(db, Actor.Public, now, "account.open", $"account/{account.Id.Value}", new { login = Login });
            await db.SaveChangesAsync(cancel);
        }
        return new Actor(account.Id, account.DisplayName, [new HeldRole(Role.NationalAdministrator, nation.Id, nation.Path)]);
    }
}
