using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Cases;
using Zhice.Domain.Documents;
using Zhice.Domain.Indicators;
using Zhice.Domain.Inspection;
using Zhice.Domain.Matching;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Selection;
using Zhice.Domain.Services;
using Zhice.Domain.Statistics;
using Zhice.Domain.Supervision;
using Zhice.Domain.Surveys;
using Zhice.Domain.Submitting;
using Zhice.Domain.WhiteBooks;
using Zhice.Domain.Working;

namespace Zhice.Data;

/// <summary>Keys of entities as the store keeps them: whole numbers.</summary>
public sealed partial class ZhiceDb
{
    static void ConvertKeys(ModelConfigurationBuilder keys)
    {
        keys.Properties<OrganisationId>().HaveConversion<OrganisationIdConverter>();
        keys.Properties<StatusId>().HaveConversion<StatusIdConverter>();
        keys.Properties<DocumentId>().HaveConversion<DocumentIdConverter>();
        keys.Properties<ProgrammeId>().HaveConversion<ProgrammeIdConverter>();
        keys.Properties<PublicationId>().HaveConversion<PublicationIdConverter>();
        keys.Properties<TaskId>().HaveConversion<TaskIdConverter>();
        keys.Properties<MeasureId>().HaveConversion<MeasureIdConverter>();
        keys.Properties<CommitmentId>().HaveConversion<CommitmentIdConverter>();
        keys.Properties<RuleId>().HaveConversion<RuleIdConverter>();
        keys.Properties<ObligationId>().HaveConversion<ObligationIdConverter>();
        keys.Properties<DecisionId>().HaveConversion<DecisionIdConverter>();
        keys.Properties<WorkItemId>().HaveConversion<WorkItemIdConverter>();
        keys.Properties<ReportId>().HaveConversion<ReportIdConverter>();
        keys.Properties<EvidenceId>().HaveConversion<EvidenceIdConverter>();
        keys.Properties<SavedFilterId>().HaveConversion<SavedFilterIdConverter>();
        keys.Properties<SavedSearchId>().HaveConversion<SavedSearchIdConverter>();
        keys.Properties<SavedBoardId>().HaveConversion<SavedBoardIdConverter>();
        keys.Properties<NavigationReportId>().HaveConversion<NavigationReportIdConverter>();
        keys.Properties<AloneDecisionId>().HaveConversion<AloneDecisionIdConverter>();
        keys.Properties<MatchDecisionId>().HaveConversion<MatchDecisionIdConverter>();
        keys.Properties<SubmissionId>().HaveConversion<SubmissionIdConverter>();
        keys.Properties<SubmissionKeyId>().HaveConversion<SubmissionKeyIdConverter>();
        keys.Properties<AccountId>().HaveConversion<AccountIdConverter>();
        keys.Properties<LetterId>().HaveConversion<LetterIdConverter>();
        keys.Properties<CollectionId>().HaveConversion<CollectionIdConverter>();
        keys.Properties<ReturnId>().HaveConversion<ReturnIdConverter>();
        keys.Properties<CorrectionId>().HaveConversion<CorrectionIdConverter>();
        keys.Properties<ReleaseId>().HaveConversion<ReleaseIdConverter>();
        keys.Properties<SchemeId>().HaveConversion<SchemeIdConverter>();
        keys.Properties<RoundId>().HaveConversion<RoundIdConverter>();
        keys.Properties<SubjectId>().HaveConversion<SubjectIdConverter>();
        keys.Properties<SheetId>().HaveConversion<SheetIdConverter>();
        keys.Properties<ObjectionId>().HaveConversion<ObjectionIdConverter>();
        keys.Properties<EvaluationId>().HaveConversion<EvaluationIdConverter>();
        keys.Properties<InspectionId>().HaveConversion<InspectionIdConverter>();
        keys.Properties<FindingId>().HaveConversion<FindingIdConverter>();
        keys.Properties<ScoreSheetId>().HaveConversion<ScoreSheetIdConverter>();
        keys.Properties<ApplicationKey>().HaveConversion<ApplicationKeyConverter>();
        keys.Properties<TypicalCaseId>().HaveConversion<TypicalCaseIdConverter>();
        keys.Properties<SurveyId>().HaveConversion<SurveyIdConverter>();
        keys.Properties<CaseId>().HaveConversion<CaseIdConverter>();
        keys.Properties<PoolId>().HaveConversion<PoolIdConverter>();
        keys.Properties<ArchiveListId>().HaveConversion<ArchiveListIdConverter>();
        keys.Properties<ApplicantId>().HaveConversion<ApplicantIdConverter>();
        keys.Properties<CallId>().HaveConversion<CallIdConverter>();
        keys.Properties<WhiteBookId>().HaveConversion<WhiteBookIdConverter>();
    }

