using System.Threading.RateLimiting;

namespace Zhice.Web.Hosting;

/// <summary>How often one address may try to log in, or ask a question. It slows guessing over many accounts; one account is guarded by its own lock.</summary>
internal static class LoginLimit
{
    public const string Name = "login";

    /// <summary>Tries a minute from one address: enough for an office of many people behind one gateway.</summary>
    public const int PerMinute = 60;

    /// <summary>Registrations of applicants.</summary>
    public const string Registering = "registering";

    /// <summary>Registrations in an hour from one address, beside those who log in there: enough for a service hall, and few for a program.</summary>
    public const int Registrations = 30;

    /// <summary>Questions to offices from one address.</summary>
    public const string Asking = "asking";

    /// <summary>Questions in ten minutes from one address.</summary>
    public const int Questions = 20;

    /// <summary>Objections to public notices.</summary>
    public const string Objecting = "objecting";

    /// <summary>Objections to one case in a day from one address: nobody can fill the desk that others need.</summary>
    public const int Objections = 10;

    public static void AddLoginLimit(this IServiceCollection services) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.AddPolicy(Name, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new() { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) }));
        limits.AddPolicy(Registering, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new() { PermitLimit = Registrations, Window = TimeSpan.FromHours(1) }));
        limits.AddPolicy(Asking, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new() { PermitLimit = Questions, Window = TimeSpan.FromMinutes(10) }));
        limits.AddPolicy(Objecting, context => RateLimitPartition.GetFixedWindowLimiter(
            (context.Connection.RemoteIpAddress?.ToString() ?? "", context.Request.RouteValues["id"]?.ToString() ?? ""), _ => new() { PermitLimit = Objections, Window = TimeSpan.FromDays(1) }));
    });
}
