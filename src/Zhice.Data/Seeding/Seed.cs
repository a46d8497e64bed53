using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Zhice.Data.Storage;
using Zhice.Domain.Organisations;
using Zhice.Records.Text;

namespace Zhice.Data.Seeding;

/// <summary>What a seeding added.</summary>
/// <param name="Divisions">New divisions.</param>
/// <param name="Organisations">New organisations.</param>
/// <param name="Aliases">New aliases.</param>
public sealed record SeedResult(int Divisions, int Organisations, int Aliases);

/// <summary>Brings divisions, organisations and aliases of <c>data/</c> into a database: idempotent, adds what is missing and changes nothing.</summary>
public static class Seed
{
    /// <summary>The day from which records without a known beginning count.</summary>
    public static readonly DateOnly Beginning = new(1949, 10, 1);

    /// <summary>Adds what is missing, in one transaction (the caller's, when one is open).</summary>
    public static SeedResult Run(ZhiceDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        using var own = db.Database.CurrentTransaction is null ? db.Database.BeginTransaction() : null;
        var divisions = SeedData.Divisions();
        var result = new SeedResult(AddDivisions(db, divisions), AddOrganisations(db, divisions), AddAliases(db));
        own?.Commit();
        return result;
    }

    static int AddDivisions(ZhiceDb db, IReadOnlyList<SeedDivision> divisions)
    {
        var known = db.Divisions.AsNoTracking().Select(d => d.Code).ToHashSet(StringComparer.Ordinal);
        return (int)BulkInsert.Write(db, "org_division",
            ["code", "valid_from", "name", "level", "parent_code", "valid_to", "unverified"],
            divisions.Where(d => !known.Contains(d.Code))
                .Select(d => new object?[] { d.Code, Beginning, d.Name, (int)d.Level, d.Parent, null, d.Unverified }));
    }

    static int AddOrganisations(ZhiceDb db, IReadOnlyList<SeedDivision> divisions)
    {
        var places = db.Organisations.AsNoTracking().Select(o => new { o.Code, o.Id, o.Path })
            .ToDictionary(o => o.Code, o => (Id: o.Id.Value, o.Path), StringComparer.Ordinal);
        var next = BulkInsert.NextId(db, "org_organisation");
        var rows = new List<object?[]>();
        var ordinal = 0;
        foreach (var o in SeedData.Organisations(divisions))
        {
            ordinal++;
            if (places.ContainsKey(o.Code)) continue;
            var id = next++;
            var parent = o.Parent is null ? default : places[o.Parent];
            var path = string.Create(CultureInfo.InvariantCulture, $"{parent.Path ?? "/"}{id}/");
            places.Add(o.Code, (id, path));
            rows.Add([id, o.Code, o.Name, o.EnglishName, (int)o.Kind, o.Parent is null ? null : parent.Id, path,
                o.Division?.Code, o.Division is null ? null : (int)o.Division.Level, Beginning, null, ordinal, o.Unverified]);
        }
        BulkInsert.Write(db, "org_organisation",
            ["id", "code", "name", "english_name", "kind", "parent_id", "path", "division_code", "level", "valid_from", "valid_to", "ordinal", "unverified"], rows);
        BulkInsert.MoveSequence(db.Database.GetDbConnection(), db.Database.CurrentTransaction!.GetDbTransaction(), "org_organisation");
        return rows.Count;
    }

    static int AddAliases(ZhiceDb db)
    {
        var known = db.OrganisationAliases.AsNoTracking().Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        var ids = db.Organisations.AsNoTracking().Select(o => new { o.Code, o.Id }).ToDictionary(o => o.Code, o => o.Id.Value, StringComparer.Ordinal);
        return (int)BulkInsert.Write(db, "org_alias", ["name", "organisation_id"],
            SeedData.Aliases().Where(a => !known.Contains(a.Name)).Select(a => new object?[] { a.Name, ids[a.Code] }));
    }
}

