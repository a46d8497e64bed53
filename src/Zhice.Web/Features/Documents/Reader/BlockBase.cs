using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Zhice.Policy;
using Zhice.Policy.Corrections;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Documents.Reader;

/// <summary>What the blocks of the structure share: the attributes by which a node is found, shown and edited.</summary>
public abstract class BlockBase : ComponentBase
{
    static readonly JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The reading.</summary>
    [Parameter, EditorRequired] public required PolicyDocument Document { get; set; }
    /// <summary>The block.</summary>
    [Parameter, EditorRequired] public required OutlineBlock Block { get; set; }
    /// <summary>Names of organisations in the reading that the directory does not know.</summary>
    [Parameter] public IReadOnlySet<string> Unknown { get; set; } = new HashSet<string>();
    /// <summary>The request.</summary>
    [Inject] public required Visit Now { get; set; }

    /// <summary>Attributes of a node: a tree item that knows its words and its values.</summary>
    protected Dictionary<string, object> Node(NodeRef node, Span span, int level, bool? expanded = null)
    {
        var attributes = new Dictionary<string, object>
        {
            ["id"] = "n-" + node,
            ["role"] = "treeitem",
            ["tabindex"] = node.Kind == NodeKind.Document ? "0" : "-1",
            ["aria-level"] = level,
            ["data-n"] = node.ToString(),
            ["data-s"] = span.Start,
            ["data-e"] = span.End,
            ["data-v"] = JsonSerializer.Serialize(NodeValues.Of(Document, node), plain),
        };
        if (expanded is { } open) attributes["aria-expanded"] = open ? "true" : "false";
        return attributes;
    }

    /// <summary>Address of the node's words in the original beside it.</summary>
    protected static string To(Span span) => $"#s={span.Start}-{span.End}";

    /// <summary>A deadline as shown; its own words where no day or rhythm is known from them; null where none is stated.</summary>
    protected string? Due(Deadline deadline) => deadline.Kind switch
    {
        DeadlineKind.None => deadline.Text,
        DeadlineKind.ByDate => Now.Words["reader.by", Visit.Day(deadline.Date)],
        _ => Now.Words.Of(deadline.Kind),
    };

    /// <summary>A target as shown: 平均周期 ≤ 16 个月.</summary>
    protected string Shown(QuantityTarget target) =>
        $"{target.What} {Sign(target.Comparator)} {Spelling.Of(target.Value)} {target.Unit}{(target.Growth ? $"（{Now.Words["reader.growth"]}）" : "")}";

    static string Sign(Comparator comparator) => comparator switch
    {
        Comparator.AtLeast => "≥",
        Comparator.AtMost => "≤",
        Comparator.MoreThan => ">",
        Comparator.LessThan => "<",
        _ => "=",
    };
}
