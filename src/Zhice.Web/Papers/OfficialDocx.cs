using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Zhice.Web.Papers;

/// <summary>Writes an official paper as DOCX in the look of GB/T 9704-2012.</summary>
/// <remarks>
/// A4; margins 37 mm above, 35 below, 28 left, 26 right, so that the text has 156 × 225 mm; lines of 28 pt fixed; title 方正小标宋简体 二号; text 仿宋_GB2312
/// 三号 with two characters of indent; 一、黑体, （一）楷体_GB2312, 1. 仿宋; page numbers — 1 — in 宋体 四号, outside. Word takes the fonts that the reader
/// has; where one is missing it takes its own.
/// </remarks>
public static class OfficialDocx
{
    internal const string Song = "宋体", Title = "方正小标宋简体", Body = "仿宋_GB2312", Hei = "黑体", Kai = "楷体_GB2312";
    internal const int TextWidth = 156; // mm

    const int FontBody = 32, FontTitle = 44, FontPage = 28, FontTable = 21; // half points: 三号 16, 二号 22, 四号 14, 五号 10.5

    /// <summary>The file.</summary>
    public static byte[] Write(OfficialPaper paper)
    {
        ArgumentNullException.ThrowIfNull(paper);
        using var file = new MemoryStream();
        using (var docx = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = docx.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = DocxParts.Styles(Body, FontBody);
            main.AddNewPart<DocumentSettingsPart>().Settings = new Settings(new EvenAndOddHeaders());
            var (odd, even) = (DocxParts.Footer(main, JustificationValues.Right, Song, FontPage), DocxParts.Footer(main, JustificationValues.Left, Song, FontPage));
            var body = new Body();
            Fill(body, paper, main);
            body.Append(new SectionProperties(
                new FooterReference { Type = HeaderFooterValues.Default, Id = odd }, new FooterReference { Type = HeaderFooterValues.Even, Id = even },
                new PageSize { Width = Twips(210), Height = Twips(297) },
                new PageMargin { Top = (int)Twips(37), Bottom = (int)Twips(35), Left = Twips(28), Right = Twips(26), Header = Twips(15), Footer = Twips(28), Gutter = 0 }));
            main.Document = new Document(body);
            docx.PackageProperties.Title = paper.Title;
            docx.PackageProperties.Language = "zh-CN";
        }
        return file.ToArray();
    }

    static void Fill(Body body, OfficialPaper paper, MainDocumentPart main)
    {
        // A long title breaks where its sense does (7.3.1), not in the middle of a word.
        var turn = paper.Title.Length > 20 ? paper.Title.IndexOf("关于", StringComparison.Ordinal) : -1;
        if (turn > 0) body.Append(Line(paper.Title[..turn], Title, FontTitle, centre: true, line: 700));
        body.Append(Line(turn > 0 ? paper.Title[turn..] : paper.Title, Title, FontTitle, centre: true, outline: 0, line: 700));
        if (paper.Mark is { } mark) body.Append(Line(mark, Kai, FontBody, centre: true));
        body.Append(Empty());
        if (paper.Addressee is { } to) body.Append(Line($"{to}：", Body, FontBody));
        Text(body, paper.Parts, main);
        if (paper.Annexes.Count > 0)
        {
            body.Append(Empty());
            for (var i = 0; i < paper.Annexes.Count; i++)
                body.Append(Line((i == 0 ? "附件：" : "　　　") + (paper.Annexes.Count > 1 ? $"{Number(i + 1)}." : "") + paper.Annexes[i].Title, Body, FontBody, indent: true));
        }
        Sign(body, paper);
        if (paper.Code is { } code)
        {
            body.Append(Empty());
            body.Append(DocxParts.Picture(main, code, 26));
            body.Append(Line(code.Caption, Song, FontTable, line: 280));
        }
        for (var i = 0; i < paper.Annexes.Count; i++)
        {
            body.Append(Line(paper.Annexes.Count > 1 ? $"附件{Number(i + 1)}" : "附件", Hei, FontBody, newPage: true));
            body.Append(Empty());
            body.Append(Line(paper.Annexes[i].Title, Title, FontTitle - 8, centre: true, outline: 0));
            body.Append(Empty(line: 200));
            body.Append(DocxParts.Table(paper.Annexes[i], Song, Hei, FontTable));
            body.Append(Empty(line: 240)); // Word wants a paragraph behind a table
        }
    }

