using AngleSharp.Dom;

namespace Zhice.Policy.Readers;

/// <summary>Tells the site's own parts of a page (menus, crumbs, share bars, footers) from the document, by general evidence.</summary>
internal sealed class HtmlNoise
{
    /// <summary>A part with more than this share of the page's plain words is the document, whatever its class says.</summary>
    const double BodyShare = 0.3;

    static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "nav", "navbar", "navi", "navigation", "menu", "submenu", "topmenu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "position", "location", "dqwz",
        "weizhi", "share", "sharebar", "bdshare", "bdsharebuttonbox", "footer", "foot", "copyright", "sidebar", "aside", "related", "relation",
        "recommend", "toolbar", "topbar", "pager", "pagination", "search", "searchbox", "login", "qrcode", "ewm", "fontsize", "print", "friendlink", "friendlinks",
        "links", "sitemap", "banner", "bottom", "backtop", "gotop", "comment", "comments", "advert", "ads", "skip",
    };

    readonly int total;

    internal HtmlNoise(IElement body) => total = Math.Max(1, PlainLength(body));

    /// <summary>True for an element that a browser does not show.</summary>
    internal static bool IsHidden(IElement element)
    {
        if (element.HasAttribute("hidden")) return true;
        var style = element.GetAttribute("style");
        return style is not null && style.Replace(" ", "", StringComparison.Ordinal).Contains("display:none", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>True for a block element that is part of the site.</summary>
    internal bool IsNoise(IElement element)
    {
        var name = element.LocalName;
        var suspect = name is "nav" or "footer" or "aside" || element.GetAttribute("role") is "navigation" or "banner" or "contentinfo" or "search"
            || HasWord(element.ClassName) || HasWord(element.Id);
        if (suspect) return PlainLength(element) < total * BodyShare;
        if (name is "header") return IsLinkList(element);
        return name is "ul" or "ol" or "div" or "p" or "td" or "table" or "section" or "dl" && IsLinkList(element);
    }

    static bool HasWord(string? names)
    {
        if (string.IsNullOrEmpty(names)) return false;
        foreach (var part in names.Split([' ', '-', '_', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries))
            if (Words.Contains(part.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'))) return true;
        return false;
    }

    /// <summary>Three or more short links and hardly anything else; links to attachments and long titles are content.</summary>
    static bool IsLinkList(IElement element)
    {
        var links = element.GetElementsByTagName("a");
        if (links.Length is < 3 or > 400) return false;
        int linked = 0;
        foreach (var link in links) linked += Solid(link.TextContent);
        return linked > 0 && linked <= links.Length * 10 && Solid(element.TextContent) - linked <= links.Length * 2;
    }

    static int Solid(string text)
    {
        var count = 0;
        foreach (var c in text) if (!char.IsWhiteSpace(c)) count++;
        return count;
    }

    /// <summary>Number of characters that stand in no link and no script.</summary>
    static int PlainLength(IElement element)
    {
        var count = 0;
        var stack = new Stack<INode>();
        stack.Push(element);
        while (stack.TryPop(out var node))
        {
            if (node is IText text) count += Solid(text.Data);
            else if (node is not IElement { LocalName: "a" or "script" or "style" or "noscript" })
                for (var child = node.FirstChild; child is not null; child = child.NextSibling) stack.Push(child);
        }
        return count;
    }
}
