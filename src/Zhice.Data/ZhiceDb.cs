using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Zhice.Data.Mappings;
using Zhice.Data.Services;
using Zhice.Data.Working;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Audit;
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

using Zhice.Records.Store;

namespace Zhice.Data;

/// <summary>The one relational store: the same model on SQLite and on PostgreSQL. Tables are prefixed by module.</summary>
public sealed partial class ZhiceDb(DbContextOptions<ZhiceDb> options) : DbContext(options)
{
    /// <summary>The records of intellectual property beside this database; null for a context that no store made.</summary>
    public RecordStore? Records { get; internal set; }

    internal Lazy<ServiceCatalogue>? Catalogue { get; set; }

    /// <summary>The service items: the program's own, and with them what was published in this store; for a context that no store made, the program's alone.</summary>
    public ServiceCatalogue Items => Catalogue?.Value ?? ServiceFiles.Shipped;

    /// <summary>行政区划.</summary>
    public DbSet<Division> Divisions => Set<Division>();
    /// <summary>机构.</summary>
    public DbSet<Organisation> Organisations => Set<Organisation>();
    /// <summary>Other names of organisations.</summary>
    public DbSet<OrganisationAlias> OrganisationAliases => Set<OrganisationAlias>();
    /// <summary>Dated status facts.</summary>
    public DbSet<DatedStatus> Statuses => Set<DatedStatus>();
    /// <summary>政策文件.</summary>
    public DbSet<ImportedDocument> Documents => Set<ImportedDocument>();
    /// <summary>Texts and readings of documents.</summary>
    public DbSet<DocumentReading> DocumentReadings => Set<DocumentReading>();
    /// <summary>Corrections of readings.</summary>
    public DbSet<DocumentCorrection> DocumentCorrections => Set<DocumentCorrection>();
    /// <summary>年度工作.</summary>
    public DbSet<YearProgramme> Programmes => Set<YearProgramme>();
    /// <summary>Publications of documents to programmes.</summary>
    public DbSet<Publication> Publications => Set<Publication>();
    /// <summary>任务.</summary>
    public DbSet<ProgrammeTask> Tasks => Set<ProgrammeTask>();
    /// <summary>落实举措.</summary>
    public DbSet<ProgrammeMeasure> Measures => Set<ProgrammeMeasure>();
    /// <summary>事项.</summary>
    public DbSet<ProgrammeCommitment> Commitments => Set<ProgrammeCommitment>();
    /// <summary>责任分工.</summary>
    public DbSet<TaskAssignment> Assignments => Set<TaskAssignment>();
    /// <summary>适用范围.</summary>
    public DbSet<MeasureRule> Rules => Set<MeasureRule>();
    /// <summary>量化目标.</summary>
    public DbSet<FoundTarget> FoundTargets => Set<FoundTarget>();
    /// <summary>报送要求.</summary>
    public DbSet<ReportDuty> ReportDuties => Set<ReportDuty>();
    /// <summary>应办任务.</summary>
    public DbSet<Obligation> Obligations => Set<Obligation>();
    /// <summary>待定事项.</summary>
    public DbSet<PendingDecision> Decisions => Set<PendingDecision>();
    /// <summary>Organisations that decisions name.</summary>
    public DbSet<DecisionMember> DecisionMembers => Set<DecisionMember>();
    /// <summary>Where the work on obligations stands.</summary>
    public DbSet<ObligationState> ObligationStates => Set<ObligationState>();
    /// <summary>What the offices of a programme work by.</summary>
    public DbSet<WorkingRules> WorkingRules => Set<WorkingRules>();
    /// <summary>延期.</summary>
    public DbSet<DueExtension> DueExtensions => Set<DueExtension>();
    /// <summary>分解事项.</summary>
    public DbSet<WorkItem> WorkItems => Set<WorkItem>();
    /// <summary>Counts of changes of the work, one a programme.</summary>
    public DbSet<WorkCounter> WorkCounters => Set<WorkCounter>();
    /// <summary>动态.</summary>
    public DbSet<WorkEvent> WorkEvents => Set<WorkEvent>();
    /// <summary>进展报送.</summary>
    public DbSet<ProgressReport> Reports => Set<ProgressReport>();
    /// <summary>Saves of reports.</summary>
    public DbSet<ReportRevision> ReportRevisions => Set<ReportRevision>();
    /// <summary>Steps of reports.</summary>
    public DbSet<ReportStep> ReportSteps => Set<ReportStep>();
    /// <summary>Reasons of returns.</summary>
    public DbSet<ReportReason> ReportReasons => Set<ReportReason>();
    /// <summary>Keys of requests that began a report.</summary>
    public DbSet<ReportKey> ReportKeys => Set<ReportKey>();
    /// <summary>Sentences that reports speak of.</summary>
    public DbSet<ReportCommitment> ReportCommitments => Set<ReportCommitment>();
    /// <summary>Steps inside offices.</summary>
    public DbSet<OfficeSteps> OfficeSteps => Set<OfficeSteps>();
    /// <summary>Who does which step, deputies included.</summary>
    public DbSet<OfficeDuty> OfficeDuties => Set<OfficeDuty>();
    /// <summary>佐证材料.</summary>
    public DbSet<Evidence> Evidence => Set<Evidence>();
    /// <summary>Versions of evidence.</summary>
    public DbSet<EvidenceVersion> EvidenceVersions => Set<EvidenceVersion>();
    /// <summary>Uses of evidence in reports.</summary>
    public DbSet<ReportEvidence> EvidenceUses => Set<ReportEvidence>();
    /// <summary>Answers about two commitments: 沿革, 对应.</summary>
    public DbSet<MatchDecision> MatchDecisions => Set<MatchDecision>();
    /// <summary>Answers that a commitment has no counterpart in another year.</summary>
    public DbSet<AloneDecision> AloneDecisions => Set<AloneDecision>();
    /// <summary>Uses that reports gave up.</summary>
    public DbSet<EndedEvidenceUse> EndedEvidenceUses => Set<EndedEvidenceUse>();
    /// <summary>年度成效报送.</summary>
    public DbSet<Submission> Submissions => Set<Submission>();
    /// <summary>Saves of submissions.</summary>
    public DbSet<SubmissionRevision> SubmissionRevisions => Set<SubmissionRevision>();
    /// <summary>Steps of submissions.</summary>
    public DbSet<SubmissionStep> SubmissionSteps => Set<SubmissionStep>();
    /// <summary>Public keys of other instances.</summary>
    public DbSet<SubmissionKey> SubmissionKeys => Set<SubmissionKey>();
    /// <summary>Definitions of indicators as loaded.</summary>
    public DbSet<LoadedDefinition> IndicatorDefinitions => Set<LoadedDefinition>();
    /// <summary>Elements as loaded.</summary>
    public DbSet<LoadedElement> LoadedElements => Set<LoadedElement>();
    /// <summary>Computations of years.</summary>
    public DbSet<RollUpRun> RollUpRuns => Set<RollUpRun>();
    /// <summary>指标值.</summary>
    public DbSet<IndicatorFigure> IndicatorFigures => Set<IndicatorFigure>();
    /// <summary>目标值.</summary>
    public DbSet<IndicatorTarget> IndicatorTargets => Set<IndicatorTarget>();
    /// <summary>剔除名单.</summary>
    public DbSet<ExclusionSet> ExclusionSets => Set<ExclusionSet>();
    /// <summary>Their applicants and agencies.</summary>
    public DbSet<ExclusionMember> ExclusionMembers => Set<ExclusionMember>();
    /// <summary>What they take off.</summary>
    public DbSet<ExclusionEffect> ExclusionEffects => Set<ExclusionEffect>();
    /// <summary>Figures of indicators as releases published them.</summary>
    public DbSet<PublishedFigure> PublishedFigures => Set<PublishedFigure>();
    /// <summary>Accounts.</summary>
    public DbSet<Account> Accounts => Set<Account>();
    /// <summary>Roles that accounts hold.</summary>
    public DbSet<RoleGrant> RoleGrants => Set<RoleGrant>();
    /// <summary>Named filters of people.</summary>
    public DbSet<SavedFilter> SavedFilters => Set<SavedFilter>();
    /// <summary>Searches over records that people keep.</summary>
    public DbSet<SavedSearch> SavedSearches => Set<SavedSearch>();
    /// <summary>Boards of indicators that people keep.</summary>
    public DbSet<SavedBoard> SavedBoards => Set<SavedBoard>();
    /// <summary>Navigation reports that people keep.</summary>
    public DbSet<NavigationReport> NavigationReports => Set<NavigationReport>();
    /// <summary>Their papers as last made.</summary>
    public DbSet<NavigationFile> NavigationFiles => Set<NavigationFile>();
    /// <summary>Records taken away on a day.</summary>
    public DbSet<RecordTaking> RecordTakings => Set<RecordTaking>();
    /// <summary>Keys of programs.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    /// <summary>Login sessions.</summary>
    public DbSet<Session> Sessions => Set<Session>();
    /// <summary>The audit log.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>Editions of the working-day calendar.</summary>
    public DbSet<CalendarEdition> CalendarEditions => Set<CalendarEdition>();
    /// <summary>Dates that editions moved.</summary>
    public DbSet<CalendarMove> CalendarMoves => Set<CalendarMove>();
    /// <summary>督办阶梯 of programmes that set their own.</summary>
    public DbSet<ProgrammeLadder> Ladders => Set<ProgrammeLadder>();
    /// <summary>Their rungs.</summary>
    public DbSet<ProgrammeRung> Rungs => Set<ProgrammeRung>();
    /// <summary>Rungs that fired.</summary>
    public DbSet<Firing> Firings => Set<Firing>();
    /// <summary>Last turns of the clock's jobs.</summary>
    public DbSet<JobTick> JobTicks => Set<JobTick>();
    /// <summary>Drills of the ladder.</summary>
    public DbSet<LadderDrill> LadderDrills => Set<LadderDrill>();
    /// <summary>督办单.</summary>
    public DbSet<UrgingLetter> Letters => Set<UrgingLetter>();
    /// <summary>Their steps.</summary>
    public DbSet<LetterStep> LetterSteps => Set<LetterStep>();
    /// <summary>Their numbers.</summary>
    public DbSet<LetterSeries> LetterSeries => Set<LetterSeries>();
    /// <summary>Their suspensions.</summary>
    public DbSet<LetterSuspension> LetterSuspensions => Set<LetterSuspension>();
    /// <summary>What happened, for others to be told.</summary>
    public DbSet<OutboxEvent> OutboxEvents => Set<OutboxEvent>();
    /// <summary>Addresses that are told.</summary>
    public DbSet<Webhook> Webhooks => Set<Webhook>();
    /// <summary>Events on their way to addresses.</summary>
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    /// <summary>Daily mails.</summary>
    public DbSet<Digest> Digests => Set<Digest>();
    /// <summary>How accounts want to be told.</summary>
    public DbSet<NoticePreference> NoticePreferences => Set<NoticePreference>();
    /// <summary>Short keys of data elements.</summary>
    public DbSet<ElementKey> ElementKeys => Set<ElementKey>();
    /// <summary>Batches of values.</summary>
    public DbSet<ObservationBatch> ObservationBatches => Set<ObservationBatch>();
    /// <summary>数据.</summary>
    public DbSet<Observation> Observations => Set<Observation>();
    /// <summary>各期填报.</summary>
    public DbSet<CollectionRound> CollectionRounds => Set<CollectionRound>();
    /// <summary>报表.</summary>
    public DbSet<StatisticalReturn> StatisticalReturns => Set<StatisticalReturn>();
    /// <summary>Answers to findings.</summary>
    public DbSet<FindingAnswer> FindingAnswers => Set<FindingAnswer>();
    /// <summary>统计联络员.</summary>
    public DbSet<StatisticalLiaison> Liaisons => Set<StatisticalLiaison>();
    /// <summary>更正.</summary>
    public DbSet<ValueCorrection> ValueCorrections => Set<ValueCorrection>();
    /// <summary>干预记录; readable by auditors only.</summary>
    public DbSet<InterferenceNote> InterferenceNotes => Set<InterferenceNote>();
    /// <summary>机构沿革.</summary>
    public DbSet<Succession> Successions => Set<Succession>();
    /// <summary>发布.</summary>
    public DbSet<StatisticalRelease> StatisticalReleases => Set<StatisticalRelease>();
    /// <summary>Steps of releases.</summary>
    public DbSet<ReleaseStep> ReleaseSteps => Set<ReleaseStep>();
    /// <summary>考核方案.</summary>
    public DbSet<SchemeVersion> AssessmentSchemes => Set<SchemeVersion>();
    /// <summary>各轮考核.</summary>
    public DbSet<AssessmentRound> AssessmentRounds => Set<AssessmentRound>();
    /// <summary>被考核机构.</summary>
    public DbSet<AssessmentSubject> AssessmentSubjects => Set<AssessmentSubject>();
    /// <summary>考核人员.</summary>
    public DbSet<RoundMember> RoundMembers => Set<RoundMember>();
    /// <summary>回避.</summary>
    public DbSet<Recusal> Recusals => Set<Recusal>();
    /// <summary>自评、复核、终评.</summary>
    public DbSet<AssessmentMark> AssessmentMarks => Set<AssessmentMark>();
    /// <summary>Acts that cost points.</summary>
    public DbSet<AssessmentAct> AssessmentActs => Set<AssessmentAct>();
    /// <summary>专家评分表.</summary>
    public DbSet<ExpertSheet> ExpertSheets => Set<ExpertSheet>();
    /// <summary>专家评分.</summary>
    public DbSet<ExpertScore> ExpertScores => Set<ExpertScore>();
    /// <summary>公布.</summary>
    public DbSet<ScorePublication> ScorePublications => Set<ScorePublication>();
    /// <summary>异议.</summary>
    public DbSet<ScoreObjection> ScoreObjections => Set<ScoreObjection>();
    /// <summary>督查激励.</summary>
    public DbSet<IncentiveEntry> IncentiveEntries => Set<IncentiveEntry>();
    /// <summary>中期评估.</summary>
    public DbSet<MidTermEvaluation> MidTermEvaluations => Set<MidTermEvaluation>();
    /// <summary>Their goals.</summary>
    public DbSet<MidTermGoal> MidTermGoals => Set<MidTermGoal>();
    /// <summary>督查方案.</summary>
    public DbSet<InspectionPlan> InspectionPlans => Set<InspectionPlan>();
    /// <summary>Offices in plans.</summary>
    public DbSet<InspectionSubject> InspectionSubjects => Set<InspectionSubject>();
    /// <summary>抽取.</summary>
    public DbSet<InspectionDraw> InspectionDraws => Set<InspectionDraw>();
    /// <summary>问题.</summary>
    public DbSet<InspectionFinding> InspectionFindings => Set<InspectionFinding>();
    /// <summary>Their steps.</summary>
    public DbSet<FindingStep> FindingSteps => Set<FindingStep>();
    /// <summary>征集通知.</summary>
    public DbSet<SelectionCall> SelectionCalls => Set<SelectionCall>();
    /// <summary>申报.</summary>
    public DbSet<SelectionApplication> SelectionApplications => Set<SelectionApplication>();
    /// <summary>Their steps.</summary>
    public DbSet<ApplicationStep> ApplicationSteps => Set<ApplicationStep>();
    /// <summary>Their materials.</summary>
    public DbSet<ApplicationMaterial> ApplicationMaterials => Set<ApplicationMaterial>();
    /// <summary>评分表.</summary>
    public DbSet<ScoreSheet> ScoreSheets => Set<ScoreSheet>();
    /// <summary>Scores as saved.</summary>
    public DbSet<ScoreEntry> ScoreEntries => Set<ScoreEntry>();
    /// <summary>公示异议.</summary>
    public DbSet<SelectionObjection> SelectionObjections => Set<SelectionObjection>();
    /// <summary>认定.</summary>
    public DbSet<SelectionAward> SelectionAwards => Set<SelectionAward>();
    /// <summary>Which award stands behind a status.</summary>
    public DbSet<AwardStatus> AwardStatuses => Set<AwardStatus>();
    /// <summary>典型案例.</summary>
    public DbSet<TypicalCase> TypicalCases => Set<TypicalCase>();
    /// <summary>Their steps.</summary>
    public DbSet<TypicalCaseStep> TypicalCaseSteps => Set<TypicalCaseStep>();
    /// <summary>满意度调查.</summary>
    public DbSet<Survey> Surveys => Set<Survey>();
    /// <summary>Their strata.</summary>
    public DbSet<SurveyStratum> SurveyStrata => Set<SurveyStratum>();
    /// <summary>Their invitations.</summary>
    public DbSet<SurveyInvitation> SurveyInvitations => Set<SurveyInvitation>();
    /// <summary>Their answers.</summary>
    public DbSet<SurveyAnswer> SurveyAnswers => Set<SurveyAnswer>();
    /// <summary>The key of the day that addresses are hashed with.</summary>
    public DbSet<SurveyPlaceKey> SurveyPlaceKeys => Set<SurveyPlaceKey>();
    /// <summary>Answers of the day by place.</summary>
    public DbSet<SurveyPlace> SurveyPlaces => Set<SurveyPlace>();
    /// <summary>年度报告、白皮书.</summary>
    public DbSet<WhiteBook> WhiteBooks => Set<WhiteBook>();
    /// <summary>Their steps.</summary>
    public DbSet<WhiteBookStep> WhiteBookSteps => Set<WhiteBookStep>();
    /// <summary>Chapters as saved.</summary>
    public DbSet<WhiteBookEdit> WhiteBookEdits => Set<WhiteBookEdit>();

