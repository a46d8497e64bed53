using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.WhiteBooks;

namespace Zhice.Data.WhiteBooks;

/// <summary>A book that is begun.</summary>
/// <param name="Template">Code of the template.</param>
/// <param name="Owner">Code of the office that publishes.</param>
/// <param name="Code">Stable name in addresses.</param>
/// <param name="Title">Title; empty for the template's.</param>
/// <param name="Year">The year that it speaks of.</param>
public sealed record BookRequest(string Template, string Owner, string Code, string Title, int Year)
{
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
}

/// <summary>年度报告、白皮书: begun from a template, written, reviewed, published, revised. What was published is never written over.</summary>
public static partial class BookDesk
{
    /// <summary>Books that the actor may see: published ones everybody; others who writes and publishes for the owner, and who reads all.</summary>
    public static IQueryable<WhiteBook> VisibleBooks(this ZhiceDb db, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (AccessPolicy.ReadsAll(actor)) return db.WhiteBooks;
        var owners = ReleaseDesk.OwnersFor(actor);
        return db.WhiteBooks.Where(b => b.State == WhiteBookState.Published || owners.Contains(b.OwnerId));
    }

    /// <summary>Begins the first revision as a draft.</summary>
    /// <returns>Refusals: <c>access.denied</c>, and all defects at once: <c>book.template</c>, <c>book.code</c>, <c>book.code-taken</c>, <c>book.title</c>, <c>book.year</c>.</returns>
    public static async Task<Outcome<WhiteBook>> Begin(ZhiceDb db, Actor actor, BookRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        var owner = await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == request.Owner, cancel);
        if (owner is null || actor.AccountId is null || !BookMoves.MayWrite(actor, owner.Path)) return new Forbidden("access.denied");
        var template = TemplateFiles.Find(request.Template);
        var defects = new List<Defect>();
        if (template is null) defects.Add(new Defect("book.template", "template"));
        if (!Address().IsMatch(request.Code)) defects.Add(new Defect("book.code", "code"));
        else if (await db.WhiteBooks.AnyAsync(b => b.Code == request.Code, cancel)) defects.Add(new Defect("book.code-taken", "code"));
        if (request.Year is < 1985 or > 2100) defects.Add(new Defect("book.year", "year"));
        var title = request.Title.Trim().Length > 0 ? request.Title.Trim() : template is null ? "" : string.Concat(BookText.Paragraphs(template.Title, request.Year).SelectMany(p => p.Runs).Select(r => r.Words));
        if (title.Length > 200 || StorableText.Check(title, "title") is not null) defects.Add(new Defect("book.title", "title", 200));
        if (defects.Count > 0) return new Invalid(defects);
        var book = new WhiteBook
        {
            Code = request.Code, Revision = 1, Title = title, Template = template!.Code, Year = request.Year, OwnerId = owner.Id, Plan = BookJson.Write(template.Plan), At = clock.GetUtcNow(), Demonstration = request.Demonstration,
        };
        return await Keep(db, actor, book, "book.begin", clock, cancel);
    }

    /// <summary>Saves a chapter of a draft. Nothing that was written is refused for its words: what they lack is said beside them, and keeps the book from its review.</summary>
    /// <returns>Refusals: <c>book.missing</c>, <c>access.denied</c>, <c>book.moved</c>, <c>book.not-now</c>, <c>book.chapter</c>, <c>book.title</c>, <c>book.text</c>.</returns>
    public static async Task<Outcome<WhiteBook>> Save(ZhiceDb db, Actor actor, WhiteBookId id, int version, BookChapter chapter, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(chapter);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Draft(db, actor, id, version, cancel)).Accepted(out var book, out var refusal)) return refusal;
        var plan = BookJson.ReadPlan(book.Plan);
        if (plan.Chapter(chapter.Code) is not { } before) return new Missing("book.chapter");
        var (title, text) = (chapter.Title.Trim(), chapter.Text.ReplaceLineEndings("\n").Trim());
        var defects = new List<Defect>();
        if (title.Length is 0 or > 120) defects.Add(new Defect("book.title", "title", 120));
        if (text.Length > BookChapter.LongestText) defects.Add(new Defect("book.text", "text", BookChapter.LongestText));
        if ((StorableText.Check(title, "title") ?? StorableText.Check(text, "text")) is { } nul) defects.Add(nul);
        if (defects.Count > 0) return new Invalid(defects);
        if (before.Title == title && before.Text == text) return book;
        book.Plan = BookJson.Write(plan.With(new BookChapter(chapter.Code, title, text)));
        db.Add(new WhiteBookEdit { BookId = id, Chapter = chapter.Code, Title = title, Text = text, By = actor.AccountId!.Value, At = clock.GetUtcNow() });
        return await Kept(db, actor, book, "book.save", new { chapter = chapter.Code, characters = text.Length }, clock, cancel);
    }

    /// <summary>Adds a field to a draft.</summary>
    /// <returns>Refusals besides those of <see cref="Save"/>: <c>book.field-code</c>, <c>book.field-taken</c>, <c>book.field-label</c>, <c>book.show</c>, <c>book.of</c>, <c>book.office</c>, <c>book.years</c>, <c>book.fields</c>.</returns>
    public static async Task<Outcome<WhiteBook>> AddField(ZhiceDb db, Actor actor, WhiteBookId id, int version, BookField field, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Draft(db, actor, id, version, cancel)).Accepted(out var book, out var refusal)) return refusal;
        var plan = BookJson.ReadPlan(book.Plan);
        var defects = new List<Defect>();
        if (!DataElement.IsCode(field.Code) || field.Code is BookText.Year) defects.Add(new Defect("book.field-code", "fieldCode"));
        else if (plan.Fields.Any(f => f.Code == field.Code)) defects.Add(new Defect("book.field-taken", "fieldCode"));
        if (field.Label.Trim().Length is 0 or > 120) defects.Add(new Defect("book.field-label", "label", 120));
        if (!Enum.IsDefined(field.Source) || !BookField.Shows(field.Source).Contains(field.Show)) defects.Add(new Defect("book.show", "show"));
        if (field.Source == FieldSource.Release && (field.Of is null || !TemplateFiles.IsFigure(field.Of))) defects.Add(new Defect("book.of", "of"));
        if (field.Office is { } office && (field.Source != FieldSource.Release || !await db.Organisations.AnyAsync(o => o.Code == office, cancel))) defects.Add(new Defect("book.office", "office"));
        if (field.Years is < -10 or > 1 || (field.Years != 0 && !BookField.HasYears(field.Source))) defects.Add(new Defect("book.years", "years"));
        if (plan.Fields.Count >= BookPlan.MostFields) defects.Add(new Defect("book.fields", null, BookPlan.MostFields));
        if (defects.Count > 0) return new Invalid(defects);
        book.Plan = BookJson.Write(plan with { Fields = [.. plan.Fields, field with { Label = field.Label.Trim(), Of = field.Source == FieldSource.Release ? field.Of : null }] });
        return await Kept(db, actor, book, "book.field", new { field = field.Code, source = field.Source.ToString(), show = field.Show.ToString(), field.Of, field.Office, field.Years }, clock, cancel);
    }

    /// <summary>Moves a book. At its review words and figures are frozen; it is published only while the sources still say the same.</summary>
    /// <returns>Refusals: <c>book.missing</c>, <c>access.denied</c>, <c>book.moved</c>, <c>book.not-now</c>, <c>book.second-person</c>, <c>book.figures-moved</c>, and the defects of <see cref="BookMoves.Faults"/>.</returns>
    public static async Task<Outcome<WhiteBook>> Move(ZhiceDb db, Actor actor, WhiteBookId id, int version, WhiteBookState to, string? note, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, id, version, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var (book, owner) = found;
        var (writers, reviewer) = await People(db, book, cancel);
        if (BookMoves.Decide(book.State, to, writers, reviewer, actor, owner.Path) is { } no) return no;
        var now = clock.GetUtcNow();
        if (to == WhiteBookState.Reviewed)
        {
            if (BookMoves.Faults(BookJson.ReadPlan(book.Plan)) is { Count: > 0 } faults) return new Invalid(faults);
            book.Body = BookJson.Write(await Draw(db, book, owner, now, cancel));
            book.Digest = TextDigest.Of(book.Body);
        }
        else if (to == WhiteBookState.Published)
        {
            if (TextDigest.Of(BookJson.Write(await Draw(db, book, owner, now, cancel))) != book.Digest) return new Blocked("book.figures-moved");
            book.PublishedAt = now;
        }
        else (book.Body, book.Digest) = ("", "");
        book.State = to;
        var words = note?.Trim() ?? "";
        db.Add(new WhiteBookStep { BookId = id, To = to, By = actor.AccountId!.Value, At = now, Note = words.Length == 0 ? null : words.Length <= 1000 ? words : words[..1000] });
        return await Kept(db, actor, book, "book.move", new { to = to.ToString(), digest = book.Digest }, clock, cancel);
    }

    /// <summary>Begins the next revision of a published book with its words, and figures as they are known then.</summary>
    /// <returns>Refusals: <c>book.missing</c>, <c>access.denied</c>, <c>book.not-now</c> where a revision is on its way, <c>book.reason</c>.</returns>
    public static async Task<Outcome<WhiteBook>> Revise(ZhiceDb db, Actor actor, WhiteBookId id, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, id, null, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!BookMoves.MayWrite(actor, found.Owner.Path)) return new Forbidden("access.denied");
        if (reason.Trim().Length is < CorrectionDesk.ShortestReason or > 1000) return new Invalid(new Defect("book.reason", "reason", CorrectionDesk.ShortestReason));
        var last = await db.WhiteBooks.AsNoTracking().Where(b => b.Code == found.Book.Code).OrderByDescending(b => b.Revision).FirstAsync(cancel);
        if (last.State != WhiteBookState.Published) return new Blocked("book.not-now");
        db.ChangeTracker.Clear();
        return await Keep(db, actor, new WhiteBook
        {
            Code = last.Code, Revision = last.Revision + 1, Title = last.Title, Template = last.Template, Year = last.Year, OwnerId = last.OwnerId, Plan = last.Plan, Reason = reason.Trim(), At = clock.GetUtcNow(), Demonstration = last.Demonstration,
        }, "book.revise", clock, cancel);
    }

    /// <summary>A book with its figures: those that were frozen, and those of now for a draft.</summary>
    public static async Task<BookBody> Shown(ZhiceDb db, WhiteBook book, Organisation owner, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(clock);
        return book.State == WhiteBookState.Draft ? await Draw(db, book, owner, clock.GetUtcNow(), cancel) : BookJson.ReadBody(book.Body);
    }

    static async Task<BookBody> Draw(ZhiceDb db, WhiteBook book, Organisation owner, DateTimeOffset now, CancellationToken cancel)
    {
        var plan = BookJson.ReadPlan(book.Plan);
        var unused = plan.Unused().ToHashSet(StringComparer.Ordinal);
        return BookBody.Of(book, owner.Name, plan, await BookSources.Resolve(db, book, owner, [.. plan.Fields.Where(f => !unused.Contains(f.Code))], now, cancel));
    }

    /// <summary>Who wrote this revision, and who reviewed it last. Two commands.</summary>
    public static async Task<(IReadOnlyCollection<AccountId> Writers, AccountId? Reviewer)> People(ZhiceDb db, WhiteBook book, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(book);
        var steps = await db.WhiteBookSteps.AsNoTracking().Where(s => s.BookId == book.Id).OrderBy(s => s.Id).Select(s => new { s.To, s.By }).ToListAsync(cancel);
        var writers = await db.WhiteBookEdits.AsNoTracking().Where(e => e.BookId == book.Id).Select(e => e.By).Distinct().ToListAsync(cancel);
        return ([.. writers, .. steps.Take(1).Select(s => s.By)], steps.LastOrDefault(s => s.To == WhiteBookState.Reviewed)?.By);
    }

    static async Task<Outcome<WhiteBook>> Draft(ZhiceDb db, Actor actor, WhiteBookId id, int version, CancellationToken cancel)
    {
        if (!(await Find(db, actor, id, version, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!BookMoves.MayWrite(actor, found.Owner.Path)) return new Forbidden("access.denied");
        return found.Book.State == WhiteBookState.Draft ? found.Book : new Blocked("book.not-now");
    }

    static async Task<Outcome<(WhiteBook Book, Organisation Owner)>> Find(ZhiceDb db, Actor actor, WhiteBookId id, int? version, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var row = await (from book in db.VisibleBooks(actor).AsTracking() where book.Id == id join owner in db.Organisations on book.OwnerId equals owner.Id select new { book, owner }).FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("book.missing");
        return version is null || row.book.Version == version ? (row.book, row.owner) : new Blocked("book.moved");
    }

    static async Task<Outcome<WhiteBook>> Keep(ZhiceDb db, Actor actor, WhiteBook book, string action, TimeProvider clock, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Add(book);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("book.moved"); // somebody began the same in the same moment
        }
        db.Add(new WhiteBookStep { BookId = book.Id, To = WhiteBookState.Draft, By = actor.AccountId!.Value, At = clock.GetUtcNow(), Note = book.Reason });
        AuditLog.Append(db, actor, clock.GetUtcNow(), action, $"white-book/{book.Id.Value}", new { book.Code, book.Revision, book.Template, book.Year, book.Reason });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return book;
    }

    static async Task<Outcome<WhiteBook>> Kept(ZhiceDb db, Actor actor, WhiteBook book, string action, object details, TimeProvider clock, CancellationToken cancel)
    {
        book.Version++;
        AuditLog.Append(db, actor, clock.GetUtcNow(), action, $"white-book/{book.Id.Value}", details);
        try
        {
            await db.SaveChangesAsync(cancel);
            return book;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Blocked("book.moved");
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,59}$")]
    private static partial Regex Address();
}
