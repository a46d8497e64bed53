using System.Text;
using AngleSharp.Dom;

namespace Zhice.Web.Exports;

/// <summary>The words of a cell as they are read on the page: what fields hold, and not what is there for the hand.</summary>
internal static class CellWords
{
    // Stands between parts that stand apart on the page; no page holds it.
    const char Gap = '\u001f';

    /// <summary>The visible words. Parts that stand apart on the page are separated by 「；」, so that a name and the code below it stay two things.</summary>
    /// <param name="element">The cell, or a heading; null for none.</param>
    /// <param name="boxes">True where check boxes say something.</param>
    public static string Of(IElement? element, bool boxes = true)
    {
        if (element is null) return "";
        var (text, number) = (new StringBuilder(), IsNumber(element));
        foreach (var child in element.ChildNodes) Collect(child, text, boxes);
        var joined = new StringBuilder();
        foreach (var part in text.ToString().Split(Gap).Select(Line).Where(p => p.Length > 0))
        {
            // After a colon what follows belongs to it; a part that begins with a sign goes on with the one before.
            if (joined.Length > 0) joined.Append(number || joined[^1] is '：' or ':' or '；' or '、' or '，' or '。' || part[0] is '（' or '(' or '，' or '。' or '、' or '；' or '·' ? ' ' : '；');
            joined.Append(part);
        }
        return joined.Length > 0 || element.QuerySelector("svg[aria-label]") is not { } picture ? joined.ToString() : Line(picture.GetAttribute("aria-label") ?? "");
    }

    /// <summary>All words, also those for the ear only.</summary>
    public static string Heard(IElement element) => Line(element.TextContent);

    /// <summary>True for a cell with something to press or to fill in.</summary>
    public static bool IsHandled(IElement cell) => cell.QuerySelector("button, form, input, select, textarea, details, a.button") is not null;

    /// <summary>True for a cell of numbers.</summary>
    public static bool IsNumber(IElement cell) => cell.ClassList.Contains("number") || cell.QuerySelector("input[type=number]") is not null;

    static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    static void Collect(INode node, StringBuilder text, bool boxes)
    {
        if (node is IText words) text.Append(words.Data);
        if (node is not IElement element || IsLeftOut(element)) return;
        switch (element.LocalName)
        {
            case "input":
                text.Append(Typed(element, boxes));
                return;
            case "select":
                var chosen = element.QuerySelectorAll("option").Where(o => o.HasAttribute("selected") && o.GetAttribute("value") != "").Select(o => Line(o.TextContent));
                text.Append(Gap).AppendJoin('、', chosen).Append(Gap);
                return;
            case "textarea":
                text.Append(Gap).Append(element.TextContent).Append(Gap);
                return;
            case "label" when element.QuerySelector("input[type=radio]") is { } choice && !choice.HasAttribute("checked"):
                return;
        }
        var apart = element.LocalName is "p" or "div" or "li" or "br" or "small" or "dt" or "dd" || element.ClassList.Contains("tag") || element.ClassList.Contains("muted");
        if (apart) text.Append(Gap);
        foreach (var child in element.ChildNodes) Collect(child, text, boxes);
        if (apart) text.Append(Gap);
    }

    // A lamp is a button only so that it can be reached by keyboard: its word stays, the explanation that hovering shows does not.
    static bool IsLeftOut(IElement element) =>
        element.LocalName is "script" or "style" or "svg" or "form" || (element.LocalName == "button" && !element.ClassList.Contains("light"))
        || (element.LocalName == "a" && element.ClassList.Contains("button")) || (element.LocalName == "details" && element.QuerySelector("form") is not null)
        || element.GetAttribute("role") == "tooltip" || element.ClassList.Contains("visually-hidden") || element.ClassList.Contains("no-print");

    static string Typed(IElement input, bool boxes) => (input.GetAttribute("type") ?? "text") switch
    {
        "hidden" or "password" or "file" or "submit" or "button" or "image" or "reset" or "radio" => "",
        "checkbox" => boxes ? input.HasAttribute("checked") ? " ☑ " : " ☐ " : "",
        _ => $"{Gap}{input.GetAttribute("value")}{Gap}",
    };
}
