using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Documents;
using Zhice.Domain.Indicators;
using Zhice.Domain.Reporting;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Evidence;

/// <summary>Reads the forms that bring evidence: their fields first, then the file as a stream, digested and looked into before anything is kept.</summary>
internal static class EvidenceIntake
{
    /// <summary>Largest file, in bytes: 2 GiB.</summary>
    internal const long MostFile = 2L << 30;

    /// <summary>Largest request: the file and its fields.</summary>
    internal const long MostRequest = MostFile + (1L << 20);

    /// <summary>What endpoints that take evidence say of themselves.</summary>
    internal static T TakesEvidence<T>(this T endpoint) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RequestSizeLimitAttribute(MostRequest), new ReadsStreamedForm());

    /// <summary>What the fields say.</summary>
    internal static (EvidenceKind? Kind, EvidenceDetails Details) Details(StreamedForm form) => (
        Enum.TryParse<EvidenceKind>(form["kind"] ?? nameof(EvidenceKind.File), out var kind) && Enum.IsDefined(kind) ? kind : null,
        new EvidenceDetails(form["title"] ?? "", Day(form["from"]), Day(form["to"]),
            Enum.TryParse<Disclosure>(form["disclosure"], out var disclosure) && Enum.IsDefined(disclosure) ? disclosure : null));

    /// <summary>What is no file: an address, or a case or an indicator value as it is now, written down and kept.</summary>
    internal static async Task<Outcome<EvidenceContent>> Reference(EvidenceKind kind, string? reference, Visit visit, ZhiceDb db, ZhiceStore store, IServiceProvider services, CancellationToken cancel) =>
        kind == EvidenceKind.Address ? EvidenceContent.Referring(reference)
            : await EvidenceFreezing.Freeze(db, store.Files, services.GetRequiredService<ServiceHouse>(), services.GetRequiredService<IndicatorCatalogue>(), visit.Actor, kind, reference, cancel);

    /// <summary>A whole number among the fields.</summary>
    internal static long? Number(StreamedForm form, string field) => long.TryParse(form[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Runs a piece of reading; a form that ends in the middle or is too large becomes a refusal, and nothing is kept of it.</summary>
    internal static async Task<Outcome<T>> Guarded<T>(Func<Task<Outcome<T>>> read) where T : notnull
    {
        try
        {
            return await read();
        }
        catch (FileTooLargeException)
        {
            return TooLarge;
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge;
        }
        catch (Exception broken) when (broken is InvalidDataException or BadHttpRequestException || (broken is IOException && !StorageFaults.IsFull(broken) && broken is not StoreUnavailableException))
        {
            return new Invalid(new Defect("evidence.cut-off", "file"));
        }
    }

    /// <summary>Takes a file in: written to a part and digested in one pass, compared with what the sender says, looked into. The caller keeps it or lets it go.</summary>
    /// <param name="files">The store.</param>
    /// <param name="form">The form, read up to the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancel">Stops.</param>
    internal static async Task<Outcome<TakenFile>> Take(FileStore files, StreamedForm form, (string Name, Stream Body) file, CancellationToken cancel)
    {
        var name = SafeFileName.Of(file.Name);
        var incoming = files.Begin();
        try
        {
            await incoming.Take(file.Body, MostFile, cancel);
            var digests = await incoming.Finish(cancel);
            Refusal? refusal = form["sha256"] is { } said && !said.Equals(digests.Sha256, StringComparison.OrdinalIgnoreCase) ? new Invalid(new Defect("evidence.digest", "file")) : null;
            FileType? type = null;
            if (refusal is null)
            {
                var content = incoming.Open();
                await using (content) await Task.Run(() => FileInspection.Run(content, name, cancel).Accepted(out type, out refusal), cancel);
            }
            if (refusal is null) return new TakenFile(incoming, EvidenceContent.File(name, type!, digests), digests);
            await incoming.DisposeAsync();
            return refusal;
        }
        catch
        {
            await incoming.DisposeAsync();
            throw;
        }
    }

    static Invalid TooLarge => new(new Defect("evidence.large", "file", MostFile >> 30));

    static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <summary>A file that has come in whole and may be kept; disposing lets it go.</summary>
internal sealed record TakenFile(IncomingFile Incoming, EvidenceContent Content, FileDigests Digests) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Incoming.DisposeAsync();
}
