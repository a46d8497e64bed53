using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Zhice.Domain.Accounts;

namespace Zhice.Web.Features.Accounts;

/// <summary>Password hashes: PBKDF2 with HMAC-SHA-512 and a salt of its own for each.</summary>
public static class Passwords
{
    // 210,000 rounds of SHA-512 as the OWASP cheat sheet on password storage asks.
    static readonly PasswordHasher<Account> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    static readonly Lazy<string> NobodysHash = new(() => Hash(Guid.NewGuid().ToString()));

    /// <summary>The hash to store.</summary>
    public static string Hash(string password) => Hasher.HashPassword(null!, password);

    /// <summary>True when the password is the account's. Without an account or password set the same work is done, and the answer is false.</summary>
    public static bool Match(Account? account, string password) =>
        Hasher.VerifyHashedPassword(null!, account?.PasswordHash ?? NobodysHash.Value, password) != PasswordVerificationResult.Failed
        && account?.PasswordHash is not null;

    /// <summary>Common passwords of the file <c>common-passwords.txt</c> in the data folder, one a line; none without the file.</summary>
    internal static IReadOnlySet<string> Common(HostSettings settings)
    {
        var file = Path.Combine(settings.Home, "common-passwords.txt");
        return File.Exists(file) ? File.ReadLines(file).Select(line => line.Trim().ToLowerInvariant()).ToHashSet(StringComparer.Ordinal) : [];
    }
}
