using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Difference;
using Zhice.Domain.Programme.Rules;
using Zhice.Policy;

namespace Zhice.Data.Publishing;

/// <summary>What is to be published, and how.</summary>
/// <param name="Document">The imported document.</param>
/// <param name="Programme">The programme to add to; null for a new one.</param>
/// <param name="Year">The year of the work.</param>
/// <param name="Name">Name of a new programme.</param>
/// <param name="AsOf">The day whose organisations and statuses count.</param>
/// <param name="Reviewed">The reading with its corrections applied.</param>
/// <param name="Corrections">Number of correction entries that were applied.</param>
/// <param name="Replaces">The document of the programme whose place it takes, as a new edition of it; null for none.</param>
public sealed record PublicationRequest(
    DocumentId Document, ProgrammeId? Programme, int Year, string Name, DateOnly AsOf, PolicyDocument Reviewed, int Corrections = 0, DocumentId? Replaces = null);

/// <summary>What a publication would do; nothing is stored.</summary>
/// <param name="Document">The document.</param>
/// <param name="Programme">The programme; null for a new one.</param>
/// <param name="Draft">What the programme will hold of the document.</param>
/// <param name="Match">How it pairs with what the programme holds now.</param>
/// <param name="Computation">Who owes what, and what cannot be said.</param>
/// <param name="Organisations">The organisations of the day, by the names that documents write.</param>
/// <param name="Changes">New, changed and withdrawn obligations.</param>
/// <param name="Digest">SHA-256 of the changes, lower-case hexadecimal: publishing with it publishes what was shown, or nothing.</param>
public sealed record PublicationPreview(
    ImportedDocument Document, YearProgramme? Programme, ProgrammeDraft Draft, StructureMatch Match, Computation Computation,
    OrganisationDirectory Organisations, ObligationChanges Changes, string Digest);

/// <summary>What a publication did.</summary>
/// <param name="Programme">The programme.</param>
/// <param name="Publication">The publication; the programme's last one where nothing had changed.</param>
/// <param name="Added">Obligations added.</param>
/// <param name="Changed">Obligations changed.</param>
/// <param name="Withdrawn">Obligations withdrawn.</param>
/// <param name="OpenQuestions">Questions on the to-be-decided list.</param>
/// <param name="Digest">SHA-256 of the batch, as in the audit entry.</param>
public sealed record PublicationResult(
    ProgrammeId Programme, PublicationId Publication, int Added, int Changed, int Withdrawn, int OpenQuestions, string Digest);
