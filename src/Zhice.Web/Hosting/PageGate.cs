using System.Threading.RateLimiting;

namespace Zhice.Web.Hosting;

/// <summary>How many pages are made at once. More than the processors can work on only fills the memory; the others wait their turn, in order.</summary>
internal static class PageGate
{
    /// <summary>Pages made at once, for each processor: some wait for the store meanwhile.</summary>
    const int PerProcessor = 6;

    /// <summary>Requests that may wait; more are sent away with 503, to come back later.</summary>
    const int Waiting = 2_000;

    /// <summary>Lets a page in when its turn comes. Uploads and downloads of files are not pages: they take long, and little of the processor.</summary>
    public static void UsePageGate(this IApplicationBuilder app)
    {
        var gate = new ConcurrencyLimiter(new() { PermitLimit = PerProcessor * Environment.ProcessorCount, QueueLimit = Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
        app.ApplicationServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(gate.Dispose);
        app.Use(async (context, next) =>
        {
            if (!HttpMethods.IsGet(context.Request.Method) || context.GetEndpoint()?.Metadata.GetMetadata<IsNoPage>() is not null)
            {
                await next(context);
                return;
            }
            using var turn = await gate.AcquireAsync(1, context.RequestAborted);
            if (turn.IsAcquired) await next(context);
            else
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.RetryAfter = "5";
            }
        });
    }
}

/// <summary>Marks an endpoint that <see cref="PageGate"/> lets pass: it sends a file, or must answer while all else waits.</summary>
internal sealed class IsNoPage;
