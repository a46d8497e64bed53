using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.EntityFrameworkCore.Sqlite.Design.Internal;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal;
using Zhice.Data;

// Writes the model of the store as C#, once for each kind of store, into FOLDER/Sqlite and FOLDER/PostgreSql. Run by the build of Zhice.Data.Prepared.
if (args is not [var folder])
{
    Console.Error.WriteLine("usage: Zhice.Data.ModelWriter FOLDER");
    return 1;
}

Write("Sqlite", options => options.UseSqlite("Data Source=:memory:"), new SqliteDesignTimeServices());
Write("PostgreSql", options => options.UseNpgsql("Host=localhost"), new NpgsqlDesignTimeServices());
return 0;

void Write(string store, Action<DbContextOptionsBuilder<ZhiceDb>> use, IDesignTimeServices provider)
{
    var options = new DbContextOptionsBuilder<ZhiceDb>();
    use(options);
    using var db = new ZhiceDb(options.Options);
    var services = new ServiceCollection();
    services.AddEntityFrameworkDesignTimeServices();
    provider.ConfigureDesignTimeServices(services);
    services.AddDbContextDesignTimeServices(db);
    using var built = services.BuildServiceProvider();

    var wanted = new CompiledModelCodeGenerationOptions
    {
        ContextType = typeof(ZhiceDb), ModelNamespace = "Zhice.Data.Prepared." + store, Language = "C#", UseNullableReferenceTypes = true,
        GeneratedFileNames = new HashSet<string>(),
    };
    var files = built.GetRequiredService<ICompiledModelCodeGeneratorSelector>().Select(wanted).GenerateModel(db.GetService<IDesignTimeModel>().Model, wanted);
    var into = Directory.CreateDirectory(Path.Combine(folder, store)).FullName;
    foreach (var old in Directory.EnumerateFiles(into, "*.cs")) File.Delete(old);
    // The attribute that names the model of a context is read from the assembly of the context only; ZhiceStore asks for the model by name.
    foreach (var file in files.Where(f => !f.Code.Contains("assembly: DbContextModel", StringComparison.Ordinal)))
        File.WriteAllText(Path.Combine(into, file.Path), file.Code);
}
