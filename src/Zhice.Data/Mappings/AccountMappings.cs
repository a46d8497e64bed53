using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Accounts;
using Zhice.Domain.Audit;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Mappings;

/// <summary>Accounts, their roles and sessions, and the audit log as tables.</summary>
internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("acc_account");
        account.Property(a => a.Id).ValueGeneratedOnAdd();
        account.Property(a => a.Login).HasMaxLength(60);
        account.Property(a => a.DisplayName).HasMaxLength(60);
        account.Property(a => a.Version).IsConcurrencyToken();
        account.HasIndex(a => a.Login).IsUnique();
    }
}

internal sealed class RoleGrantMapping : IEntityTypeConfiguration<RoleGrant>
{
    public void Configure(EntityTypeBuilder<RoleGrant> grant)
    {
        grant.ToTable("acc_grant");
        grant.HasIndex(g => g.AccountId);
        grant.HasOne<Account>().WithMany().HasForeignKey(g => g.AccountId).OnDelete(DeleteBehavior.Restrict);
        grant.HasIndex(g => g.OrganisationId);
        grant.HasOne<Organisation>().WithMany().HasForeignKey(g => g.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Named filters of people.</summary>
internal sealed class SavedFilterMapping : IEntityTypeConfiguration<SavedFilter>
{
    public void Configure(EntityTypeBuilder<SavedFilter> filter)
    {
        filter.ToTable("acc_filter");
        filter.Property(f => f.Id).ValueGeneratedOnAdd();
        filter.Property(f => f.Name).HasMaxLength(SavedFilter.LongestName);
        filter.Property(f => f.Path).HasMaxLength(SavedFilter.LongestPath);
        filter.Property(f => f.Query).HasMaxLength(SavedFilter.LongestQuery);
        filter.HasIndex(f => new { f.AccountId, f.Name }).IsUnique();
        filter.HasOne<Account>().WithMany().HasForeignKey(f => f.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Searches over records that people keep.</summary>
internal sealed class SavedSearchMapping : IEntityTypeConfiguration<SavedSearch>
{
    public void Configure(EntityTypeBuilder<SavedSearch> search)
    {
        search.ToTable("acc_search");
        search.Property(s => s.Id).ValueGeneratedOnAdd();
        search.Property(s => s.Name).HasMaxLength(SavedSearch.LongestName);
        search.Property(s => s.Query).HasMaxLength(SavedSearch.LongestQuery);
        search.HasIndex(s => new { s.AccountId, s.Number }).IsUnique();
        search.HasIndex(s => new { s.AccountId, s.Name }).IsUnique();
        search.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Navigation reports that people keep.</summary>
internal sealed class NavigationReportMapping : IEntityTypeConfiguration<NavigationReport>
{
    public void Configure(EntityTypeBuilder<NavigationReport> report)
    {
        report.ToTable("acc_navigation");
        report.Property(r => r.Id).ValueGeneratedOnAdd();
        report.Property(r => r.Title).HasMaxLength(NavigationReport.LongestTitle);
        report.Property(r => r.Scope).HasMaxLength(NavigationReport.LongestQuery);
        report.Property(r => r.Compared).HasMaxLength(NavigationReport.LongestCompared);
        report.HasIndex(r => new { r.AccountId, r.Title }).IsUnique();
        report.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Papers of navigation reports, apart from them so that lists do not read them.</summary>
internal sealed class NavigationFileMapping : IEntityTypeConfiguration<NavigationFile>
{
    public void Configure(EntityTypeBuilder<NavigationFile> file)
    {
        file.ToTable("acc_navigation_file");
        file.HasKey(f => f.ReportId);
        file.Property(f => f.ReportId).ValueGeneratedNever();
        file.Property(f => f.Digest).HasMaxLength(64);
        file.HasOne<NavigationReport>().WithOne().HasForeignKey<NavigationFile>(f => f.ReportId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Records taken away on a day.</summary>
internal sealed class RecordTakingMapping : IEntityTypeConfiguration<RecordTaking>
{
    public void Configure(EntityTypeBuilder<RecordTaking> taking)
    {
        taking.ToTable("acc_record_quota");
        taking.HasKey(t => new { t.Day, t.Who });
        taking.Property(t => t.Who).HasMaxLength(80);
    }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.ToTable("acc_session");
        session.HasKey(s => s.Key);
        session.Property(s => s.Key).HasMaxLength(64);
        session.HasIndex(s => s.AccountId);
        session.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ApiKeyMapping : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("acc_key");
        key.HasKey(k => k.Key);
        key.Property(k => k.Key).HasMaxLength(64);
        key.Property(k => k.Name).HasMaxLength(ApiKey.LongestName);
        key.HasIndex(k => k.AccountId);
        key.HasOne<Account>().WithMany().HasForeignKey(k => k.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_entry");
        entry.Property(e => e.Action).HasMaxLength(60);
        entry.Property(e => e.Subject).HasMaxLength(120);
        entry.HasIndex(e => e.Sequence).IsUnique();
        entry.HasIndex(e => e.Subject);
    }
}
