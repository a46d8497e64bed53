using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Reporting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;

namespace Zhice.Web.Features.Reporting;

/// <summary>工作表: the open obligations of an office with what its drafts say now; the office fills it in offline and sends it back.</summary>
/// <param name="Office">The office.</param>
/// <param name="Programme">The programme.</param>
/// <param name="Rows">Its open obligations, in the order of the documents.</param>
public sealed record Worksheet(Organisation Office, YearProgramme Programme, IReadOnlyList<Worksheet.Row> Rows)
{
    /// <summary>Most obligations of a worksheet; no office owes more by far.</summary>
    public const int Most = 2_000;

    /// <summary>One obligation.</summary>
    /// <param name="Obligation">The obligation.</param>
    /// <param name="Number">Number of the task.</param>
    /// <param name="Title">Title of the task.</param>
    /// <param name="Words">Words of the measure.</param>
    /// <param name="Level">必做, 选做 or not said.</param>
    /// <param name="Due">When it is due.</param>
    /// <param name="Report">The draft on the desk; null where none is, or it is on its way.</param>
    /// <param name="Version">The draft's version; 0 without.</param>
    /// <param name="Entry">What the draft says; for a new one the period that is proposed, and nothing else.</param>
    /// <param name="Closed">The state that keeps the row from being filled in; null where it may be.</param>
    public sealed record Row(
        ObligationId Obligation, string? Number, string Title, string Words, ObligationLevel Level, DueTime Due, ReportId? Report, int Version, Entry Entry, ReportState? Closed);

    /// <summary>What is filled in; an empty field is null.</summary>
    public sealed record Entry(DateOnly? From, DateOnly? To, WorkStatus? Status, WorkResult? Result, string Narrative)
    {
        /// <summary>True where nothing but the period is said, which a new row proposes by itself.</summary>
        public bool IsBlank => Status is null && Result is null && Narrative.Length == 0;
    }

    /// <summary>Loads the worksheet of an office for who writes its reports. Refusals: <c>organisation.missing</c>, <c>programme.missing</c>, <c>report.not-yours</c>, <c>worksheet.large</c>.</summary>
    public static async Task<Outcome<Worksheet>> Load(ZhiceDb db, Actor actor, string code, ProgrammeId? programmeId, TimeProvider clock, CancellationToken cancel)
    {
        if (actor.IsPublic) return new Forbidden("access.denied");
        var office = await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == code, cancel);
        if (office is null) return new Missing("organisation.missing");
        var today = ChinaTime.Today(clock);
        if (!(await ReportStaff.Of(db, actor, today, cancel)).OfficesFor(OfficeStep.Write).Contains(office.Id)) return new Forbidden("report.not-yours");
        var programmes = Data.Access.Visibility.VisibleProgrammes(db, actor).AsNoTracking();
        var programme = programmeId is { } id
            ? await programmes.FirstOrDefaultAsync(p => p.Id == id, cancel)
            : await programmes.OrderByDescending(p => p.Year).ThenByDescending(p => p.Id).FirstOrDefaultAsync(cancel);
        if (programme is null) return new Missing("programme.missing");

        var owed = await (
            from obligation in Data.Access.Visibility.VisibleObligations(db, actor)
            where obligation.OrganisationId == office.Id && obligation.ProgrammeId == programme.Id && obligation.WithdrawnBy == null
            join task in db.Tasks on obligation.TaskId equals task.Id
            join measure in db.Measures on obligation.MeasureId equals measure.Id
            from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
            where state == null || (state.Status != WorkStatus.Done && state.Status != WorkStatus.NotApplicable && state.Choice != OptChoice.Declined)
            where obligation.Level != ObligationLevel.Optional || (state != null && state.Choice == OptChoice.TakenOn)
            orderby task.DocumentId, task.Ordinal, measure.Ordinal, obligation.Id
            select new
            {
                obligation.Id, task.Number, task.Title, Words = measure.Quote.Words, obligation.Level, task.Due,
                Report = db.Reports.Where(r => r.ObligationId == obligation.Id).OrderByDescending(r => r.Id).FirstOrDefault(),
            }).AsNoTracking().Take(Most + 1).ToListAsync(cancel);
        if (owed.Count > Most) return new Invalid(new Defect("worksheet.large", null, Most));
        var drafts = owed.Where(o => o.Report is { } r && IsOnDesk(r.State)).Select(o => o.Report!.Id).ToList();
        var said = await (
            from report in db.Reports
            where drafts.Contains(report.Id)
            join revision in db.ReportRevisions on new { ReportId = report.Id, Number = report.Revision } equals new { revision.ReportId, revision.Number }
            select revision).AsNoTracking().ToDictionaryAsync(r => r.ReportId, cancel);
        return new Worksheet(office, programme, owed.ConvertAll(o => o.Report switch
        {
            null => new Row(o.Id, o.Number, o.Title, o.Words, o.Level, o.Due, null, 0, new(today.AddDays(-31), today, null, null, ""), null),
            { } r when said.TryGetValue(r.Id, out var v) => new Row(o.Id, o.Number, o.Title, o.Words, o.Level, o.Due, r.Id, r.Version, new(v.From, v.To, v.Status, v.Result, v.Narrative), null),
            { State: ReportState.Accepted } r => new Row(o.Id, o.Number, o.Title, o.Words, o.Level, o.Due, null, 0, new(r.To < today ? r.To.AddDays(1) : today, today, null, null, ""), null),
            { } r => new Row(o.Id, o.Number, o.Title, o.Words, o.Level, o.Due, null, 0, new(r.From, r.To, null, null, ""), r.State),
        }));
    }

    static bool IsOnDesk(ReportState state) => state is ReportState.Draft or ReportState.Returned;
}
