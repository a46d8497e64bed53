using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>
/// 办事指南: every field of the item's definition, for the public. The guide, the form and the clock come from the one definition, so that they cannot differ. It shows by which
/// day the office must be done with an application accepted today, counted on the calendar in force. One command.
/// </summary>
public static class ShowGuide
{
    /// <summary>Where a limit that begins today would end.</summary>
    /// <param name="Due">The last day in time; null where the calendar does not reach it.</param>
    /// <param name="Nominal">The day without rest days moved, shown where the calendar does not reach.</param>
    public sealed record Ends(DateOnly? Due, DateOnly? Nominal);

    /// <summary>The page.</summary>
    /// <param name="Item">The version shown.</param>
    /// <param name="Versions">All versions, the newest first.</param>
    /// <param name="Current">True where it is the version in force today.</param>
    /// <param name="Statutory">Where the statutory limit would end; null where there is none.</param>
    /// <param name="Promised">Where the promised one would end; null where there is none.</param>
    public sealed record View(ServiceItem Item, IReadOnlyList<ServiceItem> Versions, bool Current, Ends? Statutory, Ends? Promised)
    {
        /// <summary>The items whose registers it names, by code.</summary>
        public IReadOnlyDictionary<string, ServiceItem> Registers { get; init; } = new Dictionary<string, ServiceItem>();
    }

    /// <summary>The form as a paper.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Values">An example; null for the blank one.</param>
    public sealed record FormView(ServiceItem Item, IReadOnlyDictionary<string, string>? Values);

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new ConditionText() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/services/{code}", Handle);
        routes.MapGet("/services/{code}/form", (string code, Visit visit, ServiceCatalogue catalogue) => catalogue.Find(code, visit.Today) is { } item
            ? Answer.Page<BlankFormPage>(new FormView(item, visit.Asked("sample") is null ? null : ExampleForm.Of(item, 7, visit.Today))) : Answer.Refused(visit, new Missing("service.missing")));
        routes.MapGet("/api/v1/services/{code}", Data);
    }

    /// <summary>The guide. Refusals: <c>service.missing</c>.</summary>
    /// <param name="catalogue">The items.</param>
    /// <param name="calendar">The calendar in force.</param>
    /// <param name="code">The item.</param>
    /// <param name="version">Its version; null for the one in force.</param>
    /// <param name="today">Today in China.</param>
    public static Outcome<View> Run(ServiceCatalogue catalogue, WorkCalendar calendar, string code, int? version, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var versions = catalogue.Versions(code);
        var now = catalogue.Find(code, today);
        var item = version is null ? now ?? (versions.Count > 0 ? versions[0] : null) : versions.FirstOrDefault(v => v.Version == version);
        if (item is null) return new Missing("service.missing");
        return Of(catalogue, calendar, item, [.. versions.Reverse()], item == now, today);
    }

    /// <summary>The guide that a text makes which is not in force.</summary>
    public static View Preview(ServiceCatalogue catalogue, ServiceItem item, WorkCalendar calendar, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(item);
        return Of(catalogue, calendar, item, [item], false, today);
    }

    static View Of(ServiceCatalogue catalogue, WorkCalendar calendar, ServiceItem item, IReadOnlyList<ServiceItem> versions, bool current, DateOnly today) =>
        new(item, versions, current, item is { Closed: null, Statutory: { } law } ? End(law, calendar, today) : null, item is { Closed: null, Promised: { } promised } ? End(new(null, promised), calendar, today) : null)
        {
            Registers = item.Conflicts.Select(conflict => conflict.With).Distinct(StringComparer.Ordinal).Select(catalogue.Newest).OfType<ServiceItem>().ToDictionary(kept => kept.Code, StringComparer.Ordinal),
        };

    static Ends End(ServiceLimit limit, WorkCalendar calendar, DateOnly today)
    {
        if (ServiceText.Clock(limit, today) is not { } clock) return new(null, null);
        if (clock.Project(calendar).Accepted(out var projection, out _)) return new(projection.Due, null);
        return new(null, clock.Budget.Unit switch
        {
            LimitUnit.Month => today.AddMonths(clock.Budget.Amount),
            LimitUnit.CalendarDay => today.AddDays(clock.Budget.Amount),
            _ => null,
        });
    }

    static async Task<IResult> Handle(string code, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel) =>
        Run(catalogue, await Calendars.Load(db, cancel), code, int.TryParse(visit.Asked("version"), out var version) ? version : null, visit.Today).Accepted(out var view, out var refusal)
            ? Answer.Page<GuidePage>(view)
            : Answer.Refused(visit, refusal);

    static IResult Data(string code, Visit visit, ServiceCatalogue catalogue) =>
        catalogue.Find(code, visit.Today) is { } item ? Results.Json(item, Json) : Answer.Problem(visit, new Missing("service.missing"));

    // A condition as its author would write it.
    sealed class ConditionText : JsonConverter<Condition>
    {
        public override Condition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Condition value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
