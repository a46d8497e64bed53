namespace Zhice.Domain.Services;

/// <summary>停止受理: a version of an item under which nothing is applied for any more, ended or suspended. What was handed in before goes on by its own version, and the register stays; a later version without it takes applications again.</summary>
/// <param name="Reason">Why, for the public.</param>
/// <param name="Basis">On what it rests.</param>
/// <param name="Instead">Code of the item that is applied for instead; null where there is none.</param>
public sealed record ItemClosed(string Reason, LegalBasis Basis, string? Instead);
