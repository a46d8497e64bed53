using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Publishing;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Programmes;

/// <summary>工作看板: the tasks of a programme against the provinces, or against the departments.</summary>
public static class ShowBoard
{
    /// <summary>What is asked for; null leaves a filter open.</summary>
    public sealed record Request(
        ProgrammeId Id, string? Section = null, CellState? Level = null, OrganisationId? Department = null, MeasureScope? Scope = null, bool ByDepartment = false);

    /// <summary>The page.</summary>
    /// <param name="Programme">The programme.</param>
    /// <param name="Asked">The request.</param>
    /// <param name="Rows">Tasks that pass the filters, in the order of the document.</param>
    /// <param name="Provinces">Columns of the region view: offices of the provinces; in a programme of a province its own office and those of its cities.</param>
    /// <param name="Departments">Columns of the department view, and the choice of the filter.</param>
    /// <param name="Sections">Headings of the first level, the choice of the filter.</param>
    /// <param name="Open">Questions that wait for a decision.</param>
    public sealed record View(
        YearProgramme Programme, Request Asked, IReadOnlyList<Row> Rows, IReadOnlyList<Province> Provinces, IReadOnlyList<Department> Departments,
        IReadOnlyList<string> Sections, int Open)
    {
        /// <summary>What the columns of the region view are: provinces, or the cities or counties of the owner.</summary>
        public RegionColumns Columns { get; init; } = new(2, DivisionLevel.Province);

        /// <summary>What was corrected or became known since the last publication, for those who may publish; it is asked for anew each time.</summary>
        public IReadOnlyList<WaitingChange> Waiting { get; init; } = [];

        /// <summary>The cells as they were drawn, by language: a kept board is drawn once in each.</summary>
        internal ConcurrentDictionary<Language, string[]> Drawn { get; } = new();
    }

    /// <summary>One task.</summary>
    public sealed record Row(
        TaskId Id, string? Number, string Title, string Section, DueTime Due, IReadOnlyList<MeasureScope> Scopes, int Open,
        IReadOnlyList<Cell> Cells, IReadOnlyDictionary<OrganisationId, AssignedRole> Roles);

    /// <summary>One task in one column of the region view.</summary>
    /// <param name="State">Of the column's own office.</param>
    /// <param name="Cities">Offices of cities that owe it.</param>
    /// <param name="Counties">Offices of counties that owe it.</param>
    /// <param name="Below">The strongest level among cities and counties.</param>
    /// <param name="Parts">Cities and counties by what they must do: cities first, the strongest first.</param>
    public readonly record struct Cell(CellState State, int Cities, int Counties, CellState Below, IReadOnlyList<Part> Parts);

    /// <summary>Offices below a province that owe a task in one way.</summary>
    /// <param name="Office">City or county.</param>
    /// <param name="State">What they must do.</param>
    /// <param name="Offices">How many.</param>
    public readonly record struct Part(DivisionLevel Office, CellState State, int Offices);

    /// <summary>A column of the region view.</summary>
    public sealed record Province(string Code, string Name, string Short, string Prefix, string Path);

