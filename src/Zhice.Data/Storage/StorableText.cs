using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Zhice.Domain;

namespace Zhice.Data.Storage;

/// <summary>Text that both stores can keep: PostgreSQL cannot hold U+0000, so it is refused for both.</summary>
public sealed class StorableText : SaveChangesInterceptor
{
    /// <summary>The defect of a text that cannot be stored; null where it can. Forms ask this at the edge.</summary>
    public static Defect? Check(string? text, string? field) =>
        text is not null && text.Contains('\0', StringComparison.Ordinal) ? new Defect("text.nul", field) : null;

    /// <inheritdoc/>
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Guard(eventData.Context);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Guard(eventData.Context);
        return ValueTask.FromResult(result);
    }

    static void Guard(DbContext? db)
    {
        if (db is null) return;
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified)) continue;
            foreach (var property in entry.Properties)
                if (property.CurrentValue is string text && text.Contains('\0', StringComparison.Ordinal))
                    throw new UnstorableTextException($"{entry.Metadata.ClrType.Name}.{property.Metadata.Name} holds U+0000, which the edge should have refused.");
        }
    }
}
