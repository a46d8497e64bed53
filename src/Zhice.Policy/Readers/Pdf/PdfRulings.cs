using Zhice.Policy.Readers.Geometry;

namespace Zhice.Policy.Readers.Pdf;

/// <summary>
/// The drawn lines of a PDF's pages: strokes, and thin filled boxes, which Word draws borders with. Poppler's text output does not
/// give them, and they say more surely than any gap where a row ends. What cannot be read gives no lines and no fault.
/// </summary>
internal static class PdfRulings
{
    internal static void AddTo(List<PageContent> pages, byte[] bytes, CancellationToken cancel)
    {
        var objects = new PdfObjects(bytes, cancel);
        var dictionaries = objects.Pages();
        // Another number of pages means that the scan went astray; lines on the wrong page would do harm.
        if (dictionaries.Count != pages.Count) return;
        var budget = new PdfDrawing.Budget();
        for (var i = 0; i < pages.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var page = PageSpace.Of(dictionaries[i], objects, pages[i]);
            new PdfDrawing(objects, page, pages[i].Rulings, budget).Draw(objects.Content(dictionaries[i]), dictionaries[i], Matrix.Identity, 0);
        }
    }
}

/// <summary>From a page's own space to points from the upper left corner of the page as it is shown.</summary>
internal readonly record struct PageSpace(double Left, double Bottom, double Right, double Top, int Rotation)
{
    internal static PageSpace Of(Dictionary<string, object?> page, PdfObjects objects, PageContent shown)
    {
        var rotation = objects.Resolve(page.GetValueOrDefault("Rotate")) is double turn ? (((int)turn % 360) + 360) % 360 : 0;
        if (objects.Resolve(page.GetValueOrDefault("MediaBox")) is List<object?> { Count: 4 } box
            && objects.Resolve(box[0]) is double x0 && objects.Resolve(box[1]) is double y0 && objects.Resolve(box[2]) is double x1
            && objects.Resolve(box[3]) is double y1)
            return new PageSpace(Math.Min(x0, x1), Math.Min(y0, y1), Math.Max(x0, x1), Math.Max(y0, y1), rotation);
        return new PageSpace(0, 0, shown.Width, shown.Height, rotation);
    }

    internal (double X, double Y) Show((double X, double Y) point) => Rotation switch
    {
        90 => (point.Y - Bottom, point.X - Left),
        180 => (Right - point.X, point.Y - Bottom),
        270 => (Top - point.Y, Right - point.X),
        _ => (point.X - Left, Top - point.Y),
    };
}
