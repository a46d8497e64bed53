using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Organisations;
using Zhice.Domain;

namespace Zhice.Data.Assessment;

/// <summary>A round with its scheme, its owner and what the reader does in it.</summary>
/// <param name="Round">The round.</param>
/// <param name="SchemeVersion">The scheme's version as saved.</param>
/// <param name="Scheme">The scheme.</param>
/// <param name="Owner">The office that assesses.</param>
/// <param name="Person">Who asks, as an assessor.</param>
public sealed record RoundHead(AssessmentRound Round, SchemeVersion SchemeVersion, AssessmentScheme Scheme, Organisation Owner, Assessor Person)
{
    /// <summary>True for a reviewer, finaliser or objection reviewer: they see all offices before publication.</summary>
    public bool SeesAll => Person.Duties.Any(d => d != MemberDuty.Expert);

    /// <summary>True where the office's score may be seen.</summary>
    public bool MaySee(Actor actor, Organisation office)
    {
        ArgumentNullException.ThrowIfNull(office);
        return RoundMoves.MaySee(actor, Owner.Path, office.Path, Round.State, SeesAll);
    }
}

/// <summary>An office in a round.</summary>
/// <param name="Subject">Its row.</param>
/// <param name="Office">The office.</param>
public sealed record RoundSubject(AssessmentSubject Subject, Organisation Office);

/// <summary>Reads rounds: the head in at most four commands, the facts of all offices in five.</summary>
public static class RoundBook
{
    /// <summary>A round; null where there is none.</summary>
    public static async Task<RoundHead?> Head(ZhiceDb db, Actor actor, RoundId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        var row = await (
            from round in db.AssessmentRounds
            join scheme in db.AssessmentSchemes on round.SchemeId equals scheme.Id
            join owner in db.Organisations on round.OwnerId equals owner.Id
            where round.Id == id
            select new { round, scheme, owner }).AsNoTracking().FirstOrDefaultAsync(cancel);
        return row is null ? null : new(row.round, row.scheme, SchemeFiles.Stored(row.scheme), row.owner, await Person(db, actor, row.round, cancel));
    }

    /// <summary>A person as an assessor of a round: where he works or worked in its year, his duties, and whom he keeps away from.</summary>
    public static async Task<Assessor> Person(ZhiceDb db, Actor actor, AssessmentRound round, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(round);
        if (actor.AccountId is not { } account) return new(default, [], [], []);
        return await Person(db, account, round, cancel);
    }

