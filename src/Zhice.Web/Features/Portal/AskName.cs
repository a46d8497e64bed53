using Zhice.Domain.Services;
using Zhice.Web.Features.Services;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Portal;

/// <summary>The name of the item that a question is about.</summary>
internal static class AskName
{
    /// <summary>In the reader's language; the code where the item is gone.</summary>
    public static string Of(ServiceCatalogue items, Consultation question, WordTable words) => items.Newest(question.Item) is { } newest ? ServiceText.Name(newest, words) : question.Item;
}
