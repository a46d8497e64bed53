namespace Zhice.Domain.Assessment;

/// <summary>What the law says on inspection and assessment, as dated facts from <c>data/law/assessment.yaml</c>.</summary>
/// <param name="ObjectionDays">Days in which an objection may be raised, from the day after the score was published.</param>
/// <param name="ReviewDays">Days in which it is reviewed.</param>
/// <param name="Methods">The methods by which one may inspect.</param>
/// <param name="Facts">All facts with their articles.</param>
public sealed record LawFacts(int ObjectionDays, int ReviewDays, IReadOnlyList<InspectionMethod> Methods, IReadOnlyList<LawFact> Facts);

/// <summary>One fact of law.</summary>
/// <param name="Code">Code.</param>
/// <param name="Document">Title of the act.</param>
/// <param name="Article">Its article; null where it has none.</param>
/// <param name="InForce">First day of force.</param>
/// <param name="Says">What it says, in our words.</param>
/// <param name="English">The same in English.</param>
/// <param name="Unverified">True where it was only remembered and still has to be checked against the text.</param>
public sealed record LawFact(string Code, string Document, string? Article, DateOnly InForce, string Says, string English, bool Unverified);

/// <summary>A listed method of inspection.</summary>
/// <param name="Code">Code.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="English">English name.</param>
public sealed record InspectionMethod(string Code, string Name, string English);
