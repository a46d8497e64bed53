using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Reporting;
using Zhice.Domain.Selection;

namespace Zhice.Data.Selection;

/// <summary>申报: begins, fills, submits and withdraws applications, and checks their materials.</summary>
public static class ApplicationDesk
{
    /// <summary>Begins an application of an office to a call that is open.</summary>
    /// <param name="db">The context.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The call.</param>
    /// <param name="office">Code of the office.</param>
    /// <param name="institution">Name of the institution that it recommends; taken no notice of where divisions are selected.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Refusals: <c>selection.missing</c>, <c>access.denied</c>, <c>selection.level</c>, <c>selection.applicant</c>, <c>selection.applied</c>, and those of <see cref="ApplicationMoves"/>.</returns>
    public static async Task<Outcome<SelectionApplication>> Begin(ZhiceDb db, Actor actor, CallId id, string office, string? institution, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var row = await (
            from called in db.VisibleCalls(actor)
            where called.Id == id
            join owner in db.Organisations on called.OwnerId equals owner.Id
            select new { called, owner.Path }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("selection.missing");
        var call = row.called;
        var from = await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == office, cancel);
        if (from is null || actor.AccountId is not { } by || !AccessPolicy.MayApply(actor, from.Path)) return new Forbidden("access.denied");
        if (from is not { Kind: OrganisationKind.LocalOffice, DivisionCode: { } division } || !call.Takes(from.Level) || !from.Path.StartsWith(row.Path, StringComparison.Ordinal))
            return new Blocked("selection.level");
        if (ApplicationMoves.Decide(new(ApplicationState.Draft, false, null, call.State, call.OpensOn, call.ClosesOn, null), ApplicationMove.Save, ChinaTime.Today(clock)) is { } blocked) return blocked;
        var name = call.Holder == StatusHolder.Institution ? institution?.Trim() ?? ""
            : await db.Divisions.Where(d => d.Code == division && d.ValidTo == null).Select(d => d.Name).FirstOrDefaultAsync(cancel) ?? from.Name;
        if (name.Length is 0 or > 120 || name.Any(char.IsControl)) return new Invalid(new Defect("selection.applicant", "institution", 120));
        if (await db.SelectionApplications.AnyAsync(a => a.CallId == id && a.DivisionCode == division && a.Applicant == name && a.State != ApplicationState.Withdrawn, cancel)) return new Blocked("selection.applied", name);

        var now = clock.GetUtcNow();
        var application = new SelectionApplication { CallId = id, OrganisationId = from.Id, DivisionCode = division, Applicant = name, By = by, At = now };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Add(application);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("selection.applied", name); // somebody began the same in the same moment
        }
        db.Add(new ApplicationStep { ApplicationId = application.Id, To = ApplicationState.Draft, By = by, At = now });
        AuditLog.Append(db, actor, now, "selection.apply", $"application/{application.Id.Value}", new { call = id.Value, office, applicant = name });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return application;
    }

    /// <summary>Saves the statement.</summary>
    public static async Task<Outcome<SelectionApplication>> Save(ZhiceDb db, Actor actor, ApplicationKey id, int version, string statement, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(statement);
        if (!(await Own(db, actor, id, version, ApplicationMove.Save, clock, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var text = statement.ReplaceLineEndings("\n").Trim();
        if (text.Length > SelectionApplication.LongestStatement) return new Invalid(new Defect("selection.statement-long", "statement", SelectionApplication.LongestStatement));
        if (StorableText.Check(text, "statement") is { } nul) return new Invalid(nul);
        found.Application.Statement = text;
        return await Kept(db, actor, found.Application, "selection.save", new { length = text.Length }, clock, cancel);
    }

    /// <summary>Puts the newest version of a piece of evidence in the place of a material; what stood there before stays on record.</summary>
    /// <returns>Refusals besides: <c>selection.material-unknown</c>, <c>evidence.missing</c>, <c>selection.material-file</c>.</returns>
    public static async Task<Outcome<SelectionApplication>> Attach(
        ZhiceDb db, Actor actor, ApplicationKey id, int version, string material, EvidenceId evidence, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Own(db, actor, id, version, ApplicationMove.Save, clock, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (found.Terms.Materials.All(m => m.Code != material)) return new Invalid(new Defect("selection.material-unknown", "material"));
        var piece = await db.VisibleEvidence(actor).AsNoTracking().FirstOrDefaultAsync(e => e.Id == evidence && e.WithdrawnAt == null, cancel);
        if (piece is null) return new Missing("evidence.missing");
        if (piece.Kind != EvidenceKind.File) return new Invalid(new Defect("selection.material-file", "evidence"));
        var now = clock.GetUtcNow();
        await Remove(db, id, material, now, cancel);
        db.Add(new ApplicationMaterial { ApplicationId = id, Material = material, EvidenceId = evidence, Number = piece.Revision, At = now });
        return await Kept(db, actor, found.Application, "selection.material", new { material, evidence = evidence.Value, number = piece.Revision }, clock, cancel);
    }

    /// <summary>Takes a material out; it stays on record.</summary>
    public static async Task<Outcome<SelectionApplication>> Detach(ZhiceDb db, Actor actor, ApplicationKey id, int version, string material, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Own(db, actor, id, version, ApplicationMove.Save, clock, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!await Remove(db, id, material, clock.GetUtcNow(), cancel)) return new Missing("selection.material-unknown");
        return await Kept(db, actor, found.Application, "selection.material-out", new { material }, clock, cancel);
    }

    /// <summary>Submits; everything that is missing is said at once.</summary>
    /// <returns>Refusals besides: <c>selection.statement-empty</c>, <c>selection.material-missing</c> for each.</returns>
    public static async Task<Outcome<SelectionApplication>> Submit(ZhiceDb db, Actor actor, ApplicationKey id, int version, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Own(db, actor, id, version, ApplicationMove.Submit, clock, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var given = await db.ApplicationMaterials.Where(m => m.ApplicationId == id && m.RemovedAt == null).Select(m => m.Material).ToListAsync(cancel);
        var defects = found.Terms.Materials.Where(m => m.Required && !given.Contains(m.Code)).Select(m => new Defect("selection.material-missing", "materials", m.Name)).ToList();
        if (found.Application.Statement.Length == 0) defects.Insert(0, new Defect("selection.statement-empty", "statement"));
        if (defects.Count > 0) return new Invalid(defects);
        found.Application.SupplementBy = null;
        return await Stepped(db, actor, found.Application, ApplicationMove.Submit, "selection.submit", null, clock, cancel);
    }

    /// <summary>Withdraws; it stays on record.</summary>
    public static async Task<Outcome<SelectionApplication>> Withdraw(ZhiceDb db, Actor actor, ApplicationKey id, int version, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (!(await Own(db, actor, id, version, ApplicationMove.Withdraw, clock, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (Reason(reason) is not { } text) return new Invalid(new Defect("selection.reason", "reason", 300));
        return await Stepped(db, actor, found.Application, ApplicationMove.Withdraw, "selection.withdraw", text, clock, cancel);
    }

    /// <summary>材料审查: passes, returns once with all reasons at once, or rejects after that.</summary>
    /// <param name="db">The context.</param>
    /// <param name="actor">Who; not of the office that applies.</param>
    /// <param name="id">The application.</param>
    /// <param name="version">Its version that the person saw.</param>
    /// <param name="move">Pass, Return or Reject.</param>
    /// <param name="reasons">One a line; none with Pass.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Refusals: <c>selection.check-own</c>, <c>selection.reasons</c>, and those of <see cref="ApplicationMoves"/>; <c>calendar.year-missing</c> where the term cannot be counted.</returns>
    public static async Task<Outcome<SelectionApplication>> Check(
        ZhiceDb db, Actor actor, ApplicationKey id, int version, ApplicationMove move, IReadOnlyList<string> reasons, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentNullException.ThrowIfNull(clock);
        if (move is not (ApplicationMove.Pass or ApplicationMove.Return or ApplicationMove.Reject)) throw new ArgumentOutOfRangeException(nameof(move), move, "A check ends in one of three.");
        if (!(await Run(db, actor, id, version, move, clock, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (actor.Roles.Any(r => r.Path == found.OfficePath)) return new Blocked("selection.check-own");
        var note = string.Join('\n', reasons.Select(r => r.Trim()).Where(r => r.Length > 0));
        if (move != ApplicationMove.Pass && note.Length is 0 or > 4000) return new Invalid(new Defect("selection.reasons", "reasons", 4000));
        if (move == ApplicationMove.Return)
        {
            var calendar = await Calendars.Load(db, cancel);
            if (!calendar.Add(ChinaTime.Today(clock), found.Terms.SupplementDays).Accepted(out var by, out var unknown)) return unknown;
            (found.Application.WasReturned, found.Application.SupplementBy) = (true, by);
        }
        return await Stepped(db, actor, found.Application, move, "selection.check", note.Length == 0 ? null : note, clock, cancel);
    }

    /// <summary>An application, tracked, with its call.</summary>
    internal sealed record Found(SelectionApplication Application, SelectionCall Call, string OfficePath, string OwnerPath, SelectionTerms Terms);

    /// <summary>An application that the actor's office wrote.</summary>
    internal static async Task<Outcome<Found>> Own(ZhiceDb db, Actor actor, ApplicationKey id, int version, ApplicationMove move, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Load(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!AccessPolicy.MayApply(actor, found.OfficePath)) return new Forbidden("access.denied");
        if (found.Application.Version != version) return new Blocked("selection.changed");
        return ApplicationMoves.Decide(ApplicationFacts.Of(found.Call, found.Application), move, ChinaTime.Today(clock)) is { } blocked ? blocked : found;
    }

    /// <summary>An application to a call that the actor runs.</summary>
    internal static async Task<Outcome<Found>> Run(ZhiceDb db, Actor actor, ApplicationKey id, int? version, ApplicationMove move, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Load(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!AccessPolicy.MayRunSelection(actor, found.OwnerPath)) return new Forbidden("access.denied");
        if (version is not null && found.Application.Version != version) return new Blocked("selection.changed");
        return ApplicationMoves.Decide(ApplicationFacts.Of(found.Call, found.Application), move, ChinaTime.Today(clock)) is { } blocked ? blocked : found;
    }

    static async Task<Outcome<Found>> Load(ZhiceDb db, Actor actor, ApplicationKey id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var row = await (
            from application in db.VisibleApplications(actor).AsTracking()
            where application.Id == id
            join call in db.SelectionCalls on application.CallId equals call.Id
            join office in db.Organisations on application.OrganisationId equals office.Id
            join owner in db.Organisations on call.OwnerId equals owner.Id
            select new { application, call, Office = office.Path, Owner = owner.Path }).FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("selection.application-missing");
        return new Found(row.application, row.call, row.Office, row.Owner, TermsJson.Read(row.call.Terms));
    }

    internal static Task<Outcome<SelectionApplication>> Stepped(
        ZhiceDb db, Actor actor, SelectionApplication application, ApplicationMove move, string action, string? note, TimeProvider clock, CancellationToken cancel)
    {
        application.State = ApplicationMoves.After(application.State, move);
        db.Add(new ApplicationStep { ApplicationId = application.Id, To = application.State, By = actor.AccountId!.Value, At = clock.GetUtcNow(), Note = note });
        return Kept(db, actor, application, action, new { to = application.State.ToString(), note }, clock, cancel);
    }

    static async Task<Outcome<SelectionApplication>> Kept(ZhiceDb db, Actor actor, SelectionApplication application, string action, object details, TimeProvider clock, CancellationToken cancel)
    {
        application.Version++;
        AuditLog.Append(db, actor, clock.GetUtcNow(), action, $"application/{application.Id.Value}", details);
        try
        {
            await db.SaveChangesAsync(cancel);
            return application;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("selection.changed");
        }
    }

    static async Task<bool> Remove(ZhiceDb db, ApplicationKey id, string material, DateTimeOffset now, CancellationToken cancel)
    {
        var standing = await db.ApplicationMaterials.AsTracking().FirstOrDefaultAsync(m => m.ApplicationId == id && m.Material == material && m.RemovedAt == null, cancel);
        if (standing is null) return false;
        standing.RemovedAt = now;
        return true;
    }

    internal static string? Reason(string text) => text.Trim() is { Length: > 0 and <= 300 } reason && !reason.Any(char.IsControl) ? reason : null;
}
