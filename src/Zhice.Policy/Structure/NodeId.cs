namespace Zhice.Policy.Structure;

/// <summary>The id of a node: that of its task or section, and what stands behind it (.m1.c2), which is the same in every task and held once.</summary>
/// <remarks>A long text has hundreds of thousands of nodes. Two ids are equal when they read the same.</remarks>
internal readonly struct NodeId(string? owner, string rest = "") : IEquatable<NodeId>
{
    public string? Owner { get; } = owner;
    public string Rest => rest ?? "";

    public static implicit operator NodeId(string? id) => new(id);

    /// <inheritdoc/>
    public override string ToString() => Rest.Length == 0 ? Owner ?? "" : Owner + Rest;

    /// <inheritdoc/>
    public bool Equals(NodeId other) => string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NodeId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}

/// <summary>Numbers the rests of ids, so that who keeps many ids keeps an owner and a small number for each.</summary>
internal sealed class NodeIds
{
    readonly List<string> rests = [""];
    readonly Dictionary<string, ushort> numbers = new(StringComparer.Ordinal) { [""] = 0 };

    /// <summary>The same id always gets the same two; where the numbers have run out, the whole id is the owner.</summary>
    public (string? Owner, ushort Number) Pack(NodeId id)
    {
        if (numbers.TryGetValue(id.Rest, out var known)) return (id.Owner, known);
        if (rests.Count > ushort.MaxValue) return (id.ToString(), 0);
        var number = (ushort)rests.Count;
        rests.Add(id.Rest);
        numbers.Add(id.Rest, number);
        return (id.Owner, number);
    }

    public string? Unpack(string? owner, ushort number) => number == 0 ? owner : owner + rests[number];
}
