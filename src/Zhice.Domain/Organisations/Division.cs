namespace Zhice.Domain.Organisations;

/// <summary>行政区划: a province, city or county by its GB/T 2260 code, as it stood between two days.</summary>
public sealed class Division
{
    /// <summary>Six digits: 340000 a province, 340100 a city, 340102 a county. The nation is 000000, 新疆生产建设兵团 660000 (unverified).</summary>
    public required string Code { get; init; }
    /// <summary>Official name, such as 安徽省.</summary>
    public required string Name { get; init; }
    /// <summary>The level.</summary>
    public required DivisionLevel Level { get; init; }
    /// <summary>The division above; null for the nation.</summary>
    public string? ParentCode { get; init; }
    /// <summary>First day on which the division stood so.</summary>
    public DateOnly ValidFrom { get; init; }
    /// <summary>First day on which it no longer did; null while it does.</summary>
    public DateOnly? ValidTo { get; set; }
    /// <summary>True where the code or name still has to be checked against an official list.</summary>
    public bool Unverified { get; init; }
}

/// <summary>Levels of division.</summary>
public enum DivisionLevel
{
    /// <summary>全国.</summary>
    Nation = 0,
    /// <summary>省级, 兵团 included.</summary>
    Province = 1,
    /// <summary>地级.</summary>
    City = 2,
    /// <summary>县级.</summary>
    County = 3,
}
