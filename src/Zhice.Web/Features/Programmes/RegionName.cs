namespace Zhice.Web.Features.Programmes;

/// <summary>Short names of divisions for narrow columns.</summary>
internal static class RegionName
{
    // Three syllables before the kind of division only in these two; all other provinces are known by their first two.
    static readonly string[] Long = ["内蒙古", "黑龙江"];

    /// <summary>安徽省 → 安徽, 内蒙古自治区 → 内蒙古, 新疆生产建设兵团 → 兵团.</summary>
    public static string Short(string name) =>
        name.Contains("建设兵团", StringComparison.Ordinal) ? "兵团"
        : Array.Find(Long, l => name.StartsWith(l, StringComparison.Ordinal)) ?? name[..Math.Min(2, name.Length)];
}
