using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Zhice.Policy;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Documents.Reader;

/// <summary>Renders parts of the reader by themselves, with the same components as the page.</summary>
internal static class Fragments
{
    // The HTML inside the JSON is not escaped twice: the answer is JSON and is never taken for a page.
    static readonly JsonSerializerOptions plain = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An answer to the reader's script.</summary>
    public static IResult Answer(object parts) => Results.Json(parts, plain);

    /// <summary>A component as HTML.</summary>
    public static async Task<string> Render<TComponent>(IServiceProvider services, Dictionary<string, object?> parameters) where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    /// <summary>Blocks of the structure as HTML, by key.</summary>
    public static async Task<Dictionary<string, string>> Blocks(
        IServiceProvider services, PolicyDocument document, IEnumerable<OutlineBlock> blocks, IReadOnlySet<string> unknown)
    {
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            foreach (var block in blocks)
            {
                var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Document"] = document, ["Block"] = block, ["Unknown"] = unknown });
                written[block.Key] = (await renderer.RenderComponentAsync<BlockView>(parameters)).ToHtmlString();
            }
        });
        return written;
    }

    /// <summary>What the margin says of a place: page, table row and column, or line.</summary>
    public static Func<SourcePlace, string> Places(WordTable words) => place =>
        place is { Row: { } row, Column: { } column } ? words[place.Page is null ? "place.cell" : "place.pageCell", place.Page, row, column]
        : place.Page is { } page ? words["place.page", page, place.Line]
        : place.Line is { } line ? words["place.line", line]
        : "";

    /// <summary>Names of organisations that the reading assigns work to.</summary>
    public static IReadOnlyList<string> Names(PolicyDocument document) =>
        [.. document.Tasks.SelectMany(t => t.Assignments.Concat(t.Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Assignments)))
            .Select(a => a.Organisation).Distinct(StringComparer.Ordinal)];
}
