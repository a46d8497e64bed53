using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Submitting;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Submitting;

/// <summary>报送登记: who has submitted in time, who late, who not; with the list of those to be reminded.</summary>
public static class ShowRegister
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 40;

    // More than the offices of one level below any other.
    const int Most = 600;

    /// <summary>What is asked for.</summary>
    public enum RegisterFilter
    {
        /// <summary>All.</summary>
        All,
        /// <summary>按时.</summary>
        OnTime,
        /// <summary>逾期.</summary>
        Late,
        /// <summary>To be reminded: nothing came, or what came was returned and has not come again.</summary>
        Remind,
        /// <summary>Waits for a receipt.</summary>
        Waiting,
    }

    /// <summary>One office.</summary>
    public sealed record Row(OrganisationId Office, string Code, string Name, Submission? Submission, Timeliness Timeliness, int? Tasks, int? Silent, int? Sentences, int? Unsupported)
    {
        /// <summary>True where nothing came, or what came was returned and has not come again.</summary>
        public bool ToRemind => Submission?.ArrivedAt is null || Submission.State is SubmissionState.Returned or SubmissionState.Draft or SubmissionState.InSignOff;
    }

    /// <summary>The page.</summary>
    public sealed record View(
        YearProgramme Programme, SubmissionDue? Due, ReportDuty? Duty, IReadOnlyList<Row> Rows, int Total, int Page, RegisterFilter Asked, IReadOnlyDictionary<RegisterFilter, int> Counts, bool MayReceive, int? DaysLeft);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programmes/{id:long}/submissions", Handle);
        routes.MapGet("/programmes/{id:long}/submissions.csv", Export);
        routes.MapGet("/programmes/{id:long}/submissions.xlsx", Export);
    }

    /// <summary>The register. The receiver sees all; an office its own row and those below it.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ProgrammeId id, RegisterFilter show, int page, TimeProvider clock, CancellationToken cancel)
    {
        var head = await (
            from programme in db.VisibleProgrammes(actor)
            where programme.Id == id
            join owner in db.Organisations on programme.OwnerId equals owner.Id
            select new { Programme = programme, Owner = owner }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (head is null) return new Missing("programme.missing");
        var reach = AccessPolicy.Reach(actor);
        if (reach.Count == 0 && !AccessPolicy.ReadsAll(actor)) return new Forbidden("access.denied");

        var (due, duty) = await SubmissionFacts.Due(db, id, cancel);
        var all = await Rows(db, actor, head.Owner, id, due, clock.GetUtcNow(), cancel);
        // Departments of the receiver that hold no office's role have no row of their own.
        if (all.Count == 0 && !MayOpen(actor)) return new Forbidden("access.denied");
        var counts = Enum.GetValues<RegisterFilter>().ToDictionary(s => s, s => all.Count(row => Is(row, s)));
        var rows = all.Where(row => Is(row, show)).ToList();
        page = Paging.Within(page, rows.Count, PageSize);
        return new View(head.Programme, due, duty, [.. rows.Skip((page - 1) * PageSize).Take(PageSize)], rows.Count, page, show, counts,
            SubmissionAccess.MayReceive(actor, head.Owner.Path), due?.DaysLeft(clock.GetUtcNow()));
    }

    /// <summary>True for those to whom the register means something: who reads everything, and the offices, of which some submit to another than this receiver.</summary>
    internal static bool MayOpen(Actor actor) => AccessPolicy.ReadsAll(actor) || actor.HoldsAny(Role.RegionalOfficer, Role.RegionalAdministrator);

    /// <summary>Offices directly below the receiver that stand, and any other that has submitted; at most a few hundred.</summary>
    internal static async Task<IReadOnlyList<Row>> Rows(
        ZhiceDb db, Actor actor, Organisation owner, ProgrammeId id, SubmissionDue? due, DateTimeOffset now, CancellationToken cancel)
    {
        var visible = db.VisibleSubmissions(actor).Where(s => s.ProgrammeId == id);
        var national = owner.Kind == OrganisationKind.NationalOffice;
        var offices = await db.OfficesInReach(actor).AsNoTracking()
            .Where(o => o.Kind == OrganisationKind.LocalOffice && o.Id != owner.Id
                && ((o.ValidTo == null && (national ? o.Level == DivisionLevel.Province : o.ParentId == owner.Id)) || visible.Any(s => s.OrganisationId == o.Id)))
            .OrderBy(o => o.Level).ThenBy(o => o.DivisionCode).ThenBy(o => o.Ordinal).Take(Most).ToListAsync(cancel);
        var submissions = await visible.AsNoTracking().OrderBy(s => s.Id).Take(Most).ToDictionaryAsync(s => s.OrganisationId, cancel);
        // The figures of what was sent last, not of a draft that came after it.
        var ids = submissions.Values.Select(s => s.Id).ToList();
        var figures = await (
            from revision in db.SubmissionRevisions
            where ids.Contains(revision.SubmissionId)
                && revision.Number == db.SubmissionSteps.Where(s => s.SubmissionId == revision.SubmissionId && s.To == SubmissionState.Submitted).Max(s => (int?)s.Revision)
            select new { revision.SubmissionId, revision.Tasks, revision.Silent, revision.Sentences, revision.Unsupported }).ToDictionaryAsync(r => r.SubmissionId, cancel);
        return
        [
            .. from office in offices
               let submission = submissions.GetValueOrDefault(office.Id)
               let sent = submission is null ? null : figures.GetValueOrDefault(submission.Id)
               select new Row(office.Id, office.Code, office.Name, submission, SubmissionDue.Judge(due, submission?.ArrivedAt, now), sent?.Tasks, sent?.Silent, sent?.Sentences, sent?.Unsupported),
        ];
    }

    static bool Is(Row row, RegisterFilter show) => show switch
    {
        RegisterFilter.OnTime => row.Timeliness == Timeliness.OnTime,
        RegisterFilter.Late => row.Timeliness == Timeliness.Late,
        RegisterFilter.Remind => row.ToRemind,
        RegisterFilter.Waiting => row.Submission?.State == SubmissionState.Submitted,
        _ => true,
    };

    static RegisterFilter Asked(Visit visit) => Enum.TryParse<RegisterFilter>(visit.Asked("show"), ignoreCase: true, out var show) && Enum.IsDefined(show) ? show : RegisterFilter.All;

    static async Task<IResult> Handle(long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), Asked(visit), int.TryParse(visit.Asked("page"), out var page) ? page : 1, clock, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<RegisterPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, new(id), Asked(visit), 1, clock, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var rows = view.Total == view.Rows.Count ? view.Rows : [.. await All(db, visit.Actor, view, clock, cancel)];
        var words = visit.Words;
        return await new TableFile($"{view.Programme.Year} {words["register.title"]}",
        [
            new(words["submission.office"], 28), new(words["register.timeliness"], 12), new(words["submission.state"], 12), new(words["submission.due"], 12), new(words["register.arrived"], 18),
            new(words["submission.receipt"], 20), new(words["submission.revision"], 8), new(words["submission.tasks"], 8), new(words["submission.silent"], 10),
            new(words["submission.sentences"], 8), new(words["submission.unsupported"], 12),
        ],
        rows.Select(r => (IReadOnlyList<Cell>)
        [
            Cell.Of(words.Organisation(r.Code, r.Name)), Cell.Of(words.Of(r.Timeliness)), Cell.Of(r.Submission is { } s ? words.Of(s.State) : ""), Cell.Of(view.Due?.LastDay),
            Cell.Of(r.Submission?.ArrivedAt is { } at ? Visit.Moment(at) : ""), Cell.Of(r.Submission?.ReceiptNumber), Cell.Of(r.Submission?.Revision), Cell.Of(r.Tasks),
            Cell.Of(r.Silent), Cell.Of(r.Sentences), Cell.Of(r.Unsupported),
        ])).As(visit.Path, cancel);
    }

    static async Task<IEnumerable<Row>> All(ZhiceDb db, Actor actor, View view, TimeProvider clock, CancellationToken cancel)
    {
        var owner = await db.Organisations.AsNoTracking().FirstAsync(o => o.Id == view.Programme.OwnerId, cancel);
        return (await Rows(db, actor, owner, view.Programme.Id, view.Due, clock.GetUtcNow(), cancel)).Where(row => Is(row, view.Asked));
    }
}
