using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>目标管理: what documents say is offered and confirmed by a person; other targets are set with their source; withdrawn ones stay readable.</summary>
public static class ManageTargets
{
    /// <summary>The page.</summary>
    /// <param name="Definition">The indicator.</param>
    /// <param name="Office">Whose targets.</param>
    /// <param name="Targets">All of them, withdrawn ones too, the last year first.</param>
    /// <param name="Offers">What documents say that may be meant.</param>
    /// <param name="Choices">Offices whose targets the reader may set.</param>
    public sealed record View(IndicatorDefinition Definition, Organisation Office, IReadOnlyList<IndicatorTarget> Targets, IReadOnlyList<TargetOffer> Offers, IReadOnlyList<Organisation> Choices)
    {
        /// <summary>True where a growth over the year before would reward that more is filed.</summary>
        public bool GrowthUnfit { get; init; }
        /// <summary>True where any level would: the indicator is such a growth itself.</summary>
        public bool LevelUnfit { get; init; }
        /// <summary>True where a target is unfit for assessment.</summary>
        public bool Unfit(bool growth) => growth ? GrowthUnfit : LevelUnfit;
        /// <summary>True where a target is unfit for assessment: by the indicator, or by its sentence.</summary>
        public bool Unfit(IndicatorTarget target) => Unfit(target.Growth) || (target.FoundTargetId is { } id && Sentences.GetValueOrDefault(id) is { Filings: true });
        /// <summary>The sentences behind the targets.</summary>
        public IReadOnlyDictionary<long, TargetSentence> Sentences { get; init; } = new Dictionary<long, TargetSentence>();
        /// <summary>The words that a target rests on; null where the reader may not open their document.</summary>
        public string? SourceOf(IndicatorTarget target) => TargetSentences.SourceOf(target, target.FoundTargetId is { } id ? Sentences.GetValueOrDefault(id) : null);
        /// <summary>Whose targets the reader may set.</summary>
        public required Func<Organisation, bool> MaySet { get; init; }
        /// <summary>What was typed, when the form is shown again.</summary>
        public Form? Wanted { get; init; }
    }

    /// <summary>What the forms send.</summary>
    public sealed class Form
    {
        /// <summary>Code of the office.</summary>
        public string? Office { get; set; }
        /// <summary>Key of the found target; null for one of a person's own.</summary>
        public long? Found { get; set; }
        /// <summary>Year.</summary>
        public int? Year { get; set; }
        /// <summary>Comparator, as its number.</summary>
        public int? Comparator { get; set; }
        /// <summary>Value.</summary>
        public string? Value { get; set; }
        /// <summary>“1” for a growth over the year before.</summary>
        public string? Growth { get; set; }
        /// <summary>Words or decision.</summary>
        public string? Source { get; set; }
        /// <summary>Reason of a withdrawal.</summary>
        public string? Reason { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/indicators/{code}/targets", Show);
        routes.MapPost("/indicators/{code}/targets", Confirm).DisableAntiforgery();
        routes.MapPost("/indicators/{code}/targets/{target:long}/withdraw", Withdraw).DisableAntiforgery();
    }

    /// <summary>Loads the page: five commands.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, string code, string? office, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        if (catalogue.Versions(code) is not [.., var definition]) return new Missing("indicator.missing");
        var offices = await IndicatorBook.Offices(db, actor, office, cancel);
        var choices = offices.Where(o => AccessPolicy.MaySetTargets(actor, o.Path)).ToList();
        if (choices.Count == 0) return new Forbidden("target.forbidden");
        if ((office is null ? choices[0] : choices.FirstOrDefault(o => o.Code == office)) is not { } chosen) return new Missing("indicator.office");
        var targets = await db.IndicatorTargets.AsNoTracking().Where(t => t.Indicator == code && t.OrganisationId == chosen.Id)
            .OrderByDescending(t => t.Year).ThenByDescending(t => t.Id).Take(100).ToListAsync(cancel);
        return new View(definition, chosen, targets, await TargetDesk.Offers(db, actor, definition, chosen, cancel), choices)
        {
            GrowthUnfit = catalogue.RewardsFilings(definition, true), LevelUnfit = catalogue.RewardsFilings(definition, false),
            Sentences = await TargetSentences.Read(db, actor, targets, cancel), MaySet = o => o.Kind is OrganisationKind.LocalOffice or OrganisationKind.NationalOffice && AccessPolicy.MaySetTargets(actor, o.Path),
        };
    }

    static async Task<IResult> Show(string code, string? office, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel) =>
        (await Run(db, visit.Actor, catalogue, code, ShowIndicator.Given(office), cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<TargetsPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Confirm(string code, [FromForm] Form form, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, catalogue, code, form.Office, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var offer = form.Found is { } found ? view.Offers.FirstOrDefault(o => o.Found.Id == found) : null;
        if (form.Found is not null && offer is null) return Answer.Again<TargetsPage>(visit, view with { Wanted = form }, new Missing("target.missing"));
        // Of a sentence only the year is a person's to say; the rest is what it says.
        var request = offer is not null
            ? new TargetRequest(form.Year ?? offer.Year, TargetDesk.Comparator(offer.Found.Comparator), offer.Value, offer.Found.Growth, $"{offer.Document}：“{offer.Found.Quote.Words}”")
            : new TargetRequest(form.Year ?? 0, (TargetComparator)(form.Comparator ?? 0), StoredFigure.Fault(form.Value ?? "", out var value) is null ? value : null,
                form.Growth == "1", form.Source);
        var outcome = await TargetDesk.Confirm(db, visit.Actor, view.Definition, view.Office, request, form.Found, clock, cancel);
        return outcome.Accepted(out _, out refusal)
            ? Answer.Done(visit, $"/indicators/{code}/targets?office={view.Office.Code}", "target.saved")
            : refusal is Forbidden ? Answer.Refused(visit, refusal) : Answer.Again<TargetsPage>(visit, view with { Wanted = form }, refusal);
    }

    static async Task<IResult> Withdraw(string code, long target, [FromForm] Form form, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, TimeProvider clock, CancellationToken cancel)
    {
        if ((await TargetDesk.Withdraw(db, visit.Actor, code, target, form.Reason, clock, cancel)).Accepted(out _, out var refusal))
            return Answer.Done(visit, $"/indicators/{code}/targets?office={form.Office}", "target.withdrawn");
        return refusal is Invalid && (await Run(db, visit.Actor, catalogue, code, form.Office, cancel)).Accepted(out var view, out _)
            ? Answer.Again<TargetsPage>(visit, view with { Wanted = form }, refusal)
            : Answer.Refused(visit, refusal);
    }
}
