using Zhice.Domain;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Checks;

/// <summary>What a check looks at.</summary>
public enum CheckArea
{
    /// <summary>定义文件: what is written in the files of elements, indicators, forms and rules.</summary>
    Files = 1,
    /// <summary>指标.</summary>
    Indicators = 2,
    /// <summary>数据元.</summary>
    Elements = 3,
    /// <summary>调查表.</summary>
    Forms = 4,
    /// <summary>审核规则.</summary>
    Rules = 5,
    /// <summary>机构.</summary>
    Offices = 6,
    /// <summary>目标.</summary>
    Targets = 7,
    /// <summary>填报与更正.</summary>
    Collecting = 8,
    /// <summary>计算与发布.</summary>
    Publishing = 9,
}

/// <summary>One check of the configuration. Its words are <c>selfcheck.CODE</c> (what it looks for) and <c>selfcheck.CODE.fix</c> (what to do).</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Area">What it looks at.</param>
/// <param name="Importance">How much it matters.</param>
public sealed record SelfCheck(string Code, CheckArea Area, Importance Importance);

/// <summary>Something that a check found.</summary>
/// <param name="Subject">What it found: a name, and code where it has one.</param>
/// <param name="Link">Page on which it is put right, or seen.</param>
/// <param name="Said">More, in words; null where the subject says all.</param>
public sealed record CheckFinding(string Subject, string Link, Defect? Said = null);

/// <summary>A check that was run.</summary>
/// <param name="Check">The check.</param>
/// <param name="Findings">What it found, at most <see cref="ConfigurationCheck.Most"/>.</param>
/// <param name="Total">How many there are.</param>
public sealed record CheckResult(SelfCheck Check, IReadOnlyList<CheckFinding> Findings, int Total);
