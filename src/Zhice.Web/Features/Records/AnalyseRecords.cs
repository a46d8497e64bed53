using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Records.Analysis;
using Zhice.Records.Index;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;
using Zhice.Web.Exports;
using Zhice.Web.Features.Records.Figures;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Records;

/// <summary>专利导航分析: pictures and tables of an analysis over a query's hits, each figure with the query that gives its records.</summary>
public static class AnalyseRecords
{
    /// <summary>What is analysed, on each page of the analysis.</summary>
    /// <param name="Query">As typed.</param>
    /// <param name="Read">As understood; null for a bad query.</param>
    /// <param name="Total">Hits.</param>
    /// <param name="Synthetic">Of these, made by the generator.</param>
    /// <param name="Fault">Why nothing was analysed; null when it was.</param>
    /// <param name="Basis">What is counted of the hits; null where nothing was analysed.</param>
    public sealed record Scope(string Query, QueryNode? Read, int Total, int Synthetic, Refusal? Fault, AnalysisBasis? Basis = null)
    {
        /// <summary>The query that finds what is analysed: as typed, without the abnormal filings where they are left out.</summary>
        public string Analysed { get; init; } = Query;
        /// <summary>Whether the reader asked for charts with abnormal filings.</summary>
        public bool Abnormal { get; init; }
        /// <summary>Records of abnormal filings that the query finds and no chart counts.</summary>
        public int LeftOut { get; init; }
        /// <summary>That it draws on datasets that only the office sees; empty where it does not.</summary>
        public string InsideOnly { get; init; } = "";
        /// <summary>What follows the path of each part of the analysis.</summary>
        public QueryString Address => Abnormal ? QueryString.Create("q", Query).Add("abnormal", "true") : QueryString.Create("q", Query);
        /// <summary>All that the query finds, where something is left out.</summary>
        internal HitSet? Whole { get; init; }
    }

    /// <summary>The overview.</summary>
    /// <param name="Scope">What is analysed.</param>
    /// <param name="Result">The counts; null for a bad query or no hit.</param>
    /// <param name="Pictures">Figures drawn with axes.</param>
    /// <param name="Rankings">Figures drawn as bars.</param>
    /// <param name="Tables">Tables without a picture: concentration, and high value.</param>
    public sealed record View(Scope Scope, AnalysisResult? Result, IReadOnlyList<Figure> Pictures, IReadOnlyList<Figure> Rankings, IReadOnlyList<FigureTable> Tables);

    /// <summary>The map and the tree of classes.</summary>
    /// <param name="Scope">What is analysed.</param>
    /// <param name="Map">The map; null where no hit has a patent class.</param>
    /// <param name="At">The class whose classes below are listed; empty for the sections.</param>
    /// <param name="Path">The classes above it and itself.</param>
    /// <param name="Below">The classes below, with the query of each.</param>
    public sealed record ClassView(Scope Scope, Figure? Map, string At, IReadOnlyList<string> Path, IReadOnlyList<(ClassCount Class, string Title, string Query, bool Opens)> Below)
    {
        /// <summary>Titles of the classes above it and of itself.</summary>
        public IReadOnlyDictionary<string, string> Titles { get; init; } = new Dictionary<string, string>();
    }

    /// <summary>The network of applicants.</summary>
    /// <param name="Scope">What is analysed.</param>
    /// <param name="Figure">The picture; null where nobody files together.</param>
    /// <param name="Ties">The ties.</param>
    public sealed record NetworkView(Scope Scope, Figure? Figure, FigureTable? Ties);

    /// <summary>Flows by citations.</summary>
    /// <param name="Scope">What is analysed.</param>
    /// <param name="From">How sources are told apart.</param>
    /// <param name="To">How targets are.</param>
    /// <param name="Figure">The picture; null where nothing is cited.</param>
    public sealed record FlowView(Scope Scope, FlowSide From, FlowSide To, Figure? Figure);

