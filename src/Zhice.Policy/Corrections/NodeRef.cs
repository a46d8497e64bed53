using System.Globalization;

namespace Zhice.Policy.Corrections;

/// <summary>Points at one node of one reading; good for one version only. What is stored is the <see cref="Anchor"/> made from it.</summary>
/// <param name="Kind">The kind of node.</param>
/// <param name="Id">Id of the section, task, measure or commitment; for an assignment or rule, of its owner; null for others.</param>
/// <param name="Index">Place among the owner's assignments or rules, or among the document's targets or submissions, from 0.</param>
public readonly record struct NodeRef(NodeKind Kind, string? Id = null, int Index = 0)
{
    /// <summary>The document itself.</summary>
    public static readonly NodeRef Document = new(NodeKind.Document);

    /// <summary>As <c>kind:id:index</c>, the form that pages carry.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Spelling.Of(Kind)}:{Id}:{Index}");

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse(string? text, out NodeRef node)
    {
        node = default;
        var parts = text?.Split(':');
        if (parts is not { Length: 3 } || !Spelling.TryRead(parts[0], out NodeKind kind)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return false;
        node = new NodeRef(kind, parts[1].Length == 0 ? null : parts[1], index);
        return true;
    }
}
