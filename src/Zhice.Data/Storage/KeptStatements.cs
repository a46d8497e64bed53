using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Zhice.Data.Storage;

/// <summary>The commands of one connection that stay prepared. Not for several threads, as a connection is not.</summary>
/// <remarks>The mapper makes a new command each time, and SQLite reads its text anew: a quarter of what a page took of the processor. Here the same text finds its command again.</remarks>
/// <param name="handle">What they are prepared on.</param>
internal sealed class KeptStatements(sqlite3 handle)
{
    /// <summary>Most texts that are kept; the one that was not asked for the longest gives way.</summary>
    const int Most = 96;

    readonly Dictionary<string, Command> commands = new(StringComparer.Ordinal);
    long turn;

    /// <summary>What they are prepared on.</summary>
    public sqlite3 Handle => handle;

    /// <summary>The prepared command of the text that <paramref name="fresh"/> has, with its values; itself where that one is at work already.</summary>
    public DbCommand InPlaceOf(SqliteCommand fresh)
    {
        if (!commands.TryGetValue(fresh.CommandText, out var kept))
        {
            if (commands.Count >= Most) Forget(commands.Values.Where(c => !c.AtWork).MinBy(c => c.LastAsked));
            commands[fresh.CommandText] = kept = new Command(fresh.CommandText, fresh.Connection);
        }
        else if (kept.AtWork) return fresh;
        kept.AtWork = true;
        kept.LastAsked = ++turn;
        kept.Transaction = fresh.Transaction;
        kept.CommandTimeout = fresh.CommandTimeout;
        foreach (SqliteParameter parameter in fresh.Parameters) kept.Parameters.Add(parameter);
        fresh.Dispose();
        return kept;
    }

    /// <summary>Gives them all up, when the connection is closed.</summary>
    public void Drop()
    {
        foreach (var command in commands.Values) command.End();
        commands.Clear();
    }

    void Forget(Command? command)
    {
        if (command is null) return;
        commands.Remove(command.CommandText);
        command.End();
    }

    // Its disposal only gives it back.
    sealed class Command(string text, SqliteConnection? connection) : SqliteCommand(text, connection)
    {
        bool ended;

        public bool AtWork { get; set; }
        public long LastAsked { get; set; }

        public void End()
        {
            ended = true;
            Dispose();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !ended)
            {
                Parameters.Clear();
                Transaction = null;
                AtWork = false;
                return;
            }
            base.Dispose(disposing);
        }
    }
}

/// <summary>Has each command of a context executed by the prepared one of its text.</summary>
internal sealed class PreparedCommands(KeptConnections connections) : DbCommandInterceptor
{
    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result) =>
        result is SqliteCommand { Connection: { } connection } fresh && connections.Statements(connection) is { } statements ? statements.InPlaceOf(fresh) : result;
}
