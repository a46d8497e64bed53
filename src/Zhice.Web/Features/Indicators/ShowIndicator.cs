using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>指标页: trend with target, regions as tiles and bars, the same as a table, method, versions, quality, and the sentences behind the targets.</summary>
public static class ShowIndicator
{
    /// <summary>What is asked for.</summary>
    /// <param name="Code">The indicator.</param>
    /// <param name="Office">Code of the office; null for the first that the reader may see.</param>
    /// <param name="Period">The period as written; null for the last year with a figure.</param>
    public sealed record Request(string Code, string? Office = null, string? Period = null)
    {
        /// <summary>True for what was published, also to those who may see more.</summary>
        public bool Published { get; init; }
        /// <summary>As published by the end of this day, <c>yyyy-MM-dd</c>; null for now.</summary>
        public string? Known { get; init; }
    }

    /// <summary>The page.</summary>
    /// <param name="Definition">The version that made the shown figure.</param>
    /// <param name="Versions">All versions, the first one first.</param>
    /// <param name="Parts">Elements of the formula.</param>
    /// <param name="Book">Figures; null where the reader may see none.</param>
    /// <param name="Targets">Targets of the office.</param>
    /// <param name="MaySetTargets">True where the reader may confirm targets of the office.</param>
    public sealed record View(IndicatorDefinition Definition, IReadOnlyList<IndicatorDefinition> Versions, IReadOnlyList<DataElement> Parts, IndicatorBook? Book,
        IReadOnlyList<TargetLine> Targets, bool MaySetTargets);

    /// <summary>A target as it stands.</summary>
    /// <param name="Target">The target.</param>
    /// <param name="Aim">Its value in the indicator's unit; null where it is a growth over a year that is not known.</param>
    /// <param name="State">How it stands.</param>
    /// <param name="Figure">The year's figure.</param>
    /// <param name="Projection">Where the year will probably end; null where it has ended or nothing can be said.</param>
    /// <param name="Unfit">True where it rewards growth of filings.</param>
    /// <param name="Sentence">Address of the sentence in its document; null where it has none that the reader may see.</param>
    public sealed record TargetLine(IndicatorTarget Target, decimal? Aim, AttainmentState State, Figure Figure, Projection? Projection, bool Unfit, string? Sentence)
    {
        /// <summary>True where the months of this year are there and are not used, since they belong to a distinct count.</summary>
        public bool Distinct { get; init; }
        /// <summary>The words that it rests on; null where they stand in a document that the reader may not open.</summary>
        public string? Source { get; init; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/indicators/{code}", Handle);
        ExportIndicator.Map(routes);
        OpenIndicator.Map(routes);
        ShowFootings.Map(routes);
        ShowSource.Map(routes);
        ShowRegion.Map(routes);
        ListRegions.Map(routes);
    }

    /// <summary>Loads the page: eleven commands at most.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, Request request, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(request);
        var versions = catalogue.Versions(request.Code);
        var newest = versions is [.., var last] && catalogue.FormulaOf(last) is not null ? last : null;
        Period? period = null;
        if (request.Period is { } text)
        {
            if (!Period.TryParse(text, out var read) || read.Kind > (newest?.Period ?? PeriodKind.Month)) return new Invalid(new Defect("indicator.period-wrong", "period", text));
            period = read;
        }
        if (!KnownDay.Read(request.Known, today).Accepted(out var asked, out var refusal)) return refusal;
        var known = asked.Day;
        // Who may not see what is computed reads what was published; so does who asks what was known on a day, which only releases answer.
        var book = (request.Published || known is not null || newest is null ? null : await IndicatorBook.Load(db, actor, catalogue, request.Code, request.Office, period, cancel))
            ?? await PublishedBook.Load(db, actor, catalogue, request.Code, request.Office, period, known, cancel);
        // What was published stays to be read, also where the file of its definition is gone.
        if (book is null && newest is null) return new Missing("indicator.missing");
        if (book is null && request.Office is not null) return new Missing("indicator.office");
        var definition = book?.Definition ?? catalogue.InForce(request.Code, today) ?? newest!;
        var parts = (catalogue.FormulaOf(definition)?.Parts ?? []).Select(p => p.Code).Distinct(StringComparer.Ordinal).Select(c => catalogue.Element(c)!).ToList();
        var targets = book is null ? [] : await Targets(db, actor, catalogue, book, cancel);
        if (book is { Published: not null })
        {
            // A target is public where the sentence that sets it is.
            targets.RemoveAll(t => t.Sentence is null);
            book = book with { Targets = [.. targets.Select(t => t.Target)] };
        }
        return new View(definition, versions, parts, book, targets, book is { Published: null } && AccessPolicy.MaySetTargets(actor, book.Office.Path));
    }

    static async Task<List<TargetLine>> Targets(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, IndicatorBook book, CancellationToken cancel)
    {
        var own = book.Targets.Where(t => t.OrganisationId == book.Office.Id).ToList();
        var sentences = await TargetSentences.Read(db, actor, own, cancel);
        return [.. own.Select(target => TargetOutlook.Of(catalogue, book.Definition, book.Series, target, target.FoundTargetId is { } id ? sentences.GetValueOrDefault(id) : null))];
    }

    static async Task<IResult> Handle(string code, string? office, string? period, string? known, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel) =>
        (await Run(db, visit.Actor, catalogue, new(code, Given(office), Given(period)) { Known = Given(known) }, visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<IndicatorPage>(view)
            : Answer.Refused(visit, refusal);

    internal static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