    static readonly string[] Ranked = ["applicants", "regions", "classes", "kinds", "states"];

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/records/analysis", Show);
        routes.MapGet("/records/analysis/classes", Classes);
        routes.MapGet("/records/analysis/network", Network);
        routes.MapGet("/records/analysis/flow", Flow);
        routes.MapGet("/records/analysis.csv", Export);
        routes.MapGet("/records/analysis.xlsx", Export);
    }

    static async Task<(Scope Scope, HitSet? Hits, AnalysisFigures? Figures)> Begin(RecordStore store, string? query, bool abnormal, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var text = query?.Trim() ?? "";
        var snapshot = store.Snapshot();
        if (!QueryParser.Parse(text, await RecordQuery.Sets(db, visit, query, cancel)).Accepted(out var node, out var fault)
            || !RecordSearch.Collect(snapshot, node, RecordQuery.Inside(visit)).Accepted(out var all, out fault)) return (new(text, null, 0, 0, fault), null, null);
        var (analysed, read, hits) = (text, node, all);
        if (!abnormal && AbnormalFilings.LeftOut(text, node) is { } without)
        {
            if (!RecordSearch.Collect(snapshot, without.Read, RecordQuery.Inside(visit)).Accepted(out hits, out fault)) return (new(text, null, 0, 0, fault), null, null);
            (analysed, read) = hits.Count == all.Count ? (text, node) : without;
        }
        var basis = AnalysisBasis.Of(hits);
        var left = all.Count - hits.Count;
        var scope = new Scope(text, read, hits.Count, hits.CountOf(RecordFacts.Synthetic), null, basis) { Analysed = analysed, Abnormal = abnormal, LeftOut = left, InsideOnly = RecordQuery.InsideOnly(visit.Words, RecordQuery.DatasetsOf(all)), Whole = left > 0 ? all : null };
        return hits.Count == 0 ? (scope, null, null) : (scope, hits, new AnalysisFigures(store, analysed, read, visit.Words, basis.Condition));
    }

    /// <summary>The overview of a query.</summary>
    internal static async Task<View> Run(RecordStore store, string? query, bool abnormal, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var (scope, hits, figures) = await Begin(store, query, abnormal, visit, db, cancel);
        if (hits is null || figures is null) return new(scope, null, [], [], []);
        var members = await ExcludedParties.Of(db, visit.Today, cancel);
        var excluded = Exclusions.Of(store, hits.Snapshot, members, inside: true);
        var result = RecordAnalysis.Of(hits, visit.Today, excluded);
        var tables = Tables(figures, store, result, members, visit);
        // What is taken off the high value is shown with it, so that its table begins with all.
        if (scope.Whole is { } whole && RecordAnalysis.Of(whole, visit.Today, excluded) is { Counted: > 0 } gross && QueryParser.Parse(scope.Query, await RecordQuery.Sets(db, visit, query, cancel)).Accepted(out var typed, out _))
            tables = [.. tables.SkipLast(1), Tables(new AnalysisFigures(store, scope.Query, typed, visit.Words, gross.Basis.Condition), store, gross, members, visit)[^1]];
        return new(scope, result, [.. new[] { figures.Years(result), figures.Life(result), figures.Heat(result), figures.Pendency(result) }.OfType<Figure>()],
            [.. Ranked.Select(code => figures.Ranking(result, code))], tables);
    }

    /// <summary>Tables without a picture. Names on exclusion sets are for people of the office.</summary>
    internal static IReadOnlyList<FigureTable> Tables(AnalysisFigures figures, RecordStore store, AnalysisResult result, IReadOnlyList<Excluded> members, Visit visit) => result.Counted == 0 ? [] :
        [figures.Concentration(result, visit.Today), figures.HighValue(result, visit.Today, members.Count == 0 || RecordQuery.Inside(visit) ? Exclusions.Condition(store, members) : null)];

    static async Task<IResult> Show(string? q, string? abnormal, Visit visit, ZhiceDb db, RecordStore store, CancellationToken cancel) => Answer.Page<AnalysisPage>(await Run(store, q, abnormal == "true", visit, db, cancel));

    static async Task<IResult> Classes(string? q, string? at, string? abnormal, Visit visit, ZhiceDb db, RecordStore store, CancellationToken cancel)
    {
        var (scope, hits, figures) = await Begin(store, q, abnormal == "true", visit, db, cancel);
        if (hits is null || figures is null) return Answer.Page<ClassesPage>(new ClassView(scope, null, "", [], []));
        var symbol = ClassSteps.Known(at);
        var map = figures.Treemap(scope.Basis!.Hits);
        var (counted, path) = (ClassTree.Below(hits, symbol), ClassSteps.Path(symbol));
        var titles = figures.Titles([.. counted.Select(c => c.Symbol), .. path]);
        var below = counted.Select(c => (c, titles.GetValueOrDefault(c.Symbol, ""), RecordQuery.And(scope.Analysed, scope.Read!, ClassSteps.Condition(c.Symbol)), ClassSteps.Opens(c.Symbol))).ToList();
        return Answer.Page<ClassesPage>(new ClassView(scope, map.Table.Rows.Count == 0 ? null : map, symbol, path, below) { Titles = titles });
    }

    static async Task<IResult> Network(string? q, string? abnormal, Visit visit, ZhiceDb db, RecordStore store, CancellationToken cancel)
    {
        var (scope, hits, figures) = await Begin(store, q, abnormal == "true", visit, db, cancel);
        var found = hits is null ? null : figures?.Network(scope.Basis!.Hits);
        return Answer.Page<NetworkPage>(new NetworkView(scope, found?.Figure, found?.Ties));
    }

    static async Task<IResult> Flow(string? q, string? from, string? to, string? abnormal, Visit visit, ZhiceDb db, RecordStore store, CancellationToken cancel)
    {
        var (scope, hits, figures) = await Begin(store, q, abnormal == "true", visit, db, cancel);
        var (source, target) = (Side(from), Side(to));
        return Answer.Page<FlowPage>(new FlowView(scope, source, target, hits is null ? null : figures?.Flow(scope.Basis!.Hits, source, target, RecordQuery.Inside(visit))));
    }

    static FlowSide Side(string? text) => Enum.TryParse<FlowSide>(text, ignoreCase: true, out var side) && Enum.IsDefined(side) ? side : FlowSide.Section;

    static async Task<IResult> Export(string? q, string? table, string? abnormal, Visit visit, ZhiceDb db, RecordStore store, CancellationToken cancel)
    {
        var view = await Run(store, q, abnormal == "true", visit, db, cancel);
        if (view.Scope.Fault is { } fault) return Answer.Refused(visit, fault);
        var all = view.Pictures.Concat(view.Rankings).Select(f => f.Table).Concat(view.Tables).ToList();
        var chosen = table is null || all.Count == 0 ? all.FirstOrDefault() ?? new FigureTable("years", ["records.year", "analysis.filed"], []) : all.Find(t => t.Code == table);
        if (chosen is null) return Answer.Refused(visit, new Missing("analysis.no-table"));
        // Figures with a query of their own have it in a column of their own.
        var own = Enumerable.Range(0, chosen.Heads.Count - 1).Where(i => chosen.Links is { } links && chosen.Rows.Select((_, row) => links(row, i)).Any(l => l is not null)).ToList();
        return await new TableFile("analysis-" + chosen.Code, [.. chosen.Heads.Select(h => new TableColumn(FigureTable.Head(h, visit.Words), 24)), new(visit.Words["analysis.query"], 40),
                .. own.Select(i => new TableColumn($"{visit.Words["analysis.query"]} {FigureTable.Head(chosen.Heads[i + 1], visit.Words)}", 40))],
            Noted(view.Scope).Concat(chosen.Rows.Select((r, row) => (IReadOnlyList<Cell>)[Cell.Of(r.Name), .. r.Figures.Select(f => Cell.Of(f)), Cell.Of(r.Query ?? chosen.Query), .. own.Select(i => Cell.Of(chosen.Links!(row, i)))]))).As(visit.Path, cancel);
    }

    // A file goes on to people who have not seen the page.
    static IEnumerable<IReadOnlyList<Cell>> Noted(Scope scope) => scope.InsideOnly.Length == 0 ? [] : [[Cell.Of(scope.InsideOnly)]];
}
