using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Submitting;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Submitting;

/// <summary>签名公钥: the key by which this instance signs, and the keys of others that are trusted here.</summary>
public static class ManageSubmissionKeys
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>One key.</summary>
    public sealed record Row(SubmissionKey Key, string OrganisationCode, string Organisation, string By);

    /// <summary>The page.</summary>
    public sealed record View(string OwnKey, string OwnFingerprint, IReadOnlyList<Row> Keys, int Page, int Total, bool MayChange, Form Typed);

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        /// <summary>Who signs with it.</summary>
        public string? Organisation { get; set; }
        /// <summary>The public key.</summary>
        public string? PublicKey { get; set; }
        /// <summary>How it was checked.</summary>
        public string? Note { get; set; }
        /// <summary>Why it is revoked.</summary>
        public string? Reason { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/submissions/keys", Show);
        routes.MapPost("/submissions/keys", Register).DisableAntiforgery();
        routes.MapPost("/submissions/keys/{key:long}/revoke", Revoke).DisableAntiforgery();
    }

    /// <summary>The page's view.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, ZhiceStore store, Actor actor, int page, Form typed, CancellationToken cancel)
    {
        if (!ListSubmissions.MaySeeKeys(actor)) return new Forbidden("access.denied");
        var total = await db.SubmissionKeys.CountAsync(cancel);
        page = Paging.Within(page, total, PageSize);
        var rows = await (
            from key in db.SubmissionKeys
            join organisation in db.Organisations on key.OrganisationId equals organisation.Id
            join account in db.Accounts on key.RegisteredBy equals account.Id
            orderby key.Id descending
            select new Row(key, organisation.Code, organisation.Name, account.DisplayName)).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var own = InstanceKey.Of(store.Settings.Home);
        return new View(own.PublicKey, own.Fingerprint, rows, page, total, SubmissionAccess.MayManageKeys(actor), typed);
    }

    static int Page(Visit visit) => int.TryParse(visit.Asked("page"), out var page) ? page : 1;

    static async Task<IResult> Show(Visit visit, ZhiceDb db, ZhiceStore store, CancellationToken cancel) =>
        (await Run(db, store, visit.Actor, Page(visit), new Form(), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<SubmissionKeysPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Register([FromForm] Form form, Visit visit, ZhiceDb db, ZhiceStore store, TimeProvider clock, CancellationToken cancel)
    {
        // A picked entry reads "安徽省知识产权局 office-340000".
        var organisation = form.Organisation?.Trim().Split(' ')[^1] ?? "";
        return (await SubmissionKeyRing.Register(db, visit.Actor, organisation, form.PublicKey ?? "", form.Note ?? "", clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, "/submissions/keys", "key.done")
            : await Again(form, refusal, visit, db, store, cancel);
    }

    static async Task<IResult> Revoke(long key, [FromForm] Form form, Visit visit, ZhiceDb db, ZhiceStore store, TimeProvider clock, CancellationToken cancel) =>
        (await SubmissionKeyRing.Revoke(db, visit.Actor, new(key), form.Reason ?? "", clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, "/submissions/keys", "key.revoked-now")
            : await Again(form, refusal, visit, db, store, cancel);

    static async Task<IResult> Again(Form form, Refusal refusal, Visit visit, ZhiceDb db, ZhiceStore store, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        return refusal is not Forbidden && (await Run(db, store, visit.Actor, Page(visit), form, cancel)).Accepted(out var view, out _)
            ? Answer.Again<SubmissionKeysPage>(visit, view, refusal)
            : Answer.Refused(visit, refusal);
    }
}
