using System.Text;

namespace Zhice.Records.Index;

/// <summary>Keys of the term dictionary: one byte for the kind of term, then its text in UTF-8.</summary>
internal static class Keys
{
    /// <summary>Tokens of all text, with positions.</summary>
    internal const byte Text = (byte)'t';
    /// <summary>Tokens of applicants' names, with positions.</summary>
    internal const byte Applicant = (byte)'a';
    /// <summary>Tokens of inventors' names, with positions.</summary>
    internal const byte Inventor = (byte)'i';
    /// <summary>Tokens of agencies' and agents' names, with positions.</summary>
    internal const byte Agency = (byte)'g';
    /// <summary>Tokens of codes and words of legal events, with positions.</summary>
    internal const byte Event = (byte)'e';
    /// <summary>A class or one above it.</summary>
    internal const byte Class = (byte)'K';
    /// <summary>A number.</summary>
    internal const byte Number = (byte)'N';
    /// <summary>A number cited.</summary>
    internal const byte Cites = (byte)'Z';
    /// <summary>A division or one above it: 2, 4 or 6 digits.</summary>
    internal const byte Region = (byte)'R';
    /// <summary>A party by its normal name.</summary>
    internal const byte Party = (byte)'P';
    /// <summary>A further field, name=value.</summary>
    internal const byte More = (byte)'M';
    /// <summary>A member of the family or a priority, without the code of its kind; the record's own numbers are those of <see cref="Number"/>.</summary>
    internal const byte Family = (byte)'Y';
    /// <summary>A priority.</summary>
    internal const byte Priority = (byte)'O';
    /// <summary>What kind of party an applicant is.</summary>
    internal const byte PartyKind = (byte)'W';

    internal static bool HasPositions(byte space) => space is Text or Applicant or Inventor or Agency or Event;

    internal static byte[] Of(byte space, ReadOnlySpan<char> text)
    {
        var bytes = new byte[1 + Encoding.UTF8.GetByteCount(text)];
        bytes[0] = space;
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(1));
        return bytes;
    }
}
