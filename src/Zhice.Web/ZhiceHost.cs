using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.FileProviders;
using Zhice.Data.Matching;
using Zhice.Data.Storage;
using Zhice.Web.Features.Programmes;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web;

/// <summary>Puts the web site together. The command line and the tests start it, each with its own settings.</summary>
public static class ZhiceHost
{
    /// <summary>Largest body of an ordinary request, in bytes; an endpoint that takes files raises it for itself.</summary>
    public const long OrdinaryBody = 1024 * 1024;

    /// <summary>Longest address with its query, in bytes; longer ones are 414 without a page.</summary>
    public const int LongestAddress = 512 * 1024;

    /// <summary>Builds the site without starting it. The tables must have been made (<see cref="ZhiceStore.Migrate"/>): /healthz says whether they are.</summary>
    public static WebApplication Build(HostSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(ZhiceHost).Assembly.GetName().Name,
        });
        builder.WebHost.UseUrls(settings.ConsoleSocket is { } socket ? [.. settings.Urls, $"http://unix:{socket}"] : [.. settings.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = OrdinaryBody;
            // A query of 20,000 characters stands in the address, and a Chinese one takes nine bytes there: one that is too long is told so by the page.
            kestrel.Limits.MaxRequestLineSize = LongestAddress;
            // A page is handed over whole, so that a slow reader keeps no turn at the page gate.
            kestrel.Limits.MaxResponseBufferSize = 4 * OrdinaryBody;
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        AddServices(builder.Services, settings);
        settings.Services?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseSafeHeaders();
        app.UseHeadRequests();
        app.UseErrorPages();
        app.UseStaticFiles(app.Services.GetRequiredService<Assets>().Options);
        app.UseRouting();
        app.UseRateLimiter();
        app.UsePageGate();
        app.UseVisits();
        app.UseFormGuard();
        app.UsePageTables();
        Routes.Map(app);
        return app;
    }

    static void AddServices(IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new Assets(new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"))));
        services.AddSingleton(_ => ZhiceStore.Open(new StoreSettings(settings.Home, settings.Postgres, settings.Objects), settings.Interceptors));
        services.AddScoped(provider =>
        {
            var db = provider.GetRequiredService<ZhiceStore>().CreateContext();
            db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            return db;
        });
        services.AddSingleton<BoardCounts>();
        services.AddSingleton<KeptBoards>();
        services.AddSingleton<KeptProgress>();
        services.AddSingleton<Features.Organisations.ShowOrganisation.Kept>();
        services.AddSingleton<Zhice.Data.Working.ProgressSnapshots>();
        services.AddSingleton<KeptBooks>();
        services.AddSingleton<Features.Assessment.KeptScores>();
        services.AddSingleton(_ => Zhice.Data.Indicators.DefinitionFiles.InUse);
        services.AddSingleton(provider => provider.GetRequiredService<ZhiceStore>().Items);
        services.AddHostedService<Jobs.FollowDefinitions>();
        services.AddSingleton(provider => new Zhice.Data.Services.ServiceHouse(
            provider.GetRequiredService<Zhice.Domain.Services.ServiceCatalogue>(), Zhice.Data.Services.StatutoryLimits.Book, settings.Home, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Zhice.Data.Services.RegisterFacts>();
        services.AddSingleton(_ => new Papers.Soffice());
        services.AddSingleton(provider => provider.GetRequiredService<ZhiceStore>().Records);
        services.AddSingleton<Zhice.Records.Search.IRecordSource>(provider => settings.RecordsPostgres is { } records
            ? new Zhice.Data.Records.PostgresRecords(records, provider.GetRequiredService<Zhice.Records.Store.RecordStore>()) : new Zhice.Records.Search.EmbeddedRecords(provider.GetRequiredService<Zhice.Records.Store.RecordStore>()));
        services.AddSingleton<Features.Records.RecordQuota>();
        services.AddSingleton<Zhice.Records.Store.DatasetFiles>();
        services.AddSingleton<Features.Records.RecordIngest>();
        services.AddSingleton<Features.Records.CarryRecords>();
        services.AddHostedService(provider => provider.GetRequiredService<Features.Records.CarryRecords>());
        services.AddSingleton<Features.Records.Navigation.NavigationMaker>();
        services.AddDataProtection()
            .SetApplicationName("zhice")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(settings.Home, "keys")));
        // The default encoder writes every Chinese character as an entity.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All));
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddProblemDetails();
        services.AddFormGuard();
        services.AddLoginLimit();
        services.AddScoped<Visit>();
        services.AddHostedService<SweepUploads>();
        services.AddHostedService<AuditSealing>();
        services.AddHostedService<IdleHeap>();
        services.AddHostedService<IndexReports>();
    }
}
