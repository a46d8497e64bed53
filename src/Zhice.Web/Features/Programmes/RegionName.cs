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

    /// <summary>合肥市 → 合肥, 阿坝藏族羌族自治州 → 阿坝, 庐阳区 → 庐阳, 巢湖市 → 巢湖: a city's or county's name without its kind, three signs at most.</summary>
    public static string Narrow(string name) =>
        name.Length <= 2 ? name : name.Length == 3 ? name[..2] : name.Length == 4 && name[^1] is '市' or '区' or '县' ? name[..3] : name[..2];
}
