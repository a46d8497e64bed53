using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Matching;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Data.Matching;

/// <summary>A local commitment that was answered for a national one.</summary>
/// <param name="Decision">The answer.</param>
/// <param name="Local">The local commitment; null where the reader may not see its document.</param>
/// <param name="By">Name of the person.</param>
public sealed record AlignedLine(MatchDecision Decision, Line? Local, string By);

/// <summary>A national commitment that an office owes, with what carries it.</summary>
/// <param name="National">The national commitment.</param>
/// <param name="Level">必做, 选做 or not said.</param>
/// <param name="State">As confirmed by a person.</param>
/// <param name="Answers">What a person answered, confirmations first.</param>
/// <param name="Proposals">Local commitments that the platform proposes and nobody has answered, best first: position and score.</param>
public sealed record AlignmentRow(
    Line National, ObligationLevel Level, CoverageState State, IReadOnlyList<AlignedLine> Answers, IReadOnlyList<Candidate> Proposals);

/// <summary>对应: every national commitment that an office owes in a programme, and which commitments of the office's own documents of that year carry it.</summary>
/// <param name="Rows">The national commitments, in the order of the documents.</param>
/// <param name="Locals">Number of local commitments of the year that the reader may see.</param>
/// <param name="Book">All of them, national and local; positions of proposals count here.</param>
/// <param name="Targets">量化目标 of both sides, by commitment.</param>
public sealed record AlignmentTable(IReadOnlyList<AlignmentRow> Rows, int Locals, CommitmentBook Book, ILookup<CommitmentId, FoundTarget> Targets)
{
    /// <summary>Most national commitments, and most local ones.</summary>
    public const int Most = 3_000;

    const long National = 0;
    const long Local = 1;

    /// <summary>What the local commitment asks less than the national one.</summary>
    public IReadOnlyList<Shortfall> Less(Line national, Line local)
    {
        ArgumentNullException.ThrowIfNull(national);
        ArgumentNullException.ThrowIfNull(local);
        return Coverage.Of(national.Due, Targets[national.Id], local.Due, [.. Targets[local.Id]]);
    }

    /// <summary>Makes the table, as far as the actor may see it. Six commands.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who asks; not checked here (AccessPolicy.MaySeeAlignment), but for a department only the tasks that it is assigned to are in.</param>
    /// <param name="office">The office.</param>
    /// <param name="programme">The programme whose commitments it owes.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<AlignmentTable> Of(ZhiceDb db, Actor actor, Organisation office, YearProgramme programme, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(office);
        ArgumentNullException.ThrowIfNull(programme);
        var owed = (await db.VisibleObligations(actor).Where(o => o.OrganisationId == office.Id && o.ProgrammeId == programme.Id && o.WithdrawnBy == null)
            .Select(o => new { o.MeasureId, o.Level }).ToListAsync(cancel)).ToLookup(o => o.MeasureId, o => o.Level);
        var tasks = db.VisibleTasks(actor).Where(t => t.ProgrammeId == programme.Id && db.Documents.Any(d => d.Id == t.DocumentId && d.OwnerId != office.Id));
        if (!AccessPolicy.MaySeeAlignment(actor, office.Path, assigned: false))
        {
            var own = db.AssignedTasks(actor);
            tasks = tasks.Where(t => own.Contains(t.Id));
        }
        var national = (await CommitmentBook.Load(tasks.Where(t => db.Obligations.Any(o => o.TaskId == t.Id && o.OrganisationId == office.Id && o.WithdrawnBy == null)), db, Most, cancel))
            .FindAll(line => owed.Contains(line.Measure));
        var year = programme.Year;
        var local = await CommitmentBook.Load(db.VisibleTasks(actor).Where(t =>
            db.Documents.Any(d => d.Id == t.DocumentId && d.OwnerId == office.Id) && db.Programmes.Any(p => p.Id == t.ProgrammeId && p.Year == year)), db, Most, cancel);
        var book = await CommitmentBook.Of(db, [.. national, .. local], line => owed.Contains(line.Measure) ? National : Local, truncated: false, cancel, headings: true);

        var answers = (await (
            from decision in db.MatchDecisions
            where decision.OfficeId == office.Id && decision.RevokedAt == null
                && db.Commitments.Any(c => c.Id == decision.OtherId && c.WithdrawnBy == null)
                && db.Commitments.Any(c => c.Id == decision.CommitmentId && db.Tasks.Any(t => t.Id == c.TaskId && t.ProgrammeId == programme.Id))
            from account in db.Accounts.Where(a => a.Id == decision.By).DefaultIfEmpty()
            orderby decision.Answer, decision.Id
            select new { decision, Name = account.DisplayName }).Take(Most * Carriers.Most).ToListAsync(cancel)).ToLookup(a => a.decision.CommitmentId);
        var documents = book.Lines.Select(l => l.Document).Distinct().ToList();
        var targets = (await db.FoundTargets.Where(t => t.CommitmentId != null && documents.Contains(t.DocumentId)).ToListAsync(cancel)).ToLookup(t => t.CommitmentId!.Value);

        var rows = national.Select((line, position) =>
        {
            var said = answers[line.Id].Select(a => new AlignedLine(a.decision, book.Find(a.decision.OtherId) is { } at ? book.Lines[at] : null, a.Name ?? "")).ToList();
            var answered = said.Select(s => s.Decision.OtherId).ToHashSet();
            return new AlignmentRow(line, owed[line.Measure].MaxBy(Strength), Coverage.Of(said.Select(s => s.Decision.Answer)), said,
                [.. Carriers.For(book.Index, position).Where(c => !answered.Contains(book.Lines[c.Position].Id))]);
        }).ToList();
        return new AlignmentTable(rows, local.Count, book, targets);
    }

    static int Strength(ObligationLevel level) => level switch
    {
        ObligationLevel.Mandatory => 2,
        ObligationLevel.Unstated => 1,
        _ => 0,
    };
}
