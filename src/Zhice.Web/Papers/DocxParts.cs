using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using A = DocumentFormat.OpenXml.Drawing;
using Pic = DocumentFormat.OpenXml.Drawing.Pictures;
using Vector = DocumentFormat.OpenXml.Office2019.Drawing.SVG;
using Wp = DocumentFormat.OpenXml.Drawing.Wordprocessing;

using Zhice.Web.Ui.Drawings;
using Drawing = DocumentFormat.OpenXml.Wordprocessing.Drawing;

namespace Zhice.Web.Papers;

/// <summary>Parts of an official paper in the markup of DOCX (ECMA-376).</summary>
internal static class DocxParts
{
    const long EmuPerMillimetre = 36_000;

    public static Styles Styles(string font, int size) => new(new DocDefaults(
        new RunPropertiesDefault(new RunPropertiesBaseStyle(
            Fonts(font), new FontSize { Val = OfficialDocx.Number(size) }, new Languages { Val = "en-US", EastAsia = "zh-CN" })),
        new ParagraphPropertiesDefault()));

    /// <summary>— 1 —, on odd pages one character from the right, on even ones one from the left (7.5).</summary>
    public static string Footer(MainDocumentPart main, JustificationValues side, string font, int size)
    {
        var part = main.AddNewPart<FooterPart>();
        var indent = side == JustificationValues.Right
            ? new Indentation { Right = OfficialDocx.Number(size * 10), RightChars = 100 }
            : new Indentation { Left = OfficialDocx.Number(size * 10), LeftChars = 100 };
        part.Footer = new Footer(new Paragraph(
            new ParagraphProperties(indent, new Justification { Val = side }),
            Run("— ", font, size),
            new Run(Properties(font, size), new FieldChar { FieldCharType = FieldCharValues.Begin }),
            new Run(Properties(font, size), new FieldCode(" PAGE ") { Space = SpaceProcessingModeValues.Preserve }),
            new Run(Properties(font, size), new FieldChar { FieldCharType = FieldCharValues.Separate }),
            Run("1", font, size),
            new Run(Properties(font, size), new FieldChar { FieldCharType = FieldCharValues.End }),
            Run(" —", font, size)));
        return main.GetIdOfPart(part);
    }

    public static Run Run(string words, string font, int size) =>
        new(Properties(font, size), new Text(Storable(words)) { Space = SpaceProcessingModeValues.Preserve });

