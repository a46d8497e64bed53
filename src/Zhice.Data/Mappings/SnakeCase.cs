using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Zhice.Data.Mappings;

/// <summary>Columns, keys and indexes are named in snake_case, so that hand-written SQL needs few quotes on PostgreSQL.</summary>
internal static class SnakeCase
{
    /// <summary>Names every column that its mapping has not named, and every key, index and constraint after table and columns.</summary>
    /// <param name="model">The model so far.</param>
    /// <param name="collation">Collation of all text columns; null for the store's own. SQLite compares bytes, so PostgreSQL is told to.</param>
    public static void Apply(ModelBuilder model, string? collation)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Of(property.Name));
                // A text that is kept packed is bytes to the store, and bytes have no collation.
                if (property.ClrType == typeof(string) && property.GetValueConverter()?.ProviderClrType != typeof(byte[])) property.SetCollation(collation);
            }
            entity.FindPrimaryKey()!.SetName($"pk_{table}");
            foreach (var index in entity.GetIndexes()) index.SetDatabaseName($"ix_{table}_{Columns(index.Properties)}");
            foreach (var link in entity.GetForeignKeys()) link.SetConstraintName($"fk_{table}_{Columns(link.Properties)}");
        }
    }

    /// <summary><c>ProgrammeId</c> becomes <c>programme_id</c>.</summary>
    public static string Of(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && snake.Length > 0) snake.Append('_');
            snake.Append(char.ToLowerInvariant(letter));
        }
        return snake.ToString();
    }

    static string Columns(IReadOnlyList<IMutableProperty> properties) => string.Join('_', properties.Select(p => Of(p.Name)));
}
