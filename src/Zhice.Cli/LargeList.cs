using System.Globalization;
using System.Text;

namespace Zhice.Cli;

/// <summary>An invented list of tasks that every province, city and county owes; to measure by.</summary>
public static class LargeList
{
    /// <summary>Tasks in it.</summary>
    public const int Tasks = 60;

    /// <summary>The list as Markdown in UTF-8.</summary>
    public static byte[] Document()
    {
        var text = new StringBuilder("# 2026年测量用任务清单\n\n| 序号 | 任务清单 | 落实举措 | 执行部门 | 完成时间 |\n|---|---|---|---|---|\n");
        for (var n = 1; n <= Tasks; n++)
            text.Append(CultureInfo.InvariantCulture,
                $"| {n} | 开展第{n}项测量工作 | 各地区：按要求开展第{n}项测量工作，形成测量报告。 | 局内：运用促进司<br>省份：各省必做<br>城市：各市必做<br>区县：各县（市、区）必做 | 年底前完成 |\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
