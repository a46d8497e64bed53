using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Definitions;
using Zhice.Domain;
using Zhice.Domain.Indicators;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>口径编辑: a definition is pasted, checked against the running ones with what it would compute, and kept for the next start.</summary>
public static class EditDefinition
{
    /// <summary>What the form sends.</summary>
    public sealed class Form
    {
        /// <summary>Kind of definition.</summary>
        public string? Kind { get; set; }
        /// <summary>The text.</summary>
        public string? Text { get; set; }
        /// <summary><c>save</c> to keep it; anything else only checks.</summary>
        public string? Do { get; set; }
    }

    /// <summary>The page.</summary>
    /// <param name="Kind">Kind of definition.</param>
    /// <param name="Text">The text.</param>
    /// <param name="Draft">The text as checked; null before the first check.</param>
    /// <param name="Own">Files of the instance: kind and code, and true where one takes the place of the program's.</param>
    public sealed record View(string Kind, string Text, DefinitionDraft? Draft, IReadOnlyList<(string Name, bool Replaces)> Own);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/definitions", Show);
        routes.MapPost("/definitions", Handle).DisableAntiforgery();
    }

    static string Folder(HostSettings settings) => Path.Combine(settings.Home, InstanceDefinitions.Folder);

    static View Opened(HostSettings settings, string kind, string text, DefinitionDraft? draft)
    {
        var laid = InstanceDefinitions.Read(Folder(settings));
        return new(kind, text, draft, [.. laid.Added.Select(n => (n, false)), .. laid.Replaced.Select(n => (n, true))]);
    }

    static IResult Show(Visit visit, HostSettings settings)
    {
        if (!DefinitionDesk.May(visit.Actor)) return Answer.Refused(visit, new Forbidden("access.denied"));
        var kind = visit.Asked("kind") is { } asked && InstanceDefinitions.Kinds.Contains(asked) ? asked : "indicators";
        return Answer.Page<DefinitionPage>(Opened(settings, kind, visit.Asked("from") is { } code ? DefinitionDesk.TextInForce(Folder(settings), kind, code) ?? "" : "", null));
    }

    static async Task<IResult> Handle([FromForm] Form form, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, HostSettings settings, TimeProvider clock, CancellationToken cancel)
    {
        if (!DefinitionDesk.May(visit.Actor)) return Answer.Refused(visit, new Forbidden("access.denied"));
        var (kind, text) = (form.Kind is { } given && InstanceDefinitions.Kinds.Contains(given) ? given : "indicators", form.Text ?? "");
        if (form.Do == "save")
        {
            if ((await DefinitionDesk.Save(db, visit.Actor, Folder(settings), kind, text, clock, cancel)).Accepted(out var saved, out var refusal)) return Answer.Done(visit, $"/definitions?kind={kind}&from={saved.Code}", "draft.saved");
            db.ChangeTracker.Clear();
            return Answer.Again<DefinitionPage>(visit, Opened(settings, kind, text, DefinitionDesk.Check(Folder(settings), kind, text)), refusal);
        }
        return Answer.Page<DefinitionPage>(Opened(settings, kind, text, await DefinitionDesk.Computed(db, DefinitionDesk.Check(Folder(settings), kind, text), catalogue, visit.Today, cancel)));
    }
}
