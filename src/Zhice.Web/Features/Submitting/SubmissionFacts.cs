using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Submitting;

namespace Zhice.Web.Features.Submitting;

/// <summary>Facts that several pages of submissions show.</summary>
internal static class SubmissionFacts
{
    /// <summary>When submissions of a programme are due, and in whose words; null where its documents name no day. Two commands.</summary>
    public static async Task<(SubmissionDue? Due, ReportDuty? Duty)> Due(ZhiceDb db, ProgrammeId programme, CancellationToken cancel)
    {
        var duties = await db.ReportDuties.AsNoTracking().Where(d => d.ProgrammeId == programme && d.Due != null).OrderBy(d => d.Id).Take(200).ToListAsync(cancel);
        return SubmissionDue.Yearly(duties) is { } duty ? (SubmissionDue.Of(duties, await Calendars.Load(db, cancel)), duty) : (null, null);
    }

    /// <summary>Tasks of the programme that the reader may open, by document and id of the reading: a package from elsewhere names them so. One command.</summary>
    public static async Task<Dictionary<(string Document, string Task), TaskId>> Tasks(ZhiceDb db, Actor actor, ProgrammeId programme, CancellationToken cancel)
    {
        var rows = await (
            from task in db.VisibleTasks(actor)
            where task.ProgrammeId == programme
            join document in db.Documents on task.DocumentId equals document.Id
            select new { document.TextDigest, task.SourceId, task.Id }).AsNoTracking().ToListAsync(cancel);
        return rows.GroupBy(r => (r.TextDigest, r.SourceId)).ToDictionary(g => g.Key, g => g.First().Id);
    }

    /// <summary>Tone of the tag of a state.</summary>
    public static string Tone(SubmissionState state) => state switch
    {
        SubmissionState.Received => "green",
        SubmissionState.Submitted => "blue",
        SubmissionState.Returned => "red",
        SubmissionState.InSignOff => "violet",
        _ => "plain",
    };

    /// <summary>Tone of the tag of a timeliness.</summary>
    public static string Tone(Timeliness timeliness) => timeliness switch
    {
        Timeliness.OnTime => "green",
        Timeliness.Late => "amber",
        Timeliness.Missing => "red",
        _ => "plain",
    };

    /// <summary>Tone of the tag of a sentence's support.</summary>
    public static string Tone(SentenceSupport support) => support == SentenceSupport.Evidence ? "green" : support == SentenceSupport.Unchecked ? "violet" : "amber";
}
