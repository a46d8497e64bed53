namespace Zhice.Web.Jobs;

/// <summary>The clock of supervision and the deliveries, as services of a running server.</summary>
public static class ClockServices
{
    /// <summary>Adds both jobs with their settings.</summary>
    public static IServiceCollection AddClock(this IServiceCollection services, NoticeSettings settings) => services
        .AddSingleton(settings).AddSingleton<WebhookSender>().AddSingleton<DigestMail>()
        .AddHostedService<SupervisionClock>().AddHostedService<CaseTimers>().AddHostedService<NoticeDelivery>().AddHostedService<ComputeFigures>();
}
