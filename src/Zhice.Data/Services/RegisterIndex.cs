using Microsoft.EntityFrameworkCore;
using Zhice.Data.Searching;
using Zhice.Domain.Services;
using Zhice.Records.Text;

namespace Zhice.Data.Services;

/// <summary>The full-text index of the public registers: number, holder and public values of each entry, with a token for its item.</summary>
public static class RegisterIndex
{
    static readonly TokenTable table = new("search_register");

    /// <summary>Newest entries that are looked at for one search.</summary>
    public const int MostFound = 1000;

    internal static void Write(ZhiceDb db, RegisterEntry entry, ServiceItem? item) => table.Write(db, [(entry.Id, Tokens(entry, item))]);

    internal static void Fill(ZhiceDb db, IEnumerable<(long Id, IEnumerable<string> Tokens)> rows) => table.Fill(db, rows);

    /// <summary>Indexes in a target, within its transaction, all entries of a source.</summary>
    internal static void WriteAll(ZhiceDb source, ZhiceDb target) => table.Write(target, All(source));

    /// <summary>Fills the index where it holds nothing though there are entries: after a change of its table. One transaction.</summary>
    public static void Refill(ZhiceDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (db.Database.IsNpgsql() || !db.RegisterEntries.Any() || table.Holds(db)) return;
        using var own = db.Database.CurrentTransaction is null ? db.Database.BeginTransaction() : null;
        Fill(db, All(db));
        own?.Commit();
    }

    static IEnumerable<(long Id, IEnumerable<string> Tokens)> All(ZhiceDb source)
    {
        ServiceDefinitions.Follow(source);
        return source.RegisterEntries.AsNoTracking().OrderBy(e => e.Id).AsEnumerable().Select(e => (e.Id, Tokens(e, source.Items.Newest(e.Item))));
    }

    /// <summary>Keys of the newest entries of an item, or of all items, that hold the words: candidates, at most <see cref="MostFound"/>.</summary>
    internal static Task<IReadOnlyList<long>> Find(ZhiceDb db, string? item, string words, CancellationToken cancel) => table.Newest(db, words, item is null ? [] : [ItemToken(item)], MostFound, cancel);

    /// <summary>What a search finds an entry by, as one text.</summary>
    internal static string Text(RegisterEntry entry, ServiceItem? item)
    {
        var values = Certificates.Values(entry);
        return string.Join(' ', [entry.Number, entry.Holder, .. values.Select(pair => item?.Form.FirstOrDefault(f => f.Code == pair.Key) is not { } field ? pair.Value
            : field.Type is FieldType.PatentNumber or FieldType.PatentNumbers ? string.Join(' ', pair.Value.Split('\n').Select(number => $"{number} ZL{number}")) : Certificates.Shown(field, pair.Value))]); // found with its letters and without
    }

    internal static IEnumerable<string> Tokens(RegisterEntry entry, ServiceItem? item) => CjkBigrams.Tokens(Text(entry, item)).Append(ItemToken(entry.Item));

    static string ItemToken(string item) => "zi" + item.Replace("_", "", StringComparison.Ordinal);
}
