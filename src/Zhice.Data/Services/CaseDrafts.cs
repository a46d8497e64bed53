using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>申请草稿: begins an application, keeps its form and papers, and hands them in. Also the answer to a return, which is filled in the same way.</summary>
public static class CaseDrafts
{
    /// <summary>Most drafts of an applicant at once.</summary>
    public const int MostDrafts = 30;

    /// <summary>Most files for one material.</summary>
    public const int MostFiles = 10;

    /// <summary>Begins an application with what is known of the applicant filled in. Refusals: <c>service.missing</c>, <c>case.item-closed</c>, <c>case.party</c>, <c>case.office</c>, <c>case.draft-many</c>.</summary>
    /// <param name="db">The store.</param>
    /// <param name="house">What cases are worked with.</param>
    /// <param name="actor">Who.</param>
    /// <param name="code">The item.</param>
    /// <param name="applicant">For whom.</param>
    /// <param name="office">Code of the competent office.</param>
    /// <param name="demonstration">True for one of the demonstration.</param>
    /// <param name="cancel">Stops.</param>
    /// <param name="key">The asking program's key: the same again is the application that it began before; <c>case.key-reused</c> with another request. Null for a person, whose page leads on.</param>
    public static async Task<Outcome<ServiceCase>> Begin(ZhiceDb db, ServiceHouse house, Actor actor, string code, ApplicantId applicant, string office, bool demonstration, CancellationToken cancel, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        var today = ChinaTime.Today(house.Clock);
        if (house.Catalogue.Find(code, today) is not { } item) return new Missing("service.missing");
        if (item.Closed is { } closed) return new Blocked("case.item-closed", item.Name, closed.Reason);
        if (actor.AccountId is not { } by || await Applicants.ActsFor(db, by, applicant, today).AsNoTracking().FirstOrDefaultAsync(cancel) is not { } holder) return new Forbidden("case.party");
        var competent = await Offices(db, item).AsNoTracking().FirstOrDefaultAsync(o => o.Code == office, cancel);
        if (competent is null) return new Invalid(new Defect("case.office", "office"));
        // The key stands in the number, so that the unique index of numbers makes it one application.
        var lot = key is null ? ServiceHouse.Lot(7) : ServiceHouse.LotOf($"{by.Value}\n{key}", 10);
        if (key is not null && await Before() is { } before) return before;
        if (await db.ServiceCases.CountAsync(c => c.ApplicantId == applicant && c.Phase == CasePhase.Draft, cancel) >= MostDrafts) return new Blocked("case.draft-many", MostDrafts);
        var now = CaseWork.Moment(house);
        var row = new ServiceCase
        {
            Id = await NextId(db, cancel), Number = $"{item.Code.Replace('_', '-').ToUpperInvariant()}-{today:yyyyMMdd}-{lot}", Item = item.Code, ItemVersion = item.Version, OfficeId = competent.Id, ApplicantId = applicant, By = by, At = now,
            Title = item.Name, Subject = item.Name, Draft = Write(Prefilled(item, holder)), Step = "", Demonstration = demonstration,
        };
        db.Add(row);
        AuditLog.Append(db, actor, now, "service.begin", $"service-case/{row.Number}", new { item = item.Code, version = item.Version, office });
        try
        {
            await db.SaveChangesAsync(cancel);
            return row;
        }
        catch (DbUpdateException) when (key is not null)
        {
            // The same key came twice at once: the first one stands.
            db.ChangeTracker.Clear();
            if (await Before() is { } first) return first;
            throw;
        }

        async Task<Outcome<ServiceCase>?> Before() => await db.ServiceCases.AsNoTracking().FirstOrDefaultAsync(c => c.By == by && c.Number.EndsWith("-" + lot), cancel) is not { } begun ? null
            : begun.Item == item.Code && begun.ApplicantId == applicant && begun.OfficeId == competent.Id ? begun : new Invalid(new Defect("case.key-reused", "key"));
    }

    // SQLite would give the number of a draft that was thrown away to the next one, and an open page or a program that still holds it would work on another application.
    static async Task<CaseId> NextId(ZhiceDb db, CancellationToken cancel) => !db.Database.IsSqlite() ? default
        : new((await db.Database.SqlQuery<long>($"UPDATE svc_case_top SET id = max(id, (SELECT coalesce(max(id), 0) FROM svc_case)) + 1 RETURNING id AS \"Value\"").ToListAsync(cancel))[0]);

