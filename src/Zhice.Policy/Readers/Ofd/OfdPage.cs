using System.Globalization;
using System.Xml;
using Zhice.Policy.Readers.Geometry;

namespace Zhice.Policy.Readers.Ofd;

/// <summary>A box in millimetres.</summary>
internal readonly record struct OfdBox(double X, double Y, double Width, double Height)
{
    internal static readonly OfdBox A4 = new(0, 0, 210, 297);

    internal static OfdBox? Of(string? text) => OfdNumbers.Of(text) is [var x, var y, var width, var height, ..] ? new(x, y, width, height) : null;
}

/// <summary>Number lists of OFD.</summary>
internal static class OfdNumbers
{
    const int Most = 20_000;

    /// <summary>Numbers parted by blanks; "g n v" stands for n times v (GB/T 33190, 11.3).</summary>
    internal static List<double> Of(string? text)
    {
        var numbers = new List<double>();
        if (text is null) return numbers;
        var parts = text.Split([' ', '\t', '\n', '\r', ','], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length && numbers.Count < Most; i++)
        {
            if (parts[i] == "g" && i + 2 < parts.Length && int.TryParse(parts[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var times)
                && Number(parts[i + 2]) is { } repeated)
            {
                for (var n = 0; n < times && numbers.Count < Most; n++) numbers.Add(repeated);
                i += 2;
            }
            else if (Number(parts[i]) is { } number) numbers.Add(number);
        }
        return numbers;
    }

    internal static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e6 ? number : null;
}

/// <summary>Collects the words and lines of one page from its content and its templates.</summary>
internal sealed class OfdPage(OfdBox box, CancellationToken cancel)
{
    const double Points = 72 / 25.4;
    const int MaxWords = 100_000;

    readonly List<PageWord> words = [];
    readonly List<Ruling> rulings = [];
    OfdBox box = box;

    /// <summary>Ids of the template pages that the page names.</summary>
    internal List<string> Templates { get; } = [];

    internal void Read(XmlReader content)
    {
        using var xml = content;
        while (xml.Read())
        {
            cancel.ThrowIfCancellationRequested();
            if (xml.Depth > 256) throw new UnreadableException(ReadRefusals.TooDeep);
            if (xml.NodeType != XmlNodeType.Element) continue;
            switch (xml.LocalName)
            {
                case "Template": Templates.Add(xml.GetAttribute("TemplateID") ?? ""); break;
                case "PhysicalBox" when !xml.IsEmptyElement && xml.Read() && OfdBox.Of(xml.Value) is { } own: box = own; break;
                case "TextObject" when !xml.IsEmptyElement: TextObject(xml); break;
                case "PathObject" when !xml.IsEmptyElement: PathObject(xml); break;
            }
        }
    }

    internal PageContent Finish(int number) =>
        new(number, box.Width * Points, box.Height * Points, OfdWords.Join(words), rulings);

    /// <summary>From an object's own space to points on the page.</summary>
    Matrix Space(XmlReader xml)
    {
        var place = OfdBox.Of(xml.GetAttribute("Boundary")) ?? default;
        var own = OfdNumbers.Of(xml.GetAttribute("CTM")) is [var a, var b, var c, var d, var e, var f, ..] ? new Matrix(a, b, c, d, e, f) : Matrix.Identity;
        return own.Then(new Matrix(Points, 0, 0, Points, (place.X - box.X) * Points, (place.Y - box.Y) * Points));
    }

    void TextObject(XmlReader xml)
    {
        var space = Space(xml);
        var size = OfdNumbers.Number(xml.GetAttribute("Size")) ?? 3.5;
        var wide = OfdNumbers.Number(xml.GetAttribute("HScale")) is > 0 and var scale ? scale : 1;
        double x = 0, y = 0;
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "TextCode" || xml.IsEmptyElement) continue;
            x = OfdNumbers.Number(xml.GetAttribute("X")) ?? x;
            y = OfdNumbers.Number(xml.GetAttribute("Y")) ?? y;
            var (across, down) = (OfdNumbers.Of(xml.GetAttribute("DeltaX")), OfdNumbers.Of(xml.GetAttribute("DeltaY")));
            if (!xml.Read() || xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)) continue;
            if (words.Count > MaxWords) throw new UnreadableException(ReadRefusals.TooManyLines);
            OfdWords.Add(words, xml.Value, new OfdWords.Run(space, x, y, size, size * wide, across, down));
        }
    }

    void PathObject(XmlReader xml)
    {
        var space = Space(xml);
        var strokes = xml.GetAttribute("Stroke") is not ("false" or "0");
        var fills = xml.GetAttribute("Fill") is "true" or "1";
        var depth = xml.Depth;
        var path = new PagePath(rulings);
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "AbbreviatedData" || xml.IsEmptyElement || !xml.Read()) continue;
            Draw(path, space, xml.Value.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
            if (fills) path.Fill();
            if (strokes) path.Stroke();
            path.Clear();
        }
    }

    static void Draw(PagePath path, Matrix space, string[] steps)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            (double, double)? Point() => i + 2 < steps.Length && OfdNumbers.Number(steps[i + 1]) is { } x && OfdNumbers.Number(steps[i + 2]) is { } y
                ? space.Map(x, y) : null;
            switch (steps[i])
            {
                case "M" or "S" when Point() is { } start: path.MoveTo(start); break;
                case "L" when Point() is { } end: path.LineTo(end); break;
                case "Q" or "B" or "A": path.CurveTo(); break;
                case "C": path.Close(); break;
            }
        }
    }
}
