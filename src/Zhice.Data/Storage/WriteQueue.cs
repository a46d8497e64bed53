using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Zhice.Data.Storage;

/// <summary>The writers of this process on SQLite, one after the other in the order in which they came.</summary>
/// <remarks>
/// SQLite has one writer. Whoever finds it busy sleeps and looks again, without any order: at a hundred saves a second some looked for seconds while
/// later ones went by. Here a transaction waits for its turn before it begins, asleep and holding no thread; the store's own waiting is left for
/// other processes. A turn ends with the transaction, however that ends.
/// </remarks>
#pragma warning disable CA1001 // the semaphore is asked for no wait handle, so nothing is to be disposed; a context may outlive its store
internal sealed class WriteQueue(Checkpoints log) : DbTransactionInterceptor
#pragma warning restore CA1001
{
    // A turn that takes longer than this is asked of the store itself, which refuses in its own way after as long again.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    static readonly ConditionalWeakTable<DbTransaction, WriteQueue> Turns = [];

    readonly SemaphoreSlim turn = new(1, 1);
    readonly Checkpoints log = log;

    /// <inheritdoc/>
    public override InterceptionResult<DbTransaction> TransactionStarting(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result)
    {
        if (!turn.Wait(Patience)) return result;
        try
        {
            return Begun(connection.BeginTransaction(eventData.IsolationLevel));
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        if (!await turn.WaitAsync(Patience, cancellationToken)) return result;
        try
        {
            return Begun(await connection.BeginTransactionAsync(eventData.IsolationLevel, cancellationToken));
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    InterceptionResult<DbTransaction> Begun(DbTransaction transaction)
    {
        Turns.Add(transaction, this);
        return InterceptionResult<DbTransaction>.SuppressWithResult(transaction);
    }

    /// <summary>Makes the transactions that give their turn on.</summary>
    internal sealed class Factory(RelationalTransactionFactoryDependencies dependencies) : IRelationalTransactionFactory
    {
        public RelationalTransaction Create(
            IRelationalConnection connection, DbTransaction transaction, Guid transactionId, IDiagnosticsLogger<DbLoggerCategory.Database.Transaction> logger, bool transactionOwned) =>
            new Turn(connection, transaction, transactionId, logger, transactionOwned, dependencies.SqlGenerationHelper);
    }

    // The transaction is cleared once: when it is committed, rolled back, or given up.
    sealed class Turn(
        IRelationalConnection connection, DbTransaction transaction, Guid id, IDiagnosticsLogger<DbLoggerCategory.Database.Transaction> logger, bool owned, ISqlGenerationHelper sql)
        : RelationalTransaction(connection, transaction, id, logger, owned, sql)
    {
        readonly DbTransaction key = transaction;

        protected override void ClearTransaction()
        {
            try
            {
                base.ClearTransaction();
            }
            finally
            {
                End();
            }
        }

        protected override async Task ClearTransactionAsync(CancellationToken cancellationToken = default)
        {
            try
            {
                await base.ClearTransactionAsync(cancellationToken);
            }
            finally
            {
                End();
            }
        }

        void End()
        {
            if (!Turns.TryGetValue(key, out var queue)) return;
            Turns.Remove(key);
            queue.turn.Release();
            queue.log.Written();
        }
    }
}
