using System.Buffers.Binary;
using System.Text;
using Zhice.Domain;

namespace Zhice.Data.EvidenceKeeping;

/// <summary>Files of the older Office and WPS (OLE compound files): the names in their directory say what they are.</summary>
internal static class CompoundFile
{
    const int Header = 512, Entry = 128, MostSectors = 4096;
    const uint NoSector = 0xFFFFFFFA; // above it are marks, no sectors

    static readonly string[] Macros = ["VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros"];

    internal static Outcome<FileType> Detect(Stream file)
    {
        if (Names(file) is not { } names) return FileTypes.Refused("evidence.unknown-type");
        if (names.Contains("EncryptedPackage") || names.Contains("EncryptionInfo")) return FileTypes.Refused("evidence.encrypted");
        if (Macros.Any(names.Contains)) return FileTypes.Refused("evidence.macro");
        if (names.Contains("WordDocument")) return FileTypes.Doc;
        if (names.Contains("Workbook") || names.Contains("Book")) return FileTypes.Xls;
        // An installer package of Windows is such a file too: what is not known by name is not taken.
        return names.Contains("PowerPoint Document") ? FileTypes.Ppt : FileTypes.Refused("evidence.unknown-type");
    }

    /// <summary>Names of storages and streams; null where the file is damaged.</summary>
    static HashSet<string>? Names(Stream file)
    {
        try
        {
            var head = Read(file, 0, Header);
            var shift = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(30));
            if (shift is not (9 or 12)) return null;
            var size = 1 << shift;
            var names = new HashSet<string>(StringComparer.Ordinal);
            var sector = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(48));
            for (var walked = 0; sector < NoSector; walked++)
            {
                if (walked > MostSectors) return null;
                var directory = Read(file, (sector + 1L) << shift, size);
                for (var at = 0; at < size; at += Entry)
                {
                    var length = BinaryPrimitives.ReadUInt16LittleEndian(directory.AsSpan(at + 64));
                    if (directory[at + 66] != 0 && length is >= 2 and <= 64) names.Add(Encoding.Unicode.GetString(directory, at, length - 2));
                }
                sector = Next(file, head, shift, sector);
            }
            return names;
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    /// <summary>The sector after one, from the allocation table; tables beyond the first 109 sectors (files above 7 MB with small sectors) are found by their chain.</summary>
    static uint Next(Stream file, byte[] head, int shift, uint sector)
    {
        var perSector = 1 << (shift - 2);
        var table = sector / perSector;
        var location = table < 109
            ? BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(76 + (int)table * 4))
            : InChain(file, head, shift, table - 109);
        return location >= NoSector ? NoSector
            : BinaryPrimitives.ReadUInt32LittleEndian(Read(file, ((location + 1L) << shift) + sector % perSector * 4, 4));
    }

    static uint InChain(Stream file, byte[] head, int shift, long index)
    {
        var perSector = (1 << (shift - 2)) - 1;
        var sector = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(68));
        for (var i = 0; i < index / perSector && sector < NoSector && i < MostSectors; i++)
            sector = BinaryPrimitives.ReadUInt32LittleEndian(Read(file, ((sector + 1L) << shift) + perSector * 4, 4));
        return sector >= NoSector ? NoSector : BinaryPrimitives.ReadUInt32LittleEndian(Read(file, ((sector + 1L) << shift) + index % perSector * 4, 4));
    }

    static byte[] Read(Stream file, long at, int count)
    {
        if (at + count > file.Length) throw new EndOfStreamException();
        file.Position = at;
        var bytes = new byte[count];
        file.ReadExactly(bytes);
        return bytes;
    }
}
