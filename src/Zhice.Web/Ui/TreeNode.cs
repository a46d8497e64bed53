namespace Zhice.Web.Ui;

/// <summary>A node of a tree.</summary>
/// <param name="Name">Its text.</param>
/// <param name="Address">Where it leads.</param>
/// <param name="Children">Nodes below; none for a leaf.</param>
/// <param name="Open">True when the children show at first.</param>
public sealed record TreeNode(string Name, string Address, IReadOnlyList<TreeNode> Children, bool Open = false);
