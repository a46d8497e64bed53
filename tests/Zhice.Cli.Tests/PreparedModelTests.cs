using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Zhice.Data;
using Zhice.Data.Storage;

namespace Zhice.Cli.Tests;

/// <summary>The model that the build writes ahead, against the one that the mappings give.</summary>
public sealed class PreparedModelTests
{
    [Theory]
    [InlineData(StoreProvider.Sqlite)]
    [InlineData(StoreProvider.PostgreSql)]
    public void The_model_written_ahead_says_of_every_entity_what_the_mappings_say(StoreProvider provider)
    {
        using var mapped = new ZhiceDb(Options(provider).Options);
        using var ready = new ZhiceDb(Options(provider).UseModel(ZhiceStore.PreparedModel(provider)!).Options);

        Assert.NotSame(mapped.Model, ready.Model);
        Assert.Equal(Lines(mapped.Model), Lines(ready.Model));
    }

    static DbContextOptionsBuilder<ZhiceDb> Options(StoreProvider provider) => provider == StoreProvider.Sqlite
        ? new DbContextOptionsBuilder<ZhiceDb>().UseSqlite("Data Source=:memory:")
        : new DbContextOptionsBuilder<ZhiceDb>().UseNpgsql("Host=localhost");

    [Fact]
    public void A_store_of_the_program_uses_the_model_written_ahead()
    {
        var folder = Directory.CreateTempSubdirectory("zhice-model-").FullName;
        try
        {
            using var store = ZhiceStore.Open(new StoreSettings(folder));
            using var db = store.CreateContext();

            Assert.Same(ZhiceStore.PreparedModel(StoreProvider.Sqlite), db.Model);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Tables, columns with their stored types, converters, keys, links and indexes, in the order of their names.
    static IEnumerable<string> Lines(IModel model) =>
        from type in model.GetEntityTypes().OrderBy(t => t.Name, StringComparer.Ordinal)
        from line in Lines(type)
        select $"{type.GetTableName()} {type.GetViewName()}: {line}";

    static IEnumerable<string> Lines(IEntityType type) =>
    [
        .. Properties(type).Order(StringComparer.Ordinal),
        .. type.GetKeys().Select(k => $"key {Names(k.Properties)} {k.IsPrimaryKey()}").Order(StringComparer.Ordinal),
        .. type.GetForeignKeys().Select(f => $"link {Names(f.Properties)} to {f.PrincipalEntityType.Name} {f.DeleteBehavior} {f.IsUnique} {f.IsRequired}").Order(StringComparer.Ordinal),
        .. type.GetNavigations().Select(n => $"navigation {n.Name} {n.IsCollection}").Order(StringComparer.Ordinal),
    ];

    static IEnumerable<string> Properties(ITypeBase type) =>
    [
        .. type.GetProperties().Select(p => $"{type.DisplayName()}.{p.Name} {p.GetColumnName()} {p.GetRelationalTypeMapping().StoreType} {p.IsNullable} {p.ValueGenerated} "
            + $"{p.GetTypeMapping().Converter?.GetType().Name} {p.IsConcurrencyToken} {p.GetMaxLength()}"),
        .. type.GetComplexProperties().SelectMany(c => Properties(c.ComplexType)),
    ];

    static string Names(IEnumerable<IProperty> properties) => string.Join(',', properties.Select(p => p.Name));
}
