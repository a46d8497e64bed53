namespace Zhice.Web.Features.Accounts;

/// <summary>Browser family out of a User-Agent, coarse on purpose: enough for an owner to know a session again, too little to follow a person.</summary>
internal static class DeviceName
{
    // The first match wins: browsers name their ancestors too.
    static readonly (string Mark, string Name)[] Families =
        [("QIHU", "360"), ("Qaxbrowser", "Qianxin"), ("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    static readonly (string Mark, string Name)[] Systems =
        [("UOS", "UOS"), ("Kylin", "Kylin"), ("Android", "Android"), ("iPhone", "iOS"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")];

    public static string Of(string userAgent) => $"{First(Families, userAgent)} / {First(Systems, userAgent)}";

    static string First((string Mark, string Name)[] known, string userAgent) =>
        known.FirstOrDefault(k => userAgent.Contains(k.Mark, StringComparison.OrdinalIgnoreCase)).Name ?? "?";
}
