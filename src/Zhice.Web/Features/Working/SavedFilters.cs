using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Working;

/// <summary>常用筛选: keeps the filters of a board, list or register under a name, for the page and the start page of one person.</summary>
public static partial class SavedFilters
{
    /// <summary>What the forms send.</summary>
    public sealed class Form
    {
        /// <summary>The name.</summary>
        public string? Name { get; set; }
        /// <summary>The page with its filters, and where to go on.</summary>
        public string? Address { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/filters", Keep).DisableAntiforgery();
        routes.MapPost("/filters/{id:long}/remove", Remove).DisableAntiforgery();
    }

    /// <summary>True for pages whose filters can be kept.</summary>
    public static bool Takes(string path) => Pages().IsMatch(path);

    static async Task<IResult> Keep([FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var (path, query) = Parts(form.Address);
        if (!Takes(path)) return Answer.Refused(visit, new Invalid(new Defect("filter.page", "name")));
        return (await FilterShelf.Keep(db, visit.Actor, form.Name ?? "", path, query, clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, form.Address!, "filter.kept")
            : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Remove(long id, [FromForm] Form form, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await FilterShelf.Remove(db, visit.Actor, new SavedFilterId(id), cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, Visit.IsOwn(form.Address) ? form.Address! : "/", "filter.removed")
            : Answer.Refused(visit, refusal);

    // The page of a list is no filter: the list may have other pages next time.
    static (string Path, string Query) Parts(string? address)
    {
        if (!Visit.IsOwn(address)) return ("", "");
        var cut = address!.IndexOf('?', StringComparison.Ordinal);
        if (cut < 0) return (address, "");
        var kept = address[(cut + 1)..].Split('&').Where(pair => pair.Length > 0 && !pair.StartsWith("page=", StringComparison.Ordinal) && !pair.StartsWith("lang=", StringComparison.Ordinal));
        return (address[..cut], string.Join('&', kept));
    }

    [GeneratedRegex("^/(?:records/analysis|reports|evidence|documents|search|letters|supervision|submissions|lineage|statuses|organisations(?:/[A-Za-z0-9-]+(?:/alignment)?)?|programmes(?:/[0-9]+(?:/(?:progress|map|compare|timeline|activity|submissions|decisions))?)?)$")]
    private static partial Regex Pages();
}
