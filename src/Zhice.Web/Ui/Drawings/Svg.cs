using System.Globalization;
using System.Net;
using System.Text;

namespace Zhice.Web.Ui.Drawings;

/// <summary>Writes a drawing as SVG: colours as attributes, as the content policy takes no styles; a pointer reads the name and the figure of each shape.</summary>
public static class Svg
{
    /// <summary>The element for a page.</summary>
    /// <param name="drawing">What is drawn.</param>
    /// <param name="id">Begins the ids of its parts.</param>
    /// <param name="says">The drawing in one sentence, for those who do not see it; the table beside it has the figures.</param>
    public static string ForPage(Drawing drawing, string id, string says)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        var text = new StringBuilder(4_000);
        text.Append(CultureInfo.InvariantCulture, $"<svg class=\"drawing\" viewBox=\"0 0 {drawing.Width} {drawing.Height}\" role=\"group\" aria-labelledby=\"{id}-says\"><title id=\"{id}-says\">{Escaped(says)}</title>");
        foreach (var shape in drawing.Shapes) Write(text, shape, links: true);
        return text.Append("</svg>").ToString();
    }

    /// <summary>A file of its own.</summary>
    public static byte[] ForFile(Drawing drawing)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        var text = new StringBuilder(4_000);
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{drawing.Width}\" height=\"{drawing.Height}\" viewBox=\"0 0 {drawing.Width} {drawing.Height}\" font-family=\"'Noto Sans CJK SC','Microsoft YaHei','SimHei',sans-serif\">");
        foreach (var shape in drawing.Shapes) Write(text, shape, links: false);
        return Encoding.UTF8.GetBytes(text.Append("</svg>").ToString());
    }

    static void Write(StringBuilder text, Shape shape, bool links)
    {
        // The same addresses stand in the table; here they are for the pointer and out of the way of the keyboard.
        var link = links ? shape.Link : null;
        if (link is not null) text.Append("<a href=\"").Append(Escaped(link)).Append("\" tabindex=\"-1\" aria-label=\"").Append(Escaped(Said(shape) ?? link)).Append("\">");
        switch (shape)
        {
            case BoxShape box:
                text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(box.X)}\" y=\"{N(box.Y)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\" fill=\"{box.Fill}\"");
                Line(text, box.Line, 1);
                End(text, shape, "rect", links);
                break;
            case DiscShape disc:
                text.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(disc.X)}\" cy=\"{N(disc.Y)}\" r=\"{N(disc.Radius)}\" fill=\"{disc.Fill}\"");
                Line(text, disc.Line, 1);
                End(text, shape, "circle", links);
                break;
            case PathShape path:
                var name = path.Fill is null ? "polyline" : "polygon";
                text.Append('<').Append(name).Append(" points=\"").AppendJoin(' ', path.Points.Select(p => $"{N(p.X)},{N(p.Y)}")).Append("\" fill=\"").Append(path.Fill ?? "none").Append('"');
                if (path.Fill is not null) text.Append(" fill-opacity=\".75\"");
                Line(text, path.Line, path.Thickness);
                if (path.Dashed) text.Append(" stroke-dasharray=\"6 4\"");
                End(text, shape, name, links);
                break;
            case WordsShape words:
                text.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(words.X)}\" y=\"{N(words.Y)}\" font-size=\"{N(words.Size)}\" fill=\"{words.Colour}\"");
                if (words.Anchor != Anchor.Start) text.Append(" text-anchor=\"").Append(words.Anchor == Anchor.Middle ? "middle" : "end").Append('"');
                if (words.Strong) text.Append(" font-weight=\"600\"");
                text.Append('>').Append(Escaped(words.Words)).Append("</text>");
                break;
            default: throw new InvalidOperationException("A new kind of shape needs its SVG here.");
        }
        if (link is not null) text.Append("</a>");
    }

    static void Line(StringBuilder text, string? colour, double thickness)
    {
        if (colour is not null) text.Append(CultureInfo.InvariantCulture, $" stroke=\"{colour}\" stroke-width=\"{N(thickness)}\"");
    }

    static void End(StringBuilder text, Shape shape, string name, bool page)
    {
        if (page && shape.Name is not null)
        {
            text.Append(" data-name=\"").Append(Escaped(shape.Name)).Append('"');
            if (shape.Figure is { } figure) text.Append(CultureInfo.InvariantCulture, $" data-figure=\"{figure}\"");
        }
        if (Said(shape) is { } said) text.Append("><title>").Append(Escaped(said)).Append("</title></").Append(name).Append('>');
        else text.Append("/>");
    }

    static string? Said(Shape shape) => shape.Name is null ? null : shape.Figure is { } figure ? $"{shape.Name}: {Visits.Visit.Number(figure)}" : shape.Name;

    static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
