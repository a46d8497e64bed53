using System.Globalization;
using System.Text;

namespace Zhice.Policy.Readers.Pdf;

/// <summary>A name such as /Type, without the stroke.</summary>
internal sealed record PdfName(string Value);

/// <summary>A pointer to object <paramref name="Number"/>.</summary>
internal sealed record PdfPointer(int Number);

/// <summary>A word that is no value: an operator of a content stream, or a keyword of the file.</summary>
internal sealed record PdfWord(string Value);

/// <summary>Reads PDF values one after the other (ISO 32000-1, 7.2 and 7.3). Strings are skipped: only drawn lines are wanted.</summary>
internal ref struct PdfLexer(ReadOnlySpan<byte> bytes, int start)
{
    const int MaxDepth = 40;
    static readonly object SkippedString = new();
    readonly ReadOnlySpan<byte> bytes = bytes;

    internal int At { get; set; } = start;

    static bool IsBlank(byte b) => b is 0 or 9 or 10 or 12 or 13 or 32;
    static bool IsDelimiter(byte b) => b is (byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%';

    void SkipBlanks()
    {
        while (At < bytes.Length)
        {
            if (IsBlank(bytes[At])) At++;
            else if (bytes[At] == '%') while (At < bytes.Length && bytes[At] is not (10 or 13)) At++;
            else return;
        }
    }

    /// <summary>The next value: a number, name, pointer, list, dictionary, word or truth value; null at the end.</summary>
    internal object? Next(int depth = 0)
    {
        SkipBlanks();
        if (At >= bytes.Length || depth > MaxDepth) { At = bytes.Length; return null; }
        switch (bytes[At])
        {
            case (byte)'/': At++; return new PdfName(Encoding.Latin1.GetString(Run()));
            case (byte)'(': SkipString(); return SkippedString;
            case (byte)'[': At++; return List(depth);
            case (byte)'<' when At + 1 < bytes.Length && bytes[At + 1] == '<': At += 2; return Dictionary(depth);
            case (byte)'<':
                var end = bytes[At..].IndexOf((byte)'>');
                At = end < 0 ? bytes.Length : At + end + 1;
                return SkippedString;
            case (byte)'>' when At + 1 < bytes.Length && bytes[At + 1] == '>': At += 2; return new PdfWord(">>");
            case (byte)']' or (byte)'>' or (byte)')' or (byte)'{' or (byte)'}': return new PdfWord(((char)bytes[At++]).ToString());
            default: return NumberOrWord();
        }
    }

    ReadOnlySpan<byte> Run()
    {
        var from = At;
        while (At < bytes.Length && !IsBlank(bytes[At]) && !IsDelimiter(bytes[At])) At++;
        return bytes[from..At];
    }

    object NumberOrWord()
    {
        var run = Run();
        if (run.IsEmpty) { At++; return new PdfWord(""); }
        if (run[0] is (byte)'+' or (byte)'-' or (byte)'.' or (>= (byte)'0' and <= (byte)'9')
            && double.TryParse(run, NumberStyles.Float & ~NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
            return number is >= 0 && number == Math.Floor(number) && number < 100_000_000 ? PointerOr(number) : number;
        return new PdfWord(Encoding.Latin1.GetString(run[..Math.Min(run.Length, 32)]));
    }

    /// <summary>A whole number may begin a pointer: 12 0 R.</summary>
    object PointerOr(double number)
    {
        var back = At;
        SkipBlanks();
        var generation = Run();
        if (generation.Length is > 0 and < 6 && generation.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            SkipBlanks();
            if (At < bytes.Length && bytes[At] == 'R' && (At + 1 >= bytes.Length || IsBlank(bytes[At + 1]) || IsDelimiter(bytes[At + 1])))
            {
                At++;
                return new PdfPointer((int)number);
            }
        }
        At = back;
        return number;
    }

    List<object?> List(int depth)
    {
        var list = new List<object?>();
        while (At < bytes.Length)
        {
            var value = Next(depth + 1);
            if (value is null or PdfWord { Value: "]" or "endobj" }) break;
            list.Add(value);
        }
        return list;
    }

    Dictionary<string, object?> Dictionary(int depth)
    {
        var dictionary = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (At < bytes.Length)
        {
            var key = Next(depth + 1);
            if (key is null or PdfWord { Value: ">>" or "endobj" }) break;
            if (key is not PdfName name) continue;
            var value = Next(depth + 1);
            if (value is PdfWord { Value: ">>" }) break;
            dictionary[name.Value] = value;
        }
        return dictionary;
    }

    void SkipString()
    {
        var open = 0;
        for (; At < bytes.Length; At++)
        {
            if (bytes[At] == '\\') At++;
            else if (bytes[At] == '(') open++;
            else if (bytes[At] == ')' && --open == 0) { At++; return; }
        }
        At = bytes.Length;
    }
}
