using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Mappings;

/// <summary>Heads of yearly submissions as a table.</summary>
internal sealed class SubmissionMapping : IEntityTypeConfiguration<Submission>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<Submission> submission)
    {
        submission.ToTable("sub_submission");
        submission.Property(s => s.Id).ValueGeneratedOnAdd();
        submission.Property(s => s.Digest).HasMaxLength(64);
        submission.Property(s => s.ReceiptNumber).HasMaxLength(40);
        submission.Property(s => s.Package).HasMaxLength(64);
        submission.Property(s => s.Answer).HasMaxLength(64);
        submission.Property(s => s.Version).IsConcurrencyToken();
        submission.HasIndex(s => new { s.ProgrammeId, s.OrganisationId }).IsUnique();
        // Two receipts of one number would be two papers that name the same thing.
        submission.HasIndex(s => new { s.ProgrammeId, s.ReceiptNumber }).IsUnique();
        submission.HasIndex(s => s.OrganisationId);
        submission.HasOne<YearProgramme>().WithMany().HasForeignKey(s => s.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        submission.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        submission.HasOne<Organisation>().WithMany().HasForeignKey(s => s.ReceiverId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Saves of submissions as a table; the body is kept packed.</summary>
internal sealed class SubmissionRevisionMapping : IEntityTypeConfiguration<SubmissionRevision>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<SubmissionRevision> revision)
    {
        revision.ToTable("sub_revision");
        revision.HasKey(r => new { r.SubmissionId, r.Number });
        revision.Property(r => r.Digest).HasMaxLength(64);
        revision.Property(r => r.Body).HasConversion<PackedText>();
        revision.HasIndex(r => r.Digest);
        revision.HasOne<Submission>().WithMany().HasForeignKey(r => r.SubmissionId).OnDelete(DeleteBehavior.Restrict);
    }

    // Each save keeps the whole body, which repeats names, digests and nearly all of the save before: packed it is a tenth.
    internal sealed class PackedText() : ValueConverter<string, byte[]>(text => Pack(text), bytes => Unpack(bytes))
    {
        static byte[] Pack(string text)
        {
            using var packed = new MemoryStream();
            using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true)) brotli.Write(Encoding.UTF8.GetBytes(text));
            return packed.ToArray();
        }

        static string Unpack(byte[] bytes)
        {
            using var brotli = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            brotli.CopyTo(plain);
            return Encoding.UTF8.GetString(plain.GetBuffer().AsSpan(0, (int)plain.Length));
        }
    }
}

/// <summary>Steps of submissions as a table: rows are only ever added.</summary>
internal sealed class SubmissionStepMapping : IEntityTypeConfiguration<SubmissionStep>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<SubmissionStep> step)
    {
        step.ToTable("sub_step");
        step.Property(s => s.Id).ValueGeneratedOnAdd();
        step.Property(s => s.Elsewhere).HasMaxLength(100);
        step.HasIndex(s => s.SubmissionId);
        step.HasOne<Submission>().WithMany().HasForeignKey(s => s.SubmissionId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Public keys of other instances as a table.</summary>
internal sealed class SubmissionKeyMapping : IEntityTypeConfiguration<SubmissionKey>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<SubmissionKey> key)
    {
        key.ToTable("sub_key");
        key.Property(k => k.Id).ValueGeneratedOnAdd();
        key.Property(k => k.Fingerprint).HasMaxLength(64);
        key.Property(k => k.PublicKey).HasMaxLength(130);
        key.Property(k => k.Note).HasMaxLength(500);
        key.Property(k => k.RevokedReason).HasMaxLength(500);
        key.Property(k => k.Version).IsConcurrencyToken();
        key.HasIndex(k => k.Fingerprint).IsUnique();
        key.HasOne<Organisation>().WithMany().HasForeignKey(k => k.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
