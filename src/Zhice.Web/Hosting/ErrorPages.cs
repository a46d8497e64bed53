using System.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Web.Visits;

namespace Zhice.Web.Hosting;

/// <summary>Turns what went wrong into a page in the reader's language, or problem details under /api. A stack trace goes to the log only.</summary>
internal static partial class ErrorPages
{
    public static void UseErrorPages(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode >= 400 && context.Response.ContentLength is null
                && context.Response.ContentType is null)
                await Show(context, context.Response.StatusCode, incident: null);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader went away; nobody is left to answer.
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await Show(context, bad.StatusCode, incident: null);
        }
        catch (Exception full) when (!context.Response.HasStarted && StorageFaults.IsFull(full))
        {
            // Reading goes on; what was sent has left nothing half behind.
            var log = Log(context);
            NoRoom(log, full);
            Reset(context);
            await Show(context, StatusCodes.Status507InsufficientStorage, incident: null);
        }
        catch (Exception bad) when (!context.Response.HasStarted && StorageFaults.IsUnstorable(bad))
        {
            Reset(context);
            await Show(context, StatusCodes.Status400BadRequest, incident: null);
        }
        catch (StoreUnavailableException away) when (!context.Response.HasStarted)
        {
            var log = Log(context);
            StoreAway(log, away);
            Reset(context);
            await Show(context, StatusCodes.Status503ServiceUnavailable, incident: null);
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            var incident = Activity.Current?.TraceId.ToHexString()[..12] ?? Guid.NewGuid().ToString("N")[..12];
            var log = Log(context);
            Failed(log, fault, incident, context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "");
            try
            {
                await Show(context, StatusCodes.Status500InternalServerError, incident);
            }
            catch (Exception second) when (!context.Response.HasStarted)
            {
                Failed(log, second, incident, context.Request.Method, "the page of the fault");
                Reset(context);
                await Results.Text($"系统出现故障。故障编号 {incident}\nThe system failed. Incident {incident}\n", statusCode: StatusCodes.Status500InternalServerError).ExecuteAsync(context);
            }
        }
    });

    static ILogger Log(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Zhice.Web");

    // A page that failed half-way has left headers of its own, which the next one would set a second time.
    static void Reset(HttpContext context)
    {
        context.Response.Clear();
        SafeHeaders.Set(context);
    }

    static async Task Show(HttpContext context, int status, string? incident)
    {
        var code = status switch
        {
            404 => "error.404",
            403 => "error.403",
            405 => "error.405",
            413 => "error.413",
            429 => "error.429",
            503 => "error.503",
            507 => "error.507",
            >= 500 => "error.500",
            _ => "error.400",
        };
        var visit = context.RequestServices.GetRequiredService<Visit>();
        var limit = (context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? ZhiceHost.OrdinaryBody) / (1024 * 1024);
        var said = code == "error.413" ? new Defect(code, null, limit) : new Defect(code);
        if (incident is not null) Reset(context);
        context.Response.Headers.CacheControl = "no-store";
        await (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            ? Results.Problem(statusCode: status, title: visit.Words.Of(said), extensions: [new("code", code), new("incident", incident)])
            : Answer.Page<ErrorPage>(new ErrorPage.Shown(status, said, incident), status)).ExecuteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "There is no room left: nothing can be saved until some is made. Reading goes on.")]
    static partial void NoRoom(ILogger log, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "The object store does not answer.")]
    static partial void StoreAway(ILogger log, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Incident {Incident}: {Method} {Route} failed.")]
    static partial void Failed(ILogger log, Exception fault, string incident, string method, string route);
}
