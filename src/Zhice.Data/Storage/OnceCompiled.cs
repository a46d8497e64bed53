using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Zhice.Data.Storage;

/// <summary>Queries whose tree never changes, compiled at their first use: EF then need not take the tree apart and compare it with the known ones, a third of what a
/// page that asks ten small questions takes of the processor.</summary>
/// <remarks>EF binds a compiled query to one model, and a process can hold two (SQLite and PostgreSQL, when data is moved): there is one for each. A query that is
/// composed from filters of the reader's roles has no fixed tree and stays as it is.</remarks>
public static class OnceCompiled
{
    /// <summary>A query without parameters.</summary>
    public static Func<ZhiceDb, IAsyncEnumerable<TRow>> Query<TRow>(Expression<Func<ZhiceDb, IQueryable<TRow>>> query)
    {
        var compiled = new ConditionalWeakTable<IModel, Func<ZhiceDb, IAsyncEnumerable<TRow>>>();
        return db => compiled.GetValue(db.Model, _ => EF.CompileAsyncQuery(query))(db);
    }

    /// <summary>A query of one parameter.</summary>
    public static Func<ZhiceDb, T1, IAsyncEnumerable<TRow>> Query<T1, TRow>(Expression<Func<ZhiceDb, T1, IQueryable<TRow>>> query)
    {
        var compiled = new ConditionalWeakTable<IModel, Func<ZhiceDb, T1, IAsyncEnumerable<TRow>>>();
        return (db, a) => compiled.GetValue(db.Model, _ => EF.CompileAsyncQuery(query))(db, a);
    }

    /// <summary>A query of two parameters.</summary>
    public static Func<ZhiceDb, T1, T2, IAsyncEnumerable<TRow>> Query<T1, T2, TRow>(Expression<Func<ZhiceDb, T1, T2, IQueryable<TRow>>> query)
    {
        var compiled = new ConditionalWeakTable<IModel, Func<ZhiceDb, T1, T2, IAsyncEnumerable<TRow>>>();
        return (db, a, b) => compiled.GetValue(db.Model, _ => EF.CompileAsyncQuery(query))(db, a, b);
    }

    /// <summary>A query of three parameters.</summary>
    public static Func<ZhiceDb, T1, T2, T3, IAsyncEnumerable<TRow>> Query<T1, T2, T3, TRow>(Expression<Func<ZhiceDb, T1, T2, T3, IQueryable<TRow>>> query)
    {
        var compiled = new ConditionalWeakTable<IModel, Func<ZhiceDb, T1, T2, T3, IAsyncEnumerable<TRow>>>();
        return (db, a, b, c) => compiled.GetValue(db.Model, _ => EF.CompileAsyncQuery(query))(db, a, b, c);
    }

    /// <summary>A query of four parameters.</summary>
    public static Func<ZhiceDb, T1, T2, T3, T4, IAsyncEnumerable<TRow>> Query<T1, T2, T3, T4, TRow>(Expression<Func<ZhiceDb, T1, T2, T3, T4, IQueryable<TRow>>> query)
    {
        var compiled = new ConditionalWeakTable<IModel, Func<ZhiceDb, T1, T2, T3, T4, IAsyncEnumerable<TRow>>>();
        return (db, a, b, c, d) => compiled.GetValue(db.Model, _ => EF.CompileAsyncQuery(query))(db, a, b, c, d);
    }
}