    // One line a key: EF needs a converter type for each.
    internal sealed class OrganisationIdConverter() : ValueConverter<OrganisationId, long>(id => id.Value, value => new(value));
    internal sealed class StatusIdConverter() : ValueConverter<StatusId, long>(id => id.Value, value => new(value));
    internal sealed class DocumentIdConverter() : ValueConverter<DocumentId, long>(id => id.Value, value => new(value));
    internal sealed class ProgrammeIdConverter() : ValueConverter<ProgrammeId, long>(id => id.Value, value => new(value));
    internal sealed class PublicationIdConverter() : ValueConverter<PublicationId, long>(id => id.Value, value => new(value));
    internal sealed class TaskIdConverter() : ValueConverter<TaskId, long>(id => id.Value, value => new(value));
    internal sealed class MeasureIdConverter() : ValueConverter<MeasureId, long>(id => id.Value, value => new(value));
    internal sealed class CommitmentIdConverter() : ValueConverter<CommitmentId, long>(id => id.Value, value => new(value));
    internal sealed class RuleIdConverter() : ValueConverter<RuleId, long>(id => id.Value, value => new(value));
    internal sealed class ObligationIdConverter() : ValueConverter<ObligationId, long>(id => id.Value, value => new(value));
    internal sealed class DecisionIdConverter() : ValueConverter<DecisionId, long>(id => id.Value, value => new(value));
    internal sealed class WorkItemIdConverter() : ValueConverter<WorkItemId, long>(id => id.Value, value => new(value));
    internal sealed class ReportIdConverter() : ValueConverter<ReportId, long>(id => id.Value, value => new(value));
    internal sealed class EvidenceIdConverter() : ValueConverter<EvidenceId, long>(id => id.Value, value => new(value));
    internal sealed class LetterIdConverter() : ValueConverter<LetterId, long>(id => id.Value, value => new(value));
    internal sealed class SavedFilterIdConverter() : ValueConverter<SavedFilterId, long>(id => id.Value, value => new(value));
    internal sealed class SavedBoardIdConverter() : ValueConverter<SavedBoardId, long>(id => id.Value, value => new(value));
    internal sealed class NavigationReportIdConverter() : ValueConverter<NavigationReportId, long>(id => id.Value, value => new(value));
    internal sealed class SavedSearchIdConverter() : ValueConverter<SavedSearchId, long>(id => id.Value, value => new(value));
    internal sealed class AloneDecisionIdConverter() : ValueConverter<AloneDecisionId, long>(id => id.Value, value => new(value));
    internal sealed class MatchDecisionIdConverter() : ValueConverter<MatchDecisionId, long>(id => id.Value, value => new(value));
    internal sealed class SubmissionIdConverter() : ValueConverter<SubmissionId, long>(id => id.Value, value => new(value));
    internal sealed class SubmissionKeyIdConverter() : ValueConverter<SubmissionKeyId, long>(id => id.Value, value => new(value));
    internal sealed class CollectionIdConverter() : ValueConverter<CollectionId, long>(id => id.Value, value => new(value));
    internal sealed class ReturnIdConverter() : ValueConverter<ReturnId, long>(id => id.Value, value => new(value));
    internal sealed class CorrectionIdConverter() : ValueConverter<CorrectionId, long>(id => id.Value, value => new(value));
    internal sealed class ReleaseIdConverter() : ValueConverter<ReleaseId, long>(id => id.Value, value => new(value));
    internal sealed class SchemeIdConverter() : ValueConverter<SchemeId, long>(id => id.Value, value => new(value));
    internal sealed class RoundIdConverter() : ValueConverter<RoundId, long>(id => id.Value, value => new(value));
    internal sealed class SubjectIdConverter() : ValueConverter<SubjectId, long>(id => id.Value, value => new(value));
    internal sealed class SheetIdConverter() : ValueConverter<SheetId, long>(id => id.Value, value => new(value));
    internal sealed class ObjectionIdConverter() : ValueConverter<ObjectionId, long>(id => id.Value, value => new(value));
    internal sealed class EvaluationIdConverter() : ValueConverter<EvaluationId, long>(id => id.Value, value => new(value));
    internal sealed class InspectionIdConverter() : ValueConverter<InspectionId, long>(id => id.Value, value => new(value));
    internal sealed class FindingIdConverter() : ValueConverter<FindingId, long>(id => id.Value, value => new(value));
    internal sealed class TypicalCaseIdConverter() : ValueConverter<TypicalCaseId, long>(id => id.Value, value => new(value));
    internal sealed class SurveyIdConverter() : ValueConverter<SurveyId, long>(id => id.Value, value => new(value));
    internal sealed class PoolIdConverter() : ValueConverter<PoolId, long>(id => id.Value, value => new(value));
    internal sealed class ArchiveListIdConverter() : ValueConverter<ArchiveListId, long>(id => id.Value, value => new(value));

    internal sealed class CaseIdConverter() : ValueConverter<CaseId, long>(id => id.Value, value => new(value));
    internal sealed class ApplicantIdConverter() : ValueConverter<ApplicantId, long>(id => id.Value, value => new(value));
    internal sealed class WhiteBookIdConverter() : ValueConverter<WhiteBookId, long>(id => id.Value, value => new(value));
    internal sealed class CallIdConverter() : ValueConverter<CallId, long>(id => id.Value, value => new(value));
    internal sealed class ApplicationKeyConverter() : ValueConverter<ApplicationKey, long>(id => id.Value, value => new(value));
    internal sealed class ScoreSheetIdConverter() : ValueConverter<ScoreSheetId, long>(id => id.Value, value => new(value));
    internal sealed class AccountIdConverter() : ValueConverter<AccountId, long>(id => id.Value, value => new(value));
}
