using Zhice.Domain.Accounts;

namespace Zhice.Cli;

/// <summary>What the demonstration holds besides its documents: everything in it is invented.</summary>
public static class Demonstration
{
    /// <summary>Password of all accounts of the demonstration, shown on its login page.</summary>
    public const string Password = "zhice-yanshi-2026";

    /// <summary>An account: login, name, role, and the organisation's code where it is held.</summary>
    public sealed record Person(string Login, string Name, Role Role, string Organisation);

    /// <summary>Accounts for the roles that the guides describe; two in one office, because nobody reviews what they wrote.</summary>
    public static IReadOnlyList<Person> People { get; } =
    [
        new("guojia", "演示·国家管理员", Role.NationalAdministrator, "cnipa"),
        new("yunyong", "演示·运用促进司工作人员", Role.DepartmentOfficer, "cnipa-utilisation"),
        new("tongji", "演示·运用促进司统计人员", Role.DepartmentOfficer, "cnipa-utilisation"),
        new("anhui", "演示·安徽省管理员", Role.RegionalAdministrator, "office-340000"),
        new("wanju", "演示·安徽省工作人员", Role.RegionalOfficer, "office-340000"),
        new("heyi", "演示·安徽省合议组成员", Role.RegionalOfficer, "office-340000"),
        new("hefei", "演示·合肥市工作人员", Role.RegionalOfficer, "office-340100"),
        new("fenguan", "演示·国家局分管负责人", Role.NationalAdministrator, "cnipa"),
        new("pingshen", "演示·评审专家（保护）", Role.DepartmentOfficer, "cnipa-protection"),
        new("zhuanjia", "演示·评审专家（规划）", Role.DepartmentOfficer, "cnipa-strategy"),
        new("tiaofa", "演示·条法司异议复核人员", Role.DepartmentOfficer, "cnipa-law"),
        new("shenji", "演示·审计人员", Role.Auditor, "cnipa"),
    ];

    /// <summary>The day whose statuses and organisations count.</summary>
    public static DateOnly AsOf { get; } = new(2026, 3, 1);

    /// <summary>A file of <c>data/demo</c>, which is part of the program.</summary>
    internal static byte[] File(string name)
    {
        using var resource = typeof(Demonstration).Assembly.GetManifestResourceStream($"demo/{name}")
            ?? throw new InvalidOperationException($"The program was built without data/demo/{name}.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
