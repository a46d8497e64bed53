using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain.Services;
using Zhice.Policy.Structure;
using Zhice.Records.Text;
using Zhice.Web.Features.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Portal;

/// <summary>办事大厅: the way in for the public: items by the stage of a right's life and by who applies, and one search over items, guides, registers, notices and answered questions. At most nine commands.</summary>
public static class ShowPortal
{
    /// <summary>Longest query.</summary>
    public const int Longest = 100;

    /// <summary>Hits of a kind that are shown; the rest is behind a link.</summary>
    public const int Few = 8;

    /// <summary>An item that was found.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Said">The words of its guide that were found, where they do not stand in its name; null for none.</param>
    public sealed record ItemHit(ServiceItem Item, string? Said);

    /// <summary>What a search found.</summary>
    public sealed record Found(IReadOnlyList<ItemHit> Items, IReadOnlyList<RegisterEntry> Entries, IReadOnlyList<ShowNotices.Row> Notices, IReadOnlyList<Consultation> Questions)
    {
        /// <summary>True where nothing was found.</summary>
        public bool Empty => Items.Count + Entries.Count + Notices.Count + Questions.Count == 0;
    }

    /// <summary>The page.</summary>
    /// <param name="Items">Items in force today.</param>
    /// <param name="Catalogue">All items.</param>
    /// <param name="Words">What was searched; null for nothing.</param>
    /// <param name="Hits">What was found; null before a search.</param>
    /// <param name="Notices">The notices that end soonest.</param>
    /// <param name="Questions">The newest published questions.</param>
    public sealed record View(IReadOnlyList<ServiceItem> Items, ServiceCatalogue Catalogue, string? Words, Found? Hits, IReadOnlyList<ShowNotices.Row> Notices, IReadOnlyList<Consultation> Questions);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/portal", Handle);

    /// <summary>Items whose name or guide holds all words, those with the words in the name first.</summary>
    public static IReadOnlyList<ItemHit> Items(IEnumerable<ServiceItem> items, string words)
    {
        ArgumentNullException.ThrowIfNull(items);
        var terms = CjkBigrams.Words(words);
        if (terms.Count == 0) return [];
        return [.. items.Select(item => (Item: item, Named: CjkBigrams.Find($"{item.Name} {item.EnglishName}", terms) is not null, Said: Line(item, terms)))
            .Where(hit => hit.Named || hit.Said is not null).OrderByDescending(hit => hit.Named).Select(hit => new ItemHit(hit.Item, hit.Named ? null : hit.Said))];
    }

    // The first line of the guide with all words; else the first with one of them, where all stand somewhere in the guide.
    static string? Line(ServiceItem item, IReadOnlyList<string> terms)
    {
        IReadOnlyList<string> lines =
        [
            item.Summary, item.Competent, item.Result.Name, .. item.Audience, .. item.Conditions, .. item.Materials.Select(m => m.Name), .. item.Basis.Select(b => b.Citation), .. item.Questions.SelectMany(q => (string[])[q.Ask, q.Answer]),
            .. item.Form.Select(f => f.Name), .. item.Form.SelectMany(f => f.Options.Select(o => o.Name)), .. item.Form.Select(f => f.Help).OfType<string>(), .. item.Steps.Select(s => s.Name), .. item.Steps.Select(s => s.Outcome), .. item.Decisions.Select(d => d.Name),
            .. item.After.Select(a => a.Name), .. item.Records.Select(r => r.Name), .. item.SpecialSteps.Select(s => s.Name), .. item.Rules.Select(r => r.Say), .. item.Remedies,
            // Terms of the field that a definition says by a key and not in words.
            .. item.Materials.Where(m => m.Promisable).Select(m => $"告知承诺（证明事项）：{m.Name}"), .. item.Materials.Where(m => m.Exempt).Select(m => $"数据共享免交材料：{m.Name}"),
            .. item.OtherParty is { } other ? (string[])[other.Name, other.AnswerName] : [],
        ];
        if (lines.FirstOrDefault(line => CjkBigrams.Find(line, terms) is not null) is { } whole) return whole;
        return CjkBigrams.Find($"{item.Name} {string.Join(' ', lines)}", terms) is null ? null : lines.FirstOrDefault(line => terms.Any(term => CjkBigrams.Find(line, [term]) is not null));
    }

    static async Task<IResult> Handle(Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel)
    {
        var words = visit.Asked("q") is { } text && !string.IsNullOrWhiteSpace(text) ? FieldRules.Cut(text.Trim(), Longest) : null;
        var items = catalogue.On(visit.Today);
        if (words is null)
            return Answer.Page<PortalPage>(new View(catalogue.Open(visit.Today), catalogue, null, null, await Notices(db, null).Take(Few).ToListAsync(cancel),
                await Consultations.Published(db, null).AsNoTracking().OrderByDescending(c => c.Id).Take(Few).ToListAsync(cancel)));
        // As it was typed first: names of applicants may be in traditional characters. Guides and registers are in simplified ones.
        var hits = await Search(db, visit, catalogue, items, words, cancel);
        if (hits.Empty && SimplifiedText.Of(words) is var simplified && simplified != words) hits = await Search(db, visit, catalogue, items, simplified, cancel);
        return Answer.Page<PortalPage>(new View(items, catalogue, words, hits, [], []));
    }

    static async Task<Found> Search(ZhiceDb db, Visit visit, ServiceCatalogue catalogue, IReadOnlyList<ServiceItem> items, string words, CancellationToken cancel) => new(
        Items(items, words), await Registers.Anywhere(db, new(visit.Actor, visit.Today, catalogue), words, Few, cancel), await Notices(db, words).Take(Few).ToListAsync(cancel),
        [.. (await Consultations.Search(db, null, words, cancel)).Take(Few)]);

    static IQueryable<ShowNotices.Row> Notices(ZhiceDb db, string? words)
    {
        var noticed = from row in db.ServiceCases.AsNoTracking().Where(c => c.Phase == CasePhase.Notice) join applicant in db.ServiceApplicants on row.ApplicantId equals applicant.Id select new { row, applicant.Name };
        foreach (var word in (words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(5)) noticed = noticed.Where(n => n.row.Title.Contains(word) || n.Name.Contains(word));
        return noticed.OrderBy(n => n.row.DueOn).ThenBy(n => n.row.Id).Select(n => new ShowNotices.Row(n.row, n.Name));
    }
}