    static void Text(Body body, IReadOnlyList<PaperPart> parts, MainDocumentPart main)
    {
        var (first, second, third, figures) = (0, 0, 0, 0u);
        foreach (var part in parts)
        {
            if (part is { Kind: PaperLevel.Figure, Drawing: { } drawing })
            {
                body.Append(DocxParts.Figure(main, drawing, TextWidth, part.Says, 100 + ++figures));
                body.Append(Line(part.Words, Hei, FontTable, centre: true, line: 400));
                continue;
            }
            if (part is { Kind: PaperLevel.Table, Table: { } table })
            {
                body.Append(Line(part.Words, Hei, FontTable, centre: true, keepNext: true, line: 400));
                body.Append(DocxParts.Table(table, Song, Hei, FontTable));
                body.Append(Empty(line: 240)); // Word wants a paragraph behind a table
                continue;
            }
            body.Append(part.Kind switch
            {
                PaperLevel.Note => Line(part.Words, Song, FontTable, line: 320),
                PaperLevel.Open => DocxParts.Marked(Line(part.Words, Kai, FontBody, indent: true, justified: true)),
                PaperLevel.First => Heading($"{ChineseNumbers.Of(Next(ref first, ref second, ref third))}、{part.Words}", Hei, 0),
                PaperLevel.Second => Heading($"（{ChineseNumbers.Of(Next(ref second, ref third))}）{part.Words}", Kai, 1),
                PaperLevel.Third => Heading($"{Number(++third)}.{part.Words}", Body, 2),
                _ => Line(part.Words, Body, FontBody, indent: true, justified: true),
            });
        }
    }

    static int Next(ref int level, ref int below, ref int further)
    {
        (below, further) = (0, 0);
        return ++level;
    }

    static int Next(ref int level, ref int below)
    {
        below = 0;
        return ++level;
    }

    // Without a seal (7.3.5.2): the name two characters from the right, the date below it beginning two characters after the name does;
    // where the date is the longer, it stands two from the right and the name moves in.
    static void Sign(Body body, OfficialPaper paper)
    {
        if (paper.Signature is not { } name) return;
        body.Append(Empty());
        var date = paper.SignedOn is { } day ? ChineseNumbers.Day(day) : null;
        var dateWidth = date is null ? 0 : (date.Count(char.IsAsciiDigit) + 1) / 2 + date.Count(unit => !char.IsAsciiDigit(unit));
        var nameRight = Math.Max(2, dateWidth + 4 - name.Length);
        body.Append(Line(name, Body, FontBody, right: nameRight, keepNext: true));
        if (date is not null) body.Append(Line(date, Body, FontBody, right: Math.Max(0, nameRight + name.Length - 2 - dateWidth)));
    }

    static Paragraph Heading(string words, string font, int outline) =>
        Line(words, font, FontBody, indent: true, outline: outline, keepNext: true, justified: true);

    static Paragraph Empty(int line = 560) => Line("", Body, FontBody, line: line);

    static Paragraph Line(string words, string font, int size, bool centre = false, bool indent = false, bool justified = false, int? outline = null,
        bool keepNext = false, bool newPage = false, int? right = null, int line = 560)
    {
        var properties = new ParagraphProperties();
        if (keepNext) properties.Append(new KeepNext());
        if (newPage) properties.Append(new PageBreakBefore());
        properties.Append(new SpacingBetweenLines { Before = "0", After = "0", Line = Number(line), LineRule = LineSpacingRuleValues.Exact });
        if (indent) properties.Append(new Indentation { FirstLine = Number(size * 20), FirstLineChars = 200 });
        // 320 twips are one character of 三号; the count in characters is what Word goes by.
        if (right is { } characters) properties.Append(new Indentation { Right = Number(characters * 320), RightChars = characters * 100 });
        if (centre) properties.Append(new Justification { Val = JustificationValues.Center });
        else if (right is not null) properties.Append(new Justification { Val = JustificationValues.Right });
        else if (justified) properties.Append(new Justification { Val = JustificationValues.Both });
        if (outline is { } level) properties.Append(new OutlineLevel { Val = level });
        return words.Length == 0 ? new Paragraph(properties) : new Paragraph(properties, DocxParts.Run(words, font, size));
    }

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static uint Twips(double millimetres) => (uint)Math.Round(millimetres * 1440 / 25.4);
}
