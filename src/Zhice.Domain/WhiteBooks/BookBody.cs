namespace Zhice.Domain.WhiteBooks;

/// <summary>A book with its figures as they were at one moment: what is reviewed, published and signed by its digest.</summary>
/// <param name="Code">Code of the book.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Title">Its title.</param>
/// <param name="Year">The year that it speaks of.</param>
/// <param name="Owner">Name of the office that publishes.</param>
/// <param name="Chapters">Chapters.</param>
/// <param name="Figures">The fields that the texts name, in their order, each once.</param>
public sealed record BookBody(string Code, int Revision, string Title, int Year, string Owner, IReadOnlyList<BodyChapter> Chapters, IReadOnlyList<BodyFigure> Figures)
{
    /// <summary>The figure of a field; null where no text names it.</summary>
    public BodyFigure? Figure(string code) => Figures.FirstOrDefault(f => f.Code == code);

    /// <summary>Figures without a source, or whose source has none.</summary>
    public IEnumerable<BodyFigure> Missing => Figures.Where(f => f.Missing is not null);

    /// <summary>Puts the figures into the texts of a plan. Fields that no text names are left out; names that no field has become figures that are missing.</summary>
    public static BookBody Of(WhiteBook book, string owner, BookPlan plan, IReadOnlyDictionary<string, BodyFigure> figures)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(plan);
        var named = plan.Chapters.SelectMany(c => BookText.Fields(c.Text)).Distinct(StringComparer.Ordinal);
        return new(book.Code, book.Revision, book.Title, book.Year, owner, [.. plan.Chapters.Select(c => new BodyChapter(c.Code, c.Title, BookText.Paragraphs(c.Text, book.Year)))],
            [.. named.Select(code => figures.GetValueOrDefault(code) ?? new BodyFigure(code, code, null, BodyFigure.NoField, [], null, null))]);
    }
}

/// <summary>A chapter.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Paragraphs">Its words.</param>
public sealed record BodyChapter(string Code, string Title, IReadOnlyList<BodyParagraph> Paragraphs);

/// <summary>A paragraph, or a heading within a chapter.</summary>
/// <param name="IsHeading">True for a heading.</param>
/// <param name="Runs">Words and figures, in order.</param>
public sealed record BodyParagraph(bool IsHeading, IReadOnlyList<BodyRun> Runs);

/// <summary>Words, or the place of a figure.</summary>
/// <param name="Words">The words; empty for a figure.</param>
/// <param name="Figure">Code of the figure's field; null for words.</param>
public sealed record BodyRun(string Words, string? Figure);

/// <summary>A figure with its source.</summary>
/// <param name="Code">Code of its field.</param>
/// <param name="Label">What it is.</param>
/// <param name="Source">Where it comes from; null where there is no such field.</param>
/// <param name="Missing">Why there is none, as a code of words; null where there is one.</param>
/// <param name="Parts">The figure as shown; of a list, each entry. None where it is missing.</param>
/// <param name="From">The source: its title with revision, round or day; null where there is none.</param>
/// <param name="Address">Where the source is read; null where there is none.</param>
public sealed record BodyFigure(string Code, string Label, FieldSource? Source, string? Missing, IReadOnlyList<FigurePart> Parts, string? From, string? Address)
{
    /// <summary>Why there is no figure: no such field, no published source, a source without this figure.</summary>
    public const string NoField = "book.no-field", NoSource = "book.no-source", NoFigure = "book.no-figure";

    /// <summary>The figure in one line; null where it is missing.</summary>
    public string? Words => Missing is null ? string.Join('、', Parts.Select(p => p.Text)) : null;
}

/// <summary>A figure as shown, or one entry of a list.</summary>
/// <param name="Text">As shown.</param>
/// <param name="Address">Where it is read; that of the source for a single figure.</param>
public sealed record FigurePart(string Text, string Address);
