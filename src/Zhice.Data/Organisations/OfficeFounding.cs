using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Organisations;

/// <summary>An IP office that is founded.</summary>
/// <param name="Under">Code of its superior: the national office or a local one.</param>
/// <param name="Name">Its full name.</param>
/// <param name="Level">Its level; null where none was given.</param>
/// <param name="DivisionCode">The division that it serves, six digits.</param>
/// <param name="From">First day of its existence; null where none was given.</param>
public sealed record NewOffice(string Under, string Name, DivisionLevel? Level, string DivisionCode, DateOnly? From);

/// <summary>设立机构: takes a new IP office of a province, city or county into the directory, such as the one that a change of name or of divisions makes. It has a level, so that figures, forms and totals know it.</summary>
public static class OfficeFounding
{
    /// <summary>Founds an office. Its predecessor, where there is one, ends by the succession that is recorded afterwards.</summary>
    /// <returns>Refusals: <c>office.superior</c>, <c>office.level</c> (not below the superior's, or not the division's), <c>office.division</c> (no six digits of a division below the superior's),
    /// <c>office.day</c> (none, before the superior's first or more than a year from now), <c>office.name</c>, <c>office.known</c>, <c>organisation.forbidden</c>.</returns>
    public static async Task<Outcome<Organisation>> Found(ZhiceDb db, Actor actor, NewOffice office, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(office);
        ArgumentNullException.ThrowIfNull(clock);
        var superior = await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == office.Under && o.ValidTo == null, cancel);
        if (superior is null || superior.Kind is not (OrganisationKind.NationalOffice or OrganisationKind.LocalOffice)) return new Invalid(new Defect("office.superior", "under"));
        if (!AccessPolicy.MayKeepDirectory(actor, superior.Path)) return new Forbidden("organisation.forbidden");
        var (name, code, above) = (string.Concat(office.Name.Where(c => !char.IsWhiteSpace(c))), office.DivisionCode.Trim(), superior.Level ?? DivisionLevel.Nation);
        var defects = new List<Defect>();
        if (name.Length is < 2 or > 120 || name.Any(char.IsControl)) defects.Add(new Defect("office.name", "name"));
        else if (await db.Organisations.AnyAsync(o => o.ValidTo == null && o.Name == name, cancel)) defects.Add(new Defect("office.known", "name", name));
        if (office.Level is not { } level || !Enum.IsDefined(level) || level <= above) defects.Add(new Defect("office.level", "level"));
        else if (code.Length != 6 || !code.All(char.IsAsciiDigit) || !code.StartsWith(Prefix(superior), StringComparison.Ordinal)) defects.Add(new Defect("office.division", "division"));
        // A division that came with the last change of the register may be none of ours yet; one that we have says its level.
        else if (await db.Divisions.AsNoTracking().Where(d => d.Code == code).OrderByDescending(d => d.ValidFrom).FirstOrDefaultAsync(cancel) is { } division && division.Level != level) defects.Add(new Defect("office.level", "level"));
        if (office.From is not { } from || from < superior.ValidFrom || from > ChinaTime.Today(clock).AddYears(1)) defects.Add(new Defect("office.day", "from"));
        if (defects.Count > 0) return new Invalid(defects);

        var stem = $"office-{code}";
        var taken = (await db.Organisations.Where(o => o.Code.StartsWith(stem)).Select(o => o.Code).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var free = Enumerable.Range(1, taken.Count + 1).Select(n => n == 1 ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}-{n}")).First(c => !taken.Contains(c));
        var founded = new Organisation
        {
            Code = free, Name = name, Kind = OrganisationKind.LocalOffice, ParentId = superior.Id, Path = superior.Path, DivisionCode = code, Level = office.Level, ValidFrom = office.From!.Value,
            Ordinal = (await db.Organisations.Where(o => o.ParentId == superior.Id && o.Kind == OrganisationKind.LocalOffice).MaxAsync(o => (int?)o.Ordinal, cancel) ?? 0) + 1,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Organisations.Add(founded);
        await db.SaveChangesAsync(cancel);
        founded.Path = string.Create(CultureInfo.InvariantCulture, $"{superior.Path}{founded.Id.Value}/");
        AuditLog.Append(db, actor, clock.GetUtcNow(), "organisation.found", $"organisation/{founded.Code}",
            new { under = superior.Code, name, level = office.Level.ToString(), division = code, from = office.From });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return founded;
    }

    static string Prefix(Organisation superior) => superior switch
    {
        { DivisionCode: { Length: 6 } code, Level: DivisionLevel.Province } => code[..2],
        { DivisionCode: { Length: 6 } code, Level: DivisionLevel.City } => code[..4],
        { DivisionCode: { Length: 6 } code } when superior.Kind == OrganisationKind.LocalOffice => code,
        _ => "",
    };
}