/// <summary>A division of <c>data/divisions/divisions.csv</c>.</summary>
internal sealed record SeedDivision(string Code, string Name, DivisionLevel Level, string? Parent, bool Unverified);

/// <summary>An organisation of <c>data/organisations</c>, or one made by rule for a division.</summary>
internal sealed record SeedOrganisation(
    string Code, string Name, string? EnglishName, OrganisationKind Kind, string? Parent, SeedDivision? Division, bool Unverified);

/// <summary>The embedded files of <c>data/</c>; a fault in one is a fault of the build, so it throws with file and line.</summary>
internal static class SeedData
{
    public static IReadOnlyList<SeedDivision> Divisions() =>
        [.. Rows("divisions.csv", 5).Select(row => new SeedDivision(row.Fields[0], row.Fields[1], row.Fields[2] switch
        {
            "nation" => DivisionLevel.Nation,
            "province" => DivisionLevel.Province,
            "city" => DivisionLevel.City,
            "county" => DivisionLevel.County,
            var other => throw Fault("divisions.csv", row, $"level {other}"),
        }, Blank(row.Fields[3]), row.Fields[4] == "yes"))];

    public static IReadOnlyList<(string Code, string Name)> Aliases() =>
        [.. Rows("aliases.csv", 3).Select(row => (row.Fields[0], row.Fields[1]))];

    public static IReadOnlyList<(string Code, string Name)> English() =>
        [.. Rows("english.csv", 3).Select(row => (row.Fields[0], row.Fields[1]))];

    /// <summary>Named organisations with the English name, where there is one.</summary>
    public static IReadOnlyList<(string Code, string? English)> Named() =>
        [.. Rows("organisations.csv", 7).Select(row => (row.Fields[0], Blank(row.Fields[2])))];

    /// <summary>Named organisations first, then the offices by rule; every parent stands before its children.</summary>
    public static IEnumerable<SeedOrganisation> Organisations(IReadOnlyList<SeedDivision> divisions)
    {
        var byCode = divisions.ToDictionary(d => d.Code, StringComparer.Ordinal);
        var served = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Rows("organisations.csv", 7))
        {
            var f = row.Fields;
            var division = f[5].Length == 0 ? null : byCode.GetValueOrDefault(f[5]) ?? throw Fault("organisations.csv", row, $"division {f[5]}");
            if (division is not null) served.Add(division.Code);
            yield return new SeedOrganisation(f[0], f[1], Blank(f[2]), Kind(row), Blank(f[4]), division, f[6] == "memory");
        }
        foreach (var division in divisions.Where(d => d.Level != DivisionLevel.Nation && !served.Contains(d.Code)).OrderBy(d => d.Level))
        {
            var parent = byCode[division.Parent!];
            var front = division.Level == DivisionLevel.County && division.Name.EndsWith('区') ? parent.Name : "";
            yield return new SeedOrganisation($"office-{division.Code}", $"{front}{division.Name}知识产权局", null, OrganisationKind.LocalOffice,
                parent.Level == DivisionLevel.Nation ? "cnipa" : $"office-{parent.Code}", division, Unverified: true);
        }
    }

    static OrganisationKind Kind(CsvRow row) => row.Fields[3] switch
    {
        "national-office" => OrganisationKind.NationalOffice,
        "department" => OrganisationKind.Department,
        "ministry" => OrganisationKind.Ministry,
        "local-office" => OrganisationKind.LocalOffice,
        var other => throw Fault("organisations.csv", row, $"kind {other}"),
    };

    static IEnumerable<CsvRow> Rows(string file, int columns)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"data/{file}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. Csv.Read(reader.ReadToEnd()).Skip(1).Select(row => row.Fields.Count == columns ? row : throw Fault(file, row, "number of columns"))];
    }

    static InvalidDataException Fault(string file, CsvRow row, string what) => new($"{file}, line {row.Line}: {what}.");

    static string? Blank(string text) => text.Length == 0 ? null : text;
}