    /// <summary>A column of the department view.</summary>
    public sealed record Department(OrganisationId Id, string Code, string Name);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programmes/{id:long}", Handle);
        routes.MapGet("/programmes/{id:long}/board.csv", Export);
        routes.MapGet("/programmes/{id:long}/board.xlsx", Export);
    }

    /// <summary>Loads the board. Filters choose rows; a level chooses rows that have it somewhere.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, BoardCounts counts, Request request, CancellationToken cancel)
    {
        var programme = await db.VisibleProgrammes(actor).FirstOrDefaultAsync(p => p.Id == request.Id, cancel);
        if (programme is null) return new Missing("programme.missing");

        var tasks = await db.VisibleTasks(actor)
            .Where(t => t.ProgrammeId == request.Id && t.WithdrawnBy == null)
            .OrderBy(t => t.DocumentId).ThenBy(t => t.Ordinal).ThenBy(t => t.Id)
            .Select(t => new { t.Id, t.Number, t.Title, t.Section, t.Due, Public = db.Documents.Any(d => d.Id == t.DocumentId && d.Disclosure == Disclosure.Public) })
            .ToListAsync(cancel);
        var scopes = (await (
            from measure in db.Measures
            join task in db.Tasks on measure.TaskId equals task.Id
            where task.ProgrammeId == request.Id && measure.WithdrawnBy == null
            select new { measure.TaskId, measure.Scope }).Distinct().ToListAsync(cancel)).ToLookup(m => m.TaskId, m => m.Scope);
        var (columns, provinces) = await Regions(db, programme, cancel);
        var assigned = await (
            from assignment in db.Assignments
            join task in db.Tasks on assignment.TaskId equals task.Id
            where task.ProgrammeId == request.Id && assignment.WithdrawnBy == null && assignment.OrganisationId != null
            join organisation in db.Organisations on assignment.OrganisationId equals organisation.Id
            where organisation.Kind != OrganisationKind.LocalOffice
            orderby organisation.Kind, organisation.Ordinal, organisation.Id
            select new { assignment.TaskId, organisation.Id, organisation.Code, organisation.Name, assignment.Role }).ToListAsync(cancel);
        var roles = assigned.ToLookup(a => a.TaskId);
        var open = (await (
            from decision in db.Decisions // that a visible task has an open question is no secret; the question itself is for those inside
            where decision.ProgrammeId == request.Id && decision.WithdrawnBy == null && decision.DecidedAt == null
            join measure in db.Measures on decision.MeasureId equals measure.Id
            group decision by new { measure.TaskId, decision.Reason } into questions
            select new { questions.Key.TaskId, questions.Key.Reason, Count = questions.Count() }).ToListAsync(cancel)).ToLookup(q => q.TaskId, q => (q.Reason, q.Count));
        var cells = await Visible(db, actor, counts, request.Id, columns, provinces, roles.Select(r => r.Key).ToHashSet(), [.. tasks.Where(t => t.Public).Select(t => t.Id)], cancel);

        var rows = new List<Row>();
        foreach (var task in tasks)
        {
            var row = new Row(task.Id, task.Number, task.Title, task.Section.Split('\n')[0], task.Due, [.. scopes[task.Id].Order()],
                open[task.Id].Sum(q => q.Count), Cells(columns, provinces, cells.GetValueOrDefault(task.Id) ?? [], open[task.Id].Any(q => q.Reason.AsksForRegions())), Roles());
            if (Passes(row, request)) rows.Add(row);

            Dictionary<OrganisationId, AssignedRole> Roles() =>
                roles[task.Id].GroupBy(r => r.Id).ToDictionary(g => g.Key, g => g.Any(r => r.Role == AssignedRole.Lead) ? AssignedRole.Lead : g.First().Role);
        }
        var visible = tasks.Select(t => t.Id).ToHashSet();
        return new View(programme, request, rows, provinces,
            [.. assigned.Where(a => visible.Contains(a.TaskId)).Select(a => new Department(a.Id, a.Code, a.Name)).Distinct()],
            [.. tasks.Select(t => t.Section.Split('\n')[0]).Where(s => s.Length > 0).Distinct()],
            open.Where(o => visible.Contains(o.Key)).Sum(o => o.Sum(q => q.Count))) { Columns = columns };
    }

    /// <summary>The columns of a programme's boards in the order of their codes: the provinces, or the owner's own office and those a level below it.</summary>
    internal static async Task<(RegionColumns Columns, List<Province> Offices)> Regions(ZhiceDb db, YearProgramme programme, CancellationToken cancel)
    {
        var rows = await (
            from owner in db.Organisations
            where owner.Id == programme.OwnerId
            from office in db.Organisations
            where office.Kind == OrganisationKind.LocalOffice && office.ValidTo == null
                && (owner.Kind != OrganisationKind.LocalOffice ? office.Level == DivisionLevel.Province
                    : office.Id == owner.Id || (office.Path.StartsWith(owner.Path) && office.Level == (owner.Level == DivisionLevel.Province ? DivisionLevel.City : DivisionLevel.County)))
            join division in db.Divisions.Where(d => d.ValidTo == null) on office.DivisionCode equals division.Code
            orderby office.DivisionCode
            select new { office.Code, division.Name, office.DivisionCode, office.Path, owner.Kind, owner.Level }).ToListAsync(cancel);
        var columns = rows.Count == 0 ? new(2, DivisionLevel.Province) : RegionColumns.Of(rows[0].Kind, rows[0].Level);
        var nation = columns.Level == DivisionLevel.Province;
        return (columns, rows.ConvertAll(p => new Province(p.Code, p.Name, nation ? RegionName.Short(p.Name) : RegionName.Narrow(p.Name), columns.Key(p.DivisionCode!), p.Path)));
    }

    // Who reads all reads the kept counts, and so does everyone for the tasks of public documents. Of the others a reader's counts are
    // made from what that reader may see.
    static async Task<IReadOnlyDictionary<TaskId, BoardCount[]>> Visible(
        ZhiceDb db, Actor actor, BoardCounts counts, ProgrammeId programme, RegionColumns columns, List<Province> provinces, HashSet<TaskId> assignable, HashSet<TaskId> open, CancellationToken cancel)
    {
        var all = await counts.Of(db, programme, columns, cancel);
        if (AccessPolicy.ReadsAll(actor)) return all;
        var seen = all.Where(task => open.Contains(task.Key)).ToDictionary();
        var reach = AccessPolicy.Reach(actor);
        if (reach.Count == 0 || all.Count == seen.Count) return seen;
        var whole = provinces.Where(p => reach.Any(r => p.Path.StartsWith(r, StringComparison.Ordinal))).Select(p => p.Prefix).ToHashSet(StringComparer.Ordinal);
        var inside = reach.Any(r => provinces.Any(p => r.Length > p.Path.Length && r.StartsWith(p.Path, StringComparison.Ordinal)));
        if (inside)
        {
            var others = db.VisibleObligations(actor).Where(o => o.ProgrammeId == programme && !open.Contains(o.TaskId));
            foreach (var (task, own) in await BoardCounts.Count(db, others, columns, cancel)) seen[task] = own;
            return seen;
        }

        var assigned = await db.AssignedTasks(actor).Distinct().Where(t => assignable.Contains(t)).ToListAsync(cancel);
        foreach (var (task, counted) in all)
            seen.TryAdd(task, [.. counted.Where(c => assigned.Contains(task) || whole.Contains(c.Column))]);
        return seen;
    }

    static Cell[] Cells(RegionColumns columns, List<Province> provinces, BoardCount[] counts, bool open)
    {
        var cells = new Cell[provinces.Count];
        var byColumn = counts.ToLookup(c => c.Column, StringComparer.Ordinal);
        for (var i = 0; i < cells.Length; i++)
        {
            var (state, below, cities, counties) = (CellState.None, CellState.None, 0, 0);
            List<Part>? parts = null;
            foreach (var count in byColumn[provinces[i].Prefix])
            {
                var level = CellStates.Of(count.Level);
                if (columns.IsOwn(count.Office)) state = CellStates.Stronger(state, level);
                else
                {
                    below = CellStates.Stronger(below, level);
                    (parts ??= []).Add(new Part(count.Office, level, count.Offices));
                    if (count.Office == DivisionLevel.City) cities += count.Offices;
                    else counties += count.Offices;
                }
            }
            cells[i] = new Cell(state == CellState.None && open ? CellState.Open : state, cities, counties, below,
                parts is null ? [] : [.. parts.OrderBy(p => p.Office).ThenByDescending(p => p.State)]);
        }
        return cells;
    }

    static bool Passes(Row row, Request request) =>
        (request.Section is null || row.Section == request.Section)
        && (request.Scope is null || row.Scopes.Contains(request.Scope.Value))
        && (request.Department is null || row.Roles.ContainsKey(request.Department.Value))
        && (request.Level is null || row.Cells.Any(c => c.State == request.Level || c.Below == request.Level));

    static async Task<IResult> Handle(
        long id, string? section, CellState? level, long? department, MeasureScope? scope, string? view,
        Visit visit, ZhiceDb db, KeptBoards boards, BoardCounts counts, CancellationToken cancel)
    {
        var request = new Request(new(id), section is "" ? null : section, level, department is { } d ? new(d) : null, scope, view == "departments");
        return (await boards.Of(db, visit.Actor, request.Id, request, () => Run(db, visit.Actor, counts, request, cancel), cancel)).Accepted(out var board, out var refusal)
            ? Answer.Page<BoardPage>(board with { Waiting = await Waiting(db, visit.Actor, request.Id, cancel) })
            : Answer.Refused(visit, refusal);
    }

    static async Task<IReadOnlyList<WaitingChange>> Waiting(ZhiceDb db, Actor actor, ProgrammeId id, CancellationToken cancel) =>
        actor.HoldsAny(Role.NationalAdministrator, Role.RegionalAdministrator)
            ? await WaitingChanges.Of(db, id, null, owner => AccessPolicy.MayPublish(actor, owner), cancel)
            : [];

    static async Task<IResult> Export(
        long id, string? section, CellState? level, long? department, MeasureScope? scope, string? view,
        Visit visit, ZhiceDb db, BoardCounts counts, CancellationToken cancel)
    {
        var request = new Request(new(id), section is "" ? null : section, level, department is { } d ? new(d) : null, scope, view == "departments");
        return (await Run(db, visit.Actor, counts, request, cancel)).Accepted(out var board, out var refusal)
            ? await BoardTable.Of(board, visit.Words).As(visit.Path, cancel)
            : Answer.Refused(visit, refusal);
    }
}
