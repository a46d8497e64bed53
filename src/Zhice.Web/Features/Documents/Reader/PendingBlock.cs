using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Zhice.Policy.Corrections;

namespace Zhice.Web.Features.Documents.Reader;

/// <summary>A task far down a long document: its title only, until it is opened or comes into view.</summary>
/// <remarks>Written by hand: of a text of a megabyte there are thousands, and a component for each took most of three seconds.</remarks>
internal static class PendingBlock
{
    static readonly HtmlEncoder encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static MarkupString Write(OutlineBlock block)
    {
        var task = block.Task!;
        var node = new NodeRef(NodeKind.Task, task.Id);
        var html = new StringBuilder(320);
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"blk blk-task\" data-k=\"{block.Key}\" data-pending=\"1\"><div class=\"nd nd-task\" id=\"n-{node}\" role=\"treeitem\"");
        html.Append(CultureInfo.InvariantCulture, $" tabindex=\"-1\" aria-level=\"{block.Level}\" aria-expanded=\"false\" data-n=\"{node}\" data-s=\"{task.Span.Start}\" data-e=\"{task.Span.End}\"><div class=\"nd-row\">");
        if (task.Number is not null) html.Append("<span class=\"nd-no\">").Append(encoder.Encode(task.Number)).Append("</span> ");
        html.Append(encoder.Encode(task.Title ?? FirstWords(task))).Append("</div></div></div>");
        return new MarkupString(html.ToString());
    }

    /// <summary>What stands for a title where the document gives none.</summary>
    public static string FirstWords(Policy.PolicyTask task) =>
        ImportDocument.Shortened(task.Measures.Select(m => m.Text).FirstOrDefault(t => t.Length > 0) ?? task.Number ?? task.Id, 40);
}