    /// <inheritdoc/>
    /// <remarks>Changed work is counted with its programme in the same transaction (<see cref="WorkStamp"/>): what was kept in memory is then known to be old.</remarks>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (WorkStamp.Of(ChangeTracker) is not { } work) return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        await using (own)
        {
            await work.Count(this, cancellationToken);
            var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            await work.NoteReports(this, cancellationToken);
            if (own is not null) await own.CommitAsync(cancellationToken);
            return saved;
        }
    }

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => WorkStamp.Of(ChangeTracker) is null
        ? base.SaveChanges(acceptAllChangesOnSuccess)
        : SaveChangesAsync(acceptAllChangesOnSuccess).GetAwaiter().GetResult();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // An index is made where a query reads it, and said so in the mapping; EF would make one for every link.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        // Said before the entities are found, or EF would take these two for entities of their own.
        configurationBuilder.ComplexProperties<Quotation>();
        configurationBuilder.ComplexProperties<DueTime>();
        ConvertKeys(configurationBuilder);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ZhiceDb).Assembly);
        SnakeCase.Apply(modelBuilder, Database.IsNpgsql() ? "C" : null);
    }

    // PostgreSQL keeps microseconds and SQLite whatever it is given: cut to microseconds, a moment reads back alike from both.
    internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTime>(
        moment => new DateTime(moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc),
        stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
}
