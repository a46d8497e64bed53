using System.Globalization;
namespace Zhice.Domain.Organisations;

/// <summary>Key of an organisation in this database.</summary>
public readonly record struct OrganisationId(long Value);

/// <summary>机构: a department, ministry, office or centre. An office serves a division.</summary>
public sealed class Organisation
{
    /// <summary>Key.</summary>
    public OrganisationId Id { get; init; }
    /// <summary>Stable code used in addresses and data files, such as <c>cnipa</c>, <c>cnipa-yunyong</c>, <c>office-340000</c>.</summary>
    public required string Code { get; init; }
    /// <summary>Name as shown, such as 知识产权运用促进司 or 安徽省知识产权局.</summary>
    public required string Name { get; init; }
    /// <summary>English name where one is in use; else null.</summary>
    public string? EnglishName { get; init; }
    /// <summary>What it is.</summary>
    public required OrganisationKind Kind { get; init; }
    /// <summary>The organisation above; null for the roots.</summary>
    public OrganisationId? ParentId { get; set; }
    /// <summary>Keys from the root down to itself, as <c>/1/5/22/</c>: a subtree is a prefix.</summary>
    public required string Path { get; set; }
    /// <summary>The division that it serves; null for departments and ministries.</summary>
    public string? DivisionCode { get; init; }
    /// <summary>Level of that division; null for departments and ministries.</summary>
    public DivisionLevel? Level { get; init; }
    /// <summary>First day of existence.</summary>
    public DateOnly ValidFrom { get; init; }
    /// <summary>First day on which it no longer existed; null while it does.</summary>
    public DateOnly? ValidTo { get; set; }
    /// <summary>Order among its siblings.</summary>
    public int Ordinal { get; init; }
    /// <summary>True where the name was made by rule or from memory and still has to be checked against an official list.</summary>
    public bool Unverified { get; init; }

    /// <summary>Keys of the organisations on a path such as <c>/1/17/</c>, the topmost first, the path's own last.</summary>
    public static IEnumerable<OrganisationId> KeysOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(key => new OrganisationId(long.Parse(key, CultureInfo.InvariantCulture)));
    }

    /// <summary>True when <paramref name="other"/> is this organisation or below it.</summary>
    public bool Reaches(Organisation other) => other.Path.StartsWith(Path, StringComparison.Ordinal);

    /// <summary>True when it existed on <paramref name="day"/>.</summary>
    public bool ExistsOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day < ValidTo);
}

/// <summary>Kinds of organisation.</summary>
public enum OrganisationKind
{
    /// <summary>国家知识产权局.</summary>
    NationalOffice,
    /// <summary>A department, bureau or centre of the national office.</summary>
    Department,
    /// <summary>A ministry or other central body.</summary>
    Ministry,
    /// <summary>A province's, city's or county's IP office.</summary>
    LocalOffice,
    /// <summary>Another department or body of a province, city or county, such as 省科技厅 or 市中级人民法院: it stands below the IP office of its region.</summary>
    LocalDepartment,
}

/// <summary>Another name of an organisation: 运用促进司 = 知识产权运用促进司.</summary>
public sealed class OrganisationAlias
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The name, white space removed.</summary>
    public required string Name { get; init; }
    /// <summary>Whose name it is.</summary>
    public OrganisationId OrganisationId { get; init; }
}