    /// <summary>A table whose head repeats on every page, and whose rows are not cut at a page's end.</summary>
    public static Table Table(PaperAnnex annex, string font, string head, int size)
    {
        var table = new Table(
            new TableProperties(
                new TableWidth { Width = OfficialDocx.Number((int)OfficialDocx.Twips(OfficialDocx.TextWidth)), Type = TableWidthUnitValues.Dxa },
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 6 }, new LeftBorder { Val = BorderValues.Single, Size = 6 },
                    new BottomBorder { Val = BorderValues.Single, Size = 6 }, new RightBorder { Val = BorderValues.Single, Size = 6 },
                    new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 }),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(
                    new TableCellLeftMargin { Width = 70, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 70, Type = TableWidthValues.Dxa })),
            new TableGrid(annex.Columns.Select(column => new GridColumn { Width = OfficialDocx.Number((int)OfficialDocx.Twips(column.Width)) })));
        table.Append(Row(annex, annex.Columns.Select(column => column.Head), head, size, isHead: true));
        foreach (var row in annex.Rows) table.Append(Row(annex, row, font, size, isHead: false));
        return table;
    }

    public static Paragraph Picture(MainDocumentPart main, PaperCode code, int millimetres) =>
        new(Inline(new A.Blip { Embed = Image(main, ImagePartType.Png, code.Png) }, millimetres * EmuPerMillimetre, millimetres * EmuPerMillimetre, 1, "QR", code.Description));

    /// <summary>A drawing over the width of the text: a metafile, and beside it SVG for programs that know it.</summary>
    public static Paragraph Figure(MainDocumentPart main, Ui.Drawings.Drawing drawing, int millimetres, string says, uint id)
    {
        var (wide, high) = (millimetres * EmuPerMillimetre, millimetres * EmuPerMillimetre * drawing.Height / drawing.Width);
        var blip = new A.Blip(new A.BlipExtensionList(new A.BlipExtension(new Vector.SVGBlip { Embed = Image(main, ImagePartType.Svg, Svg.ForFile(drawing)) }) { Uri = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}" }))
        {
            Embed = Image(main, ImagePartType.Emf, Emf.Write(drawing, millimetres)),
        };
        return new Paragraph(new ParagraphProperties(new KeepNext(), new SpacingBetweenLines { Before = "120", After = "0" }, new Justification { Val = JustificationValues.Center }), Inline(blip, wide, high, id, $"Figure {id}", says));
    }

    /// <summary>The same paragraph with a ground that is seen.</summary>
    public static Paragraph Marked(Paragraph paragraph)
    {
        foreach (var properties in paragraph.Descendants<RunProperties>()) properties.InsertAfter(new Highlight { Val = HighlightColorValues.Yellow }, properties.GetFirstChild<FontSizeComplexScript>());
        return paragraph;
    }

    static string Image(MainDocumentPart main, ImagePartType kind, byte[] bytes)
    {
        var part = main.AddImagePart(kind);
        using var stream = new MemoryStream(bytes);
        part.FeedData(stream);
        return main.GetIdOfPart(part);
    }

    static Run Inline(A.Blip blip, long wide, long high, uint id, string name, string description) =>
        new(new Drawing(new Wp.Inline(
            new Wp.Extent { Cx = wide, Cy = high },
            new Wp.EffectExtent { LeftEdge = 0, TopEdge = 0, RightEdge = 0, BottomEdge = 0 },
            new Wp.DocProperties { Id = id, Name = name, Description = description },
            new Wp.NonVisualGraphicFrameDrawingProperties(new A.GraphicFrameLocks { NoChangeAspect = true }),
            new A.Graphic(new A.GraphicData(new Pic.Picture(
                new Pic.NonVisualPictureProperties(new Pic.NonVisualDrawingProperties { Id = 0U, Name = name }, new Pic.NonVisualPictureDrawingProperties()),
                new Pic.BlipFill(blip, new A.Stretch(new A.FillRectangle())),
                new Pic.ShapeProperties(
                    new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = wide, Cy = high }),
                    new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle })))
            { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" }))
        { DistanceFromTop = 0U, DistanceFromBottom = 0U, DistanceFromLeft = 0U, DistanceFromRight = 0U }));

    static TableRow Row(PaperAnnex annex, IEnumerable<string> cells, string font, int size, bool isHead)
    {
        var properties = new TableRowProperties(new CantSplit());
        if (isHead) properties.Append(new TableHeader());
        var row = new TableRow(properties);
        foreach (var (words, column) in cells.Zip(annex.Columns))
            row.Append(new TableCell(
                new TableCellProperties(
                    new TableCellWidth { Width = OfficialDocx.Number((int)OfficialDocx.Twips(column.Width)), Type = TableWidthUnitValues.Dxa },
                    new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center }),
                new Paragraph(
                    new ParagraphProperties(
                        new SpacingBetweenLines { Before = "20", After = "20", Line = "300", LineRule = LineSpacingRuleValues.AtLeast },
                        new Justification { Val = isHead || words.Length <= 6 ? JustificationValues.Center : JustificationValues.Left }),
                    Run(words, font, size))));
        return row;
    }

    static RunProperties Properties(string font, int size) =>
        new(Fonts(font), new FontSize { Val = OfficialDocx.Number(size) }, new FontSizeComplexScript { Val = OfficialDocx.Number(size) });

    // Digits and Latin letters take the same font, as papers of offices do.
    static RunFonts Fonts(string font) => new() { Ascii = font, HighAnsi = font, EastAsia = font, Hint = FontTypeHintValues.EastAsia };

    // XML holds no control characters; they have no look in a paper either.
    static string Storable(string words) => string.Concat(words.Where(unit => unit >= ' ' || unit == '\t'));
}
