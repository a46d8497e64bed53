using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zhice.Domain.Organisations;
using Zhice.Domain.WhiteBooks;

namespace Zhice.Data.Mappings;

/// <summary>Yearly reports and white books as tables.</summary>
internal sealed class WhiteBookMapping : IEntityTypeConfiguration<WhiteBook>
{
    public void Configure(EntityTypeBuilder<WhiteBook> book)
    {
        book.ToTable("book_book");
        book.Property(b => b.Id).ValueGeneratedOnAdd();
        book.Property(b => b.Code).HasMaxLength(60);
        book.Property(b => b.Title).HasMaxLength(200);
        book.Property(b => b.Template).HasMaxLength(60);
        book.Property(b => b.Digest).HasMaxLength(64);
        book.Property(b => b.Reason).HasMaxLength(1000);
        book.Property(b => b.Version).IsConcurrencyToken();
        book.HasIndex(b => new { b.Code, b.Revision }).IsUnique();
        book.HasIndex(b => b.State);
        book.HasOne<Organisation>().WithMany().HasForeignKey(b => b.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class WhiteBookStepMapping : IEntityTypeConfiguration<WhiteBookStep>
{
    public void Configure(EntityTypeBuilder<WhiteBookStep> step)
    {
        step.ToTable("book_step");
        step.Property(s => s.Id).ValueGeneratedOnAdd();
        step.Property(s => s.Note).HasMaxLength(1000);
        step.HasIndex(s => s.BookId);
        step.HasOne<WhiteBook>().WithMany().HasForeignKey(s => s.BookId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class WhiteBookEditMapping : IEntityTypeConfiguration<WhiteBookEdit>
{
    public void Configure(EntityTypeBuilder<WhiteBookEdit> edit)
    {
        edit.ToTable("book_edit");
        edit.Property(e => e.Id).ValueGeneratedOnAdd();
        edit.Property(e => e.Chapter).HasMaxLength(60);
        edit.Property(e => e.Title).HasMaxLength(120);
        edit.Property(e => e.Text).HasMaxLength(BookChapter.LongestText);
        edit.HasIndex(e => new { e.BookId, e.Chapter });
        edit.HasOne<WhiteBook>().WithMany().HasForeignKey(e => e.BookId).OnDelete(DeleteBehavior.Restrict);
    }
}
