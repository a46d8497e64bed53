using Zhice.Web.Ui.Drawings;

namespace Zhice.Web.Papers;

/// <summary>An official paper (党政机关公文, GB/T 9704-2012) as content; <see cref="OfficialDocx"/> gives it its look.</summary>
/// <param name="Title">标题.</param>
/// <param name="Mark">A remark under the title, such as 送审稿; null for none.</param>
/// <param name="Addressee">主送机关, without the colon; null for none.</param>
/// <param name="Parts">The text.</param>
/// <param name="Signature">发文机关署名; null for none.</param>
/// <param name="SignedOn">成文日期; null while it is not signed.</param>
/// <param name="Annexes">附件, each on a page of its own.</param>
/// <param name="Code">A picture under the date with the line beside it; null for none.</param>
public sealed record OfficialPaper(
    string Title, string? Mark, string? Addressee, IReadOnlyList<PaperPart> Parts, string? Signature, DateOnly? SignedOn, IReadOnlyList<PaperAnnex> Annexes, PaperCode? Code);

/// <summary>A paragraph of the text.</summary>
/// <param name="Kind">Heading or text.</param>
/// <param name="Words">The words, without number; of a figure and a table its caption.</param>
public sealed record PaperPart(PaperLevel Kind, string Words)
{
    /// <summary>The table of a <see cref="PaperLevel.Table"/>.</summary>
    public PaperAnnex? Table { get; init; }
    /// <summary>The picture of a <see cref="PaperLevel.Figure"/>.</summary>
    public Drawing? Drawing { get; init; }
    /// <summary>What the picture says, for those who do not see it.</summary>
    public string Says { get; init; } = "";
}

/// <summary>Levels of the text; numbers are given by the writer.</summary>
public enum PaperLevel
{
    /// <summary>一、 in 黑体.</summary>
    First,
    /// <summary>（一） in 楷体.</summary>
    Second,
    /// <summary>1. in 仿宋.</summary>
    Third,
    /// <summary>正文, 仿宋.</summary>
    Text,
    /// <summary>A picture with its caption below.</summary>
    Figure,
    /// <summary>A table with its caption above.</summary>
    Table,
    /// <summary>A remark in small letters.</summary>
    Note,
    /// <summary>A place that is left to the author, marked so that nobody overlooks it.</summary>
    Open,
}

/// <summary>An annex: a table under a title.</summary>
/// <param name="Title">Title.</param>
/// <param name="Columns">Heads, with the width of each in millimetres of the 156 that the page has.</param>
/// <param name="Rows">Cells of each row, as many as there are heads.</param>
public sealed record PaperAnnex(string Title, IReadOnlyList<(string Head, int Width)> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A picture with a line of text.</summary>
/// <param name="Png">The picture.</param>
/// <param name="Caption">The line.</param>
/// <param name="Description">What the picture says, for those who do not see it.</param>
public sealed record PaperCode(byte[] Png, string Caption, string Description);