    /// <summary>An account as an assessor of a round. Three commands.</summary>
    public static async Task<Assessor> Person(ZhiceDb db, AccountId account, AssessmentRound round, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(round);
        var since = new DateTimeOffset(round.Year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var business = AccessPolicy.BusinessRoles;
        var paths = await (
            from grant in db.RoleGrants
            join office in db.Organisations on grant.OrganisationId equals office.Id
            where grant.AccountId == account && business.Contains(grant.Role) && (grant.RevokedAt == null || grant.RevokedAt > since)
            select office.Path).AsNoTracking().Distinct().ToListAsync(cancel);
        var duties = await db.RoundMembers.AsNoTracking().Where(m => m.RoundId == round.Id && m.AccountId == account && m.EndedAt == null).Select(m => m.Duty).Distinct().ToListAsync(cancel);
        var recused = await db.Recusals.AsNoTracking().Where(r => r.RoundId == round.Id && r.AccountId == account).Select(r => r.OrganisationId).ToListAsync(cancel);
        return new(account, paths, duties, recused);
    }

    /// <summary>The offices of a round with their facts, in the order of codes.</summary>
    public static Task<List<RoundSubject>> Subjects(ZhiceDb db, RoundId id, CancellationToken cancel) => Subjects(db, id, null, cancel);

    /// <summary>The offices of a round with their facts; one of them where its code is given.</summary>
    public static async Task<List<RoundSubject>> Subjects(ZhiceDb db, RoundId id, string? code, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        return [.. (await (
            from subject in db.AssessmentSubjects
            join office in db.Organisations on subject.OrganisationId equals office.Id
            where subject.RoundId == id && (code == null || office.Code == code)
            orderby office.Code
            select new { subject, office }).AsNoTracking().ToListAsync(cancel)).Select(r => new RoundSubject(r.subject, r.office))];
    }

    /// <summary>The offices of a round without their facts, in the order of codes; one of them where its code is given.</summary>
    public static async Task<List<RoundSubject>> Listed(ZhiceDb db, RoundId id, string? code, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        return [.. (await (
            from subject in db.AssessmentSubjects
            join office in db.Organisations on subject.OrganisationId equals office.Id
            where subject.RoundId == id && (code == null || office.Code == code)
            orderby office.Code
            select new { subject.Id, subject.SelfSentAt, subject.Digest, subject.Version, office }).AsNoTracking().ToListAsync(cancel))
            .Select(r => new RoundSubject(new AssessmentSubject { Id = r.Id, RoundId = id, OrganisationId = r.office.Id, SelfSentAt = r.SelfSentAt, Digest = r.Digest, Version = r.Version }, r.office))];
    }

    /// <summary>Facts of offices: what was frozen, with the acts, sheets and marks that stand now. Three commands.</summary>
    /// <exception cref="InvalidDataException">Frozen facts are not those of their digest.</exception>
    public static async Task<IReadOnlyList<SubjectFacts>> Assemble(ZhiceDb db, RoundId round, IReadOnlyList<RoundSubject> subjects, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(subjects);
        var frozen = subjects.Where(s => s.Subject.Facts is not null).Select(s => (s.Subject.Id, Facts: Frozen(s))).ToList();
        return await WithPeople(db, round, frozen, subjects.Count == 1 ? subjects[0].Subject.Id : null, cancel);
    }

    /// <summary>Puts what people recorded into facts.</summary>
    /// <param name="db">The store.</param>
    /// <param name="round">The round.</param>
    /// <param name="facts">Facts by office in the round.</param>
    /// <param name="only">The one office that is asked for; null for all.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<IReadOnlyList<SubjectFacts>> WithPeople(ZhiceDb db, RoundId round, IReadOnlyList<(SubjectId Id, SubjectFacts Facts)> facts, SubjectId? only, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(facts);
        var subjects = db.AssessmentSubjects.Where(s => s.RoundId == round && (only == null || s.Id == only)).Select(s => s.Id);
        var acts = (await db.AssessmentActs.AsNoTracking().Where(a => subjects.Contains(a.SubjectId) && a.WithdrawnAt == null).OrderBy(a => a.Id).ToListAsync(cancel)).ToLookup(a => a.SubjectId);
        var marks = (await db.AssessmentMarks.AsNoTracking().Where(m => subjects.Contains(m.SubjectId)).OrderBy(m => m.Id).ToListAsync(cancel)).ToLookup(m => m.SubjectId);
        var sheets = (await (
            from score in db.ExpertScores
            join sheet in db.ExpertSheets on score.SheetId equals sheet.Id
            where subjects.Contains(sheet.SubjectId)
            orderby score.Id
            select new { sheet, score }).AsNoTracking().ToListAsync(cancel)).ToLookup(s => s.sheet.SubjectId);
        return [.. facts.Select(f => f.Facts with
        {
            Acts = [.. acts[f.Id].Select(a => new ActFact(a.Id, a.Item, a.Act, a.Count, a.Ground))],
            Experts = [.. sheets[f.Id].GroupBy(s => s.sheet.Id).Select(g => g.Last()).OrderBy(s => s.sheet.Item, StringComparer.Ordinal).ThenBy(s => s.sheet.Slot)
                .Select(s => new ExpertFact(s.sheet.Id.Value, s.sheet.Item, s.sheet.Slot, s.score.Score, s.score.Comment))],
            Marks = [.. marks[f.Id].GroupBy(m => (m.Item, m.Column)).Select(g => g.Last()).OrderBy(m => m.Id).Select(m => new MarkFact(m.Id, m.Item, m.Column, m.Points, m.Reason))],
        })];
    }

    static SubjectFacts Frozen(RoundSubject subject)
    {
        var text = subject.Subject.Facts!;
        return TextDigest.Of(text) == subject.Subject.Digest && ScoreText.ReadFacts(text) is [var facts]
            ? facts
            : throw new InvalidDataException($"The frozen facts of {subject.Office.Code} are not those of their digest.");
    }
}
