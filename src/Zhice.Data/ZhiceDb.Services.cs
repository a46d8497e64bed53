using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Services;

namespace Zhice.Data;

// The tables of services.
public sealed partial class ZhiceDb
{
    /// <summary>申请人.</summary>
    public DbSet<ServiceApplicant> ServiceApplicants => Set<ServiceApplicant>();
    /// <summary>Accounts that act for them.</summary>
    public DbSet<ApplicantMember> ApplicantMembers => Set<ApplicantMember>();
    /// <summary>办件.</summary>
    public DbSet<ServiceCase> ServiceCases => Set<ServiceCase>();
    /// <summary>Their actions.</summary>
    public DbSet<CaseActionRow> CaseActions => Set<CaseActionRow>();
    /// <summary>共同申请人.</summary>
    public DbSet<CaseSigner> CaseSigners => Set<CaseSigner>();
    /// <summary>对方当事人.</summary>
    public DbSet<CaseOpponent> CaseOpponents => Set<CaseOpponent>();
    /// <summary>共同签名.</summary>
    public DbSet<CaseSignature> CaseSignatures => Set<CaseSignature>();
    /// <summary>Cases that inspections were planned for.</summary>
    public DbSet<CaseInspection> CaseInspections => Set<CaseInspection>();
    /// <summary>风险补偿资金池.</summary>
    public DbSet<CompensationPool> CompensationPools => Set<CompensationPool>();
    /// <summary>Entries of their ledgers.</summary>
    public DbSet<PoolEntry> PoolEntries => Set<PoolEntry>();
    /// <summary>移交清单、退还清单、鉴定表.</summary>
    public DbSet<ArchiveList> ArchiveLists => Set<ArchiveList>();
    /// <summary>Cases on them.</summary>
    public DbSet<ArchiveLine> ArchiveLines => Set<ArchiveLine>();
    /// <summary>供需匹配.</summary>
    public DbSet<TechnologyMatch> TechnologyMatches => Set<TechnologyMatch>();
    /// <summary>Definitions that came while the platform runs.</summary>
    public DbSet<ServiceDefinition> ServiceDefinitions => Set<ServiceDefinition>();
    /// <summary>Their materials.</summary>
    public DbSet<CaseMaterial> CaseMaterials => Set<CaseMaterial>();
    /// <summary>Times at which the platform acts on them.</summary>
    public DbSet<CaseTimer> CaseTimers => Set<CaseTimer>();
    /// <summary>Who was asked for an opinion on them.</summary>
    public DbSet<CaseReviewer> CaseReviewers => Set<CaseReviewer>();
    /// <summary>How long they were at their steps.</summary>
    public DbSet<CaseStay> CaseStays => Set<CaseStay>();
    /// <summary>证书.</summary>
    public DbSet<ServiceCertificate> ServiceCertificates => Set<ServiceCertificate>();
    /// <summary>登记簿.</summary>
    public DbSet<RegisterEntry> RegisterEntries => Set<RegisterEntry>();
    /// <summary>Companies that the holders of entries let read them.</summary>
    public DbSet<RegisterReader> RegisterReaders => Set<RegisterReader>();
    /// <summary>咨询.</summary>
    public DbSet<Consultation> Consultations => Set<Consultation>();
    /// <summary>What cases count into data elements.</summary>
    public DbSet<CaseCountRow> CaseCountRows => Set<CaseCountRow>();
    /// <summary>How far cases from before were counted.</summary>
    public DbSet<CaseCountMark> CaseCountMarks => Set<CaseCountMark>();
    /// <summary>全量声明.</summary>
    public DbSet<CaseCoverage> CaseCoverages => Set<CaseCoverage>();
    /// <summary>数据异议.</summary>
    public DbSet<Zhice.Domain.Statistics.FigureDispute> FigureDisputes => Set<Zhice.Domain.Statistics.FigureDispute>();
    /// <summary>好差评.</summary>
    public DbSet<ServiceRating> ServiceRatings => Set<ServiceRating>();
}
