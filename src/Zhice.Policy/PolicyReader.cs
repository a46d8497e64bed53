using Zhice.Policy.Layout;
using Zhice.Policy.Readers;

namespace Zhice.Policy;

/// <summary>Reads an official document. Pure: the same bytes and name give the same reading on any machine.</summary>
public static class PolicyReader
{
    /// <summary>Reads <paramref name="bytes"/> into a document, or says why it cannot be read.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="fileName">The file's name; its extension is a hint, the bytes decide.</param>
    /// <param name="cancel">Stops a long reading.</param>
    public static Reading Read(byte[] bytes, string fileName, CancellationToken cancel = default)
    {
        var (source, refusal) = FileReader.Read(bytes, fileName, cancel);
        return source is null ? new Reading(null, null, refusal) : new Reading(Interpret(source, cancel), source, null);
    }

    /// <summary>Reads structure and meaning out of a canonical text that a reader made earlier.</summary>
    public static PolicyDocument Interpret(SourceText source, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new Structure.DocumentBuilder(source, cancel).Build();
    }
}

/// <summary>A document, or the reason there is none.</summary>
/// <param name="Document">The reading; null when <paramref name="Refusal"/> is set.</param>
/// <param name="Source">The text and blocks it came from; null when refused.</param>
/// <param name="Refusal">Why the file cannot be read; null when it was.</param>
public sealed record Reading(PolicyDocument? Document, SourceText? Source, ReadRefusal? Refusal);

/// <summary>Why a file cannot be read, in words that say what to do next.</summary>
/// <param name="Code">Stable name, such as <c>file.scanned</c>.</param>
/// <param name="Chinese">The sentence in Chinese.</param>
/// <param name="English">The sentence in English.</param>
public sealed record ReadRefusal(string Code, string Chinese, string English);
