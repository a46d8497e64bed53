using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;

namespace Zhice.Data.Tests;

/// <summary>A database's tables, columns, keys and indexes as sorted lines, to compare two databases.</summary>
static class Catalogue
{
    /// <summary>What the model maps: no record of migrations, no search index.</summary>
    public static IReadOnlyList<string> Of(ZhiceDb db, StoreProvider provider)
    {
        var mapped = db.Model.GetEntityTypes().Select(e => e.GetTableName()!).ToHashSet(StringComparer.Ordinal);
        return [.. All(db, provider).Where(line => mapped.Contains(line.Split(' ')[0]))];
    }

    /// <summary>Everything.</summary>
    public static IReadOnlyList<string> All(ZhiceDb db, StoreProvider provider) => provider == StoreProvider.Sqlite
        ? Rows(db, """
            SELECT m.tbl_name || ' ' || m.type || ' ' || m.name || ' ' || CASE
                WHEN m.type = 'table' AND m.sql LIKE 'CREATE TABLE%' THEN CASE WHEN m.sql LIKE '%AUTOINCREMENT%' THEN 'counted' ELSE '' END
                ELSE replace(replace(coalesce(m.sql, ''), char(10), ' '), '    ', '') END
            FROM sqlite_master m WHERE m.name NOT LIKE 'sqlite_autoindex_%' -- a table WITHOUT ROWID has none; the columns say the key
            UNION ALL SELECT m.name || ' column ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk || ' ' || coalesce(c.dflt_value, '')
            FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'
            UNION ALL SELECT m.name || ' link ' || f."from" || ' ' || f."table" || ' ' || f."to" || ' ' || f.on_delete || ' ' || f.on_update
            FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
            """)
        : Rows(db, """
            SELECT table_name || ' column ' || column_name || ' ' || data_type || ' ' || coalesce(character_maximum_length, 0) || ' ' || is_nullable || ' ' || is_identity || ' ' || coalesce(collation_name, '')
            FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT tablename || ' index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT conrelid::regclass || ' constraint ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            """);

    /// <summary>Names of the tables.</summary>
    public static IReadOnlyList<string> Tables(ZhiceDb db, StoreProvider provider) => Rows(db, provider == StoreProvider.Sqlite
        ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        : "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'");

    static IReadOnlyList<string> Rows(ZhiceDb db, string sql) =>
        [.. db.Database.SqlQueryRaw<string>(sql).AsEnumerable().Order(StringComparer.Ordinal)];
}
