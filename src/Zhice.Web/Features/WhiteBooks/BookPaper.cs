using System.Globalization;
using Zhice.Domain.Calendar;
using Zhice.Domain.WhiteBooks;
using Zhice.Web.Papers;
using Zhice.Web.Words;

namespace Zhice.Web.Features.WhiteBooks;

/// <summary>A book as an official paper: chapters with their figures, and every figure with its source in the annex.</summary>
internal static class BookPaper
{
    static readonly WordTable Words = WordTable.Chinese;

    /// <summary>The paper. A missing figure stands in brackets with its name.</summary>
    internal static OfficialPaper Of(WhiteBook book, BookBody body)
    {
        var parts = new List<PaperPart>();
        foreach (var chapter in body.Chapters)
        {
            parts.Add(new(PaperLevel.First, chapter.Title));
            parts.AddRange(chapter.Paragraphs.Select(p => new PaperPart(p.IsHeading ? PaperLevel.Second : PaperLevel.Text, string.Concat(p.Runs.Select(r => r.Figure is { } code ? Figure(body, code) : r.Words)))));
        }
        var mark = book.State == WhiteBookState.Published ? book.Demonstration ? Words["tag.demonstration"] : null : Words.Of(book.State);
        return new(body.Title, mark is null ? null : $"（{mark}）", null, parts, body.Owner, book.PublishedAt is { } at ? ChinaTime.DayOf(at) : null,
            [new(Words["book.sources"], [(Words["book.number"], 12), (Words["book.figure"], 50), (Words["book.value"], 36), (Words["book.from"], 58)],
                [.. body.Figures.Select((f, i) => (IReadOnlyList<string>)[(i + 1).ToString(CultureInfo.InvariantCulture), f.Label, f.Words ?? Words[f.Missing!], f.From ?? "–"])])], null);
    }

    static string Figure(BookBody body, string code) => body.Figure(code) is { } figure ? figure.Words ?? Words["book.gap", figure.Label, Words[figure.Missing!]] : "";
}
