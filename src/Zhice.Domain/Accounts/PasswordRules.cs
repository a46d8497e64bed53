namespace Zhice.Domain.Accounts;

/// <summary>What a new password must keep: long, not the login, not one that everybody tries first.</summary>
/// <remarks>Length and a list of common passwords, as NIST SP 800-63B advises, instead of demands for kinds of characters.</remarks>
public static class PasswordRules
{
    /// <summary>Fewest characters.</summary>
    public const int Shortest = 10;

    /// <summary>Most UTF-16 units: beyond this, hashing would be work for an attacker to hand out.</summary>
    public const int Longest = 200;

    /// <summary>What is wrong with a password; null when it may be used.</summary>
    /// <param name="password">The password as typed.</param>
    /// <param name="login">The account's login.</param>
    /// <param name="common">Passwords that are too common, lower case.</param>
    /// <param name="field">The form field to blame.</param>
    public static Defect? Weakness(string password, string login, IReadOnlySet<string> common, string field)
    {
        var lower = password.ToLowerInvariant();
        if (password.Length < Shortest) return new Defect("password.short", field, Shortest);
        if (password.Length > Longest) return new Defect("password.long", field, Longest);
        if (lower.Contains(login, StringComparison.Ordinal)) return new Defect("password.login", field);
        if (lower.Distinct().Count() < 4 || IsRun(lower) || common.Contains(lower)) return new Defect("password.common", field);
        return null;
    }

    // 1234567890, abcdefghij and the like: every character follows the one before it.
    static bool IsRun(string password)
    {
        for (var i = 1; i < password.Length; i++)
            if (Math.Abs(password[i] - password[i - 1]) > 1 && (password[i - 1], password[i]) is not ('9', '0')) return false;
        return true;
    }
}
