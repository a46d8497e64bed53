using Zhice.Domain.Documents;
using Zhice.Domain.Programme;

namespace Zhice.Web.Features.Documents;

/// <summary>The address of words in the reader: the query marks them without script, the fragment leads to them.</summary>
internal static class ReaderAddress
{
    /// <summary>Where a quotation stands.</summary>
    public static string Of(DocumentId document, Quotation quote) => Of(document, quote.Start, quote.End);

    /// <summary>Where a range of the canonical text, in UTF-16 units, stands.</summary>
    public static string Of(DocumentId document, int start, int end) => $"/documents/{document.Value}?s={start}-{end}#s={start}-{end}";
}
