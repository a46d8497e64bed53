using static Zhice.Cli.Tongue;

namespace Zhice.Cli;

/// <summary>The data folder's lock: one process at a time works in a folder, be it the server or a verb that writes.</summary>
/// <remarks>The lock goes with the process, however it ends; the file stays and means nothing by itself.</remarks>
internal sealed class FolderLock : IDisposable
{
    readonly FileStream held;

    FolderLock(FileStream held) => this.held = held;

    /// <summary>Takes the lock, or null when another process has it.</summary>
    internal static FolderLock? TryTake(Home home)
    {
        try
        {
            return new FolderLock(new FileStream(Path.Combine(home.Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Takes the lock, or says that a server is running.</summary>
    internal static FolderLock Take(Home home) => TryTake(home) ?? throw new RefusedException(Say(
        $"{home.Folder} 正被另一个知策进程使用（多半是正在运行的服务器）。请先停止它。",
        $"{home.Folder} is in use by another Zhice process, most likely its running server. Stop that first."));

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();
}