    /// <summary>Offices that are competent for an item by its level.</summary>
    public static IQueryable<Organisation> Offices(ZhiceDb db, ServiceItem item)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(item);
        // With routing the applicant chooses its region, and the rules the level.
        return (item.Routing.Count > 0, item.LevelAt(0)) switch
        {
            (false, ServiceLevel.National) => National(db),
            (false, ServiceLevel.Province) => db.Organisations.Where(o => o.Kind == OrganisationKind.LocalOffice && o.Level == DivisionLevel.Province && o.ValidTo == null),
            _ => db.Organisations.Where(o => o.Kind == OrganisationKind.LocalOffice && (o.Level == DivisionLevel.Province || o.Level == DivisionLevel.City) && o.ValidTo == null),
        };
    }

    /// <summary>The national office of today.</summary>
    internal static IQueryable<Organisation> National(ZhiceDb db) => db.Organisations.Where(o => o.Kind == OrganisationKind.NationalOffice && o.ValidTo == null);

    /// <summary>Offices that a case of the item may be transferred to: those that are competent, and the national office where the item's routing knows it.</summary>
    public static IQueryable<Organisation> Network(ZhiceDb db, ServiceItem item)
    {
        var offices = Offices(db, item);
        var (provinces, cities) = (item.Network.Contains(ServiceLevel.Province), item.Network.Contains(ServiceLevel.City));
        if (provinces || cities)
        {
            offices = offices.Union(db.Organisations.Where(o => o.Kind == OrganisationKind.LocalOffice && o.ValidTo == null && ((provinces && o.Level == DivisionLevel.Province) || (cities && o.Level == DivisionLevel.City))));
        }
        return item.Network.Contains(ServiceLevel.National) || item.Routing.Any(r => r.Level == ServiceLevel.National) ? offices.Union(National(db)) : offices;
    }

    /// <summary>Saves what is sound of the form; what is not comes back as defects and is not kept. Refusals: <c>case.missing</c>, <c>case.not-now</c>.</summary>
    public static async Task<Outcome<CheckedForm>> Save(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, Func<string, string?> typed, CancellationToken cancel)
    {
        if (!(await Writable(db, house, actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        var check = await CoSigning.Name(db, opened, FormCheck.Run(opened.Item, typed, complete: false), CaseWork.Moment(house), cancel);
        opened.Row.Draft = Write(check.Values);
        if (opened.State.Phase == CasePhase.Draft) (opened.Row.Title, opened.Row.Subject) = (CaseWork.TitleOf(opened.Item, check.Values), CaseWork.SubjectOf(opened.Item, check.Values));
        return await Kept(db, check, cancel);
    }

    /// <summary>Adds a file to a material. The file must have been looked into and kept. Refusals besides: <c>case.material-unknown</c>, <c>case.materials-many</c>.</summary>
    public static async Task<Outcome<CaseMaterial>> Attach(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, string material, EvidenceContent content, FileDigests digests, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(digests);
        return await Add(db, house, actor, id, material, new CaseMaterial
        {
            CaseId = id, Material = material, Sha256 = digests.Sha256, FileName = content.FileName ?? "file", MediaType = content.MediaType, Size = digests.Size, At = CaseWork.Moment(house),
        }, cancel);
    }

    /// <summary>Promises instead of handing in (告知承诺). Refusals besides: <c>case.material-promise</c>.</summary>
    public static Task<Outcome<CaseMaterial>> Promise(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, string material, CancellationToken cancel) =>
        Add(db, house, actor, id, material, new CaseMaterial { CaseId = id, Material = material, FileName = "", Promised = true, At = CaseWork.Moment(house) }, cancel);

    static async Task<Outcome<CaseMaterial>> Add(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, string material, CaseMaterial row, CancellationToken cancel)
    {
        if (!(await Writable(db, house, actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (opened.Item.Materials.FirstOrDefault(m => m.Code == material && !m.Exempt) is not { } asked) return new Missing("case.material-unknown");
        if (row.Promised && !asked.Promisable) return new Invalid(new Defect("case.material-promise", "material"));
        var standing = await db.CaseMaterials.AsTracking().Where(m => m.CaseId == id && m.Material == material && m.RemovedAt == null).ToListAsync(cancel);
        if (standing.Count >= MostFiles) return new Blocked("case.materials-many", MostFiles);
        foreach (var before in standing.Where(m => m.Promised || row.Promised)) before.RemovedAt = row.At; // a promise stands in for files, and files for the promise
        db.Add(row);
        await CoSigning.PapersChanged(db, id, row.At, cancel);
        return await Kept(db, row, cancel);
    }

    /// <summary>Takes a file or a promise out; it stays on record.</summary>
    public static async Task<Outcome<CaseMaterial>> Detach(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, long material, CancellationToken cancel)
    {
        if (!(await Writable(db, house, actor, id, cancel)).Accepted(out _, out var refusal)) return refusal;
        if (await db.CaseMaterials.AsTracking().FirstOrDefaultAsync(m => m.CaseId == id && m.Id == material && m.RemovedAt == null, cancel) is not { } row) return new Missing("case.material-unknown");
        row.RemovedAt = CaseWork.Moment(house);
        await CoSigning.PapersChanged(db, id, row.RemovedAt.Value, cancel);
        return await Kept(db, row, cancel);
    }

    /// <summary>Brings a draft of an older version to the one in force: what was typed goes into the fields of the same code as far as it fits there, papers of the same code stay, and whoever signed signs anew. Refusals: <c>case.missing</c>, <c>case.party</c>, <c>case.not-now</c>, <c>case.item-closed</c>, <c>case.changed</c>.</summary>
    public static async Task<Outcome<CaseId>> MoveOn(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, CancellationToken cancel)
    {
        if (!(await Writable(db, house, actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (opened.Newer is not { } newer) return new Blocked("case.not-now");
        if (newer.Closed is { } closed) return new Blocked("case.item-closed", newer.Name, closed.Reason);
        var (row, now, before) = (opened.Row, CaseWork.Moment(house), opened.Item.Version);
        var values = FormCheck.Run(newer, Read(row.Draft).GetValueOrDefault, complete: false).Values;
        (row.ItemVersion, row.Draft, row.Title, row.Subject) = (newer.Version, Write(values), CaseWork.TitleOf(newer, values), CaseWork.SubjectOf(newer, values));
        foreach (var paper in await db.CaseMaterials.AsTracking().Where(m => m.CaseId == id && m.RemovedAt == null).ToListAsync(cancel))
            if (newer.Materials.FirstOrDefault(m => m.Code == paper.Material && !m.Exempt) is not { } asked || (paper.Promised && !asked.Promisable)) paper.RemovedAt = now;
        await CoSigning.PapersChanged(db, id, now, cancel);
        AuditLog.Append(db, actor, now, "service.move-on", $"service-case/{row.Number}", new { from = before, to = newer.Version });
        return await Kept(db, id, cancel);
    }

    /// <summary>Throws a draft away that was never submitted, with its papers' rows.</summary>
    public static async Task<Outcome<CaseId>> Discard(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, CancellationToken cancel)
    {
        if (!(await Writable(db, house, actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (opened.State.Phase != CasePhase.Draft) return new Blocked("case.not-now");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.CaseMaterials.Where(m => m.CaseId == id).ExecuteDeleteAsync(cancel);
        await db.CaseSignatures.Where(s => s.CaseId == id).ExecuteDeleteAsync(cancel);
        await db.CaseSigners.Where(s => s.CaseId == id).ExecuteDeleteAsync(cancel);
        db.Remove(opened.Row);
        AuditLog.Append(db, actor, CaseWork.Moment(house), "service.discard", $"service-case/{opened.Row.Number}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return id;
    }

    /// <summary>Marks a file as checked: in order or not, with a remark.</summary>
    public static async Task<Outcome<CaseMaterial>> Check(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, long material, bool? inOrder, string? remark, CancellationToken cancel)
    {
        if (!(await CaseBook.Open(db, house, actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (!opened.Facts.Parties.Contains(CaseParty.Officer)) return new Forbidden("case.party");
        if (opened.State.Phase is not (CasePhase.Received or CasePhase.Handling)) return new Blocked("case.not-now");
        var words = remark?.Trim() ?? "";
        if (words.Length > 500 || FieldRules.Deceives(words, lines: false)) return new Invalid(new Defect("case.reason", "remark", 500));
        if (await db.CaseMaterials.AsTracking().FirstOrDefaultAsync(m => m.CaseId == id && m.Id == material && m.RemovedAt == null, cancel) is not { } row) return new Missing("case.material-unknown");
        (row.InOrder, row.Remark, row.CheckedBy) = (inOrder, words.Length == 0 ? null : words, actor.AccountId);
        await db.SaveChangesAsync(cancel);
        return row;
    }

    /// <summary>What is handed in: the form complete and the papers there, or everything that is missing at once.</summary>
    internal static async Task<Outcome<CasePayload>> Handed(ZhiceDb db, OpenedCase opened, bool first, CancellationToken cancel)
    {
        // An application follows the text in force on the day it is submitted; a draft of an older one is brought to it first, and read again.
        if (first && opened.Newer is { } newer) return newer.Closed is { } closed ? new Blocked("case.item-closed", newer.Name, closed.Reason) : new Blocked("case.item-changed");
        var draft = Read(opened.Row.Draft);
        var check = FormCheck.Run(opened.Item, draft.GetValueOrDefault, complete: true, opened.RuleFacts(opened.Facts.Today));
        var given = await db.CaseMaterials.AsNoTracking().Where(m => m.CaseId == opened.Row.Id && m.RemovedAt == null).OrderBy(m => m.Id).ToListAsync(cancel);
        List<Defect> defects = [.. check.Defects];
        foreach (var material in opened.Item.Materials.Where(m => !m.Exempt && FormCheck.Asked(m, check.Values)))
            if (given.TrueForAll(g => g.Material != material.Code)) defects.Add(new("case.material-missing", "materials", material.Name));
        if (defects.Count > 0) return new Invalid(defects);
        var (item, subject, applicant, id) = (opened.Row.Item, CaseWork.SubjectOf(opened.Item, check.Values), opened.Row.ApplicantId, opened.Row.Id);
        if (first && await db.ServiceCases.AsNoTracking().Where(c => c.Item == item && c.Subject == subject && c.ApplicantId == applicant && c.Id != id
            && (c.Phase == CasePhase.Received || c.Phase == CasePhase.Returned || c.Phase == CasePhase.Handling || c.Phase == CasePhase.Notice)).FirstOrDefaultAsync(cancel) is { } same)
            return new Blocked("case.same", same.Number, same.SubmittedOn!);
        if (!(await CoSigning.Complete(db, opened, check.Values, given, cancel)).Accepted(out var signatures, out var unsigned)) return unsigned;
        return new CasePayload
        {
            Signatures = signatures.Count == 0 ? null : signatures,
            Values = check.Values,
            Materials = given.Where(g => !g.Promised).GroupBy(g => g.Material, StringComparer.Ordinal).ToDictionary(g => g.Key, g => string.Join(' ', g.Select(m => m.Sha256)), StringComparer.Ordinal),
            Promised = [.. given.Where(g => g.Promised).Select(g => g.Material)],
        };
    }

    /// <summary>The saved form of a case.</summary>
    public static IReadOnlyDictionary<string, string> Read(string draft) => JsonSerializer.Deserialize<Dictionary<string, string>>(draft) ?? [];

    internal static string Write(IReadOnlyDictionary<string, string> values) => JsonSerializer.Serialize(values);

    static async Task<Outcome<OpenedCase>> Writable(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, CancellationToken cancel)
    {
        if (!(await CaseBook.Open(db, house, actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (!opened.IsApplicant) return new Forbidden("case.party");
        return opened.State.Phase is CasePhase.Draft or CasePhase.Returned ? opened : new Blocked("case.not-now");
    }

    // Handed in, signed or thrown away by somebody else meanwhile: what stands is shown again.
    static async Task<Outcome<T>> Kept<T>(ZhiceDb db, T kept, CancellationToken cancel) where T : notnull
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return kept;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("case.changed");
        }
    }

    static Dictionary<string, string> Prefilled(ServiceItem item, ServiceApplicant applicant)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in item.Form)
            if (field.Prefill switch { "applicant.name" => applicant.Name, "applicant.code" => applicant.CreditCode, "applicant.contact" => applicant.Contact, "applicant.phone" => applicant.Phone, _ => null } is { Length: > 0 } known)
                values[field.Code] = known;
        return values;
    }
}
