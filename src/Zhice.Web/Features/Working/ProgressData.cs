using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Features.Programmes;

namespace Zhice.Web.Features.Working;

/// <summary>The lights of a programme as far as a reader may see the work: the board of progress, the map and the comparison are drawn from it.</summary>
/// <param name="Programme">The programme.</param>
/// <param name="Tasks">Standing tasks that the reader may see, in the order of the documents.</param>
/// <param name="Provinces">The regions that stand side by side, in the order of their codes: the provinces, or the owner's own office and its cities.</param>
/// <param name="Cells">The work of each task in each province, where the reader may see it.</param>
/// <param name="Whole">Provinces whose whole work the reader sees, by the first digits; the others show for the reader's own tasks only.</param>
public sealed record ProgressData(
    YearProgramme Programme, IReadOnlyList<ProgressData.TaskRow> Tasks, IReadOnlyList<ShowBoard.Province> Provinces, IReadOnlyDictionary<TaskInProvince, ProvinceWork> Cells, IReadOnlySet<string> Whole)
{
    /// <summary>Obligations of a reader inside a province that are read one by one, at most.</summary>
    const int MostInside = 20_000;

    /// <summary>A task.</summary>
    public sealed record TaskRow(TaskId Id, string? Number, string Title, string Section, DueTime Due)
    {
        /// <summary>Number and title.</summary>
        public string Name => Number is null ? Title : $"{Number}　{Title}";
    }

    /// <summary>True where the reader sees something of a region: of the others nothing is known, which is not the same as nothing owed.</summary>
    public bool Sees(ShowBoard.Province province) => Whole.Contains(province.Prefix) || Cells.Keys.Any(c => c.Province == province.Prefix);

    /// <summary>True where the reader sees a part of a region's work only: the own office's, or that on the own tasks.</summary>
    public bool SeesPart(ShowBoard.Province province) => !Whole.Contains(province.Prefix) && Sees(province);

    /// <summary>True where the regions are provinces: the programme of a national office.</summary>
    public bool OfProvinces => Provinces.All(p => p.Prefix.Length == 2);

    /// <summary>True where the regions have offices below them: counties have none.</summary>
    public bool HasBelow => Provinces.Any(p => p.Prefix.Length < 6);

    /// <summary>A code of words about offices below: in a programme of a province they are counties, not 市县.</summary>
    public string Word(string code) => OfProvinces ? code : code + "Local";

    /// <summary>All the work on a task, as far as the reader sees it.</summary>
    public LightTally Of(TaskRow task) => Provinces.Aggregate(default(LightTally), (sum, p) => Of(task, p) is var work ? sum + work.Own + work.Below : sum);

    /// <summary>Loads it. Refusals: <c>programme.missing</c>, <c>access.denied</c> for those who see no work at all.</summary>
    public static async Task<Outcome<ProgressData>> Load(ZhiceDb db, Actor actor, ProgressSnapshots snapshots, ProgrammeId id, DateOnly today, CancellationToken cancel)
    {
        var programme = await db.VisibleProgrammes(actor).FirstOrDefaultAsync(p => p.Id == id, cancel);
        if (programme is null) return new Missing("programme.missing");
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var tasks = (await db.VisibleTasks(actor).Where(t => t.ProgrammeId == id && t.WithdrawnBy == null)
            .OrderBy(t => t.DocumentId).ThenBy(t => t.Ordinal).ThenBy(t => t.Id)
            .Select(t => new { t.Id, t.Number, t.Title, t.Section, t.Due }).ToListAsync(cancel))
            .ConvertAll(t => new TaskRow(t.Id, t.Number, t.Title, t.Section.Split('\n')[0], t.Due));
        var (columns, provinces) = await ShowBoard.Regions(db, programme, cancel);
        var reach = AccessPolicy.Reach(actor);
        var whole = provinces.Where(p => AccessPolicy.ReadsAll(actor) || reach.Any(r => p.Path.StartsWith(r, StringComparison.Ordinal))).Select(p => p.Prefix).ToHashSet(StringComparer.Ordinal);
        return new ProgressData(programme, tasks, provinces, await Visible(db, actor, snapshots, id, columns, provinces, whole, [.. tasks.Select(t => t.Id)], today, cancel), whole);
    }

    // Whole provinces and whole tasks come from what is kept; what lies inside a province is read for the one who asks.
    static async Task<IReadOnlyDictionary<TaskInProvince, ProvinceWork>> Visible(
        ZhiceDb db, Actor actor, ProgressSnapshots snapshots, ProgrammeId id, RegionColumns columns, List<ShowBoard.Province> provinces, HashSet<string> whole, HashSet<TaskId> tasks, DateOnly today, CancellationToken cancel)
    {
        var all = (await snapshots.Of(db, id, today, cancel)).Cells;
        if (AccessPolicy.ReadsAll(actor)) return all;
        var assigned = (await db.AssignedTasks(actor).Distinct().ToListAsync(cancel)).ToHashSet();
        var seen = all.Where(c => tasks.Contains(c.Key.TaskId) && (whole.Contains(c.Key.Province) || assigned.Contains(c.Key.TaskId))).ToDictionary();
        if (!AccessPolicy.Reach(actor).Any(r => provinces.Any(p => r.Length > p.Path.Length && r.StartsWith(p.Path, StringComparison.Ordinal)))) return seen;

        var inside = db.VisibleWork(actor).Where(o => o.ProgrammeId == id && o.WithdrawnBy == null);
        var readings = await LightReader.Of(db, actor, inside.OrderBy(o => o.Id).Take(MostInside), today, cancel);
        var offices = await (from o in inside join office in db.Organisations on o.OrganisationId equals office.Id where office.DivisionCode != null select new { office.Id, office.DivisionCode, office.Level })
            .Distinct().ToDictionaryAsync(o => o.Id, cancel);
        foreach (var reading in readings.Values)
        {
            if (!offices.TryGetValue(reading.Obligation.OrganisationId, out var office)) continue;
            var key = new TaskInProvince(reading.Obligation.TaskId, columns.Key(office.DivisionCode!));
            if (whole.Contains(key.Province) || assigned.Contains(key.TaskId)) continue; // counted already
            var cell = seen.GetValueOrDefault(key);
            seen[key] = columns.IsOwn(office.Level) ? cell with { Own = cell.Own.With(reading.Reading.Light) } : cell with { Below = cell.Below.With(reading.Reading.Light) };
        }
        return seen;
    }

    /// <summary>All the work of a province.</summary>
    public ProvinceWork Of(ShowBoard.Province province) => Tasks.Select(t => Cells.GetValueOrDefault(new(t.Id, province.Prefix)))
        .Aggregate(default(ProvinceWork), (sum, cell) => new ProvinceWork(sum.Own + cell.Own, sum.Below + cell.Below));

    /// <summary>The work on a task in a province.</summary>
    public ProvinceWork Of(TaskRow task, ShowBoard.Province province) => Cells.GetValueOrDefault(new(task.Id, province.Prefix));
}
