using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Records.Text;

namespace Zhice.Data.Statuses;

/// <summary>What an import of status facts did.</summary>
/// <param name="Added">New facts.</param>
/// <param name="Known">Rows whose fact stands already.</param>
public sealed record StatusImport(int Added, int Known);

/// <summary>
/// Imports dated facts about divisions from CSV: a head line, then division (six-digit code or name), status, from, to, source.
/// Heads may be Chinese (行政区划, 资格, 起始, 截止, 来源) or English (division, status, from, to, source); days as 2022-07-01;
/// <c>to</c> is the first day on which it no longer held, and may be empty.
/// </summary>
public static class StatusCsv
{
    static readonly (string Field, string[] Heads)[] Columns =
    [
        ("division", ["division", "行政区划", "区划", "地区", "城市", "省份"]),
        ("status", ["status", "资格", "试点身份", "称号", "名称"]),
        ("from", ["from", "起始", "起始日期", "开始"]),
        ("to", ["to", "截止", "截止日期", "结束"]),
        ("source", ["source", "来源", "依据"]),
    ];

    /// <summary>
    /// Imports all rows or none. Refusals: <c>status.forbidden</c>, and in one answer a defect for every wrong row, each with its line as
    /// the first argument: <c>status.head</c> (missing column), <c>status.columns</c>, <c>status.division</c> (unknown or ambiguous),
    /// <c>status.name</c>, <c>status.from</c>, <c>status.to</c>, <c>status.order</c>, <c>status.source</c>, <c>text.nul</c>, <c>status.empty</c>.
    /// </summary>
    /// <param name="db">The context.</param>
    /// <param name="actor">Who.</param>
    /// <param name="csv">The text of the file.</param>
    /// <param name="demonstration">True for invented facts of the demonstration.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops before anything is stored.</param>
    public static async Task<Outcome<StatusImport>> Import(
        ZhiceDb db, Actor actor, string csv, bool demonstration, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (!AccessPolicy.MayManageStatuses(actor)) return new Forbidden("status.forbidden");
        if (StorableText.Check(csv, "file") is { } nul) return new Invalid(nul);

        var rows = Csv.Read(csv).ToList();
        if (rows.Count < 2) return new Invalid(new Defect("status.empty", "file"));
        if (Places(rows[0]) is not { } places) return new Invalid(new Defect("status.head", "file", rows[0].Line));

        var now = clock.GetUtcNow();
        var tree = new DivisionTree(await db.Divisions.AsNoTracking().ToListAsync(cancel), DateOnly.FromDateTime(now.UtcDateTime), "000000");
        var defects = new List<Defect>();
        var facts = rows.Skip(1).Select(row => Fact(row, places, tree, demonstration, now, defects)).OfType<DatedStatus>().ToList();
        if (defects.Count > 0) return new Invalid(defects);

        var standing = (await db.Statuses.AsNoTracking().Where(s => s.WithdrawnAt == null).ToListAsync(cancel)).Select(Key).ToHashSet();
        var fresh = facts.Where(f => standing.Add(Key(f))).ToList();
        db.Statuses.AddRange(fresh);
        AuditLog.Append(db, actor, now, "status.import", "statuses", new { added = fresh.Count, known = facts.Count - fresh.Count, demonstration, names = fresh.Select(f => f.Name).Distinct() });
        await db.SaveChangesAsync(cancel);
        return new StatusImport(fresh.Count, facts.Count - fresh.Count);
    }

    static int[]? Places(CsvRow head)
    {
        var heads = head.Fields.Select(h => h.Trim().ToLowerInvariant()).ToList();
        var places = Columns.Select(column => heads.FindIndex(h => column.Heads.Contains(h, StringComparer.Ordinal))).ToArray();
        return places.Contains(-1) ? null : places;
    }

    static DatedStatus? Fact(CsvRow row, int[] places, DivisionTree tree, bool demonstration, DateTimeOffset now, List<Defect> defects)
    {
        var before = defects.Count;
        if (row.Fields.Count <= places.Max())
        {
            Wrong("status.columns");
            return null;
        }
        var (division, name, from, to, source) = (Cell(0), Cell(1), Cell(2), Cell(3), Cell(4));
        var found = Division(tree, division);
        if (found is null) Wrong("status.division", division);
        if (name.Length is 0 or > 120) Wrong("status.name");
        if (source.Length is 0 or > 300) Wrong("status.source");
        if (Day(from) is not { } begins) { Wrong("status.from", from); begins = default; }
        var ends = to.Length == 0 ? null : Day(to);
        if (to.Length > 0 && ends is null) Wrong("status.to", to);
        if (ends <= begins) Wrong("status.order");
        return defects.Count > before ? null : new DatedStatus
        {
            DivisionCode = found!.Code, Name = name, ValidFrom = begins, ValidTo = ends, Source = source, RecordedAt = now, Demonstration = demonstration,
        };

        string Cell(int column) => row.Fields[places[column]].Trim();
        void Wrong(string code, params object[] more) => defects.Add(new Defect(code, "file", [row.Line, .. more]));
    }

    static Division? Division(DivisionTree tree, string words) =>
        words.Length == 6 && words.All(char.IsAsciiDigit) ? tree.Find(words) : tree.Named(words, DivisionLevel.City);

    static DateOnly? Day(string text) => DateOnly.TryParseExact(
        text, ["yyyy-MM-dd", "yyyy/M/d", "yyyy年M月d日", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static (string, string, DateOnly, DateOnly?) Key(DatedStatus s) => (s.DivisionCode, s.Name, s.ValidFrom, s.ValidTo);
}
