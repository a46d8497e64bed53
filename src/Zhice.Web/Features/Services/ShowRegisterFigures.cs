using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Services;

/// <summary>登记统计: public figures of a register, such as licence rates by industry or secured amounts by region, kind and year; also as JSON.</summary>
public static class ShowRegisterFigures
{
    /// <summary>A breakdown.</summary>
    /// <param name="Code">Field, or <c>year</c> or <c>place</c>.</param>
    /// <param name="Groups">Its groups, the largest first; years in order.</param>
    public sealed record Breakdown(string Code, IReadOnlyList<FigureGroup> Groups);

    /// <summary>The page.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Year">Only this year; null for all.</param>
    /// <param name="Years">Years that have entries, the newest first.</param>
    /// <param name="Total">All together; null where there is nothing.</param>
    /// <param name="Parts">By year, place and field.</param>
    /// <param name="Places">Names of provinces by code.</param>
    public sealed record View(ServiceItem Item, int? Year, IReadOnlyList<int> Years, FigureGroup? Total, IReadOnlyList<Breakdown> Parts, IReadOnlyDictionary<string, string> Places);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/registers/{service}/statistics", Handle);
        routes.MapGet("/api/v1/registers/{service}/statistics", Data);
    }

    /// <summary>Loads the page. Two commands and what <see cref="RegisterFacts"/> needs.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, ServiceCatalogue catalogue, RegisterFacts kept, string code, int? year, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(kept);
        if (catalogue.Find(code, today) is not { Statistics: { } figures } item) return new Missing("service.missing");
        var all = await kept.Of(db, catalogue, code, cancel);
        var parts = new List<Breakdown>();
        if (year is null) parts.Add(new("year", [.. RegisterStatistics.By(all, (f, _) => f.EnteredOn.Year.ToString(CultureInfo.InvariantCulture), figures, today).OrderByDescending(g => g.Key, StringComparer.Ordinal)]));
        foreach (var field in figures.By) parts.Add(new(field, RegisterStatistics.By(all, (_, state) => state.Groups.GetValueOrDefault(field), figures, today, year)));
        parts.Add(new("place", RegisterStatistics.By(all, (f, _) => f.Place, figures, today, year)));
        var places = await db.Divisions.AsNoTracking().Where(d => d.Code.EndsWith("0000")).Select(d => new { d.Code, d.Name }).ToListAsync(cancel);
        return new View(item, year, [.. all.Select(f => f.EnteredOn.Year).Distinct().OrderDescending()], RegisterStatistics.By(all, (_, _) => "all", figures, today, year) is [var total] ? total : null, parts,
            places.DistinctBy(p => p.Code).ToDictionary(p => p.Code, p => p.Name, StringComparer.Ordinal));
    }

    static int? Year(Visit visit) => int.TryParse(visit.Asked("year"), NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;

    static async Task<IResult> Handle(string service, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, RegisterFacts kept, CancellationToken cancel) =>
        (await Run(db, catalogue, kept, service, Year(visit), visit.Today, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<RegisterFiguresPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Data(string service, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, RegisterFacts kept, CancellationToken cancel) =>
        (await Run(db, catalogue, kept, service, Year(visit), visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? Results.Json(new { item = view.Item.Code, view.Year, least = RegisterFigures.Least, view.Total, parts = view.Parts }) : Answer.Problem(visit, refusal);

    /// <summary>Name of a breakdown.</summary>
    internal static string Name(View view, string part, WordTable words) => part switch
    {
        "year" => words["svc.figures-year"],
        "place" => words["svc.figures-place"],
        _ when view.Item.Form.First(f => f.Code == part) is { } field => field.Type == FieldType.PatentNumber ? words["svc.figures-patent-kind"] : CaseText.Field(field, words),
        _ => part,
    };

    /// <summary>Name of a group.</summary>
    internal static string Group(View view, string part, string key, WordTable words) => part switch
    {
        "year" => key,
        "place" => key.Length == 0 ? words["svc.figures-persons"] : words.Division(key, view.Places.GetValueOrDefault(key, key)),
        _ when view.Item.Form.First(f => f.Code == part) is { } field => field.Type switch
        {
            FieldType.PatentNumber => words[$"svc.patent-{key}"],
            FieldType.YesNo => words[key == "yes" ? "service.yes" : "service.no"],
            _ => CaseText.Value(field, key),
        },
        _ => key,
    };
}
