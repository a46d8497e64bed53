using System.Buffers.Binary;
using System.IO.Compression;
using Zhice.Domain;

namespace Zhice.Data.EvidenceKeeping;

/// <summary>Looks through a ZIP without writing anything: entries counted before it is opened, each expanded into nothing under a budget, archives in it likewise.</summary>
internal static class ArchiveInspection
{
    /// <summary>Most entries, those of archives inside included.</summary>
    internal const int MostEntries = 10_000;
    /// <summary>Most bytes that all entries expand to.</summary>
    internal const long MostExpanded = 4L << 30;
    /// <summary>Most bytes of an archive inside, which is looked at in memory.</summary>
    internal const int MostInner = 32 << 20;
    /// <summary>Archives inside one another: a ZIP of office files has two, a ZIP of such ZIPs three.</summary>
    internal const int MostDepth = 3;
    /// <summary>An office file expands 5 to 100 times; past a first free share, more than this is a bomb.</summary>
    internal const int MostRatio = 300;
    const long FreeOfRatio = 4L << 20;

    static readonly HashSet<string> Programs = new(
        [".exe", ".dll", ".com", ".scr", ".pif", ".cpl", ".msi", ".msp", ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".wsh", ".hta", ".sh", ".bash",
         ".jar", ".apk", ".ipa", ".app", ".deb", ".rpm", ".dmg", ".lnk", ".url", ".reg", ".scf", ".chm", ".inf", ".sys", ".so", ".php", ".asp", ".aspx", ".jsp"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>True, or why not: <c>evidence.archive-damaged</c>, <c>-bomb</c>, <c>-entries</c>, <c>-deep</c>, <c>-encrypted</c>, <c>-path</c>, <c>-program</c>, <c>-inner</c>, <c>evidence.macro</c>.</summary>
    internal static Outcome<string> Run(Stream file, CancellationToken cancel)
    {
        var look = new Look(cancel);
        return look.Into(file, 1) is { } refusal ? refusal : "sound";
    }

    sealed class Look(CancellationToken cancel)
    {
        readonly byte[] buffer = new byte[128 * 1024];
        int entries;
        long expanded;

        internal Refusal? Into(Stream file, int depth)
        {
            if (depth > MostDepth) return FileTypes.Refused("evidence.archive-deep", MostDepth);
            if ((entries += CountEntries(file)) > MostEntries) return FileTypes.Refused("evidence.archive-entries", MostEntries);
            try
            {
                file.Position = 0;
                using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
                foreach (var entry in archive.Entries)
                    if (Entry(entry, depth) is { } refusal) return refusal;
                return null;
            }
            catch (Exception fault) when (fault is InvalidDataException or ArgumentException or NotSupportedException or EndOfStreamException)
            {
                return FileTypes.Refused("evidence.archive-damaged");
            }
        }

        Refusal? Entry(ZipArchiveEntry entry, int depth)
        {
            cancel.ThrowIfCancellationRequested();
            var name = entry.FullName.Replace('\\', '/');
            if (name.StartsWith('/') || name.Contains('\0') || name.Split('/').Contains("..") || (name.Length > 1 && name[1] == ':')) return FileTypes.Refused("evidence.archive-path", Shown(name));
            if (entry.IsEncrypted) return FileTypes.Refused("evidence.archive-encrypted");
            if (name.EndsWith('/')) return null;
            if (Path.GetFileName(name) is "vbaProject.bin") return FileTypes.Refused("evidence.macro");
            if (Programs.Contains(Path.GetExtension(name))) return FileTypes.Refused("evidence.archive-program", Shown(name));

            using var stream = entry.Open();
            var first = stream.ReadAtLeast(buffer, 512, throwOnEndOfStream: false);
            var head = buffer.AsSpan(0, first);
            if (Magic.IsExecutable(head)) return FileTypes.Refused("evidence.archive-program", Shown(name));
            if (Magic.IsOtherArchive(head)) return FileTypes.Refused("evidence.archive-inner", Shown(name));
            var inner = Magic.IsZip(head) ? new MemoryStream() : null;
            using (inner)
            {
                long mine = 0;
                for (var read = first; read > 0; read = stream.Read(buffer))
                {
                    cancel.ThrowIfCancellationRequested();
                    mine += read;
                    expanded += read;
                    if (expanded > MostExpanded || (mine > FreeOfRatio && mine / MostRatio > Math.Max(entry.CompressedLength, 1))) return FileTypes.Refused("evidence.archive-bomb");
                    if (inner is null) continue;
                    if (mine > MostInner) return FileTypes.Refused("evidence.archive-large-inner", Shown(name), MostInner >> 20);
                    inner.Write(buffer, 0, read);
                }
                return inner is null ? null : Into(inner, depth + 1);
            }
        }

        static string Shown(string name) => SafeFileName.Of(name);
    }

    /// <summary>Counts the directory's records by walking them, because the number in its end record may lie. A ZIP64 directory says so with a filled field and is walked all the same.</summary>
    static int CountEntries(Stream file)
    {
        var length = (int)Math.Min(file.Length, 66_000);
        var tail = new byte[length];
        file.Position = file.Length - length;
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + 22 > length) return 0;
        long at = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (at == uint.MaxValue)
        {
            var wide = tail.AsSpan(0, end).LastIndexOf("PK\u0006\u0006"u8);
            if (wide < 0 || wide + 56 > length) return 0;
            at = (long)BinaryPrimitives.ReadUInt64LittleEndian(tail.AsSpan(wide + 48));
        }
        Span<byte> record = stackalloc byte[46];
        var walked = 0;
        while (at >= 0 && at + 46 <= file.Length && walked <= MostEntries)
        {
            file.Position = at;
            file.ReadExactly(record);
            if (!record.StartsWith("PK\u0001\u0002"u8)) break;
            walked++;
            at += 46 + BinaryPrimitives.ReadUInt16LittleEndian(record[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(record[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(record[32..]);
        }
        return walked;
    }
}
