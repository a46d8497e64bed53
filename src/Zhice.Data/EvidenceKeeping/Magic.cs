namespace Zhice.Data.EvidenceKeeping;

/// <summary>First bytes by which formats are known.</summary>
internal static class Magic
{
    internal static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8);

    internal static bool IsCompound(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    /// <summary>Programs of Linux, Windows, macOS, Android, Java and the web, their packages, links, and scripts that name their interpreter.</summary>
    internal static bool IsExecutable(ReadOnlySpan<byte> head) =>
        head.StartsWith("\u007FELF"u8) || head.StartsWith("MZ"u8)
        || Four(head) is 0xFEEDFACE or 0xFEEDFACF or 0xCEFAEDFE or 0xCFFAEDFE or 0xCAFEBABE or 0xBEBAFECA // Mach-O, fat or Java class
        || head.StartsWith("dex\n"u8) || head.StartsWith("\0asm"u8) || head.StartsWith("!<arch>\n"u8) || Four(head) == 0xEDABEEDB
        || head.StartsWith((ReadOnlySpan<byte>)[0x4C, 0, 0, 0, 0x01, 0x14, 0x02, 0]) // a shortcut
        || head.StartsWith("MSCF"u8) || head.StartsWith("ITSF"u8) // cabinet; compiled help, which runs scripts
        || (head.StartsWith("#!"u8) && !head.StartsWith("#!AMR"u8));

    /// <summary>Archives that cannot be looked into here.</summary>
    internal static bool IsOtherArchive(ReadOnlySpan<byte> head) =>
        head.StartsWith("Rar!"u8) || head.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) || head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])
        || head.StartsWith("BZh"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) || Four(head) == 0x28B52FFD
        || (head.Length > 262 && head[257..].StartsWith("ustar"u8));

    /// <summary>A format that its first bytes tell for certain; null for text, ZIP, compound files and what is unknown.</summary>
    internal static FileType? Find(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("%PDF-"u8) || head[..Math.Min(head.Length, 1024)].TrimStart("\uFEFF \t\r\n\0"u8).StartsWith("%PDF-"u8)) return FileTypes.Pdf;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return FileTypes.Jpeg;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return FileTypes.Png;
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)) return FileTypes.Gif;
        if (head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8)) return FileTypes.Tiff;
        if (head.StartsWith("BM"u8) && head.Length > 26 && head[6..10].IndexOfAnyExcept((byte)0) < 0) return FileTypes.Bmp;
        if (head.StartsWith("RIFF"u8) && head.Length > 12)
            return head[8..].StartsWith("WEBP"u8) ? FileTypes.WebP : head[8..].StartsWith("WAVE"u8) ? FileTypes.Wav : head[8..].StartsWith("AVI "u8) ? FileTypes.Avi : null;
        if (head.Length > 12 && head[4..].StartsWith("ftyp"u8))
            return head[8..].StartsWith("hei"u8) || head[8..].StartsWith("mif1"u8) || head[8..].StartsWith("msf1"u8) ? FileTypes.Heic : FileTypes.Mp4;
        return Sound(head);
    }

    static FileType? Sound(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("ID3"u8) || (head.Length > 3 && head[0] == 0xFF && (head[1] & 0xE6) == 0xE2 && (head[2] & 0xF0) != 0xF0 && (head[2] & 0x0C) != 0x0C)) return FileTypes.Mp3;
        if (head.StartsWith("fLaC"u8)) return FileTypes.Flac;
        if (head.StartsWith("OggS"u8)) return FileTypes.Ogg;
        if (head.StartsWith("#!AMR"u8)) return FileTypes.Amr;
        if (Four(head) == 0x1A45DFA3) return FileTypes.Matroska;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11])) return FileTypes.Wmv;
        if (head.StartsWith("FLV\u0001"u8)) return FileTypes.Flv;
        return Four(head) is 0x000001BA or 0x000001B3 ? FileTypes.Mpeg : null;
    }

    static uint Four(ReadOnlySpan<byte> head) => head.Length < 4 ? 0 : System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(head);
}
